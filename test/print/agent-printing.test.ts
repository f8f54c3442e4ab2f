/** The agent's side of a print job, and its journal. Rules AG7… in docs/spec.md. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AgentJournal } from '#print/agent-journal.ts';
import { AgentPrinting, type HubLine } from '#print/agent-printing.ts';
import type { PrintOutcome } from '#print/ticket-printer.ts';
import { type Fate, SimulatedPrinter } from '#test/support/simulated-printer.ts';
import { SimulatedTimers } from '#test/support/simulated-timers.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const confirmed: PrintOutcome = { outcome: 'confirmed' };
const restarted: PrintOutcome = { outcome: 'unknown', reason: 'agent-restarted' };
const job = (id: string) => ({ id, bytes: Uint8Array.of(1) });

let timers: SimulatedTimers;
let folder: string;
let journal: AgentJournal;
let paper: string[];
let faults: unknown[];
beforeEach(() => {
  timers = new SimulatedTimers();
  folder = temporaryFolder();
  journal = AgentJournal.open(folder);
  onTestFinished(() => journal.close());
  paper = [];
  faults = [];
});

/** A hub that grants what it offers, and writes down what it is told. */
class GrantingHub implements HubLine {
  readonly heard: string[] = [];
  isDeaf = false;
  answer: 'granted' | 'refused' | 'lost' = 'granted';

  status(): void {
    this.heard.push('status');
  }
  async begin(id: string) {
    this.heard.push(`begin ${id}`);
    return this.answer;
  }
  async outcome(id: string, outcome: PrintOutcome) {
    this.heard.push(`${id} ${'reason' in outcome ? outcome.reason : outcome.outcome}`);
    return !this.isDeaf;
  }
}

function agentWith(fate?: () => Fate): AgentPrinting {
  const printer = new SimulatedPrinter(timers, paper, fate);
  return new AgentPrinting({ printer, journal, onFault: (fault) => faults.push(fault) });
}

/** The agent was killed, and is there again with the journal as it stood. */
function restart(): AgentPrinting {
  journal.close();
  journal = AgentJournal.open(folder);
  return agentWith();
}

const allTold = () => timers.until(() => journal.untold().length === 0);

describe('a job that is offered', () => {
  it('[AG7] is asked for, printed and told', async () => {
    const [agent, hub] = [agentWith(), new GrantingHub()];
    agent.connected(hub);
    agent.offered(job('1'));
    await timers.until(() => paper.length === 1);
    await allTold();
    expect(hub.heard).toEqual(['status', 'begin 1', '1 confirmed']);
  });

  it('[AG7] is in the journal before the printer is given it', async () => {
    const kept: (PrintOutcome | undefined)[] = [];
    const agent = agentWith(() => {
      // As the disk has it at this moment, for an agent that finds it there.
      const copy = temporaryFolder();
      cpSync(folder, copy, { recursive: true });
      const found = AgentJournal.open(copy);
      kept.push(found.outcomeOf('1'));
      found.close();
      return { fate: 'printed' };
    });
    agent.connected(new GrantingHub());
    agent.offered(job('1'));
    await timers.until(() => paper.length === 1);
    expect(kept).toEqual([restarted]);
  });

  it('[AG7] is not printed when the hub refuses it, or was not heard to grant it', async () => {
    const [agent, hub] = [agentWith(), new GrantingHub()];
    agent.connected(hub);
    hub.answer = 'refused';
    agent.offered(job('1'));
    await timers.until(() => hub.heard.length === 2);
    hub.answer = 'lost';
    agent.offered(job('2'));
    await allTold();
    expect(hub.heard).toEqual(['status', 'begin 1', 'begin 2', '2 agent-away']);
    expect(paper).toEqual([]);
  });

  it('[AG7] is not asked for when it was withdrawn, or the line was lost, while another was printed', async () => {
    const [agent, hub] = [agentWith(), new GrantingHub()];
    agent.connected(hub);
    agent.offered(job('1'));
    agent.offered(job('2'));
    agent.withdrawn('2');
    await timers.until(() => paper.length === 1);
    agent.offered(job('3'));
    agent.offered(job('4'));
    agent.disconnected();
    await timers.until(() => paper.length === 2);
    agent.connected(hub);
    await allTold();
    expect(hub.heard.filter((said) => said.startsWith('begin'))).toEqual(['begin 1', 'begin 3']);
  });

  it('[AG7] that has been printed is not printed again, whoever offers it', async () => {
    const [agent, hub] = [agentWith(), new GrantingHub()];
    agent.connected(hub);
    agent.offered(job('1'));
    await timers.until(() => paper.length === 1);
    await allTold();
    const [again, anotherHub] = [restart(), new GrantingHub()];
    again.connected(anotherHub);
    again.offered(job('1'));
    // Told as what came out last, since the hub before may not have written it down; and again when it is offered.
    await timers.until(() => anotherHub.heard.length === 3);
    expect(anotherHub.heard).toEqual(['1 confirmed', 'status', '1 confirmed']);
    expect(paper).toEqual(['1']);
  });

  it('[AG7] that was not sent is printed when it is offered again', async () => {
    let fate: Fate = { fate: 'refused', reason: 'paper-out' };
    const [agent, hub] = [agentWith(() => fate), new GrantingHub()];
    agent.connected(hub);
    agent.offered(job('1'));
    await timers.until(() => hub.heard.length === 3);
    await allTold();
    fate = { fate: 'printed' };
    agent.offered(job('1'));
    await timers.until(() => paper.length === 1);
    await allTold();
    expect(hub.heard.slice(1)).toEqual(['begin 1', '1 paper-out', 'begin 1', '1 confirmed']);
  });
});

