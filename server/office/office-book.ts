/**
 * What an office is: its topics, lines, desks, visiting bodies and hours. Decided and evolved as the
 * queue is, over the stream `office/<office>`; the rules are numbered O1… in docs/spec.md.
 *
 * Pure: no clock, no files.
 */
import type {
  ActivityPlan,
  Agency,
  DayChange,
  Desk,
  Destination,
  Draft,
  Feed,
  Holiday,
  Inquiry,
  Line,
  OfficeBook,
  Place,
  Printer,
  RecurringHours,
  Topic,
} from '#shared/office-book.ts';
import type { DisplayListed, Notice, Takeover } from '#shared/programme.ts';
import type {
  ActivityId,
  AgencyId,
  DeskId,
  DestinationId,
  DisplayId,
  EpochMs,
  FeedId,
  InquiryId,
  Language,
  LineId,
  LocalDate,
  NoticeId,
  OfficeId,
  PlaceId,
  PrinterId,
  TopicId,
} from '#shared/vocabulary.ts';
import { type BookThing, put, servingOrNot } from './book-things.ts';
import { withChange, withDay, withoutDay } from './days.ts';

/** All that an office is for longer than a day. */
export type WholeBook = Omit<OfficeBook, 'takeover'>;

// What is asked

/** A visiting body as it is named; when it comes is told apart. */
type AgencyCard = Omit<Agency, 'visits' | 'changes'>;

/** A topic and who serves it: no topic may be without a desk, and no desk without a topic, at any time. */
export type ServedTopic = Topic & { servedBy: readonly DeskId[] };

export type DraftNamed = { kind: 'notice'; id: NoticeId } | { kind: 'activity'; id: ActivityId };

/** @property by who asks, as history names her; null or left out: nobody who has signed in. */
export type OfficeCommand = { readonly at: EpochMs; readonly by?: string | null } & (
  | {
      type: 'SeedOffice';
      /** Everything the office is to begin with. */
      book: OfficeBook;
    }
  | { type: 'SetHours'; hours: readonly RecurringHours[] }
  | { type: 'ChangeOpening'; change: DayChange; movedFrom?: DayChange | null }
  | { type: 'RestoreOpening'; day: LocalDate }
  | { type: 'SetHoliday'; holiday: Holiday; movedFrom?: LocalDate | null }
  | { type: 'RemoveHoliday'; day: LocalDate }
  | { type: 'SetAgency'; agency: AgencyCard; visits?: readonly RecurringHours[] | null }
  | { type: 'SetVisits'; agency: AgencyId; visits: readonly RecurringHours[] }
  /** No spans: it does not come that day. */
  | { type: 'ChangeVisit'; agency: AgencyId; change: DayChange; movedFrom?: DayChange | null }
  | { type: 'RestoreVisit'; agency: AgencyId; day: LocalDate }
  | { type: 'SetActivity'; activity: ActivityPlan }
  | { type: 'RemoveActivity'; activity: ActivityId }
  | {
      type: 'ChangeActivity';
      activity: ActivityId;
      change: DayChange;
      movedFrom?: DayChange | null;
    }
  | { type: 'RestoreActivity'; activity: ActivityId; day: LocalDate }
  | { type: 'SetNotice'; notice: Notice }
  | { type: 'RemoveNotice'; notice: NoticeId }
  | { type: 'SetFeed'; feed: Feed }
  | { type: 'RemoveFeed'; feed: FeedId }
  | { type: 'SetDisplay'; display: DisplayListed }
  | { type: 'RemoveDisplay'; display: DisplayId }
  /** Takes the place of one that is in force. */
  | { type: 'BeginTakeover'; takeover: Takeover }
  | { type: 'EndTakeover' }
  /** Without desks: those that serve it now; a new one, those that serve its line. */
  | { type: 'SetTopic'; topic: Topic; servedBy: readonly DeskId[] | null }
  | { type: 'RemoveTopic'; topic: TopicId }
  | { type: 'OrderTopics'; topics: readonly TopicId[] }
  | { type: 'SetLine'; line: Line }
  | { type: 'RemoveLine'; line: LineId }
  | { type: 'SetDesk'; desk: Desk }
  | { type: 'RemoveDesk'; desk: DeskId }
  | { type: 'SetPlace'; place: Place }
  | { type: 'RemovePlace'; place: PlaceId }
  | { type: 'RemoveAgency'; agency: AgencyId }
  | { type: 'SetInquiry'; inquiry: Inquiry }
  | { type: 'RemoveInquiry'; inquiry: InquiryId }
  | { type: 'SetDestination'; destination: Destination }
  | { type: 'RemoveDestination'; destination: DestinationId }
  | { type: 'SetOffice'; name: string; languages: readonly Language[] }
  | { type: 'SetSettings'; settings: OfficeBook['settings'] }
  | { type: 'SetHolidayCountry'; country: string | null }
  /** Without a connection: the one it has. */
  | { type: 'SetPrinter'; printer: Omit<Printer, 'connection'> & { connection: string | null } }
  | { type: 'RemovePrinter'; printer: PrinterId }
  | { type: 'DraftNotice'; notice: Notice }
  | { type: 'DraftActivity'; activity: ActivityPlan }
  | { type: 'PublishDraft'; draft: DraftNamed }
  | { type: 'DiscardDraft'; draft: DraftNamed }
  /** A day's hours and the notice of them. */
  | { type: 'AnnounceHours'; change: DayChange; notice: Notice }
  /** What one request changed, as each thing was before it and right after. */
  | { type: 'PutBack'; things: readonly { before: BookThing; after: BookThing }[] }
  | { type: 'ImportBook'; book: WholeBook }
);

