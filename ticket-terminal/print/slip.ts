/** What stands on a ticket's paper, in words. Pure; how it looks is slip-picture.ts. */
import '#shared/languages/all-languages.ts';
import {
  dateWord,
  languageOf,
  say,
  type TextKey,
  type TextValues,
} from '#shared/languages/texts.ts';
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
  /** How many had to be called before it when it was printed; null when it does not wait. */
  ahead: number | null;
  /** How long the wait was thought to be; null when nobody can tell. */
  minutes: { from: number; to: number } | null;
  bring: readonly Texts[];
  issuedAt: EpochMs;
  printedAt: EpochMs;
  /** 1 is the first. */
  copy: number;
  /** Which machine prints it: 'Automat 1'. */
  terminal: Texts;
  /** https address of the ticket's own page; null when there is none. */
  follow: string | null;
};

/** Words with the language they are in: what is missing in the visitor's is in Swedish. */
export type Words = { text: string; language: Language };

export type Slip = {
  /** Decides from which side the slip is read. */
  language: Language;
  officeName: string;
  /** That there was one before, and when this one was made; null on the first. */
  reprint: Words | null;
  numberLabel: Words;
  /** In Latin letters and digits whatever the language: it must look as it does on the wall. */
  number: TicketNumber;
  ahead: Words | null;
  minutes: Words | null;
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
  /** '10:04 · Automat 1' */
  timeAndTerminal: string;
  follow: { address: string; label: Words } | null;
};

export function slipOf(facts: SlipFacts): Slip {
  const { language, zone, minutes, copy, follow } = facts;
  const topic = textIn(facts.topic, language);
  const time = isolated(timeText(facts.issuedAt, zone));
  return {
    language,
    officeName: facts.officeName,
    reprint: copy > 1 ? reprint(language, copy, timeText(facts.printedAt, zone)) : null,
    numberLabel: words(language, 'slip.number'),
    number: facts.number,
    ahead: facts.ahead === null ? null : words(language, 'slip.ahead', { count: facts.ahead }),
    minutes: minutes === null ? null : words(language, 'slip.minutes', minutes),
    topic,
    topicInSwedish: topic.language === 'sv' ? null : facts.topic.sv,
    bringLabel: words(language, 'slip.bring'),
    bring: facts.bring.map((thing) => textIn(thing, language)),
    waiting: words(language, 'slip.waiting'),
    date: dateText(language, zone, facts.issuedAt),
    timeAndTerminal: `${time} · ${isolated(textIn(facts.terminal, language).text)}`,
    follow: follow === null ? null : { address: follow, label: words(language, 'slip.follow') },
  };
}

const words = (language: Language, key: TextKey, values?: TextValues): Words => ({
  text: say(language, key, values),
  language: languageOf(language, key),
});

function reprint(language: Language, copy: number, time: string): Words {
  const { text, language: spoken } = words(language, 'slip.reprint', { copy });
  return { text: unbroken(`${text} · ${isolated(time)}`), language: spoken };
}

const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');

/** Read in its own direction, whatever stands around it; unbroken, as no line may end inside it. */
const isolated = (text: string): string => `\u2068${unbroken(text)}\u2069`;

/** By the office's clock, in the calendar and the digits that hang on its wall. */
export function dateText(language: Language, zone: string, at: EpochMs): string {
  return (COMPOSED[language] ?? intlDate)(zone, at, language).replace(/(\d\S*) /g, '$1\u00a0'); // 24_november
}

export const timeText = (at: EpochMs, zone: string): string =>
  intl('sv', { timeZone: zone, timeStyle: 'short' }).format(at);

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes a hundred times as long as using one. */
const intl = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  formats.getOrInsertComputed(
    `${locale} ${Object.values(options)}`,
    () => new Intl.DateTimeFormat(locale, options),
  );

type DateFormat = (zone: string, at: EpochMs, language: Language) => string;

const intlDate: DateFormat = (zone, at, language) =>
  intl(language === 'en' ? 'en-GB' : language, {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    dateStyle: 'full',
  }).format(at);

/** With the names that the screens use. CLDR 48 has the month first in Somali and the year first in Sorani. */
const COMPOSED: Partial<Record<Language, DateFormat>> = {
  so: composed(({ weekday, day, month, year }) => `${weekday}, ${day} ${month} ${year}`),
  ti: composed(({ weekday, day, month, year }) => `${weekday}፣ ${day} ${month} ${year}`),
  ckb: composed(({ weekday, day, month, year }) => `${weekday}، ${day}ی ${month}ی ${year}`),
};

type DateParts = { weekday: string; day: number; month: string; year: number };

function composed(compose: (parts: DateParts) => string): DateFormat {
  return (zone, at, language) => {
    const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const weekday = dateWord(language, `date.weekday.${date.dayOfWeek}`);
    const month = dateWord(language, `date.month.${date.month}`);
    return weekday === undefined || month === undefined
      ? intlDate(zone, at, language)
      : compose({ weekday, day: date.day, month, year: date.year });
  };
}
