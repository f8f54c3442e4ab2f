/**
 * The terminal's screen in every language, upright and lying, in larger text too: real Chromium, real letters,
 * the office that ships, and a made-up hub, so that every step can be looked at. Rules TT13… in docs/spec.md.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { terminalView } from '#server/hub/views.ts';
import { loadOfficeSeeds } from '#server/office/seed-file.ts';
import { emptyQueue } from '#server/queue/queue.ts';
import type { PrintReason, PrintState } from '#shared/printers.ts';
import type { Snapshot, TerminalView } from '#shared/views.ts';
import {
  type EpochMs,
  LANGUAGE_TAGS,
  LANGUAGES,
  type Language,
  type LocalDate,
  type TicketNumber,
} from '#shared/vocabulary.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { Stage } from '#test/support/stage.ts';
import { sweep } from '#test/support/sweep.ts';

const [ragsved = expect.unreachable('office/ragsved.json is missing')] =
  await loadOfficeSeeds('office');
const TUESDAY_AT_TEN: EpochMs = Date.parse('2026-11-24T10:00:00+01:00');
const UPRIGHT = { width: 1080, height: 1920 };
const LYING = { width: 1920, height: 1080 };
const A1042 = 'A1042' as TicketNumber;
const READ_FROM_THE_RIGHT = LANGUAGE_TAGS.filter((tag) => LANGUAGES[tag].direction === 'rtl');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open('terminal');
});
afterAll(() => stage.close());

/** A long queue, so that its words are as long as they get; every topic that a body serves is closed. */
const view = (more: Partial<TerminalView> = {}): Snapshot<'terminal'> => {
  const office = { book: ragsved, queue: emptyQueue, at: TUESDAY_AT_TEN, trial: true };
  const shown = terminalView({
    ...office,
    papers: [],
    peopleAt: () => [],
    places: [],
    prints: 0,
    paperOf: () => null,
    printers: [],
    windows: [],
    unwatchedWindows: [],
  });
  return {
    office: ragsved.id,
    log: 'made up',
    day: '2026-11-24' as LocalDate,
    version: 1,
    at: TUESDAY_AT_TEN,
    ...shown,
    topics: shown.topics.map((topic) => ({ ...topic, ahead: 23 })),
    ...more,
  };
};
const printed = (state: PrintState, reason: PrintReason = '') =>
  view({ prints: [{ number: A1042, state, reason, copy: 1 }] });

/** The stage of test/ui/terminal-stage.ts, on a page of its own. */
class Terminal {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(viewport: { width: number; height: number }): Promise<Terminal> {
    return new Terminal(await stage.page(viewport));
  }

  /** Runs one of the stage's functions in the page. */
  on<Result = void>(name: string, ...args: unknown[]): Promise<Result> {
    return this.page.evaluate(
      ([called, given]) =>
        (globalThis as unknown as { stage: Record<string, (...args: unknown[]) => unknown> }).stage[
          called
        ]?.(...given),
      [name, args] as const,
    ) as Promise<Result>;
  }

  sees = (snapshot = view()) => this.on('sees', snapshot);
  presses = (press: string) => this.on('presses', { press });
  speaks = (language: Language) => this.on('presses', { press: 'choose-language', language });
  picks = (...ids: string[]) =>
    ids.reduce((done, id) => done.then(() => this.on('chooses', view(), id)), Promise.resolve());
  isGiven = () => this.on('isAnswered', { ok: true, answer: { number: A1042, ahead: 23 } });
  runs = () => this.on<{ text: string; lang: string; direction: string }[]>('runs');
}

/** Takes a visitor through every step there is, and runs `look` at each. */
async function walk(
  terminal: Terminal,
  language: Language,
  { larger, look }: { larger: boolean; look: (step: string) => Promise<void> },
): Promise<void> {
  const groups = view().topics.filter(({ group }) => group);
  const start = async () => {
    await terminal.presses('start-over');
    await terminal.speaks(language);
    if (larger) await terminal.presses('larger-text');
  };
  await terminal.sees();
  await look('start');
  await start();
  await look('topics');
  await terminal.presses('change-language');
  await look('language');
  await terminal.presses('back');
  for (const { id } of groups) {
    await terminal.picks(id);
    await look(id);
    await terminal.presses('back');
  }
  await terminal.picks('ny-i-sverige', 'traffa-en-forening');
  await look('unavailable');
  await start();
  await terminal.sees(view({ printer: { state: 'fault', fault: 'paper-out' } }));
  await terminal.picks('halsa-och-trygghet');
  await look('group without paper');
  await terminal.picks('fardtjanst');
  await look('answer');
  await terminal.presses('ticket-anyway');
  await look('confirm');
  await terminal.sees();
  await terminal.presses('take-ticket');
  await look('taking');
  await terminal.on('isAnswered', { ok: false, code: 'hub-unavailable' });
  await look('refused');
  await terminal.presses('try-again');
  await terminal.isGiven();
  await look('printing');
  for (const [state, reason] of [
    ['confirmed', ''],
    ['likely', ''],
    ['not-sent', 'paper-out'],
    ['unknown', 'no-confirmation'],
    ['unknown', 'paper-out'],
  ] as const) {
    await terminal.sees(printed(state, reason));
    await look(`${state} ${reason}`);
  }
  await start();
  await terminal.on('losesTheHub', view());
  await look('lost');
  await terminal.sees();
  await terminal.presses('start-over');
}

