/**
 * How the facts of an office are written down, and the shapes they are made of; a seed file is made of the
 * same. A change of shape here is a new version with an upcaster; see server/event-log/event-format.ts.
 */
import { z } from 'zod';
import type {
  Activity,
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
import {
  type ActivityId,
  type AgencyId,
  type DeskId,
  type DestinationId,
  type DisplayId,
  type FeedId,
  type InquiryId,
  LANGUAGE_TAGS,
  type LineId,
  type LocalDate,
  type MediaId,
  NOTICE_PRIORITIES,
  type NoticeId,
  type OfficeId,
  PICTOGRAMS,
  type Picture,
  PLACE_KINDS,
  type PlaceId,
  type PrinterId,
  type Series,
  type Texts,
  type TopicId,
} from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import { EventFormat, type Upcaster } from '../event-log/event-format.ts';
import type { BookThing } from './book-things.ts';
import { type OfficeEvent, RECALL_AFTER_SECONDS, type WholeBook } from './office-book.ts';

/** As in requests and addresses: it can be said in a URL. */
const id = <Id extends string>() =>
  named<Id>(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'an id is small letters a–z, digits and -, at most 40'),
  );
const text = z.string().trim().min(1).max(200);
/** What a notice or a takeover says: some sentences, in letters that may take several units each. */
const longText = z.string().trim().min(1).max(4000);
const language = z.enum(LANGUAGE_TAGS);

export const officeId = id<OfficeId>();
const deskId = id<DeskId>();
export const lineId = id<LineId>();
export const topicId = id<TopicId>();
export const agencyId = id<AgencyId>();
export const languages = z.array(language).min(1);
/** Lines of the board and the paper's head. */
export const name = z.string().trim().min(1).max(60);
export const zone = z.string().min(1).max(60);

export const texts = textsOf(text);
const longTexts = textsOf(longText);
const day = named<LocalDate>(z.string());
const at = z.number();
/** As it is written on a wall clock: '09:30'. */
const time = z.string();

export const hours = z.strictObject({
  rule: z.string().min(1).max(200),
  from: day,
  until: day.nullable(),
  opens: time,
  closes: time,
}) satisfies z.ZodType<RecurringHours>;

export const dayChange = z.strictObject({
  day,
  spans: z.array(z.strictObject({ opens: time, closes: time })),
  why: texts.nullable(),
}) satisfies z.ZodType<DayChange>;

export const holiday = z.strictObject({
  day,
  closed: z.boolean(),
  name: texts.nullable(),
}) satisfies z.ZodType<Holiday>;

export const holidayCountry = z.string().nullable();

export const line = z.strictObject({
  id: lineId,
  series: named<Series>(z.string()),
  mayWait: z.int(),
}) satisfies z.ZodType<Line>;

export const agency = z.strictObject({
  id: agencyId,
  name: texts,
  shortName: texts.nullable(),
  place: texts.nullable(),
  speaks: language.nullable(),
  visits: z.array(hours),
  changes: z.array(dayChange),
}) satisfies z.ZodType<Agency>;

const picture = z.strictObject({
  media: named<MediaId>(z.string().regex(/^[0-9a-f]{64}$/)),
  alt: texts.nullable(),
}) satisfies z.ZodType<Picture>;

const activityId = id<ActivityId>();
export const activity = z.strictObject({
  id: activityId,
  title: texts,
  shortTitle: texts.nullable(),
  text: longTexts.nullable(),
  image: picture.nullable(),
  place: texts.nullable(),
  speaks: language.nullable(),
  hours: z.array(hours),
  changes: z.array(dayChange),
  onHolidays: z.boolean(),
}) satisfies z.ZodType<Activity>;

const noticeId = id<NoticeId>();
export const notice = z.strictObject({
  id: noticeId,
  title: texts,
  text: longTexts.nullable(),
  image: picture.nullable(),
  priority: z.enum(NOTICE_PRIORITIES),
  from: at,
  until: at,
  weight: z.number(),
  seconds: z.number().nullable(),
}) satisfies z.ZodType<Notice>;

