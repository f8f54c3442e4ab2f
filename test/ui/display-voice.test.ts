/** What a window sounds for a call, and in which order. Rules VO6… in docs/spec.md. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Call } from '#shared/views.ts';
import type { DeskId, Language, OfficeId, TicketNumber } from '#shared/vocabulary.ts';
import { type Speaker, Voice } from '../../display/voice.ts';

const OFFICE = 'ragsved' as OfficeId;
const CHIME_MS = 2_000;

const callIn = (id: number, language: Language): Call => ({
  id,
  number: `A00${id}` as TicketNumber,
  desk: 'bord-1' as DeskId,
  deskName: { sv: 'Bord 1' },
  language,
  calledAt: id * 1_000,
});

type Clip = { duration: number; said: string };

/** A loudspeaker that writes down what was heard from it, and when. */
class WrittenSpeaker implements Speaker<Clip> {
  blocked = false;
  readonly heard: { what: string; atMs: number; endsMs: number; loudness: number }[] = [];

  get soundsForMs(): number {
    return Math.max(0, (this.heard.at(-1)?.endsMs ?? 0) - performance.now());
  }

  sound(loudness: number): void {
    this.#hear('chime', CHIME_MS, loudness);
  }

  async clipOf(file: ArrayBuffer): Promise<Clip> {
    const [said = '', duration] = new TextDecoder().decode(file).split(' ');
    if (!duration) throw new Error('no sound');
    return { said, duration: Number(duration) };
  }

  play({ said, duration }: Clip, loudness: number): void {
    this.#hear(said, duration * 1_000, loudness);
  }

  #hear(what: string, ms: number, loudness: number): void {
    const atMs = performance.now() + this.soundsForMs;
    this.heard.push({ what, atMs, endsMs: atMs + ms, loudness });
  }
}

/** How the hub answers, by call and language: after how long, and with a clip of how many seconds. */
type Answers = Record<string, { afterMs: number; seconds: number } | 'none' | 'fails' | 'noise'>;

function window(answers: Answers = {}) {
  const speaker = new WrittenSpeaker();
  const asked: string[] = [];
  const voice = new Voice<Clip>(speaker, async (office, { id }, language) => {
    const name = `${id}-${language}`;
    asked.push(`${office}/${name}`);
    const answer = answers[name] ?? { afterMs: 100, seconds: 3 };
    if (answer === 'none') return null;
    if (answer === 'fails') throw new Error('the hub is away');
    if (answer === 'noise') return new TextEncoder().encode('noise').buffer;
    await new Promise((resolve) => setTimeout(resolve, answer.afterMs));
    return new TextEncoder().encode(`${name} ${answer.seconds}`).buffer;
  });
  const heard = () => speaker.heard.map(({ what }) => what);
  return { voice, speaker, asked, heard };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('[VO6] a call is the chime, Swedish, and then the ticket’s language', async () => {
  const { voice, heard } = window();
  void voice.sound(OFFICE, callIn(1, 'ar'), 1);
  expect(heard()).toEqual(['chime']);
  await vi.runAllTimersAsync();
  expect(heard()).toEqual(['chime', '1-sv', '1-ar']);
});

it('[VO6] a Swedish ticket is called in Swedish once', async () => {
  const { voice, heard } = window();
  void voice.sound(OFFICE, callIn(1, 'sv'), 1);
  await vi.runAllTimersAsync();
  expect(heard()).toEqual(['chime', '1-sv']);
});

it.each(['none', 'fails', 'noise'] as const)(
  '[VO2] where a clip cannot be had (%s), the rest is said',
  async (answer) => {
    const { voice, heard } = window({ '1-ti': answer, '2-sv': answer });
    void voice.sound(OFFICE, callIn(1, 'ti'), 1);
    await vi.runAllTimersAsync();
    void voice.sound(OFFICE, callIn(2, 'ar'), 1);
    await vi.runAllTimersAsync();
    expect(heard()).toEqual(['chime', '1-sv', 'chime', '2-ar']);
  },
);

it('[VO6] a clip that has not come two seconds after what was heard before it is left out', async () => {
  const { voice, heard } = window({
    '1-sv': { afterMs: CHIME_MS + 2_001, seconds: 1 },
    '2-sv': { afterMs: CHIME_MS + 1_999, seconds: 1 },
    '2-fi': { afterMs: 8_000, seconds: 1 },
  });
  void voice.sound(OFFICE, callIn(1, 'sv'), 1);
  await vi.runAllTimersAsync();
  void voice.sound(OFFICE, callIn(2, 'fi'), 1);
  await vi.runAllTimersAsync();
  expect(heard()).toEqual(['chime', 'chime', '2-sv']);
});

it('[VO6] nothing sounds over anything else, or for longer than the call is shown', async () => {
  const { voice, speaker, heard } = window({
    '1-ar': { afterMs: 0, seconds: 7.5 },
    '2-sv': { afterMs: 0, seconds: 10.5 },
    '3-ar': { afterMs: 0, seconds: 6.5 },
  });
  for (const id of [1, 2, 3]) {
    void voice.sound(OFFICE, callIn(id, 'ar'), 1);
    await vi.advanceTimersByTimeAsync(12_000);
  }
  expect(heard()).toEqual(['chime', '1-sv', 'chime', '2-ar', 'chime', '3-sv', '3-ar']);
  for (const [index, { atMs }] of speaker.heard.entries())
    expect(atMs).toBeGreaterThanOrEqual(speaker.heard[index - 1]?.endsMs ?? 0);
});

it('[VO6] a call that another follows says nothing more', async () => {
  const { voice, heard } = window({ '1-ar': { afterMs: 5_000, seconds: 1 } });
  void voice.sound(OFFICE, callIn(1, 'ar'), 1);
  await vi.advanceTimersByTimeAsync(3_000);
  void voice.sound(OFFICE, callIn(2, 'sv'), 1);
  await vi.runAllTimersAsync();
  expect(heard()).toEqual(['chime', '1-sv', 'chime', '2-sv']);
});

it('[VO6] what will be said is fetched ahead, and once', async () => {
  const { voice, asked, heard } = window({ '2-ar': { afterMs: 6_000, seconds: 1 } });
  const calls = [callIn(1, 'sv'), callIn(2, 'ar')];
  for (let turn = 0; turn < 10; turn++) {
    voice.prepare(OFFICE, calls);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  for (const call of calls) {
    void voice.sound(OFFICE, call, 1);
    await vi.advanceTimersByTimeAsync(12_000);
  }
  expect(asked).toEqual(['ragsved/1-sv', 'ragsved/2-sv', 'ragsved/2-ar']);
  expect(heard()).toEqual(['chime', '1-sv', 'chime', '2-sv', '2-ar']);
});

it('[VO7] a window that may not sound fetches nothing, and does not make up for it later', async () => {
  const { voice, speaker, asked, heard } = window();
  speaker.blocked = true;
  voice.prepare(OFFICE, [callIn(1, 'ar')]);
  void voice.sound(OFFICE, callIn(1, 'ar'), 1);
  await vi.advanceTimersByTimeAsync(1_000);
  speaker.blocked = false;
  await vi.runAllTimersAsync();
  expect([asked, heard()]).toEqual([[], []]);
});

it('[VO7] chime and voice are as loud as the hour allows', async () => {
  const { voice, speaker } = window();
  void voice.sound(OFFICE, callIn(1, 'ar'), 0.5);
  await vi.runAllTimersAsync();
  expect(speaker.heard.map(({ loudness }) => loudness)).toEqual([0.5, 0.5, 0.5]);
});
