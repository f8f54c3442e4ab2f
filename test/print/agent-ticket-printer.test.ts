/** The hub's side of a printer that an agent has. Rules AG1… in docs/spec.md. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AgentLine,
  AgentTicketPrinter,
  type AgentWords,
} from '#print/agent-ticket-printer.ts';
import type { PrintJob, PrintOutcome } from '#print/ticket-printer.ts';
import type { PrinterState } from '#shared/printers.ts';
import { READY } from '#test/support/simulated-printer.ts';
import { SimulatedTimers } from '#test/support/simulated-timers.ts';

/** Made-up agents speak when they have something to say. */
const NEVER_MS = 3_600_000;

const paperOut: PrinterState = { state: 'fault', fault: 'paper-out' };
const agentAway: PrinterState = { state: 'fault', fault: 'agent-away' };
const confirmed: PrintOutcome = { outcome: 'confirmed' };
const job = (id: string): PrintJob => ({ id, bytes: Uint8Array.of(1) });

/** An agent's line that remembers what was said over it. */
class HeardLine implements AgentLine {
  readonly id: string;
  readonly said: string[] = [];
  constructor(id: string) {
    this.id = id;
  }
  offer(job: PrintJob): void {
    this.said.push(`offer ${job.id}`);
  }
  withdraw(id: string): void {
    this.said.push(`withdraw ${id}`);
  }
  drop(): void {
    this.said.push('drop');
  }
}

let timers: SimulatedTimers;
let printer: AgentTicketPrinter;
beforeEach(() => {
  timers = new SimulatedTimers();
  printer = new AgentTicketPrinter({ timers, silentMs: NEVER_MS });
});

/** An agent whose printer is ready. */
function agentInService(id = 'anna'): { line: HeardLine; words: AgentWords } {
  const line = new HeardLine(id);
  const words = printer.attach(line);
  if (!words) throw new Error('the printer has another agent');
  words.status(READY);
  return { line, words };
}

describe('a job on offer', () => {
  it('[AG1] is the only one, and the next follows when it has ended', async () => {
    const { line, words } = agentInService();
    const outcomes = Promise.all(['1', '2'].map((id) => printer.print(job(id))));
    expect(line.said).toEqual(['offer 1']);
    words.begin('1');
    words.outcome('1', confirmed);
    expect(line.said).toEqual(['offer 1', 'offer 2']);
    words.begin('2');
    words.outcome('2', confirmed);
    expect(await outcomes).toEqual([confirmed, confirmed]);
  });

  it('[AG2] is given away once', () => {
    const { words } = agentInService();
    void printer.print(job('1'));
    expect(words.begin('another')).toBe(false);
    expect(words.begin('1')).toBe(true);
    expect(words.begin('1')).toBe(false);
  });

  it('[AG2] is not offered again to an agent that comes back', () => {
    const { words } = agentInService();
    void printer.print(job('1'));
    words.begin('1');
    words.gone();
    const back = agentInService();
    expect(back.line.said).toEqual([]);
    expect(back.words.begin('1')).toBe(false);
  });

  it('[AG3] is taken back when it is not begun in time, and cannot be begun any more', async () => {
    const { line, words } = agentInService();
    const outcomes = await timers.resolving(
      Promise.all(['1', '2'].map((id) => printer.print(job(id)))),
    );
    expect(outcomes).toEqual([notSent('agent-away'), notSent('agent-away')]);
    expect(line.said).toEqual(['offer 1', 'withdraw 1']);
    expect(words.begin('1')).toBe(false);
  });

  it('[AG3] is not sent when the agent goes away before it has begun, nor are those behind it', async () => {
    const { words } = agentInService();
    const outcomes = Promise.all(['1', '2'].map((id) => printer.print(job(id))));
    words.gone();
    expect(await outcomes).toEqual([notSent('agent-away'), notSent('agent-away')]);
    expect(agentInService().line.said).toEqual([]);
  });

  it('[AG3] is not sent when the agent says that its printer takes none, nor are those behind it', async () => {
    const { words } = agentInService();
    const outcomes = Promise.all(['1', '2'].map((id) => printer.print(job(id))));
    words.begin('1');
    words.outcome('1', { outcome: 'not-sent', reason: 'cover-open' });
    expect(await outcomes).toEqual([notSent('cover-open'), notSent('cover-open')]);
  });

  it('[AG3] is offered anew when it is submitted again', async () => {
    const { line, words } = agentInService();
    const first = printer.print(job('1'));
    words.outcome('1', { outcome: 'not-sent', reason: 'paper-out' });
    await first;
    void printer.print(job('1'));
    expect(line.said).toEqual(['offer 1', 'offer 1']);
  });

  it('[AG3] is not taken behind one that has stopped half way', async () => {
    const { words } = agentInService();
    const [, behind] = ['1', '2'].map((id) => printer.print(job(id)));
    words.begin('1');
    words.status(paperOut);
    expect(await behind).toEqual(notSent('paper-out'));
    expect(await printer.print(job('3'))).toEqual(notSent('paper-out'));
  });

  it('[AG3] waits for the agent when the hub has just started', async () => {
    const outcome = printer.print(job('1'));
    const line = new HeardLine('anna');
    const words = printer.attach(line);
    expect(line.said).toEqual([]);
    words?.status(READY);
    expect(line.said).toEqual(['offer 1']);
    words?.begin('1');
    words?.outcome('1', confirmed);
    expect(await outcome).toEqual(confirmed);
  });
});

