/**
 * What may be asked of the office book: everything the office is, one thing at a time. By staff and over HTTP; never by a terminal or a window. Shapes only: what a
 * number may be and which days there are is for the book itself to say (server/office/book-mistakes.ts).
 */
import { z } from 'zod';
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
  type MediaId,
  NOTICE_PRIORITIES,
  type NoticeId,
  PICTOGRAMS,
  PLACE_KINDS,
  type PlaceId,
  type PrinterId,
  type Series,
  type TopicId,
} from './vocabulary.ts';
import {
  day,
  id,
  instant,
  language,
  named,
  requestId,
  time,
  written,
  writtenTexts,
} from './wire-words.ts';

const TITLE_GRAPHEMES = 80;
const TEXT_GRAPHEMES = 400;
/** In a day of the window, where the title has no room. */
const SHORT_GRAPHEMES = 30;
/** As much of a calendar as is read from one: see server/feeds. */
export const CALENDAR_MOST_BYTES = 2 * 1024 * 1024;

/** On a button of the terminal, in two lines. */
const LABEL_GRAPHEMES = 46;
/** A leaflet in a sentence, in a language that takes more room than Swedish. */
const ANSWER_GRAPHEMES = 160;
/** Long enough to say what a picture shows to whoever does not see it. */
const ALT_GRAPHEMES = 200;
/** A whole office as a file, its pictures included. */
export const BOOK_MOST_BYTES = 64 * 1024 * 1024;
/** A picture as it is sent, before the hub has made it smaller. */
export const PICTURE_MOST_BYTES = 8 * 1024 * 1024;

const title = writtenTexts(TITLE_GRAPHEMES);
const label = writtenTexts(LABEL_GRAPHEMES);
const text = writtenTexts(TEXT_GRAPHEMES);
const shortTitle = writtenTexts(SHORT_GRAPHEMES);
const agency = id<AgencyId>();
const activity = id<ActivityId>();
const notice = id<NoticeId>();
const feed = id<FeedId>();
const display = id<DisplayId>();
const topic = id<TopicId>();
const line = id<LineId>();
const desk = id<DeskId>();
const place = id<PlaceId>();
const inquiry = id<InquiryId>();
const destination = id<DestinationId>();
const printer = id<PrinterId>();

const image = z
  .strictObject({
    media: named<MediaId>(
      z.string().regex(/^[0-9a-f]{64}$/, 'is a picture that the hub has been given'),
    ),
    alt: writtenTexts(ALT_GRAPHEMES).nullable().default(null),
  })
  .nullable()
  .default(null);

const recurringHours = z
  .array(
    z.strictObject({
      rule: z.string().min(1).max(200),
      from: day,
      until: day.nullable().default(null),
      opens: time,
      closes: time,
    }),
  )
  .max(50);
/** Instead of what the rules give for the day; none: nothing. */
const spans = z.array(z.strictObject({ opens: time, closes: time })).max(6);
const why = title.nullable().default(null);
/** It was on another day, where this is left: none is none at all. Both days stand or fall together. */
const movedFrom = z.strictObject({ day, spans }).optional();

const activityContent = {
  title,
  shortTitle: shortTitle.nullable().default(null),
  text: text.nullable().default(null),
  image,
  place: title.nullable().default(null),
  speaks: language.nullable().default(null),
  hours: recurringHours,
  onHolidays: z.boolean().default(false),
};
const noticeContent = {
  title,
  text: text.nullable().default(null),
  image,
  priority: z.enum(NOTICE_PRIORITIES).default('normal'),
  from: instant,
  until: instant,
  weight: z.int().default(1),
  seconds: z.int().nullable().default(null),
};

/** What may be written first and shown later. */
const DRAFT_KINDS = ['notice', 'activity'] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];
const draftNamed = { kind: z.enum(DRAFT_KINDS), id: id<NoticeId | ActivityId>() };

const takeoverUntil = {
  /** From now. One of the two, never both. */
  seconds: z.int().optional(),
  until: instant.optional(),
};

