/** A printer on the far side of an agent. Hub, sockets and journal are real, and in this process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAgent } from '#print/agent-connection.ts';
import { AgentJournal } from '#print/agent-journal.ts';
import { AgentPrinting } from '#print/agent-printing.ts';
import { AgentHub } from './agent-hub.ts';
import { byNetwork, type OpenPrinter } from './ticket-printers.ts';

export const byAgent: OpenPrinter = async (paper, options) => {
  const near = await byNetwork(paper, options);
  const hub = await AgentHub.open({ closeMs: 50 });
  const folder = mkdtempSync(join(tmpdir(), 'torget-agent-'));
  const journal = AgentJournal.open(folder);
  const printing = new AgentPrinting({
    printer: near.printer,
    journal,
    onFault: (fault) => {
      throw fault;
    },
  });
  const disconnect = connectAgent({
    hub: hub.url,
    who: { agent: journal.agent },
    prove: async () => null,
    becomeKnown: async () => {},
    printing,
    onReach: () => {},
  });
  return {
    ...near,
    printer: hub.printer,
    close: async () => {
      await hub.close();
      disconnect();
      await printing.close();
      await near.close();
      journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
