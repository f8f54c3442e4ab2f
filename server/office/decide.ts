/**
 * May it happen? Every rule of the office book, as a pure function: refusals are values, nothing throws.
 *
 * A change is tried on the book and the whole is looked through: what would be a mistake in a book that an
 * office begins with is one in a change.
 */

import type { Agency, DayChange, OfficeBook, RecurringHours } from '#shared/office-book.ts';
import type { NoticePriority } from '#shared/programme.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { AgencyId, EpochMs, LocalDate } from '#shared/vocabulary.ts';
import { dayBounds } from '../schedule/office-hours.ts';
import { spansBetween } from '../schedule/recurring-hours.ts';
import { isDay } from '../schedule/wall-time.ts';
import { type BookMistake, bookMistakes, dayMistakes } from './book-mistakes.ts';
import { isSame, nameOf, thingAt } from './book-things.ts';
import { announcementOf } from './days.ts';
import { type DraftNamed, evolve, type OfficeCommand, type OfficeEvent } from './office-book.ts';
import { orderTopics, removeTopic, setTopic } from './topic-changes.ts';

export type OfficeDecision =
  | { accepted: true; events: readonly OfficeEvent[] }
  | { accepted: false; refusal: 'already-seeded' | RefusalCode }
  /** All of them at once, so that whoever wrote it corrects it in one go. */
  | { accepted: false; refusal: 'book-has-mistakes'; mistakes: readonly BookMistake[] };

export function decide(office: OfficeBook | null, command: OfficeCommand): OfficeDecision {
  if (command.type === 'SeedOffice') {
    if (office) return refuse('already-seeded');
    const mistakes = bookMistakes(command.book);
    if (mistakes.length > 0) return { accepted: false, refusal: 'book-has-mistakes', mistakes };
    return accept(...founding(command.book, command.at));
  }
  if (!office) return refuse('unknown-office');
  const event = eventOf(office, command);
  if (typeof event === 'string') return refuse(event);
  const mistakes = mistakesOfChange(office, event);
  if (mistakes.length > 0) return { accepted: false, refusal: 'book-has-mistakes', mistakes };
  return accept(...event);
}

type Change = Exclude<OfficeCommand, { type: 'SeedOffice' }>;

