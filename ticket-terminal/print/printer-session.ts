/**
 * One conversation with an ESC/POS printer over an open line: asks before it sends, sends one slip, and
 * believes that it came out only when the printer says so after the cut. Knows nothing of TCP.
 *
 * What a kernel took, and even what a printer took, is not printed: paper may be out, the cover open.
 * Commands that are answered in their turn (GS r, GS ( H) are not carried out while the printer is
 * offline, so silence means "not done".
 */
import type { Duplex } from 'node:stream';
import type { PrinterState } from '#shared/protocol.ts';
import {
  askNow,
  askWhenPrinted,
  CUT,
  INITIALISE,
  REPORT_CHANGES,
  SEND_PAPER_STATUS,
} from './escpos.ts';
import {
  conditionFromReplies,
  conditionFromReport,
  type PrinterCondition,
  stateOf,
} from './printer-condition.ts';
import { type StatusFrame, StatusFrames } from './status-frames.ts';
import type { NotSentReason, PrintOutcome } from './ticket-printer.ts';

export type SessionTimes = {
  /** For one reply. A healthy printer takes milliseconds; a busy one keeps quiet. */
  replyMs: number;
  /** Silence in the middle of a slip from a printer that calls itself ready. */
  stallMs: number;
  /** Silence while a person is changing the paper. */
  repairMs: number;
};

/** 'silent': nothing in time. 'ended': the line is gone. */
type Nothing = 'silent' | 'ended';

export class PrinterSession {
  readonly #line: Duplex;
  readonly #times: SessionTimes;
  readonly #onState: (state: PrinterState) => void;
  readonly #frames = new StatusFrames();
  /** Heard and not yet read by the one exchange under way. */
  readonly #heard: StatusFrame[] = [];
  #wake: () => void = () => {};
  #ended = false;
  #condition: PrinterCondition | null = null;
  /** How this printer can say that it is done; null until tried, and again when it kept silent. */
  #fence: 'process-id' | 'status' | null = null;
  /** GS r sent and not yet answered: its reply has no name, so they are counted. */
  #paperRepliesOwed = 0;

  /** Resolves when the line is gone, whoever let go of it. */
  readonly ended: Promise<void>;

