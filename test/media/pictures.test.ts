/** Rules ME1…ME5: pictures, drawn anew before they are kept. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { PictureStore } from '#server/media/picture-store.ts';
import type { MediaId } from '#shared/vocabulary.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const plain = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#3a7d44' } });

let folder: string;
let pictures: PictureStore;
beforeEach(async () => {
  folder = temporaryFolder();
  pictures = await PictureStore.open(folder);
});

/** What is kept of it. */
async function kept(sent: Buffer) {
  const reply = await pictures.take(sent);
  if (!reply.ok) expect.unreachable(reply.code);
  const bytes = await readFile(join(folder, `${reply.answer.media}.webp`));
  return { ...reply.answer, bytes, found: await sharp(bytes).metadata() };
}
const codeOf = async (sent: Uint8Array) => {
  const reply = await pictures.take(sent);
  return reply.ok ? 'taken' : reply.code;
};

describe('a picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)(
    '[ME1] AB-102 as %s is kept as WebP',
    async (format) => {
      const { media, bytes, found } = await kept(await plain(300, 200).toFormat(format).toBuffer());
      expect(found).toMatchObject({ format: 'webp', width: 300, height: 200 });
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(media);
    },
  );

  it('[ME1] is made no larger than 1920 either way, and never enlarged', async () => {
    const wide = await kept(await plain(4000, 1000).png().toBuffer());
    expect([wide.width, wide.height]).toEqual([1920, 480]);
    const small = await kept(await plain(20, 10).png().toBuffer());
    expect([small.width, small.height]).toEqual([20, 10]);
  });

  it('[ME1] AB-103 tells nothing of where and when it was taken, and stands upright', async () => {
    const told = await plain(400, 200)
      .withExif({
        IFD0: { Copyright: 'a secret' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 15/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(told).metadata()).exif).toBeDefined();
    const { bytes, found } = await kept(told);
    expect(found).toMatchObject({ width: 200, height: 400 });
    expect([found.exif, found.icc, found.xmp, found.orientation]).toEqual(Array(4).fill(undefined));
    expect(bytes.includes('secret')).toBe(false);
  });

  it('[ME1] AB-103 that moves stands still', async () => {
    const frames = Buffer.concat([
      await plain(10, 10).raw().toBuffer(),
      await sharp({ create: { width: 10, height: 10, channels: 3, background: '#fff' } })
        .raw()
        .toBuffer(),
    ]);
    const animated = await sharp(frames, {
      raw: { width: 10, height: 20, channels: 3, pageHeight: 10 },
    })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(animated).metadata()).pages).toBe(2);
    const { found } = await kept(animated);
    expect([found.pages ?? 1, found.width, found.height]).toEqual([1, 10, 10]);
  });

  it('[ME1] given again is the same one', async () => {
    const sent = await plain(30, 30).png().toBuffer();
    expect((await kept(sent)).media).toBe((await kept(sent)).media);
    expect(await readdir(folder)).toHaveLength(1);
  });
});