/** What the command would bring about, or why there is nothing that it could. */
function eventOf(office: OfficeBook, command: Change): readonly OfficeEvent[] | RefusalCode {
  const { at } = command;
  switch (command.type) {
    case 'SetHours':
      return [{ type: 'HoursSet', hours: command.hours, at }];
    case 'ChangeOpening':
      return daysIn(command).map((change) => ({ type: 'OpeningChanged', change, at }));
    case 'RestoreOpening':
      if (!hasDay(office.hoursChanges, command.day)) return 'day-not-changed';
      return [
        { type: 'OpeningRestored', day: command.day, at },
        ...noLongerAnnounced(office, command.day, at),
      ];
    case 'SetHoliday': {
      const { holiday, movedFrom: day = null } = command;
      const set: OfficeEvent = { type: 'HolidaySet', holiday, at };
      const isMoved = day !== null && day !== holiday.day && hasDay(office.holidays, day);
      return isMoved ? [set, { type: 'HolidayRemoved', day, at }] : [set];
    }
    case 'RemoveHoliday':
      if (!hasDay(office.holidays, command.day)) return 'day-not-changed';
      return [{ type: 'HolidayRemoved', day: command.day, at }];

    case 'SetAgency': {
      const { agency, visits = null } = command;
      const named: OfficeEvent = { type: 'AgencySet', agency, at };
      return visits ? [named, { type: 'VisitsSet', agency: agency.id, visits, at }] : [named];
    }
    case 'SetVisits': {
      const { agency, visits } = command;
      if (!has(office.agencies, agency)) return 'unknown-agency';
      return [{ type: 'VisitsSet', agency, visits, at }];
    }
    case 'ChangeVisit': {
      const { agency: id } = command;
      const agency = agencyOf(office, id);
      if (!agency) return 'unknown-agency';
      const days = daysIn(command);
      if (!days.every((day) => isOnOrGiven(office, agency.visits, agency, day)))
        return 'no-visit-that-day';
      return days.map((change) => ({ type: 'VisitChanged', agency: id, change, at }));
    }
    case 'RestoreVisit': {
      const { agency: id, day } = command;
      const agency = agencyOf(office, id);
      if (!agency) return 'unknown-agency';
      if (!hasDay(agency.changes, day)) return 'day-not-changed';
      return [{ type: 'VisitRestored', agency: id, day, at }];
    }

    case 'SetActivity':
      if (office.settings.secondPairOfEyes) return 'needs-a-draft';
      return [{ type: 'ActivitySet', activity: command.activity, at }];
    case 'RemoveActivity': {
      const { activity } = command;
      if (!has(office.activities, activity)) return 'unknown-activity';
      return [{ type: 'ActivityRemoved', activity, at }];
    }
    case 'ChangeActivity': {
      const { activity: id } = command;
      const activity = office.activities.find((one) => one.id === id);
      if (!activity) return 'unknown-activity';
      const days = daysIn(command);
      if (!days.every((day) => isOnOrGiven(office, activity.hours, activity, day)))
        return 'no-event-that-day';
      return days.map((change) => ({ type: 'ActivityChanged', activity: id, change, at }));
    }
    case 'RestoreActivity': {
      const { activity: id, day } = command;
      const activity = office.activities.find((one) => one.id === id);
      if (!activity) return 'unknown-activity';
      if (!hasDay(activity.changes, day)) return 'day-not-changed';
      return [{ type: 'ActivityRestored', activity: id, day, at }];
    }

    case 'SetNotice':
      if (waitsForOthers(office, command.notice)) return 'needs-a-draft';
      return [{ type: 'NoticeSet', notice: command.notice, at }];
    case 'RemoveNotice':
      if (!has(office.notices, command.notice)) return 'unknown-notice';
      return [{ type: 'NoticeRemoved', notice: command.notice, at }];
    case 'SetFeed':
      return [{ type: 'FeedSet', feed: command.feed, at }];
    case 'RemoveFeed':
      if (!has(office.feeds, command.feed)) return 'unknown-feed';
      return [{ type: 'FeedRemoved', feed: command.feed, at }];
    case 'SetDisplay':
      return [{ type: 'DisplaySet', display: command.display, at }];
    case 'RemoveDisplay':
      if (!has(office.displays, command.display)) return 'unknown-display';
      return [{ type: 'DisplayRemoved', display: command.display, at }];

    case 'BeginTakeover': {
      const begun: OfficeEvent = { type: 'TakeoverBegun', takeover: command.takeover, at };
      const before = office.takeover;
      return before ? [{ type: 'TakeoverEnded', takeover: before.id, at }, begun] : [begun];
    }
    case 'EndTakeover': {
      const { takeover } = office;
      if (!takeover || takeover.until <= at) return 'no-takeover';
      return [{ type: 'TakeoverEnded', takeover: takeover.id, at }];
    }

    case 'SetTopic':
      return setTopic(office, command);
    case 'RemoveTopic':
      return removeTopic(office, command);
    case 'OrderTopics':
      return orderTopics(office, command);
    case 'SetLine':
      return [{ type: 'LineSet', line: command.line, at }];
    case 'RemoveLine':
      if (!has(office.lines, command.line)) return 'unknown-line';
      return [{ type: 'LineRemoved', line: command.line, at }];
    case 'SetDesk':
      return [{ type: 'DeskSet', desk: command.desk, at }];
    case 'RemoveDesk':
      if (!has(office.desks, command.desk)) return 'unknown-desk';
      return [{ type: 'DeskRemoved', desk: command.desk, at }];
    case 'SetPlace':
      return [{ type: 'PlaceSet', place: command.place, at }];
    case 'RemovePlace':
      if (!has(office.places, command.place)) return 'unknown-place';
      return [{ type: 'PlaceRemoved', place: command.place, at }];
    case 'RemoveAgency':
      if (!has(office.agencies, command.agency)) return 'unknown-agency';
      return [{ type: 'AgencyRemoved', agency: command.agency, at }];
    case 'SetInquiry':
      return [{ type: 'InquirySet', inquiry: command.inquiry, at }];
    case 'RemoveInquiry':
      if (!has(office.inquiries, command.inquiry)) return 'unknown-inquiry';
      return [{ type: 'InquiryRemoved', inquiry: command.inquiry, at }];
    case 'SetDestination':
      return [{ type: 'DestinationSet', destination: command.destination, at }];
    case 'RemoveDestination':
      if (!has(office.destinations, command.destination)) return 'unknown-destination';
      return [{ type: 'DestinationRemoved', destination: command.destination, at }];

    case 'SetOffice': {
      const { name, languages } = command;
      const named: OfficeEvent = { type: 'OfficeNamed', name, at };
      const offered: OfficeEvent = { type: 'LanguagesOffered', languages, at };
      const areOther = languages.join() !== office.languages.join();
      if (!areOther) return [named];
      return name === office.name ? [offered] : [named, offered];
    }
    case 'SetSettings':
      return [{ type: 'SettingsSet', settings: command.settings, at }];
    case 'SetHolidayCountry':
      return [{ type: 'HolidayCountrySet', country: command.country, at }];
    case 'SetPrinter': {
      const known = office.printers.find(({ id }) => id === command.printer.id);
      const connection = command.printer.connection ?? known?.connection ?? '';
      return [{ type: 'PrinterSet', printer: { ...command.printer, connection }, at }];
    }
    case 'RemovePrinter':
      if (!has(office.printers, command.printer)) return 'unknown-printer';
      return [{ type: 'PrinterRemoved', printer: command.printer, at }];

    case 'DraftNotice': {
      const { notice: content, by = null } = command;
      return [{ type: 'NoticeDrafted', draft: { id: content.id, content, by, at }, at }];
    }
    case 'DraftActivity': {
      const { activity: content, by = null } = command;
      return [{ type: 'ActivityDrafted', draft: { id: content.id, content, by, at }, at }];
    }
    case 'PublishDraft':
      return publish(office, command);
    case 'DiscardDraft':
      if (!draftOf(office, command.draft)) return 'unknown-draft';
      return [{ type: 'DraftRemoved', draft: command.draft, at }];
    case 'AnnounceHours':
      return [
        { type: 'OpeningChanged', change: command.change, at },
        { type: 'NoticeSet', notice: command.notice, at },
      ];
    case 'PutBack':
      return putBack(office, command);
    case 'ImportBook':
      if (command.book.id !== office.id || command.book.zone !== office.zone)
        return 'unknown-office';
      return [{ type: 'BookImported', book: command.book, at }];
    default:
      return command satisfies never;
  }
}

