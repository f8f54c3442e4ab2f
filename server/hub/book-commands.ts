/** From the wire's requests to the commands of the office book, and from what happened to the answers. Pure but for a takeover's name. */
import { randomUUID } from 'node:crypto';
import type { Remark as ToldRemark } from '#shared/protocol.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { OfficeBook, OfficeCommand, OfficeEvent } from '../office/office-book.ts';
import { localDate } from '../schedule/office-hours.ts';
import { hoursMistakes, spansBetween } from '../schedule/recurring-hours.ts';
import type { Asked } from './commands.ts';
import type { RemarkAbout } from './remark-words.ts';

/** What is asked of calendars and windows themselves, and not of the book. */
export type ErrandAsked = Extract<
  Asked,
  { request: 'feed:import' | 'feed:read' | 'display:reload' }
>;
type BookSubject = 'hours' | 'holiday' | 'agency' | 'visit' | 'activity' | 'notice' | 'takeover';
/** What is asked of the office book. */
export type BookAsked = Exclude<
  Extract<Asked, { request: `${BookSubject | 'feed' | 'display'}:${string}` }>,
  ErrandAsked
>;

const BOOK_REQUEST = /^(hours|holiday|agency|visit|activity|notice|feed|takeover|display):/;
const ERRANDS: ReadonlySet<string> = new Set<ErrandAsked['request']>([
  'feed:import',
  'feed:read',
  'display:reload',
]);

export const isErrand = (asked: Asked): asked is ErrandAsked => ERRANDS.has(asked.request);
export const isOfBook = (asked: Asked): asked is BookAsked =>
  BOOK_REQUEST.test(asked.request) && !isErrand(asked);

export function bookCommandFor(asked: BookAsked, at: EpochMs): OfficeCommand {
  switch (asked.request) {
    case 'hours:set':
      return { type: 'SetHours', hours: asked.hours, at };
    case 'hours:change-day':
      return { type: 'ChangeOpening', change: changeIn(asked), at };
    case 'hours:restore-day':
      return { type: 'RestoreOpening', day: asked.day, at };
    case 'holiday:set': {
      const { day, closed, name } = asked;
      return { type: 'SetHoliday', holiday: { day, closed, name }, at };
    }
    case 'holiday:remove':
      return { type: 'RemoveHoliday', day: asked.day, at };

    case 'agency:set': {
      const { agency: id, name, shortName, place, speaks } = asked;
      return { type: 'SetAgency', agency: { id, name, shortName, place, speaks }, at };
    }
    case 'agency:set-visits':
      return { type: 'SetVisits', agency: asked.agency, visits: asked.visits, at };
    case 'visit:cancel':
    case 'visit:change':
      return { type: 'ChangeVisit', agency: asked.agency, change: changeIn(asked), at };
    case 'visit:restore':
      return { type: 'RestoreVisit', agency: asked.agency, day: asked.day, at };

    case 'activity:set': {
      const { activity: id, title, shortTitle, text, place, speaks, hours, onHolidays } = asked;
      return {
        type: 'SetActivity',
        activity: { id, title, shortTitle, text, place, speaks, hours, onHolidays },
        at,
      };
    }
    case 'activity:remove':
      return { type: 'RemoveActivity', activity: asked.activity, at };
    case 'activity:change-day':
    case 'activity:cancel-day':
      return { type: 'ChangeActivity', activity: asked.activity, change: changeIn(asked), at };
    case 'activity:restore-day':
      return { type: 'RestoreActivity', activity: asked.activity, day: asked.day, at };

    case 'notice:set': {
      const { notice: id, title, text, priority, from, until, weight, seconds } = asked;
      return {
        type: 'SetNotice',
        notice: { id, title, text, priority, from, until, weight, seconds },
        at,
      };
    }
    case 'notice:remove':
      return { type: 'RemoveNotice', notice: asked.notice, at };
    case 'feed:set': {
      const { feed: id, name, url, shown, watched } = asked;
      return { type: 'SetFeed', feed: { id, name, url, shown, watched }, at };
    }
    case 'feed:remove':
      return { type: 'RemoveFeed', feed: asked.feed, at };
    case 'takeover:begin': {
      const { text, test, seconds = 0, until = at + seconds * SECOND_MS } = asked;
      return {
        type: 'BeginTakeover',
        takeover: { id: randomUUID(), text, from: at, until, test },
        at,
      };
    }
    case 'takeover:end':
      return { type: 'EndTakeover', at };
    case 'display:set': {
      const { display: id, name, viewingDistanceMm, panelWidthMm } = asked;
      return { type: 'SetDisplay', display: { id, name, viewingDistanceMm, panelWidthMm }, at };
    }
    case 'display:remove':
      return { type: 'RemoveDisplay', display: asked.display, at };
    default:
      return asked satisfies never;
  }
}

