/**
 * The back of the virtual printer: the lines that are plugged in, the bytes that have come in and wait, and
 * what is said to whom. A full buffer takes nothing more, and the line stands still as far back as its sender.
 *
 * A printer that is off, or whose cable is pulled, neither reads nor answers nor says goodbye.
 */
import type { Duplex } from 'node:stream';
import type { PrinterQuirks } from '#shared/virtual-printer.ts';
import type { Timers } from './timers.ts';

export type PortOptions = {
  /** Of the receive buffer. */
  bufferBytes: number;
  timers: Timers;
  quirks: () => PrinterQuirks;
};

export type PortEvents = {
  /** Something may have come: fill() takes it in. */
  onReadable(): void;
  /** Whoever was served is gone. */
  onReleased(): void;
};

type Line = {
  duplex: Duplex;
  /** Lets it go without a goodbye (on TCP: RST). */
  reset: () => void;
  /** The printer has forgotten it, or bytes of it are lost: it ends as soon as the printer can be heard again. */
  isLost: boolean;
  /** Bytes that had come and not been taken in when the printer fell silent; null for one that came later. */
  unreadBefore: number | null;
};

/** Bytes of one stream stand together; a new stream begins with no command half read. */
type Held = { stream: number; bytes: Uint8Array };

const BYTE_BY_BYTE_MS = 1;
/** A host that never reads what it is told fills no memory. */
const MOST_UNREAD_BYTES = 16 * 1024;

export class PrinterPort {
  readonly #options: PortOptions;
  readonly #events: PortEvents;
  /** Whoever came first is served. */
  readonly #lines: Line[] = [];
  /** Lines and those that have been said goodbye to, until they are closed. */
  readonly #open = new Set<Duplex>();
  #reachable = true;

  readonly #held: Held[] = [];
  #heldBytes = 0;
  #stream = 0;

  /** What is sent byte by byte and has not gone yet. */
  #unsaid: number[] = [];
  #cancelSaying: (() => void) | null = null;

  constructor(options: PortOptions, events: PortEvents) {
    this.#options = options;
    this.#events = events;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get isReachable(): boolean {
    return this.#reachable;
  }

  get connections(): { served: number; waiting: number } {
    const served = this.#served.length;
    return { served, waiting: this.#lines.length - served };
  }

  attach(duplex: Duplex, reset: () => void): void {
    const line: Line = { duplex, reset, isLost: false, unreadBefore: null };
    duplex.on('readable', () => this.#events.onReadable());
    duplex.on('end', () => this.#ended(line));
    duplex.on('error', () => {}); // 'close' follows
    duplex.on('close', () => {
      this.#open.delete(duplex);
      this.#release(line);
    });
    this.#open.add(duplex);
    this.#lines.push(line);
    if (this.#reachable) this.#refuseOthers();
    this.#events.onReadable();
  }

  /** Takes in what has come and has room, giving it to `receive` as it comes; that puts it where it belongs with hold(). */
  fill(receive: (bytes: Uint8Array) => void): void {
    for (const line of this.#served)
      while (this.#reachable) {
        const room = this.#options.bufferBytes - this.#heldBytes;
        if (room <= 0) return;
        const { duplex } = line;
        // Reading nothing lets an ended stream say so.
        const bytes: Uint8Array | null = duplex.read(Math.min(room, duplex.readableLength));
        if (bytes === null) break;
        receive(bytes);
      }
  }

  hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#held.push({ stream: this.#stream, bytes });
    this.#heldBytes += bytes.length;
  }

  /** The next bytes of the buffer, `most` of them or fewer, all of one stream; null when it is empty. */
  take(most: number): Held | null {
    const first = this.#held[0];
    if (first === undefined) return null;
    const bytes = first.bytes.subarray(0, most);
    first.bytes = first.bytes.subarray(most);
    if (first.bytes.length === 0) this.#held.shift();
    this.#heldBytes -= bytes.length;
    return { stream: first.stream, bytes };
  }

  /** Forgets what it holds. */
  clear(): void {
    this.#held.length = 0;
    this.#heldBytes = 0;
  }

  say(bytes: Uint8Array): void {
    if (!this.#reachable) {
      for (const line of this.#served) line.isLost = true;
      return;
    }
    if (this.#options.quirks().splitsReplies || this.#cancelSaying !== null) {
      this.#unsaid.push(...bytes);
      if (this.#cancelSaying === null) this.#sayByteByByte();
    } else this.#write(bytes);
  }

  /** Ends the line of whoever is served. */
  drop(how: 'fin' | 'rst'): void {
    const line = this.#lines[0];
    if (line === undefined) return;
    if (how === 'rst') this.#letGo(line);
    else line.duplex.end(() => line.duplex.destroy());
  }

  /** Nothing more is heard or said. `forever`: the printer will not know its connections again. */
  fallSilent(forever: boolean): void {
    for (const line of this.#lines) {
      if (this.#reachable) line.unreadBefore = line.duplex.readableLength;
      line.isLost ||= forever || this.#unsaid.length > 0;
    }
    this.#reachable = false;
    this.#stopSaying();
  }

  /** Can be heard again. A connection that lost bytes meanwhile is over: TCP never goes on behind a gap. */
  beHeard(): void {
    this.#reachable = true;
    for (const line of [...this.#lines]) {
      const { duplex, unreadBefore } = line;
      const lostSome = unreadBefore !== null && duplex.readableLength !== unreadBefore;
      if (line.isLost || lostSome) this.#letGo(line);
      else if (duplex.readableEnded) this.#ended(line);
      line.unreadBefore = null;
    }
    this.#refuseOthers();
    this.#events.onReadable();
  }

  close(): void {
    this.#stopSaying();
    for (const duplex of this.#open) duplex.destroy();
  }

  get #served(): readonly Line[] {
    const mixed = this.#options.quirks().secondConnection === 'is-mixed-in';
    return mixed ? [...this.#lines] : this.#lines.slice(0, 1);
  }

  #refuseOthers(): void {
    if (this.#options.quirks().secondConnection === 'is-refused')
      for (const line of this.#lines.slice(1)) this.#letGo(line);
  }

  /** Without a goodbye; what it has still to give is not taken. */
  #letGo(line: Line): void {
    line.reset();
    this.#release(line);
  }

  /** Its other end said goodbye. One that cannot be heard does not hear it either, and finds out later. */
  #ended(line: Line): void {
    if (!this.#reachable) return;
    line.duplex.end();
    this.#release(line);
  }

  #release(line: Line): void {
    const wasServed = this.#served.includes(line);
    const at = this.#lines.indexOf(line);
    if (at >= 0) this.#lines.splice(at, 1);
    if (!wasServed) return;
    this.#stream++;
    this.#stopSaying();
    this.#events.onReleased();
    this.#events.onReadable();
  }

  #write(bytes: Uint8Array): void {
    for (const { duplex } of this.#served)
      if (duplex.writable && duplex.writableLength < MOST_UNREAD_BYTES) duplex.write(bytes);
  }

  #sayByteByByte(): void {
    const byte = this.#unsaid.shift();
    if (byte !== undefined) this.#write(Uint8Array.of(byte));
    this.#cancelSaying =
      this.#unsaid.length === 0
        ? null
        : this.#options.timers.after(BYTE_BY_BYTE_MS, () => this.#sayByteByByte());
  }

  #stopSaying(): void {
    this.#unsaid = [];
    this.#cancelSaying?.();
    this.#cancelSaying = null;
  }
}