describe('a job under way', () => {
  it('[AG4] is unknown when the line has been lost for a while, and a later word mends it', async () => {
    const late = lateWords();
    const { words } = agentInService();
    const outcome = printer.print(job('1'));
    words.begin('1');
    words.gone();
    expect(await timers.resolving(outcome)).toEqual(unknown('connection-lost'));
    agentInService().words.outcome('1', confirmed);
    expect(late).toEqual([['1', confirmed]]);
    expect(await printer.print(job('1'))).toEqual(confirmed);
  });

  it('[AG4] is known all the same when the agent is back soon enough', async () => {
    const late = lateWords();
    const { words } = agentInService();
    const outcome = printer.print(job('1'));
    words.begin('1');
    words.gone();
    printer.attach(new HeardLine('anna'))?.outcome('1', confirmed);
    expect(await outcome).toEqual(confirmed);
    expect(late).toEqual([]);
  });

  it('[AG4] is not waited for longer because the line comes and goes', async () => {
    const { words } = agentInService();
    const outcome = printer.print(job('1'));
    words.begin('1');
    let isAnswered = false;
    void outcome.then(() => {
      isAnswered = true;
    });
    const flap = () => {
      if (isAnswered) return;
      agentInService().words.gone();
      timers.after(1_000, flap);
    };
    words.gone();
    flap();
    await timers.until(() => isAnswered, 6_000);
    expect(await outcome).toEqual(unknown('connection-lost'));
  });

  it('[AG4] is unknown when the agent is there and never says', async () => {
    const { words } = agentInService();
    const outcome = printer.print(job('1'));
    words.begin('1');
    expect(await timers.resolving(outcome)).toEqual(unknown('no-confirmation'));
  });

  it('[AG4] is heard of once, however often it is told, also when an earlier hub had begun it', () => {
    const late = lateWords();
    const { words } = agentInService();
    words.outcome('of-yesterday', confirmed);
    words.outcome('of-yesterday', confirmed);
    words.outcome('of-last-week', unknown('agent-restarted'));
    expect(late).toEqual([['of-yesterday', confirmed]]);
  });

  it('[AG4] is heard of over a line that was replaced meanwhile', async () => {
    const { words } = agentInService();
    const outcome = printer.print(job('1'));
    words.begin('1');
    agentInService();
    words.outcome('1', confirmed);
    expect(await outcome).toEqual(confirmed);
  });

  it('[AG4] is told apart from an earlier try of the same job', async () => {
    const outcome = printer.print(job('1'));
    const words = printer.attach(new HeardLine('anna'));
    words?.outcome('1', { outcome: 'not-sent', reason: 'agent-away' }); // what it owes an earlier hub
    words?.status(READY);
    expect(words?.begin('1')).toBe(true);
    words?.outcome('1', confirmed);
    expect(await outcome).toEqual(confirmed);
  });
});

