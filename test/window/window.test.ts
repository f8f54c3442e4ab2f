/**
 * The window in a real Chromium: every state and every page of the rotation, in every language and on panels of
 * all shapes, measured as it hangs there. Rules D13… in docs/spec.md.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/all-languages.ts';
import { say } from '#shared/languages/texts.ts';
import type { DisplayListed } from '#shared/programme.ts';
import { LANGUAGE_TAGS, type Language } from '#shared/vocabulary.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { Stage } from '#test/support/stage.ts';
import { sweep } from '#test/support/sweep.ts';

type Panel = {
  name: string;
  width: number;
  height: number;
  panelWidthMm: number;
  viewingDistanceMm: number;
};
type Fault = { of: 'size' | 'place' | 'language' | 'contrast'; what: string };
type Content = 'usual' | 'long';

const panel = (
  name: string,
  [width, height]: readonly [number, number],
  panelWidthMm: number,
  viewingDistanceMm = 5_000,
): Panel => ({ name, width, height, panelWidthMm, viewingDistanceMm });
const [WIDE_75, TALL_75] = [1_660, 934];
const LYING = panel('75 inches at 5 m', [1920, 1080], WIDE_75);
const UPRIGHT = panel('the same, upright', [1080, 1920], TALL_75);
const FAR = panel('32 inches at 10 m: too small', [1920, 1080], 708, 10_000);
const FEW_DOTS = panel('720p', [1280, 720], WIDE_75);
const SECONDS = LANGUAGE_TAGS.filter((tag) => tag !== 'sv');
/** The tallest letters and the ones that are read from the right. */
const HARDEST = ['ar', 'ti'] as const;
/** With the longest words beside them. */
const LONG: readonly Language[] = [...HARDEST, 'fi', 'uk'];

type Hang = { shape: Panel; seconds: readonly (Language | 'all')[] };
const HANGS: readonly Hang[] = [
  { shape: LYING, seconds: [...SECONDS, 'all'] },
  { shape: UPRIGHT, seconds: sweep(SECONDS, (tag) => LONG.includes(tag)) },
  { shape: panel('55 inches at 5 m', [1920, 1080], 1_218), seconds: LONG },
  { shape: panel('55 inches at 5 m, upright', [1080, 1920], 685), seconds: HARDEST },
  { shape: panel('55 inches at 8 m', [1920, 1080], 1_218, 8_000), seconds: HARDEST },
  { shape: FAR, seconds: HARDEST },
  { shape: FEW_DOTS, seconds: HARDEST },
  { shape: panel('1366 × 768', [1366, 768], WIDE_75), seconds: HARDEST },
  { shape: panel('4K', [3840, 2160], WIDE_75), seconds: HARDEST },
  { shape: panel('4K, upright', [2160, 3840], TALL_75), seconds: HARDEST },
];

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open('display');
});
afterAll(async () => {
  expect(stage.complaints).toEqual([]);
  await stage.close();
});

const USUAL = [LYING, UPRIGHT, FAR, FEW_DOTS];
describe.each(sweep(HANGS, ({ shape }) => USUAL.includes(shape)))(
  '$shape.name',
  ({ shape, seconds }) => {
    let faults: Fault[];
    const faultsOf = (wanted: Fault['of']) => [
      ...new Set(faults.filter(({ of }) => of === wanted).map(({ what }) => what)),
    ];

    beforeAll(async () => {
      const page = await pageOf(shape);
      faults = [];
      for (const second of seconds) faults.push(...(await tour(page, shape, second, 'usual')));
      faults.push(...(await tour(page, shape, 'ar', 'long')));
      await page.close();
    });

    it('[D13] what must be read is read from the distance, and nothing is smaller than it may be', () => {
      expect(faultsOf('size')).toEqual([]);
    });

    it('[D14] no text is cut, outside its zone or in another’s way, however long and strange', () => {
      expect(faultsOf('place')).toEqual([]);
    });

    it('[D15] each text has its language and direction', () => {
      expect(faultsOf('language')).toEqual([]);
    });

    it('[D16] each text stands out from its ground by 7:1, by day, at night and dimmed', () => {
      expect(faultsOf('contrast')).toEqual([]);
    });
  },
);

