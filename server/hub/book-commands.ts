/** From the wire's requests to the commands of the office book, and from what happened to the answers. Pure but for a takeover's name. */
import { randomUUID } from 'node:crypto';
import { bookRequests, type DraftKind } from '#shared/book-requests.ts';
import type { DayChange, OfficeBook } from '#shared/office-book.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { Remark as ToldRemark } from '#shared/views.ts';
import type { ActivityId, EpochMs, NoticeId } from '#shared/vocabulary.ts';
import type { Version } from '../event-log/event-log.ts';
import { aboutOf } from '../office/book-things.ts';
import type { DraftNamed, OfficeCommand, OfficeEvent } from '../office/office-book.ts';
import { localDate } from '../schedule/office-hours.ts';
import { hoursMistakes, spansBetween } from '../schedule/recurring-hours.ts';
import { closingEarly } from './closing-early.ts';
import type { Asked } from './commands.ts';
import type { RemarkAbout } from './remark-words.ts';

/** What is asked of calendars and windows themselves, and not of the book. */
export type ErrandAsked = Extract<
  Asked,
  { request: 'feed:import' | 'feed:read' | 'display:reload' }
>;
/** What is asked of the office book. */
export type BookAsked = Exclude<
  Extract<Asked, { request: keyof typeof bookRequests }>,
  ErrandAsked
>;
/** What says all of it itself: what is taken back is in the history, and what is imported in a file. */
export type PlainBookAsked = Exclude<BookAsked, { request: 'book:undo' | 'book:import' }>;

const ERRANDS: ReadonlySet<string> = new Set<ErrandAsked['request']>([
  'feed:import',
  'feed:read',
  'display:reload',
]);

const OF_BOOK: ReadonlySet<string> = new Set(Object.keys(bookRequests)).difference(ERRANDS);

export const isErrand = (asked: Asked): asked is ErrandAsked => ERRANDS.has(asked.request);
export const isOfBook = (asked: Asked): asked is BookAsked => OF_BOOK.has(asked.request);