/** What is urgent waits for nobody. */
const waitsForOthers = (
  { settings }: OfficeBook,
  { priority }: { priority: NoticePriority },
): boolean => settings.secondPairOfEyes && priority !== 'urgent';

const draftOf = ({ noticeDrafts, activityDrafts }: OfficeBook, { kind, id }: DraftNamed) =>
  kind === 'notice'
    ? noticeDrafts.find((draft) => draft.id === id)
    : activityDrafts.find((draft) => draft.id === id);

function publish(
  office: OfficeBook,
  { draft: named, by = null, at }: Extract<Change, { type: 'PublishDraft' }>,
): readonly OfficeEvent[] | RefusalCode {
  const draft = draftOf(office, named);
  if (!draft) return 'unknown-draft';
  const { content } = draft;
  const mayAlone = 'priority' in content && content.priority === 'urgent';
  if (office.settings.secondPairOfEyes && !mayAlone && draft.by === by)
    return 'needs-another-person';
  const shown: OfficeEvent =
    'priority' in content
      ? { type: 'NoticeSet', notice: content, at }
      : { type: 'ActivitySet', activity: content, at };
  return [shown, { type: 'DraftRemoved', draft: named, at }];
}

/** The last change first: each was made on what the one before it had left. */
function putBack(
  office: OfficeBook,
  { things, at }: Extract<Change, { type: 'PutBack' }>,
): readonly OfficeEvent[] | RefusalCode {
  const areAsLeft = things.every(({ after }) => {
    const now = thingAt(office, nameOf(after));
    return now !== undefined && isSame(now, after);
  });
  if (!areAsLeft) return 'changed-since';
  return things
    .toReversed()
    .map(
      ({ before }): OfficeEvent =>
        before.kind === 'book'
          ? { type: 'BookImported', book: before.is, at }
          : { type: 'ThingPutBack', thing: before, at },
    );
}

/** A book of an older hub may have mistakes that were none then: they are not held against a change. */
function mistakesOfChange(
  office: OfficeBook,
  events: readonly OfficeEvent[],
): readonly BookMistake[] {
  const after = events.reduce(evolve, office) ?? office;
  const before = new Set(bookMistakes(office).map(keyOf));
  return [
    ...events.flatMap((event) => dayMistakes(event)),
    ...bookMistakes(after).filter((mistake) => !before.has(keyOf(mistake))),
  ];
}

const keyOf = ({ at, mistake }: BookMistake): string => `${at} ${mistake}`;

