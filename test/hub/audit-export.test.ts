/** The audit trail, taken away whole from a hub that has kept it for months. Rule AU7 in docs/spec.md. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { AuditTrail } from '#server/identity/audit-trail.ts';
import { HEADS_OF_THE_API, headsOf } from '#test/support/api-heads.ts';
import { TestHub } from '#test/support/hub.ts';
import { foundOffice } from '#test/support/office-people.ts';

/** More in the first month than the hub reads at once. The newest two are read when it starts, and the others when asked for. */
const LINES = { '2026-07': 1_001, '2026-08': 1, '2026-09': 1, '2026-10': 1 };

/** @param damaged a month that cannot be read any more */
async function exportOf({ damaged = '' } = {}) {
  const hub = await TestHub.start();
  onTestFinished(() => hub.end());
  await hub.stop();
  const file = join(hub.folder, 'torget.db');
  await keepMonths(file);
  const db = new DatabaseSync(file);
  db.exec(
    `UPDATE events SET event = '{"type":"Nothing"}'
     WHERE stream IN (SELECT id FROM streams WHERE name = 'audit/${damaged}')`,
  );
  db.close();
  await hub.startAgain();
  const { administrator } = await foundOffice(hub);
  const response = await fetch(`${hub.url}/api/v1/audit/export`, {
    headers: administrator.headers,
  });
  return { hub, response };
}

async function keepMonths(file: string): Promise<void> {
  const log = await SqliteEventLog.open(file);
  const clock = { at: 0 };
  const trail = await AuditTrail.open(log, () => clock.at);
  for (const [month, lines] of Object.entries(LINES)) {
    clock.at = Date.parse(`${month}-15T09:00:00Z`);
    const one = { office: null, what: 'book:import', on: '', result: 'done' } as const;
    await Promise.all(
      Array.from({ length: lines }, () => trail.record({ caller: { kind: 'operator' }, ...one })),
    );
  }
  await trail.close();
  await log.close();
}

it('[AU7] is a file with a line of JSON for each, and says who takes it away', async () => {
  const { response } = await exportOf();
  expect([response.status, headsOf(response)]).toEqual([
    200,
    { ...HEADS_OF_THE_API, 'content-type': 'application/x-ndjson' },
  ]);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename=audit.ndjson');
  const text = await response.text();
  expect(text.endsWith('\n')).toBe(true);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_line, nth) => nth + 1));
  expect(lines.length).toBeGreaterThan(1_004);
  expect(lines.at(-1)).toMatchObject({ what: 'audit:export', name: 'Ada Administratör' });
});

it('[AU7] of which nothing can be read is refused like anything else, and is no file', async () => {
  const { hub, response } = await exportOf({ damaged: '2026-07' });
  expect([response.status, headsOf(response)]).toEqual([503, HEADS_OF_THE_API]);
  expect(response.headers.has('content-disposition')).toBe(false);
  expect(await response.json()).toMatchObject({ code: 'hub-unavailable' });
  await expect.poll(() => hub.errors).toContain('audit/2026-07');
});

it('[AU7] that cannot be read to its end is cut off, and the hub says why', async () => {
  const { hub, response } = await exportOf({ damaged: '2026-08' });
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
  await expect.poll(() => hub.errors).toContain('audit/2026-08');
  expect(hub.errors).not.toContain('ERR_HTTP_HEADERS_SENT');
});
