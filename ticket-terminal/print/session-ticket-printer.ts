/**
 * The one owner of a printer: one line to it for as long as the hub runs, one slip at a time. Most printers
 * serve a single connection, and those that take several mix them up on paper. How the line is opened is the
 * adapters' business (network-ticket-printer.ts, device-ticket-printer.ts).
 */
import type { PrinterState } from '#shared/printers.ts';
import { PrinterNews } from './printer-news.ts';
import { type Line, PrinterSession, type SessionTraits } from './printer-session.ts';
import type {
  NotSentReason,
  PrintedWord,
  PrintJob,
  PrintOutcome,
  TicketPrinter,
} from './ticket-printer.ts';
import { realTimers, type Timers } from './timers.ts';

/** What it is worth to know of a printer, and how long to wait for it. In milliseconds where it says so. */
export type PrinterTraits = SessionTraits & {
  /** Between questions to an idle printer: a pulled cable says nothing, and idle connections are cut after 5 minutes. */
  heartbeatMs: number;
  /** Between attempts to open the line: doubled from the first to the last. */
  firstRetryMs: number;
  lastRetryMs: number;
  /** For the slip under way when the hub stops. */
  closeMs: number;
};

const USUAL: PrinterTraits = {
  // With the heartbeat, a cable that was pulled shows at the desk within two seconds.
  replyMs: 1_400,
  // The longest slip on the slowest printer takes three.
  stallMs: 5_000,
  graceMs: 1_500,
  goOnMs: 5_000,
  repairMs: 600_000,
  fastestMmPerSecond: 600,
  mute: false,
  heartbeatMs: 500,
  firstRetryMs: 500,
  lastRetryMs: 1_500,
  closeMs: 2_000,
};

export type PrinterOptions = Partial<PrinterTraits> & {
  timers?: Timers;
  /** An earlier process may have left a slip in the printer, half printed: it is ended and cut off before the first. */
  staleSlip?: boolean;
};

/** Opens the printer's line, or tells that it is not there. Gives up at once when `signal` says so. */
export type OpenLine = (signal: AbortSignal) => Promise<Line | 'offline'>;

type Waiting = { job: PrintJob; answer: (outcome: PrintOutcome) => void };

export class SessionTicketPrinter implements TicketPrinter {
  readonly #openLine: OpenLine;
  readonly #traits: PrinterTraits;
  readonly #timers: Timers;
  readonly #news = new PrinterNews();
  /** Which the news are about until it closes. */
  #state: PrinterState = { state: 'unknown' };
  /** Jobs that are waiting, under way, or have gone to the printer; oldest first. */
  readonly #outcomes = new Map<string, Promise<PrintOutcome>>();
  #waiting: Waiting[] = [];
  #printing = false;
  /** The job that may hang in the printer, half printed. */
  #hanging: string | null;
  /** The last job, when the printer has not said that its paper has stopped: a line that is lost now may have cost its cut. */
  #unsure: string | null = null;
  /** A slip was thrown away, and its printer has not been heard since: it stands as it was last heard. */
  #isLeftStanding = false;
  readonly #closing = new AbortController();
  #session: PrinterSession | null = null;
  #wake: () => void = () => {};
  readonly #tending: Promise<void>;

