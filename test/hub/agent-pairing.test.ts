/** An agent as a program that becomes known to a real hub by a code. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import type { AuditLine, DeviceListed, PairingSeen } from '#shared/identity.ts';
import { AgentProcess } from '#test/support/agent-process.ts';
import { TestHub } from '#test/support/hub.ts';
import { foundOffice, type Office } from '#test/support/office-people.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let hub: TestHub;
let office: Office;
let paper: VirtualPrinterServer;

beforeAll(async () => {
  hub = await TestHub.start({ PRINTER: 'agent' });
  office = await foundOffice(hub);
  paper = await VirtualPrinterServer.open({ mmPerSecond: 400 });
}, 60_000);
afterAll(async () => {
  await hub.end();
  await paper.close();
});

function start(data: string): AgentProcess {
  const printer = `tcp://127.0.0.1:${paper.port}`;
  const agent = new AgentProcess(['--hub', hub.url, '--printer', printer, '--data', data]);
  onTestFinished(async () => void (await agent.stop('SIGKILL')));
  return agent;
}

/** The last that it said. */
async function codeOf(
  agent: AgentProcess,
  nth = 0,
): Promise<{ code: string; fingerprint: string }> {
  const said = /type (\S+) in the console, under Devices\. .* must be ([\w ]{19})\./g;
  await expect.poll(() => [...agent.said.matchAll(said)].length, WAIT).toBeGreaterThan(nth);
  const [, code = '', fingerprint = ''] = [...agent.said.matchAll(said)][nth] ?? [];
  return { code, fingerprint };
}
const WAIT = { timeout: 20_000 };

async function pair(agent: AgentProcess, nth = 0): Promise<DeviceListed> {
  const { code, fingerprint } = await codeOf(agent, nth);
  const seen = await office.administrator.post<PairingSeen>('/devices/look', {
    ...{ office: 'ragsved', code },
  });
  expect(seen.body).toMatchObject({ kind: 'agent', fingerprint });
  expect(seen.body.browser).toContain('Torget agent');
  const made = await office.administrator.post<DeviceListed>('/devices/pair', {
    ...{ office: 'ragsved', pairing: seen.body.pairing, kind: 'agent', name: 'Vid automaten' },
  });
  expect(made.status).toBe(201);
  return made.body;
}

const states = async () =>
  (await office.administrator.get<{ printers: { state: object }[] }>('/offices/ragsved/printers'))
    .body;
const isConnected = async (device: DeviceListed) =>
  (await office.administrator.get<DeviceListed[]>('/offices/ragsved/devices')).body.find(
    ({ id }) => id === device.id,
  )?.connected;

describe('an agent that the hub does not know', () => {
  it('[DV10] says a code, prints once it is paired, and is known again by its key', async () => {
    const data = temporaryFolder();
    const agent = start(data);
    const device = await pair(agent);
    await expect.poll(() => isConnected(device), WAIT).toBe(true);
    await expect.poll(async () => JSON.stringify(await states()), WAIT).toContain('"ready"');
    expect(agent.said).toContain('the hub calls it Vid automaten');

    const file = join(data, 'agent-key.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { key } = JSON.parse(readFileSync(file, 'utf8'));
    expect(agent.said + agent.complaints + hub.output + hub.errors).not.toContain(key);

    await agent.stop();
    const again = start(data);
    await expect.poll(() => isConnected(device), WAIT).toBe(true);
    expect(again.said).not.toContain('To pair this agent');
    await again.stop();
  });

  it('[DV10] that is revoked is cut, and asks to be paired as another', async () => {
    const agent = start(temporaryFolder());
    const device = await pair(agent);
    await expect.poll(() => isConnected(device), WAIT).toBe(true);
    const before = await codeOf(agent);
    const revoked = await office.administrator.post(`/offices/ragsved/devices/${device.id}/revoke`);
    expect(revoked.status).toBe(204);
    const after = await codeOf(agent, 1);
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(agent.complaints).toContain('does not know this agent any more');
    const second = await pair(agent, 1);
    expect(second.id).not.toBe(device.id);
    await expect.poll(() => isConnected(second), WAIT).toBe(true);
    const { body: lines } = await office.administrator.get<AuditLine[]>('/audit?what=device:');
    expect(lines.map(({ what, on }) => `${what} ${on}`)).toEqual(
      expect.arrayContaining([
        `device:revoke device:${device.id}`,
        `device:pair device:${second.id}`,
      ]),
    );
    expect(await agent.stop()).toBe(0);
  });

  it('[DV10] that waits for its code ends at once when it is told to', async () => {
    const agent = start(temporaryFolder());
    await codeOf(agent);
    expect(await agent.stop()).toBe(0);
  });

  it('[DV10] whose key cannot be read says which file, and ends', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'agent-key.json'), '{"device":null');
    const agent = start(data);
    expect(await agent.ended).toBe(2);
    expect(agent.complaints).toContain('agent-key.json cannot be read');
    expect(existsSync(join(data, 'agent-key.json'))).toBe(true);
  });
});
