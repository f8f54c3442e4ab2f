/**
 * A printer that the hub does not reach itself: it hangs on another computer, where a program, the agent, prints
 * for the hub. Knows nothing of sockets (server/hub/agents.ts).
 *
 * One job at a time is on offer. What the agent has begun is the agent's for ever: nobody else is given it, and
 * only the agent can say what became of it. What it has not begun within seconds is taken back, so that after an
 * outage nothing old comes out.
 */
import type { PrinterFault, PrinterState } from '#shared/printers.ts';
import { PrinterNews } from './printer-news.ts';
import type {
  NotSentReason,
  PrintedWord,
  PrintJob,
  PrintOutcome,
  TicketPrinter,
} from './ticket-printer.ts';
import { realTimers, type Timers } from './timers.ts';

/** The way to one agent. */
export interface AgentLine {
  /** Made once by the agent and kept with its journal. */
  readonly id: string;
  offer(job: PrintJob): void;
  /** What has begun meanwhile stays the agent's. */
  withdraw(id: string): void;
  /** Ends the line: another has taken its place, or the printer closes. */
  drop(): void;
}

/** What is heard over one line. First of all the agent tells what it owes from before; then how its printer is. */
export interface AgentWords {
  status(state: PrinterState): void;
  /** True gives the job to the agent; it is true once. */
  begin(id: string): boolean;
  /** Every word is heard, also over a line that was replaced, and of jobs that an earlier hub had begun. */
  outcome(id: string, outcome: PrintOutcome): void;
  /** The line has ended. */
  gone(): void;
}

/** In milliseconds. */
export type AgentTraits = {
  /** For an agent to come when the hub has just started. */
  awaitMs: number;
  /** For the agent to begin a job. */
  leaseMs: number;
  /** For an agent in service to say anything: it says how its printer is twice a second. */
  silentMs: number;
  /** For word of a job under way when the line is lost; an agent that restarts is back sooner. */
  graceMs: number;
  /** For word of a job that has begun. A printer that stops is told of within seconds, whatever stopped it. */
  wordMs: number;
  /** For the job under way when the hub stops. */
  closeMs: number;
};

const USUAL: AgentTraits = {
  awaitMs: 4_000,
  leaseMs: 4_000,
  silentMs: 1_900,
  graceMs: 5_000,
  wordMs: 30_000,
  closeMs: 2_000,
};

export type AgentPrinterOptions = Partial<AgentTraits> & { timers?: Timers };

type Waiting = { job: PrintJob; answer: (outcome: PrintOutcome) => void };
/** The job on offer, or under way. */
type Current = Waiting & {
  begun: boolean;
  /** Of the timers' clock: when nobody waits for it any longer. */
  waitedForUntil: number;
  stopWaiting: () => void;
};

export class AgentTicketPrinter implements TicketPrinter {
  readonly #traits: AgentTraits;
  readonly #timers: Timers;
  readonly #news = new PrinterNews();
  /** Jobs that are waiting, on offer or under way. */
  readonly #pending = new Map<string, Promise<PrintOutcome>>();
  /** What became of those that went to the agent; oldest first. */
  readonly #ended = new Map<string, PrintOutcome>();
  #waiting: Waiting[] = [];
  #current: Current | null = null;
  #line: AgentLine | null = null;
  /** The agent has said how its printer is, and so has told all that it owed from before. */
  #isReady = false;
  #closing = false;
  readonly #stopAwaiting: () => void;
  #stopListening: () => void = () => {};

