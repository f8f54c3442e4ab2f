/**
 * What an office is: its topics, lines, desks, visiting bodies and hours. Decided and evolved as the
 * queue is, over the stream `office/<office>`; the rules are numbered O1… in docs/spec.md.
 *
 * Pure: no clock, no files.
 */
import type { Pictogram } from '#shared/protocol.ts';
import type {
  AgencyId,
  DeskId,
  EpochMs,
  Language,
  LineId,
  LocalDate,
  OfficeId,
  PrinterId,
  Series,
  Texts,
  TopicId,
} from '#shared/vocabulary.ts';
import { type BookMistake, bookMistakes } from './book-mistakes.ts';

/** Hours that recur in the office's local time. Expanded to dated instants by server/schedule. */
export type RecurringHours = {
  /** RFC 5545 without DTSTART: 'FREQ=WEEKLY;BYDAY=MO,TH'. */
  rule: string;
  /** First local day it may hold. */
  from: LocalDate;
  /** Local time of day: '09:30'. `closes` is after `opens` on the same day. */
  opens: string;
  closes: string;
};

export type Line = {
  id: LineId;
  series: Series;
  /** Terminals give no more tickets while this many wait in the line. */
  mayWait: number;
};

export type Topic = {
  id: TopicId;
  /** The topic it is shown under; null at the top. */
  parent: TopicId | null;
  /** null for a topic that only groups others. */
  line: LineId | null;
  label: Texts;
  pictogram: Pictogram;
  /** Its name is not said where others can see or hear it: paper shows `discreetLabel`. */
  sensitive: boolean;
  discreetLabel: Texts | null;
  /** Whose errand it is; a ticket is given only in hours when that body is here. null: the guides'. */
  agency: AgencyId | null;
  /** Minutes by which it goes before others of its line, 0–30. Bounded, so that no one starves. */
  headStartMinutes: number;
  answer: { text: Texts; url: string } | null;
  bring: readonly Texts[];
};

export type Desk = {
  id: DeskId;
  name: Texts;
  /** What it serves when nobody says otherwise. */
  topics: readonly TopicId[];
  languages: readonly Language[];
};

export type Agency = { id: AgencyId; name: Texts; visits: readonly RecurringHours[] };

export type Printer = {
  id: PrinterId;
  /** As it stands on its slips: 'Automat 1'. */
  name: Texts;
  /** How the hub reaches it: see printer-connection.ts. */
  connection: string;
  roll: { widthMm: 80 | 58; dotsPerInch: 203 | 180 };
  /** False for one that hears and never says a word: it can be sent to, and never believed. */
  answers: boolean;
};

export type OfficeBook = {
  id: OfficeId;
  name: string;
  /** IANA zone. */
  zone: string;
  /** Offered at this office, in the order the terminal shows them. */
  languages: readonly Language[];
  lines: readonly Line[];
  topics: readonly Topic[];
  desks: readonly Desk[];
  agencies: readonly Agency[];
  hours: readonly RecurringHours[];
  /** The first prints the tickets. */
  printers: readonly Printer[];
  settings: {
    /** May a desk call a given ticket out of turn? */
    callGivenTicket: boolean;
    /** A visitor may be marked absent only after this many calls. */
    callsBeforeNoShow: number;
    /** Terminals stop giving tickets this long before the office closes. */
    lastTicketMinutesBeforeClosing: number;
  };
};

// What is asked

export type OfficeCommand = {
  readonly at: EpochMs;
  type: 'SeedOffice';
  /** Everything the office is to begin with. */
  book: OfficeBook;
};

// What happened

/** Facts, JSON only: the office is described one thing at a time, so that each can be changed by itself. */
export type OfficeEvent = {
  readonly at: EpochMs;
} /** Its zone is part of what it is: every day of its queue has been counted in it. */ & (
  | { type: 'OfficeFounded'; office: OfficeId; name: string; zone: string }
  | { type: 'LanguagesOffered'; languages: readonly Language[] }
  | { type: 'SettingsSet'; settings: OfficeBook['settings'] }
  | { type: 'HoursSet'; hours: readonly RecurringHours[] }
  | { type: 'LineAdded'; line: Line }
  | { type: 'AgencyAdded'; agency: Agency }
  /** Last among those it is shown beside. */
  | { type: 'TopicAdded'; topic: Topic }
  | { type: 'DeskAdded'; desk: Desk }
  | { type: 'PrinterAdded'; printer: Printer }
);

// Decide: may it happen?

export type OfficeDecision =
  | { accepted: true; events: readonly OfficeEvent[] }
  | { accepted: false; refusal: 'already-seeded' }
  /** All of them at once, so that whoever wrote the book corrects it in one go. */
  | { accepted: false; refusal: 'book-has-mistakes'; mistakes: readonly BookMistake[] };

export function decide(office: OfficeBook | null, command: OfficeCommand): OfficeDecision {
  switch (command.type) {
    case 'SeedOffice': {
      const { book, at } = command;
      if (office) return { accepted: false, refusal: 'already-seeded' };
      const mistakes = bookMistakes(book);
      if (mistakes.length > 0) return { accepted: false, refusal: 'book-has-mistakes', mistakes };
      const { id, name, zone, languages, settings, hours, lines, agencies, topics, desks } = book;
      const { printers } = book;
      return {
        accepted: true,
        events: [
          { type: 'OfficeFounded', office: id, name, zone, at },
          { type: 'LanguagesOffered', languages, at },
          { type: 'SettingsSet', settings, at },
          { type: 'HoursSet', hours, at },
          ...lines.map((line): OfficeEvent => ({ type: 'LineAdded', line, at })),
          ...agencies.map((agency): OfficeEvent => ({ type: 'AgencyAdded', agency, at })),
          ...topics.map((topic): OfficeEvent => ({ type: 'TopicAdded', topic, at })),
          ...desks.map((desk): OfficeEvent => ({ type: 'DeskAdded', desk, at })),
          ...printers.map((printer): OfficeEvent => ({ type: 'PrinterAdded', printer, at })),
        ],
      };
    }
    default:
      return command.type satisfies never;
  }
}

// Evolve: given that it happened, what is the office now? Never refuses, never throws.

export function evolve(office: OfficeBook | null, event: OfficeEvent): OfficeBook | null {
  if (event.type === 'OfficeFounded')
    return { ...BARE_OFFICE, id: event.office, name: event.name, zone: event.zone };
  if (!office) return office; // nothing can be told of an office that is not there
  switch (event.type) {
    case 'LanguagesOffered':
      return { ...office, languages: event.languages };
    case 'SettingsSet':
      return { ...office, settings: event.settings };
    case 'HoursSet':
      return { ...office, hours: event.hours };
    case 'LineAdded':
      return { ...office, lines: [...office.lines, event.line] };
    case 'AgencyAdded':
      return { ...office, agencies: [...office.agencies, event.agency] };
    case 'TopicAdded':
      return { ...office, topics: [...office.topics, event.topic] };
    case 'DeskAdded':
      return { ...office, desks: [...office.desks, event.desk] };
    case 'PrinterAdded':
      return { ...office, printers: [...office.printers, event.printer] };
    default:
      return event satisfies never;
  }
}

/** An office of which nothing has been told but its name: closed, and without anything to ask for. */
const BARE_OFFICE: Omit<OfficeBook, 'id' | 'name' | 'zone'> = {
  languages: ['sv'],
  lines: [],
  topics: [],
  desks: [],
  agencies: [],
  hours: [],
  printers: [],
  settings: { callGivenTicket: false, callsBeforeNoShow: 2, lastTicketMinutesBeforeClosing: 0 },
};
