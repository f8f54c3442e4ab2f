/** A whole hub, an agent as a program of its own, and a printer beside it. */
import { afterEach, expect, it } from 'vitest';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import type { Paper, PrinterListed } from '#shared/printers.ts';
import { AgentProcess } from '#test/support/agent-process.ts';
import { freePort } from '#test/support/free-port.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const opened: { end(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.end();
});

it('[PJ13] a ticket whose number another log gave before is printed, whatever the agent remembers', async () => {
  const { agent, paper, hubOnItsPort } = await printerBesideAnAgent();
  for (const slips of [1, 2]) {
    const hub = await hubOnItsPort();
    const api = new OfficeApi(hub.url);
    await printerIs(api, ({ state }) => state.state === 'ready');
    const { number } = (await api.issue('blanketter', { print: true })).body;
    expect(number).toBe('A001');
    await paperIs(api, number, 'confirmed');
    expect(paper.state.counters.slipsCut).toBe(slips);
    api.close();
    await hub.end();
    opened.splice(opened.indexOf(hub), 1);
  }
  expect(await agent.stop()).toBe(0);
});

it('[AG6] an agent whose computer stands still is away within seconds, and no hub waits for it to end', async () => {
  const { agent, hubOnItsPort } = await printerBesideAnAgent();
  const hub = await hubOnItsPort();
  const api = new OfficeApi(hub.url);
  await printerIs(api, ({ state }) => state.state === 'ready');
  agent.signal('SIGSTOP');
  await printerIs(api, ({ state }) => state.state === 'fault' && state.fault === 'agent-away');
  agent.signal('SIGCONT');
  await printerIs(api, ({ state }) => state.state === 'ready');
  agent.signal('SIGSTOP');
  api.close();
  expect(await hub.stop()).toBe(0);
  agent.signal('SIGCONT');
});

async function printerBesideAnAgent() {
  const server = await VirtualPrinterServer.open({ mmPerSecond: 1_000 });
  opened.push({ end: () => server.close() });
  const port = await freePort();
  const agent = new AgentProcess(
    [
      ...['--hub', `http://127.0.0.1:${port}`, '--printer', `tcp://127.0.0.1:${server.port}`],
      ...['--data', temporaryFolder()],
    ],
    { AGENT_TOKEN: TOKEN },
  );
  opened.push({ end: () => agent.stop('SIGKILL') });
  return {
    agent,
    paper: server.printer,
    /** With a log of its own. */
    hubOnItsPort: async () => {
      const hub = await TestHub.start({ PORT: String(port), PRINTER: 'agent' });
      opened.push(hub);
      return hub;
    },
  };
}

async function printerIs(api: OfficeApi, wanted: (printer: PrinterListed) => boolean) {
  for (;;) {
    const [printer] = (await api.get<PrinterListed[]>('/printers')).body;
    if (printer && wanted(printer)) return;
    await pause();
  }
}

async function paperIs(api: OfficeApi, number: string, wanted: Paper['state']) {
  for (;;) {
    const { paper } = (await api.get<{ paper: Paper | null }>(`/tickets/${number}`)).body;
    if (paper?.state === wanted) return;
    await pause();
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
