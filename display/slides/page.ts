/**
 * A page of the window as it is set: blocks of bands of text, each of a height that is known before anything is
 * drawn, so that what is on a page fits it. Pure. Lengths are units of layout.ts.
 */
import { languageOf, say, type TextKey, type TextValues } from '#shared/languages/texts.ts';
import type { ControlPictogram } from '#shared/ui/pictograms.ts';
import type { Pictogram } from '#shared/vocabulary.ts';
import {
  type EpochMs,
  type Language,
  type Picture,
  type Texts,
  textIn,
} from '#shared/vocabulary.ts';
import { linesOf } from '../lines.ts';
import { lineHeight, type MeasureWidth, type TextStyle } from '../typeface.ts';

/** 'now': on at this moment. 'struck': called off. */
export type Tone = 'now' | 'quiet' | 'warning' | 'struck';

/** Text of one language, in lines. */
export type Run = {
  readonly lines: readonly string[];
  readonly style: TextStyle;
  readonly language: Language;
  readonly tone: Tone | null;
};

/** Texts beside each other. */
export type Band = {
  /** In a column of its own, LEAD_WIDTH wide, before the others. */
  readonly lead?: Run;
  readonly start: Run;
  /** At the other edge. */
  readonly end?: Run;
};

/** What stays together. */
export type Block = {
  readonly bands: readonly Band[];
  /** With a line above it. */
  readonly ruled?: boolean;
  readonly pictogram?: Pictogram | ControlPictogram;
  /** Above it where it is the first on a page: what others that stand together with it have above them already. */
  readonly whenFirst?: readonly Band[];
  /** Above what of it goes on on another page; else that is `whenFirst`. */
  readonly whenGoesOn?: readonly Band[];
};

export type Page = {
  readonly heading: readonly Band[];
  readonly blocks: readonly Block[];
  /** Room that is left, for each block. */
  readonly air: number;
  /** Its place among the slide's own pages, from 1; null for the only one. */
  readonly place: { readonly page: number; readonly of: number } | null;
  /** On a ground that is seen before it is read. */
  readonly urgent?: boolean;
  /** Below the words, where they leave room for it. */
  readonly picture?: PagePicture;
};

export type PagePicture = { readonly picture: Picture; readonly height: number };

/** Where text is set, and in which language beside Swedish. */
export type TextSetting = {
  readonly width: number;
  readonly measure: MeasureWidth;
  readonly second: Language;
};
/** Of a page: also how high it is, and when it is. */
export type Setting = TextSetting & {
  readonly height: number;
  readonly zone: string;
  readonly now: EpochMs;
};

/** Between texts beside each other. */
export const GAP = 28;
/** For hours. */
export const LEAD_WIDTH = 372;
/** The line above a ruled block, and the room above and below its text. */
export const RULE_HEIGHT = 4;
export const BLOCK_PADDING = { top: 10, bottom: 18 } as const;
/** A pictogram, with the room beside it. */
export const PICTOGRAM_WIDTH = 200;
/** For a name and its hours. */
const LEAST_ROOM = 260;
/** '2/3', after the heading. */
export const PLACE_WIDTH = 130;
/** Between the heading of a page and what is below. */
export const HEADING_SPACE = 6;
/** A block takes so much of what is left on its page. */
const MOST_AIR = 96;
/** Above a picture. A lower one than this shows nothing that could be seen from the square. */
export const PICTURE_MARGIN = 24;
const LEAST_PICTURE = 200;
/** Pages are made even so closely. */
const EVEN = 16;

export function run(
  setting: Omit<TextSetting, 'second'>,
  style: TextStyle,
  text: string,
  language: Language = 'sv',
  tone: Tone | null = null,
): Run {
  return { lines: linesIn(setting, style, text), style, language, tone };
}

/** The Swedish text is the same beside every language, and so are its lines. Made-up texts are not kept for ever. */
const LINES_KEPT = 5_000;
const kept = new WeakMap<MeasureWidth, Map<string, readonly string[]>>();