export const bookRequests = {
  'hours:set': z.strictObject({ requestId, hours: recurringHours }),
  'hours:change-day': z.strictObject({ requestId, day, spans, why, movedFrom }),
  'hours:restore-day': z.strictObject({ requestId, day }),
  'holiday:set': z.strictObject({
    requestId,
    day,
    closed: z.boolean(),
    name: title.nullable().default(null),
    /** The day it was, which is as the country has it again. */
    movedFrom: day.optional(),
  }),
  'holiday:remove': z.strictObject({ requestId, day }),

  'agency:set': z.strictObject({
    requestId,
    agency,
    name: title,
    shortName: shortTitle.nullable().default(null),
    place: title.nullable().default(null),
    speaks: language.nullable().default(null),
    /** When it usually comes. Left out: as it does now. */
    visits: recurringHours.optional(),
  }),
  'agency:remove': z.strictObject({ requestId, agency }),
  'agency:set-visits': z.strictObject({ requestId, agency, visits: recurringHours }),
  'visit:cancel': z.strictObject({ requestId, agency, day, why }),
  'visit:change': z.strictObject({
    requestId,
    agency,
    day,
    spans: spans.min(1),
    why,
    movedFrom,
  }),
  'visit:restore': z.strictObject({ requestId, agency, day }),

  'activity:set': z.strictObject({ requestId, activity, ...activityContent }),
  'activity:remove': z.strictObject({ requestId, activity }),
  'activity:change-day': z.strictObject({
    requestId,
    activity,
    day,
    spans: spans.min(1),
    why,
    movedFrom,
  }),
  'activity:cancel-day': z.strictObject({ requestId, activity, day, why }),
  'activity:restore-day': z.strictObject({ requestId, activity, day }),

  'notice:set': z.strictObject({ requestId, notice, ...noticeContent }),
  'notice:remove': z.strictObject({ requestId, notice }),
  /** In one press, with words that are there in every language: the day's hours and a notice of them. */
  'notice:announce': z.strictObject({
    requestId,
    what: z.literal('closes-early'),
    /** Left out: today. */
    day: day.optional(),
    closes: time,
  }),

  /** Kept beside what is shown until it is published. */
  'draft:set': z.strictObject({
    requestId,
    draft: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('notice'), id: notice, ...noticeContent }),
      z.strictObject({ kind: z.literal('activity'), id: activity, ...activityContent }),
    ]),
  }),
  'draft:publish': z.strictObject({ requestId, ...draftNamed }),
  'draft:discard': z.strictObject({ requestId, ...draftNamed }),

  'feed:set': z.strictObject({
    requestId,
    feed,
    name: written(60),
    /** webcal:// is https:// by another name. */
    url: z
      .string()
      .max(500)
      .transform((url) => url.trim().replace(/^webcals?:/i, 'https:'))
      .nullable()
      .default(null),
    shown: z.boolean().default(true),
    watched: z.boolean().default(true),
  }),
  'feed:remove': z.strictObject({ requestId, feed }),
  /** A calendar as a file: the text of it. */
  'feed:import': z.strictObject({
    requestId,
    feed,
    text: z.string().min(1).max(CALENDAR_MOST_BYTES),
  }),
  /** Read it now, and not only when its turn comes. */
  'feed:read': z.strictObject({ requestId, feed }),

  'takeover:begin': z
    .strictObject({ requestId, text, ...takeoverUntil, test: z.boolean().default(false) })
    .refine(
      ({ seconds, until }) => (seconds === undefined) !== (until === undefined),
      'names its end once: seconds or until',
    ),
  'takeover:end': z.strictObject({ requestId }),

  'display:set': z.strictObject({
    requestId,
    display,
    name: title,
    viewingDistanceMm: z.int(),
    panelWidthMm: z.int(),
  }),
  'display:remove': z.strictObject({ requestId, display }),
  'display:reload': z.strictObject({ requestId, display }),

  'topic:set': z.strictObject({
    requestId,
    topic,
    parent: topic.nullable().default(null),
    /** null for a topic that only groups others. */
    line: line.nullable().default(null),
    label,
    pictogram: z.enum(PICTOGRAMS),
    sensitive: z.boolean().default(false),
    discreetLabel: label.nullable().default(null),
    agency: agency.nullable().default(null),
    headStartMinutes: z.int().default(0),
    answer: z
      .strictObject({
        text: writtenTexts(ANSWER_GRAPHEMES),
        url: z.url({ protocol: /^https$/ }).max(200),
      })
      .nullable()
      .default(null),
    bring: z.array(title).max(3).default([]),
    /** Who serves it from then on. Left out: who does now. */
    desks: z.array(desk).max(60).optional(),
  }),
  'topic:remove': z.strictObject({ requestId, topic }),
  /** All of them, as the terminal is to show them. */
  'topics:order': z.strictObject({ requestId, topics: z.array(topic).min(1).max(100) }),
  'line:set': z.strictObject({
    requestId,
    line,
    series: named<Series>(z.string().max(4)),
    mayWait: z.int(),
  }),
  'line:remove': z.strictObject({ requestId, line }),
  'desk-card:set': z.strictObject({
    requestId,
    desk,
    name: shortTitle,
    topics: z.array(topic).min(1).max(100),
    languages: z.array(language).min(1).max(LANGUAGE_TAGS.length),
  }),
  'desk-card:remove': z.strictObject({ requestId, desk }),
  'place-card:set': z.strictObject({
    requestId,
    place,
    kind: z.enum(PLACE_KINDS),
    name: shortTitle,
  }),
  'place-card:remove': z.strictObject({ requestId, place }),

  'inquiry:set': z.strictObject({ requestId, inquiry, label }),
  'inquiry:remove': z.strictObject({ requestId, inquiry }),
  'destination:set': z.strictObject({ requestId, destination, label }),
  'destination:remove': z.strictObject({ requestId, destination }),

  'office:set': z.strictObject({
    requestId,
    name: written(60),
    languages: z.array(language).min(1).max(LANGUAGE_TAGS.length),
  }),
  'settings:set': z.strictObject({
    requestId,
    callGivenTicket: z.boolean(),
    callsBeforeNoShow: z.int(),
    lastTicketMinutesBeforeClosing: z.int(),
    recallAfterSeconds: z.int(),
    secondPairOfEyes: z.boolean(),
  }),
  'holiday-country:set': z.strictObject({ requestId, country: z.string().max(10).nullable() }),
  'printer:set': z.strictObject({
    requestId,
    printer,
    name: title,
    /** Left out: the one it has. It is never told to whoever may not set it. */
    connection: z.string().max(300).optional(),
    roll: z
      .strictObject({ widthMm: z.literal([80, 58]), dotsPerInch: z.literal([203, 180]) })
      .default({ widthMm: 80, dotsPerInch: 203 }),
    answers: z.boolean().default(true),
  }),
  'printer:remove': z.strictObject({ requestId, printer }),

  /** Puts one thing back as it was before the change that made this version of the book. */
  'book:undo': z.strictObject({ requestId, version: z.int().min(1) }),
  /** The whole office, as GET …/book/export gave it. What is there is replaced. */
  'book:import': z.strictObject({ requestId, file: z.record(z.string(), z.unknown()) }),
} as const;