describe('a window', () => {
  let page: Page;
  beforeAll(async () => {
    page = await pageOf(LYING);
  });
  const shows = (state: string) =>
    page.evaluate(([...given]) => window.stage.shows(...given), [state, 'en', LISTED] as const);
  const see = (words: string | RegExp) => page.getByText(words).first().waitFor();
  const count = (words: string | RegExp) => page.getByText(words).count();

  it('[D16] has nothing that axe finds wrong, in any state', async () => {
    const faults = new Set<string>();
    for (const state of await page.evaluate(() => window.stage.names())) {
      await shows(state);
      for (const fault of await accessibilityFaults(page)) faults.add(`${state}: ${fault}`);
    }
    expect([...faults]).toEqual([]);
  });

  it('[D17] leaves out a slide that cannot be drawn, says so and shows the next', async () => {
    const shown = await page.evaluate(([...given]) => window.stage.breaks(...given), [
      'today',
      LISTED,
    ] as const);
    const fault = {
      panel: expect.stringMatching(/^today:/),
      why: expect.stringContaining('cannot be read'),
    };
    expect(shown?.faults).toContainEqual(fault);
    expect(shown?.slide).not.toMatch(/^today:/);
    await see(/Öppet till/);
    expect(await page.locator('slide-panel .line').first().innerText()).not.toBe('');
  });

  it('[D17] has words in place of a queue that cannot be drawn, and the rest goes on', async () => {
    const shown = await page.evaluate(([...given]) => window.stage.breaks(...given), [
      'queue',
      LISTED,
    ] as const);
    expect(shown?.faults).toMatchObject([{ panel: 'call-board' }]);
    await see(/Liveinformation/);
    await see(/Öppet till/);
  });

  it('[D17] says where to ask when nothing of it can be drawn, and stays alive', async () => {
    const shown = await page.evaluate((display) => window.stage.breaksAltogether(display), LISTED);
    expect(shown).toMatchObject({ slide: 'starting', call: null, faults: [{ panel: 'window' }] });
    await see(/Fråga i receptionen/);
    await shows('open');
    await see(/Öppet till/);
  });

  it('[D19] has a takeover’s Swedish text alone where not all of it can be drawn', async () => {
    const shown = await page.evaluate((display) => window.stage.breaksTakeover(display), LISTED);
    expect(shown?.faults).toMatchObject([{ panel: 'takeover-panel' }]);
    await see(/Gå ut lugnt/);
    const plain = await page.evaluate<{ lang: string; high: number; needed: number }>(`(() => {
      const plain = document.querySelector('display-screen').shadowRoot.querySelector('main.plain');
      return { lang: plain.lang, high: plain.clientHeight, needed: plain.scrollHeight };
    })()`);
    expect(plain.lang).toBe('sv');
    expect(plain.needed).toBeLessThanOrEqual(plain.high);
  });

  it('[D17] tries each minute again to draw what could not be drawn', async () => {
    await page.evaluate((display) => window.stage.breaksAltogether(display), LISTED);
    await see(/Fråga i receptionen/);
    expect(await page.evaluate(() => window.stage.mendsAfterAMinute())).toMatchObject({
      faults: [],
    });
    await see(/Öppet till/);
  });

  it('[D17] has plain words where the words in place of a queue cannot be drawn', async () => {
    const shown = await page.evaluate((display) => window.stage.breaksWords(display), LISTED);
    expect(shown?.faults).toMatchObject([{ panel: 'words-board' }]);
    await see(/Hämtar kön/);
    await see(/Öppet till/);
  });

  it('[D19] tells a screen reader of a takeover once, though its pages turn', async () => {
    const told = await page.evaluate((display) => window.stage.takeoverTold(display), LISTED);
    expect(told.pages).toBeGreaterThan(1);
    expect(told.alerts).toEqual([expect.stringMatching(/^Gå ut lugnt/)]);
  });

  it('[D26] shows a call that was made under a takeover when that has ended', async () => {
    const seen = await page.evaluate((display) => window.stage.callUnderTakeover(display), LISTED);
    expect(seen).toEqual({ during: null, sounded: null, after: 5 });
  });

  it('[D25] says that there are no more tickets when there are none', async () => {
    await shows('no-more-tickets');
    await see(/Inga fler/);
    expect(await count(/Ta en kölapp/)).toBe(0);
  });

  it('[D18] shows old numbers as old, then words, and never a number that it does not know', async () => {
    await shows('stale');
    await see('A041');
    await see('Uppdaterad 13:23');
    await shows('lost');
    await see(/Liveinformation/);
    expect(await count('A041')).toBe(0);
    await shows('connecting');
    await see('Hämtar kön');
    await see('Öppet till 16.00');
  });

  it('[D18] no longer says that a queue is on its way which never came', async () => {
    await shows('offline');
    await see(/Liveinformation/);
    expect(await count(/Hämtar kön/)).toBe(0);
  });

  const wordsOf = async (selector: string, on = page) =>
    (await on.locator(selector).first().innerText()).replaceAll(/\s+/g, ' ');
  const sizeOf = (words: RegExp) =>
    page
      .locator('takeover-panel .texts')
      .getByText(words)
      .first()
      .evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));

  it.each(['landscape', 'portrait'])(
    '[D27] calls in Swedish and in every language of a ticket, %s',
    async (held) => {
      const portrait = { width: 1080, height: 1920 };
      const on = held === 'portrait' ? await stage.page(portrait) : page;
      const display = held === 'portrait' ? { ...LISTED, panelWidthMm: TALL_75 } : LISTED;
      for (const second of SECONDS)
        for (const state of ['call', 'call-long']) {
          await on.evaluate(([...given]) => window.stage.shows(...given), [
            state,
            second,
            display,
          ] as const);
          const words = await wordsOf('call-board .showing', on);
          expect(words).toContain(say('sv', 'display.your-turn'));
          expect(words).toContain(say(second, 'display.your-turn'));
        }
      if (on !== page) await on.close();
    },
  );

  it('[D28] has an urgent notice on a ground of its own, in languages that it is written in', async () => {
    const showsIn = (state: string, second: Language) =>
      page.evaluate(([...given]) => window.stage.shows(...given), [state, second, LISTED] as const);
    const ground = () =>
      page.locator('slide-panel').evaluate((panel) => getComputedStyle(panel).backgroundColor);
    await showsIn('notice', 'ar');
    const usual = await ground();
    await showsIn('urgent', 'ar');
    expect(await ground()).not.toBe(usual);
    await showsIn('urgent-in-two', 'ar');
    await see(/^The water/);
    expect(await wordsOf('slide-panel h1')).toBe('Viktigt Important');
  });

  it('[D29] says once when it opens, and whom to ring in both languages', async () => {
    await shows('closed');
    expect(await count(/^Öppnar/)).toBe(1);
    expect(await wordsOf('opening-foot .rows')).toContain('Medborgarkontoret Rågsved');
    expect(await wordsOf('closed-board .strip')).toBe('Nödsituation? Ring Emergency? Call 112');
  });

  it('[D30] tells whole that a press lets it sound, for ten minutes', async () => {
    const unpressed = await stage.page({ width: LYING.width, height: LYING.height });
    await unpressed.evaluate(
      `void Object.defineProperty(BaseAudioContext.prototype, 'state', { get: () => 'suspended' })`,
    );
    await unpressed.evaluate(([...given]) => window.stage.shows(...given), [
      'open',
      'en',
      LISTED,
    ] as const);
    await unpressed.getByText(/^Tryck/).waitFor();
    expect(await wordsOf('call-board .strip', unpressed)).toBe('Tryck på skärmen för ljud 6');
    await unpressed.evaluate('performance.now = () => 600_001');
    await unpressed.getByText('Väntar').waitFor();
    expect(await unpressed.getByText(/^Tryck/).count()).toBe(0);
    await unpressed.close();
  });

  it('[D18] says how old its agenda is, and nothing of a door that it does not know of', async () => {
    await shows('offline');
    await see('Uppdaterad 9.12');
    await shows('outdated');
    expect(await count(/Öppet till|Öppnar|Stängt/)).toBe(0);
  });

  it('[D19] is the takeover’s alone, in all its languages, until when; and a drill is said to be one', async () => {
    await shows('takeover');
    await see(/Gå ut lugnt/);
    await see(/Leave calmly/);
    await see('Gäller till 15.30');
    expect(await count(/Övning|Öppet till/)).toBe(0);
    await shows('takeover-test');
    await see('Övning – inget att göra');
    await see(/A drill – nothing to do/);
    // What is rehearsed is quoted, and is no order.
    await see(/^Det skulle stå: ”Gå ut/);
    await see(/nothing to do\. It would say: “Leave/);
    expect(await sizeOf(/^Övning/)).toBeGreaterThan(await sizeOf(/^Det skulle stå/));
  });

  it('[D11] that does not know what time it is has no clock, and hours by the day of the week only', async () => {
    await shows('wrong-clock');
    await see('Välkommen');
    await see('Vanliga öppettider');
    expect(await count(/Öppet till|\d\d:\d\d|nu –/)).toBe(0);
  });

  it.each([LYING, FEW_DOTS])(
    '[D20] stands on whole pixels and within the room of its zones, wherever it has wandered: $name',
    async (shape) => {
      const page = await pageOf(shape);
      const { panelWidthMm, viewingDistanceMm } = shape;
      const display = { ...LISTED, panelWidthMm, viewingDistanceMm };
      const moved: number[] = [];
      for (const state of ['open', 'call', 'closed', 'night']) {
        await page.evaluate(([...given]) => window.stage.shows(...given), [
          state,
          'en',
          display,
        ] as const);
        const [place, unit] = await page.locator('display-screen').evaluate((screen) => {
          const style = getComputedStyle(screen);
          return [style.translate, style.getPropertyValue('--window-unit')] as const;
        });
        expect(place).toMatch(/^(none|-?\d+px( -?\d+px)?)$/);
        const farthest = Math.max(...[...place.matchAll(/\d+/g)].map(Number), 0);
        expect(farthest).toBeLessThanOrEqual(4 * Number.parseFloat(unit));
        moved.push(farthest);
      }
      expect(Math.max(...moved)).toBeGreaterThan(0);
      await page.close();
    },
  );

  it('[D22] does not turn its page under a call', async () => {
    const slides = await page.evaluate(([...given]) => window.stage.slidesUnderACall(...given), [
      LISTED,
    ] as const);
    expect(new Set(slides.during).size).toBe(1);
    expect(slides.after).not.toBe(slides.during[0]);
  });
});

