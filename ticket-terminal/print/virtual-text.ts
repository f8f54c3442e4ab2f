/**
 * Plain text on the virtual printer: bytes to letters, letters to lines, lines to rows of dots. Its letters
 * stand in cells of 12 × 24 dots as a real printer's do, and are drawn with the fonts that are shipped.
 *
 * Loaded only when somebody sends text, which Torget itself never does.
 */
import { createCanvas } from '@napi-rs/canvas';
import type { Raster } from './escpos.ts';
import { type TextCommand, type TextStyle, USUAL_LINE_DOTS } from './escpos-text.ts';
import { qrCode } from './qr-code.ts';
import { drawable, font } from './slip-fonts.ts';
import { letterOf } from './virtual-code-pages.ts';

/** Where rows go: the mechanism. */
export interface PaperPath {
  print(picture: Raster): void;
  feed(rows: number): void;
}

type Letter = { letter: string; x: number; wide: number; tall: number; style: TextStyle };

const CELLS = { a: { wide: 12, tall: 24 }, b: { wide: 9, tall: 17 } } as const;
const TAB_LETTERS = 8;
const USUAL_MODULE_DOTS = 3;

const USUAL_STYLE: TextStyle = {
  align: 'left',
  wide: 1,
  tall: 1,
  font: 'a',
  bold: false,
  underlineDots: 0,
  reversed: false,
  upsideDown: false,
  codePage: 0,
  alphabet: 0,
  lineDots: USUAL_LINE_DOTS,
  gapDots: 0,
  leftDots: 0,
  widthDots: null,
};

export class TextMode {
  readonly #widthDots: number;
  readonly #path: PaperPath;
  #style: TextStyle = USUAL_STYLE;
  /** The line that has been begun. */
  #line: Letter[] = [];
  /** Where the next letter stands, from the left margin. */
  #x = 0;
  #keptPicture: Raster | null = null;
  #keptSymbol = '';
  #moduleDots = USUAL_MODULE_DOTS;

  constructor(widthDots: number, path: PaperPath) {
    this.#widthDots = widthDots;
    this.#path = path;
  }

  /** ESC @. */
  reset(): void {
    this.#style = USUAL_STYLE;
    this.#moduleDots = USUAL_MODULE_DOTS;
    this.forgetLine();
  }

  forgetLine(): void {
    this.#line = [];
    this.#x = 0;
  }

