/**
 * A call as it is heard: the chime, then the number and the desk in Swedish, then in the ticket's language.
 * The hub makes the clips, where it has voices (server/voice); what it lacks, or does not send in time, is
 * left out. A call never sounds over another, nor for longer than it is shown.
 */
import type { Call } from '#shared/views.ts';
import type { Language, OfficeId } from '#shared/vocabulary.ts';
import { SHOWN_FOR_MS } from './call-spotlight.ts';

/** From the end of what was heard before it: a voice that comes later than this is a voice out of nowhere. */
const LATE_AFTER_MS = 2_000;
const ANSWER_WITHIN_MS = 8_000;

/** What a voice needs of chime.ts. */
export type Speaker<Clip extends { readonly duration: number }> = {
  readonly blocked: boolean;
  readonly soundsForMs: number;
  sound(loudness: number): void;
  clipOf(file: ArrayBuffer): Promise<Clip>;
  play(clip: Clip, loudness: number): void;
};

/** The clip as a file; null where there is none. */
export type FetchClip = (
  office: OfficeId,
  call: Call,
  language: Language,
) => Promise<ArrayBuffer | null>;

export class Voice<Clip extends { readonly duration: number } = AudioBuffer> {
  readonly #speaker: Speaker<Clip>;
  readonly #fetchClip: FetchClip;
  /** Of calls that are to be sounded. */
  #clips = new Map<string, Promise<Clip | null>>();
  /** Counts calls: one that is followed by another says nothing more. */
  #turn = 0;

  constructor(speaker: Speaker<Clip>, fetchClip: FetchClip = clipFromHub) {
    this.#speaker = speaker;
    this.#fetchClip = fetchClip;
  }

  /** Has what will be said of these calls sent, and forgets that of others. */
  prepare(office: OfficeId, calls: readonly Call[]): void {
    if (this.#speaker.blocked) return;
    const before = this.#clips;
    this.#clips = new Map();
    for (const call of calls)
      for (const language of languagesOf(call)) {
        const name = nameOf(call, language);
        this.#clips.set(name, before.get(name) ?? this.#clipOf(office, call, language));
      }
  }

  /** Resolves when all of it has been handed to the loudspeaker. Never rejects. */
  async sound(office: OfficeId, call: Call, loudness: number): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (this.#speaker.blocked) return;
    const endsAt = performance.now() + SHOWN_FOR_MS;
    const clips = languagesOf(call).map(
      (language) => this.#clips.get(nameOf(call, language)) ?? this.#clipOf(office, call, language),
    );
    this.#speaker.sound(loudness);
    for (const coming of clips) {
      const clip = await within(this.#speaker.soundsForMs + LATE_AFTER_MS, coming);
      if (turn !== this.#turn) return;
      if (clip === null) continue;
      const heardAt = performance.now() + this.#speaker.soundsForMs + clip.duration * 1_000;
      if (heardAt <= endsAt) this.#speaker.play(clip, loudness);
    }
  }

  async #clipOf(office: OfficeId, call: Call, language: Language): Promise<Clip | null> {
    try {
      const file = await this.#fetchClip(office, call, language);
      return file && (await this.#speaker.clipOf(file));
    } catch {
      return null; // the hub is away, or this is no sound: the chime has to do
    }
  }
}

const languagesOf = ({ language }: Call): readonly Language[] =>
  language === 'sv' ? ['sv'] : ['sv', language];

/** Calls are numbered anew every day. */
const nameOf = ({ id, calledAt }: Call, language: Language): string =>
  `${calledAt} ${id} ${language}`;

async function clipFromHub(
  office: OfficeId,
  { id }: Call,
  language: Language,
): Promise<ArrayBuffer | null> {
  const response = await fetch(`/api/v1/offices/${office}/calls/${id}/voice?language=${language}`, {
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return response.status === 200 ? response.arrayBuffer() : null;
}

/** null when it takes longer. */
function within<Value>(ms: number, coming: Promise<Value>): Promise<Value | null> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), ms);
    void coming.then((value) => {
      clearTimeout(late);
      resolve(value);
    });
  });
}
