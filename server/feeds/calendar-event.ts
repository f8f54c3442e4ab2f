/**
 * One VEVENT as it stands: its words clean, its times on the wall of its own zone. Or why it cannot be
 * taken in. Pure. Rules F… in docs/spec.md.
 */
import { createHash } from 'node:crypto';
import type { DropReason } from '#shared/feeds.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import {
  bareValue,
  type EventLines,
  isPrivate,
  LONGEST_LINE,
  readProperty,
  textOf,
} from './calendar-lines.ts';
import { type CalendarZones, namedZone, type Zone } from './calendar-zones.ts';
import { cleanText, TEXT_GRAPHEMES, TITLE_GRAPHEMES } from './imported.ts';

/** A day, or a time of day somewhere. `wall` of a day is its midnight, and its zone the office's. */
export type Moment = { allDay: boolean; wall: Temporal.PlainDateTime; zone: Zone };

/** How long it lasts: on the wall clock from when it begins, or between two zones. */
export type Length = { onTheWall: Temporal.Duration } | { elapsedMs: number };

export type CalendarEvent = {
  uid: string;
  sequence: number;
  cancelled: boolean;
  /** '' where it says none. */
  title: string;
  place: string | null;
  text: string | null;
  /** null where only what it replaces has a time. */
  start: Moment | null;
  /** null: it says no end. */
  length: Length | null;
  rule: string | null;
  added: readonly Moment[];
  excepted: readonly Moment[];
  /** Which time of a series this one replaces. */
  replaces: { moment: Moment; andWhatFollows: boolean } | null;
};

/** What is known of an event that is left out, so that it never makes way for an older one. */
export type LeftOut = {
  uid: string;
  sequence: number;
  /** It replaces a time of a series; `replaces` is null when not even that time can be read. */
  isOverride: boolean;
  replaces: CalendarEvent['replaces'];
  title: string;
  why: DropReason;
};

const LONGEST_EVENT_DAYS = 366;

export type EventContext = { zones: CalendarZones; office: Zone; cancels: boolean };

export function readEvent(lines: EventLines, context: EventContext): CalendarEvent | LeftOut {
  const words = {
    title: cleanText(textOf(only(lines, 'SUMMARY')) ?? '', TITLE_GRAPHEMES),
    place: cleanText(textOf(only(lines, 'LOCATION')) ?? '', TITLE_GRAPHEMES) || null,
    text: cleanText(textOf(only(lines, 'DESCRIPTION')) ?? '', TEXT_GRAPHEMES) || null,
  };
  const uid = uidOf(lines);
  const sequence = sequenceOf(lines);
  let replaces: CalendarEvent['replaces'] = null;
  try {
    replaces = readReplaces(lines, context);
    if (isPrivate(lines)) throw new Unreadable('private');
    const start = readMoments(lines, 'DTSTART', context)[0] ?? null;
    if (!start && !replaces) throw new Unreadable('no-such-time');
    const rules = lines.get('RRULE') ?? [];
    if (rules.length > 1 || lines.has('EXRULE')) throw new Unreadable('rule-is-not-understood');
    return {
      ...{ uid, sequence, ...words, replaces, start },
      cancelled:
        context.cancels || /^\s*CANCELLED\s*$/i.test(bareValue(only(lines, 'STATUS') ?? '')),
      length: start && readLength(lines, start, context),
      rule: rules[0] === undefined ? null : bareValue(rules[0]),
      added: readMoments(lines, 'RDATE', context),
      excepted: readMoments(lines, 'EXDATE', context),
    };
  } catch (unreadable) {
    if (!(unreadable instanceof Unreadable)) throw unreadable;
    const { why } = unreadable;
    const isOverride = lines.has('RECURRENCE-ID');
    return { uid, sequence, isOverride, replaces, title: words.title, why };
  }
}

/** Ends the reading of one event; never leaves this file. */
class Unreadable extends Error {
  readonly why: DropReason;
  constructor(why: DropReason) {
    super(why);
    this.why = why;
  }
}

// Which event it is

const LONGEST_UID = 100;

/** Its own, if that is short and plain; else a mark of it, or of all its facts where it has none. */
function uidOf(lines: EventLines): string {
  const uid = textOf(only(lines, 'UID'))?.trim() ?? '';
  if (uid === '') return digest([...lines.values()].flat().join('\n'));
  return uid.length <= LONGEST_UID && /^[\x21-\x7e]+$/.test(uid) ? uid : digest(uid);
}

const digest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 32);

function sequenceOf(lines: EventLines): number {
  const text = bareValue(only(lines, 'SEQUENCE') ?? ':0').trim();
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** Said twice, the first counts. */
const only = (lines: EventLines, name: string): string | undefined => lines.get(name)?.[0];

// When

function readReplaces(lines: EventLines, context: EventContext): CalendarEvent['replaces'] {
  const line = only(lines, 'RECURRENCE-ID');
  const moment = line === undefined ? undefined : readMoments(lines, 'RECURRENCE-ID', context)[0];
  if (line === undefined || !moment) return null;
  return {
    moment,
    andWhatFollows: /;RANGE="?THISANDFUTURE/i.test(
      line.slice(0, line.length - bareValue(line).length),
    ),
  };
}

