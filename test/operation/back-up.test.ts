import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Board, Snapshot } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { runProgram } from '#test/support/run-program.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const BACK_UP = 'server/take-back-up.ts';
const RESTORE = 'server/restore-back-up.ts';

const run = (program: string, folder: string, ...args: string[]) =>
  runProgram(program, { args, env: { DATA_DIR: folder } });

async function startHub(settings: Record<string, string> = {}) {
  const hub = await TestHub.alone(settings);
  const api = new OfficeApi(hub.url);
  onTestFinished(async () => {
    api.close();
    await hub.end();
  });
  return { hub, api };
}

/** Takes one, and says where it is. */
async function backedUp(hub: TestHub, ...rest: string[]) {
  const to = temporaryFolder();
  const { code, said, complaints } = await run(BACK_UP, hub.folder, '--to', to, ...rest);
  expect([code, complaints]).toEqual([0, '']);
  const names = readdirSync(to);
  expect(names).toEqual([expect.stringMatching(/^torget-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/)]);
  return { at: join(to, names[0] ?? ''), said };
}

const boardOf = async (api: OfficeApi) => (await api.get<Snapshot<'board'> & Board>('/board')).body;

it('[OP5] holds every ticket that was acknowledged before it began, while more are given, and opens as an office', async () => {
  const { hub, api } = await startHub();
  const before: string[] = [];
  const give = async () => {
    const { status, body } = await api.issue('blanketter');
    expect(status).toBe(201);
    return body.number;
  };
  for (let count = 0; count < 30; count++) before.push(await give());
  let taken = false;
  const meanwhile: string[] = [];
  const giving = (async () => {
    while (!taken) meanwhile.push(await give());
  })();
  const { at } = await backedUp(hub);
  taken = true;
  await giving;
  expect(meanwhile.length).toBeGreaterThan(0);
  expect(await api.get(`/tickets/${meanwhile.at(-1)}`)).toMatchObject({ status: 200 });
  expect(hub.errors).toBe('');

  const elsewhere = temporaryFolder();
  expect(await run(RESTORE, elsewhere, at)).toMatchObject({ code: 0, complaints: '' });
  const { api: other, hub: copy } = await startHub({ DATA_DIR: elsewhere });
  for (const number of before)
    expect((await other.get(`/tickets/${number}`)).status, number).toBe(200);
  // And it goes on from there.
  expect((await other.issue('blanketter')).status).toBe(201);
  expect(copy.errors).toBe('');
});

it('[OP5] holds no key to come in by, and no picture is missing', async () => {
  const { hub } = await startHub();
  const media = join(hub.folder, 'media');
  copyFileSync(resolve('package.json'), join(media, `${'a'.repeat(64)}.webp`));
  copyFileSync(resolve('package.json'), join(media, 'half.part'));
  const { at } = await backedUp(hub);
  expect(existsSync(join(hub.folder, 'session-key'))).toBe(true);
  expect(readdirSync(at, { recursive: true }).sort()).toEqual(
    ['back-up.json', 'media', `media/${'a'.repeat(64)}.webp`, 'torget.db'].sort(),
  );
});

it('[OP6] the tallies are apart: sums only, in another place than the log', async () => {
  const { hub } = await startHub();
  const elsewhere = temporaryFolder();
  const beside = await run(BACK_UP, hub.folder, '--to', elsewhere, '--tallies-to', elsewhere);
  expect(beside).toMatchObject({ code: 2, said: '' });
  expect(beside.complaints).toContain('must be another place');
  expect(readdirSync(elsewhere)).toEqual([]);

  const db = new DatabaseSync(join(hub.folder, 'tallies.db'));
  db.exec(
    `INSERT INTO counts VALUES ('ragsved/2026-11-24/1', 'asked', 7); INSERT INTO salts VALUES ('ragsved/2026-11-24/1', x'00112233445566778899');
     INSERT INTO requests VALUES ('ragsved/2026-11-24/1', 'a-hash-of-a-request')`,
  );
  db.close();
  await backedUp(hub, '--tallies-to', elsewhere);
  const [name = ''] = readdirSync(elsewhere);
  expect(name).toMatch(/^tallies-.*\.db$/);
  const copy = new DatabaseSync(join(elsewhere, name), { readOnly: true });
  expect(copy.prepare('SELECT * FROM counts').all()).toMatchObject([{ key: 'asked', count: 7 }]);
  expect(copy.prepare('SELECT name FROM sqlite_schema').all()).toMatchObject([{ name: 'counts' }]);
  copy.close();
  const bytes = readFileSync(join(elsewhere, name)).toString('latin1');
  for (const secret of ['a-hash-of-a-request', '\x00\x11\x22\x33\x44\x55'])
    expect(bytes).not.toContain(secret);

  // A hub takes them again.
  await hub.stop();
  const { at } = await backedUp(hub);
  const back = await run(RESTORE, hub.folder, at, '--tallies', join(elsewhere, name));
  expect(back).toMatchObject({ code: 0, complaints: '' });
  await hub.startAgain();
  const put = new DatabaseSync(join(hub.folder, 'tallies.db'), { readOnly: true });
  expect(put.prepare('SELECT count FROM counts').all()).toMatchObject([{ count: 7 }]);
  put.close();
});