export function linesIn(
  { width, measure }: Omit<TextSetting, 'second'>,
  style: TextStyle,
  text: string,
): readonly string[] {
  const key = `${style} ${width} ${text}`;
  let known = kept.get(measure);
  if (!known || known.size >= LINES_KEPT) {
    known = new Map();
    kept.set(measure, known);
  }
  let lines = known.get(key);
  if (!lines) {
    lines = linesOf(text, width, (words) => measure(words, style));
    known.set(key, lines);
  }
  return lines;
}

/** Words of the product in the second language; undefined where its catalog lacks them, rather than Swedish twice. */
export const inSecond = (
  { second }: Pick<TextSetting, 'second'>,
  key: TextKey,
  values?: TextValues,
): string | undefined =>
  languageOf(second, key) === 'sv' ? undefined : say(second, key, isolated(values));

/** Words of the office in the second language; undefined where it has not written any. */
export function textInSecond(
  { second }: Pick<TextSetting, 'second'>,
  texts: Texts | null,
): string | undefined {
  if (texts === null) return undefined;
  const { text, language } = textIn(texts, second);
  return language === 'sv' ? undefined : withoutName(text, texts.sv);
}

/**
 * Visitors look for the Swedish name, so the office writes it after its own in many languages: 'مكتب العمل
 * (Arbetsförmedlingen)'. Here it stands in large letters above.
 */
function withoutName(text: string, name: string): string {
  const [before, after] = [`${name} (`, ` (${name})`];
  if (text.endsWith(after)) return text.slice(0, -after.length);
  return text.startsWith(before) && text.endsWith(')') ? text.slice(before.length, -1) : text;
}

/** Times and numbers keep their own direction inside a text that is read from the right: as <bdi> would. */
const isolated = (values?: TextValues): TextValues | undefined =>
  values &&
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `\u2068${value}\u2069`]));

/** Words of the product, with the second language. */
export const said = (
  setting: TextSetting,
  style: TextStyle,
  key: TextKey,
  { values, tone = null }: { values?: TextValues; tone?: Tone | null } = {},
): readonly Band[] =>
  pair(setting, style, say('sv', key, values), inSecond(setting, key, values), tone);

/** A text with the second language beside it, or below where there is no room. */
export function pair(
  setting: TextSetting,
  style: TextStyle,
  text: string,
  second: string | undefined,
  tone: Tone | null = null,
): readonly Band[] {
  const start = run(setting, style, text, 'sv', tone);
  if (second === undefined) return [{ start }];
  const other = run(setting, 'near', second, setting.second, 'quiet');
  return widthOf(setting, start) + GAP + widthOf(setting, other) <= setting.width
    ? [{ start, end: other }]
    : [{ start }, { start: other }];
}

export const widthOf = ({ measure }: Pick<TextSetting, 'measure'>, { lines, style }: Run): number =>
  Math.max(...lines.map((line) => measure(line, style)));

export const heightOfBands = (bands: readonly Band[]): number =>
  bands.reduce((sum, band) => sum + heightOfBand(band), 0);

export const heightOf = ({ bands, ruled, pictogram }: Block): number =>
  Math.max(heightOfBands(bands), pictogram ? PICTOGRAM_WIDTH - GAP : 0) +
  (ruled ? RULE_HEIGHT : 0) +
  BLOCK_PADDING.top +
  BLOCK_PADDING.bottom;

const heightOfBand = ({ lead, start, end }: Band): number =>
  Math.max(...[lead, start, end].map((text) => (text ? heightOfRun(text) : 0)));

const heightOfRun = ({ lines, style }: Run): number => lines.length * lineHeight(style);

/** As many blocks to a page as its height takes; one that is higher than a page goes on over several. */
export function pagesOfBlocks(
  { height }: Pick<Setting, 'height'>,
  given: readonly Band[],
  blocks: readonly Block[],
): readonly Page[] {
  // A low zone has no room for a heading: what it heads is more than that.
  const heading = height - heightOfBands(given) >= LEAST_ROOM ? given : [];
  const room = height - heightOfBands(heading) - HEADING_SPACE;
  const portions = blocks.flatMap((one) => portionsOf(one, room));
  const pages = evenPages(portions, room);
  return pages.map((page, index) => ({
    heading,
    blocks: page,
    air: Math.min(MOST_AIR, Math.max(0, room - heightOfBlocks(page)) / page.length),
    place: pages.length > 1 ? { page: index + 1, of: pages.length } : null,
  }));
}