/** One of each script, and the one with the longest words: what fits in larger text fits in the usual, too. */
const FOR_REACH: readonly Language[] = ['sv', 'fi', 'ar', 'ti', 'uk'];
const IN_USUAL_TEXT = sweep(FOR_REACH, (tag) => tag === 'fi' || tag === 'ar');

describe.each([
  { lies: 'upright', viewport: UPRIGHT, larger: false, languages: IN_USUAL_TEXT },
  { lies: 'upright, in larger text', viewport: UPRIGHT, larger: true, languages: LANGUAGE_TAGS },
  { lies: 'lying', viewport: LYING, larger: false, languages: IN_USUAL_TEXT },
  {
    lies: 'lying, in larger text',
    viewport: LYING,
    larger: true,
    languages: sweep(LANGUAGE_TAGS, (tag) => FOR_REACH.includes(tag)),
  },
])('the screen $lies', ({ viewport, larger, languages }) => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await Terminal.open(viewport);
    await terminal.on('learnsAllLanguages');
  });
  afterAll(() => terminal.page.close());

  it.each(languages)('[TT14] holds every step whole in %s', async (language) => {
    const found: string[] = [];
    await walk(terminal, language, {
      larger,
      look: async (step) => {
        const inSwedish = step === 'start' || step === 'lost';
        // Larger text takes its room from the air above.
        const reach = !larger || step === 'language';
        const faults = await terminal.on<string[]>('faults', inSwedish ? 'sv' : language, {
          reach,
        });
        found.push(...faults.map((fault) => `${step}: ${fault}`));
      },
    });
    expect(found).toEqual([]);
  });
});

describe.each([
  { lies: 'upright', viewport: UPRIGHT },
  { lies: 'lying', viewport: LYING },
])('a sign on a screen that is $lies', ({ viewport }) => {
  it('[TT12] holds all the languages by turns, and nothing moves but those', async () => {
    const terminal = await Terminal.open(viewport);
    await terminal.on('learnsAllLanguages');
    const signs = {
      lost: (at: EpochMs) => terminal.on('losesTheHub', { ...view(), at }),
      closed: (at: EpochMs) =>
        terminal.sees({ ...view({ opening: { open: false, opensAt: at + 86_400_000 } }), at }),
    };
    for (const [sign, show] of Object.entries(signs)) {
      const told = new Set<string>();
      const stands = new Set<string>();
      for (let turn = 0; turn < 6; turn++) {
        await show(TUESDAY_AT_TEN + turn * 10_000);
        expect(await terminal.on('faults', 'sv', { reach: false }), sign).toEqual([]);
        for (const { lang } of await terminal.runs()) told.add(lang);
        stands.add(JSON.stringify(await terminal.on('places', '.words > p')));
      }
      expect(told, sign).toEqual(new Set(LANGUAGE_TAGS));
      expect([...stands], sign).toHaveLength(1);
    }
    await terminal.page.close();
  });
});

describe.each([
  { lies: 'upright', viewport: UPRIGHT },
  { lies: 'lying', viewport: LYING },
])('a takeover on a terminal that is $lies', ({ viewport }) => {
  /** As long as a text may be, in every language. */
  const long = Object.fromEntries(
    LANGUAGE_TAGS.map((tag) => [tag, 'Gå ut genom dörren mot torget. '.repeat(12).trim()]),
  ) as Record<Language, string>;

  it('[TT21] stands over the visitor’s step, fits, and goes by itself', async () => {
    const terminal = await Terminal.open(viewport);
    await terminal.on('learnsAllLanguages');
    await terminal.sees();
    await terminal.speaks('en');
    const topics = view().topics.map(({ label }) => label.en ?? label.sv);
    const before = (await terminal.runs()).map(({ text }) => text);
    expect(before.some((said) => topics.includes(said))).toBe(true);
    const until = TUESDAY_AT_TEN + 60_000;
    for (const text of [{ sv: 'Gå ut nu', en: 'Leave now', ar: 'اخرجوا الآن' }, long]) {
      const takeover = { id: 'one', text, from: TUESDAY_AT_TEN, until, test: false };
      await terminal.sees(view({ takeover }));
      const told = (await terminal.runs()).map(({ text: said }) => said);
      expect(told).toEqual(expect.arrayContaining([text.sv, text.en]));
      // Neither her topics nor that the door is open.
      expect(told.some((said) => topics.includes(said) || said.startsWith('Öppet'))).toBe(false);
      expect(await terminal.on('faults', 'sv', { reach: false })).toEqual([]);
      await terminal.on('losesTheHub', { ...view({ takeover }), at: until - 1 });
      expect((await terminal.runs()).map(({ text: said }) => said)).toContain(text.sv);
      await terminal.sees({ ...view({ takeover }), at: until });
      expect((await terminal.runs()).map(({ text: said }) => said)).not.toContain(text.sv);
    }
    await terminal.page.close();
  });
});

