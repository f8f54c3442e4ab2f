/** Calls read aloud on the hub. Rules VO1… in docs/spec.md. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketNumber } from '#shared/vocabulary.ts';
import { LANGUAGE_TAGS, type Language } from '#shared/vocabulary.ts';
import { callSentence } from '../../server/voice/call-sentence.ts';
import { Voices } from '../../server/voice/voices.ts';
import { MadeUpVoice, SPEAKS_FOR } from './made-up-voice.ts';

const HEADER_BYTES = 44;
const BYTES_PER_SECOND = 44_100;

describe('what is said of a call', () => {
  const said = (language: Language, deskName: object = { sv: 'Bord 2', ar: 'الطاولة 2' }) =>
    callSentence({ number: 'A042' as TicketNumber, deskName: { sv: '', ...deskName } }, language);

  it('[VO1] is the letter, the digits one by one, and the desk', () => {
    expect(said('sv')).toBe('A, 0 4 2. Bord 2.');
    expect(said('ar')).toBe('A, 0 4 2. الطاولة 2.');
    expect(
      callSentence({ number: 'B1000' as TicketNumber, deskName: { sv: 'Bord 1' } }, 'sv'),
    ).toBe('B, 1 0 0 0. Bord 1.');
  });

  it('[VO1] names a letter that is a word as well', () => {
    const number = 'W007' as TicketNumber;
    expect(callSentence({ number, deskName: { sv: 'Bord 1' } }, 'pl')).toBe('wu, 0 0 7.');
    expect(callSentence({ number, deskName: { sv: 'Bord 1' } }, 'en')).toBe('W, 0 0 7.');
  });

  it('[VO1] leaves out a desk that has no name in the language', () => {
    expect(said('fi')).toBe('A, 0 4 2.');
  });

  it('[VO3] holds letters, digits and plain punctuation, and ends', () => {
    expect(said('sv', { sv: '-v x; [[b@d]] `id` <p>Rum\u202e 1</p>' })).toBe(
      'A, 0 4 2. -v x    b d    id   p Rum  1 /p.',
    );
    expect(said('sv', { sv: 'å'.repeat(1_000) })).toBe(`A, 0 4 2. ${'å'.repeat(40)}.`);
  });
});

describe('voices', () => {
  let program: MadeUpVoice;
  beforeAll(() => {
    program = new MadeUpVoice();
  });
  afterAll(() => program.end());

  const faults: unknown[] = [];
  const onFault = (fault: unknown) => faults.push(fault);
  const found = () => Voices.find({ program: program.program, onFault });

  it('[VO2] are those of the languages that the program has; another language’s will not do', async () => {
    // It has Kurmanji and Amharic as well: neither is Sorani or Tigrinya.
    expect((await found()).languages).toEqual(['sv', 'en', 'ar']);
  });

  it('[VO2] are none where there is no such program, and that is no fault', async () => {
    const none = await Voices.find({ program: `${program.folder}/nothing-here`, onFault });
    expect(none.languages).toEqual([]);
    expect(await none.clip('sv', 'A, 0 0 1.')).toBeNull();
    expect(faults).toEqual([]);
  });

  it('[VO2] say nothing in a language that has none', async () => {
    const voices = await found();
    const before = program.spoken().length;
    for (const language of ['so', 'ti', 'ckb'] as const)
      expect(await voices.clip(language, 'A, 0 0 1.')).toBeNull();
    expect(program.spoken()).toHaveLength(before);
  });

  it('[VO3] take a sentence as text to be read, whatever it looks like', async () => {
    const voices = await found();
    for (const sentence of ['--voices', '-w /tmp/x', '$(reboot)', '"; reboot']) {
      await voices.clip('en', sentence);
      expect(program.spoken().at(-1)).toMatchObject({ sentence });
      expect(program.spoken().at(-1)?.options).not.toContain(sentence);
    }
    expect(program.spoken().at(-1)?.options.slice(-2)).toEqual(['-v', 'en-gb']);
  });

  it('[VO4] make files that say how long they are', async () => {
    const voices = await found();
    for (const language of ['sv', 'ar'] as const) {
      const clip = await voices.clip(language, 'A, 0 1 2.');
      const bytes = (SPEAKS_FOR[language] ?? 0) * BYTES_PER_SECOND;
      expect(clip?.length).toBe(HEADER_BYTES + bytes);
      expect(clip?.readUInt32LE(4)).toBe(bytes + HEADER_BYTES - 8);
      expect(clip?.readUInt32LE(40)).toBe(bytes);
    }
  });

  it('[VO5] that fail, hang or make no sound are silent, and tried again when asked again', async () => {
    for (const sentence of ['fails', 'mumbles', 'hangs']) {
      const voices = await found();
      faults.length = 0;
      expect(await voices.clip('sv', sentence), sentence).toBeNull();
      expect(faults, sentence).toHaveLength(1);
      const before = program.spoken().length;
      if (sentence !== 'hangs') await voices.clip('sv', sentence);
      expect(program.spoken()).toHaveLength(sentence === 'hangs' ? before : before + 1);
      expect(await voices.clip('sv', 'A, 0 1 3.'), sentence).not.toBeNull();
    }
  });

  it('[VO5] make a clip once, however many windows ask for it', async () => {
    const voices = await found();
    const before = program.spoken().length;
    const clips = await Promise.all(
      Array.from({ length: 20 }, () => voices.clip('sv', 'B, 0 0 7.')),
    );
    expect(new Set(clips).size).toBe(1);
    await voices.clip('sv', 'B, 0 0 7.');
    expect(program.spoken()).toHaveLength(before + 1);
  });

  it('[VO5] keep the clips that were asked for last, and no more than 64', async () => {
    const voices = await found();
    await voices.clip('sv', 'kept');
    for (let turn = 0; turn < 64; turn++) {
      await voices.clip('sv', `C, ${turn}.`);
      if (turn === 40) await voices.clip('sv', 'kept');
    }
    const before = program.spoken().length;
    await voices.clip('sv', 'kept');
    expect(program.spoken()).toHaveLength(before);
    await voices.clip('sv', 'C, 0.');
    expect(program.spoken()).toHaveLength(before + 1);
  });
});

const installed = await Voices.find({ onFault: () => {} });

describe.skipIf(installed.languages.length === 0)(
  'espeak-ng itself (skipped where the package espeak-ng is not installed: no voice was tried)',
  () => {
    it('[VO2] has voices for nine of the twelve languages', () => {
      expect(installed.languages).toEqual(
        LANGUAGE_TAGS.filter((tag) => !['so', 'ti', 'ckb'].includes(tag)),
      );
    });

    it.each(installed.languages)('[VO4] is heard in %s', async (language) => {
      const one = await installed.clip(language, 'A, 0 4 2.');
      const other = await installed.clip(language, 'A, 0 4 3.');
      for (const clip of [one, other]) {
        if (!clip) throw new Error('no clip');
        expect(clip.length).toBeGreaterThan(HEADER_BYTES + BYTES_PER_SECOND);
        expect(clip.readUInt32LE(40)).toBe(clip.length - HEADER_BYTES);
        const samples = new Int16Array(new Uint8Array(clip.subarray(HEADER_BYTES)).buffer);
        expect(Math.max(...samples.map(Math.abs))).toBeGreaterThan(3_000);
      }
      expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false);
    });
  },
);
