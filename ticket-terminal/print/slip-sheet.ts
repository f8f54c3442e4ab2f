/**
 * A sheet of paper: text, rules, a number and a code, one under another, in black and white dots. It lays
 * out from the top down, and draws when its height is known. Sizes are millimetres on paper.
 */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { LANGUAGES, type Language } from '#shared/vocabulary.ts';
import type { Raster } from './escpos.ts';
import { QUIET_ZONE, qrCode } from './qr-code.ts';
import type { Words } from './slip.ts';
import { drawable, type Face, font } from './slip-fonts.ts';
import { breakLines, type Measured, widestWord, wordsOf } from './slip-lines.ts';
import type { Paper } from './slip-paper.ts';

export const MARGIN_MM = 3;
/** A text under 3.3 mm is hard to read for many. Larger ones shrink to it where a word is wider than the roll. */
export const SMALLEST_MM = 3.3;
/** Cap height: readable at arm's length for most who see poorly. A number that is too wide is condensed. */
const NUMBER_MM = 20;
/** What is left of that where it must be condensed, so that it is by less: 18 mm with the rounding of dots. */
const SMALLEST_NUMBER_MM = 18.4;
/** 6 dots at 203 dots per inch, 5 at 180: what cheap heads print with clean edges and old phones read. */
const MODULE_MM = 0.72;
/** In parts of the size of the letters. Arabic ones reach further down. */
export const LINE_HEIGHT = { ltr: 1.32, rtl: 1.44 };
/** Grey above this is paper. 128 loses hairlines where the letters are smoothed. */
const INK_BELOW = 150;

/** Where on the sheet's width something stands: how far from the side that one reads from, and how wide. In dots. */
type Column = { indent: number; width: number };

/** A text in lines, and how large its letters are, in dots. */
type Setting = { size: number; lines: readonly string[] };

export class Sheet {
  readonly paper: Paper;
  readonly #rightToLeft: boolean;
  readonly #context = canvas.getContext('2d');
  readonly #strokes: ((context: SKRSContext2D) => void)[] = [];
  #column: Column;
  /** In dots. */
  #bottom = 0;

  constructor(language: Language, paper: Paper) {
    this.paper = paper;
    this.#rightToLeft = LANGUAGES[language].direction === 'rtl';
    this.#column = this.#whole;
  }

  space(mm: number): void {
    this.#bottom += this.#dots(mm);
  }

  rule(mm: number): void {
    const { indent, width } = this.#column;
    this.#fill(indent, this.#bottom, width, this.#dots(mm));
    this.#bottom += this.#dots(mm);
  }

