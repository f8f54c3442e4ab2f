/** Printers and paper at a desk: the words, and what is told when. Rules DK11… in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import {
  type Confirms,
  FAULTS,
  type Paper,
  type PrinterFault,
  type PrinterState,
  type PrintState,
} from '#shared/printers.ts';
import { STAFF_PAGES } from '#shared/vocabulary.ts';
import { MENDED_TOLD_MS, newsAfter, type PrinterNews } from '../../staff/printer-news.ts';
import { pageText, paperTrouble, printerSentence } from '../../staff/printer-words.ts';
import { AT } from './staff-view.ts';

const ready = (paperLow = false, confirms: Confirms | null = 'printed'): PrinterState => ({
  state: 'ready',
  paperLow,
  confirms,
});
const fault = (fault: PrinterFault): PrinterState => ({ state: 'fault', fault });
const unknown: PrinterState = { state: 'unknown' };

describe('a printer in the room', () => {
  /** What a person does about each, in the words that say so. */
  const REMEDIES = {
    'paper-out': 'Byt pappersrulle',
    'cover-open': 'Stäng luckan',
    'cutter-jammed': 'ta loss papperet',
    'too-hot': 'Vänta lite',
    offline: 'Se efter att den är på och att kabeln sitter i',
    silent: 'ingen annan använder den',
    'agent-away': 'Datorn vid skrivaren svarar inte. Se efter att den är på',
    error: 'Stäng av den och slå på den igen',
  } satisfies Record<PrinterFault, string>;

  it.each(FAULTS)('[DK11] says what to do about %s', (which) => {
    expect(say('sv', printerSentence(fault(which)))).toContain(REMEDIES[which]);
  });

  it('[DK11] asks for a new roll while there is still paper', () => {
    expect(say('sv', printerSentence(ready(true)))).toContain('Lägg fram en ny rulle');
  });

  it('[DK11] no two states are told in the same words, in either language of the console', () => {
    const states = [...FAULTS.map(fault), ready(), ready(true), unknown];
    for (const language of ['sv', 'en'] as const) {
      const sentences = states.map((state) => say(language, printerSentence(state)));
      expect(new Set(sentences).size).toBe(states.length);
      for (const sentence of sentences) expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
    }
  });
});

describe('news of the printer that prints the tickets', () => {
  /** What is told after each of these states, a second apart. */
  const told = (...states: PrinterState[]): PrinterNews[] => {
    let news: PrinterNews = null;
    return states.map((state, second) => {
      news = newsAfter(news, state, AT + second * 1_000);
      return news;
    });
  };
  const paperOut = { news: 'fault', fault: 'paper-out' };
  const coverOpen = { news: 'fault', fault: 'cover-open' };

  it('[DK12] a printer that is well is no news', () => {
    expect(told(unknown, ready(), ready())).toEqual([null, null, null]);
  });

  it('[DK12] a fault is told for as long as it lasts, and the next in its place', () => {
    expect(told(ready(), fault('paper-out'), fault('paper-out'), fault('cover-open'))).toEqual([
      null,
      paperOut,
      paperOut,
      coverOpen,
    ]);
  });

  it('[DK12] that it is mended is told for a while, from the moment it was', () => {
    const mended = { news: 'mended', at: AT + 1_000 };
    const [, first, second] = told(fault('paper-out'), ready(), ready());
    expect([first, second]).toEqual([mended, mended]);
    const almost = AT + 1_000 + MENDED_TOLD_MS - 1;
    expect(newsAfter(second ?? null, ready(), almost)).toEqual(mended);
    expect(newsAfter(second ?? null, ready(), almost + 1)).toBeNull();
  });

  it('[DK12] a fault right after the mending is told at once', () => {
    expect(told(fault('paper-out'), ready(), fault('paper-out')).at(-1)).toEqual(paperOut);
  });

  it('[DK12] a hub that begins anew and has not asked yet mends nothing', () => {
    expect(told(fault('paper-out'), unknown, fault('paper-out'))).toEqual([
      paperOut,
      paperOut,
      paperOut,
    ]);
  });

  it('[DK12] paper that runs low is told until there is a new roll, once that it is mended is told', () => {
    const low = { news: 'paper-low' };
    expect(told(ready(true), ready(true), ready())).toEqual([low, low, null]);
    const mended = told(fault('cover-open'), ready(true)).at(-1) ?? null;
    expect(mended?.news).toBe('mended');
    expect(newsAfter(mended, ready(true), AT + 1_000 + MENDED_TOLD_MS)).toEqual(low);
  });

  it('[DK12] an office without a printer has no news of one', () => {
    expect(newsAfter({ news: 'fault', fault: 'offline' }, undefined, AT)).toBeNull();
  });
});

describe('the paper of a ticket', () => {
  /** null: not a word of it. */
  const MARKS = {
    printing: null,
    confirmed: null,
    likely: null,
    'not-sent': 'fick ingen kölapp',
    unknown: 'osäkert om kölappen kom',
  } satisfies Record<PrintState, string | null>;

  const mark = (paper: Paper | null): string | null => {
    const trouble = paperTrouble(paper);
    return trouble && say('sv', ...trouble);
  };

  it.each(Object.entries(MARKS))('[DK13] %s is marked %s', (state, words) => {
    expect(mark({ state: state as PrintState, reason: '', copy: 1 })).toBe(words);
  });

  it('[DK13] one in which the roll was changed is in two pieces, and one of them may be nowhere', () => {
    expect(mark({ state: 'confirmed', reason: 'paper-out', copy: 1 })).toBe(
      'kölappen kom i två delar',
    );
    expect(mark({ state: 'confirmed', reason: 'cover-open', copy: 1 })).toBeNull();
  });

  it('[DK13] a ticket that was never to have paper is not marked', () => {
    expect(mark(null)).toBeNull();
  });

  it('[DK13] of a reprint only what is known of it is said: the first paper may have come', () => {
    expect(mark({ state: 'not-sent', reason: 'paper-out', copy: 2 })).toBe('utskrift 2 kom inte');
    expect(mark({ state: 'unknown', reason: 'no-confirmation', copy: 3 })).toBe(
      'osäkert om utskrift 3 kom',
    );
  });
});

describe('a page for staff', () => {
  it('[DK14] is told by its name, when it was asked for and what became of it', () => {
    const BECAME = {
      printing: 'Provutskrift 13.24: på väg',
      confirmed: 'Provutskrift 13.24: kom ut',
      likely: 'Provutskrift 13.24: bör ha kommit ut',
      'not-sent': 'Provutskrift 13.24: kom inte ut',
      unknown: 'Provutskrift 13.24: osäkert om papperet kom',
    } satisfies Record<PrintState, string>;
    for (const [state, words] of Object.entries(BECAME))
      expect(
        pageText({ page: 'test', state: state as PrintState, at: AT }, 'Europe/Stockholm', 'sv'),
      ).toBe(words);
  });

  it('[DK14] has a name of its own', () => {
    const names = STAFF_PAGES.map((page) =>
      pageText({ page, state: 'confirmed', at: AT }, 'Europe/Stockholm', 'en'),
    );
    expect(new Set(names).size).toBe(STAFF_PAGES.length);
  });
});
