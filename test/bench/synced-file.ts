import { type FileHandle, open } from 'node:fs/promises';
import { SharedWrites } from './shared-writes.ts';

/** The least a durable append can be: bytes at the end of a file and an fdatasync, which those that meet share. */
export class SyncedFile {
  readonly #file: FileHandle;
  readonly #appends = new SharedWrites<Uint8Array>(async (together) => {
    await this.#file.write(Buffer.concat(together));
    await this.#file.datasync();
  });

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<SyncedFile> {
    return new SyncedFile(await open(path, 'a'));
  }

  /** Resolves when `bytes` would survive a power cut. */
  append(bytes: Uint8Array): Promise<void> {
    return this.#appends.add(bytes);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
