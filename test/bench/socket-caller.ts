/**
 * One caller on one websocket, who asks again when she has her answer. Speaks Socket.io by hand, so that
 * a bare `ws` server can be asked with the very same client.
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import { TOKEN } from '#test/support/hub.ts';
import {
  ACKNOWLEDGEMENT,
  CONNECT,
  EVENT,
  OPEN,
  PING,
  PONG,
  SOCKET_PATH,
} from '#test/support/socket-frames.ts';

export class SocketCaller {
  readonly #socket: WebSocket;
  #asked = 0;
  #answered: (text: string) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /**
   * To a hub, as the console of a desk, which may ask for everything.
   * @param desk follows its view, and says `shown` to each snapshot as a screen does
   */
  static async toHub(port: number, desk: string): Promise<SocketCaller> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${SOCKET_PATH}`);
    const caller = new SocketCaller(socket);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.on('error', reject);
    socket.on('message', (data) => {
      const text = String(data);
      if (text.startsWith(ACKNOWLEDGEMENT)) caller.#answered(text);
      else if (text.startsWith(`${EVENT}["words"`))
        return; // nobody answers them
      else if (text.startsWith(EVENT)) socket.send(shownFor(text));
      else if (text.startsWith(CONNECT)) resolve();
      else if (text.startsWith(OPEN))
        socket.send(
          `${CONNECT}${JSON.stringify({ protocol: PROTOCOL_VERSION, view: 'desk', desk, token: TOKEN })}`,
        );
      else if (text === PING) socket.send(PONG);
      else reject(new Error(`The hub refused a socket: ${text}`));
    });
    await promise;
    return caller;
  }

  /** To the bare server, which answers every message with as many bytes as the hub does. */
  static async toFloor(port: number): Promise<SocketCaller> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/echo`);
    const caller = new SocketCaller(socket);
    socket.on('message', (data) => caller.#answered(String(data)));
    await once(socket, 'open');
    return caller;
  }

  /** One request at a time. Resolves to the text of the answer. */
  ask(name: string, request: object): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#answered = resolve;
    this.#asked += 1;
    this.#socket.send(`${EVENT}${this.#asked}${JSON.stringify([name, request])}`);
    return promise;
  }

  close(): void {
    this.#socket.terminate();
  }
}

/** What a screen says to a snapshot it has drawn. */
export function shownFor(snapshotFrame: string): string {
  const [, { day, version, at }] = JSON.parse(snapshotFrame.slice(EVENT.length));
  return `${EVENT}${JSON.stringify(['shown', { day, version, at }])}`;
}