const feedId = id<FeedId>();
export const feed = z.strictObject({
  id: feedId,
  name,
  url: z.string().max(500).nullable(),
  shown: z.boolean(),
  watched: z.boolean(),
}) satisfies z.ZodType<Feed>;

const displayId = id<DisplayId>();
export const display = z.strictObject({
  id: displayId,
  name: texts,
  viewingDistanceMm: z.number(),
  panelWidthMm: z.number(),
}) satisfies z.ZodType<DisplayListed>;

const takeover = z.strictObject({
  id: z.string().min(1),
  text: longTexts,
  from: at,
  until: at,
  test: z.boolean(),
}) satisfies z.ZodType<Takeover>;

export const topic = z.strictObject({
  id: topicId,
  parent: topicId.nullable(),
  line: lineId.nullable(),
  label: texts,
  pictogram: z.enum(PICTOGRAMS),
  sensitive: z.boolean(),
  discreetLabel: texts.nullable(),
  agency: agencyId.nullable(),
  headStartMinutes: z.int(),
  answer: z.strictObject({ text: texts, url: z.url({ protocol: /^https$/ }).max(200) }).nullable(),
  bring: z.array(texts).max(3),
}) satisfies z.ZodType<Topic>;

export const desk = z.strictObject({
  id: deskId,
  name: texts,
  topics: z.array(topicId).min(1),
  languages,
}) satisfies z.ZodType<Desk>;

export const printer = z.strictObject({
  id: id<PrinterId>(),
  name: texts,
  connection: z.string().max(300),
  roll: z.strictObject({
    widthMm: z.literal([80, 58]),
    dotsPerInch: z.literal([203, 180]),
  }),
  answers: z.boolean(),
}) satisfies z.ZodType<Printer>;

export const settings = z.strictObject({
  callGivenTicket: z.boolean(),
  callsBeforeNoShow: z.int(),
  lastTicketMinutesBeforeClosing: z.int(),
  recallAfterSeconds: z.int(),
  secondPairOfEyes: z.boolean(),
}) satisfies z.ZodType<OfficeBook['settings']>;

const placeId = id<PlaceId>();
export const place = z.strictObject({
  id: placeId,
  kind: z.enum(PLACE_KINDS),
  name: texts,
}) satisfies z.ZodType<Place>;

const inquiryId = id<InquiryId>();
export const inquiry = z.strictObject({
  id: inquiryId,
  label: texts,
}) satisfies z.ZodType<Inquiry>;

const destinationId = id<DestinationId>();
export const destination = z.strictObject({
  id: destinationId,
  label: texts,
}) satisfies z.ZodType<Destination>;

const drafted = { by: z.string().max(100).nullable(), at };
const activityPlan = activity.omit({ changes: true });
const noticeDraft = z.strictObject({
  ...{ id: noticeId, content: notice },
  ...drafted,
}) satisfies z.ZodType<Draft<Notice>>;
const activityDraft = z.strictObject({
  ...{ id: activityId, content: activityPlan },
  ...drafted,
}) satisfies z.ZodType<Draft<Omit<Activity, 'changes'>>>;
const draftNamed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('notice'), id: noticeId }),
  z.strictObject({ kind: z.literal('activity'), id: activityId }),
]);

const servedTopic = topic.extend({ servedBy: z.array(deskId) });

/** As a book has it, with what only the fold knows. */
const keptDayChange = dayChange.extend({ calledOff: dayChange.shape.spans.optional() });
const keptAgency = agency.extend({ changes: z.array(keptDayChange) });
const keptActivity = activity.extend({ changes: z.array(keptDayChange) });

/** Everything an office is, but for a takeover: what one is imported from. */
export const wholeBook = z.strictObject({
  id: officeId,
  name,
  zone,
  languages,
  lines: z.array(line),
  topics: z.array(topic),
  desks: z.array(desk),
  agencies: z.array(keptAgency),
  hours: z.array(hours),
  hoursChanges: z.array(keptDayChange),
  holidayCountry,
  holidays: z.array(holiday),
  activities: z.array(keptActivity),
  notices: z.array(notice),
  feeds: z.array(feed),
  displays: z.array(display),
  printers: z.array(printer),
  inquiries: z.array(inquiry),
  destinations: z.array(destination),
  places: z.array(place),
  noticeDrafts: z.array(noticeDraft),
  activityDrafts: z.array(activityDraft),
  settings,
}) satisfies z.ZodType<WholeBook>;

