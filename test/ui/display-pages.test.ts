import '#shared/languages/all-languages.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { say } from '#shared/languages/texts.ts';
import type { AgendaItem } from '#shared/programme.ts';
import type { Language, MediaId, Picture, Texts } from '#shared/vocabulary.ts';
import { isDark } from '../../display/daylight.ts';
import { CAPITAL_EM, layoutOf, NEAR, READ, WANDERS } from '../../display/layout.ts';
import { linesOf } from '../../display/lines.ts';
import { itemRow } from '../../display/slides/agenda-blocks.ts';
import { namesTooLong } from '../../display/slides/names-too-long.ts';
import {
  type Block,
  HEADING_SPACE,
  heightOf,
  heightOfBands,
  type Page,
  PICTURE_MARGIN,
  pagesOfBlocks,
  run,
  type Setting,
  withPicture,
} from '../../display/slides/page.ts';
import { pagesOfSlide } from '../../display/slides/slide-pages.ts';
import type { MeasureWidth } from '../../display/typeface.ts';
import { placeAt } from '../../display/wandering.ts';
import { NOW, programmeOf, winter, ZONE } from './display-board.ts';
import { item, NAMES } from './made-up-window.ts';

/** Every letter is half as wide as it is high: 53 units where it must be read, 28 in the second language. */
const measure: MeasureWidth = (text, style) => text.length * (style === 'near' ? 28 : 53);
const setting: Setting = { width: 1_124, height: 850, measure, zone: ZONE, now: NOW, second: 'en' };
const wordsIn = ({ bands }: Block) =>
  bands.flatMap(({ start, end }) => [start, end]).flatMap((text) => text?.lines ?? []);

describe('a row of the agenda', () => {
  const today = '2026-11-24';
  const insurance = item(NAMES.insurance, winter(today, '13:00'), winter(today, '16:00'));

  it('[D6] tells until when who is here now stays, and the hours of who comes later', () => {
    expect(wordsIn(itemRow(setting, insurance))).toContain('nu – 16.00');
    const earlier = { ...setting, now: winter(today, '12:59') };
    expect(wordsIn(itemRow(earlier, insurance))).toContain('13.00–16.00');
  });

  it('[D6] says that it is called off, in place of its hours', () => {
    const words = wordsIn(itemRow(setting, { ...insurance, cancelled: true }));
    expect(words).toContain('Inställt');
    expect(words.join()).not.toMatch(/16\.00/);
  });

  it('[D7] uses the short name only where the whole one needs more than a line', () => {
    const shortTitle = { sv: 'Skuldrådgivning' };
    const debt = { ...insurance, title: NAMES.debt, shortTitle };
    expect(wordsIn(itemRow(setting, debt))).toContain('Skuldrådgivning');
    expect(wordsIn(itemRow({ ...setting, width: 1_500 }, debt))).toContain(NAMES.debt.sv);
  });
});

