/**
 * All offices of the hub at a glance. For anyone, also for the city's own pages: open or closed, and about how many
 * wait. For staff of several offices: the same in figures, and what needs somebody.
 */
import { hash } from 'node:crypto';
import type { Router } from 'express';
import type { WaitingRange } from '#shared/views.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { Office } from '../hub/office.ts';
import type { Doorkeeper } from '../identity/doorkeeper.ts';
import { mayAsk } from '../identity/rights.ts';
import type { Callers } from './callers.ts';
import { isKnown } from './known-by-etag.ts';
import { problem } from './problem.ts';

type OfficesParts = {
  offices: ReadonlyMap<OfficeId, Office>;
  doorkeeper: Doorkeeper;
  callers: Callers;
};

export const OFFICES_PATHS = ['/offices', '/city'] as const;

/** Any page of any site may read it, and whatever lies between may answer for a few seconds. */
const PUBLIC_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': 'public, max-age=5',
};

/** Put together once in so long, however many ask: a thousand offices are a thousand schedules to look into. */
const HOLDS_MS = 1_000;

export function officesReadings(
  router: Router,
  { offices, doorkeeper, callers }: OfficesParts,
): void {
  let told: { madeAt: number; trial: boolean; body: string; etag: string } | undefined;

  router.get('/offices', (request, response) => {
    response.set(PUBLIC_HEADERS);
    const trial = doorkeeper.trialPossible;
    const now = performance.now();
    if (!told || told.trial !== trial || now - told.madeAt >= HOLDS_MS) {
      const body = JSON.stringify([...offices.values()].map((office) => inList(office, trial)));
      const etag = `"${hash('sha256', body, 'base64url').slice(0, 22)}"`;
      told = { madeAt: now, trial, body, etag };
    }
    if (!isKnown(request, response, told.etag)) response.type('application/json').send(told.body);
  });

  router.get('/city', (request, response) => {
    const caller = callers.known(request, response);
    if (!caller) return;
    const hers = [...offices.values()].filter(({ book }) => mayAsk(caller, 'read:staff', book.id));
    if (hers.length > 0) response.json(hers.map((office) => office.inCity()));
    else problem(response, 'not-allowed');
  });
}

function inList(office: Office, trial: boolean) {
  const { id, name, zone, languages } = office.book;
  return {
    ...{ id, name, zone, languages, opening: office.opening() },
    waiting: waitingRange(office.waiting),
    ...{ trial, demonstration: office.isDemonstration },
  };
}

/** Where each begins. Wide enough that nobody who comes or goes can be told from it. */
const RANGES_BEGIN = [0, 1, 5, 10, 20] as const;

export function waitingRange(waiting: number): WaitingRange {
  const nth = RANGES_BEGIN.findLastIndex((least) => waiting >= least);
  const next = RANGES_BEGIN[nth + 1];
  return { least: RANGES_BEGIN[nth] ?? 0, most: next === undefined ? null : next - 1 };
}