const listed = <Kind extends string, Thing extends z.ZodType>(kind: Kind, thing: Thing) =>
  z.strictObject({
    kind: z.literal(kind),
    id: z.string(),
    is: thing.nullable(),
    place: z.int().min(0),
  });
const ofDay = <Kind extends string, Thing extends z.ZodType>(kind: Kind, thing: Thing) =>
  z.strictObject({ kind: z.literal(kind), day, is: thing.nullable() });
const whole = <Kind extends string, Thing extends z.ZodType>(kind: Kind, thing: Thing) =>
  z.strictObject({ kind: z.literal(kind), is: thing });

const bookThing = z.discriminatedUnion('kind', [
  listed('lines', line),
  listed('topics', servedTopic),
  listed('desks', desk),
  listed('agencies', keptAgency),
  listed('activities', keptActivity),
  listed('notices', notice),
  listed('feeds', feed),
  listed('displays', display),
  listed('printers', printer),
  listed('inquiries', inquiry),
  listed('destinations', destination),
  listed('places', place),
  listed('noticeDrafts', noticeDraft),
  listed('activityDrafts', activityDraft),
  ofDay('hoursChanges', keptDayChange),
  ofDay('holidays', holiday),
  whole('name', name),
  whole('languages', languages),
  whole('settings', settings),
  whole('hours', z.array(hours)),
  whole('holidayCountry', holidayCountry),
  whole('topicOrder', z.array(topicId)),
  whole('book', wholeBook),
]) satisfies z.ZodType<BookThing>;

const fact = <Type extends OfficeEvent['type'], Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
) => z.strictObject({ type: z.literal(type), ...shape, at });

/** In shape 1 hours had no end, and a visiting body nothing but a name and its usual visits. */
const withMoreOfAgencies: Upcaster = (event) => {
  if (event.type === 'HoursSet') return { ...event, hours: endless(event['hours']) };
  if (event.type !== 'AgencyAdded' || typeof event['agency'] !== 'object') return event;
  const agency = event['agency'] as { visits?: unknown } | null;
  return {
    ...event,
    agency: {
      ...{ shortName: null, place: null, speaks: null, changes: [] },
      ...agency,
      visits: endless(agency?.visits),
    },
  };
};

const endless = (hours: unknown): unknown =>
  Array.isArray(hours) ? hours.map((one: object) => ({ until: null, ...one })) : hours;

/** In shape 2 nothing had a picture, and an office had fewer settings. */
const withPictures: Upcaster = (event) => {
  switch (event.type) {
    case 'NoticeSet':
      return { ...event, notice: { image: null, ...fieldsOf(event['notice']) } };
    case 'ActivitySet':
      return { ...event, activity: { image: null, ...fieldsOf(event['activity']) } };
    case 'SettingsSet':
      return {
        ...event,
        settings: {
          ...{ recallAfterSeconds: RECALL_AFTER_SECONDS, secondPairOfEyes: false },
          ...fieldsOf(event['settings']),
        },
      };
    default:
      return event;
  }
};

const fieldsOf = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {};

