/** What is pressed, over HTTP: each of the sockets' requests as a POST on the same code path. */
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { z } from 'zod';
import { BOOK_MOST_BYTES, CALENDAR_MOST_BYTES } from '#shared/book-requests.ts';
import type { Reply, RequestName } from '#shared/protocol.ts';
import type { Asked } from '../hub/commands.ts';
import type { Limits } from '../hub/limits.ts';
import type { Office } from '../hub/office.ts';
import { performFor } from '../hub/perform-for.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import type { Caller } from '../identity/caller.ts';
import type { Sessions } from '../identity/sessions.ts';
import { answerAtOnce } from './api-headers.ts';
import { problem } from './problem.ts';
import { COMMAND_ROUTES, type CommandRoute, pathSchema, wrongInPath } from './routes.ts';

type CommandParts = {
  /** Of each request, in this order, before anything is looked at. */
  before: readonly RequestHandler[];
  sessions: Sessions;
  limits: Limits;
  audit: AuditTrail;
  /** As in `addApi`: undefined when the response has been sent. */
  officeOf: (request: Request, response: Response) => Office | undefined;
  callerOf: (request: Request, response: Response, asked: RequestName) => Caller | undefined;
};

/** What `allowed` leaves in a response's locals for the command. */
type Allowed = { office: Office; caller: Caller };

/** Adds them to `server`'s own router, below the path `api`. */
export function commandRoutes(
  server: Express,
  api: string,
  { before, sessions, limits, audit, officeOf, callerOf }: CommandParts,
): void {
  for (const route of COMMAND_ROUTES) {
    const steps = [allowed(route.request), bodyOf(route.request), command(route)];
    server.post(`${api}${route.path}`, ...before, ...steps);
  }

  /** Before the body is read: a stranger's is not even parsed. */
  function allowed(name: RequestName) {
    return (request: Request, response: Response, next: NextFunction): void => {
      const office = officeOf(request, response);
      if (!office) return;
      const caller = callerOf(request, response, name);
      if (!caller) return;
      if (caller.kind === 'person') sessions.pressed(caller.session);
      Object.assign(response.locals, { office, caller } satisfies Allowed);
      next();
    };
  }

  function command(route: CommandRoute) {
    // Once, and not for every request: zod compiles a schema when it is first used.
    const pathParams = pathSchema(route);
    return async (request: Request, response: Response): Promise<void> => {
      const { office, caller } = response.locals as Allowed;
      const path = route.params.length === 0 ? NOTHING : pathParams.safeParse(request.params);
      if (!path.success) {
        const { code, ...said } = wrongInPath(route, path.error);
        return problem(response, code, said);
      }
      const body = route.body.safeParse(request.body);
      if (!body.success) {
        const faults = body.error.issues.map(
          (issue) => `${issue.path.join('.') || 'body'}: ${faultIn(request.body, issue)}`,
        );
        return problem(response, 'malformed-request', { message: faults.join('; ') });
      }
      const from = isCounter(caller) ? 'counter' : 'terminal';
      if (route.request === 'ticket:issue' && from === 'terminal') {
        const isRepeat = office.knows(String(body.data['requestId']));
        const wait = isRepeat ? 0 : await limits.ticketFrom(request.ip ?? '');
        if (wait > 0) {
          response.set('Retry-After', String(wait));
          return problem(response, 'too-many-requests');
        }
      }
      // The route's schemas are cut out of the request's own, so together they are the request.
      const asked = Object.assign(body.data, path.data, { request: route.request }) as Asked;
      const reply: Reply<unknown> = await performFor(caller, office, asked, { audit, from });
      if (reply.ok) answerAtOnce(response, statusOf(route.request), reply.answer);
      else problem(response, reply.code, { details: reply.details ?? [] });
    };
  }
}

/** Of a path in which only the office is named. */
const NOTHING = { success: true, data: {} } as const;

/** As much as is read of a request's body. */
function bodyOf(request: RequestName): RequestHandler {
  if (request === 'book:import') return bookJson;
  return request === 'feed:import' ? calendarJson : json;
}

/** @param limit bytes; more is refused unread */
export const jsonUpTo = (limit: number): RequestHandler =>
  express.json({ limit, strict: true, type: () => true });

/** Twelve languages of a notice, in the letters that take most. */
const MOST_BYTES = 32 * 1024;

const json = jsonUpTo(MOST_BYTES);
// JSON writes what ends a line in twice as much, and some programs every letter that is not ASCII.
const calendarJson = jsonUpTo(3 * CALENDAR_MOST_BYTES);
const bookJson = jsonUpTo(BOOK_MOST_BYTES);

/** Zod says of what is not there that it is of the wrong type. */
function faultIn(body: unknown, { path, message }: z.core.$ZodIssue): string {
  let value = body;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null)?.[key];
  return value === undefined ? 'is missing' : message;
}

/** Who is held to no terminal's limits: staff and programs that are let in as such. */
const isCounter = ({ kind }: Caller): boolean =>
  kind === 'operator' || kind === 'token' || kind === 'person';

const statusOf = (request: RequestName): number => (request === 'ticket:issue' ? 201 : 200);