// What happened

/** Facts, JSON only: the office is described one thing at a time, so that each can be changed by itself. */
export type OfficeEvent = {
  readonly at: EpochMs;
} /** Its zone is part of what it is: every day of its queue has been counted in it. */ & (
  | { type: 'OfficeFounded'; office: OfficeId; name: string; zone: string }
  | { type: 'LanguagesOffered'; languages: readonly Language[] }
  | { type: 'SettingsSet'; settings: OfficeBook['settings'] }
  | { type: 'HoursSet'; hours: readonly RecurringHours[] }
  | { type: 'OpeningChanged'; change: DayChange }
  /** The day is again as the rules say. */
  | { type: 'OpeningRestored'; day: LocalDate }
  | { type: 'HolidayCountrySet'; country: string | null }
  | { type: 'HolidaySet'; holiday: Holiday }
  | { type: 'HolidayRemoved'; day: LocalDate }
  | { type: 'LineAdded'; line: Line }
  | { type: 'AgencyAdded'; agency: Agency }
  /** A new one, or a known one with other names. */
  | { type: 'AgencySet'; agency: AgencyCard }
  | { type: 'VisitsSet'; agency: AgencyId; visits: readonly RecurringHours[] }
  | { type: 'VisitChanged'; agency: AgencyId; change: DayChange }
  | { type: 'VisitRestored'; agency: AgencyId; day: LocalDate }
  /** Last among those it is shown beside. */
  | { type: 'TopicAdded'; topic: Topic }
  | { type: 'DeskAdded'; desk: Desk }
  | { type: 'PrinterAdded'; printer: Printer }
  | { type: 'ActivitySet'; activity: ActivityPlan }
  | { type: 'ActivityRemoved'; activity: ActivityId }
  | { type: 'ActivityChanged'; activity: ActivityId; change: DayChange }
  | { type: 'ActivityRestored'; activity: ActivityId; day: LocalDate }
  | { type: 'NoticeSet'; notice: Notice }
  | { type: 'NoticeRemoved'; notice: NoticeId }
  | { type: 'FeedSet'; feed: Feed }
  | { type: 'FeedRemoved'; feed: FeedId }
  | { type: 'DisplaySet'; display: DisplayListed }
  | { type: 'DisplayRemoved'; display: DisplayId }
  | { type: 'TakeoverBegun'; takeover: Takeover }
  | { type: 'TakeoverEnded'; takeover: string }
  /** A new one, or a known one made anew; from then on it is served at these desks and no others. */
  | { type: 'TopicSet'; topic: ServedTopic }
  /** No desk serves it any more. */
  | { type: 'TopicRemoved'; topic: TopicId }
  | { type: 'TopicsOrdered'; topics: readonly TopicId[] }
  | { type: 'LineSet'; line: Line }
  | { type: 'LineRemoved'; line: LineId }
  | { type: 'DeskSet'; desk: Desk }
  | { type: 'DeskRemoved'; desk: DeskId }
  | { type: 'PlaceSet'; place: Place }
  | { type: 'PlaceRemoved'; place: PlaceId }
  | { type: 'AgencyRemoved'; agency: AgencyId }
  | { type: 'InquirySet'; inquiry: Inquiry }
  | { type: 'InquiryRemoved'; inquiry: InquiryId }
  | { type: 'DestinationSet'; destination: Destination }
  | { type: 'DestinationRemoved'; destination: DestinationId }
  | { type: 'OfficeNamed'; name: string }
  | { type: 'PrinterSet'; printer: Printer }
  | { type: 'PrinterRemoved'; printer: PrinterId }
  | { type: 'NoticeDrafted'; draft: Draft<Notice> }
  | { type: 'ActivityDrafted'; draft: Draft<ActivityPlan> }
  /** It has been published, or thrown away. */
  | { type: 'DraftRemoved'; draft: DraftNamed }
  /** Somebody took a change back: the thing is again as it was before. */
  | { type: 'ThingPutBack'; thing: BookThing }
  /** Everything but a takeover that is in force, and in place of all that was. */
  | { type: 'BookImported'; book: WholeBook }
);