/** The command, or why there is none. */
export function bookCommandFor(
  asked: PlainBookAsked,
  at: EpochMs,
  book: OfficeBook,
): OfficeCommand | RefusalCode {
  switch (asked.request) {
    case 'hours:set':
      return { type: 'SetHours', hours: asked.hours, at };
    case 'hours:change-day':
      return { type: 'ChangeOpening', ...changeIn(asked), at };
    case 'hours:restore-day':
      return { type: 'RestoreOpening', day: asked.day, at };
    case 'holiday:set': {
      const { day, closed, name, movedFrom = null } = asked;
      return { type: 'SetHoliday', holiday: { day, closed, name }, movedFrom, at };
    }
    case 'holiday:remove':
      return { type: 'RemoveHoliday', day: asked.day, at };

    case 'agency:set': {
      const { agency: id, name, shortName, place, speaks, visits = null } = asked;
      return { type: 'SetAgency', agency: { id, name, shortName, place, speaks }, visits, at };
    }
    case 'agency:set-visits':
      return { type: 'SetVisits', agency: asked.agency, visits: asked.visits, at };
    case 'visit:cancel':
    case 'visit:change':
      return { type: 'ChangeVisit', agency: asked.agency, ...changeIn(asked), at };
    case 'visit:restore':
      return { type: 'RestoreVisit', agency: asked.agency, day: asked.day, at };

    case 'activity:set':
      return { type: 'SetActivity', activity: activityIn(asked.activity, asked), at };
    case 'activity:remove':
      return { type: 'RemoveActivity', activity: asked.activity, at };
    case 'activity:change-day':
    case 'activity:cancel-day':
      return { type: 'ChangeActivity', activity: asked.activity, ...changeIn(asked), at };
    case 'activity:restore-day':
      return { type: 'RestoreActivity', activity: asked.activity, day: asked.day, at };

    case 'notice:set':
      return { type: 'SetNotice', notice: noticeIn(asked.notice, asked), at };
    case 'notice:announce': {
      const { day = localDate(book.zone, at), closes } = asked;
      const early = closingEarly(book, day, closes, at);
      return early ? { type: 'AnnounceHours', ...early, at } : 'not-open-then';
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

    case 'topic:set': {
      const { request: _, requestId: __, topic: id, desks, ...topic } = asked;
      return { type: 'SetTopic', topic: { id, ...topic }, servedBy: desks ?? null, at };
    }
    case 'topic:remove':
      return { type: 'RemoveTopic', topic: asked.topic, at };
    case 'topics:order':
      return { type: 'OrderTopics', topics: asked.topics, at };
    case 'line:set': {
      const { line: id, series, mayWait } = asked;
      return { type: 'SetLine', line: { id, series, mayWait }, at };
    }
    case 'line:remove':
      return { type: 'RemoveLine', line: asked.line, at };
    case 'desk-card:set': {
      const { desk: id, name, topics, languages } = asked;
      return { type: 'SetDesk', desk: { id, name, topics, languages }, at };
    }
    case 'desk-card:remove':
      return { type: 'RemoveDesk', desk: asked.desk, at };
    case 'place-card:set': {
      const { place: id, kind, name } = asked;
      return { type: 'SetPlace', place: { id, kind, name }, at };
    }
    case 'place-card:remove':
      return { type: 'RemovePlace', place: asked.place, at };
    case 'agency:remove':
      return { type: 'RemoveAgency', agency: asked.agency, at };
    case 'inquiry:set':
      return { type: 'SetInquiry', inquiry: { id: asked.inquiry, label: asked.label }, at };
    case 'inquiry:remove':
      return { type: 'RemoveInquiry', inquiry: asked.inquiry, at };
    case 'destination:set': {
      const { destination: id, label } = asked;
      return { type: 'SetDestination', destination: { id, label }, at };
    }
    case 'destination:remove':
      return { type: 'RemoveDestination', destination: asked.destination, at };
    case 'office:set':
      return { type: 'SetOffice', name: asked.name, languages: asked.languages, at };
    case 'settings:set': {
      const { request: _, requestId: __, ...settings } = asked;
      return { type: 'SetSettings', settings, at };
    }
    case 'holiday-country:set':
      return { type: 'SetHolidayCountry', country: asked.country, at };
    case 'printer:set': {
      const { printer: id, name, connection = null, roll, answers } = asked;
      return { type: 'SetPrinter', printer: { id, name, connection, roll, answers }, at };
    }
    case 'printer:remove':
      return { type: 'RemovePrinter', printer: asked.printer, at };
    case 'draft:set':
      return asked.draft.kind === 'notice'
        ? { type: 'DraftNotice', notice: noticeIn(asked.draft.id, asked.draft), at }
        : { type: 'DraftActivity', activity: activityIn(asked.draft.id, asked.draft), at };
    case 'draft:publish':
      return { type: 'PublishDraft', draft: draftIn(asked), at };
    case 'draft:discard':
      return { type: 'DiscardDraft', draft: draftIn(asked), at };
    default:
      return asked satisfies never;
  }
}

type NoticeContent = Omit<OfficeBook['notices'][number], 'id'>;
const noticeIn = (
  id: NoticeId,
  { title, text, image, priority, from, until, weight, seconds }: NoticeContent,
) => ({ ...{ id, title, text, image, priority }, ...{ from, until, weight, seconds } });

type ActivityContent = Omit<OfficeBook['activities'][number], 'id' | 'changes'>;
const activityIn = (
  id: ActivityId,
  { title, shortTitle, text, image, place, speaks, hours, onHolidays }: ActivityContent,
) => ({ ...{ id, title, shortTitle, text, image }, ...{ place, speaks, hours, onHolidays } });

/** The kind says whose id it is. */
const draftIn = ({ kind, id }: { kind: DraftKind; id: NoticeId | ActivityId }) =>
  ({ kind, id }) as DraftNamed;

/** What else an answer says, besides what was asked. */
type SaidBeside = {
  remarks: readonly (ToldRemark & { about: RemarkAbout })[];
  /** How many wait today for a visiting body. */
  waiting: number;
  /** Of the book: what takes this change back. */
  version: Version;
};

/** What the asker is told, as the book stands right after `events`. */
export function bookAnswerTo(
  asked: BookAsked,
  { takeover }: OfficeBook,
  events: readonly OfficeEvent[],
  { remarks, waiting, version }: SaidBeside,
): unknown {
  if (asked.request === 'takeover:begin') return { takeover, version };
  if (asked.request === 'takeover:end') return { takeover: endedIn(events), version };
  if (asked.request === 'book:import') return { remarks, version };
  if (asked.request === 'book:undo') {
    const about = events.map(aboutOf).find((one) => one !== null) ?? '';
    return { about, remarks: remarks.filter((remark) => remark.about === about), version };
  }
  const { request, requestId: _, ...done } = asked;
  const concerning = remarks.filter((remark) => concerns(asked, remark));
  if (asked.request === 'printer:set') {
    const { printer, name, roll, answers } = asked;
    return { printer, name, roll, answers, remarks: concerning, version };
  }
  return request.startsWith('visit:')
    ? { ...done, waiting, remarks: concerning, version }
    : { ...done, remarks: concerning, version };
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
  if ('draft' in asked) return about === `${asked.draft.kind}Drafts.${asked.draft.id}`;
  if (asked.request === 'draft:publish') return about === publishedAs(asked);
  if ('topic' in asked) return about === `topics.${asked.topic}`;
  return 'feed' in asked && (code === 'overlaps-other-calendar' || about === `feeds.${asked.feed}`);
}

const publishedAs = ({ kind, id }: { kind: DraftKind; id: string }): string =>
  kind === 'notice' ? `notices.${id}` : `activities.${id}`;

/** Said once, to whoever asked: it stands in the book, and no screen will tell of it. */
export function inThePast(asked: BookAsked, zone: string, at: EpochMs): SaidBeside['remarks'] {
  const about = subjectOf(asked);
  if (about === null) return [];
  if ('day' in asked && asked.day !== undefined) {
    // Whoever takes a change back knows that it is an old one.
    const isSaid = 'why' in asked || 'closed' in asked;
    if (!isSaid || asked.day >= localDate(zone, at)) return [];
    return [{ code: 'lies-in-the-past', about, message: `${asked.day} lies in the past` }];
  }
  const recurs = 'hours' in asked ? asked.hours : 'visits' in asked ? (asked.visits ?? []) : [];
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

/** A day that is called off has no spans. The day it is moved from, if any, is changed for the same reason. */
function changeIn(asked: DayAsked): { change: DayChange; movedFrom: DayChange | null } {
  const { day, why } = asked;
  const from = 'movedFrom' in asked && asked.movedFrom?.day !== day ? asked.movedFrom : undefined;
  return {
    change: { day, spans: 'spans' in asked ? asked.spans : [], why },
    movedFrom: from ? { ...from, why } : null,
  };
}

function endedIn(events: readonly OfficeEvent[]): string | undefined {
  for (const event of events) if (event.type === 'TakeoverEnded') return event.takeover;
  return undefined;
}
