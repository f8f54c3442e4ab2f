/**
 * The slides of a programme as pages of one window, made when they are first asked for. What is on a page is the
 * same all through a segment of the playlist, and so are the pages.
 */
import { type PagesOf, type Slide, segmentAt } from '#shared/agenda.ts';
import type { Programme } from '#shared/programme.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import { type CountedWords, NOTHING_COUNTED } from '../counted-words.ts';
import { type Layout, PAGE_MARGIN } from '../layout.ts';
import type { MeasureWidth } from '../typeface.ts';
import { type Page, type Setting, wordsOn } from './page.ts';
import { pagesOfSlide } from './slide-pages.ts';

/** Time for a look at the queue, where it has no zone of its own and comes after each slide. */
const WORDS_OF_THE_QUEUE = 16;

export class Deck {
  readonly #programme: Programme;
  readonly #layout: Layout;
  readonly #measure: MeasureWidth;
  /** Slides that could not be made or drawn, with why: left out until the programme is another. */
  readonly failed = new Map<string, string>();
  #segmentFrom: EpochMs = Number.NaN;
  #now: EpochMs = 0;
  readonly #pages = new Map<string, readonly Page[]>();
  readonly #counted: CountedWords;
  /** On each page, by slide. */
  #words = new Map<string, readonly number[]>();
  #isKept = true;

  constructor(
    programme: Programme,
    layout: Layout,
    measure: MeasureWidth,
    counted: CountedWords = NOTHING_COUNTED,
  ) {
    this.#programme = programme;
    this.#layout = layout;
    this.#measure = measure;
    this.#counted = counted;
  }

  /** To be run before pages are asked for. */
  turnTo(now: EpochMs): void {
    const { from } = segmentAt(this.#programme, now);
    if (from === this.#segmentFrom) return;
    this.#segmentFrom = from;
    this.#now = Number.isFinite(from) ? from : this.#programme.at;
    this.#pages.clear();
    this.#words = new Map(this.#counted.recall(this.#segment));
    this.#isKept = true;
  }

  /** To be run when pages have been asked for, and all faces they were measured in are there. */
  keepCounted(): void {
    if (this.#isKept || this.failed.size > 0) return;
    this.#isKept = true;
    this.#counted.keep(this.#segment, this.#words);
  }

  /** By everything that its pages follow from. */
  get #segment(): string {
    const { log, revision, languages } = this.#programme;
    const { rotation, margin, arrangement } = this.#layout;
    const { width, height } = rotation;
    return [log, revision, ...languages, width, height, margin, arrangement, this.#now].join(' ');
  }

  /** Every language has as many pages as the longest, so that pages do not move when the language turns. */
  readonly pagesOf: PagesOf = (slide) => {
    if (this.failed.has(slide.id)) return [];
    let words = this.#words.get(slide.id);
    if (!words) {
      words = this.#countedOn(slide);
      this.#words.set(slide.id, words);
      this.#isKept = false;
    }
    return words;
  };

  #countedOn(slide: Slide): readonly number[] {
    const byLanguage = this.#languages.map((language) => this.#pagesIn(slide, language));
    const count = Math.max(0, ...byLanguage.map(({ length }) => length));
    const words = Array.from({ length: count }, (_, index) =>
      Math.max(...byLanguage.map((pages) => wordsAt(pages, index))),
    );
    return this.#layout.arrangement === 'single' && count > 0
      ? [...words, WORDS_OF_THE_QUEUE]
      : words;
  }

  /** null: this is the queue's turn. */
  pageOf(slide: Slide, index: number, second: Language): Page | null {
    const pages = this.#pagesIn(slide, second);
    const isQueue =
      this.#layout.arrangement === 'single' && index === this.pagesOf(slide).length - 1;
    return isQueue ? null : (pages[Math.min(index, pages.length - 1)] ?? null);
  }

  get #languages(): readonly Language[] {
    const seconds = this.#programme.languages.filter((language) => language !== 'sv');
    return seconds.length > 0 ? seconds : ['sv'];
  }

  #pagesIn(slide: Slide, second: Language): readonly Page[] {
    const key = `${second} ${slide.id}`;
    let pages = this.#pages.get(key);
    if (!pages) {
      pages = this.#made(slide, second);
      this.#pages.set(key, pages);
    }
    return pages;
  }

  #made(slide: Slide, second: Language): readonly Page[] {
    try {
      return pagesOfSlide(slide, this.#programme, this.#setting(second));
    } catch (problem) {
      // One bad slide must not take the window with it. It is told in what the window says it shows.
      this.failed.set(slide.id, String(problem));
      return [];
    }
  }

  #setting(second: Language): Setting {
    const { rotation, margin } = this.#layout;
    return {
      width: rotation.width - 2 * margin,
      height: rotation.height - PAGE_MARGIN.top - PAGE_MARGIN.bottom,
      measure: this.#measure,
      zone: this.#programme.zone,
      now: this.#now,
      second,
    };
  }
}

const wordsAt = (pages: readonly Page[], index: number): number => {
  const page = pages[Math.min(index, pages.length - 1)];
  return page ? wordsOn(page) : 0;
};
