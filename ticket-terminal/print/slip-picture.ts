/**
 * Slip → black and white dots. Read from the visitor's own side; the number is what one sees from
 * across the room, the rest is in the order it is needed. Sizes are millimetres on paper.
 */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { LANGUAGES, type Language } from '#shared/vocabulary.ts';
import type { Raster } from './escpos.ts';
import type { Slip, Words } from './slip.ts';
import { drawable, type Face, font } from './slip-fonts.ts';

/** What the printer can print on. */
export type Paper = {
  /** A multiple of 8. */
  widthDots: number;
  dotsPerMm: number;
};

/** 72 mm of an 80 mm roll at 203 dots per inch: nearly every ticket printer. */
export const ROLL_80_MM: Paper = { widthDots: 576, dotsPerMm: 8 };

/** Cap height: readable at arm's length for most who see poorly. It never shrinks; a long number is condensed. */
const NUMBER_MM = 20;
const MARGIN_MM = 3;
/** A body text under 3.3 mm is hard to read for many. */
const BODY_MM = 3.6;
const LINE_HEIGHT = 1.32;
/** Grey above this is paper. 128 loses hairlines where the letters are smoothed. */
const INK_BELOW = 150;

export function drawSlip(slip: Slip, paper: Paper = ROLL_80_MM): Raster {
  const sheet = new Sheet(slip.language, paper);
  const own = slip.language;

  sheet.space(1);
  sheet.text({ text: slip.officeName, language: 'sv' }, 'bold', 4);
  sheet.space(3);
  sheet.text(slip.numberLabel, 'medium', BODY_MM);
  sheet.space(2.2);
  sheet.number(slip.number);
  sheet.space(2.6);
  sheet.text(slip.ahead, 'bold', 5);
  sheet.space(2.6);
  sheet.rule(0.4);

  sheet.space(2);
  sheet.text(slip.topic, 'bold', 5);
  if (slip.topicInSwedish !== null)
    sheet.text({ text: slip.topicInSwedish, language: 'sv' }, 'medium', BODY_MM);
  if (slip.bring.length > 0) {
    sheet.space(1.6);
    sheet.text(slip.bringLabel, 'medium', BODY_MM);
    for (const thing of slip.bring) sheet.item(thing, 'medium', BODY_MM);
  }
  sheet.space(2.6);
  sheet.rule(0.4);

  sheet.space(2);
  sheet.text(slip.waiting, 'medium', BODY_MM);
  sheet.space(2);
  sheet.text({ text: `${slip.date}, ${slip.time}`, language: own }, 'medium', 3.4);
  sheet.space(1);
  return sheet.raster();
}

/** Lays out from the top down, and draws when its height is known. */
class Sheet {
  readonly #paper: Paper;
  readonly #rightToLeft: boolean;
  readonly #context = canvas.getContext('2d');
  readonly #strokes: ((context: SKRSContext2D) => void)[] = [];
  /** In dots. */
  #bottom = 0;

  constructor(language: Language, paper: Paper) {
    this.#paper = paper;
    this.#rightToLeft = LANGUAGES[language].direction === 'rtl';
  }

  space(mm: number): void {
    this.#bottom += this.#dots(mm);
  }

