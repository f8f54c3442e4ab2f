import { type FileHandle, open } from 'node:fs/promises';
import { SharedWrites } from './shared-writes.ts';

/** The least a durable append can be: bytes at the end of a file and an fdatasync, which those that meet share. */
export class SyncedFile {
  readonly #file: FileHandle;
  readonly #appends: SharedWrites<Uint8Array>;

  private constructor(file: FileHandle, atOnce: number) {
    this.#file = file;
    this.#appends = new SharedWrites(async (together) => {
      await file.write(Buffer.concat(together));
      await file.datasync();
    }, atOnce);
  }

  /** @param atOnce so many fdatasyncs may be under way */
  static async open(path: string, { atOnce = 1 } = {}): Promise<SyncedFile> {
    return new SyncedFile(await open(path, 'a'), atOnce);
  }

  /** Resolves when `bytes` would survive a power cut. */
  append(bytes: Uint8Array): Promise<void> {
    return this.#appends.add(bytes);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