  constructor({ timers = realTimers, ...traits }: AgentPrinterOptions = {}) {
    this.#traits = { ...USUAL, ...traits };
    this.#timers = timers;
    this.#stopAwaiting = timers.after(this.#traits.awaitMs, () => {
      if (this.#line === null) this.#lose();
    });
  }

  get status(): PrinterState {
    return this.#news.status;
  }

  onStatus(listener: (status: PrinterState) => void): () => void {
    return this.#news.onStatus(listener);
  }

  onLateWord(listener: (id: string, word: PrintedWord) => void): () => void {
    return this.#news.onLateWord(listener);
  }

  print(job: PrintJob): Promise<PrintOutcome> {
    const ended = this.#ended.get(job.id);
    if (ended) return Promise.resolve(ended);
    const earlier = this.#pending.get(job.id);
    if (earlier !== undefined) return earlier;
    const refusal = this.#refusal();
    if (refusal !== null) return Promise.resolve({ outcome: 'not-sent', reason: refusal });
    const outcome = new Promise<PrintOutcome>((answer) => this.#waiting.push({ job, answer }));
    this.#pending.set(job.id, outcome);
    this.#offerNext();
    return outcome;
  }

  /**
   * Takes an agent into service. One that connects anew replaces its own old line.
   * @returns what to do with its words; null while another agent has the printer
   */
  attach(line: AgentLine): AgentWords | null {
    if (this.#closing || this.isHeldByOther(line.id)) return null;
    const replaced = this.#line;
    this.#lineHasEnded();
    replaced?.drop();
    this.#line = line;
    this.#listen();
    const isTheLine = () => this.#line === line;
    return {
      status: (state) => {
        if (isTheLine()) this.#hearStatus(state);
      },
      begin: (id) => isTheLine() && this.#begin(id),
      outcome: (id, outcome) => this.#hearOutcome(id, outcome),
      gone: () => {
        if (isTheLine()) this.#lineHasEnded();
      },
    };
  }

  /** Whether an agent other than `agent` is in service. */
  isHeldByOther(agent: string): boolean {
    return this.#line !== null && this.#line.id !== agent;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#stopAwaiting();
    this.#stopListening();
    this.#news.retire();
    this.#refuseAll('closed');
    const underWay = [...this.#pending.values()];
    const losePatience = this.#timers.after(this.#traits.closeMs, () =>
      this.#settle({ outcome: 'unknown', reason: 'closed' }),
    );
    await Promise.all(underWay);
    losePatience();
    this.#news.close();
    const line = this.#line;
    this.#line = null;
    line?.drop();
  }

  /** Why a job is not taken at all. A printer that has stopped takes none behind the one that stopped in it. */
  #refusal(): NotSentReason | null {
    if (this.#closing) return 'closed';
    const fault = faultOf(this.status);
    return fault === 'agent-away' || this.#current?.begun ? fault : null;
  }

  #offerNext(): void {
    if (this.#current !== null) return;
    const next = this.#waiting.shift();
    if (!next) return;
    const stopWaiting = this.#timers.after(this.#traits.leaseMs, () =>
      this.#refuseAll(faultOf(this.status) ?? 'agent-away'),
    );
    this.#current = {
      ...next,
      begun: false,
      waitedForUntil: Number.POSITIVE_INFINITY,
      stopWaiting,
    };
    if (this.#isReady) this.#line?.offer(next.job);
  }

  #begin(id: string): boolean {
    const current = this.#current;
    if (current === null || current.job.id !== id || current.begun) return false;
    current.begun = true;
    this.#expectWord(current, this.#traits.wordMs, 'no-confirmation');
    this.#refuseBehindStopped();
    return true;
  }

  /** A line that comes and goes does not put it off. */
  #expectWord(
    current: Current,
    withinMs: number,
    reason: 'no-confirmation' | 'connection-lost',
  ): void {
    const until = this.#timers.now() + withinMs;
    if (until >= current.waitedForUntil) return;
    current.waitedForUntil = until;
    current.stopWaiting();
    current.stopWaiting = this.#timers.after(withinMs, () =>
      this.#settle({ outcome: 'unknown', reason }),
    );
  }

  /** An agent whose computer has stopped, or is cut off, is away long before TCP knows. */
  #listen(): void {
    this.#stopListening();
    this.#stopListening = this.#timers.after(this.#traits.silentMs, () => {
      const silent = this.#line;
      this.#lineHasEnded();
      silent?.drop();
    });
  }

  #hearStatus(state: PrinterState): void {
    this.#listen();
    this.#become(state);
    if (this.#isReady) return;
    this.#isReady = true;
    if (this.#current && !this.#current.begun) this.#line?.offer(this.#current.job);
  }

  #hearOutcome(id: string, outcome: PrintOutcome): void {
    if (this.#current?.job.id === id) {
      // Before it was offered anything over this line, an agent speaks of an earlier try.
      const isOfThisTry = this.#current.begun || this.#isReady;
      if (outcome.outcome !== 'not-sent' || isOfThisTry) this.#settle(outcome);
    } else if (isPrinted(outcome) && !this.#pending.has(id)) this.#hearLate(id, outcome);
  }

  #hearLate(id: string, word: PrintedWord): void {
    const earlier = this.#ended.get(id);
    if (earlier && isPrinted(earlier)) return; // its first telling was heard, and the answer to it lost
    this.#remember(id, word);
    this.#news.tellLateWord(id, word);
  }

  #lineHasEnded(): void {
    this.#stopListening();
    if (this.#line === null) return;
    this.#line = null;
    this.#isReady = false;
    this.#lose();
  }

  /** Nobody is there to print. */
  #lose(): void {
    this.#become({ state: 'fault', fault: 'agent-away' });
    if (this.#current?.begun)
      this.#expectWord(this.#current, this.#traits.graceMs, 'connection-lost');
    this.#refuseAll('agent-away');
  }

  #become(status: PrinterState): void {
    this.#news.become(status);
    this.#refuseBehindStopped();
  }

  #refuseBehindStopped(): void {
    const fault = faultOf(this.status);
    if (this.#current?.begun && fault !== null) this.#refuseWaiting(fault);
  }

  /** All but what has begun. */
  #refuseAll(reason: NotSentReason): void {
    this.#refuseWaiting(reason);
    if (this.#current === null || this.#current.begun) return;
    if (this.#isReady) this.#line?.withdraw(this.#current.job.id);
    this.#settle({ outcome: 'not-sent', reason });
  }

  #refuseWaiting(reason: NotSentReason): void {
    const refused = this.#waiting;
    this.#waiting = [];
    for (const { job, answer } of refused) {
      this.#pending.delete(job.id);
      answer({ outcome: 'not-sent', reason });
    }
  }

  #settle(outcome: PrintOutcome): void {
    if (this.#current === null) return;
    const { job, answer, stopWaiting } = this.#current;
    stopWaiting();
    this.#current = null;
    this.#pending.delete(job.id);
    if (outcome.outcome !== 'not-sent') this.#remember(job.id, outcome);
    // What kept the printer from this one keeps it from the next; each would wait for it anew.
    else this.#refuseWaiting(outcome.reason);
    answer(outcome);
    this.#offerNext();
  }

  #remember(id: string, outcome: PrintOutcome): void {
    this.#ended.set(id, outcome);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= JOBS_REMEMBERED) break;
      this.#ended.delete(oldest);
    }
  }
}

const faultOf = (status: PrinterState): PrinterFault | null =>
  status.state === 'fault' ? status.fault : null;

const isPrinted = (outcome: PrintOutcome): outcome is PrintedWord =>
  outcome.outcome === 'confirmed' || outcome.outcome === 'likely';

/** A busy office gives a few hundred tickets a day. */
const JOBS_REMEMBERED = 1_000;