  text({ text, language }: Words, face: Face, mm: number): void {
    const { direction } = LANGUAGES[language];
    const { indent, width } = this.#column;
    const { size, lines } = this.#set(text, face, mm, width);
    for (const line of lines) {
      const baseline = this.#bottom + size * 1.05;
      const x = this.#rightToLeft ? this.paper.widthDots - indent : indent;
      this.#strokes.push((context) => {
        context.font = font(face, size);
        context.direction = direction;
        context.textAlign = this.#rightToLeft ? 'right' : 'left';
        context.fillText(line, x, baseline);
      });
      this.#bottom += Math.round(size * LINE_HEIGHT[direction]);
    }
  }

  /** One thing of a list. */
  item(words: Words, face: Face, mm: number): void {
    const { indent, width } = this.#column;
    const [side, room] = [this.#dots(1.1), this.#dots(3.2)];
    const middle = this.#bottom + this.#dots(mm * 0.74);
    this.#fill(indent, middle - (side >> 1), side, side);
    this.#within({ indent: indent + room, width: width - room }, () => this.text(words, face, mm));
  }

  /** Text in a frame: what must not be overlooked. */
  framed(words: Words, face: Face, mm: number): void {
    const { indent, width } = this.#column;
    const [top, line, room] = [this.#bottom, this.#dots(0.5), this.#dots(2)];
    this.space(1.6);
    this.#within({ indent: indent + room, width: width - 2 * room }, () =>
      this.text(words, face, mm),
    );
    this.space(1.2);
    this.#fill(indent, top, width, line);
    this.#fill(indent, this.#bottom - line, width, line);
    this.#fill(indent, top, line, this.#bottom - top);
    this.#fill(indent + width - line, top, line, this.#bottom - top);
  }

  /** Every millimetre of what can be printed on, from edge to edge: what a lost dot or a wrong scale shows. */
  ruler(): void {
    const { widthDots, dotsPerMm } = this.paper;
    const top = this.#bottom;
    this.#strokes.push((context) => {
      context.fillRect(0, top, widthDots, 2);
      for (let mm = 0; mm * dotsPerMm < widthDots; mm++) {
        const tallMm = mm % 10 === 0 ? 5 : mm % 5 === 0 ? 3.5 : 2;
        context.fillRect(Math.round(mm * dotsPerMm), top, 2, this.#dots(tallMm));
      }
      context.fillRect(widthDots - 2, top, 2, this.#dots(5));
    });
    this.space(5);
  }

  /** As tall as promised, and as wide as it may be. */
  number(number: string): void {
    const context = this.#context;
    context.font = font('bold', 1_000);
    context.textAlign = 'left';
    context.direction = 'ltr'; // also for measuring: the context remembers the slip before
    capHeight ??= context.measureText('A0').actualBoundingBoxAscent / 1_000;
    const ink = context.measureText(number);
    const inkWidth = (ink.actualBoundingBoxLeft + ink.actualBoundingBoxRight) / 1_000;
    const { indent, width } = this.#column;
    const fitting = Math.round((width / inkWidth) * capHeight);
    const [least, most] = [this.#dots(SMALLEST_NUMBER_MM), this.#dots(NUMBER_MM)];
    const height = Math.min(most, Math.max(least, fitting));
    const size = height / capHeight;
    const squeeze = Math.min(1, width / (inkWidth * size));
    // The ink, not the letter's own side bearing, stands in line with the text.
    const left = this.#left(indent, inkWidth * size * squeeze);
    const bearing = (ink.actualBoundingBoxLeft / 1_000) * size;
    const baseline = this.#bottom + height;
    this.#strokes.push((context) => {
      context.save();
      context.font = font('bold', size);
      context.textAlign = 'left';
      context.direction = 'ltr';
      context.translate(left, baseline);
      context.scale(squeeze, 1);
      context.fillText(number, bearing, 0);
      context.restore();
    });
    this.#bottom = baseline;
  }

  /**
   * A QR code, with `beside` next to it where the roll has room for both and above it otherwise. An address
   * that makes too large a code is left out: a slip without it is better than none.
   */
  code(address: string, beside: { leastMm: number; draw: () => void }): void {
    const rows = qrCode(address) ?? [];
    const widest = Math.floor(this.paper.widthDots / Math.max(1, rows.length));
    const module = Math.min(this.#dots(MODULE_MM), widest);
    if (rows.length === 0 || module < SMALLEST_MODULE_DOTS) {
      beside.draw();
      return;
    }

    const { indent, width } = this.#column;
    const [side, quiet] = [rows.length * module, QUIET_ZONE * module];
    const rest = width - side + quiet;
    const top = this.#bottom;
    if (rest < this.#dots(beside.leastMm)) {
      beside.draw();
      // Ink in line with the text; on the side of the margin the quiet zone is the margin's.
      const room = Math.min(Math.max(0, indent - quiet), this.paper.widthDots - side);
      this.#modules(rows, module, room, this.#bottom);
      this.#bottom += side;
      return;
    }
    // The code's ink ends where the text's column ends, and begins where the first line does.
    this.#modules(rows, module, indent + width - side + quiet, top - quiet);
    this.#within({ indent, width: rest }, beside.draw);
    this.#bottom = Math.max(this.#bottom, top + side - quiet);
  }

  raster(): Raster {
    const { widthDots } = this.paper;
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

  #set(text: string, face: Face, mm: number, width: number): Setting {
    if (settings.size > SETTINGS_REMEMBERED) settings.clear();
    return settings.getOrInsertComputed(
      [this.paper.dotsPerMm, face, mm, width, text].join(' '),
      () => {
        let size = this.#dots(mm);
        let measured = this.#measured(text, face, size);
        const tooWide = widestWord(measured) / width;
        if (tooWide > 1) {
          size = Math.min(size, Math.max(this.#dots(SMALLEST_MM), Math.floor(size / tooWide)));
          measured = this.#measured(text, face, size);
        }
        return { size, lines: breakLines(measured, width) };
      },
    );
  }

  #measured(text: string, face: Face, size: number): Measured {
    this.#context.font = font(face, size);
    const widths = new Map<string, number>();
    return {
      words: wordsOf(drawable(text)),
      widthOf: (word) =>
        widths.getOrInsertComputed(word, () => this.#context.measureText(word).width),
    };
  }

  #modules(rows: boolean[][], module: number, indent: number, top: number): void {
    const left = this.#left(indent, rows.length * module);
    this.#strokes.push((context) => {
      for (const [y, row] of rows.entries())
        for (const [x, black] of row.entries())
          if (black) context.fillRect(left + x * module, top + y * module, module, module);
    });
  }

  #fill(indent: number, top: number, width: number, height: number): void {
    const left = this.#left(indent, width);
    this.#strokes.push((context) => context.fillRect(left, top, width, height));
  }

  #within(column: Column, draw: () => void): void {
    const whole = this.#column;
    this.#column = column;
    draw();
    this.#column = whole;
  }

  /** From the left edge of the paper, whichever side the sheet is read from. */
  #left(indent: number, width: number): number {
    return this.#rightToLeft ? this.paper.widthDots - indent - width : indent;
  }

  get #whole(): Column {
    const margin = this.#dots(MARGIN_MM);
    return { indent: margin, width: this.paper.widthDots - 2 * margin };
  }

  #dots(mm: number): number {
    return Math.round(mm * this.paper.dotsPerMm);
  }
}