async function pageOf({ width, height }: Panel): Promise<Page> {
  const page = await stage.page({ width, height });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return page;
}

async function tour(
  page: Page,
  { panelWidthMm, viewingDistanceMm }: Panel,
  second: Language | 'all',
  content: Content,
): Promise<Fault[]> {
  const display = { ...LISTED, panelWidthMm, viewingDistanceMm };
  return page.evaluate(([...given]) => window.stage.tour(...given), [
    second,
    display,
    content,
  ] as const);
}

const LISTED = {
  ...{ id: 'x', name: { sv: 'x' } },
  ...{ panelWidthMm: LYING.panelWidthMm, viewingDistanceMm: LYING.viewingDistanceMm },
} as unknown as DisplayListed;

type Shown = { slide: string; faults: readonly { panel: string; why: string }[] } | null;

declare const getComputedStyle: (of: unknown) => Record<
  'backgroundColor' | 'fontSize' | 'translate',
  string
> & {
  getPropertyValue(name: string): string;
};

/** What test/ui/display-stage.ts puts on its page. */
declare const window: {
  stage: {
    names(): string[];
    shows(state: string, second: Language | 'all', display: DisplayListed): Promise<Shown>;
    tour(second: Language | 'all', display: DisplayListed, content: Content): Promise<Fault[]>;
    breaksAltogether(display: DisplayListed): Promise<Shown>;
    breaksTakeover(display: DisplayListed): Promise<Shown>;
    breaks(what: 'today' | 'queue', display: DisplayListed): Promise<Shown>;
    mendsAfterAMinute(): Promise<Shown>;
    breaksWords(display: DisplayListed): Promise<Shown>;
    callUnderTakeover(
      display: DisplayListed,
    ): Promise<{ during: number | null; sounded: string | null; after: number | null }>;
    takeoverTold(display: DisplayListed): Promise<{ pages: number; alerts: string[] }>;
    slidesUnderACall(display: DisplayListed): Promise<{ during: string[]; after: string }>;
  };
};