/** Everything the office is, told one thing at a time. */
function founding(book: OfficeBook, at: EpochMs): OfficeEvent[] {
  const { id, name, zone, languages, settings, hours, lines, agencies, topics, desks } = book;
  const { hoursChanges, holidayCountry, holidays, activities, printers, takeover } = book;
  return [
    { type: 'OfficeFounded', office: id, name, zone, at },
    { type: 'LanguagesOffered', languages, at },
    { type: 'SettingsSet', settings, at },
    { type: 'HoursSet', hours, at },
    ...hoursChanges.map((change): OfficeEvent => ({ type: 'OpeningChanged', change, at })),
    { type: 'HolidayCountrySet', country: holidayCountry, at },
    ...holidays.map((holiday): OfficeEvent => ({ type: 'HolidaySet', holiday, at })),
    ...book.places.map((place): OfficeEvent => ({ type: 'PlaceSet', place, at })),
    ...book.inquiries.map((inquiry): OfficeEvent => ({ type: 'InquirySet', inquiry, at })),
    ...book.destinations.map(
      (destination): OfficeEvent => ({ type: 'DestinationSet', destination, at }),
    ),
    ...lines.map((line): OfficeEvent => ({ type: 'LineAdded', line, at })),
    ...agencies.map((agency): OfficeEvent => ({ type: 'AgencyAdded', agency, at })),
    ...topics.map((topic): OfficeEvent => ({ type: 'TopicAdded', topic, at })),
    ...desks.map((desk): OfficeEvent => ({ type: 'DeskAdded', desk, at })),
    ...printers.map((printer): OfficeEvent => ({ type: 'PrinterAdded', printer, at })),
    ...activities.flatMap(({ changes, ...activity }): OfficeEvent[] => [
      { type: 'ActivitySet', activity, at },
      ...changes.map(
        (change): OfficeEvent => ({ type: 'ActivityChanged', activity: activity.id, change, at }),
      ),
    ]),
    ...book.notices.map((notice): OfficeEvent => ({ type: 'NoticeSet', notice, at })),
    ...book.noticeDrafts.map((draft): OfficeEvent => ({ type: 'NoticeDrafted', draft, at })),
    ...book.activityDrafts.map((draft): OfficeEvent => ({ type: 'ActivityDrafted', draft, at })),
    ...book.feeds.map((feed): OfficeEvent => ({ type: 'FeedSet', feed, at })),
    ...book.displays.map((display): OfficeEvent => ({ type: 'DisplaySet', display, at })),
    ...(takeover ? [{ type: 'TakeoverBegun', takeover, at } as const] : []),
  ];
}

/** The day that is changed, and the one it was moved from. */
const daysIn = ({ change, movedFrom = null }: Moved): readonly DayChange[] =>
  movedFrom ? [change, movedFrom] : [change];
type Moved = { change: DayChange; movedFrom?: DayChange | null };

/** What is called off would otherwise take place. */
const isOnOrGiven = (
  office: OfficeBook,
  hours: readonly RecurringHours[],
  changed: { changes: readonly DayChange[] },
  { day, spans }: DayChange,
): boolean => spans.length > 0 || takesPlace(office, hours, changed, day);

/** Whether it would, by its rules or by an earlier change of that day. A holiday is not looked at. */
function takesPlace(
  { zone }: OfficeBook,
  hours: readonly RecurringHours[],
  { changes }: { changes: readonly DayChange[] },
  day: LocalDate,
): boolean {
  if (!isDay(day)) return true; // and the day itself is a mistake
  if (hasDay(changes, day)) return true;
  const { startsAt, endsAt } = dayBounds(zone, day);
  return spansBetween(hours, zone, startsAt, endsAt).length > 0;
}

const has = (things: readonly { id: string }[], id: string): boolean =>
  things.some((thing) => thing.id === id);
const hasDay = (changes: readonly { day: LocalDate }[], day: LocalDate): boolean =>
  changes.some((change) => change.day === day);
const agencyOf = (office: OfficeBook, id: AgencyId): Agency | undefined =>
  office.agencies.find((agency) => agency.id === id);

const accept = (...events: readonly OfficeEvent[]): OfficeDecision => ({ accepted: true, events });
const refuse = (refusal: 'already-seeded' | RefusalCode): OfficeDecision => ({
  accepted: false,
  refusal,
});

/** What was announced of the day's hours is no longer so. */
function noLongerAnnounced(office: OfficeBook, day: LocalDate, at: EpochMs): OfficeEvent[] {
  const notice = announcementOf(day);
  return has(office.notices, notice) ? [{ type: 'NoticeRemoved', notice, at }] : [];
}
