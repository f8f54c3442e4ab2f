/** A day that is past, over HTTP: which there are, what happened, and the window and the queue as they were. */
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { RefusalCode } from '#shared/protocol.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import type { Office } from '../hub/office.ts';
import type { MomentAsked } from '../hub/replay.ts';
import type { Caller } from '../identity/caller.ts';
import type { Errand } from '../identity/rights.ts';
import { isDay } from './day-asked.ts';
import { problem } from './problem.ts';

export type ReplayParts = {
  /** The office that is asked about; undefined: there is none, and the response has been sent. */
  officeOf: (request: Request, response: Response) => Office | undefined;
  /** Who asks, when she may; otherwise undefined, and the response has been sent. */
  callerOf: (request: Request, response: Response, errand: Errand) => Caller | undefined;
};

export const REPLAY_PATHS = [
  '/offices/:office/replay',
  '/offices/:office/replay/board',
  '/offices/:office/replay/programme',
  '/offices/:office/replay/queue',
] as const;

type Found = { ok: true; answer: unknown } | { ok: false; code: RefusalCode };
type Moment = { day: LocalDate } & MomentAsked;

export function replayReadings(router: Router, { officeOf, callerOf }: ReplayParts): void {
  const reading =
    (read: (office: Office, request: Request) => Promise<Found | string>) =>
    async (request: Request, response: Response): Promise<void> => {
      const office = officeOf(request, response);
      if (!office || !callerOf(request, response, 'read:staff')) return;
      const found = await read(office, request);
      if (typeof found === 'string')
        return problem(response, 'malformed-request', { message: found });
      if (found.ok) response.json(found.answer);
      else problem(response, found.code);
    };
  const atMoment = (read: (office: Office, moment: Moment) => Promise<Found>) =>
    reading(async (office, { query }) => {
      const asked = momentAsked.safeParse(query);
      return asked.success ? read(office, asked.data) : MOMENT_SENTENCE;
    });

  router.get(
    '/offices/:office/replay',
    reading(async (office, { query: { day } }) => {
      if (day === undefined) return { ok: true, answer: { days: await office.replay.days() } };
      return isDay(day) ? office.replay.day(day) : 'day: a date such as 2026-11-24';
    }),
  );
  router.get(
    '/offices/:office/replay/board',
    atMoment((office, { day, ...moment }) => office.replay.board(day, moment)),
  );
  router.get(
    '/offices/:office/replay/programme',
    atMoment((office, { day, ...moment }) => office.replay.programme(day, moment)),
  );
  router.get(
    '/offices/:office/replay/queue',
    atMoment((office, { day, ...moment }) => office.replay.queue(day, moment)),
  );
}

const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const momentAsked = z.strictObject({
  day: named<LocalDate>(z.string().refine(isDay)),
  version: whole.optional(),
  at: whole.optional(),
});
const MOMENT_SENTENCE =
  'day: a date such as 2026-11-24; version: of its queue, from 0; at: milliseconds since 1970, UTC';
