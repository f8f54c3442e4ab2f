/**
 * HTTP API v1: the same requests as the sockets, from the same schemas, on the same code path.
 * docs/api.md describes it for people, /api/v1/openapi.json for programs.
 */
import { type Express, type NextFunction, type Request, type Response, Router } from 'express';
import type { ActName } from '#shared/identity.ts';
import { reviews } from '#shared/languages/all-languages.ts';
import type { RequestName } from '#shared/protocol.ts';
import { LANGUAGE_TAGS, type Language, type OfficeId, textIn } from '#shared/vocabulary.ts';
import type { Limits } from '../hub/limits.ts';
import { topicsOf } from '../hub/of-agency.ts';
import type { Office } from '../hub/office.ts';
import { canBeAskedAbout } from '../hub/perform-for.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import { type Caller, nameOf } from '../identity/caller.ts';
import type { Doorkeeper } from '../identity/doorkeeper.ts';
import { TooManyHashes } from '../identity/passphrase.ts';
import { nameOfAuthor } from '../identity/people.ts';
import type { Errand } from '../identity/rights.ts';
import type { SessionCookie } from '../identity/session-cookie.ts';
import type { Sessions } from '../identity/sessions.ts';
import type { PictureStore } from '../media/picture-store.ts';
import { type AccountsParts, accountRoutes } from './accounts.ts';
import { AGENDA_PATHS, agendaReadings } from './agenda.ts';
import { API_HEADERS } from './api-headers.ts';
import { auditRoutes } from './audit.ts';
import { BOOK_PATHS, bookReadings, PREVIEW_PATH } from './book.ts';
import { CALL_VOICE_PATH, type CallVoiceParts, callVoiceReading } from './call-voice.ts';
import { Callers } from './callers.ts';
import { commandRoutes, jsonUpTo } from './commands.ts';
import { isDay } from './day-asked.ts';
import { type DeviceParts, deviceRoutes } from './devices.ts';
import { entranceOf, type SignInParts } from './entrance.ts';
import { firstStepsRoutes } from './first-steps.ts';
import { isKnown } from './known-by-etag.ts';
import { MEDIA_PATH, pictureTaking } from './media.ts';
import { OFFICES_PATHS, officesReadings } from './offices.ts';
import { openApi } from './openapi.ts';
import { fromOtherHubs } from './other-hubs.ts';
import { isAway, problem } from './problem.ts';
import { REPLAY_PATHS, replayReadings } from './replay.ts';
import { type RetentionParts, retentionRoutes } from './retention.ts';
import { COMMAND_ROUTES } from './routes.ts';
import { signInRoutes } from './sign-in.ts';
import { singleSignOnRoutes } from './single-sign-on.ts';
import { TALLIES_PATH, tallyReading } from './tallies.ts';

export type ApiParts = {
  offices: ReadonlyMap<OfficeId, Office>;
  doorkeeper: Doorkeeper;
  limits: Limits;
  pictures: PictureStore;
  sessions: Sessions;
  audit: AuditTrail;
  onFault: (fault: unknown) => void;
  cookie: SessionCookie;
  /** The HUBS setting. */
  hubs: readonly string[];
} & CallVoiceParts &
  SignInParts &
  Omit<AccountsParts, 'callers' | 'deviceName'> &
  Omit<DeviceParts, 'nameOfAuthor'> &
  RetentionParts;