/** What else an answer says, besides what was asked. */
type SaidBeside = {
  remarks: readonly (ToldRemark & { about: RemarkAbout })[];
  /** How many wait today for a visiting body. */
  waiting: number;
};

/** What the asker is told, as the book stands right after `events`. */
export function bookAnswerTo(
  asked: BookAsked,
  { takeover }: OfficeBook,
  events: readonly OfficeEvent[],
  { remarks, waiting }: SaidBeside,
): unknown {
  const { request, requestId: _, ...done } = asked;
  if (request === 'takeover:begin') return { takeover };
  if (request === 'takeover:end') return { takeover: endedIn(events) };
  const concerning = remarks.filter((remark) => concerns(asked, remark));
  return request.startsWith('visit:')
    ? { ...done, waiting, remarks: concerning }
    : { ...done, remarks: concerning };
}

/** Whether whoever asked this wants to know of it: it is about the same thing, or about what lies in its hours. */
function concerns(asked: BookAsked, { about, code }: SaidBeside['remarks'][number]): boolean {
  if ('agency' in asked) return about === `agencies.${asked.agency}`;
  if ('activity' in asked) return about === `activities.${asked.activity}`;
  if ('notice' in asked) return about === `notices.${asked.notice}`;
  if ('display' in asked) return about === `displays.${asked.display}`;
  if (/^(hours|holiday):/.test(asked.request))
    return (
      about === 'hours' || code === 'visit-outside-opening-hours' || code === 'falls-on-holiday'
    );
  return 'feed' in asked && (code === 'overlaps-other-calendar' || about === `feeds.${asked.feed}`);
}

/** Said once, to whoever asked: it stands in the book, and no screen will tell of it. */
export function inThePast(asked: BookAsked, zone: string, at: EpochMs): SaidBeside['remarks'] {
  const about = subjectOf(asked);
  if (about === null) return [];
  if ('day' in asked) {
    // Whoever takes a change back knows that it is an old one.
    const isSaid = 'why' in asked || 'closed' in asked;
    if (!isSaid || asked.day >= localDate(zone, at)) return [];
    return [{ code: 'lies-in-the-past', about, message: `${asked.day} lies in the past` }];
  }
  const recurs = 'hours' in asked ? asked.hours : 'visits' in asked ? asked.visits : [];
  const hours = recurs.filter((one) => hoursMistakes(one).length === 0);
  if (hours.length === 0 || spansBetween(hours, zone, at, at + LOOKED_AHEAD_MS).length > 0)
    return [];
  const message = `${about} has no day ahead: its hours lie in the past, or years away`;
  return [{ code: 'lies-in-the-past', about, message }];
}

function subjectOf(asked: BookAsked): RemarkAbout | null {
  if ('agency' in asked) return `agencies.${asked.agency}`;
  if ('activity' in asked) return `activities.${asked.activity}`;
  return /^(hours|holiday):/.test(asked.request) ? 'hours' : null;
}

const SECOND_MS = 1000;
/** Two years: what is told of longer ahead is hardly meant. */
const LOOKED_AHEAD_MS = 730 * 86_400_000;

type DayAsked = Extract<BookAsked, { day: unknown; why: unknown }>;

/** A day that is called off has no spans. */
const changeIn = (asked: DayAsked) => ({
  day: asked.day,
  spans: 'spans' in asked ? asked.spans : [],
  why: asked.why,
});

function endedIn(events: readonly OfficeEvent[]): string | undefined {
  for (const event of events) if (event.type === 'TakeoverEnded') return event.takeover;
  return undefined;
}