export const officeFormat = new EventFormat<OfficeEvent>({
  kind: 'office',
  types: {
    OfficeFounded: true,
    LanguagesOffered: true,
    SettingsSet: true,
    HoursSet: true,
    OpeningChanged: true,
    OpeningRestored: true,
    HolidayCountrySet: true,
    HolidaySet: true,
    HolidayRemoved: true,
    LineAdded: true,
    AgencyAdded: true,
    AgencySet: true,
    VisitsSet: true,
    VisitChanged: true,
    VisitRestored: true,
    TopicAdded: true,
    DeskAdded: true,
    PrinterAdded: true,
    ActivitySet: true,
    ActivityRemoved: true,
    ActivityChanged: true,
    ActivityRestored: true,
    NoticeSet: true,
    NoticeRemoved: true,
    FeedSet: true,
    FeedRemoved: true,
    DisplaySet: true,
    DisplayRemoved: true,
    TakeoverBegun: true,
    TakeoverEnded: true,
    TopicSet: true,
    TopicRemoved: true,
    TopicsOrdered: true,
    LineSet: true,
    LineRemoved: true,
    DeskSet: true,
    DeskRemoved: true,
    PlaceSet: true,
    PlaceRemoved: true,
    AgencyRemoved: true,
    InquirySet: true,
    InquiryRemoved: true,
    DestinationSet: true,
    DestinationRemoved: true,
    OfficeNamed: true,
    PrinterSet: true,
    PrinterRemoved: true,
    NoticeDrafted: true,
    ActivityDrafted: true,
    DraftRemoved: true,
    ThingPutBack: true,
    BookImported: true,
  },
  upcasters: [withMoreOfAgencies, withPictures],
  schema: z.discriminatedUnion('type', [
    fact('OfficeFounded', { office: officeId, name, zone }),
    fact('LanguagesOffered', { languages }),
    fact('SettingsSet', { settings }),
    fact('HoursSet', { hours: z.array(hours) }),
    fact('OpeningChanged', { change: dayChange }),
    fact('OpeningRestored', { day }),
    fact('HolidayCountrySet', { country: holidayCountry }),
    fact('HolidaySet', { holiday }),
    fact('HolidayRemoved', { day }),
    fact('LineAdded', { line }),
    fact('AgencyAdded', { agency }),
    fact('AgencySet', { agency: agency.omit({ visits: true, changes: true }) }),
    fact('VisitsSet', { agency: agencyId, visits: z.array(hours) }),
    fact('VisitChanged', { agency: agencyId, change: dayChange }),
    fact('VisitRestored', { agency: agencyId, day }),
    fact('TopicAdded', { topic }),
    fact('DeskAdded', { desk }),
    fact('PrinterAdded', { printer }),
    fact('ActivitySet', { activity: activityPlan }),
    fact('ActivityRemoved', { activity: activityId }),
    fact('ActivityChanged', { activity: activityId, change: dayChange }),
    fact('ActivityRestored', { activity: activityId, day }),
    fact('NoticeSet', { notice }),
    fact('NoticeRemoved', { notice: noticeId }),
    fact('FeedSet', { feed }),
    fact('FeedRemoved', { feed: feedId }),
    fact('DisplaySet', { display }),
    fact('DisplayRemoved', { display: displayId }),
    fact('TakeoverBegun', { takeover }),
    fact('TakeoverEnded', { takeover: z.string() }),
    fact('TopicSet', { topic: servedTopic }),
    fact('TopicRemoved', { topic: topicId }),
    fact('TopicsOrdered', { topics: z.array(topicId) }),
    fact('LineSet', { line }),
    fact('LineRemoved', { line: lineId }),
    fact('DeskSet', { desk }),
    fact('DeskRemoved', { desk: deskId }),
    fact('PlaceSet', { place }),
    fact('PlaceRemoved', { place: placeId }),
    fact('AgencyRemoved', { agency: agencyId }),
    fact('InquirySet', { inquiry }),
    fact('InquiryRemoved', { inquiry: inquiryId }),
    fact('DestinationSet', { destination }),
    fact('DestinationRemoved', { destination: destinationId }),
    fact('OfficeNamed', { name }),
    fact('PrinterSet', { printer }),
    fact('PrinterRemoved', { printer: printer.shape.id }),
    fact('NoticeDrafted', { draft: noticeDraft }),
    fact('ActivityDrafted', { draft: activityDraft }),
    fact('DraftRemoved', { draft: draftNamed }),
    fact('ThingPutBack', { thing: bookThing }),
    fact('BookImported', { book: wholeBook }),
  ]),
});

function textsOf(said: typeof text) {
  return z
    .strictObject({ ...optionalTexts(said), sv: said })
    .transform((spoken) => spoken as Texts);
}

function optionalTexts(said: typeof text) {
  return Object.fromEntries(LANGUAGE_TAGS.map((tag) => [tag, said.optional()]));
}