function readMoments(lines: EventLines, name: string, context: EventContext): readonly Moment[] {
  return (lines.get(name) ?? []).flatMap((line) => {
    if (line.length > LONGEST_LINE) throw new Unreadable('malformed');
    const property = readProperty(line);
    if (!property) throw new Unreadable('malformed');
    const { parameters, values } = property;
    const zone = zoneOf(parameters['tzid'], context);
    return values.map((value) => momentOf(value, zone, context.office));
  });
}

function zoneOf(tzid: unknown, { zones, office }: EventContext): Zone {
  if (tzid === undefined) return office; // floating: what the clock says where it is shown
  const zone = typeof tzid === 'string' ? zones.of(tzid) : null;
  if (!zone) throw new Unreadable('unknown-time-zone');
  return zone;
}

const UTC = namedZone('UTC');

/** @param value as ical.js writes it: '2026-11-24', '2026-11-24T10:00:00', with or without 'Z' */
function momentOf(value: unknown, zone: Zone, office: Zone): Moment {
  const text = typeof value === 'string' ? value : '';
  const time = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(Z)?)?$/.exec(text);
  if (!time) throw new Unreadable(text === '' ? 'malformed' : 'no-such-time');
  const [, day = '', clock, utc] = time;
  try {
    const wall = Temporal.PlainDateTime.from(`${day}T${clock ?? '00:00:00'}`, {
      overflow: 'reject',
    });
    if (clock === undefined) return { allDay: true, wall, zone: office };
    return { allDay: false, wall, zone: utc ? UTC : zone };
  } catch {
    throw new Unreadable('no-such-time'); // 30 February
  }
}

// How long

function readLength(lines: EventLines, start: Moment, context: EventContext): Length | null {
  const [end] = readMoments(lines, 'DTEND', context);
  const length = end ? between(start, end) : durationOf(only(lines, 'DURATION'), start);
  if (!length) return start.allDay ? { onTheWall: Temporal.Duration.from({ days: 1 }) } : null;
  const days =
    'elapsedMs' in length
      ? length.elapsedMs / 86_400_000
      : length.onTheWall.total({ unit: 'day', relativeTo: start.wall });
  if (days < 0) throw new Unreadable('ends-before-it-starts');
  if (days > LONGEST_EVENT_DAYS) throw new Unreadable('too-long');
  // Written by those who take the last day for the end: a day has no length of nothing.
  if (start.allDay && days === 0) return { onTheWall: Temporal.Duration.from({ days: 1 }) };
  return length;
}

function between(start: Moment, end: Moment): Length {
  if (start.allDay !== end.allDay) throw new Unreadable('malformed');
  if (start.zone === end.zone)
    return { onTheWall: start.wall.until(end.wall, { largestUnit: 'day' }) };
  return { elapsedMs: end.zone.instantOf(end.wall) - start.zone.instantOf(start.wall) };
}

/** Days are days on the wall, hours are hours that pass: RFC 5545, 3.3.6. Whole days only for a day. */
function durationOf(line: string | undefined, start: Moment): Length | null {
  if (line === undefined) return null;
  const parts = /^([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    bareValue(line).trim().toUpperCase(),
  );
  const [, sign, ...numbers] = parts ?? [];
  if (!parts || numbers.every((number) => number === undefined)) throw new Unreadable('malformed');
  if (sign === '-') throw new Unreadable('ends-before-it-starts');
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = numbers.map((number) =>
    Number(number ?? 0),
  );
  const daysInAll = weeks * 7 + days;
  const secondsInAll = hours * 3600 + minutes * 60 + seconds;
  if (daysInAll + secondsInAll / 86_400 > LONGEST_EVENT_DAYS) throw new Unreadable('too-long');
  if (start.allDay)
    return {
      onTheWall: Temporal.Duration.from({ days: daysInAll + Math.ceil(secondsInAll / 86_400) }),
    };
  return daysInAll === 0
    ? { elapsedMs: secondsInAll * 1000 }
    : { onTheWall: Temporal.Duration.from({ days: daysInAll, seconds: secondsInAll }) };
}

/** When something that begins at `wall` ends. Never before it begins. */
export function endOf(
  wall: Temporal.PlainDateTime,
  zone: Zone,
  length: Length | null,
): { startsAt: EpochMs; endsAt: EpochMs } {
  const startsAt = zone.instantOf(wall);
  if (!length) return { startsAt, endsAt: startsAt };
  const endsAt =
    'elapsedMs' in length
      ? startsAt + length.elapsedMs
      : zone.instantOf(wall.add(length.onTheWall));
  return { startsAt, endsAt: Math.max(startsAt, endsAt) };
}
