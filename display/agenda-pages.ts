/**
 * The visiting bodies as pages of the window: who is here today, and the next day when there is nobody left
 * today or room left on the page. Pure: every window of an office makes the same pages from the same board.
 *
 * Lengths are units of the window (--window-unit): pixels of a 1080p panel.
 */
import { say } from '#shared/languages/texts.ts';
import type { Board, Visit } from '#shared/protocol.ts';
import { localDate, spanText, timeText } from '#shared/ui/office-time.ts';
import { type EpochMs, type Language, textIn } from '#shared/vocabulary.ts';

export type AgendaRow = {
  readonly visit: Visit;
  /** Here at this moment. */
  readonly here: boolean;
  /** 'nu – 16.00' or '14.00–17.00'. */
  readonly hours: string;
  /** Whether the second languages all fit beside the hours, or one of them needs a line of its own below. */
  readonly second: 'beside' | 'below';
  readonly height: number;
};

/** Visits of one office day, under one heading. */
export type AgendaDay = { readonly at: EpochMs; readonly rows: readonly AgendaRow[] };
/** At least one day; never more than two. */
export type AgendaPage = readonly AgendaDay[];

/**
 * 'name' and 'time' are set bold and 'desk' plain, all in the size that must be read; 'call' is a number in the
 * spotlight and 'near' the second language.
 */
export type TextStyle = 'name' | 'time' | 'desk' | 'call' | 'near';
/** How wide a text is when set in the window's own face. */
export type MeasureWidth = (text: string, style: TextStyle) => number;

/** The box for the rows of a page, and the heights the stylesheet of <visits-panel> gives their parts. */
export type AgendaBox = { readonly width: number; readonly height: number };
const HEADING_HEIGHT = 114;
const NAME_LINE_HEIGHT = 112;
const TIME_HEIGHT = 116;
const NEAR_LINE_HEIGHT = 58;
/** Line above, and space above and below the text of a row. */
const ROW_FRAME_HEIGHT = 32;
/** Between hours and the second language. */
const BESIDE_GAP = 24;

/** What still lies ahead at `now`, today's first. A stale board crosses midnight rightly too. */
export function visitsAhead(
  { visits, nextVisits, zone }: Pick<Board, 'visits' | 'nextVisits' | 'zone'>,
  now: EpochMs,
): { readonly today: readonly Visit[]; readonly next: readonly Visit[] } {
  const ahead = [...visits, ...(nextVisits?.visits ?? [])].filter(({ endsAt }) => endsAt > now);
  const days = Map.groupBy(ahead, ({ startsAt }) => localDate(startsAt, zone));
  const todays = localDate(now, zone);
  // A visit that began yesterday and goes on past midnight is here now.
  const today = ahead.filter(({ startsAt }) => localDate(startsAt, zone) <= todays);
  const nextDay = [...days.keys()].filter((day) => day > todays).toSorted()[0];
  return { today, next: (nextDay && days.get(nextDay)) || [] };
}

/**
 * Pages that fit the box, in order; none when nobody comes within the hub's horizon. The same whichever of
 * `seconds` is on, so that the pages do not move when the language turns.
 */
export function agendaPages(
  board: Pick<Board, 'visits' | 'nextVisits' | 'zone'>,
  now: EpochMs,
  box: AgendaBox,
  seconds: readonly Language[],
  measure: MeasureWidth,
): readonly AgendaPage[] {
  const { today, next } = visitsAhead(board, now);
  const rowOf = (visit: Visit) =>
    measuredRow(visit, hoursOf(visit, now, board.zone), box, seconds, measure);
  const [first = [], rest] = today.length > 0 ? [today, next] : [next, []];
  const pages: AgendaPage[] = fill(first.map(rowOf), box.height).map((rows) => [
    { at: rows[0]?.visit.startsAt ?? now, rows },
  ]);
  // Room below today's last visit shows who comes next, or as many as the room allows.
  const last = pages.at(-1)?.[0];
  if (!last) return pages;
  const room = box.height - heightOf(last.rows) - HEADING_HEIGHT;
  const [following = []] = fill(rest.map(rowOf), room);
  if (following[0] && heightOf(following) <= room) {
    pages[pages.length - 1] = [last, { at: following[0].visit.startsAt, rows: following }];
  }
  return pages;
}

function measuredRow(
  visit: Visit,
  { here, hours }: Pick<AgendaRow, 'here' | 'hours'>,
  { width }: AgendaBox,
  seconds: readonly Language[],
  measure: MeasureWidth,
): AgendaRow {
  const lines = linesOf(visit.name.sv, width, (text) => measure(text, 'name'));
  const own = ROW_FRAME_HEIGHT + lines * NAME_LINE_HEIGHT + TIME_HEIGHT;
  const nearLines = (room: number) =>
    Math.max(
      0,
      ...seconds
        .map((language) => textIn(visit.name, language))
        .filter(({ language }) => language !== 'sv')
        .map(({ text }) => linesOf(text, room, (words) => measure(words, 'near'))),
    );
  const beside = width - measure(hours, 'time') - BESIDE_GAP;
  if (nearLines(beside) <= LINES_BESIDE) {
    return { visit, here, hours, second: 'beside', height: own };
  }
  const height = own + nearLines(width) * NEAR_LINE_HEIGHT;
  return { visit, here, hours, second: 'below', height };
}

function hoursOf({ startsAt, endsAt }: Visit, now: EpochMs, zone: string) {
  const here = startsAt <= now;
  const hours = here
    ? say('sv', 'display.now-until', { time: timeText(endsAt, zone, 'sv') })
    : spanText(startsAt, endsAt, zone, 'sv');
  return { here, hours };
}

const LINES_BESIDE = 2;

/** Lines a browser would break `text` into: after spaces and hyphens, and inside a word only when it alone is too long. */
export function linesOf(text: string, width: number, measure: (text: string) => number): number {
  let lines = 1;
  let line = '';
  for (const piece of text.match(/[^ -]*-|[^ -]+| +/g) ?? []) {
    if (line !== '' && measure((line + piece).trimEnd()) > width) {
      lines += 1;
      line = piece.trimStart();
    } else line += piece;
    lines += Math.max(0, Math.ceil(measure(line.trimEnd()) / width) - 1);
  }
  return lines;
}

/** As many rows to a page as its height takes; a row that is taller than a page has one of its own. */
function fill(rows: readonly AgendaRow[], height: number): readonly (readonly AgendaRow[])[] {
  const pages: AgendaRow[][] = [];
  for (const row of rows) {
    const page = pages.at(-1);
    if (page && heightOf(page) + row.height <= height) page.push(row);
    else pages.push([row]);
  }
  return pages;
}

const heightOf = (rows: readonly AgendaRow[]): number =>
  rows.reduce((sum, row) => sum + row.height, 0);
