/**
 * A calendar of others, read: what of it takes place in a span of time, and what is left out and why. Pure,
 * and never throws, whatever the text; how long it takes is for calendar-worker.ts to bound.
 * Rules F… in docs/spec.md.
 */
import { createHash } from 'node:crypto';
import type { DroppedEvent, DropReason, FeedFailure } from '#shared/feeds.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import {
  type CalendarEvent,
  endOf,
  type LeftOut,
  type Length,
  type Moment,
  readEvent,
} from './calendar-event.ts';
import { type CalendarLines, readLines, textOfLines } from './calendar-lines.ts';
import { type Recurrence, recurrenceOf } from './calendar-recurrence.ts';
import { CalendarZones, namedZone, type Zone } from './calendar-zones.ts';
import { cleanText, type ImportedItem, TITLE_GRAPHEMES } from './imported.ts';

export type CalendarItem = Omit<ImportedItem, 'feed'>;

export type CalendarSpan = {
  /** IANA zone of the office: that of times without one, and of days. */
  zone: string;
  /** Everything of which any part lies in `from` … `until`. */
  from: EpochMs;
  until: EpochMs;
};

export type CalendarReading =
  | {
      ok: true;
      name: string | null;
      items: readonly CalendarItem[];
      dropped: readonly DroppedEvent[];
      droppedCount: number;
      /** Of the events in it, how many were understood. */
      understood: number;
      /** What the above came from, and nothing else of the calendar; reads the same again. */
      kept: string;
      /** Of `kept`, whatever the order of its events. */
      digest: string;
    }
  | { ok: false; failure: Extract<FeedFailure, 'not-a-calendar' | 'too-many-events'> };

export const MOST_ITEMS = 2_000;
export const MOST_LISTED = 200;
/** Of all events together, before the first MOST_ITEMS of them are taken. */
const MOST_OCCURRENCES = 20_000;

export function readCalendar(text: string, span: CalendarSpan): CalendarReading {
  const lines = readLines(text);
  if (typeof lines === 'string') return { ok: false, failure: lines };
  const context = {
    zones: new CalendarZones(lines.zones),
    office: namedZone(span.zone),
    cancels: lines.cancels,
  };
  const series = bySeries(lines.events.map((event) => readEvent(event, context)));

  const drops = new Drops();
  const byName = new Map<string, CalendarItem>();
  for (const one of series.values()) {
    for (const item of itemsOf(one, span, drops)) {
      // The same time replaced by its day and by its hour, or names made to look like those of others.
      if (byName.has(item.uid)) drops.add(item.uid, item.title, 'malformed');
      else byName.set(item.uid, item);
    }
    if (byName.size > MOST_OCCURRENCES) return { ok: false, failure: 'too-many-events' };
  }
  const items = [...byName.values()].sort(
    (a, b) => a.startsAt - b.startsAt || (a.uid < b.uid ? -1 : 1),
  );
  for (const { uid, title } of items.splice(MOST_ITEMS)) drops.add(uid, title, 'too-many-days');

  return {
    ok: true,
    name: cleanText(lines.name ?? '', TITLE_GRAPHEMES) || null,
    items,
    ...drops.listed(),
    understood: lines.events.length - drops.events,
    kept: textOfLines(lines),
    digest: digestOf(lines),
  };
}

/** What was left out: the first of it by name, the rest by number. */
class Drops {
  readonly #dropped: DroppedEvent[] = [];
  #count = 0;
  /** Events that are left out whole. */
  events = 0;