  private constructor(line: Duplex, times: SessionTimes, onState: (state: PrinterState) => void) {
    this.#line = line;
    this.#times = times;
    this.#onState = onState;
    line.on('data', (bytes: Uint8Array) => this.#receive(bytes));
    line.on('error', () => {}); // 'close' follows, and is all that matters here
    this.ended = new Promise((resolve) =>
      line.once('close', () => {
        this.#ended = true;
        this.#wake();
        resolve();
      }),
    );
  }

  /**
   * Takes over `line`, asks how the printer is, and learns how it says that it is done. Gives null, with
   * the line let go, for what does not answer.
   */
  static async open(
    line: Duplex,
    times: SessionTimes,
    onState: (state: PrinterState) => void,
  ): Promise<PrinterSession | null> {
    const session = new PrinterSession(line, times, onState);
    session.#send(INITIALISE, REPORT_CHANGES);
    const state = await session.check();
    if (state === 'silent' || state === 'ended') {
      await session.end();
      return null;
    }
    if (state.state === 'ready') await session.#learnFence();
    return session;
  }

  /** Asks the printer how it is, now. Only between slips: behind a full buffer the question would wait for paper. */
  async check(): Promise<PrinterState | Nothing> {
    const replies: number[] = [];
    for (const n of [1, 2, 3, 4] as const) {
      this.#heard.length = 0;
      this.#send(askNow(n));
      const reply = await this.#await((frame) => (frame.frame === 'reply' ? frame.byte : null));
      if (typeof reply === 'string') return reply;
      replies.push(reply);
    }
    this.#become(conditionFromReplies(replies as [number, number, number, number]));
    return this.#state;
  }

  /**
   * Prints one slip and waits for the printer's word. `name` is four printable ASCII characters, another
   * for each slip. `cutFirst`: an earlier slip may still hang in the printer, and must not come out with this one.
   */
  async print(slip: Uint8Array, name: string, cutFirst: boolean): Promise<PrintOutcome> {
    const refusal = await this.#refusal();
    if (refusal !== null) return { outcome: 'not-sent', reason: refusal };
    const fence = this.#fence;
    this.#heard.length = 0;
    this.#send(INITIALISE, REPORT_CHANGES);
    if (cutFirst) this.#send(CUT);
    this.#send(slip);
    if (fence === 'process-id') this.#send(askWhenPrinted(name));
    if (fence === 'status') this.#askForPaperStatus();
    // A printer that answers neither can be sent to, and never believed.
    return fence === null
      ? { outcome: 'unknown', reason: 'no-confirmation' }
      : this.#untilPrinted(fence, name);
  }

  /**
   * Lets the line go after everything sent. Destroying it with bytes under way would make the kernel
   * throw them away as soon as the printer says anything; so that is for a printer that takes no more.
   */
  async end(): Promise<void> {
    this.#line.end();
    const giveUp = setTimeout(() => this.#line.destroy(), LAST_BYTES_MS);
    await this.ended;
    clearTimeout(giveUp);
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  get #state(): PrinterState {
    return this.#condition === null ? { state: 'unknown' } : stateOf(this.#condition);
  }

  /** Why a slip must not be sent now. */
  async #refusal(): Promise<NotSentReason | null> {
    const state = await this.check();
    if (state === 'silent') return 'silent';
    if (state === 'ended') return 'offline';
    if (state.state === 'fault') return state.fault;
    if (this.#fence === null) await this.#learnFence();
    return this.#ended ? 'offline' : null;
  }

  /**
   * A clone that does not know GS ( H may take its tail for text, hence ESC @: a line that was begun is
   * forgotten. GS I would name the maker, but clones lie about it.
   */
  async #learnFence(): Promise<void> {
    const name = 'who?';
    this.#heard.length = 0;
    this.#send(askWhenPrinted(name));
    this.#askForPaperStatus();
    this.#send(INITIALISE, REPORT_CHANGES);
    let answersStatus = false;
    const named = await this.#await((frame) => {
      if (frame.frame === 'paper') answersStatus = true;
      return frame.frame === 'process-id' && frame.id === name ? name : null;
    });
    if (named === name) this.#fence = 'process-id';
    else if (answersStatus) this.#fence = 'status';
  }

  async #untilPrinted(fence: 'process-id' | 'status', name: string): Promise<PrintOutcome> {
    for (;;) {
      const waitMs = this.#state.state === 'fault' ? this.#times.repairMs : this.#times.stallMs;
      const frame = await this.#await((heard) => heard, waitMs);
      if (frame === 'ended') return { outcome: 'unknown', reason: 'connection-lost' };
      if (frame === 'silent') return { outcome: 'unknown', reason: 'no-confirmation' };
      const said =
        fence === 'process-id'
          ? frame.frame === 'process-id' && frame.id === name
          : frame.frame === 'paper' && this.#paperRepliesOwed === 0;
      if (said) return { outcome: 'confirmed', by: fence };
    }
  }

  #send(...parts: readonly Uint8Array[]): void {
    if (!this.#line.writable) return; // 'close' has come or is on its way
    for (const part of parts) this.#line.write(part);
  }

  #askForPaperStatus(): void {
    this.#paperRepliesOwed++;
    this.#send(SEND_PAPER_STATUS);
  }

  #receive(bytes: Uint8Array): void {
    for (const frame of this.#frames.push(bytes)) {
      if (frame.frame === 'report') this.#become(conditionFromReport(frame.bytes));
      if (frame.frame === 'paper' && this.#paperRepliesOwed > 0) this.#paperRepliesOwed--;
      this.#heard.push(frame);
    }
    if (this.#heard.length > MOST_UNREAD) this.#heard.splice(0, this.#heard.length - MOST_UNREAD);
    this.#wake();
  }

  #become(condition: PrinterCondition): void {
    this.#condition = condition;
    this.#onState(this.#state);
  }

  /** The first of what is heard that `pick` takes, in `withinMs` from now. One exchange at a time. */
  async #await<Picked>(
    pick: (frame: StatusFrame) => Picked | null,
    withinMs = this.#times.replyMs,
  ): Promise<Picked | Nothing> {
    let late = false;
    // In two steps: a hub that was itself held up first reads what has arrived meanwhile.
    let timer = setTimeout(() => {
      timer = setTimeout(() => {
        late = true;
        this.#wake();
      }, READ_WHAT_CAME_MS);
    }, withinMs);
    try {
      for (;;) {
        for (let frame = this.#heard.shift(); frame; frame = this.#heard.shift()) {
          const picked = pick(frame);
          if (picked !== null) return picked;
        }
        if (this.#ended) return 'ended';
        if (late) return 'silent';
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

/** For bytes already written to reach a printer that is being let go. */
const LAST_BYTES_MS = 1_000;
/** A few turns of the event loop. */
const READ_WHAT_CAME_MS = 50;
/** A printer that chatters while nobody asks fills no memory. */
const MOST_UNREAD = 100;