// Evolve: given that it happened, what is the office now? Never refuses, never throws.

export function evolve(office: OfficeBook | null, event: OfficeEvent): OfficeBook | null {
  if (event.type === 'OfficeFounded')
    return { ...BARE_OFFICE, id: event.office, name: event.name, zone: event.zone };
  if (!office) return office; // nothing can be told of an office that is not there
  const { agencies, activities } = office;
  switch (event.type) {
    case 'LanguagesOffered':
      return { ...office, languages: event.languages };
    case 'SettingsSet':
      return { ...office, settings: event.settings };

    case 'HoursSet':
      return { ...office, hours: event.hours };
    case 'OpeningChanged':
      return { ...office, hoursChanges: withDay(office.hoursChanges, event.change, event.at) };
    case 'OpeningRestored':
      return { ...office, hoursChanges: withoutDay(office.hoursChanges, event.day) };
    case 'HolidayCountrySet':
      return { ...office, holidayCountry: event.country };
    case 'HolidaySet':
      return { ...office, holidays: withDay(office.holidays, event.holiday, event.at) };
    case 'HolidayRemoved':
      return { ...office, holidays: withoutDay(office.holidays, event.day) };

    case 'LineAdded':
      return { ...office, lines: [...office.lines, event.line] };
    case 'TopicAdded':
      return { ...office, topics: [...office.topics, event.topic] };
    case 'DeskAdded':
      return { ...office, desks: [...office.desks, event.desk] };
    case 'PrinterAdded':
      return { ...office, printers: [...office.printers, event.printer] };

    case 'AgencyAdded':
      return { ...office, agencies: [...agencies, event.agency] };
    case 'AgencySet': {
      const { visits = [], changes = [] } = agencies.find(byId(event.agency.id)) ?? {};
      return { ...office, agencies: placed(agencies, { ...event.agency, visits, changes }) };
    }
    case 'VisitsSet': {
      const { agency, visits } = event;
      return { ...office, agencies: changed(agencies, agency, (one) => ({ ...one, visits })) };
    }
    case 'VisitChanged': {
      const { agency, change, at } = event;
      return {
        ...office,
        agencies: changed(agencies, agency, (one) => ({
          ...one,
          changes: withChange(one.changes, change, at),
        })),
      };
    }
    case 'VisitRestored': {
      const { agency, day } = event;
      return {
        ...office,
        agencies: changed(agencies, agency, (one) => ({
          ...one,
          changes: withoutDay(one.changes, day),
        })),
      };
    }

    case 'ActivitySet': {
      const { changes = [] } = activities.find(byId(event.activity.id)) ?? {};
      return { ...office, activities: placed(activities, { ...event.activity, changes }) };
    }
    case 'ActivityRemoved':
      return { ...office, activities: without(activities, event.activity) };
    case 'ActivityChanged': {
      const { activity, change, at } = event;
      return {
        ...office,
        activities: changed(activities, activity, (one) => ({
          ...one,
          changes: withChange(one.changes, change, at),
        })),
      };
    }
    case 'ActivityRestored': {
      const { activity, day } = event;
      return {
        ...office,
        activities: changed(activities, activity, (one) => ({
          ...one,
          changes: withoutDay(one.changes, day),
        })),
      };
    }

    case 'NoticeSet':
      return { ...office, notices: placed(office.notices, event.notice) };
    case 'NoticeRemoved':
      return { ...office, notices: without(office.notices, event.notice) };
    case 'FeedSet':
      return { ...office, feeds: placed(office.feeds, event.feed) };
    case 'FeedRemoved':
      return { ...office, feeds: without(office.feeds, event.feed) };
    case 'DisplaySet':
      return { ...office, displays: placed(office.displays, event.display) };
    case 'DisplayRemoved':
      return { ...office, displays: without(office.displays, event.display) };
    case 'TakeoverBegun':
      return { ...office, takeover: event.takeover };
    case 'TakeoverEnded':
      return office.takeover?.id === event.takeover ? { ...office, takeover: null } : office;

    case 'TopicSet':
      return withTopic(office, event.topic);
    case 'TopicRemoved':
      return withoutTopic(office, event.topic);
    case 'TopicsOrdered':
      return put(office, { kind: 'topicOrder', is: event.topics });
    case 'LineSet':
      return { ...office, lines: placed(office.lines, event.line) };
    case 'LineRemoved':
      return { ...office, lines: without(office.lines, event.line) };
    case 'DeskSet':
      return { ...office, desks: placed(office.desks, event.desk) };
    case 'DeskRemoved':
      return { ...office, desks: without(office.desks, event.desk) };
    case 'PlaceSet':
      return { ...office, places: placed(office.places, event.place) };
    case 'PlaceRemoved':
      return { ...office, places: without(office.places, event.place) };
    case 'AgencyRemoved':
      return { ...office, agencies: without(agencies, event.agency) };
    case 'InquirySet':
      return { ...office, inquiries: placed(office.inquiries, event.inquiry) };
    case 'InquiryRemoved':
      return { ...office, inquiries: without(office.inquiries, event.inquiry) };
    case 'DestinationSet':
      return { ...office, destinations: placed(office.destinations, event.destination) };
    case 'DestinationRemoved':
      return { ...office, destinations: without(office.destinations, event.destination) };
    case 'OfficeNamed':
      return { ...office, name: event.name };
    case 'PrinterSet':
      return { ...office, printers: placed(office.printers, event.printer) };
    case 'PrinterRemoved':
      return { ...office, printers: without(office.printers, event.printer) };
    case 'NoticeDrafted':
      return { ...office, noticeDrafts: placed(office.noticeDrafts, event.draft) };
    case 'ActivityDrafted':
      return { ...office, activityDrafts: placed(office.activityDrafts, event.draft) };
    case 'DraftRemoved': {
      const { kind, id } = event.draft;
      return kind === 'notice'
        ? { ...office, noticeDrafts: without(office.noticeDrafts, id) }
        : { ...office, activityDrafts: without(office.activityDrafts, id) };
    }
    case 'ThingPutBack':
      return put(office, event.thing);
    case 'BookImported':
      return put(office, { kind: 'book', is: event.book });
    default:
      return event satisfies never;
  }
}