/** A code with finer dots is a stain on worn heads. */
const SMALLEST_MODULE_DOTS = 5;

/** One for all sheets: a new one each time takes seven times as long and is freed late. */
const canvas = createCanvas(576, 1_400);

/** From slip to slip most texts are the same, and to measure one takes as long as to draw it. */
const settings = new Map<string, Setting>();
/** All that an office says in twelve languages, and the times of a day. */
const SETTINGS_REMEMBERED = 2_000;

/** Of a ticket number, in parts of its size; known when one has been measured. */
let capHeight: number | undefined;

function toDots(context: SKRSContext2D, widthDots: number, heightDots: number): Raster {
  const { data } = context.getImageData(0, 0, widthDots, heightDots);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  // Signed, as the engine computes with 32 bits; unsigned ones become floating-point numbers on the way.
  const pixels = new Int32Array(data.buffer, data.byteOffset, widthDots * heightDots);
  const rowBytes = widthDots / 8;
  const dots = new Uint8Array(rowBytes * heightDots);
  const blank = Buffer.alloc(widthDots * 4, WHITE);
  for (let row = 0; row < heightDots; row++) {
    // A good third of a slip is white from edge to edge, and that is seen much sooner than read.
    if (blank.compare(bytes, row * blank.length, (row + 1) * blank.length) === 0) continue;
    let at = row * widthDots;
    for (let byte = row * rowBytes; byte < (row + 1) * rowBytes; byte++, at += 8)
      dots[byte] =
        (ink(pixels, at) << 7) |
        (ink(pixels, at + 1) << 6) |
        (ink(pixels, at + 2) << 5) |
        (ink(pixels, at + 3) << 4) |
        (ink(pixels, at + 4) << 3) |
        (ink(pixels, at + 5) << 2) |
        (ink(pixels, at + 6) << 1) |
        ink(pixels, at + 7);
  }
  return { widthDots, heightDots, dots };
}

/** 1 or 0: the sign of a difference, without the branch that would take as long again. Black on white has three equal colours: one is enough. */
const ink = (pixels: Int32Array, at: number): number =>
  (((pixels[at] ?? WHITE) & 0xff) - INK_BELOW) >>> 31;

const WHITE = 0xff;
