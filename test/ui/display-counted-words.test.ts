/** Rule W26: a window that starts again does not set all of its pages to know which is on. */
import '#shared/languages/all-languages.ts';
import { describe, expect, it } from 'vitest';
import { turnAt } from '#shared/agenda.ts';
import type { DisplayId, EpochMs } from '#shared/vocabulary.ts';
import type { Counted, CountedWords } from '../../display/counted-words.ts';
import { layoutOf } from '../../display/layout.ts';
import { Deck } from '../../display/slides/deck.ts';
import type { MeasureWidth } from '../../display/typeface.ts';
import { scenes } from './made-up-window.ts';

const LISTED = {
  id: 'fonstret' as DisplayId,
  name: { sv: 'Fönstret' },
  panelWidthMm: 1_210,
  viewingDistanceMm: 4_000,
};
const scene = scenes('all', LISTED)['open'] ?? Object.values(scenes('all', LISTED))[0];
const programme = scene?.known.programme;
if (!scene || !programme) throw new Error('the made-up window has no programme');
const { now } = scene;
const layout = layoutOf({ widthPx: 1920, heightPx: 1080 }, LISTED);
const another = layoutOf({ widthPx: 1080, heightPx: 1920 }, LISTED);

/** The one segment that was kept last, as a browser keeps it. */
class Browser implements CountedWords {
  kept: { segment: string; counted: Counted } | null = null;
  recall(segment: string): Counted | null {
    return this.kept?.segment === segment ? this.kept.counted : null;
  }
  keep(segment: string, counted: Counted): void {
    this.kept = { segment, counted: new Map(counted) };
  }
}

/** What a window that starts at `at` does, and how many texts it measures for it. */
function start(browser: Browser, at: EpochMs, of = programme, drawn = layout) {
  if (!of) throw new Error('no programme');
  const measured = new Set<string>();
  const measure: MeasureWidth = (text, style) => {
    measured.add(`${style} ${text}`);
    return text.length * (style === 'near' ? 28 : 53);
  };
  const deck = new Deck(of, drawn, measure, browser);
  deck.turnTo(at);
  const turn = turnAt(of, at, deck.pagesOf);
  const page = deck.pageOf(turn.slide, turn.page, turn.second);
  deck.keepCounted();
  return { deck, turn, page, texts: measured.size };
}

describe('a window that starts again', () => {
  it('[W26] is on the same page, in the same language, having set only what is on', () => {
    const browser = new Browser();
    const first = start(browser, now);
    for (let at = now; at < now + 600_000; at += 7_000) {
      const alone = start(new Browser(), at);
      const again = start(browser, at);
      expect(again.turn).toEqual(alone.turn);
      expect(again.page).toEqual(alone.page);
    }
    expect(start(browser, now).texts).toBeLessThan(first.texts / 5);
  });

  it.each([
    ['another programme', now, { ...programme, revision: 'another' }, layout],
    ['other languages', now, { ...programme, languages: ['sv', 'en'] as const }, layout],
    ['another panel', now, programme, another],
    ['another day', now + 86_400_000, programme, layout],
  ])('[W26] counts anew for %s', (_what, at, of, drawn) => {
    const browser = new Browser();
    start(browser, now);
    const alone = start(new Browser(), at, of, drawn);
    expect(start(browser, at, of, drawn).texts).toBe(alone.texts);
  });

  it('[W26] keeps nothing while a slide cannot be made', () => {
    const browser = new Browser();
    const deck = new Deck(programme, layout, (text) => text.length * 50, browser);
    deck.turnTo(now);
    deck.failed.set('hours', 'broken');
    turnAt(programme, now, deck.pagesOf);
    deck.keepCounted();
    expect(browser.kept).toBeNull();
  });
});
