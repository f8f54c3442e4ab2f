/**
 * A screen's line to the hubs, as our screens have it: Socket.io by hand on a bare websocket, so that thousands fit in
 * a process. It comes back by itself, at another hub, and asks again what was not answered, under the same request id.
 */
import { WebSocket } from 'ws';
import { type Handshake, PROTOCOL_VERSION, type Reply } from '#shared/protocol.ts';
import {
  ACKNOWLEDGEMENT,
  CONNECT,
  EVENT,
  OPEN,
  PING,
  PONG,
  REFUSED,
  SOCKET_PATH,
} from '#test/support/socket-frames.ts';

const COMES_BACK_AFTER_MS = { least: 200, more: 1_500 };

export type LineParts = {
  /** Their addresses; the first is tried first. */
  hubs: readonly string[];
  handshake: Omit<Handshake, 'protocol'>;
  /** From 0 up to 1. */
  random: () => number;
  /** A snapshot's frame, whole. */
  onSnapshot: (frame: Buffer) => void;
  /** The frame that says that the snapshot before it stands. */
  onStill: (frame: Buffer) => void;
  /** 'screen cut', 'screen refused …' */
  onEvent: (what: string) => void;
};

type Asked = { text: string; answer: (reply: Reply<unknown>) => void };

const SNAPSHOT = '["snapshot"';
const STILL = '["still"';

export class Line {
  readonly #parts: LineParts;
  readonly #asked = new Map<number, Asked>();
  #socket: WebSocket | undefined;
  #nth = 0;
  #ids = 0;
  #isUp = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  /** Resolves when it is let in for the first time. */
  readonly up: Promise<void>;
  #letIn: () => void = () => {};

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.up = new Promise((resolve) => {
      this.#letIn = resolve;
    });
    this.#connect();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Nothing is read from it until it is resumed. */
  pause(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.pause();
  }

  resume(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.resume();
  }

  /** @param frame as the protocol has it, its number first */
  send(frame: string): void {
    if (this.#isUp) this.#socket?.send(frame);
  }

  ask<Answer>(name: string, request: object): Promise<Reply<Answer>> {
    this.#ids += 1;
    const id = this.#ids;
    const text = `${EVENT}${id}${JSON.stringify([name, request])}`;
    return new Promise((answer) => {
      this.#asked.set(id, { text, answer: answer as Asked['answer'] });
      this.send(text);
    });
  }

  /** As if somebody had pulled the cable; it comes back. */
  drop(): void {
    this.#socket?.terminate();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.terminate();
  }

  #connect(): void {
    const { hubs, handshake, onSnapshot, onStill, onEvent } = this.#parts;
    const hub = hubs[this.#nth % hubs.length] ?? '';
    const socket = new WebSocket(hub.replace(/^http/, 'ws') + SOCKET_PATH);
    this.#socket = socket;
    socket.on('error', () => onEvent('connection failed'));
    socket.on('close', () => {
      if (this.#isUp && !this.#closed) onEvent('line lost');
      this.#isUp = false;
      if (this.#closed) return;
      this.#nth += 1;
      const { least, more } = COMES_BACK_AFTER_MS;
      this.#timer = setTimeout(() => this.#connect(), least + this.#parts.random() * more);
    });
    socket.on('message', (frame: Buffer) => {
      switch (frame.toString('latin1', 0, 2)) {
        case EVENT:
          // The list of hubs is an event, too, and known here already; and nobody here reads words.
          if (frame.toString('latin1', 2, 2 + SNAPSHOT.length) === SNAPSHOT) onSnapshot(frame);
          if (frame.toString('latin1', 2, 2 + STILL.length) === STILL) onStill(frame);
          break;
        case ACKNOWLEDGEMENT:
          this.#answered(frame.toString());
          break;
        case CONNECT:
          this.#isUp = true;
          this.#letIn();
          for (const { text } of this.#asked.values()) socket.send(text);
          break;
        case REFUSED:
          onEvent(`refused: ${frame.toString().slice(2, 80)}`);
          break;
        case PING:
          socket.send(PONG);
          break;
        default:
          if (frame.toString('latin1', 0, 1) === OPEN)
            socket.send(
              `${CONNECT}${JSON.stringify({ protocol: PROTOCOL_VERSION, ...handshake })}`,
            );
      }
    });
  }

  #answered(text: string): void {
    const [, id = '', body = '[]'] = /^43(\d+)(.*)$/s.exec(text) ?? [];
    const asked = this.#asked.get(Number(id));
    this.#asked.delete(Number(id));
    asked?.answer(JSON.parse(body)[0]);
  }
}
