/**
 * A line that can be spoiled: a TCP proxy between two real parties. Its faults are called as Toxiproxy calls them, and
 * hold for lines that are open as well as for new ones. What is under way is late, never lost, until a line is cut.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

export type LineFaults = {
  /** Everything comes so much later, each way. */
  latencyMs?: number;
  /** Each way. */
  bytesPerSecond?: number;
  /** In pieces of so many bytes, each in a packet of its own. */
  slicerBytes?: number;
  /** Lines are taken and stay open, and nothing comes through, not even their end. */
  halfOpen?: boolean;
  /** Nothing comes through, and each line is closed after so long. */
  timeoutMs?: number;
};

/** Waiting for more than this to go out, a side is not read any further: whoever sends notices. */
const HELD_BYTES = 64 * 1024;

export class FaultProxy {
  readonly #server: Server;
  #target: number;
  readonly #lines = new Set<Line>();
  #faults: LineFaults = {};
  #port = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => this.#join(near));
  }

  /** @param target port on this machine, where there may be nobody yet */
  static async to(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await proxy.up();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** New lines go to another port from now on. */
  leadTo(target: number): void {
    this.#target = target;
  }

  /** How many are joined through it. */
  get lines(): number {
    return this.#lines.size;
  }

  /** Instead of whatever faults there were; none to be well again. */
  become(faults: LineFaults = {}): void {
    this.#faults = faults;
    for (const line of this.#lines) line.become(faults);
  }

  /** Every line ends as when the other machine is gone and says so (RST). New ones are taken. */
  reset(): void {
    for (const line of this.#lines) line.reset();
  }

  /** Every line is cut as soon as its near side has sent so many bytes more; the last of them still come through. */
  cutAfter(bytes: number): void {
    for (const line of this.#lines) line.cutAfter(bytes);
  }

  /** Nobody is there: lines end, new ones are refused. */
  async down(): Promise<void> {
    this.#server.close();
    this.reset();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  async up(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1'); // the same as before
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return this.down();
  }

  #join(near: Socket): void {
    const far = connect({ port: this.#target, host: '127.0.0.1', allowHalfOpen: true });
    far.setNoDelay(true);
    const line = new Line(near, far, () => this.#lines.delete(line));
    this.#lines.add(line);
    line.become(this.#faults);
  }
}

class Line {
  readonly #ways: readonly [Way, Way];
  readonly #sockets: readonly Socket[];
  #timeout: NodeJS.Timeout | undefined;

  constructor(near: Socket, far: Socket, onGone: () => void) {
    this.#ways = [new Way(near, far), new Way(far, near)];
    this.#sockets = [near, far];
    let open = 2;
    for (const socket of this.#sockets) {
      socket.on('error', () => {}); // an end is an end, however it came
      socket.once('close', () => {
        open -= 1;
        if (open > 0) return;
        clearTimeout(this.#timeout);
        onGone();
      });
    }
  }

  become(faults: LineFaults): void {
    clearTimeout(this.#timeout);
    if (faults.timeoutMs !== undefined)
      this.#timeout = setTimeout(() => this.reset(), faults.timeoutMs);
    for (const way of this.#ways) way.become(faults);
  }

  reset(): void {
    for (const way of this.#ways) way.end();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  cutAfter(bytes: number): void {
    this.#ways[0].cutAfter(bytes, () => this.reset());
  }
}

/** From one side to the other. */
class Way {
  readonly #from: Socket;
  readonly #to: Socket;
  /** Not sent on yet, oldest first, and when each may be; null is its end. */
  readonly #held: { bytes: Buffer | null; due: number }[] = [];
  #heldBytes = 0;
  #faults: LineFaults = {};
  #left = Number.POSITIVE_INFINITY;
  #cut: () => void = () => {};
  #ended = false;
  #wake = () => {};

  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
    from.on('data', (bytes: Buffer) => this.#hold(bytes));
    // A line that broke is told of as one that ended, once everything before has come through.
    from.once('end', () => this.#hold(null)).once('close', () => this.#hold(null));
    void this.#sendOn();
  }

  become(faults: LineFaults): void {
    this.#faults = faults;
    this.#wake();
  }

  cutAfter(bytes: number, cut: () => void): void {
    this.#left = bytes;
    this.#cut = cut;
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #hold(bytes: Buffer | null): void {
    this.#held.push({ bytes, due: performance.now() + (this.#faults.latencyMs ?? 0) });
    this.#heldBytes += bytes?.length ?? 0;
    if (this.#heldBytes > HELD_BYTES) this.#from.pause();
    this.#wake();
  }

  async #sendOn(): Promise<void> {
    while (!this.#ended) {
      const next = this.#held[0];
      if (!next || this.#faults.halfOpen || this.#faults.timeoutMs !== undefined) {
        await new Promise<void>((woken) => {
          this.#wake = woken;
        });
        continue;
      }
      const early = next.due - performance.now();
      if (early > 0) {
        await after(early);
        continue;
      }
      this.#held.shift();
      if (next.bytes === null) return void this.#to.end();
      await this.#send(next.bytes);
      this.#heldBytes -= next.bytes.length;
      if (this.#heldBytes <= HELD_BYTES) this.#from.resume();
    }
  }

  async #send(bytes: Buffer): Promise<void> {
    const { slicerBytes, bytesPerSecond } = this.#faults;
    // A slow line is slow all the time, and not now and then.
    const size = slicerBytes ?? (bytesPerSecond ? Math.ceil(bytesPerSecond / 20) : bytes.length);
    for (let at = 0; at < bytes.length && !this.#ended; at += size) {
      const piece = bytes.subarray(at, Math.min(at + size, at + this.#left, bytes.length));
      if (!this.#to.write(piece) && !this.#to.destroyed)
        await Promise.race([once(this.#to, 'drain'), once(this.#to, 'close')]).catch(() => {});
      this.#left -= piece.length;
      if (this.#left <= 0) {
        // It has to be on its way before the line is gone.
        await after(20);
        return this.#cut();
      }
      if (bytesPerSecond) await after((piece.length / bytesPerSecond) * 1_000);
      else if (slicerBytes) await after(1);
    }
  }
}
