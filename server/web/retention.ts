/** What is kept and what is removed, over HTTP: the plan, the marking, the purge and its protocol. For administrators. */
import express, { Router } from 'express';
import { z } from 'zod';
import type { ActName } from '#shared/identity.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import { RECORD_CLASS_NAMES, type RetentionPlan, type RetentionRun } from '#shared/retention.ts';
import { day, requestId } from '#shared/wire-words.ts';
import type { Outcome, RequestMark } from '../event-log/request-memory.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import { nameOf } from '../identity/caller.ts';
import type { LiveRetention } from '../retention/live-retention.ts';
import {
  DAYS_TO_OBJECT,
  FEWEST_DAYS_KEPT,
  inBackUpsUntil,
  purgeableFrom,
  type Retention,
  type Run,
} from '../retention/retention.ts';
import type { Callers } from './callers.ts';
import { problem } from './problem.ts';

export type RetentionParts = {
  retention: LiveRetention;
  audit: Pick<AuditTrail, 'record'>;
};

const json = express.json({ limit: '4kb', strict: true, type: () => true });
const recordClass = z.enum(RECORD_CLASS_NAMES);
const run = z.string().min(1).max(100);
/** What each act says beside its path. An empty decision is the domain's to refuse, in its own words. */
const ACTS = {
  '/retention/rules/:class/set': z.strictObject({
    ...{ requestId, class: recordClass, legalBasis: z.string().trim().max(400) },
    keepDays: z.int().min(1).max(36_500).nullable(),
  }),
  '/retention/back-ups/set': z.strictObject({ requestId, days: z.int().min(0).max(3_650) }),
  '/retention/mark': z.strictObject({
    ...{ requestId, class: recordClass },
    decision: z.strictObject({ id: z.string().trim().max(100), on: day }),
  }),
  '/retention/runs/:run/let-go': z.strictObject({
    ...{ requestId, run, why: z.string().trim().min(1).max(400) },
  }),
  '/retention/runs/:run/purge': z.strictObject({ requestId, run }),
} as const;
type Acts = { [Path in keyof typeof ACTS]: z.output<(typeof ACTS)[Path]> };

export function retentionRoutes({ retention, audit }: RetentionParts, callers: Callers): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/retention', (request, response) => {
    if (callers.manager(request, response, 'manage:retention'))
      response.json(planOf(retention.state));
  });

  act('/retention/rules/:class/set', 'retention:set-rule', (mark, by, { class: name, ...rule }) => {
    const { keepDays, legalBasis } = rule;
    return retention.set(mark, {
      type: 'SetRule',
      class: name,
      rule: { keepDays, legalBasis },
      by,
    });
  });
  act('/retention/back-ups/set', 'retention:set-back-ups', (mark, by, { days }) =>
    retention.set(mark, { type: 'SetBackUpDays', days, by }),
  );
  act('/retention/mark', 'retention:mark', (mark, by, { class: name, decision }) =>
    retention.mark(mark, { class: name, decision, by }),
  );
  act('/retention/runs/:run/let-go', 'retention:let-go', (mark, by, asked) =>
    retention.letGo(mark, { run: asked.run, why: asked.why, by }),
  );
  act('/retention/runs/:run/purge', 'retention:purge', (mark, by, asked) =>
    retention.purge(mark, { run: asked.run, by }),
  );
  return router;

  function act<Path extends keyof Acts>(
    path: Path,
    what: ActName,
    does: (
      mark: RequestMark,
      by: string,
      asked: Acts[Path],
    ) => Promise<Outcome<unknown, RefusalCode>>,
  ): void {
    router.post(path, json, async (request, response) => {
      const caller = callers.manager(request, response, 'manage:retention');
      if (!caller) return;
      const parsed = ACTS[path].safeParse({ ...request.body, ...request.params });
      if (!parsed.success)
        return problem(response, 'malformed-request', { message: first(parsed) });
      // Each path has its own shape; TypeScript cannot follow that through the table.
      const asked = parsed.data as unknown as Acts[Path];
      const { requestId: id } = parsed.data;
      const by = nameOf(caller);
      const mark = { requestId: id, digest: JSON.stringify([path, asked]), by };
      const done = await does(mark, by, asked);
      const on = 'run' in parsed.data ? `run:${parsed.data.run}` : classIn(parsed.data);
      await audit.record({ caller, office: null, what, on, result: done.ok ? 'done' : done.code });
      if (done.ok) response.json(planOf(retention.state));
      else problem(response, done.code);
    });
  }
}

const classIn = (asked: object): string => ('class' in asked ? `class:${asked.class}` : '');

const first = ({ error }: { error: z.ZodError }): string => {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'body'}: ${issue?.message}`;
};

const planOf = (state: Retention): RetentionPlan => ({
  rules: state.rules,
  backUpDays: state.backUpDays,
  fewestDaysKept: FEWEST_DAYS_KEPT,
  daysToObject: DAYS_TO_OBJECT,
  runs: state.runs.map((one) => listed(state, one)).toReversed(),
});

function listed(state: Retention, one: Run): RetentionRun {
  const { purged: _, streams, by, ...rest } = one;
  const days = streams.flatMap(({ first, last }) => [first, last]).toSorted();
  return {
    ...rest,
    markedBy: by,
    purgeableFrom: purgeableFrom(one),
    inBackUpsUntil: inBackUpsUntil(state, one),
    // A run has one stream at least.
    first: days[0] as RetentionRun['first'],
    last: days.at(-1) as RetentionRun['last'],
    streams: streams.length,
    events: streams.reduce((sum, { events }) => sum + events, 0),
  };
}