  rule(mm: number): void {
    const [y, height, margin] = [this.#bottom, this.#dots(mm), this.#dots(MARGIN_MM)];
    const width = this.#paper.widthDots - 2 * margin;
    this.#strokes.push((context) => context.fillRect(margin, y, width, height));
    this.#bottom += height;
  }

  text(words: Words, face: Face, mm: number): void {
    this.#lines(words, face, mm, this.#dots(MARGIN_MM));
  }

  /** One thing of a list. */
  item(words: Words, face: Face, mm: number): void {
    const [margin, side] = [this.#dots(MARGIN_MM), this.#dots(1.1)];
    const x = this.#rightToLeft ? this.#paper.widthDots - margin - side : margin;
    const middle = this.#bottom + this.#dots(mm * LINE_HEIGHT * 0.56);
    this.#strokes.push((context) => context.fillRect(x, middle - (side >> 1), side, side));
    this.#lines(words, face, mm, margin + this.#dots(3.2));
  }

  /** As tall as promised, and as wide as it may be. */
  number(number: string): void {
    const context = this.#context;
    context.font = font('bold', 1_000);
    context.textAlign = 'left';
    context.direction = 'ltr'; // also for measuring: the context remembers the slip before
    const perDot = context.measureText('A0').actualBoundingBoxAscent / 1_000;
    const height = this.#dots(NUMBER_MM);
    const face = font('bold', height / perDot);
    context.font = face;
    const ink = context.measureText(number);
    const inkWidth = ink.actualBoundingBoxRight + ink.actualBoundingBoxLeft;
    const margin = this.#dots(MARGIN_MM);
    const squeeze = Math.min(1, (this.#paper.widthDots - 2 * margin) / inkWidth);
    // The ink, not the letter's own side bearing, stands in line with the text.
    const left = this.#rightToLeft ? this.#paper.widthDots - margin - inkWidth * squeeze : margin;
    const baseline = this.#bottom + height;
    this.#strokes.push((context) => {
      context.save();
      context.font = face;
      context.textAlign = 'left';
      context.direction = 'ltr';
      context.translate(left, baseline);
      context.scale(squeeze, 1);
      context.fillText(number, ink.actualBoundingBoxLeft, 0);
      context.restore();
    });
    this.#bottom = baseline;
  }

  raster(): Raster {
    const { widthDots } = this.#paper;
    const heightDots = Math.ceil(this.#bottom);
    if (canvas.width < widthDots || canvas.height < heightDots) {
      canvas.width = Math.max(canvas.width, widthDots);
      canvas.height = Math.max(canvas.height, heightDots);
    }
    const context = this.#context;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, widthDots, heightDots);
    context.fillStyle = '#000';
    for (const stroke of this.#strokes) stroke(context);
    return toDots(context, widthDots, heightDots);
  }

  #lines({ text, language }: Words, face: Face, mm: number, indent: number): void {
    const size = this.#dots(mm);
    const direction = LANGUAGES[language].direction;
    const { widthDots } = this.#paper;
    const width = widthDots - indent - this.#dots(MARGIN_MM);
    this.#context.font = font(face, size);
    for (const line of wrap(this.#context, drawable(text), width)) {
      const baseline = this.#bottom + size * 1.05;
      this.#strokes.push((context) => {
        context.font = font(face, size);
        context.direction = direction;
        context.textAlign = this.#rightToLeft ? 'right' : 'left';
        context.fillText(line, this.#rightToLeft ? widthDots - indent : indent, baseline);
      });
      this.#bottom += Math.round(size * LINE_HEIGHT);
    }
  }

  #dots(mm: number): number {
    return Math.round(mm * this.#paper.dotsPerMm);
  }
}

/** One for all slips: a new one each time takes seven times as long and is freed late. */
const canvas = createCanvas(ROLL_80_MM.widthDots, 1_200);

/** Breaks at spaces; a word that is wider than the paper, anywhere. */
function wrap(context: SKRSContext2D, text: string, width: number): string[] {
  const fits = (line: string) => context.measureText(line).width <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (line !== '' && !fits(line + letter)) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function toDots(context: SKRSContext2D, widthDots: number, heightDots: number): Raster {
  const { data } = context.getImageData(0, 0, widthDots, heightDots);
  const dots = new Uint8Array((widthDots / 8) * heightDots);
  // Black on white has three equal colours: the red one is enough.
  for (let byte = 0, at = 0; byte < dots.length; byte++) {
    let eight = 0;
    for (let dot = 0; dot < 8; dot++, at += 4)
      eight = (eight << 1) | ((data[at] ?? 255) < INK_BELOW ? 1 : 0);
    dots[byte] = eight;
  }
  return { widthDots, heightDots, dots };
}
