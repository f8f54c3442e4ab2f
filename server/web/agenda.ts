/**
 * The agenda for anyone, also for the city's own pages: as dated items, and as iCalendar. What is asked for again is
 * answered from memory for as long as the book and the calendars of others are the same.
 */
import { hash } from 'node:crypto';
import type { NextFunction, Request, Response, Router } from 'express';
import '#shared/languages/all-languages.ts';
import { languageOf, say } from '#shared/languages/texts.ts';
import type { EpochMs, Language, LocalDate } from '#shared/vocabulary.ts';
import { LANGUAGE_TAGS, textIn } from '#shared/vocabulary.ts';
import type { Limits } from '../hub/limits.ts';
import type { Office } from '../hub/office.ts';
import { isDay } from './day-asked.ts';
import { isKnown } from './known-by-etag.ts';
import { problem } from './problem.ts';

type AgendaParts = {
  limits: Limits;
  /** The office that is asked about; undefined: there is none, and the response has been sent. */
  officeOf: (request: Request, response: Response) => Office | undefined;
};

export const AGENDA_PATHS = ['/offices/:office/agenda', '/offices/:office/agenda.ics'] as const;

const DAYS = { least: 1, most: 62, usual: 14 };
const FROM_DAYS = { back: 31, ahead: 366 };
/** Any page of any site may read it, in its own time. */
const PUBLIC_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': 'no-cache',
};

export function agendaReadings(router: Router, { limits, officeOf }: AgendaParts): void {
  const remembered = new RememberedAnswers();

  router.get(
    [...AGENDA_PATHS],
    async (request: Request, response: Response, next: NextFunction) => {
      response.set(PUBLIC_HEADERS);
      const wait = await limits.agendaFrom(request.ip ?? '');
      if (wait === 0) return next();
      response.set('Retry-After', String(wait));
      problem(response, 'too-many-requests');
    },
  );

  router.get('/offices/:office/agenda', (request, response) => {
    const office = officeOf(request, response);
    if (!office) return;
    const asked = agendaAsked(request, office.agenda.today());
    if (typeof asked === 'string')
      return problem(response, 'malformed-request', { message: asked });
    const body = remembered.answer(office, JSON.stringify(asked), () =>
      JSON.stringify({
        items: office.agenda.days(asked).map((item) => inAgenda(item, asked.language, office)),
      }),
    );
    send(request, response, 'application/json', body);
  });

  router.get('/offices/:office/agenda.ics', (request, response) => {
    const office = officeOf(request, response);
    if (!office) return;
    const language = languageAsked(request);
    if (!language) return problem(response, 'malformed-request', { message: LANGUAGE_SENTENCE });
    const body = remembered.answer(office, `ics ${language} ${office.agenda.today()}`, () =>
      office.agenda.ics(language),
    );
    send(request, response, 'text/calendar', body);
  });
}

type AgendaAsked = { from: LocalDate; days: number; language: Language };

/** What is asked for, or what is wrong with how. */
function agendaAsked(request: Request, today: LocalDate): AgendaAsked | string {
  const { from = today, days = String(DAYS.usual) } = request.query;
  const language = languageAsked(request);
  if (!language) return LANGUAGE_SENTENCE;
  if (typeof days !== 'string' || !/^\d{1,2}$/.test(days) || !isWithin(Number(days)))
    return `days: ${DAYS.least} to ${DAYS.most}`;
  if (!isFirstDay(from, today))
    return `from: a day such as ${today}, from ${FROM_DAYS.back} days back to a year ahead`;
  return { from, days: Number(days), language };
}

const isWithin = (days: number): boolean => days >= DAYS.least && days <= DAYS.most;

function isFirstDay(from: unknown, today: LocalDate): from is LocalDate {
  if (!isDay(from)) return false;
  const away = Temporal.PlainDate.from(today).until(from).days;
  return away >= -FROM_DAYS.back && away <= FROM_DAYS.ahead;
}

const LANGUAGE_SENTENCE = `language: one of ${LANGUAGE_TAGS.join(', ')}`;

function languageAsked({ query: { language = 'sv' } }: Request): Language | undefined {
  return LANGUAGE_TAGS.find((tag) => tag === language);
}

type Item = ReturnType<Office['agenda']['days']>[number];

/** An item as the world reads it: one language, and instants with the office's own offset. */
function inAgenda(item: Item, language: Language, { book: { zone } }: Office) {
  const dated = {
    id: item.id,
    kind: item.kind,
    start: withOffset(item.startsAt, zone),
    end: withOffset(item.endsAt, zone),
  };
  if (item.kind === 'opening')
    return {
      ...dated,
      title: say(language, 'display.opening-hours'),
      language: languageOf(language, 'display.opening-hours'),
      ...{ place: null, speaks: null, cancelled: false, allDay: false, source: null },
    };
  const { title, place, speaks, cancelled, allDay, source } = item;
  const said = textIn(title, language);
  return {
    ...dated,
    title: said.text,
    language: said.language,
    place: place && textIn(place, language).text,
    ...{ speaks, cancelled, allDay, source },
  };
}

/** '2027-03-28T09:30:00+02:00' */
const withOffset = (at: EpochMs, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });

function send(request: Request, response: Response, type: string, { body, etag }: Answer): void {
  if (!isKnown(request, response, etag)) response.type(type).send(body);
}

type Answer = { body: string; etag: string };
/** A year, asked for day by day, in a language or two. */
const ANSWERS_KEPT = 500;

/** Answers by what was asked, until what they are made from is another. */
class RememberedAnswers {
  readonly #offices = new WeakMap<
    Office,
    { madeOf: readonly unknown[]; answers: Map<string, Answer> }
  >();

  answer(office: Office, asked: string, make: () => string): Answer {
    const madeOf = office.agenda.madeOf();
    let kept = this.#offices.get(office);
    if (!kept || kept.madeOf.some((part, index) => part !== madeOf[index])) {
      kept = { madeOf, answers: new Map() };
      this.#offices.set(office, kept);
    }
    const known = kept.answers.get(asked);
    if (known) return known;
    if (kept.answers.size >= ANSWERS_KEPT) kept.answers.clear();
    const body = make();
    const answer = { body, etag: `"${hash('sha256', body, 'base64url').slice(0, 22)}"` };
    kept.answers.set(asked, answer);
    return answer;
  }
}