  /** Returns at once and opens the line by itself, again and again while the printer is not there. */
  constructor(
    openLine: OpenLine,
    { timers = realTimers, staleSlip = false, ...traits }: PrinterOptions = {},
  ) {
    this.#openLine = openLine;
    this.#hanging = staleSlip ? OF_ANOTHER_PROCESS : null;
    this.#traits = { ...USUAL, ...traits };
    this.#timers = timers;
    this.#tending = this.#tend();
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
    const earlier = this.#outcomes.get(job.id);
    if (earlier !== undefined) return earlier;
    if (this.#isClosing) return Promise.resolve({ outcome: 'not-sent', reason: 'closed' });
    const outcome = new Promise<PrintOutcome>((answer) => this.#waiting.push({ job, answer }));
    this.#outcomes.set(job.id, outcome);
    void outcome.then(({ outcome }) => {
      if (outcome === 'not-sent') this.#outcomes.delete(job.id);
      for (const id of this.#outcomes.keys()) {
        if (this.#outcomes.size <= JOBS_REMEMBERED) break;
        this.#outcomes.delete(id);
      }
    });
    this.#refuseBehindStopped();
    this.#wake();
    return outcome;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#news.retire();
    this.#refuseWaiting('closed');
    this.#wake();
    const losePatience = this.#timers.after(
      this.#traits.closeMs,
      () => void (this.#state.state === 'fault' ? this.#session?.abort() : this.#session?.end()),
    );
    await this.#tending;
    losePatience();
    this.#news.close();
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /** The life of the printer's line. Nothing else writes to it. */
  async #tend(): Promise<void> {
    let retryMs = this.#traits.firstRetryMs;
    while (!this.#isClosing) {
      const session = await this.#open();
      if (typeof session === 'string') {
        if (session !== 'closed' && !this.#isLeftStanding)
          this.#become({ state: 'fault', fault: session });
        this.#refuseWaiting(session);
        if (!this.#isClosing) await this.#rest(retryMs);
        retryMs = Math.min(retryMs * 2, this.#traits.lastRetryMs);
        continue;
      }
      retryMs = this.#traits.firstRetryMs;
      this.#session = session;
      void session.ended.then(() => this.#wake());
      await this.#serve(session);
      await session.leave();
      this.#hanging ??= this.#unsure;
      this.#unsure = null;
      this.#session = null;
      if (!this.#isClosing && !this.#isLeftStanding && !isSilent(this.#state))
        this.#become({ state: 'fault', fault: 'offline' });
    }
  }

  async #open(): Promise<PrinterSession | 'offline' | 'silent' | 'closed'> {
    const line = await this.#openLine(this.#closing.signal);
    if (line === 'offline') return this.#isClosing ? 'closed' : 'offline';
    const letGo = () => line.abort();
    this.#closing.signal.addEventListener('abort', letGo);
    const session = await PrinterSession.open({
      line,
      traits: this.#traits,
      timers: this.#timers,
      staleSlip: this.#hanging !== null,
      onState: (state) => {
        this.#isLeftStanding = false;
        this.#become(state);
      },
      onLateWord: (id, word) => this.#tellLateWord(id, word),
    });
    this.#closing.signal.removeEventListener('abort', letGo);
    return session ?? (this.#isClosing ? 'closed' : 'silent');
  }

  /** Prints what is waiting, and looks after the printer in between, for as long as it answers. */
  async #serve(session: PrinterSession): Promise<void> {
    while (!this.#isClosing && !session.hasEnded) {
      const next = this.#waiting.shift();
      if (next) {
        this.#printing = true;
        const after = await this.#printNext(session, next);
        this.#printing = false;
        if (after === 'abandoned') {
          this.#isLeftStanding = this.#state.state === 'fault';
          await session.abort();
        }
        if (after === 'silent') return;
      } else {
        const rested = await this.#rest(this.#traits.heartbeatMs);
        if (rested === 'woken') continue;
        if (session.holdsStaleSlip) {
          this.#isLeftStanding = this.#state.state === 'fault';
          await session.abort();
        } else if ((await session.check()) === 'silent') {
          // Told before the line is let go, which takes a second when nobody is there.
          this.#become({ state: 'fault', fault: 'silent' });
          return;
        }
      }
    }
  }

  async #printNext(
    session: PrinterSession,
    { job, answer }: Waiting,
  ): Promise<'over' | 'abandoned' | 'silent'> {
    const { outcome, over } = await session.print(job, this.#hanging !== null);
    const first = await outcome;
    if (first.outcome === 'not-sent') {
      answer(first);
      this.#refuseWaiting(first.reason);
      return first.reason === 'silent' ? 'silent' : 'over';
    }
    // Of a printer that never says anything everything would be in doubt, and every slip after a blank one.
    this.#hanging = first.outcome === 'unknown' && session.canConfirm ? job.id : null;
    this.#unsure = first.outcome === 'confirmed' ? null : job.id;
    const brokenOff = first.outcome === 'unknown' && this.#isClosing;
    answer(brokenOff ? { outcome: 'unknown', reason: 'closed' } : first);
    const ended = await over;
    if (ended === 'abandoned') this.#hanging = job.id;
    return ended;
  }

  #tellLateWord(id: string, word: PrintedWord): void {
    if (this.#hanging === id) this.#hanging = null;
    this.#outcomes.set(id, Promise.resolve(word));
    this.#news.tellLateWord(id, word);
  }

  #become(state: PrinterState): void {
    this.#state = state;
    this.#news.become(state);
    this.#refuseBehindStopped();
  }

  /** A slip that has stopped may stand long; whoever pressed after it is told at once that none is coming. */
  #refuseBehindStopped(): void {
    if (this.#printing && this.#state.state === 'fault') this.#refuseWaiting(this.#state.fault);
  }

  #refuseWaiting(reason: NotSentReason): void {
    const refused = this.#waiting;
    this.#waiting = [];
    for (const { answer } of refused) answer({ outcome: 'not-sent', reason });
  }

  /** Until #wake() is run, or `ms` have gone. Not at all when there is something to do. */
  async #rest(ms: number): Promise<'to the end' | 'woken'> {
    if (this.#waiting.length > 0) return 'woken';
    return new Promise((resolve) => {
      const stop = this.#timers.after(ms, () => resolve('to the end'));
      this.#wake = () => {
        stop();
        resolve('woken');
      };
    });
  }
}

/** No job is called this. */
const OF_ANOTHER_PROCESS = '';
const isSilent = (status: PrinterState): boolean =>
  status.state === 'fault' && status.fault === 'silent';

/** A busy office gives a few hundred tickets a day. */
const JOBS_REMEMBERED = 1_000;