describe('a page of one thing', () => {
  const today = '2026-11-24';
  const visit = item(NAMES.insurance, winter(today, '13:00'), winter(today, '16:00'), {
    text: { sv: 'Sjukdom', en: 'Illness' },
  });
  const pagesOf = (kind: 'today' | 'body' | 'event', one: AgendaItem, height = setting.height) =>
    pagesOfSlide(
      { ...{ id: kind, kind, priority: 'normal', weight: 1, from: NOW, until: NOW }, items: [one] },
      programmeOf([]),
      { ...setting, height },
    );
  const headOf = (page: Page | undefined) => wordsIn({ bands: page?.heading ?? [] });
  const first = (page: Page | undefined) => wordsIn(page?.blocks[0] ?? { bands: [] });

  it('[D6] says that a body is here today only when it comes, else why it does not', () => {
    for (const kind of ['today', 'body'] as const) {
      const [here] = pagesOf(kind, visit);
      expect(headOf(here)).toContain('Här i dag');
      const [calledOff] = pagesOf(kind, { ...visit, cancelled: true });
      expect(headOf(calledOff)).toEqual(['I dag, tisdag', 'Today']);
      expect(calledOff?.blocks.flatMap(wordsIn)).toContain('Sjukdom');
    }
  });

  it('[D7] begins with what it is about where it goes on', () => {
    const text = { sv: 'Kom när du vill. '.repeat(40), en: 'Come when you like. '.repeat(40) };
    for (const kind of ['body', 'event'] as const) {
      const [, ...more] = pagesOf(kind, { ...visit, text });
      expect(more.length).toBeGreaterThan(1);
      for (const page of more) expect(first(page)[0]).toBe('Försäkringskassan · nu – 16.00');
    }
  });

  const pagesOfNotice = (title: Texts, text: Texts | null, second: Language) => {
    const told = { id: 'x', title, text, from: NOW, until: NOW, weight: 1, seconds: null };
    const notice = { ...told, image: null, priority: 'normal' as const };
    return pagesOfSlide({ ...notice, kind: 'notice', notice }, programmeOf([]), {
      ...setting,
      second,
    });
  };

  it('[D7] begins with the title where a notice goes on, each language with its own', () => {
    const [sv, en] = ['Vattnet stängs av. '.repeat(40), 'The water is off. '.repeat(40)];
    const pages = pagesOfNotice({ sv: 'Vatten', en: 'Water' }, { sv, en }, 'en');
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(['Vatten', 'Water']).toContain(first(page)[0]);
  });

  it('[D28] is in English where a notice is not written in the language of the turn, else in the next', () => {
    const headings = (title: Texts) => headOf(pagesOfNotice(title, null, 'so')[0]);
    expect(headings({ sv: 'a', en: 'b', so: 'c' })).toEqual([
      'Information',
      say('so', 'display.notice'),
    ]);
    expect(headings({ sv: 'a', en: 'b', ar: 'c' })).toEqual(['Information', 'Information']);
    expect(headings({ sv: 'a', ar: 'c' })).toEqual(['Information', say('ar', 'display.notice')]);
    expect(headings({ sv: 'a' })).toEqual(['Information']);
  });
});

describe('for the author', () => {
  const at = winter('2026-11-24', '13:00');
  const layout = { rotation: { width: 1_048, height: 800 }, margin: 48 };
  const inSwedish = { languages: ['sv'] as const };

  it('[D23] a name is told of that fits only in broken words, once, and until it is given a shorter one', () => {
    const long = item({ sv: 'Konsumentvägledningen' }, at, at + 1);
    const items = [item(NAMES.police, at, at + 1), long, { ...long, id: 'the same, tomorrow' }];
    expect(namesTooLong({ ...inSwedish, items }, layout, measure)).toEqual([
      { item: long.id, language: 'sv' },
    ]);
    const short = items.map((one) => ({ ...one, shortTitle: { sv: 'Konsument' } }));
    expect(namesTooLong({ ...inSwedish, items: short }, layout, measure)).toEqual([]);
  });

  it('[D23] what others call theirs is not told of', () => {
    const items = [item({ sv: 'Konsumentvägledningen' }, at, at + 1, { source: 'Folkets Hus' })];
    expect(namesTooLong({ ...inSwedish, items }, layout, measure)).toEqual([]);
  });

  it('[D23] each language is judged by itself', () => {
    const long = item({ sv: 'Konsument', fi: 'k'.repeat(40) }, at, at + 1);
    const languages = ['sv', 'fi'] as const;
    expect(namesTooLong({ languages, items: [long] }, layout, measure)).toEqual([
      { item: long.id, language: 'fi' },
    ]);
  });
});