/** Where nobody has said otherwise. */
export const RECALL_AFTER_SECONDS = 10;

/** An office of which nothing has been told but its name: closed, and without anything to ask for. */
const BARE_OFFICE: Omit<OfficeBook, 'id' | 'name' | 'zone'> = {
  languages: ['sv'],
  lines: [],
  topics: [],
  desks: [],
  agencies: [],
  hours: [],
  hoursChanges: [],
  holidayCountry: null,
  holidays: [],
  activities: [],
  notices: [],
  feeds: [],
  displays: [],
  takeover: null,
  printers: [],
  inquiries: [],
  destinations: [],
  places: [],
  noticeDrafts: [],
  activityDrafts: [],
  settings: {
    callGivenTicket: false,
    callsBeforeNoShow: 2,
    lastTicketMinutesBeforeClosing: 0,
    recallAfterSeconds: RECALL_AFTER_SECONDS,
    secondPairOfEyes: false,
  },
};

/** A new one comes last; at its desks, too. */
function withTopic(office: OfficeBook, { servedBy, ...topic }: ServedTopic): OfficeBook {
  return {
    ...office,
    topics: placed(office.topics, topic),
    desks: office.desks.map((desk) => servingOrNot(desk, topic.id, servedBy.includes(desk.id))),
  };
}

function withoutTopic(office: OfficeBook, id: TopicId): OfficeBook {
  return {
    ...office,
    topics: without(office.topics, id),
    desks: office.desks.map((desk) => servingOrNot(desk, id, false)),
  };
}

const byId = (id: string) => (thing: { id: string }) => thing.id === id;

/** In the place of the one with its id, or last. */
function placed<Thing extends { id: string }>(things: readonly Thing[], thing: Thing): Thing[] {
  const at = things.findIndex(byId(thing.id));
  return at < 0 ? [...things, thing] : things.with(at, thing);
}

const without = <Thing extends { id: string }>(things: readonly Thing[], id: string): Thing[] =>
  things.filter((thing) => thing.id !== id);

const changed = <Thing extends { id: string }>(
  things: readonly Thing[],
  id: string,
  change: (thing: Thing) => Thing,
): Thing[] => things.map((thing) => (thing.id === id ? change(thing) : thing));