  carryOut(command: TextCommand): void {
    switch (command.command) {
      case 'text':
        for (const byte of command.bytes) this.#set(byte);
        break;
      case 'tab': {
        const tab = TAB_LETTERS * this.#cell.wide;
        this.#x = (Math.floor(this.#x / tab) + 1) * tab;
        break;
      }
      case 'end-line':
        this.#endLine(this.#style.lineDots);
        break;
      case 'feed':
        this.#endLine(command.lines * this.#style.lineDots + command.dots);
        break;
      case 'style':
        this.#style = { ...this.#style, ...command.style };
        break;
      case 'move-to':
        this.#x = Math.max(0, command.dots + (command.from === 'here' ? this.#x : 0));
        break;
      case 'keep-picture':
        this.#keptPicture = command.picture;
        break;
      case 'print-kept-picture':
        if (this.#keptPicture) this.print(this.#keptPicture);
        this.#keptPicture = null;
        break;
      case 'keep-symbol':
        this.#keptSymbol = command.data;
        break;
      case 'symbol-module':
        this.#moduleDots = Math.min(16, Math.max(1, command.dots));
        break;
      case 'print-kept-symbol':
        this.#printSymbol();
        break;
      default:
        command satisfies never;
    }
  }

  /** A picture stands as the text stands: in the middle, to the right. */
  print(picture: Raster): void {
    this.flush();
    this.#path.print(moved(picture, this.#indent(picture.widthDots), this.#widthDots));
  }

  #printSymbol(): void {
    const modules = qrCode(this.#keptSymbol);
    if (modules !== null) this.print(symbol(modules, this.#moduleDots));
  }

  /** Prints a line that was begun. */
  flush(): void {
    if (this.#line.length > 0) this.#endLine(0);
  }

  get #cell(): { wide: number; tall: number } {
    const { font, wide, tall } = this.#style;
    return { wide: CELLS[font].wide * wide, tall: CELLS[font].tall * tall };
  }

  get #areaDots(): number {
    const { leftDots, widthDots } = this.#style;
    const room = Math.max(0, this.#widthDots - leftDots);
    return Math.min(widthDots ?? room, room);
  }

  #indent(widthDots: number): number {
    const { align, leftDots } = this.#style;
    const free = Math.max(0, this.#areaDots - widthDots);
    return leftDots + { left: 0, centre: free >> 1, right: free }[align];
  }

  #set(byte: number): void {
    const { wide, tall } = this.#cell;
    const style = this.#style;
    if (this.#x > 0 && this.#x + wide > this.#areaDots) this.#endLine(style.lineDots);
    const letter = letterOf(byte, style.codePage, style.alphabet);
    this.#line.push({ letter, x: this.#x, wide, tall, style });
    this.#x += wide + style.gapDots;
  }

  /** Prints the line and moves on so many rows in all, or as many as its letters need. */
  #endLine(rows: number): void {
    const tallest = Math.max(0, ...this.#line.map(({ tall }) => tall));
    const longest = Math.max(0, ...this.#line.map(({ x, wide }) => x + wide));
    if (this.#line.length > 0) this.#path.print(this.#drawn(this.#indent(longest), tallest));
    this.#path.feed(Math.max(0, rows - tallest));
    this.forgetLine();
  }

  #drawn(indent: number, heightDots: number): Raster {
    const canvas = createCanvas(this.#widthDots, heightDots);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (this.#style.upsideDown) {
      context.translate(canvas.width, canvas.height);
      context.rotate(Math.PI);
    }
    for (const letter of this.#line) drawLetter(context, letter, indent, heightDots);
    return rasterOf(context.getImageData(0, 0, canvas.width, canvas.height));
  }
}

type Context = ReturnType<ReturnType<typeof createCanvas>['getContext']>;

/** In its cell, on the line's foot; what is wider than the cell is made narrower. */
function drawLetter(context: Context, drawn: Letter, indent: number, heightDots: number): void {
  const { letter, style } = drawn;
  const cell = CELLS[style.font];
  context.save();
  context.translate(indent + drawn.x, heightDots - drawn.tall);
  context.scale(drawn.wide / cell.wide, drawn.tall / cell.tall);
  context.fillStyle = style.reversed ? 'black' : 'white';
  context.fillRect(0, 0, cell.wide, cell.tall);
  context.fillStyle = style.reversed ? 'white' : 'black';
  const arms = ARMS[letter];
  if (arms) drawArms(context, arms, cell);
  else {
    context.font = font(style.bold ? 'bold' : 'medium', Math.round(cell.tall * 0.8));
    context.textAlign = 'center';
    context.fillText(drawable(letter), cell.wide / 2, Math.round(cell.tall * 0.75), cell.wide);
  }
  if (style.underlineDots > 0)
    context.fillRect(0, cell.tall - style.underlineDots, cell.wide, style.underlineDots);
  context.restore();
}

/** Ruled lines, which the fonts lack: which ways they go from the middle of the cell. */
const ARMS: Readonly<Record<string, string>> = {
  ...{ '─': 'lr', '│': 'ud', '┌': 'rd', '┐': 'ld', '└': 'ru', '┘': 'lu', '├': 'rud', '┤': 'lud' },
  ...{ '┬': 'lrd', '┴': 'lru', '┼': 'lrud', '╭': 'rd', '╮': 'ld', '╰': 'ru', '╯': 'lu' },
  ...{ '═': 'lr', '║': 'ud', '╔': 'rd', '╗': 'ld', '╚': 'ru', '╝': 'lu', '╠': 'rud', '╣': 'lud' },
  ...{ '╦': 'lrd', '╩': 'lru', '╬': 'lrud' },
};
const LINE_DOTS = 2;

function drawArms(context: Context, arms: string, { wide, tall }: { wide: number; tall: number }) {
  const [x, y] = [Math.floor(wide / 2) - 1, Math.floor(tall / 2) - 1];
  if (arms.includes('l')) context.fillRect(0, y, x + LINE_DOTS, LINE_DOTS);
  if (arms.includes('r')) context.fillRect(x, y, wide - x, LINE_DOTS);
  if (arms.includes('u')) context.fillRect(x, 0, LINE_DOTS, y + LINE_DOTS);
  if (arms.includes('d')) context.fillRect(x, y, LINE_DOTS, tall - y);
}

/** A square of modules, each so many dots; wider than its modules where a byte must be filled. */
function symbol(rows: readonly (readonly boolean[])[], moduleDots: number): Raster {
  const rowBytes = Math.ceil((rows.length * moduleDots) / 8);
  const dots = new Uint8Array(rowBytes * rows.length * moduleDots);
  for (let y = 0; y < rows.length * moduleDots; y++)
    for (let x = 0; x < rows.length * moduleDots; x++)
      if (rows[Math.floor(y / moduleDots)]?.[Math.floor(x / moduleDots)]) {
        const at = y * rowBytes + (x >> 3);
        dots[at] = (dots[at] ?? 0) | (0x80 >> (x & 7));
      }
  return { widthDots: rowBytes * 8, heightDots: rows.length * moduleDots, dots };
}

const DARK = 128;

type Pixels = { width: number; height: number; data: ArrayLike<number> };

function rasterOf({ width, height, data }: Pixels): Raster {
  const rowBytes = width / 8;
  const dots = new Uint8Array(rowBytes * height);
  for (let dot = 0; dot < width * height; dot++)
    if ((data[dot * 4] ?? 0) < DARK) dots[dot >> 3] = (dots[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
  return { widthDots: width, heightDots: height, dots };
}

/** `picture` so many dots further right on paper of that width; what does not fit is lost. */
function moved(picture: Raster, right: number, widthDots: number): Raster {
  if (right === 0) return picture;
  const [from, to] = [picture.widthDots / 8, widthDots / 8];
  const dots = new Uint8Array(to * picture.heightDots);
  for (let row = 0; row < picture.heightDots; row++)
    for (let byte = 0; byte < from; byte++) {
      const at = (right >> 3) + byte;
      const spread = ((picture.dots[row * from + byte] ?? 0) << 8) >> (right & 7);
      if (at < to) dots[row * to + at] = (dots[row * to + at] ?? 0) | (spread >> 8);
      if (at + 1 < to) dots[row * to + at + 1] = spread & 0xff;
    }
  return { widthDots, heightDots: picture.heightDots, dots };
}