it('[OP7] is not put back while a hub runs; what was there is kept beside it', async () => {
  const { hub, api } = await startHub();
  const early = (await api.issue('blanketter')).body.number;
  const { at } = await backedUp(hub);
  const late = (await api.issue('blanketter')).body.number;
  const refused = await run(RESTORE, hub.folder, at);
  expect(refused).toMatchObject({ code: 1, said: '' });
  expect(refused.complaints).toContain('Another hub is using');
  expect((await api.get(`/tickets/${late}`)).status).toBe(200);

  // Killed, so that the last of it stands in the journal only.
  await hub.stop('SIGKILL');
  const done = await run(RESTORE, hub.folder, at);
  expect(done).toMatchObject({ code: 0, complaints: '' });
  expect(done.said).toContain('start the hub');
  await hub.startAgain();
  expect((await api.get(`/tickets/${early}`)).status).toBe(200);
  expect((await api.get(`/tickets/${late}`)).status).toBe(404);

  // And back again, from what was kept.
  await hub.stop();
  const [aside = ''] = readdirSync(hub.folder).filter((name) => name.startsWith('before-restore-'));
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(hub.folder, `torget.db${end}`), { force: true });
  for (const name of readdirSync(join(hub.folder, aside)))
    copyFileSync(join(hub.folder, aside, name), join(hub.folder, name));
  await hub.startAgain();
  expect((await api.get(`/tickets/${late}`)).status).toBe(200);
});

it('[OP8] a screen that holds today follows yesterday’s back-up when that is put back', async () => {
  const { hub, api } = await startHub();
  await api.issue('blanketter');
  const { at } = await backedUp(hub);
  for (let count = 0; count < 5; count++) await api.issue('blanketter');
  const held = await boardOf(api);
  await hub.stop();
  expect((await run(RESTORE, hub.folder, at)).code).toBe(0);
  await hub.startAgain();
  const told = await boardOf(api);
  expect([held.waiting, told.waiting]).toEqual([6, 1]);
  expect(told.version).toBeLessThan(held.version);
  // Under another name, so that no screen takes it for older (HB19).
  expect(told.log).not.toBe(held.log);
  expect(told.day).toBe(held.day);
});

/** Of an office with one ticket and one picture, whose hub has stopped. */
let wholeBackUp: { at: string; folder: string };
const kept: (() => Promise<void> | void)[] = [];
beforeAll(async () => {
  const hub = await TestHub.start();
  const to = mkdtempSync(join(tmpdir(), 'torget-'));
  kept.push(
    () => hub.end(),
    () => rmSync(to, { recursive: true }),
  );
  copyFileSync(resolve('package.json'), join(hub.folder, 'media', `${'b'.repeat(64)}.webp`));
  const api = new OfficeApi(hub.url);
  await api.issue('blanketter');
  api.close();
  await hub.stop();
  await run(BACK_UP, hub.folder, '--to', to);
  wholeBackUp = { at: join(to, readdirSync(to)[0] ?? ''), folder: hub.folder };
});
afterAll(async () => {
  for (const end of kept) await end();
});

it.each<[string, (at: string) => void]>([
  ['whose log was cut short', (at) => truncateSync(join(at, 'torget.db'), 8_192)],
  ['whose log is gone', (at) => rmSync(join(at, 'torget.db'))],
  ['whose paper was cut short', (at) => truncateSync(join(at, 'back-up.json'), 100)],
  ['whose paper is gone', (at) => rmSync(join(at, 'back-up.json'))],
  ['of which a picture is gone', (at) => rmSync(join(at, 'media', `${'b'.repeat(64)}.webp`))],
  [
    'of which a picture was changed',
    (at) => truncateSync(join(at, 'media', `${'b'.repeat(64)}.webp`), 9),
  ],
  [
    'whose paper tells of entries that are not there',
    (at) => {
      const paper = JSON.parse(readFileSync(join(at, 'back-up.json'), 'utf8'));
      for (const stream of Object.keys(paper.streams)) paper.streams[stream] += 1;
      writeFileSync(join(at, 'back-up.json'), JSON.stringify(paper));
    },
  ],
  [
    'from which a ticket was taken',
    (at) => {
      const db = new DatabaseSync(join(at, 'torget.db'));
      db.exec(`DELETE FROM events WHERE stream LIKE 'queue/%'`);
      db.close();
    },
  ],
])('[OP9] a back-up %s is refused, and nothing is changed', async (_, spoil) => {
  const { at, folder } = wholeBackUp;
  const spoilt = join(temporaryFolder(), 'spoilt');
  cpSync(at, spoilt, { recursive: true });
  spoil(spoilt);
  const before = readFileSync(join(folder, 'torget.db'));
  const { code, said, complaints } = await run(RESTORE, folder, spoilt);
  expect([code, said]).toEqual([1, '']);
  expect(complaints).toMatch(/is no whole back-up|of the back-up/);
  expect(complaints).not.toContain('    at ');
  expect(readFileSync(join(folder, 'torget.db'))).toEqual(before);
  expect(readdirSync(folder).filter((name) => name.startsWith('before-'))).toEqual([]);
});

it('[OP9] of a log that is damaged no back-up is left behind, and of none neither', async () => {
  const { hub, api } = await startHub();
  for (let count = 0; count < 3; count++) await api.issue('blanketter');
  await hub.stop();
  const db = new DatabaseSync(join(hub.folder, 'torget.db'));
  db.exec(`DELETE FROM events WHERE stream LIKE 'queue/%' AND version = 2`);
  db.close();
  const to = temporaryFolder();
  const { code, complaints } = await run(BACK_UP, hub.folder, '--to', to);
  expect([code, complaints]).toEqual([1, expect.stringContaining('has a gap in queue/ragsved/')]);
  expect(readdirSync(to)).toEqual([]);
  const nothing = await run(BACK_UP, temporaryFolder(), '--to', to);
  expect(nothing).toMatchObject({ code: 1, complaints: expect.stringContaining('no log at') });
  const inside = await run(BACK_UP, hub.folder, '--to', join(hub.folder, 'back-ups'));
  expect(inside).toMatchObject({ code: 1, complaints: expect.stringContaining('inside the data') });
});
