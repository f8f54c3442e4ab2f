/**
 * The day in figures, as plain text in the printer's own letters: short, quick, and no picture, so that it
 * also comes out of a printer on a slow line. Built by node-thermal-printer; its sockets are not used, as
 * they call delivered what the kernel took.
 *
 * Names that somebody wrote are text here, so they are made harmless first: plain() lets through what code
 * page 858 prints, and nothing that a printer could take for a command.
 */
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { dateText, timeText } from './slip.ts';
import { breakLines } from './slip-lines.ts';
import type { Paper } from './slip-paper.ts';

export type DayFacts = {
  page: 'day';
  officeName: string;
  /** IANA zone of the office. */
  zone: string;
  at: EpochMs;
  issued: number;
  finished: number;
  noShow: number;
  cancelled: number;
  unserved: number;
  waiting: number;
  paper: {
    confirmed: number;
    likely: number;
    notSent: number;
    unknown: number;
    /** Second copies and later ones. */
    reprinted: number;
  };
  byTopic: readonly { label: string; issued: number }[];
};

/** Font A of every ESC/POS printer. */
const LETTER_DOTS = 12;
/** FS .: clones from where signs take two bytes start in that mode. */
const ONE_BYTE_LETTERS = Buffer.of(0x1c, 0x2e);

export function dayPage(facts: DayFacts, roll: Paper): Uint8Array {
  const columns = Math.floor(roll.widthDots / LETTER_DOTS);
  const builder = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    interface: '', // none: it only builds
    width: columns,
    // Å, ä and ö have the same bytes in the pages 437, 850 and 865, which a printer may stay in.
    characterSet: CharacterSet.PC858_EURO,
  });
  builder.add(ONE_BYTE_LETTERS);

  const line = (text: string) => builder.println(plain(text));
  const heading = (key: TextKey) => {
    builder.newLine();
    builder.bold(true);
    line(say('sv', key));
    builder.bold(false);
  };
  const row = (label: string, figure: number) => {
    const measured = { words: plain(label).split(' '), widthOf: (word: string) => word.length };
    const lines = breakLines(measured, columns - ` ${figure}`.length);
    const last = lines.pop() ?? '';
    for (const line of lines) builder.println(line);
    builder.leftRight(last, String(figure));
  };

  builder.bold(true);
  line(say('sv', 'page.day.title'));
  builder.bold(false);
  line(facts.officeName);
  line(`${dateText('sv', facts.zone, facts.at)}, ${timeText(facts.at, facts.zone)}`);

  heading('page.day.tickets');
  row(say('sv', 'page.day.issued'), facts.issued);
  row(say('sv', 'page.day.finished'), facts.finished);
  row(say('sv', 'page.day.no-show'), facts.noShow);
  row(say('sv', 'page.day.cancelled'), facts.cancelled);
  row(say('sv', 'page.day.unserved'), facts.unserved);
  row(say('sv', 'page.day.waiting'), facts.waiting);

  heading('page.day.paper');
  row(say('sv', 'page.day.confirmed'), facts.paper.confirmed);
  row(say('sv', 'page.day.likely'), facts.paper.likely);
  row(say('sv', 'page.day.not-sent'), facts.paper.notSent);
  row(say('sv', 'page.day.unknown'), facts.paper.unknown);
  row(say('sv', 'page.day.reprinted'), facts.paper.reprinted);

  if (facts.byTopic.length > 0) heading('page.day.by-topic');
  for (const { label, issued } of facts.byTopic) row(label, issued);

  return Uint8Array.from(builder.getBuffer());
}

/** In letters of code page 858, which has ASCII, all of Latin-1 and the euro; one '?' for each that it lacks. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c-\u201e]/g, '"')
    .replaceAll('…', '...')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(/[^\x20-\x7e\u00a1-\u00ff€]/gu, '?')
    .trim();