/**
 * The same pages with the picture wherever the words leave room for it, and where they never do, on a page of its own.
 * Words are set as if there were none: a picture makes nothing smaller.
 * @param about what it is about, for a page of its own; null: it has none, so that the words come round sooner
 */
export function withPicture(
  { height }: Pick<Setting, 'height'>,
  pages: readonly Page[],
  picture: Picture | null,
  about: readonly Band[] | null,
): readonly Page[] {
  const [first] = pages;
  if (!picture || !first) return pages;
  const pictured = pages.map((page) => pictureOn(page, picture, height));
  if (about === null || pictured.some((page) => page.picture)) return pictured;
  const own = pictureOn({ ...first, blocks: [{ bands: about }] }, picture, height);
  if (!own.picture) return pages;
  const all = [...pages, own];
  return all.map((page, index) => ({ ...page, place: { page: index + 1, of: all.length } }));
}

function pictureOn(page: Page, picture: Picture, height: number): Page {
  const words = heightOfBands(page.heading) + HEADING_SPACE + heightOfBlocks(page.blocks);
  const left = Math.floor(height - words - PICTURE_MARGIN);
  return left < LEAST_PICTURE ? page : { ...page, air: 0, picture: { picture, height: left } };
}

const heightOfBlocks = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + heightOf(block), 0);

/** No more pages than there must be, and none of them nearly empty: two and two rather than three and one. */
function evenPages(blocks: readonly Block[], room: number): readonly (readonly Block[])[] {
  let pages = fullPages(blocks, room);
  for (let height = room - EVEN; height > 0 && pages.length > 1; height -= EVEN) {
    const lower = fullPages(blocks, height);
    if (lower.length > pages.length) break;
    pages = lower;
  }
  return pages;
}

function fullPages(blocks: readonly Block[], room: number): readonly (readonly Block[])[] {
  const pages: Block[][] = [];
  let left = 0;
  for (const block of blocks) {
    const isFirst = heightOf(block) > left || pages.length === 0;
    if (isFirst) {
      pages.push([]);
      left = room;
    }
    const { whenFirst = [], bands } = block;
    const placed = isFirst ? { ...block, bands: [...whenFirst, ...bands] } : block;
    pages.at(-1)?.push(placed);
    left -= heightOf(placed);
  }
  return pages;
}

function portionsOf(block: Block, height: number): readonly Block[] {
  const { whenFirst = [], whenGoesOn = whenFirst } = block;
  if (heightOf(block) <= height - heightOfBands(whenFirst)) return [block];
  const room = height - Math.max(heightOfBands(whenFirst), heightOfBands(whenGoesOn));
  const portions: Block[] = [];
  let bands: Band[] = [];
  const portion = () =>
    portions.length > 0 ? { ...block, bands, whenFirst: whenGoesOn } : { ...block, bands };
  for (const band of block.bands.flatMap(linesApart)) {
    if (bands.length > 0 && heightOf({ ...block, bands: [...bands, band] }) > room) {
      portions.push(portion());
      bands = [];
    }
    bands.push(band);
  }
  return [...portions, portion()];
}

function linesApart({ lead, start, end }: Band): readonly Band[] {
  const [first = '', ...rest] = start.lines;
  const one = (line: string): Run => ({ ...start, lines: [line] });
  return [
    { ...(lead && { lead }), start: one(first), ...(end && { end }) },
    ...rest.map((line) => ({
      ...(lead && { lead: { ...lead, lines: [] } }),
      start: one(line),
    })),
  ];
}

/** Words to read, of all languages on it. */
export function wordsOn({ heading, blocks }: Page): number {
  const bands = [...heading, ...blocks.flatMap((block) => block.bands)];
  const runs = bands.flatMap(({ lead, start, end }) => [lead, start, end]);
  return runs.reduce((sum, text) => sum + (text ? wordsIn(text.lines) : 0), 0);
}

const counted = new WeakMap<readonly string[], number>();

function wordsIn(lines: readonly string[]): number {
  let words = counted.get(lines);
  if (words === undefined) {
    words = lines.reduce((sum, line) => sum + (line.match(/\S+/g)?.length ?? 0), 0);
    counted.set(lines, words);
  }
  return words;
}
