/**
 * Slip → black and white dots. Read from the visitor's own side; the number is what one sees from
 * across the room, the rest is in the order it is needed. Sizes are millimetres on paper.
 */
import type { Raster } from './escpos.ts';
import type { Slip } from './slip.ts';
import type { Paper } from './slip-paper.ts';
import { Sheet } from './slip-sheet.ts';

/** What is said in sentences, and what is said in a few words. The narrow roll has no room for larger. */
const SIZES_MM = { wide: { body: 3.6, heading: 5 }, narrow: { body: 3.4, heading: 4.4 } };
const NARROW_MM = 60;
/** A column of words narrower than this is a list of syllables. */
const BESIDE_CODE_MM = 26;

export function drawSlip(slip: Slip, paper: Paper): Raster {
  const sheet = new Sheet(slip.language, paper);
  const own = slip.language;
  const narrow = paper.widthDots / paper.dotsPerMm < NARROW_MM;
  const { body, heading } = SIZES_MM[narrow ? 'narrow' : 'wide'];

  sheet.space(1);
  sheet.text({ text: slip.officeName, language: 'sv' }, 'bold', 4);
  sheet.space(3);
  if (slip.reprint !== null) {
    sheet.framed(slip.reprint, 'bold', heading);
    sheet.space(3);
  }
  sheet.text(slip.numberLabel, 'medium', body);
  sheet.space(2.2);
  sheet.number(slip.number);
  sheet.space(2.6);
  if (slip.ahead !== null) sheet.text(slip.ahead, 'bold', heading);
  if (slip.minutes !== null) sheet.text(slip.minutes, 'medium', body);
  sheet.space(2.6);
  sheet.rule(0.4);

  sheet.space(2);
  sheet.text(slip.topic, 'bold', heading);
  if (slip.topicInSwedish !== null)
    sheet.text({ text: slip.topicInSwedish, language: 'sv' }, 'medium', body);
  if (slip.bring.length > 0) {
    sheet.space(1.6);
    sheet.text(slip.bringLabel, 'medium', body);
    for (const thing of slip.bring) sheet.item(thing, 'medium', body);
  }
  sheet.space(2.6);
  sheet.rule(0.4);

  sheet.space(2);
  sheet.text(slip.waiting, 'medium', body);
  sheet.space(2.4);
  const when = () => {
    sheet.text({ text: slip.date, language: own }, 'medium', 3.4);
    sheet.text({ text: slip.timeAndTerminal, language: own }, 'medium', 3.4);
  };
  const { follow } = slip;
  if (follow === null) when();
  else {
    sheet.code(follow.address, {
      leastMm: BESIDE_CODE_MM,
      draw: () => {
        when();
        sheet.space(1.6);
        sheet.text(follow.label, 'bold', body);
      },
    });
  }
  sheet.space(1);
  return sheet.raster();
}