/** Adds the API to `server`: what is pressed to its own router, the rest as one below /api/v1. */
export function addApi(server: Express, parts: ApiParts): void {
  const { offices, doorkeeper, limits, pictures, audit, sessions, onFault } = parts;
  const callers = new Callers(doorkeeper, (caller, what, office) => {
    noteRefused(caller, what, office).catch(onFault);
  });

  // What is pressed comes first, and the ticket is first of it: a router tries one path after another. It is not in the
  // router below, either: to pass another took a fourteenth of the hub's time for a ticket.
  commandRoutes(server, API, {
    ...{ sessions, limits, audit, officeOf, callerOf: officeCaller },
    before: [parts.cookie.read, callers.prove], // each answer has its headers with it
  });

  const router = Router({ caseSensitive: true, strict: true });
  server.use(API, router, answerFault);

  router.use(withHeaders, parts.cookie.read);
  if (parts.hubs.length > 0) router.use(fromOtherHubs(parts.hubs));
  router.use(callers.prove);

  router.get('/openapi.json', (_request, response) => {
    response.json(openApi());
  });

  router.get('/languages', (_request, response) => {
    response.json(reviews());
  });

  officesReadings(router, { offices, doorkeeper, callers });

  router.get('/offices/:office/board', (request, response) => {
    const office = officeOf(request, response);
    if (office) response.json(office.snapshot('board'));
  });

  router.get('/offices/:office/programme', (request, response) => {
    const office = officeOf(request, response);
    if (!office) return;
    const programme = office.agenda.programme();
    response.set('Cache-Control', 'no-cache');
    if (!isKnown(request, response, `"${programme.revision}"`)) response.json(programme);
  });

  callVoiceReading(router, parts);
  agendaReadings(router, { limits, officeOf });

  bookReadings(router, {
    ...{ pictures, officeOf },
    callerOf: officeCaller,
    nameOfAuthor: (by) => nameOfAuthor(parts.people.state, by),
    onExport: (caller, office) =>
      audit.record({
        ...{ caller, office: office.book.id, what: 'book:export', on: '', result: 'done' },
      }),
  });
  replayReadings(router, { officeOf, callerOf: officeCaller });
  tallyReading(router, { officeOf, callerOf: officeCaller });
  pictureTaking(router, {
    ...{ pictures, officeOf },
    mayGive: (request, response) => officeCaller(request, response, 'notice:set') !== undefined,
  });

  router.get('/offices/:office/desks', (request, response) => {
    const office = officeOf(request, response);
    if (office) response.json(office.desks());
  });

  router.get('/offices/:office/topics', (request, response) => {
    const office = officeOf(request, response);
    if (!office) return;
    const asked = request.query['language'] ?? 'sv';
    if (!LANGUAGE_TAGS.includes(asked as Language))
      return problem(response, 'malformed-request', {
        message: `language: one of ${LANGUAGE_TAGS.join(', ')}`,
      });
    response.json(
      office.snapshot('terminal').topics.map((topic) => {
        const label = textIn(topic.label, asked as Language);
        return {
          id: topic.id,
          parent: topic.parent,
          label: label.text,
          language: label.language,
          open: !topic.group && topic.admission.state === 'open',
          admission: topic.admission,
          ahead: topic.ahead,
        };
      }),
    );
  });

  for (const [path, read] of Object.entries(STAFF_READINGS))
    router.get(path, (request, response) => {
      const office = officeOf(request, response);
      if (office && officeCaller(request, response, 'read:staff')) response.json(read(office));
    });

  router.get('/offices/:office/displays/proof', async (request, response) => {
    const office = officeOf(request, response);
    if (!office || !officeCaller(request, response, 'read:staff')) return;
    const { day } = request.query;
    if (isDay(day)) response.json(await office.displays.proof(day));
    else problem(response, 'malformed-request', { message: 'day: a date such as 2026-11-24' });
  });

  router.get('/offices/:office/tickets/:number', async (request, response) => {
    const office = officeOf(request, response);
    const caller = office && officeCaller(request, response, 'ticket:call');
    if (!caller) return;
    const ticket = await office.findTicket(request.params.number);
    const agency = caller.kind === 'person' ? caller.agency : null;
    const isHers = ticket && (agency === null || topicsOf(office.book, agency).has(ticket.topic));
    if (isHers) response.json(ticket);
    else problem(response, 'unknown-ticket');
  });

  router.use([...WITH_SMALL_BODIES], jsonUpTo(IDENTITY_MOST_BYTES));
  const entrance = entranceOf(parts);
  router.use(signInRoutes(parts, entrance));
  router.use(firstStepsRoutes(parts, entrance));
  router.use(singleSignOnRoutes(parts, entrance));
  router.use(
    accountRoutes({
      ...parts,
      callers,
      deviceName: (id) => parts.devices.state.get(id)?.name ?? null,
    }),
  );
  router.use(
    deviceRoutes({ ...parts, nameOfAuthor: (by) => nameOfAuthor(parts.people.state, by) }, callers),
  );
  router.use(auditRoutes(audit, callers));
  router.use(retentionRoutes(parts, callers));

  for (const path of [...READINGS, ...COMMAND_ROUTES.map((route) => route.path)])
    router.all(path, (_request, response) => {
      response.status(405).json({ code: 'method-not-allowed', message: 'See docs/api.md.' });
    });
  router.use((_request, response) => {
    response.status(404).json({ code: 'not-found', message: 'There is nothing at this address.' });
  });

  function officeOf(request: Request, response: Response): Office | undefined {
    const office = offices.get(request.params['office'] as OfficeId);
    if (!office) problem(response, 'unknown-office');
    return office;
  }

  /** Who asks of the office in the path, when she may; otherwise undefined, and the response has been sent. */
  function officeCaller(
    request: Request,
    response: Response,
    asked: RequestName | Errand,
  ): Caller | undefined {
    return callers.of(request, response, asked, request.params['office'] as OfficeId);
  }

  /** As performFor() does for who asks over a socket, and no faster than there. */
  async function noteRefused(
    caller: Caller,
    what: ActName,
    office: OfficeId | null,
  ): Promise<void> {
    if (!canBeAskedAbout(caller) || (await limits.messageFrom(nameOf(caller))) > 0) return;
    await audit.record({ caller, office, what, on: '', result: 'not-allowed' });
  }

  // Express knows an error handler by its four parameters.
  function answerFault(
    error: unknown,
    _request: Request,
    response: Response,
    _next: NextFunction,
  ): void {
    const isOurs = !(isClientError(error) || error instanceof TooManyHashes || isAway(error));
    const isHalfSent = response.headersSent;
    if (isOurs || isHalfSent) onFault(error);
    if (isHalfSent) {
      response.destroy(); // so that nobody takes it for the whole
      return;
    }
    // What was going to be said of an answer that did not come.
    for (const name of ['Content-Type', 'Content-Disposition']) response.removeHeader(name);
    response.setHeaders(API_HEADERS);
    if (isClientError(error)) problem(response, 'malformed-request', { message: error.message });
    else if (error instanceof TooManyHashes) problem(response, 'too-many-requests');
    else problem(response, 'hub-unavailable');
  }
}

function withHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.setHeaders(API_HEADERS);
  next();
}

const API = '/api/v1';

const WITH_SMALL_BODIES = [
  ...['/session', '/first-administrator', '/invitation', '/accounts', '/sessions', '/tokens'],
];
/** Of what is said of people: a passphrase of a megabyte is not even read. */
const IDENTITY_MOST_BYTES = 8 * 1024;

/** What staff may read, and nobody else. */
const STAFF_READINGS: Readonly<Record<string, (office: Office) => unknown>> = {
  '/offices/:office/printers': (office) => office.printers(),
  '/offices/:office/displays': (office) => office.displays.listed(),
  '/offices/:office/feeds': (office) => office.feeds(),
  '/offices/:office/remarks': (office) => office.agenda.remarks(),
};

/** The paths that are read. */
const READINGS = [
  '/openapi.json',
  ...OFFICES_PATHS,
  '/languages',
  CALL_VOICE_PATH,
  '/offices/:office/board',
  '/offices/:office/programme',
  ...AGENDA_PATHS,
  ...BOOK_PATHS,
  PREVIEW_PATH,
  ...REPLAY_PATHS,
  TALLIES_PATH,
  MEDIA_PATH,
  '/offices/:office/desks',
  '/offices/:office/topics',
  ...Object.keys(STAFF_READINGS),
  '/offices/:office/displays/proof',
  '/offices/:office/tickets/:number',
];

/** What body-parser and the router throw: an Error with a 4xx status. */
const isClientError = (error: unknown): error is Error & { status: number } =>
  error instanceof Error &&
  'status' in error &&
  typeof error.status === 'number' &&
  error.status >= 400 &&
  error.status < 500;
