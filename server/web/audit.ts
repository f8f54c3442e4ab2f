/** The audit trail over HTTP: read by day, person and act, and taken away whole. For administrators. */
import { Router } from 'express';
import { z } from 'zod';
import type { AuditLine } from '#shared/identity.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import type { Callers } from './callers.ts';
import { problem } from './problem.ts';

/** As many as a page shows. */
const MOST_LINES = 200;
/** Of an export, read and written so many at a time. */
const LINES_AT_ONCE = 1_000;
const THE_END_OF_TIME = Date.parse('9999-12-31');

const instant = z.coerce.number().int().min(0).max(THE_END_OF_TIME);
const asked = z.object({
  from: instant.default(0),
  to: instant.default(THE_END_OF_TIME),
  after: z.coerce.number().int().min(0).default(0),
  who: z.string().max(100).optional(),
  what: z.string().max(100).optional(),
});

export function auditRoutes(audit: AuditTrail, callers: Callers): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/audit', async (request, response) => {
    if (!callers.manager(request, response, 'read:audit')) return;
    const parsed = asked.safeParse(request.query);
    if (!parsed.success)
      return problem(response, 'malformed-request', { message: 'see docs/api.md' });
    const { who, what, ...span } = parsed.data;
    const lines: AuditLine[] = await audit.lines({
      ...span,
      ...(who && { who }),
      ...(what && { what }),
      most: MOST_LINES,
    });
    response.json(lines);
  });

  router.get('/audit/export', async (request, response) => {
    const caller = callers.manager(request, response, 'read:audit');
    if (!caller) return;
    await audit.record({ caller, office: null, what: 'audit:export', on: '', result: 'done' });
    response.attachment('audit.ndjson').type('application/x-ndjson'); // an attachment has a type of its own
    const span = { from: 0, to: THE_END_OF_TIME, most: LINES_AT_ONCE };
    for (let after = 0; ; ) {
      const lines = await audit.lines({ ...span, after });
      for (const line of lines) response.write(`${JSON.stringify(line)}\n`);
      const last = lines.at(-1);
      if (!last) break;
      after = last.seq;
    }
    response.end();
  });

  return router;
}
