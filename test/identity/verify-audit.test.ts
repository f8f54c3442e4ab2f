import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { TestHub } from '#test/support/hub.ts';
import { foundOffice } from '#test/support/office-people.ts';
import { makeOlder } from '#test/support/older-log.ts';
import { runProgram } from '#test/support/run-program.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const verified = (folder: string) =>
  runProgram('server/verify-audit.ts', { env: { DATA_DIR: folder } });

it('[AU4] AB-123 tells whether the trail is whole while the hub runs, and where it was changed', async () => {
  const hub = await TestHub.alone();
  onTestFinished(() => hub.end());
  const { administrator } = await foundOffice(hub);
  const whole = await verified(hub.folder);
  expect(whole).toMatchObject({ code: 0, complaints: '' });
  const { body: lines } = await administrator.get<{ seq: number; hash: string }[]>('/audit');
  const last = lines.at(-1);
  expect(whole.said).toContain(
    `${lines.length} lines. The last is number ${last?.seq}, ${last?.hash}.`,
  );
  // It goes on as if nobody had looked.
  expect((await administrator.post('/session/lock')).status).toBe(200);

  await hub.stop();
  const db = new DatabaseSync(join(hub.folder, 'torget.db'));
  db.exec(
    `UPDATE events SET event = json_set(event, '$.who', 'account:eve')
     WHERE version = 1 AND stream IN (SELECT id FROM streams WHERE name LIKE 'audit/%')`,
  );
  db.close();
  const changed = await verified(hub.folder);
  expect(changed).toMatchObject({ code: 1, said: '' });
  expect(changed.complaints).toMatch(/was changed\. audit\/[\d-]+, line 1: it is not as it was/);
});

it('[AU4] makes no log where there is none', async () => {
  const folder = temporaryFolder();
  const nothing = await verified(folder);
  expect(nothing.code).toBe(2);
  expect(nothing.complaints).toContain('There is no log at');
  expect(await verified(folder)).toEqual(nothing);
});

it('[LF11] does not look into a log as an older hub left it, which may be using it', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'torget.db');
  await (await SqliteEventLog.open(file)).close();
  makeOlder(file);
  const before = readFileSync(file);
  const refused = await verified(folder);
  expect(refused).toMatchObject({ code: 2, said: '' });
  expect(refused.complaints).toMatch(
    /as an older hub left it.*\. Restart the hub with this version/,
  );
  expect(readFileSync(file).equals(before)).toBe(true);
});