describe('pages', () => {
  it('[D7] hold all that is to be told, in order, and no more than their height takes', () => {
    const block = fc
      .array(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 12 })
      .map(
        (texts): Block => ({
          ruled: true,
          bands: texts.map((text) => ({ start: run(setting, 'name', text) })),
        }),
      );
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 12 }),
        fc.integer({ min: 300, max: 900 }),
        (blocks, height) => {
          const pages = pagesOfBlocks({ height }, [], blocks);
          const told = pages.flatMap((page) => page.blocks.flatMap(wordsIn));
          expect(told).toEqual(blocks.flatMap(wordsIn));
          for (const page of pages)
            expect(page.blocks.reduce((sum, one) => sum + heightOf(one), 0)).toBeLessThanOrEqual(
              height,
            );
        },
      ),
    );
  });

  it('[ME7] have a picture where words leave room, and else on a page of its own; words stay as they were', () => {
    const picture: Picture = { media: 'f'.repeat(64) as MediaId, alt: { sv: 'En äng' } };
    const text = fc.string({ minLength: 1, maxLength: 40 });
    const about = [{ start: run(setting, 'near', 'Äng') }];
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 300, max: 900 }),
        (texts, height) => {
          const blocks = texts.map(
            (one): Block => ({ bands: [{ start: run(setting, 'name', one) }] }),
          );
          const heading = [{ start: run(setting, 'label', 'Rubrik') }];
          const plain = pagesOfBlocks({ height }, heading, blocks);
          const pages = withPicture({ height }, plain, picture, about);
          for (const [index, page] of plain.entries())
            expect(pages[index]?.blocks).toEqual(page.blocks);
          for (const page of pages) {
            const words = page.blocks.reduce((sum, one) => sum + heightOf(one), 0);
            if (!page.picture) continue;
            const above = heightOfBands(page.heading) + HEADING_SPACE + words + PICTURE_MARGIN;
            expect(above + page.picture.height).toBeLessThanOrEqual(height);
            expect(page.picture.height).toBeGreaterThanOrEqual(200);
          }
          const isShown = pages.some((page) => page.picture);
          expect(isShown || height < 500).toBe(true);
          expect(pages.length).toBeLessThanOrEqual(plain.length + 1);
          if (pages.length > 1)
            expect(pages.map(({ place }) => place)).toEqual(
              pages.map((_, index) => ({ page: index + 1, of: pages.length })),
            );
          expect(withPicture({ height }, plain, picture, null)).toHaveLength(plain.length);
          expect(withPicture({ height }, plain, null, about)).toEqual(plain);
        },
      ),
    );
  });

  it('[ME7] of what is called off have no picture, and an urgent notice no page for one', () => {
    const image: Picture = { media: 'f'.repeat(64) as MediaId, alt: null };
    const turn = { id: 'x', priority: 'normal', weight: 1, from: NOW, until: NOW + 1 } as const;
    const isPictured = (one: AgendaItem) =>
      pagesOfSlide({ ...turn, kind: 'event', items: [one] }, programmeOf([]), setting).some(
        ({ picture }) => picture,
      );
    const cafe = { ...item(NAMES.cafe, NOW + 3_600_000, NOW + 7_200_000), image };
    expect(isPictured(cafe)).toBe(true);
    expect(isPictured({ ...cafe, cancelled: true })).toBe(false);

    const text = { sv: 'Kom när du vill. '.repeat(40) };
    const pagesWith = (priority: 'urgent' | 'normal', withImage: Picture | null) => {
      const told = { ...turn, title: { sv: 'Hej' }, text, image: withImage, seconds: null };
      const notice = { ...told, priority };
      const slide = { ...notice, kind: 'notice', notice } as const;
      return pagesOfSlide(slide, programmeOf([]), { ...setting, height: 420 }).length;
    };
    expect(pagesWith('normal', image)).toBe(pagesWith('normal', null) + 1);
    expect(pagesWith('urgent', image)).toBe(pagesWith('urgent', null));
  });

  const row = (text: string, more: Partial<Block> = {}): Block => ({
    bands: [{ start: run(setting, 'name', text) }],
    ...more,
  });
  const room = (rows: number) => ({ height: rows * heightOf(row('')) + HEADING_SPACE });

  it('[D7] are as full as one another: four rows are two and two rather than three and one', () => {
    const pages = pagesOfBlocks(
      room(3.5),
      [],
      ['1', '2', '3', '4'].map((text) => row(text)),
    );
    expect(pages.map(({ blocks }) => blocks.flatMap(wordsIn))).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('[D7] say which day it is where they go on with one', () => {
    const whenFirst = [{ start: run(setting, 'label', 'Torsdag') }];
    const rows = ['1', '2', '3', '4'].map((text) => row(text, { whenFirst }));
    const pages = pagesOfBlocks(room(3.5), [], rows);
    expect(pages.map(({ blocks }) => blocks.flatMap(wordsIn))).toEqual([
      ['Torsdag', '1', '2'],
      ['Torsdag', '3', '4'],
    ]);
  });

  it('[D7] share what room is left among their rows, up to a measure', () => {
    const [full] = pagesOfBlocks(room(2), [], [row('1'), row('2')]);
    const [airy] = pagesOfBlocks(room(8), [], [row('1'), row('2')]);
    expect(full?.air).toBe(0);
    expect(airy?.air).toBeGreaterThan(40);
    expect(airy?.air).toBeLessThan(100);
  });
});

