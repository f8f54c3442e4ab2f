/** `npm run audit`, beside a hub that runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { TestHub } from '#test/support/hub.ts';
import { foundOffice } from '#test/support/office-people.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const PROGRAM = resolve(import.meta.dirname, '../../server/verify-audit.ts');

async function verified(folder: string) {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env['PATH'], DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, complaints] = ['', ''];
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said, complaints };
}

it('[AU4] AB-123 tells whether the trail is whole while the hub runs, and where it was changed', async () => {
  const hub = await TestHub.start();
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
    `UPDATE events SET event = json_set(event, '$.who', 'account:eve') WHERE stream LIKE 'audit/%' AND version = 1`,
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