describe('a language that is read from the right', () => {
  it.each(READ_FROM_THE_RIGHT)('[TT15] turns the whole step round: %s', async (language) => {
    const terminal = await Terminal.open(UPRIGHT);
    await terminal.on('learnsAllLanguages');
    await terminal.sees();
    const placesIn = async (tag: Language) => {
      await terminal.speaks(tag);
      const places: Record<string, { left: number }[]> = {};
      for (const control of ['.tiles button', '.back', '.start-over', 'header > b'])
        places[control] = await terminal.on('places', control);
      await terminal.presses('start-over');
      return places;
    };
    const [swedish, turned] = [await placesIn('sv'), await placesIn(language)];
    const left = (places: typeof swedish, control: string, index = 0) =>
      places[control]?.[index]?.left ?? Number.NaN;
    expect(left(swedish, '.tiles button')).toBeLessThan(left(swedish, '.tiles button', 1));
    expect(left(turned, '.tiles button')).toBe(left(swedish, '.tiles button', 1));
    expect(left(turned, '.tiles button', 1)).toBe(left(swedish, '.tiles button'));
    expect(left(turned, '.back')).toBeGreaterThan(left(turned, '.start-over'));
    expect(left(turned, 'header > b')).toBeLessThan(left(swedish, 'header > b'));
    await terminal.page.close();
  });
});

describe('the first step', () => {
  it('[TT16] has every language of the office by its own name, Swedish first', async () => {
    const terminal = await Terminal.open(UPRIGHT);
    await terminal.sees();
    const names = LANGUAGE_TAGS.map((tag) => LANGUAGES[tag].name as string);
    const runs = await terminal.runs();
    const shown = runs.filter(({ text }) => names.includes(text));
    expect(shown).toEqual(
      LANGUAGE_TAGS.map((tag) => ({
        text: LANGUAGES[tag].name,
        lang: tag,
        direction: LANGUAGES[tag].direction,
      })),
    );
    await terminal.page.close();
  });
});

describe('a text that the language lacks', () => {
  it('[TT17] is Swedish, marked so, and read from the left', async () => {
    const terminal = await Terminal.open(UPRIGHT); // and has not learned Arabic
    await terminal.sees();
    await terminal.speaks('ar');
    const hint = (await terminal.runs()).find(({ text }) => text.startsWith('Tryck på det'));
    expect(hint).toMatchObject({ lang: 'sv', direction: 'ltr' });
    await terminal.page.close();
  });
});

describe('for those who listen', () => {
  it('[TT18] the number is said once, and then only what is new of the paper', async () => {
    const terminal = await Terminal.open(UPRIGHT);
    await terminal.on('learnsAllLanguages');
    await terminal.sees();
    await terminal.speaks('ti');
    await terminal.picks('annat');
    await terminal.presses('take-ticket');
    await terminal.isGiven();
    const before = await terminal.on<string[]>('spoken');
    await terminal.sees(printed('unknown', 'paper-out'));
    const after = await terminal.on<string[]>('spoken');
    expect(before.filter((text) => text.includes(A1042))).toHaveLength(1);
    expect(after.filter((text, index) => text !== before[index])).toHaveLength(1);
    expect(after.filter((text) => text.includes(A1042))).toEqual(
      before.filter((text) => text.includes(A1042)),
    );
    await terminal.page.close();
  });

  it.each(['ar', 'ti'] as const)(
    '[TT19] no step has an accessibility fault: %s',
    async (language) => {
      const terminal = await Terminal.open(UPRIGHT);
      await terminal.on('learnsAllLanguages');
      const found: string[] = [];
      await walk(terminal, language, {
        larger: false,
        look: async (step) => {
          await terminal.on('drawn');
          const faults = await accessibilityFaults(terminal.page, { contrast: '7:1' });
          found.push(...faults.map((fault) => `${step}: ${fault}`));
        },
      });
      expect(found).toEqual([]);
      await terminal.page.close();
    },
  );
});
