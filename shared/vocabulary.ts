/**
 * The words both sides of the wire use. Pure: no Node, no DOM.
 * What they mean is in docs/glossary.md.
 */

declare const brand: unique symbol;
type Named<Base, Name extends string> = Base & { readonly [brand]: Name };

export type OfficeId = Named<string, 'OfficeId'>;
export type DeskId = Named<string, 'DeskId'>;
export type TopicId = Named<string, 'TopicId'>;
export type AgencyId = Named<string, 'AgencyId'>;
export type PrinterId = Named<string, 'PrinterId'>;
/** Something around the square that anybody may come to. The wire calls it an event; in code that is what happened. */
export type ActivityId = Named<string, 'ActivityId'>;
export type NoticeId = Named<string, 'NoticeId'>;
/** A calendar of others, imported. */
export type FeedId = Named<string, 'FeedId'>;
/** A window of the office. */
export type DisplayId = Named<string, 'DisplayId'>;
/** People who wait for the same desks stand in one line. The line, not the topic, owns a series. */
export type LineId = Named<string, 'LineId'>;
/** A kind of question, for follow-up. */
export type InquiryId = Named<string, 'InquiryId'>;
/** Where visitors are sent on to, for follow-up. */
export type DestinationId = Named<string, 'DestinationId'>;
/** What is lent in the room: a computer, the inner room. */
export type PlaceId = Named<string, 'PlaceId'>;
/** A picture: the SHA-256 of its bytes, as it is kept and served. */
export type MediaId = Named<string, 'MediaId'>;

/** One capital letter, A–Z. It carries no meaning: it never tells what a visitor came for. */
export type Series = Named<string, 'Series'>;
/** What is printed and called: 'A042'. Issued once per office and local day, kept until the ticket ends. */
export type TicketNumber = Named<string, 'TicketNumber'>;

/** Milliseconds since 1970-01-01T00:00Z, office time (see CLOCK in docs/operations.md). */
export type EpochMs = number;
/** A day as the office's own calendar has it: '2026-11-24'. */
export type LocalDate = Named<string, 'LocalDate'>;

/** Every language Torget knows, each by its own name and script. Which of them an office offers is data. */
export const LANGUAGES = {
  sv: { name: 'Svenska', direction: 'ltr' },
  fi: { name: 'Suomi', direction: 'ltr' },
  en: { name: 'English', direction: 'ltr' },
  so: { name: 'Soomaali', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
  ti: { name: 'ትግርኛ', direction: 'ltr' },
  fa: { name: 'فارسی', direction: 'rtl' },
  ckb: { name: 'کوردیی سۆرانی', direction: 'rtl' },
  tr: { name: 'Türkçe', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  pl: { name: 'Polski', direction: 'ltr' },
  uk: { name: 'Українська', direction: 'ltr' },
} as const satisfies Record<string, { name: string; direction: 'ltr' | 'rtl' }>;

/** A BCP 47 tag out of LANGUAGES. */
export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_TAGS = Object.keys(LANGUAGES) as Language[];

export const NOTICE_PRIORITIES = ['urgent', 'normal', 'evergreen'] as const;

export const PLACE_KINDS = ['computer', 'room'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export const PICTOGRAMS = [
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
] as const;
export type Pictogram = (typeof PICTOGRAMS)[number];

/** Why a ticket is put aside for a while. */
export const HOLD_REASONS = ['form', 'copies', 'computer', 'phone', 'papers', 'other'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Why somebody at the counter goes before others, as if she had come half an hour earlier. */
export const PRECEDENCES = ['cannot-wait', 'cannot-use-terminal'] as const;
export type Precedence = (typeof PRECEDENCES)[number];

/** Who came, as staff saw her. 'other': or nobody knows. */
export const VISITORS = ['woman', 'man', 'other'] as const;

/** Paper for staff: a test of the printer, "the printer is back" for its door, and the figures of the day. */
export const STAFF_PAGES = ['test', 'back', 'day'] as const;
export type StaffPage = (typeof STAFF_PAGES)[number];

/** A text as the office wrote it. Swedish is always there; what is missing elsewhere is shown in Swedish, marked so. */
export type Texts = { readonly sv: string } & { readonly [Tag in Language]?: string | undefined };

/** Beside the words, and never instead of them. `alt` says what it shows; null: nobody has written it yet. */
export type Picture = { readonly media: MediaId; readonly alt: Texts | null };

/** The text in `language`, or the Swedish one; `language` of the result says which it became. */
export function textIn(texts: Texts, language: Language): { text: string; language: Language } {
  const text = texts[language];
  return text === undefined ? { text: texts.sv, language: 'sv' } : { text, language };
}

/** 1 → 'A001', 999 → 'A999', 1000 → 'A1000'. */
export function ticketNumber(series: Series, ordinal: number): TicketNumber {
  return `${series}${String(ordinal).padStart(3, '0')}` as TicketNumber;
}

/** 'A042' → A, 42. */
export function partsOf(number: TicketNumber): { series: Series; ordinal: number } {
  return { series: number.charAt(0) as Series, ordinal: Number(number.slice(1)) };
}
