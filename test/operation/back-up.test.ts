import { hash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
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
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Board, Snapshot } from '#shared/views.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { makeOlder } from '#test/support/older-log.ts';
import { runProgram } from '#test/support/run-program.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };

const BACK_UP = 'server/take-back-up.ts';
const RESTORE = 'server/restore-back-up.ts';

const run = (program: string, folder: string, ...args: string[]) =>
  runProgram(program, { args, env: { DATA_DIR: folder } });

async function startHub(settings: Record<string, string> = {}) {
  return opened(await TestHub.start(settings));
}

/** One that can be killed. */
const startHubAlone = async () => opened(await TestHub.alone());

function opened(hub: TestHub) {
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
  const { hub, api } = await startHubAlone();
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

const give = async (api: OfficeApi, topic = 'blanketter') => (await api.issue(topic)).body.number;
const QUEUES = `(SELECT id FROM streams WHERE name LIKE 'queue/%')`;
const END = `SELECT newest FROM streams WHERE name LIKE 'queue/%'`;
const headOf = (folder: string, stream: string) => {
  const db = new DatabaseSync(join(folder, 'torget.db'), { readOnly: true });
  const row = db
    .prepare('SELECT event FROM events JOIN streams ON place = newest WHERE name = ?')
    .get(stream);
  db.close();
  return row && JSON.parse(String(row['event']));
};

it('[OP16] AB-135 numbers that were given after the back-up are given to nobody else that day, however often it is put back', async () => {
  const { hub, api } = await startHubAlone();
  expect([await give(api), await give(api)]).toEqual(['A001', 'A002']);
  const { at } = await backedUp(hub);
  for (let count = 0; count < 3; count++) await give(api);
  expect(await give(api, 'arbetsformedlingen')).toBe('B001');
  // The last of them stands in the journal only.
  await hub.stop('SIGKILL');
  // Somebody had tried before, and the power went.
  for (const end of ['', '-wal', '-shm'])
    writeFileSync(join(hub.folder, `torget.db.partial${end}`), 'half of it');
  const done = await run(RESTORE, hub.folder, at);
  expect(done).toMatchObject({ code: 0, complaints: '' });
  expect(done.said).toContain('ragsved, 2026-11-24: A003 to A005, B001\n');
  expect(readdirSync(hub.folder).filter((name) => name.includes('.partial'))).toEqual([]);
  await hub.startAgain();
  // They are on paper, and the queue does not know them.
  expect((await api.get('/tickets/A005')).status).toBe(404);
  expect((await boardOf(api)).waiting).toBe(2);
  expect([await give(api), await give(api, 'arbetsformedlingen')]).toEqual(['A006', 'B002']);

  await hub.stop();
  const again = await run(RESTORE, hub.folder, at);
  expect(again.said).toContain('ragsved, 2026-11-24: A003 to A006, B001 to B002\n');
  await hub.startAgain();
  expect([await give(api), await give(api, 'arbetsformedlingen')]).toEqual(['A007', 'B003']);
  expect(hub.errors).toBe('');
});

it('[OP16] AB-135 yesterday’s back-up: today’s numbers go on, and yesterday is over', async () => {
  const { hub, api } = await startHub();
  await give(api);
  const { at } = await backedUp(hub);
  await hub.stop();
  const wednesday = { CLOCK: '2026-11-25T10:00:00+01:00[Europe/Stockholm]' };
  await hub.startAgain(wednesday);
  expect([await give(api), await give(api)]).toEqual(['A001', 'A002']);
  await hub.stop();
  const env = { DATA_DIR: hub.folder, ...wednesday };
  const { said } = await runProgram(RESTORE, { args: [at], env });
  expect(said).toContain('ragsved, 2026-11-25: A001 to A002\n');
  expect(headOf(hub.folder, 'queue/ragsved/2026-11-24')).toMatchObject({ type: 'DayEnded' });
  await hub.startAgain(wednesday);
  expect(await boardOf(api)).toMatchObject({ day: '2026-11-25', waiting: 0 });
  expect(await give(api)).toBe('A003');
  expect(hub.errors).toBe('');
});

it('[OP16] AB-135 two offices, each by the day of its own zone', async () => {
  // At noon in Stockholm it is Wednesday in the one and a minute past midnight on Tuesday in the other.
  const OFFICES = temporaryFolder();
  const hours = [{ rule: 'FREQ=DAILY', from: '2026-01-01', opens: '00:00', closes: '23:59' }];
  for (const [id, zone] of [
    ['east', 'Pacific/Kiritimati'],
    ['west', 'Pacific/Pago_Pago'],
  ])
    writeFileSync(join(OFFICES, `${id}.json`), JSON.stringify({ ...ragsved, id, zone, hours }));
  const CLOCK = '2026-11-24T12:01:00+01:00[Europe/Stockholm]';
  const { hub } = await startHub({ OFFICES, CLOCK });
  const [east, west] = ['east', 'west'].map((id) => new OfficeApi(hub.url, TOKEN, id));
  if (!east || !west) throw new Error('two offices');
  onTestFinished(() => [east, west].forEach((api) => void api.close()));
  await give(east);
  const { at } = await backedUp(hub);
  expect([await give(east), await give(west)]).toEqual(['A002', 'A001']);
  await hub.stop();
  const { said } = await runProgram(RESTORE, { args: [at], env: { DATA_DIR: hub.folder, CLOCK } });
  expect(said).toContain('east, 2026-11-25: A002\n  west, 2026-11-24: A001\n');
  await hub.startAgain();
  expect([await give(east), await give(west)]).toEqual(['A003', 'A002']);
  expect(hub.errors).toBe('');
});

it('[LF11] the back-up of a log as an older hub left it is put back like any other', async () => {
  const { hub, api } = await startHub();
  expect([await give(api), await give(api)]).toEqual(['A001', 'A002']);
  await hub.stop();
  makeOlder(join(hub.folder, 'torget.db'));
  const { at } = await backedUp(hub);
  await hub.startAgain();
  expect(hub.output).toContain("was an older hub's. It was brought up to date");
  expect(await give(api)).toBe('A003');
  await hub.stop();
  const { said } = await run(RESTORE, hub.folder, at);
  expect(said).toContain('ragsved, 2026-11-24: A003\n');
  await hub.startAgain();
  expect(await boardOf(api)).toMatchObject({ waiting: 2 });
  expect(await give(api)).toBe('A004');
  expect(hub.errors).toBe('');
});

it('[LF11] of such a log in which an entry is missing none is taken', async () => {
  const { hub, api } = await startHub();
  for (let count = 0; count < 2; count++) await give(api);
  await hub.stop();
  const log = join(hub.folder, 'torget.db');
  makeOlder(log);
  const db = new DatabaseSync(log);
  db.exec(`DELETE FROM events WHERE stream LIKE 'queue/%' AND version = 1`);
  db.close();
  const { code, complaints } = await run(BACK_UP, hub.folder, '--to', temporaryFolder());
  expect([code, complaints]).toEqual([1, expect.stringContaining('has a gap in queue/ragsved/')]);
});

it('[OP9] whose tables only a newer hub knows is neither taken nor put back', async () => {
  const { hub, api } = await startHub();
  await give(api);
  const { at } = await backedUp(hub);
  await hub.stop();
  const newer = (log: string) => {
    const db = new DatabaseSync(log);
    db.exec('PRAGMA user_version = 3');
    db.close();
  };
  newer(join(at, 'torget.db'));
  const paper = JSON.parse(readFileSync(join(at, 'back-up.json'), 'utf8'));
  paper.files['torget.db'] = hash('sha256', readFileSync(join(at, 'torget.db')), 'hex');
  writeFileSync(join(at, 'back-up.json'), JSON.stringify(paper));
  const refusal =
    /torget\.db was made by a newer hub \(tables in version 3; this one knows 2\)\. Use that version/;
  const restored = await run(RESTORE, hub.folder, at);
  expect(restored).toMatchObject({ code: 1, said: '', complaints: expect.stringMatching(refusal) });
  newer(join(hub.folder, 'torget.db'));
  const to = temporaryFolder();
  const taken = await run(BACK_UP, hub.folder, '--to', to);
  expect(taken).toMatchObject({ code: 1, said: '', complaints: expect.stringMatching(refusal) });
  expect(readdirSync(to)).toEqual([]);
});

it('[OP16] says so when the log that was there had given none', async () => {
  const { hub, api } = await startHub();
  await give(api);
  const { at } = await backedUp(hub);
  await hub.stop();
  const { said } = await run(RESTORE, hub.folder, at);
  expect(said).toContain('has given no ticket number of today that the back-up does not know');
  await hub.startAgain();
  expect(await give(api)).toBe('A002');
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
      db.exec(`DELETE FROM events WHERE stream IN ${QUEUES}`);
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

it('[OP9] a back-up of a newer hub is refused, and nothing is changed', async () => {
  const { at, folder } = wholeBackUp;
  const newer = join(temporaryFolder(), 'newer');
  cpSync(at, newer, { recursive: true });
  const db = new DatabaseSync(join(newer, 'torget.db'));
  db.exec(`UPDATE events SET schema = 99 WHERE stream IN ${QUEUES}`);
  db.close();
  const paper = JSON.parse(readFileSync(join(newer, 'back-up.json'), 'utf8'));
  paper.files['torget.db'] = hash('sha256', readFileSync(join(newer, 'torget.db')), 'hex');
  writeFileSync(join(newer, 'back-up.json'), JSON.stringify(paper));
  const before = readFileSync(join(folder, 'torget.db'));
  const { code, said, complaints } = await run(RESTORE, folder, newer);
  expect([code, said]).toEqual([1, '']);
  expect(complaints).toContain('was written by a newer hub');
  expect(complaints).not.toContain('    at ');
  expect(readFileSync(join(folder, 'torget.db'))).toEqual(before);
  expect(readdirSync(folder).filter((name) => /^before-|\.partial/.test(name))).toEqual([]);
});

it.each<[string, RegExp, (log: string) => void]>([
  ['gone', /there was no log in its place/, (log) => rmSync(log)],
  ['damaged', /cannot be read: it is damaged/, (log) => truncateSync(log, 8_192)],
  [
    'no database',
    /cannot be read: it is not an event log/,
    (log) => writeFileSync(log, 'x'.repeat(9_999)),
  ],
  ['empty', /is not the one that the back-up is of/, (log) => truncateSync(log, 0)],
  [
    'another hub’s',
    /is not the one that the back-up is of/,
    (log) => {
      const db = new DatabaseSync(log);
      db.exec(
        `UPDATE events SET id = 'another' WHERE stream IN (SELECT id FROM streams WHERE name = 'log/stamp')`,
      );
      db.close();
    },
  ],
  [
    'a newer hub’s',
    /cannot be read: Entry 1 of .* was written by a newer hub/,
    (log) => {
      const db = new DatabaseSync(log);
      db.exec(`UPDATE events SET schema = 99 WHERE stream IN ${QUEUES}`);
      db.close();
    },
  ],
])(
  '[OP17] AB-135 where the log that was there is %s, it is said what may happen, and the operator lets numbers be skipped',
  async (_, why, spoil) => {
    const { at, folder: whole } = wholeBackUp;
    const folder = temporaryFolder();
    copyFileSync(join(whole, 'torget.db'), join(folder, 'torget.db'));
    spoil(join(folder, 'torget.db'));
    const first = await run(RESTORE, folder, at);
    expect(first).toMatchObject({ code: 0, complaints: '' });
    expect(first.said).toMatch(why);
    expect(first.said).toContain('They may be given again today, to others.');
    expect(first.said).toContain('--skip-numbers 100');
    expect(first.said).toContain('When that is settled, start the hub');

    await pause(1_000); // what was there is kept by the second
    const again = await run(RESTORE, folder, at, '--skip-numbers', '100');
    expect(again).toMatchObject({ code: 0, complaints: '' });
    const spans = 'ragsved, 2026-11-24: A002 to A101, B001 to B100, C001 to C100\n';
    expect(again.said).toContain(spans);
    expect(again.said).not.toContain('They may be given again');
    expect(again.said).toContain('Now start the hub');
    expect(headOf(folder, 'queue/ragsved/2026-11-24')).toMatchObject({
      ...{ type: 'NumbersSkipped', through: 'C100' },
    });
  },
);

it('[OP17] numbers are skipped by the option at once, too, and the hub goes on after them', async () => {
  const { at } = wholeBackUp;
  const DATA_DIR = temporaryFolder();
  const { said } = await run(RESTORE, DATA_DIR, at, '--skip-numbers', '40');
  expect(said).toMatch(
    /is not known: there was no log in its place\.\nThese ticket numbers may be/,
  );
  const { api } = await startHub({ DATA_DIR });
  expect([await give(api), await give(api, 'arbetsformedlingen')]).toEqual(['A042', 'B041']);
});

it.each(['0', '-1', '1000', '1e2', 'many', ''])(
  '[OP17] %j numbers are not skipped, and nothing is changed',
  async (count) => {
    const folder = temporaryFolder();
    const args = [wholeBackUp.at, `--skip-numbers=${count}`];
    const { code, said, complaints } = await run(RESTORE, folder, ...args);
    expect([code, said]).toEqual([2, '']);
    expect(complaints).toContain('--skip-numbers must be a number from 1 to 999.');
    expect(readdirSync(folder)).toEqual([]);
  },
);

it('[OP9] a place where no folder can be made is told of', async () => {
  const { hub } = await startHub();
  // Of a name in it this file system says that it is not there, and not that it may not be.
  const { code, complaints } = await run(BACK_UP, hub.folder, '--to', '/proc/torget');
  expect([code, complaints]).toEqual([1, expect.stringContaining('written at /proc/torget')]);
});

it('[OP9] the folder of all back-ups, and one that is not there, are refused by name', async () => {
  const { hub } = await startHub();
  const { at } = await backedUp(hub);
  await hub.stop();
  mkdirSync(join(at, '..', 'torget-2099-01-01T03-30-00.partial')); // half of one
  const all = await run(RESTORE, hub.folder, join(at, '..'));
  expect([all.code, all.complaints]).toEqual([1, expect.stringContaining(`such as ${at}`)]);
  const none = await run(RESTORE, hub.folder, `${at}-not`);
  expect([none.code, none.complaints]).toEqual([1, expect.stringContaining('There is no')]);
});

it('[OP9] of a log that is damaged no back-up is left behind, and of none neither', async () => {
  const { hub, api } = await startHub();
  for (let count = 0; count < 3; count++) await api.issue('blanketter');
  await hub.stop();
  const log = join(hub.folder, 'torget.db');
  const whole = readFileSync(log);
  const to = temporaryFolder();
  for (const [change, complaint] of [
    [`DELETE FROM events WHERE stream IN ${QUEUES} AND version = 2`, 'a gap in queue/ragsved/'],
    [`DELETE FROM events WHERE place = (${END})`, 'a gap in queue/ragsved/'],
    [`UPDATE events SET previous = previous - 1 WHERE place = (${END})`, 'a gap in queue/ragsved/'],
    [`UPDATE streams SET newest = newest - 1 WHERE id IN ${QUEUES}`, 'a gap in queue/ragsved/'],
    [`DELETE FROM streams WHERE id IN ${QUEUES}`, 'entries of no stream'],
    [`DELETE FROM events WHERE stream IN ${QUEUES}`, 'a gap in queue/ragsved/'],
    [`UPDATE events SET event = '{' WHERE place = (${END})`, 'cannot be read'],
  ] as const) {
    writeFileSync(log, whole);
    const db = new DatabaseSync(log);
    db.exec(change);
    db.close();
    const { code, complaints } = await run(BACK_UP, hub.folder, '--to', to);
    expect([change, code, complaints]).toEqual([change, 1, expect.stringContaining(complaint)]);
    expect(readdirSync(to)).toEqual([]);
  }
  writeFileSync(log, 'no database at all');
  const none = await run(BACK_UP, hub.folder, '--to', to);
  expect(none.code).toBe(1);
  expect(none.complaints).toContain('restore the newest back-up');
  const nothing = await run(BACK_UP, temporaryFolder(), '--to', to);
  expect(nothing).toMatchObject({ code: 1, complaints: expect.stringContaining('no log at') });
  const inside = await run(BACK_UP, hub.folder, '--to', join(hub.folder, 'back-ups'));
  expect(inside).toMatchObject({ code: 1, complaints: expect.stringContaining('inside the data') });
});