describe('lines', () => {
  const lines = (text: string, letters: number) => linesOf(text, letters, ({ length }) => length);

  it('[D21] end at spaces and hyphens, and where a word must be broken at a soft hyphen or between syllables', () => {
    expect(lines('Budget- och skuldrådgivning', 16)).toEqual(['Budget- och', 'skuldrådgivning']);
    expect(lines('Arbetsförmedlingen', 13)).toEqual(['Arbetsförmed-', 'lingen']);
    expect(lines('Arbets\u00adförmedlingen', 13)).toEqual(['Arbets-', 'förmedlingen']);
    expect(lines('Arbets\u00adförmedlingen', 18)).toEqual(['Arbetsförmedlingen']);
    expect(lines('Vattnet stängs i morgon', 17)).toEqual(['Vattnet stängs', 'i morgon']);
    expect(lines('Liveinformation saknas – fråga oss', 22)).toEqual([
      ...['Liveinformation', 'saknas – fråga oss'],
    ]);
    expect(lines('', 10)).toEqual(['']);
  });

  it('[D21] lose nothing of any text, and are none of them wider than there is room for', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 40 }), (words, width) => {
        const broken = lines(words, width);
        const bare = (given: string) => given.replaceAll(/[\s\u00ad-]/gu, '');
        expect(bare(broken.join(''))).toBe(bare(words));
        for (const line of broken)
          if (Array.from(new Intl.Segmenter().segment(line)).length > 1)
            expect(line.length).toBeLessThanOrEqual(width + longestGrapheme(line));
      }),
    );
  });
});

/** One letter may be made of many characters. */
const longestGrapheme = (line: string): number =>
  Math.max(...Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment.length));

describe('the layout', () => {
  const panels = fc.record({
    widthPx: fc.integer({ min: 640, max: 7_680 }),
    heightPx: fc.integer({ min: 480, max: 7_680 }),
    panelWidthMm: fc.integer({ min: 300, max: 4_000 }),
    viewingDistanceMm: fc.integer({ min: 1_000, max: 20_000 }),
  });

  it('[D12] has type that can be read from its distance on every panel, or says that the panel is too small', () => {
    fc.assert(
      fc.property(panels, ({ widthPx, heightPx, panelWidthMm, viewingDistanceMm }) => {
        const layout = layoutOf({ widthPx, heightPx }, { panelWidthMm, viewingDistanceMm });
        const capitalMm = (units: number) =>
          (units * layout.unitPx * CAPITAL_EM * panelWidthMm) / widthPx;
        const readMm = 2 * viewingDistanceMm * Math.tan((0.35 * Math.PI) / 180);
        if (!layout.tooSmall) {
          expect(capitalMm(READ)).toBeGreaterThanOrEqual(readMm * 0.999);
          expect(capitalMm(NEAR)).toBeGreaterThanOrEqual((viewingDistanceMm / 155) * 0.999);
        } else expect(capitalMm(READ)).toBeLessThan(readMm);
      }),
    );
  });

  it('[D12] fills the picture with its zones, whole', () => {
    fc.assert(
      fc.property(panels, ({ widthPx, heightPx, ...panel }) => {
        const { unitPx, arrangement, queue, rotation, foot } = layoutOf(
          { widthPx, heightPx },
          panel,
        );
        const [width, height] = [widthPx / unitPx, heightPx / unitPx];
        const beside = arrangement === 'wide' ? queue.width : 0;
        const above = arrangement === 'tall' ? queue.height : 0;
        expect(rotation.width + beside).toBeCloseTo(width);
        expect(rotation.height + foot.height + above).toBeCloseTo(height);
        expect(
          Math.min(rotation.height, rotation.width, queue.height, queue.width),
        ).toBeGreaterThan(0);
      }),
    );
  });
});

describe('through the day and the years', () => {
  it('[D20] the picture wanders by no more than the room that its zones keep', () => {
    const places = Array.from({ length: 6_000 }, (_, minute) => placeAt(NOW + minute * 60_000));
    for (const { x, y } of places)
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(WANDERS);
    expect(
      new Set(places.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)).size,
    ).toBeGreaterThan(900);
  });

  it('[D20] it is dark by the sun of the month', () => {
    expect(isDark(winter('2026-12-15', '14:00'), ZONE)).toBe(false);
    expect(isDark(winter('2026-12-15', '16:00'), ZONE)).toBe(true);
    expect(isDark(Date.parse('2026-06-15T16:00:00+02:00'), ZONE)).toBe(false);
    expect(isDark(Date.parse('2026-06-15T23:00:00+02:00'), ZONE)).toBe(true);
  });
});
