/** What stands on a ticket's paper, in words. Pure; how it looks is slip-picture.ts. */
import { languageOf, say, type TextKey, type TextValues } from '#shared/languages/texts.ts';
import {
  type EpochMs,
  type Language,
  type Texts,
  type TicketNumber,
  textIn,
} from '#shared/vocabulary.ts';

export type SlipFacts = {
  officeName: string;
  /** IANA zone of the office. */
  zone: string;
  number: TicketNumber;
  /** The visitor's. */
  language: Language;
  /** What paper may say of the errand. For a sensitive topic: its discreet wording. */
  topic: Texts;
  /** How many had to be called before it when it was taken. */
  ahead: number;
  bring: readonly Texts[];
  issuedAt: EpochMs;
};

/** Words with the language they are in: what is missing in the visitor's is in Swedish. */
export type Words = { text: string; language: Language };

export type Slip = {
  /** Decides from which side the slip is read. */
  language: Language;
  officeName: string;
  numberLabel: Words;
  /** In Latin letters and digits whatever the language: it must look as it does on the wall. */
  number: TicketNumber;
  ahead: Words;
  topic: Words;
  /** For whoever receives the visitor; null when `topic` is Swedish already. */
  topicInSwedish: string | null;
  bringLabel: Words;
  /** May be empty. */
  bring: readonly Words[];
  /** Where to wait, and how one is called. */
  waiting: Words;
  /** 'tisdag 24 november 2026' */
  date: string;
  /** '10:04' */
  time: string;
};

export function slipOf(facts: SlipFacts): Slip {
  const { language, zone, issuedAt } = facts;
  const topic = textIn(facts.topic, language);
  return {
    language,
    officeName: facts.officeName,
    numberLabel: words(language, 'slip.number'),
    number: facts.number,
    ahead: words(language, 'slip.ahead', { count: facts.ahead }),
    topic,
    topicInSwedish: topic.language === 'sv' ? null : facts.topic.sv,
    bringLabel: words(language, 'slip.bring'),
    bring: facts.bring.map((thing) => textIn(thing, language)),
    waiting: words(language, 'slip.waiting'),
    ...dateAndTime(language, zone, issuedAt),
  };
}

const words = (language: Language, key: TextKey, values?: TextValues): Words => ({
  text: say(language, key, values),
  language: languageOf(language, key),
});

/** Day before month in English too, as everyone around the office writes it. */
const DATE_LOCALE: Partial<Record<Language, string>> = { en: 'en-GB' };

/** By the office's clock, in the calendar and the digits that hang on its wall. */
function dateAndTime(
  language: Language,
  zone: string,
  at: EpochMs,
): { date: string; time: string } {
  const locale = DATE_LOCALE[language] ?? language;
  const common = { timeZone: zone, calendar: 'gregory', numberingSystem: 'latn' } as const;
  const date = new Intl.DateTimeFormat(locale, { ...common, dateStyle: 'full' });
  const time = new Intl.DateTimeFormat('sv', { ...common, timeStyle: 'short' });
  return { date: date.format(at), time: time.format(at) };
}
