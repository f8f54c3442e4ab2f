/** The agent as a program. Rules AG11… in docs/spec.md. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { agentSettings } from '#print/agent-settings.ts';
import { encodePicture } from '#print/escpos.ts';
import type { TicketPrinter } from '#print/ticket-printer.ts';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import { AgentHub } from '#test/support/agent-hub.ts';
import { AgentProcess } from '#test/support/agent-process.ts';
import { TOKEN } from '#test/support/hub.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { stripes } from './made-up.ts';

const right = ['--hub', 'http://hub:3000', '--printer', 'device:/dev/usb/lp0'];
const job = { id: '1', bytes: encodePicture(stripes(400)) };

describe('its settings', () => {
  it('[AG11] are read from the command line, and the token from the environment', () => {
    const args = ['--hub', 'https://hub', '--printer', 'tcp://[::1]:9100', '--for', 'automat-1'];
    expect(agentSettings(args, { AGENT_TOKEN: 'secret' })).toEqual({
      hub: new URL('https://hub'),
      printer: { kind: 'tcp', host: '::1', port: 9100 },
      printerWords: 'tcp://[::1]:9100',
      mute: false,
      office: undefined,
      printsFor: 'automat-1',
      dataFolder: './agent-data',
      token: 'secret',
    });
    expect(agentSettings(right, { API_TOKEN: 'hubs' })).toMatchObject({
      printer: { kind: 'device', path: '/dev/usb/lp0' },
      token: 'hubs',
    });
  });

  it('[AG11] are refused with every mistake in a sentence', () => {
    const args = ['--hub', 'hub:3000', '--printer', 'lpt1', '--for', 'Automat 1', '--data', ''];
    for (const option of ['--hub', '--printer', '--for', '--data'])
      expect(() => agentSettings(args, {})).toThrow(option);
  });

  it.each([
    [['--hub', 'http://hub:3000']],
    [['--printer', 'tcp://printer:9100']],
    [['--hub', 'http://hub/path', '--printer', 'tcp://printer:9100']],
    [['--hub', 'http://user:secret@hub', '--printer', 'tcp://printer:9100']],
    [['--hub', 'ftp://hub', '--printer', 'tcp://printer:9100']],
    [['--hub', 'http://hub', '--printer', 'tcp://printer']],
    [['--hub', 'http://hub', '--printer', 'device:']],
    [[...right, '--token', 'secret']],
    [[...right, 'more']],
    [['--hub']],
  ])('[AG11] %j is refused', (args) => {
    expect(() => agentSettings(args, {})).toThrow(/\.\nHelp: npm run agent -- --help$/);
  });

  it('[AG11] a token that no header could carry is refused', () => {
    expect(() => agentSettings(right, { AGENT_TOKEN: 'två ord' })).toThrow('visible ASCII');
  });

  it('[AG11] the program ends with exit code 2 and no stack; help is no mistake', async () => {
    const wrong = new AgentProcess(['--hub', 'hub']);
    const help = new AgentProcess(['--help']);
    expect([await wrong.ended, await help.ended]).toEqual([2, 0]);
    expect(wrong.complaints).toContain('--printer is missing');
    expect(wrong.complaints).not.toContain('    at ');
    expect(help.said).toContain('AGENT_TOKEN');
  });
});

describe('beside a printer', () => {
  let hub: AgentHub;
  let paper: VirtualPrinterServer;
  beforeEach(async () => {
    hub = await AgentHub.open();
    paper = await VirtualPrinterServer.open({ mmPerSecond: 400 });
  });
  afterEach(async () => {
    await hub.close();
    await paper.close();
  });

  function start(options: readonly string[] = [], env?: Record<string, string>): AgentProcess {
    const printer = `tcp://127.0.0.1:${paper.port}`;
    const args = ['--hub', hub.url.origin, '--printer', printer, '--data', temporaryFolder()];
    const agent = new AgentProcess([...args, ...options], env);
    onTestFinished(async () => void (await agent.stop('SIGKILL')));
    return agent;
  }

  it('[AG11] says one calm line, prints, and complains of nothing', async () => {
    const agent = start();
    await ready(hub.printer);
    expect(await hub.printer.print(job)).toEqual({ outcome: 'confirmed' });
    expect(agent.said).toMatch(/^The agent prints for .* on tcp:.*\n$/);
    expect(agent.complaints).toBe('');
  });

  it('[ST4] AB-112 opens no port of its own: the printer beside it is reached through the hub alone', async () => {
    const agent = start();
    await ready(hub.printer);
    await hub.printer.print(job);
    expect(portsOf(process.pid)).toContain(Number(hub.url.port)); // so that finding none means something
    expect(portsOf(agent.pid)).toEqual([]);
  });

  it('[AG11] that was never let in says why and ends', async () => {
    const agent = start(['--for', 'automat-9']);
    expect(await agent.ended).toBe(2);
    expect(agent.complaints).toContain('no such printer');
    const distrusted = start([], { AGENT_TOKEN: `not-${TOKEN}` });
    expect(await distrusted.ended).toBe(2);
    expect(distrusted.complaints).toContain('AGENT_TOKEN');
    expect(distrusted.complaints).not.toContain(TOKEN);
  });

  it('[AG11] waits for a hub that is not there yet, and comes back to one that was', async () => {
    const port = Number(hub.url.port);
    const agent = start();
    await ready(hub.printer);
    await hub.close();
    hub = await AgentHub.open({ port });
    await ready(hub.printer);
    expect((await hub.printer.print(job)).outcome).toBe('confirmed');
    expect(agent.complaints).toMatch(/^http:.* is out of reach\. The agent tries again\.\n$/);
    expect(agent.said).toMatch(/is back\.\n$/);
  });

  it('[AG9] refuses a journal that another agent has', async () => {
    const data = temporaryFolder();
    const first = start(['--data', data]);
    await ready(hub.printer);
    const second = start(['--data', data]);
    expect(await second.ended).toBe(2);
    expect(second.complaints).toContain(`Another agent is using ${data}.`);
    expect(first.complaints).toBe('');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '[AG12] ends at %s with the slip under way finished and told',
    async (signal) => {
      const agent = start();
      await ready(hub.printer);
      const outcome = hub.printer.print(job);
      while (paper.printer.papers.length === 0)
        await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await agent.stop(signal)).toBe(0);
      expect(await outcome).toEqual({ outcome: 'confirmed' });
      expect(hub.printer.status).toEqual({ state: 'fault', fault: 'agent-away' });
    },
  );
});

/** Resolves when the agent is in service and its printer ready. */
function ready(printer: TicketPrinter): Promise<void> {
  return new Promise((resolve) => {
    if (printer.status.state === 'ready') return resolve();
    const release = printer.onStatus(({ state }) => {
      if (state !== 'ready') return;
      release();
      resolve();
    });
  });
}

/** On which TCP ports a process listens, as Linux tells it. */
function portsOf(pid: number): number[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // closed since
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((family) =>
    readFileSync(`/proc/${pid}/net/${family}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode = '']) => state === LISTENS && sockets.has(inode))
      .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16)),
  );
}
const LISTENS = '0A';
