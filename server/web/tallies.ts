/** The sums of one day over HTTP, as they may be told. Rules TA… in docs/spec.md. */
import type { Request, Response, Router } from 'express';
import type { Office } from '../hub/office.ts';
import type { Caller } from '../identity/caller.ts';
import type { Errand } from '../identity/rights.ts';
import { isDay } from './day-asked.ts';
import { problem } from './problem.ts';

export const TALLIES_PATH = '/offices/:office/tallies';

export function tallyReading(
  router: Router,
  {
    officeOf,
    callerOf,
  }: {
    /** The office that is asked about; undefined: there is none, and the response has been sent. */
    officeOf: (request: Request, response: Response) => Office | undefined;
    /** Who asks, when she may; otherwise undefined, and the response has been sent. */
    callerOf: (request: Request, response: Response, errand: Errand) => Caller | undefined;
  },
): void {
  router.get(TALLIES_PATH, async (request, response) => {
    const office = officeOf(request, response);
    if (!office || !callerOf(request, response, 'read:tallies')) return;
    const { day } = request.query;
    if (!isDay(day))
      return problem(response, 'malformed-request', { message: 'day: a date such as 2026-11-24' });
    const told = await office.tallies.told(day);
    if (told.ok) response.json({ day, parts: told.answer });
    else problem(response, told.code);
  });
}
