/**
 * Pictures that somebody has given to the office, one file each, named by what is in it. Whatever comes is drawn
 * anew before it is kept: nothing of the file that was sent is left but what can be seen. Rules ME… in docs/spec.md.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import type { MediaId } from '#shared/vocabulary.ts';
import { Turns } from './turns.ts';

type KeptPicture = { media: MediaId; width: number; height: number };
type Refusal = 'not-a-picture' | 'picture-too-large' | 'no-room' | 'too-many-requests';
export type PictureReply = { ok: true; answer: KeptPicture } | { ok: false; code: Refusal };

const MEBIBYTE = 1024 * 1024;
/** A window is full HD; larger pictures only take longer on their way. */
const MOST_PX = 1920;
/** Read from such a file it takes 160 MB of memory, and not more. */
const MOST_INPUT_PX = 40_000_000;
const QUALITY = 82;
const SECONDS_TO_DRAW = 10;
const SPARED_MS = 24 * 3600 * 1000;
const KEPT = /^([0-9a-f]{64})\.webp$/;

type Limits = {
  /** All of them together. */
  mostBytes: number;
  /** Left to the log, whatever else the disk is asked for. */
  leastFreeBytes: number;
  freeBytes: (folder: string) => Promise<number>;
};

const USUAL: Limits = {
  mostBytes: 512 * MEBIBYTE,
  leastFreeBytes: 512 * MEBIBYTE,
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};

export class PictureStore {
  readonly #folder: string;
  readonly #limits: Limits;
  readonly #sizes: Map<MediaId, number>;
  /** Which of them somebody may still see. */
  #isNamed: (media: MediaId) => boolean = () => true;
  /** A picture takes a core and memory: they are drawn one after another. */
  readonly #turns = new Turns(4);

  private constructor(folder: string, limits: Limits, sizes: Map<MediaId, number>) {
    this.#folder = folder;
    this.#limits = limits;
    this.#sizes = sizes;
  }

  /** Half a file that a killed hub left behind is thrown away. */
  static async open(folder: string, limits: Partial<Limits> = {}): Promise<PictureStore> {
    await mkdir(folder, { recursive: true });
    const sizes = new Map<MediaId, number>();
    for (const name of await readdir(folder)) {
      const media = KEPT.exec(name)?.[1];
      if (media) sizes.set(media as MediaId, (await stat(join(folder, name))).size);
      else if (name.endsWith('.part')) await rm(join(folder, name));
    }
    return new PictureStore(folder, { ...USUAL, ...limits }, sizes);
  }

  /** From now on those that nothing names give way when room is needed. Until it is said, all stay. */
  keepNamed(isNamed: (media: MediaId) => boolean): void {
    this.#isNamed = isNamed;
  }

  has(media: string): boolean {
    return this.#sizes.has(media as MediaId);
  }

