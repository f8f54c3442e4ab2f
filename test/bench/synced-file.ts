import { type FileHandle, open } from 'node:fs/promises';

/**
 * The least a durable append can be: bytes at the end of a file and an fdatasync. One sync is under way
 * at a time; the appends that come meanwhile share the next.
 */
export class SyncedFile {
  readonly #file: FileHandle;
  #waiting: { bytes: Uint8Array; durable: () => void }[] = [];
  #syncing = false;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<SyncedFile> {
    return new SyncedFile(await open(path, 'a'));
  }

  /** Resolves when `bytes` would survive a power cut. */
  append(bytes: Uint8Array): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ bytes, durable: resolve });
    if (!this.#syncing) void this.#sync();
    return promise;
  }

  async #sync(): Promise<void> {
    this.#syncing = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      await this.#file.write(Buffer.concat(together.map(({ bytes }) => bytes)));
      await this.#file.datasync();
      for (const { durable } of together) durable();
    }
    this.#syncing = false;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
