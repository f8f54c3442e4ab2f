/**
 * How the facts of an office are written down, and the shapes they are made of; a seed file is made of the
 * same. A change of shape here is a new version with an upcaster; see server/event-log/event-format.ts.
 */
import { z } from 'zod';
import type { Pictogram } from '#shared/protocol.ts';
import {
  type AgencyId,
  type DeskId,
  LANGUAGE_TAGS,
  type LineId,
  type LocalDate,
  type OfficeId,
  type PrinterId,
  type Series,
  type Texts,
  type TopicId,
} from '#shared/vocabulary.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type {
  Agency,
  Desk,
  Line,
  OfficeBook,
  OfficeEvent,
  Printer,
  RecurringHours,
  Topic,
} from './office-book.ts';

/** As in requests and addresses: it can be said in a URL. */
const id = <Id extends string>() =>
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'an id is small letters a–z, digits and -, at most 40')
    .transform((text) => text as Id);
const text = z.string().trim().min(1).max(200);
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

export const texts = z
  .strictObject({ ...optionalTexts(), sv: text })
  .transform((spoken) => spoken as Texts);

export const hours = z.strictObject({
  rule: z.string().min(1).max(200),
  from: z.string().transform((day) => day as LocalDate),
  opens: z.string(),
  closes: z.string(),
}) satisfies z.ZodType<RecurringHours>;

export const line = z.strictObject({
  id: lineId,
  series: z.string().transform((letter) => letter as Series),
  mayWait: z.int(),
}) satisfies z.ZodType<Line>;

export const agency = z.strictObject({
  id: agencyId,
  name: texts,
  visits: z.array(hours),
}) satisfies z.ZodType<Agency>;

const PICTOGRAMS = [
  'letter',
  'computer',
  'child',
  'home',
  'money',
  'shield',
  'care',
  'people',
  'work',
  'study',
  'law',
  'police',
  'printer',
  'form',
  'speech',
  'ball',
  'question',
  'leaf',
] as const satisfies readonly Pictogram[];

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
}) satisfies z.ZodType<OfficeBook['settings']>;

const fact = <Type extends OfficeEvent['type'], Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
) => z.strictObject({ type: z.literal(type), ...shape, at: z.number() });

export const officeFormat = new EventFormat<OfficeEvent>({
  kind: 'office',
  types: {
    OfficeFounded: true,
    LanguagesOffered: true,
    SettingsSet: true,
    HoursSet: true,
    LineAdded: true,
    AgencyAdded: true,
    TopicAdded: true,
    DeskAdded: true,
    PrinterAdded: true,
  },
  schema: z.discriminatedUnion('type', [
    fact('OfficeFounded', { office: officeId, name, zone }),
    fact('LanguagesOffered', { languages }),
    fact('SettingsSet', { settings }),
    fact('HoursSet', { hours: z.array(hours) }),
    fact('LineAdded', { line }),
    fact('AgencyAdded', { agency }),
    fact('TopicAdded', { topic }),
    fact('DeskAdded', { desk }),
    fact('PrinterAdded', { printer }),
  ]),
});

function optionalTexts() {
  return Object.fromEntries(LANGUAGE_TAGS.map((tag) => [tag, text.optional()]));
}
