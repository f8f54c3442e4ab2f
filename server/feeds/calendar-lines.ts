/**
 * iCalendar as text: unfolded, cut into events and zones, and rid of everything that is never shown. Who
 * was invited, alarms, attachments and whatever is private go no further than this. Pure. Rules F1… in docs/spec.md.
 *
 * A line by itself is read by ical.js. Not a whole calendar: there, one bad line spoils everything.
 */
import ICAL from 'ical.js';

/** Content lines of one event, unfolded, by the name of the property in upper case. */
export type EventLines = ReadonlyMap<string, readonly string[]>;

export type CalendarLines = {
  name: string | null;
  /** METHOD:CANCEL: everything in it is called off. */
  cancels: boolean;
  events: readonly EventLines[];
  /** VTIMEZONE, whole, by TZID. */
  zones: ReadonlyMap<string, string>;
};

const MOST_EVENTS = 5_000;
/** In UTF-16, unfolded. Longer words are cut, longer dates spoil their event. */
export const LONGEST_LINE = 64 * 1024;
const MOST_ZONES = 50;
const MOST_LINES_OF_A_ZONE = 400;

const EVENT_WORDS = new Set(['SUMMARY', 'LOCATION', 'DESCRIPTION']);
const EVENT_FACTS = new Set([
  ...['UID', 'DTSTART', 'DTEND', 'DURATION', 'RRULE', 'EXRULE', 'RDATE', 'EXDATE'],
  ...['RECURRENCE-ID', 'SEQUENCE', 'STATUS', 'CLASS'],
]);
const CALENDAR_FACTS = new Set(['METHOD', 'NAME', 'X-WR-CALNAME']);
const ZONE_FACTS = new Set(['TZID', 'DTSTART', 'RRULE', 'RDATE', 'TZOFFSETFROM', 'TZOFFSETTO']);

/** A calendar that does not begin or end as one is none: half of one would hide what is missing. */
export function readLines(text: string): CalendarLines | 'not-a-calendar' | 'too-many-events' {
  const calendar = new Map<string, string[]>();
  const events: EventLines[] = [];
  const zones = new Map<string, string>();
  /** The components we are inside of, outermost first. */
  const inside: string[] = [];
  let event = new Map<string, string[]>();
  let zone: string[] = [];
  let calendars = 0;

  for (const line of unfolded(text)) {
    const name = /^[A-Za-z0-9-]+(?=[;:])/.exec(line)?.[0].toUpperCase();
    if (!name) continue; // the rest of somebody's unescaped line
    const where = inside.at(-1);
    if (name === 'BEGIN') {
      const component = bareValue(line).trim().toUpperCase();
      if (inside.length === 0 && component !== 'VCALENDAR') return 'not-a-calendar';
      inside.push(component);
      if (isEvent(inside)) event = new Map();
      else if (isZone(inside)) zone = [];
      if (inside[1] === 'VTIMEZONE') zone.push(line);
    } else if (where === undefined) {
      return 'not-a-calendar';
    } else if (name === 'END') {
      if (bareValue(line).trim().toUpperCase() !== where) return 'not-a-calendar';
      if (inside[1] === 'VTIMEZONE') zone.push(line);
      if (isEvent(inside) && events.push(withoutPrivateWords(event)) > MOST_EVENTS)
        return 'too-many-events';
      if (isZone(inside)) keepZone(zones, zone);
      inside.pop();
      if (inside.length === 0) calendars += 1;
    } else if (isEvent(inside)) {
      if (EVENT_WORDS.has(name)) add(event, name, line.slice(0, LONGEST_LINE));
      else if (EVENT_FACTS.has(name)) add(event, name, line);
    } else if (inside[1] === 'VTIMEZONE') {
      if (ZONE_FACTS.has(name)) zone.push(line);
    } else if (inside.length === 1 && CALENDAR_FACTS.has(name)) {
      add(calendar, name, line.slice(0, LONGEST_LINE));
    }
  }
  if (calendars === 0 || inside.length > 0) return 'not-a-calendar';
  const called = calendar.get('X-WR-CALNAME') ?? calendar.get('NAME');
  return {
    name: called ? textOf(called[0]) : null,
    cancels: (calendar.get('METHOD') ?? []).some((line) => /:\s*CANCEL\s*$/i.test(line)),
    events,
    zones,
  };
}

/** A calendar of what was read, and of nothing else: this is what is kept. Reads as the whole one did. */
export function textOfLines({ name, cancels, events, zones }: CalendarLines): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...(cancels ? ['METHOD:CANCEL'] : []),
    ...(name === null ? [] : [`X-WR-CALNAME:${escaped(name)}`]),
    ...zones.values(),
    ...events.map((event) =>
      ['BEGIN:VEVENT', ...[...event.values()].flat(), 'END:VEVENT'].join('\r\n'),
    ),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** One property as jCal: name, parameters, type, values. null: it cannot be read. */
export function readProperty(line: string): {
  parameters: Readonly<Record<string, unknown>>;
  type: string;
  values: readonly unknown[];
} | null {
  try {
    const [, parameters, type, ...values] = ICAL.parse.property(line);
    return { parameters, type, values };
  } catch {
    return null; // what it complains of is the text of others, and stays there
  }
}

/** The words of a SUMMARY, LOCATION or DESCRIPTION, whatever type it claims to be. */
export function textOf(line: string | undefined): string | null {
  if (line === undefined) return null;
  const value = readProperty(line.replace(/;VALUE=[^;:"]*/gi, ''))?.values[0];
  return typeof value === 'string' ? value : null;
}

/** All after the first colon: for properties whose parameters hold none. */
export const bareValue = (line: string): string => line.slice(line.indexOf(':') + 1);

function* unfolded(text: string): Generator<string> {
  let parts: string[] = [];
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)) {
    if (line.startsWith(' ') || line.startsWith('\t')) {
      parts.push(line.slice(1));
      continue;
    }
    if (parts.length > 0) yield parts.join('');
    parts = line === '' ? [] : [line];
  }
  if (parts.length > 0) yield parts.join('');
}

const isEvent = (inside: readonly string[]): boolean =>
  inside.length === 2 && inside[1] === 'VEVENT';
const isZone = (inside: readonly string[]): boolean =>
  inside.length === 2 && inside[1] === 'VTIMEZONE';

function add(lines: Map<string, string[]>, name: string, line: string): void {
  const known = lines.get(name);
  if (known) known.push(line);
  else lines.set(name, [line]);
}

export const isPrivate = (event: EventLines): boolean =>
  (event.get('CLASS') ?? []).some((line) => !/^\s*(PUBLIC)?\s*$/i.test(bareValue(line)));

function withoutPrivateWords(event: EventLines): EventLines {
  if (!isPrivate(event)) return event;
  return new Map([...event].filter(([name]) => !EVENT_WORDS.has(name)));
}

function keepZone(zones: Map<string, string>, lines: readonly string[]): void {
  const tzid = lines.find((line) => /^TZID[;:]/i.test(line));
  if (!tzid || zones.size >= MOST_ZONES || lines.length > MOST_LINES_OF_A_ZONE) return;
  zones.set(bareValue(tzid).trim(), lines.join('\r\n'));
}

const escaped = (text: string): string =>
  text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\n|\r/g, '\\n');
