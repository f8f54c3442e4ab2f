/**
 * Calls read aloud by espeak-ng, where the hub's computer has it. It is looked for once, at the start.
 *
 * A clip takes some 20 ms to make and is asked for by every window of the office, so the newest are kept in
 * memory, and none on disk. A voice that fails is silence: the chime and the number on the wall do not wait.
 */
import { execFile } from 'node:child_process';
import { LANGUAGE_TAGS, type Language } from '#shared/vocabulary.ts';

const PROGRAM = 'espeak-ng';
/** Words a minute. Its own 175 are too many for a number that is heard once, in a room full of people. */
const SPEED = 135;
const ANSWERS_WITHIN_MS = 3_000;
/** 40 seconds of sound. */
const LONGEST_CLIP_BYTES = 2_000_000;
/** Every call on a full board in two languages, of a few offices. */
const CLIPS_KEPT = 64;

export type VoiceParts = {
  /** Another program than espeak-ng that understands the same. */
  program?: string;
  /** Told of every failure but that there is no such program. */
  onFault: (fault: unknown) => void;
};

export class Voices {
  readonly #program: string;
  readonly #onFault: (fault: unknown) => void;
  readonly #languages: ReadonlySet<Language>;
  /** Oldest first. */
  readonly #clips = new Map<string, Promise<Buffer | null>>();
  /** One program at a time: a call never takes more than one of the hub's processors. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(parts: VoiceParts, languages: ReadonlySet<Language>) {
    this.#program = parts.program ?? PROGRAM;
    this.#onFault = parts.onFault;
    this.#languages = languages;
  }

  static readonly none = new Voices({ onFault: () => {} }, new Set());

  /** Those of espeak-ng; none where it is not installed, or does not answer. */
  static async find(parts: VoiceParts): Promise<Voices> {
    try {
      const list = await run(parts.program ?? PROGRAM, ['--voices'], '');
      return new Voices(parts, languagesIn(list.toString('utf8')));
    } catch (fault) {
      if (!isMissing(fault)) parts.onFault(fault);
      return new Voices(parts, new Set());
    }
  }

  /** In the order of LANGUAGES. */
  get languages(): readonly Language[] {
    return LANGUAGE_TAGS.filter((language) => this.#languages.has(language));
  }

  /** A WAV file; null where the language has no voice, or the voice failed. */
  async clip(language: Language, sentence: string): Promise<Buffer | null> {
    if (!this.#languages.has(language)) return null;
    const name = `${language} ${sentence}`;
    const kept = this.#clips.get(name);
    const clip = kept ?? this.#make(language, sentence);
    // Put last again: the first is the one that nobody has asked for longest.
    this.#clips.delete(name);
    this.#clips.set(name, clip);
    for (const oldest of this.#clips.keys()) {
      if (this.#clips.size <= CLIPS_KEPT) break;
      this.#clips.delete(oldest);
    }
    const made = await clip;
    if (made === null) this.#clips.delete(name); // tried again when it is asked for again
    return made;
  }

  #make(language: Language, sentence: string): Promise<Buffer | null> {
    const options = ['--stdin', '--stdout', '-z', '-b', '1', '-s', String(SPEED), '-v'];
    const made = this.#last
      .then(() => run(this.#program, [...options, voiceOf(language)], sentence))
      .then(withTrueLength)
      .catch((fault: unknown) => {
        this.#onFault(fault);
        return null;
      });
    this.#last = made;
    return made;
  }
}

/** espeak-ng's name for a voice is the language's own tag; English it has only by country. */
const voiceOf = (language: Language): string => (language === 'en' ? 'en-gb' : language);

/** The list has a heading, and a voice's language in its second column. */
function languagesIn(list: string): ReadonlySet<Language> {
  const tags = new Set(list.split('\n').map((line) => line.trim().split(/\s+/)[1]));
  return new Set(LANGUAGE_TAGS.filter((language) => tags.has(voiceOf(language))));
}

/** The sentence goes by standard input, and through no shell: nothing in it is an option or a command. */
function run(program: string, options: readonly string[], input: string): Promise<Buffer> {
  return new Promise((succeeded, failed) => {
    const child = execFile(
      program,
      options,
      {
        encoding: 'buffer',
        timeout: ANSWERS_WITHIN_MS,
        killSignal: 'SIGKILL',
        maxBuffer: LONGEST_CLIP_BYTES,
        windowsHide: true,
      },
      (error, output) => (error ? failed(error) : succeeded(output)),
    );
    child.stdin?.on('error', () => {}); // it ended without reading, and its end is what counts
    child.stdin?.end(input);
  });
}

const isMissing = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && fault.code === 'ENOENT';

const RIFF_HEADER_BYTES = 44;

/** espeak-ng does not know the length when it writes the header, and claims two gigabytes. */
function withTrueLength(wav: Buffer): Buffer {
  const isWav = wav.subarray(0, 4).equals(RIFF) && wav.subarray(36, 40).equals(DATA);
  if (!isWav || wav.length <= RIFF_HEADER_BYTES) throw new Error('The voice made no WAV file');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.writeUInt32LE(wav.length - RIFF_HEADER_BYTES, 40);
  return wav;
}

const RIFF = Buffer.from('RIFF');
const DATA = Buffer.from('data');