describe('an agent that was killed', () => {
  it('[AG8] AB-010 says that nobody knows of the job it had begun, and does not print it again', async () => {
    const agent = agentWith();
    agent.connected(new GrantingHub());
    agent.offered(job('1'));
    await timers.until(() => true); // begun, and the paper has not moved
    const [again, hub] = [restart(), new GrantingHub()];
    again.connected(hub);
    again.offered(job('1'));
    await timers.until(() => hub.heard.length === 3);
    expect(hub.heard).toEqual(['1 agent-restarted', 'status', '1 agent-restarted']);
  });

  it('[AG8] knows whether the last slip may hang in the printer, half printed', async () => {
    const agent = agentWith();
    agent.connected(new GrantingHub());
    expect(journal.lastIsInDoubt).toBe(false);
    agent.offered(job('1'));
    await timers.until(() => journal.outcomeOf('1') !== undefined);
    expect(journal.lastIsInDoubt).toBe(false);
    agent.offered(job('2'));
    await timers.until(() => true);
    restart();
    expect(journal.lastIsInDoubt).toBe(true);
  });

  it('[AG8] tells what the hub had not answered, before anything new', async () => {
    const [agent, hub] = [agentWith(), new GrantingHub()];
    hub.isDeaf = true;
    agent.connected(hub);
    for (const id of ['1', '2']) {
      agent.offered(job(id));
      await timers.until(() => journal.outcomeOf(id) !== undefined);
    }
    const [again, listening] = [restart(), new GrantingHub()];
    again.connected(listening);
    await allTold();
    expect(listening.heard).toEqual(['1 confirmed', '2 confirmed', 'status']);
  });

  it('[AG8] tells a later word as well, and the last one last', async () => {
    const inDoubt: Fate = {
      fate: 'in doubt',
      reason: 'paper-out',
      comesOut: true,
      saidAfterMs: 60_000,
    };
    const [agent, hub] = [agentWith(() => inDoubt), new GrantingHub()];
    agent.connected(hub);
    agent.offered(job('1'));
    await timers.until(() => hub.heard.length === 3);
    agent.disconnected();
    await timers.until(() => timers.now() > 60_000);
    const [again, listening] = [restart(), new GrantingHub()];
    again.connected(listening);
    await allTold();
    expect(hub.heard.at(-1)).toBe('1 paper-out');
    expect(listening.heard).toEqual(['1 confirmed', 'status']);
  });
});

describe('the journal', () => {
  it('[AG9] keeps the name of its agent', () => {
    const { agent } = journal;
    restart();
    expect(journal.agent).toBe(agent);
  });

  it('[AG9] belongs to one agent at a time', () => {
    expect(() => AgentJournal.open(folder)).toThrow(
      `Another agent is using ${folder}. Stop it first, or give this one a folder of its own with --data.`,
    );
  });

  it('[AG9] leaves what is not its own as it was', () => {
    const elsewhere = temporaryFolder();
    const foreign = new DatabaseSync(join(elsewhere, 'agent.db'));
    foreign.exec('CREATE TABLE others (a)');
    foreign.close();
    expect(() => AgentJournal.open(elsewhere)).toThrow('some other program');
    writeFileSync(join(elsewhere, 'agent.db'), 'x'.repeat(8_192));
    expect(() => AgentJournal.open(elsewhere)).toThrow('cannot be used');
    expect(readFileSync(join(elsewhere, 'agent.db'), 'utf8')).toBe('x'.repeat(8_192));
  });

  it('[AG9] forgets what the hub has known for long, and nothing else', () => {
    journal.begun('owed');
    journal.ended('owed', confirmed);
    for (let n = 0; n < 1_100; n++) {
      journal.begun(`${n}`);
      journal.ended(`${n}`, confirmed);
      journal.told(`${n}`, confirmed);
    }
    expect(journal.outcomeOf('0')).toBeUndefined();
    expect(journal.outcomeOf('200')).toEqual(confirmed);
    expect(journal.untold()).toEqual([{ job: 'owed', outcome: confirmed }]);
  });

  it('[AG9] that cannot be written lets nothing be printed', async () => {
    const [agent, hub] = [agentWith(), new GrantingHub()];
    agent.connected(hub);
    vi.spyOn(journal, 'begun').mockImplementation(() => {
      throw new Error('database or disk is full');
    });
    agent.offered(job('1'));
    await timers.until(() => hub.heard.length === 3);
    expect(hub.heard).toEqual(['status', 'begin 1', '1 error']);
    expect([paper, faults]).toEqual([[], [new Error('database or disk is full')]]);
  });
});

describe('an agent that is told to end', () => {
  it('[AG12] has told what became of the slip under way before it lets go', async () => {
    const [agent, hub] = [agentWith(), new GrantingHub()];
    agent.connected(hub);
    agent.offered(job('1'));
    await timers.resolving(agent.close());
    expect(hub.heard.at(-1)).toBe('1 confirmed');
    expect(journal.untold()).toEqual([]);
  });
});
