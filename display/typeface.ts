/** The sizes of type in the window, and how wide a text is in each. The stylesheet is made from the same table. */
import { type CSSResult, unsafeCSS } from 'lit';
import { NEAR, READ } from './layout.ts';

/** Lengths in units of layout.ts. A line has its own box, because Arabic and Ethiopic letters are taller than Latin ones. */
const STYLES = {
  /** One thing alone on a page. */
  big: { size: 152, weight: 700, spacing: -0.02, line: 156 },
  /** What must be read from the distance: names, and their hours. */
  name: { size: READ, weight: 700, spacing: -0.02, line: 108 },
  time: { size: READ, weight: 500, spacing: -0.02, line: 108 },
  /** Of a ticket, as large as its place takes: the size is set where it is shown. */
  number: { size: READ, weight: 800, spacing: -0.03, line: 108 },
  /** Headings, tables and sentences. */
  label: { size: 76, weight: 680, spacing: -0.01, line: 90 },
  words: { size: 76, weight: 500, spacing: -0.01, line: 92 },
  /** The second language, and what is for whoever has come nearer. */
  near: { size: NEAR, weight: 500, spacing: 0, line: 64 },
} as const;

export type TextStyle = keyof typeof STYLES;
export type MeasureWidth = (text: string, style: TextStyle) => number;

export const lineHeight = (style: TextStyle): number => STYLES[style].line;

/** Letters that are joined or stand wide by nature: never drawn closer together. */
const UNSPACED = /[\u0590-\u08ff\u1200-\u139f]/;
export const isUnspaced = (text: string): boolean => UNSPACED.test(text);

const ruleOf = ([name, { size, weight, spacing, line }]: [string, (typeof STYLES)[TextStyle]]) =>
  `.${name} {
    font-size: calc(${size} * var(--window-unit));
    line-height: calc(${line} * var(--window-unit));
    font-weight: ${weight};
    letter-spacing: ${spacing}em;
  }`;

/** `.name`, `.near` and so on. */
export const typeStyles: CSSResult = unsafeCSS(
  [...Object.entries(STYLES).map(ruleOf), '.unspaced { letter-spacing: 0; }'].join('\n'),
);

/** Rounding of glyphs at other sizes may widen a line a little. */
const SAFETY = 1.004;
/** Words on a wall come again and again; made-up ones do not, and are not kept for ever. */
const WIDTHS_KEPT = 5_000;

/** The faces of --sans, with a letter of each part of them that a language of the window is written in. */
const FACES = [
  ['Atkinson Hyperlegible Next Variable', 'A\u011f'],
  ['Noto Sans Variable', '\u0416\u2068'],
  ['Noto Sans Arabic Variable', '\u0639'],
  ['Noto Sans Ethiopic Variable', '\u1200'],
] as const;
/** Later ones change the picture when they come. */
const FACES_WITHIN_MS = 1_000;

/** So that a window that starts is measured once, and drawn at once as it will stay. Never rejects. */
export async function facesLoaded(): Promise<void> {
  const loading = FACES.map(([family, letters]) =>
    document.fonts.load(`${NEAR}px "${family}"`, letters),
  );
  await Promise.race([
    Promise.allSettled(loading),
    new Promise((late) => setTimeout(late, FACES_WITHIN_MS)),
  ]);
}

/** How many faces can be drawn with. There are never fewer. */
export const facesHere = (): number =>
  [...document.fonts].filter(({ status }) => status === 'loaded').length;

/** Measures in the family of `element`. The widths change when its fonts have come: make a new one then. */
export function widthsIn(element: Element): MeasureWidth {
  const family = getComputedStyle(element).fontFamily;
  const measures = new Map<TextStyle, (text: string) => number>();
  let widths = new Map<string, number>();
  return (text, style) => {
    const key = `${style} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    let measure = measures.get(style);
    if (!measure) {
      measure = measureIn(family, style);
      measures.set(style, measure);
    }
    const width = measure(text);
    if (widths.size >= WIDTHS_KEPT) widths = new Map();
    widths.set(key, width);
    return width;
  };
}

/** A canvas for each style: to give one another font takes longer than to measure a text. */
function measureIn(family: string, style: TextStyle): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('this browser has no 2d canvas');
  const { size, weight, spacing } = STYLES[style];
  // What is on now is set bold.
  context.font = `${style === 'time' ? 700 : weight} ${size}px ${family}`;
  context.textRendering = 'geometricPrecision';
  context.letterSpacing = `${spacing * size}px`;
  let isSpaced = true;
  return (text) => {
    if (isSpaced === isUnspaced(text)) {
      isSpaced = !isSpaced;
      context.letterSpacing = isSpaced ? `${spacing * size}px` : '0px';
    }
    return context.measureText(text).width * SAFETY;
  };
}
