/**
 * A printer on a cable of this computer's own: a device file such as /dev/usb/lp0. Linux; what the driver
 * (usblp) hands on in both directions is the same as on a network.
 */
import { close, constants, fstatSync, open, read, type Stats, statSync, write } from 'node:fs';
import { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import type { Line } from './printer-session.ts';
import {
  type OpenLine,
  type PrinterOptions,
  SessionTicketPrinter,
} from './session-ticket-printer.ts';

export class DeviceTicketPrinter extends SessionTicketPrinter {
  /**
   * @param path of the device file
   * @param onTrouble told why it cannot be opened, in a sentence, once for each reason
   */
  static open(
    path: string,
    options?: PrinterOptions,
    onTrouble: (sentence: string) => void = () => {},
  ): DeviceTicketPrinter {
    return new DeviceTicketPrinter(opening(path, onTrouble), options);
  }
}

function opening(path: string, onTrouble: (sentence: string) => void): OpenLine {
  let said = '';
  return async () => {
    try {
      const device = await DeviceFile.open(path);
      said = '';
      return { stream: device, abort: () => device.destroy() } satisfies Line;
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      const sentence = TROUBLES[code]?.(path) ?? `${path} cannot be opened: ${message}.`;
      if (sentence !== said) onTrouble(sentence);
      said = sentence;
      return 'offline';
    }
  };
}

const TROUBLES: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no ${path}. Is the printer on, and its cable in this computer?`,
  EACCES: (path) =>
    `${path} may not be opened by this user. Add the user to the file's group, often lp.`,
  EBUSY: (path) => `${path} is in use. Does another program, such as CUPS, print on it?`,
};

const openFile = promisify(open);
const readFile = promisify(read);
const writeFile = promisify(write);

/** How often a device that had nothing to say, or no room, is asked again. */
const AGAIN_MS = 10;
const READ_BYTES = 1_024;
/** So much at a time goes to the driver: a page, as it buffers itself. */
const WRITE_BYTES = 4_096;

/**
 * Reads and writes without ever waiting inside the kernel: a read that waits there would hold one of the
 * process's few threads for as long as the printer is silent, and could not be called off.
 */
class DeviceFile extends Duplex {
  readonly #path: string;
  readonly #file: number;
  #again: NodeJS.Timeout | undefined;
  #reading = false;
  readonly #underWay = new Set<Promise<unknown>>();

  private constructor(path: string, file: number) {
    super({ autoDestroy: true, allowHalfOpen: false });
    this.#path = path;
    this.#file = file;
  }

  static async open(path: string): Promise<DeviceFile> {
    const { O_RDWR, O_NONBLOCK, O_NOCTTY } = constants;
    return new DeviceFile(path, await openFile(path, O_RDWR | O_NONBLOCK | O_NOCTTY));
  }

  override _read(): void {
    if (this.#reading) return;
    this.#reading = true;
    void this.#readUntilSomething();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#writeAll(bytes).then(
      () => done(),
      (error: Error) => done(error),
    );
  }

  /** A cable has no goodbye: when everything is written it is let go. */
  override _final(done: () => void): void {
    done();
    this.destroy();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#again);
    // Not under a call that is under way: its number may be another file's by then.
    void Promise.allSettled(this.#underWay).then(() => close(this.#file, () => done(error)));
  }

  async #readUntilSomething(): Promise<void> {
    const bytes = Buffer.alloc(READ_BYTES);
    while (!this.destroyed) {
      const length = await this.#call(readFile(this.#file, bytes, 0, READ_BYTES, null)).then(
        ({ bytesRead }) => bytesRead,
        (error: NodeJS.ErrnoException) => error,
      );
      if (typeof length === 'number' && length > 0) {
        this.#reading = false;
        this.push(Uint8Array.from(bytes.subarray(0, length)));
        return;
      }
      // A driver may hand on an empty message; and a device that was unplugged may read as empty for ever.
      const isGone = typeof length === 'number' ? !this.#isStillThere() : length.code !== 'EAGAIN';
      if (isGone) this.destroy();
      else await this.#pause();
    }
  }

  #isStillThere(): boolean {
    const [there, ours] = [
      deviceAt(() => statSync(this.#path)),
      deviceAt(() => fstatSync(this.#file)),
    ];
    return there !== null && there === ours;
  }

  async #writeAll(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length && !this.destroyed; ) {
      const some = bytes.subarray(at, at + WRITE_BYTES);
      const { bytesWritten } = await this.#call(writeFile(this.#file, some)).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EAGAIN') throw error;
          return { bytesWritten: 0 };
        },
      );
      at += bytesWritten;
      if (bytesWritten === 0) await this.#pause();
    }
  }

  #call<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay.add(work);
    const over = () => this.#underWay.delete(work);
    work.then(over, over);
    return work;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#again = setTimeout(resolve, AGAIN_MS);
    });
  }
}

/** Which device it is; null for none. */
function deviceAt(look: () => Stats): number | null {
  try {
    return look().rdev;
  } catch {
    return null; // no longer there: that is the answer
  }
}