  /** Its bytes; null for one that is not here, or that somebody has taken from the folder. */
  async read(media: MediaId): Promise<Buffer | null> {
    if (!this.has(media)) return null;
    try {
      return await readFile(this.#path(media));
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
      this.#sizes.delete(media); // and whoever sends it again brings it back
      return null;
    }
  }

  /** Draws what somebody sent anew, and keeps that. The same picture again is the same one. */
  async take(sent: Uint8Array): Promise<PictureReply> {
    if (!looksLikeAPicture(sent)) return { ok: false, code: 'not-a-picture' };
    return (
      (await this.#turns.take(async (): Promise<PictureReply> => {
        const drawn = await drawAnew(sent);
        if (typeof drawn === 'string') return { ok: false, code: drawn };
        return this.#keep(drawn);
      })) ?? { ok: false, code: 'too-many-requests' }
    );
  }

  /**
   * Keeps one that a hub has drawn before, as it is.
   * @returns false when these are not its bytes, or there is no room
   */
  async takeAsIs(media: MediaId, bytes: Buffer): Promise<boolean> {
    if (this.has(media)) return true;
    const size = sha256(bytes) === media ? await sizeOfOneOfOurs(bytes) : null;
    return size !== null && (await this.#keep({ bytes, ...size })).ok;
  }

  async #keep({ bytes, width, height }: Drawn): Promise<PictureReply> {
    const media = sha256(bytes);
    const answer = { media, width, height };
    if (this.has(media)) {
      // As new: it is not let go before whoever sent it has named it.
      const now = new Date();
      await utimes(this.#path(media), now, now);
      return { ok: true, answer };
    }
    if (!(await this.#hasRoomFor(bytes.length))) {
      await this.#letGo();
      if (!(await this.#hasRoomFor(bytes.length))) return { ok: false, code: 'no-room' };
    }
    try {
      await this.#write(media, bytes);
    } catch (fault) {
      if (isFull(fault)) return { ok: false, code: 'no-room' };
      throw fault;
    }
    this.#sizes.set(media, bytes.length);
    return { ok: true, answer };
  }

  async #hasRoomFor(bytes: number): Promise<boolean> {
    const { mostBytes, leastFreeBytes, freeBytes } = this.#limits;
    const total = this.#sizes.values().reduce((sum, size) => sum + size, 0);
    return total + bytes <= mostBytes && (await freeBytes(this.#folder)) - bytes >= leastFreeBytes;
  }

  /** Of those that nothing names, all but the ones that somebody may be writing about just now. */
  async #letGo(): Promise<void> {
    for (const media of [...this.#sizes.keys()].filter((one) => !this.#isNamed(one))) {
      const { mtimeMs } = await stat(this.#path(media));
      if (Date.now() - mtimeMs < SPARED_MS) continue;
      await rm(this.#path(media), { force: true });
      this.#sizes.delete(media);
    }
  }

  /** Whole or not at all, also when the power goes. */
  async #write(media: MediaId, bytes: Buffer): Promise<void> {
    const part = join(this.#folder, `${randomUUID()}.part`);
    try {
      const file = await open(part, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, this.#path(media));
      const folder = await open(this.#folder, 'r');
      try {
        await folder.sync(); // or its name would be gone when the power goes
      } finally {
        await folder.close();
      }
    } catch (fault) {
      await rm(part, { force: true });
      throw fault;
    }
  }

  readonly #path = (media: string): string => resolve(this.#folder, `${media}.webp`);
}

type Drawn = { bytes: Buffer; width: number; height: number };

/** Upright, small enough, the first of several frames, and without a word of what else was in the file. */
async function drawAnew(sent: Uint8Array): Promise<Drawn | Refusal> {
  try {
    const { width = 0, height = 0 } = await sharp(sent, { limitInputPixels: false }).metadata();
    if (width * height > MOST_INPUT_PX) return 'picture-too-large';
    const { data: bytes, info } = await sharp(sent, {
      limitInputPixels: MOST_INPUT_PX,
      failOn: 'error',
      pages: 1,
    })
      .timeout({ seconds: SECONDS_TO_DRAW })
      .autoOrient()
      .resize({ width: MOST_PX, height: MOST_PX, fit: 'inside', withoutEnlargement: true })
      .toColorspace('srgb')
      .webp({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { bytes, width: info.width, height: info.height };
  } catch {
    return 'not-a-picture'; // whatever a decoder says of a file that somebody made: it could not be drawn
  }
}

/** Of what a hub has drawn; null: it is another file, which could say more than it shows. */
async function sizeOfOneOfOurs(bytes: Buffer): Promise<Pick<Drawn, 'width' | 'height'> | null> {
  if (!isWebp(bytes) || !hasOnlyItsPicture(bytes)) return null;
  try {
    const { format, width, height, pages = 1 } = await sharp(bytes).metadata();
    if (format !== 'webp' || width > MOST_PX || height > MOST_PX || pages !== 1) return null;
    // It can be drawn to its last pixel.
    await sharp(bytes, { failOn: 'error' }).timeout({ seconds: SECONDS_TO_DRAW }).stats();
    return { width, height };
  } catch {
    return null;
  }
}

/** WebP's chunks (RFC 9649, 2.3) are those that we write, each once: a second one is not drawn, and could hold words. */
function hasOnlyItsPicture(bytes: Buffer): boolean {
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) return false;
  const kinds: string[] = [];
  let at = 12;
  while (at + 8 <= bytes.length) {
    kinds.push(bytes.toString('latin1', at, at + 4));
    const size = bytes.readUInt32LE(at + 4);
    at += 8 + size + (size % 2);
  }
  return at === bytes.length && OF_OURS.includes(kinds.join());
}

/** Without what can be seen through, and with. */
const OF_OURS = ['VP8 ', 'VP8X,ALPH,VP8 '];

/** By its first bytes, before any decoder sees it: many formats are programs. */
const looksLikeAPicture = (bytes: Uint8Array): boolean =>
  has(bytes, 0, '\x89PNG\r\n\x1a\n') || has(bytes, 0, '\xff\xd8\xff') || isWebp(bytes);

const isWebp = (bytes: Uint8Array): boolean => has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBP');

const has = (bytes: Uint8Array, at: number, text: string): boolean =>
  Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text;

const sha256 = (bytes: Uint8Array): MediaId =>
  createHash('sha256').update(bytes).digest('hex') as MediaId;

const isFull = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && /^(ENOSPC|EDQUOT)$/.test(String(fault.code));