describe('who has the printer', () => {
  it('[AG5] another agent is refused while the first is there', () => {
    const { words } = agentInService('anna');
    expect(printer.isHeldByOther('anna')).toBe(false);
    expect(printer.isHeldByOther('bo')).toBe(true);
    expect(printer.attach(new HeardLine('bo'))).toBeNull();
    words.gone();
    expect(printer.attach(new HeardLine('bo'))).not.toBeNull();
  });

  it('[AG5] an agent that connects anew replaces its own old line', async () => {
    const old = agentInService();
    const outcome = printer.print(job('1'));
    const back = agentInService();
    expect(old.line.said).toEqual(['offer 1', 'drop']);
    expect(old.words.begin('1')).toBe(false);
    expect(await outcome).toEqual(notSent('agent-away'));
    old.words.status(paperOut);
    old.words.gone();
    expect(printer.status).toEqual(READY);
    void printer.print(job('2'));
    expect(back.line.said).toEqual(['offer 2']);
  });
});

describe('the state of the printer', () => {
  it("[AG6] is 'agent-away' without an agent, and the printer's own with one", async () => {
    const heard: PrinterState[] = [];
    printer.onStatus((status) => heard.push(status));
    expect(printer.status).toEqual({ state: 'unknown' });
    await timers.until(() => heard.length > 0);
    const { words } = agentInService();
    words.status(paperOut);
    words.status(paperOut);
    words.gone();
    expect(heard).toEqual([agentAway, READY, paperOut, agentAway]);
    expect(await printer.print(job('1'))).toEqual(notSent('agent-away'));
  });
});

describe('an agent that has not heard its printer yet', () => {
  it('[AG6] is there all the same', async () => {
    const words = printer.attach(new HeardLine('anna'));
    words?.status({ state: 'unknown' });
    let isLater = false;
    timers.after(10_000, () => {
      isLater = true;
    });
    await timers.until(() => isLater);
    expect(printer.status).toEqual({ state: 'unknown' });
  });
});

describe('closing', () => {
  it('[PR18] waits a moment for the job under way, and refuses the others', async () => {
    const { line, words } = agentInService();
    const outcomes = Promise.all(['1', '2'].map((id) => printer.print(job(id))));
    words.begin('1');
    const closed = printer.close();
    expect(await printer.print(job('3'))).toEqual(notSent('closed'));
    words.outcome('1', confirmed);
    await closed;
    expect(await outcomes).toEqual([confirmed, notSent('closed')]);
    expect(line.said).toEqual(['offer 1', 'drop']);
    expect(printer.attach(new HeardLine('anna'))).toBeNull();
  });

  it('[PR18] does not know what becomes of one that takes longer', async () => {
    const { words } = agentInService();
    const outcome = printer.print(job('1'));
    words.begin('1');
    await timers.resolving(printer.close());
    expect(await outcome).toEqual(unknown('closed'));
  });
});

function lateWords(): [string, PrintOutcome][] {
  const late: [string, PrintOutcome][] = [];
  printer.onLateWord((id, word) => late.push([id, word]));
  return late;
}

const notSent = (reason: string) => ({ outcome: 'not-sent', reason });
const unknown = (reason: 'connection-lost' | 'no-confirmation' | 'closed' | 'agent-restarted') =>
  ({ outcome: 'unknown', reason }) as const;