  add(uid: string, title: string, why: DropReason): void {
    this.#count += 1;
    if (this.#dropped.length < MOST_LISTED)
      this.#dropped.push({ uid, title: title === '' ? null : title, why });
  }

  addWhole({ uid, title }: Read, why: DropReason): void {
    this.events += 1;
    this.add(uid, title, why);
  }

  listed(): Pick<Extract<CalendarReading, { ok: true }>, 'dropped' | 'droppedCount'> {
    return { dropped: this.#dropped, droppedCount: this.#count };
  }
}

function digestOf({ zones, cancels, events }: CalendarLines): string {
  const inOrder = events.map((event) => [...event.values()].flat().join('\n')).sort();
  const all = [String(cancels), ...[...zones.values()].sort(), ...inOrder];
  return createHash('sha256').update(all.join('\n\n')).digest('hex');
}

// Events that belong together

type Read = CalendarEvent | LeftOut;
const isLeftOut = (event: Read): event is LeftOut => 'why' in event;

/** All that has one UID: the event itself, and what replaces some of its times, by that time. */
type Series = { master: Read | null; overrides: Map<string, Read> };

/** Of two that are the same thing the one with the higher SEQUENCE counts; of equals, the later in the file. */
function bySeries(events: readonly Read[]): ReadonlyMap<string, Series> {
  const series = new Map<string, Series>();
  for (const event of events) {
    const one = series.get(event.uid) ?? { master: null, overrides: new Map<string, Read>() };
    series.set(event.uid, one);
    if (event.replaces) {
      const key = keyOf(event.replaces.moment);
      if (isNewer(event, one.overrides.get(key))) one.overrides.set(key, event);
    } else if (isLeftOut(event) && event.isOverride) {
      one.overrides.set(`unknown ${one.overrides.size}`, event);
    } else if (isNewer(event, one.master)) one.master = event;
  }
  return series;
}

const isNewer = (event: Read, known: Read | null | undefined): boolean =>
  !known || event.sequence >= known.sequence;

/** A time is the same time in whatever zone it is written; a day is a day. */
const keyOf = ({ allDay, wall, zone }: Moment): string =>
  allDay ? dayKey(wall) : timeKey(wall, zone);
const dayKey = (wall: Temporal.PlainDateTime): string => wall.toPlainDate().toString();
const timeKey = (wall: Temporal.PlainDateTime, zone: Zone): string => String(zone.instantOf(wall));

function itemsOf({ master, overrides }: Series, span: CalendarSpan, drops: Drops): CalendarItem[] {
  const why = master && isLeftOut(master) ? master.why : null;
  if (master && why) drops.addWhole(master, why);
  const readable: CalendarEvent[] = [];
  for (const event of overrides.values()) {
    // Whoever hides a series hides all of it.
    if (why === 'private') drops.addWhole(event, why);
    else if (isLeftOut(event)) drops.addWhole(event, event.why);
    else readable.push(event);
  }
  if (master && !isLeftOut(master)) {
    const recurrence = recurrenceIn(master);
    if (typeof recurrence !== 'string')
      return itemsOfSeries({ master, recurrence, overrides, readable }, span, drops);
    drops.addWhole(master, recurrence);
  }
  // What replaces a time of something that is not here stands for itself.
  return readable.flatMap((event) =>
    itemOf(event, null, event.replaces?.moment ?? momentIn(event), span, drops),
  );
}

// What takes place

type WholeSeries = {
  master: CalendarEvent;
  recurrence: Recurrence;
  overrides: ReadonlyMap<string, Read>;
  readable: readonly CalendarEvent[];
};

function recurrenceIn(master: CalendarEvent): Recurrence | DropReason {
  const { rule, added } = master;
  const { wall, zone } = momentIn(master);
  return recurrenceOf({
    ...{ start: wall, rule },
    wallOfUtc: (utc) => zone.wallAt(namedZone('UTC').instantOf(utc)),
    added: added.map((moment) => onClockOf(master, moment)),
  });
}

function itemsOfSeries(series: WholeSeries, span: CalendarSpan, drops: Drops): CalendarItem[] {
  const { master, recurrence, overrides, readable } = series;
  const start = momentIn(master);
  const replacedMoments = [...overrides.values()].flatMap(({ replaces }) => replaces?.moment ?? []);
  const excepted = new Set(
    [...master.excepted, ...replacedMoments].map((moment) => exceptedKey(master, moment)),
  );
  const endsBefore = moveOf(readable);
  if (endsBefore !== null) drops.add(master.uid, master.title, 'moves-what-follows');

  const walls = recurrence.between(...wallsOf(span, start, master.length)).filter((wall) => {
    const keys = start.allDay ? [dayKey(wall)] : [timeKey(wall, start.zone), dayKey(wall)];
    if (keys.some((key) => excepted.has(key))) return false;
    return endsBefore === null || start.zone.instantOf(wall) < endsBefore;
  });
  // Without a title it is left out once, and not once for every time.
  const ruled =
    master.title === '' && walls.length > 0
      ? itemOf(master, null, start, span, drops)
      : walls.flatMap((wall) => itemOf(master, null, { ...start, wall }, span, drops));

  const replaced = readable.flatMap((event) => {
    const moment = event.replaces?.moment ?? start;
    if (!isTimeOf(series, moment)) {
      drops.addWhole(event, 'replaces-nothing');
      return [];
    }
    return itemOf(event, master, { ...start, wall: onClockOf(master, moment) }, span, drops);
  });
  return [...ruled, ...replaced];
}

/** When something says that all after it is moved with it: where to is not told, so it is not guessed. */
function moveOf(overrides: readonly CalendarEvent[]): EpochMs | null {
  const moves = overrides.flatMap(({ replaces }) =>
    replaces?.andWhatFollows ? [replaces.moment.zone.instantOf(replaces.moment.wall)] : [],
  );
  return moves.length === 0 ? null : Math.min(...moves);
}

function isTimeOf({ master, recurrence }: WholeSeries, moment: Moment): boolean {
  const wall = onClockOf(master, moment);
  if (!moment.allDay || momentIn(master).allDay) return recurrence.between(wall, wall).length > 0;
  const day = wall.toPlainDate();
  const last = day.toPlainDateTime('23:59:59');
  return recurrence.between(day.toPlainDateTime(), last).length > 0;
}

/** A moment on the wall clock of the event: its midnight for days, and for a day of something that has a time, that time. */
function onClockOf(master: CalendarEvent, moment: Moment): Temporal.PlainDateTime {
  const start = momentIn(master);
  if (moment.allDay && !start.allDay)
    return moment.wall.toPlainDate().toPlainDateTime(start.wall.toPlainTime());
  if (moment.zone === start.zone && !start.allDay) return moment.wall;
  const wall = start.zone.wallAt(moment.zone.instantOf(moment.wall));
  return start.allDay ? wall.toPlainDate().toPlainDateTime() : wall;
}

const exceptedKey = (master: CalendarEvent, moment: Moment): string =>
  momentIn(master).allDay ? dayKey(onClockOf(master, moment)) : keyOf(moment);

/** Where it begins, if need be at the time that it replaces; calendar-event.ts lets nothing pass that has neither. */
function momentIn({ start, replaces }: CalendarEvent): Moment {
  const moment = start ?? replaces?.moment;
  if (!moment) throw new Error('An event without any time was let through');
  return moment;
}

/** Walls between which anything must begin of which a part lies in `span`. */
function wallsOf(
  { from, until }: CalendarSpan,
  { zone }: Moment,
  length: Length | null,
): [Temporal.PlainDateTime, Temporal.PlainDateTime] {
  const longestDays = !length
    ? 0
    : 'elapsedMs' in length
      ? length.elapsedMs / DAY_MS
      : length.onTheWall.total({ unit: 'day', relativeTo: zone.wallAt(from) });
  return [zone.wallAt(from).subtract({ days: Math.ceil(longestDays) + 1 }), zone.wallAt(until)];
}

const DAY_MS = 86_400_000;

/**
 * @param from whose words and length it has where it says none itself
 * @param planned when it was planned for: which of its times it is, whatever became of it
 */
function itemOf(
  event: CalendarEvent,
  from: CalendarEvent | null,
  planned: Moment,
  span: CalendarSpan,
  drops: Drops,
): CalendarItem[] {
  const title = event.title || (from?.title ?? '');
  if (title === '') {
    drops.addWhole(event, 'no-title');
    return [];
  }
  // An occurrence begins when it is planned; what replaces one, when it says.
  const start = event.replaces ? (event.start ?? planned) : planned;
  const length = event.length ?? (from && from.start?.allDay === start.allDay ? from.length : null);
  const { startsAt, endsAt } = endOf(start.wall, start.zone, length);
  if (startsAt >= span.until || (endsAt <= span.from && startsAt < span.from)) return [];
  const recurs = event.rule !== null || event.added.length > 0 || event.replaces !== null;
  return [
    {
      uid: recurs ? `${event.uid}/${nameOf(planned)}` : event.uid,
      title,
      place: event.place ?? from?.place ?? null,
      text: event.text ?? from?.text ?? null,
      ...{ startsAt, endsAt },
      allDay: start.allDay || isWholeDays(startsAt, endsAt, span.zone),
      cancelled: event.cancelled || (from?.cancelled ?? false),
    },
  ];
}

const nameOf = ({ allDay, wall }: Moment): string =>
  allDay ? dayKey(wall) : wall.toString({ smallestUnit: 'minute' });

/** From midnight to midnight of the office: so some programs write days. */
function isWholeDays(startsAt: EpochMs, endsAt: EpochMs, zone: string): boolean {
  const isMidnight = (at: EpochMs) =>
    namedZone(zone).wallAt(at).toPlainTime().equals(Temporal.PlainTime.from('00:00'));
  return endsAt > startsAt && isMidnight(startsAt) && isMidnight(endsAt);
}
