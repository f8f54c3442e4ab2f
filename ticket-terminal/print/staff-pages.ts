/** Paper for staff: a test of the printer, a notice for its door, the figures of the day. In Swedish, as staff speak. */
import { say } from '#shared/languages/texts.ts';
import type { Confirms } from '#shared/printers.ts';
import { type EpochMs, LANGUAGES, type Language } from '#shared/vocabulary.ts';
import { type DayFacts, dayPage } from './day-page.ts';
import { encodePicture, type Raster } from './escpos.ts';
import { dateText, timeText } from './slip.ts';
import type { Paper } from './slip-paper.ts';
import { Sheet } from './slip-sheet.ts';

type Heading = {
  officeName: string;
  /** IANA zone of the office. */
  zone: string;
  at: EpochMs;
};

export type StaffPageFacts =
  | (Heading & {
      page: 'test';
      /** The printer, as staff call it. */
      printer: string;
      confirms: Confirms | null;
      /** What the code leads to: the office's own address; null when it has none. */
      address: string | null;
    })
  | (Heading & { page: 'back' })
  | DayFacts;

export function staffPage(facts: StaffPageFacts, paper: Paper): Uint8Array {
  if (facts.page === 'day') return dayPage(facts, paper);
  const picture = drawStaffPage(facts, paper);
  return encodePicture(picture);
}

export type DrawnPageFacts = Exclude<StaffPageFacts, DayFacts>;

export function drawStaffPage(facts: DrawnPageFacts, paper: Paper): Raster {
  return facts.page === 'test' ? drawTest(facts, paper) : drawBack(facts, paper);
}

const BODY_MM = 3.6;

/** What is wrong with a print is seen on it: edges, scale, thin strokes, scripts, a code that a phone must read. */
function drawTest(facts: Extract<DrawnPageFacts, { page: 'test' }>, paper: Paper): Raster {
  const sheet = new Sheet('sv', paper);
  const text = (text: string, language: Language = 'sv') =>
    sheet.text({ text, language }, 'medium', BODY_MM);

  sheet.space(1);
  sheet.text({ text: facts.officeName, language: 'sv' }, 'bold', 4);
  sheet.space(2);
  sheet.text({ text: say('sv', 'page.test.title'), language: 'sv' }, 'bold', 6);
  text(facts.printer);
  text(dateText('sv', facts.zone, facts.at));
  text(timeText(facts.at, facts.zone));
  sheet.space(2);
  sheet.rule(0.4);
  sheet.space(2);
  text(say('sv', `page.test.confirms.${facts.confirms ?? 'not-tried'}`));
  sheet.space(2.4);
  sheet.ruler();
  sheet.space(1);
  text(
    say('sv', 'page.test.ruler', {
      mm: Math.floor(paper.widthDots / paper.dotsPerMm),
      dots: paper.widthDots,
    }),
  );
  sheet.space(2);
  for (const { names, language } of SCRIPTS) text(names, language);
  sheet.space(2.4);
  sheet.code(facts.address ?? 'Torget', {
    leastMm: 26,
    draw: () => text(say('sv', 'page.test.code')),
  });
  sheet.space(1);
  return sheet.raster();
}

/** To hang on the machine: read from two steps away. */
function drawBack(facts: Heading, paper: Paper): Raster {
  const sheet = new Sheet('sv', paper);
  sheet.space(2);
  sheet.text({ text: say('sv', 'page.back.title'), language: 'sv' }, 'bold', 9);
  sheet.space(2);
  sheet.text({ text: say('sv', 'page.back.what'), language: 'sv' }, 'medium', 5);
  sheet.space(4);
  sheet.rule(0.4);
  sheet.space(3);
  sheet.text({ text: say('en', 'page.back.title'), language: 'en' }, 'bold', 6.5);
  sheet.space(1.4);
  sheet.text({ text: say('en', 'page.back.what'), language: 'en' }, 'medium', 4.4);
  sheet.space(4);
  const { officeName, zone, at } = facts;
  for (const text of [officeName, dateText('sv', zone, at), timeText(at, zone)])
    sheet.text({ text, language: 'sv' }, 'medium', BODY_MM);
  sheet.space(2);
  return sheet.raster();
}

/** Each script's languages by their own names, on a line of its own. */
const SCRIPTS = ['Latin', 'Cyrillic', 'Arabic', 'Ethiopic'].map((script) => {
  const written = new RegExp(`\\p{Script=${script}}`, 'u');
  const languages = Object.entries(LANGUAGES).filter(([, { name }]) => written.test(name));
  return {
    names: languages.map(([, { name }]) => name).join(script === 'Arabic' ? '، ' : ', '),
    language: (languages[0]?.[0] ?? 'sv') as Language,
  };
});
