/**
 * What may be asked of the office book: hours, visiting bodies, events, notices, calendars of others,
 * windows and takeovers. By staff and over HTTP; never by a terminal or a window. Shapes only: what a
 * number may be and which days there are is for the book itself to say (server/office/book-mistakes.ts).
 */
import { z } from 'zod';
import {
  type ActivityId,
  type AgencyId,
  type DisplayId,
  type FeedId,
  NOTICE_PRIORITIES,
  type NoticeId,
} from './vocabulary.ts';
import {
  day,
  id,
  instant,
  language,
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

const title = writtenTexts(TITLE_GRAPHEMES);
const text = writtenTexts(TEXT_GRAPHEMES);
const shortTitle = writtenTexts(SHORT_GRAPHEMES);
const agency = id<AgencyId>();
const activity = id<ActivityId>();
const notice = id<NoticeId>();
const feed = id<FeedId>();
const display = id<DisplayId>();

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

const takeoverUntil = {
  /** From now. One of the two, never both. */
  seconds: z.int().optional(),
  until: instant.optional(),
};

export const bookRequests = {
  'hours:set': z.strictObject({ requestId, hours: recurringHours }),
  'hours:change-day': z.strictObject({ requestId, day, spans, why }),
  'hours:restore-day': z.strictObject({ requestId, day }),
  'holiday:set': z.strictObject({
    requestId,
    day,
    closed: z.boolean(),
    name: title.nullable().default(null),
  }),
  'holiday:remove': z.strictObject({ requestId, day }),

  'agency:set': z.strictObject({
    requestId,
    agency,
    name: title,
    shortName: shortTitle.nullable().default(null),
    place: title.nullable().default(null),
    speaks: language.nullable().default(null),
  }),
  'agency:set-visits': z.strictObject({ requestId, agency, visits: recurringHours }),
  'visit:cancel': z.strictObject({ requestId, agency, day, why }),
  'visit:change': z.strictObject({ requestId, agency, day, spans: spans.min(1), why }),
  'visit:restore': z.strictObject({ requestId, agency, day }),

  'activity:set': z.strictObject({
    requestId,
    activity,
    title,
    shortTitle: shortTitle.nullable().default(null),
    text: text.nullable().default(null),
    place: title.nullable().default(null),
    speaks: language.nullable().default(null),
    hours: recurringHours,
    onHolidays: z.boolean().default(false),
  }),
  'activity:remove': z.strictObject({ requestId, activity }),
  'activity:change-day': z.strictObject({ requestId, activity, day, spans: spans.min(1), why }),
  'activity:cancel-day': z.strictObject({ requestId, activity, day, why }),
  'activity:restore-day': z.strictObject({ requestId, activity, day }),

  'notice:set': z.strictObject({
    requestId,
    notice,
    title,
    text: text.nullable().default(null),
    priority: z.enum(NOTICE_PRIORITIES).default('normal'),
    from: instant,
    until: instant,
    weight: z.int().default(1),
    seconds: z.int().nullable().default(null),
  }),
  'notice:remove': z.strictObject({ requestId, notice }),

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
} as const;
