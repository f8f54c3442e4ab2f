/**
 * What time it was: local times of a calendar as instants. Pure. Rules F… in docs/spec.md.
 *
 * A zone that is known by name is taken from Node's own tables, whatever the calendar says of it.
 */
import ICAL from 'ical.js';
import type { EpochMs } from '#shared/vocabulary.ts';

export type Zone = {
  /** A time the clock jumps over is as much later as the jump; of a time it shows twice, the first. */
  instantOf(wall: Temporal.PlainDateTime): EpochMs;
  wallAt(at: EpochMs): Temporal.PlainDateTime;
};

export const namedZone = (id: string): Zone => ({
  instantOf: (wall) => wall.toZonedDateTime(id, { disambiguation: 'compatible' }).epochMilliseconds,
  wallAt: (at) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(id).toPlainDateTime(),
});

/** The zones of one calendar, each looked for once. */
export class CalendarZones {
  readonly #described: ReadonlyMap<string, string>;
  readonly #known = new Map<string, Zone | null>();

  /** @param described VTIMEZONE by TZID, for names that nobody else knows */
  constructor(described: ReadonlyMap<string, string>) {
    this.#described = described;
  }

  /** null: nobody can tell what time that is. */
  of(tzid: string): Zone | null {
    let zone = this.#known.get(tzid);
    if (zone === undefined) {
      zone = byName(tzid) ?? byDescription(this.#described.get(tzid));
      this.#known.set(tzid, zone);
    }
    return zone;
  }
}

/** As Windows and Outlook call the zones of Europe. Other names of theirs come with a description. */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  'W. Europe Standard Time': 'Europe/Berlin',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'Romance Standard Time': 'Europe/Paris',
  'FLE Standard Time': 'Europe/Kyiv',
  'GTB Standard Time': 'Europe/Bucharest',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'GMT Standard Time': 'Europe/London',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'Turkey Standard Time': 'Europe/Istanbul',
  'tzone://Microsoft/Utc': 'UTC',
  'Coordinated Universal Time': 'UTC',
};

function byName(tzid: string): Zone | null {
  if (Object.hasOwn(WINDOWS_ZONES, tzid)) return namedZone(WINDOWS_ZONES[tzid] ?? 'UTC');
  // Some programs put a path of their own before it: '/citadel.org/20260101_1/Europe/Stockholm'.
  const segments = tzid.startsWith('/') ? tzid.split('/').slice(2) : [tzid];
  for (let first = 0; first < segments.length; first++) {
    const name = segments.slice(first).join('/');
    if (isZoneName(name)) return namedZone(name);
  }
  return null;
}

function isZoneName(name: string): boolean {
  // Temporal takes whole dates for zones, too; a zone is a name or a difference.
  if (!/^([A-Za-z][\w+\-/]{0,60}|[+-]\d{2}:\d{2})$/.test(name)) return false;
  try {
    namedZone(name).wallAt(0);
    return true;
  } catch {
    return false;
  }
}

function byDescription(text: string | undefined): Zone | null {
  if (text === undefined) return null;
  try {
    const zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(text)));
    offsetMs(zone, Temporal.PlainDateTime.from('2026-01-01'));
    // Without a single change of clock it would be taken for UTC.
    return zone.changes.length === 0 ? null : describedZone(zone);
  } catch {
    return null;
  }
}

const describedZone = (zone: ICAL.Timezone): Zone => ({
  instantOf: (wall) => namedZone('UTC').instantOf(wall) - offsetMs(zone, wall),
  wallAt: (at) => {
    // The offset depends on the wall clock, which depends on the offset: the second guess is right.
    const guess = namedZone('UTC').wallAt(at + offsetMs(zone, namedZone('UTC').wallAt(at)));
    return namedZone('UTC').wallAt(at + offsetMs(zone, guess));
  },
});

const offsetMs = (
  zone: ICAL.Timezone,
  { year, month, day, hour, minute, second }: Temporal.PlainDateTime,
) => zone.utcOffset(ICAL.Time.fromData({ year, month, day, hour, minute, second })) * 1000;
