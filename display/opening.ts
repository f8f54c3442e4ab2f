/**
 * Whether the door is open, told from dated spans, so that a window whose line is lost still closes at
 * closing time and opens in the morning. Pure.
 */
import type { Board, Opening, OpeningSpan } from '#shared/protocol.ts';
import { localDate, timeText } from '#shared/ui/office-time.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';

/** The hub's own word while it holds; what the hours say once it has passed. */
export function openingAt(
  { opening, hours }: Pick<Board, 'opening' | 'hours'>,
  now: EpochMs,
): Opening {
  const turnsAt = opening.open ? opening.closesAt : opening.opensAt;
  if (turnsAt === null || now < turnsAt) return opening;
  const span = hours.find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt);
  if (span) return { open: true, closesAt: span.closesAt };
  const next = hours.find(({ opensAt }) => opensAt > now);
  return { open: false, opensAt: next?.opensAt ?? null };
}

/** The last visitors of the day are still being called this long after a call, though the door is closed. */
const LAST_VISITS_MS = 30 * 60_000;

/**
 * 'open'; 'last-visits' while the queue is still called after closing time; 'night' when there is nobody
 * to call and nothing to come in for.
 */
export function houseAt(board: Board, now: EpochMs): 'open' | 'last-visits' | 'night' {
  if (openingAt(board, now).open) return 'open';
  const [newest] = board.calls;
  return newest && now - newest.calledAt < LAST_VISITS_MS ? 'last-visits' : 'night';
}

/** Days that follow each other with the same hours, as one line of a table. */
export type HoursRow = { firstDay: EpochMs; lastDay: EpochMs; times: string };

/** ['9.30–16', '9.30–12 · 13–16', …] by day, neighbours alike joined. A span that has ended is left out. */
export function hoursRows(
  hours: readonly OpeningSpan[],
  now: EpochMs,
  zone: string,
  language: Language,
): readonly HoursRow[] {
  const days = Map.groupBy(
    hours.filter(({ closesAt }) => closesAt > now),
    ({ opensAt }) => localDate(opensAt, zone),
  );
  const rows: HoursRow[] = [];
  for (const spans of days.values()) {
    const day = spans[0]?.opensAt ?? now;
    const times = spans.map((span) => shortSpan(span, zone, language)).join(' · ');
    const above = rows.at(-1);
    if (above?.times === times && isDayAfter(above.lastDay, day, zone)) above.lastDay = day;
    else rows.push({ firstDay: day, lastDay: day, times });
  }
  return rows;
}

/** '9.30–16': whole hours without their minutes, as on a door. */
const shortSpan = ({ opensAt, closesAt }: OpeningSpan, zone: string, language: Language): string =>
  [opensAt, closesAt].map((at) => timeText(at, zone, language).replace(/[.:]00$/, '')).join('–');

/** Neither a night of 23 hours nor one of 25 comes between. */
const isDayAfter = (one: EpochMs, other: EpochMs, zone: string): boolean =>
  Date.parse(localDate(other, zone)) - Date.parse(localDate(one, zone)) === 86_400_000;