describe('what is no picture', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><image href="http://example.org/x"/></svg>';
  it.each<[string, string | Buffer]>([
    ['AB-102 a drawing that can run and fetch', svg],
    ['AB-102 a page by another name', '<html><script>alert(1)</script></html>'],
    ['AB-102 a GIF that is a script', 'GIF89a/*\x01\x00*/=1;alert(1)'],
    ['AB-102 a document', '%PDF-1.7\n1 0 obj'],
    ['AB-102 the beginning of a picture before a page', '\x89PNG\r\n\x1a\n<html>'],
    ['AB-104 an archive', Buffer.from('504b0304140000000800', 'hex')],
    ['AB-104 a list of films', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd'],
    ['nothing', ''],
  ])('[ME2] is refused, and nothing is kept: %s', async (_what, sent) => {
    expect(await codeOf(Buffer.from(sent as string, 'latin1'))).toBe('not-a-picture');
    expect(await readdir(folder)).toEqual([]);
  });

  it('[ME2] AB-103 nor is one that was cut short', async () => {
    const whole = await plain(600, 600).jpeg().toBuffer();
    expect(await codeOf(whole.subarray(0, whole.length / 2))).toBe('not-a-picture');
    expect(await codeOf(whole)).toBe('taken');
  });

  it('[ME2] AB-103 nor one of more pixels than a hub should draw, however few bytes they take', async () => {
    const flood = await plain(8000, 5001).png({ compressionLevel: 9 }).toBuffer();
    expect(flood.length).toBeLessThan(1_000_000);
    expect(await codeOf(flood)).toBe('picture-too-large');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('room', () => {
  const one = () => plain(50, 50).png().toBuffer();
  it('[ME3] AB-105 is left to the log: no picture is kept on a disk that is nearly full', async () => {
    pictures = await PictureStore.open(folder, { freeBytes: async () => 1000 });
    expect(await codeOf(await one())).toBe('no-room');
    expect(await readdir(folder)).toEqual([]);
  });

  it('[ME3] AB-105 is bounded for all of them together, also after a restart', async () => {
    await kept(await one());
    pictures = await PictureStore.open(folder, { mostBytes: 150 });
    expect(await codeOf(await one())).toBe('taken'); // it is there already
    expect(await codeOf(await plain(51, 50).png().toBuffer())).toBe('no-room');
  });

  it('[ME3] AB-105 where room is needed those that no book names give way, but not within a day', async () => {
    const old = await kept(await one());
    const named = await kept(await plain(60, 50).png().toBuffer());
    const fresh = await kept(await plain(70, 50).png().toBuffer());
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const { media } of [old, named]) {
      const path = join(folder, `${media}.webp`);
      await utimes(path, longAgo, longAgo);
    }
    const total = [old, named, fresh].reduce((sum, { bytes }) => sum + bytes.length, 0);
    pictures = await PictureStore.open(folder, { mostBytes: total + 10 });
    const another = await plain(80, 50).png().toBuffer();
    expect(await codeOf(another)).toBe('no-room'); // nobody has said which are named
    pictures.keepNamed((media) => media === named.media);
    expect(await codeOf(another)).toBe('taken');
    expect([old, named, fresh].map(({ media }) => pictures.has(media))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('[ME3] one that is given again is as new, and stays until it can be named', async () => {
    const sent = await one();
    const { media, bytes } = await kept(sent);
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(folder, `${media}.webp`), longAgo, longAgo);
    pictures = await PictureStore.open(folder, { mostBytes: bytes.length + 10 });
    pictures.keepNamed(() => false);
    await kept(sent);
    expect(await codeOf(await plain(80, 50).png().toBuffer())).toBe('no-room');
    expect(pictures.has(media)).toBe(true);
  });

  it('[ME3] AB-105 half a file that a hub left behind is thrown away at the next start', async () => {
    const { media } = await kept(await one());
    await writeFile(join(folder, 'x.part'), 'half');
    pictures = await PictureStore.open(folder);
    expect(await readdir(folder)).toEqual([`${media}.webp`]);
    expect(pictures.has(media)).toBe(true);
  });

  it('[ME3] a few may wait to be drawn, and who comes then is told', async () => {
    const sent = await plain(1000, 1000).jpeg().toBuffer();
    const codes = await Promise.all(Array.from({ length: 7 }, () => codeOf(sent)));
    expect(codes.toSorted()).toEqual(
      [...Array(4).fill('taken'), ...Array(3).fill('too-many-requests')].toSorted(),
    );
  });
});

/** A JPEG with somebody's words in it, whose first bytes read as the length and the only chunk of a WebP. */
async function jpegThatCountsLikeWebp(): Promise<Buffer> {
  const jpeg = await plain(8, 8)
    .withExif({ IFD0: { Copyright: 'a secret' } })
    .jpeg()
    .toBuffer();
  // FF D8, and a comment of 65,279 bytes: its length and what follows lie where WebP has its own.
  const comment = Buffer.alloc(2 + 0xfeff, 0x20);
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(0xfeff, 2);
  const made = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
  made.writeUInt32LE(made.length - 8, 4);
  made.write('VP8 ', 12, 'latin1');
  made.writeUInt32LE(made.length - 20, 16);
  return made;
}

describe('by name', () => {
  it.each([
    '../../etc/passwd',
    '..\\..\\x',
    'C:\\x',
    '%2e%2e%2f',
    'CON',
    '\0',
    'a'.repeat(300),
    'gpj\u202e.exe',
    '__proto__',
    '',
  ])('[ME4] AB-101 nothing leads out of the folder: %j', async (name) => {
    expect(pictures.has(name)).toBe(false);
    expect(await pictures.read(name as MediaId)).toBe(null);
  });

  it('[ME5] one that another hub has drawn is taken as it is, and nothing else by its name', async () => {
    const { media, bytes } = await kept(await plain(40, 40).png().toBuffer());
    const other = await PictureStore.open(temporaryFolder());
    expect(await other.takeAsIs(media, Buffer.from('something else'))).toBe(false);
    expect(await other.takeAsIs(media, bytes)).toBe(true);
    expect(await other.read(media)).toEqual(bytes);
    const through = await kept(await sharp(bytes).ensureAlpha(0.5).png().toBuffer());
    expect(await other.takeAsIs(through.media, through.bytes)).toBe(true);
    const png = await plain(40, 40).png().toBuffer();
    const name = createHash('sha256').update(png).digest('hex') as MediaId;
    expect(await other.takeAsIs(name, png)).toBe(false);
  });

  it('[ME3] one that somebody took from the folder is gone, and comes back when it is sent again', async () => {
    const sent = await plain(50, 50).png().toBuffer();
    const { media, bytes } = await kept(sent);
    await rm(join(folder, `${media}.webp`));
    expect(await pictures.read(media)).toBe(null);
    expect(pictures.has(media)).toBe(false);
    expect(await pictures.take(sent)).toMatchObject({ ok: true, answer: { media } });
    expect(await pictures.read(media)).toEqual(bytes);
  });

  it('[ME5] one that says more than it shows, or breaks off, is not one that a hub has drawn', async () => {
    const { bytes } = await kept(await plain(40, 40).png().toBuffer());
    const nameOf = (some: Buffer) => createHash('sha256').update(some).digest('hex') as MediaId;
    const other = await PictureStore.open(temporaryFolder());
    const sized = (some: Buffer) => {
      some.writeUInt32LE(some.length - 8, 4);
      return some;
    };
    const note = Buffer.from('NOTE\x04\0\0\0psst', 'latin1');
    const saying = (length: number) => {
      const some = Buffer.from(bytes);
      some.writeUInt32LE(length, 4);
      return some;
    };
    const second = (kind: string) =>
      sized(Buffer.concat([bytes, Buffer.from(`${kind}\x04\0\0\0psst`, 'latin1')]));
    const odd = [
      saying(bytes.length),
      saying(bytes.length - 10),
      ...['VP8 ', 'VP8L', 'VP8X', 'ALPH'].map(second),
      Buffer.concat([bytes, Buffer.from('more')]),
      sized(Buffer.concat([bytes, Buffer.from('more')])),
      sized(Buffer.concat([bytes, note])),
      sized(Buffer.from(bytes.subarray(0, bytes.length - 8))),
      Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'),
      Buffer.from('abc'),
      await jpegThatCountsLikeWebp(),
    ];
    for (const some of odd) expect(await other.takeAsIs(nameOf(some), some)).toBe(false);
  });
});
