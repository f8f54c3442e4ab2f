/** The units in deploy/, by systemd's own word; and what a hub tells it. Rules OP… in docs/spec.md. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { onPath } from '#setup/programs.mjs';
import { TestHub } from '#test/support/hub.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const UNITS = readdirSync('deploy');

it('[OP11] every unit is one that systemd takes without a remark', ({ skip }) => {
  const [program] = onPath(['systemd-analyze']);
  if (program === undefined)
    return skip('Where there is no systemd-analyze nobody can say whether systemd takes a unit.');
  expect(UNITS).toContain('torget.service');
  const folder = temporaryFolder();
  for (const unit of UNITS) {
    // The programs are where this computer has them: systemd-analyze looks whether they are there.
    const chromium = join(folder, 'chromium');
    writeFileSync(chromium, '#!/bin/sh\n');
    chmodSync(chromium, 0o755);
    const text = readFileSync(join('deploy', unit), 'utf8')
      .replaceAll('/opt/torget/node_modules/.bin/node', process.execPath)
      .replaceAll('/opt/torget', resolve('.'))
      .replaceAll('/usr/bin/chromium', chromium);
    writeFileSync(join(folder, unit), text);
  }
  for (const unit of UNITS) {
    const { status, stderr } = spawnSync(
      program,
      ['verify', '--man=no', '--recursive-errors=no', join(folder, unit)],
      { encoding: 'utf8', env: { ...process.env, SYSTEMD_LOG_LEVEL: 'warning' } },
    );
    const remarks = stderr.split('\n').filter((line) => line.includes(unit));
    expect([status, remarks], stderr).toEqual([0, []]);
  }
});

it('[OP11] the kiosk has the flags that the handbook names', () => {
  const unit = readFileSync('deploy/torget-kiosk.service', 'utf8');
  const line = readFileSync('docs/operations.md', 'utf8').match(
    /^ {4}chromium (.*)\/display$/m,
  )?.[1];
  const flags = line?.match(/--\S+/g) ?? [];
  expect(flags.length).toBeGreaterThan(2);
  for (const flag of flags) expect(unit).toContain(flag);
});

/** What systemd is to a unit with Type=notify: it reads what comes. */
const SYSTEMD = `
import socket, sys
line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
line.bind(sys.argv[1])
print('bound', flush=True)
while True:
    print(line.recv(4096).decode(), flush=True)
`;

it('[OP12] systemd is told when a hub listens, that it lives, and when it stops', async ({
  skip,
}) => {
  const [python] = onPath(['python3']);
  if (python === undefined || onPath(['systemd-notify']).length === 0)
    return skip('Without systemd-notify and a python3 that listens nobody can be told.');
  const socket = join(temporaryFolder(), 'notify');
  const systemd = spawn(python, ['-c', SYSTEMD, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void systemd.kill());
  const heard: string[] = [];
  createInterface(systemd.stdout).on('line', (line) => heard.push(line));
  await expect.poll(() => heard).toContain('bound');

  const hub = await TestHub.alone({ NOTIFY_SOCKET: socket, WATCHDOG_USEC: '600000' });
  onTestFinished(() => hub.end());
  await expect.poll(() => heard).toContain('READY=1');
  await expect.poll(() => heard.filter((word) => word === 'WATCHDOG=1').length).toBeGreaterThan(2);
  expect(heard).not.toContain('STOPPING=1');
  // Standing still, it says nothing more: systemd kills it for that.
  hub.signal('SIGSTOP');
  const beats = () => heard.filter((word) => word === 'WATCHDOG=1').length;
  let last = -1;
  await expect
    .poll(
      () => {
        const same = last === beats();
        last = beats();
        return same;
      },
      { interval: 1_000 },
    )
    .toBe(true);
  hub.signal('SIGCONT');
  await expect.poll(beats).toBeGreaterThan(last);
  await hub.stop();
  await expect.poll(() => heard).toContain('STOPPING=1');
  expect(hub.errors).toBe('');
});
