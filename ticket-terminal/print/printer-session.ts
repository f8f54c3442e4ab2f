/**
 * One conversation with an ESC/POS printer over an open line: asks before it sends, sends one slip, and
 * believes that it came out only when the printer says so after the cut. Knows nothing of TCP.
 *
 * What a kernel took, and even what a printer took, is not printed: paper may be out, the cover open.
 * Commands that are answered in their turn (GS r, GS ( H) are not carried out while the printer is
 * offline, so silence means "not done"; and what is answered late is done after all.
 */
import { randomInt } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Confirms, PrinterState } from '#shared/printers.ts';
import {
  askNow,
  askWhenPrinted,
  CLEAR_BUFFERS,
  CUT,
  GO_ON,
  INITIALISE,
  REPORT_CHANGES,
  REST_OF_A_BAND,
  SEND_PAPER_STATUS,
} from './escpos.ts';
import {
  conditionFromReplies,
  conditionFromReport,
  type PrinterCondition,
  stateOf,
} from './printer-condition.ts';
import { type StatusFrame, StatusFrames } from './status-frames.ts';
import type { NotSentReason, PrintedWord, PrintJob, PrintOutcome } from './ticket-printer.ts';
import type { Timers } from './timers.ts';

/** Both directions of a printer's cable. */
export type Line = {
  stream: Duplex;
  /** Lets go at once, and throws away what was written and has not left yet. */
  abort(): void;
};

export type SessionTraits = {
  /** For one reply. A healthy printer takes milliseconds; a busy one keeps quiet. */
  replyMs: number;
  /** Silence in the middle of a slip from a printer that calls itself ready. */
  stallMs: number;
  /** How long a slip may stand still for a fault before its visitor is told; a cover can be shut that soon. */
  graceMs: number;
  /** Between two tries of a printer that waits to be told that its fault is gone. */
  goOnMs: number;
  /** How long a stopped slip may still come out. After that it is thrown away: its visitor has been served, or has gone. */
  repairMs: number;
  /** No printer moves paper faster: what is said sooner is not believed. */
  fastestMmPerSecond: number;
  /** It hears and never says anything: it can be sent to, and never believed. */
  mute: boolean;
};

export type SessionParts = {
  line: Line;
  traits: SessionTraits;
  timers: Timers;
  onState: (state: PrinterState) => void;
  /** A job that was answered 'unknown' is on paper after all. */
  onLateWord: (id: string, word: PrintedWord) => void;
};

/** What has become of a slip that was sent. */
export type Sent = {
  /** The first word about it. */
  outcome: Promise<PrintOutcome>;
  /**
   * Resolves when the next slip may be tried: when this one is out, or nobody expects to hear of it. 'abandoned':
   * it still stands in the printer, and the line must be aborted so that it never comes out.
   */
  over: Promise<'over' | 'abandoned'>;
};

/** 'silent': nothing in time. 'ended': the line is gone. */
type Nothing = 'silent' | 'ended';

export class PrinterSession {
  readonly #line: Line;
  readonly #traits: SessionTraits;
  readonly #timers: Timers;
  readonly #onState: (state: PrinterState) => void;
  readonly #onLateWord: (id: string, word: PrintedWord) => void;
  readonly #frames = new StatusFrames();
  /** Heard and not yet read by the one exchange under way. */
  readonly #heard: StatusFrame[] = [];
  #wake: () => void = () => {};
  #ended = false;
  #condition: PrinterCondition | null = null;
  /** How this printer can say that it is done; null until it has said anything. */
  #fence: 'process-id' | 'status' | null = null;
  #confirms: Confirms | null = null;
  /** What to do when the printer answers GS ( H, by its four characters. */
  readonly #fences = new Map<string, () => void>();
  /** The same for GS r, oldest first: its reply has no name, so they are counted. */
  readonly #paperFences: (() => void)[] = [];
  /** Slips that were sent and not heard of. */
  readonly #unheard = new Set<{ since: number }>();
  #names = randomInt(NAMES);
  /** How often it was asked what it can say. */
  #lessons = 0;
  #toldToGoOnAt = Number.NEGATIVE_INFINITY;
  /** The printer may still be waiting for the rest of a picture, and take for it whatever it is sent. */
  #isBrokenOff = false;

  /** Resolves when the line is gone, whoever let go of it. */
  readonly ended: Promise<void>;

  private constructor({ line, traits, timers, onState, onLateWord }: SessionParts) {
    this.#line = line;
    this.#traits = traits;
    this.#timers = timers;
    this.#onState = onState;
    this.#onLateWord = onLateWord;
    line.stream.on('data', (bytes: Uint8Array) => this.#receive(bytes));
    line.stream.on('error', () => {}); // 'close' follows, and is all that matters here
    this.ended = new Promise((resolve) =>
      line.stream.once('close', () => {
        this.#ended = true;
        this.#wake();
        resolve();
      }),
    );
  }

  /**
   * Takes over the line, asks how the printer is, and learns how it says that it is done. Gives null, with
   * the line let go, for what does not answer.
   * @param parts.staleSlip an earlier slip may stand in the printer. If it cannot print now, it is told to forget it.
   */
  static async open(parts: SessionParts & { staleSlip: boolean }): Promise<PrinterSession | null> {
    const session = new PrinterSession(parts);
    if (parts.traits.mute) {
      if (parts.staleSlip) session.#send(REST_OF_A_BAND, INITIALISE);
      session.#confirms = 'nothing';
      session.#onState({ state: 'ready', paperLow: false, confirms: 'nothing' });
      return session;
    }
    session.#isBrokenOff = parts.staleSlip;
    if (!parts.staleSlip) session.#send(INITIALISE, REPORT_CHANGES);
    const state = await session.check();
    if (state === 'silent' || state === 'ended') {
      await session.end();
      return null;
    }
    if (state.state === 'ready') await session.#learnFence();
    else if (parts.staleSlip) session.#send(CLEAR_BUFFERS, INITIALISE, REPORT_CHANGES);
    return session;
  }

  /** Asks the printer how it is, now. Only between slips: behind a full buffer the question would wait for paper. */
  async check(): Promise<PrinterState | Nothing> {
    if (this.#traits.mute) return this.#ended ? 'ended' : this.state;
    const replies: number[] = [];
    for (const n of [1, 2, 3, 4] as const) {
      this.#heard.length = 0;
      this.#send(askNow(n));
      const reply = await this.#await((frame) => (frame.frame === 'reply' ? frame.byte : null));
      if (typeof reply === 'string') return reply;
      replies.push(reply);
    }
    this.#become(conditionFromReplies(replies as [number, number, number, number]));
    this.#tellToGoOn();
    return this.state;
  }

  /**
   * Sends one slip and a cut.
   * @param cutFirst an earlier slip may still hang in the printer, and must not come out with this one
   */
  async print(job: PrintJob, cutFirst: boolean): Promise<Sent> {
    const refusal = await this.#refusal();
    if (refusal !== null) return settled({ outcome: 'not-sent', reason: refusal });
    const fence = this.#fence;
    this.#heard.length = 0;
    if (cutFirst) this.#send(CUT);
    this.#send(INITIALISE);
    if (!this.#traits.mute) this.#send(REPORT_CHANGES);
    // A printer that answers neither can be sent to, and never believed.
    return fence === null ? this.#sendBlindly(job) : this.#watch(job, fence);
  }

  /**
   * Lets the line go after everything sent. Destroying it with bytes under way would make the kernel
   * throw them away as soon as the printer says anything; so that is for a printer that takes no more.
   */
  async end(): Promise<void> {
    this.#line.stream.end();
    const keepPatience = this.#timers.after(LAST_BYTES_MS, () => this.#line.stream.destroy());
    await this.ended;
    keepPatience();
  }

  /** Lets go of a printer that does not answer, or is left: what it has not taken of a slip must not come out hours later. */
  async leave(): Promise<void> {
    return this.#unheard.size > 0 ? this.abort() : this.end();
  }

  /** Lets the line go with whatever has not left yet. */
  async abort(): Promise<void> {
    this.#line.abort();
    await this.ended;
  }

  /** Whether a slip stands in the printer for so long that nobody must be handed it any more. */
  get holdsStaleSlip(): boolean {
    const before = this.#timers.now() - this.#traits.repairMs;
    return [...this.#unheard].some(({ since }) => since < before);
  }

  /** Whether it can say anything of what it was sent. */
  get canConfirm(): boolean {
    return this.#fence !== null;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  get state(): PrinterState {
    if (this.#traits.mute) return { state: 'ready', paperLow: false, confirms: 'nothing' };
    return this.#condition === null
      ? { state: 'unknown' }
      : stateOf(this.#condition, this.#confirms);
  }

  /** Why a slip must not be sent now. */
  async #refusal(): Promise<NotSentReason | null> {
    const state = await this.check();
    if (state === 'silent') return 'silent';
    if (state === 'ended') return 'offline';
    if (state.state === 'fault') return state.fault;
    if (this.#fence === null && !this.#traits.mute && this.#lessons < MOST_LESSONS)
      await this.#learnFence();
    return this.#ended ? 'offline' : null;
  }

  /**
   * A clone that does not know GS ( H may take its tail for text, hence ESC @: a line that was begun is
   * forgotten. GS I would name the maker, but clones lie about it.
   */
  async #learnFence(): Promise<void> {
    this.#lessons++;
    let [answersName, answersStatus] = [false, false];
    const name = this.#newName();
    // Also when it comes late: a printer that was still busy with another's slip is no worse for it.
    this.#fences.set(name, () => {
      answersName = true;
      this.#fence = 'process-id';
      this.#learned('printed');
    });
    this.#paperFences.push(() => {
      answersStatus = true;
      if (this.#fence !== null) return;
      this.#fence = 'status';
      this.#learned('carried-out');
    });
    this.#heard.length = 0;
    if (this.#isBrokenOff) this.#send(REST_OF_A_BAND, INITIALISE, REPORT_CHANGES);
    this.#isBrokenOff = false;
    this.#send(askWhenPrinted(name), SEND_PAPER_STATUS, INITIALISE, REPORT_CHANGES);
    await this.#await(() => (answersName ? true : null));
    if (!answersName && !answersStatus) this.#learned('nothing');
  }

  /** Asks for the printer's word about `job`, and waits for it as long as it may still come. */
  #watch(job: PrintJob, fence: 'process-id' | 'status'): Sent {
    const { promise: outcome, resolve } = Promise.withResolvers<PrintOutcome>();
    let [isAnswered, isOut] = [false, false];
    const answer = (first: PrintOutcome) => {
      resolve(first);
      isAnswered = true;
    };
    const unheard = { since: this.#timers.now() };
    this.#unheard.add(unheard);
    const hear = (word: PrintedWord) => {
      isOut = true;
      // What was sent before this one is over, too.
      for (const earlier of this.#unheard) {
        this.#unheard.delete(earlier);
        if (earlier === unheard) break;
      }
      if (isAnswered) this.#onLateWord(job.id, word);
      else answer(word);
    };
    this.#send(job.bytes);
    if (fence === 'process-id') this.#cutBetweenQuestions(hear);
    else {
      this.#send(CUT, SEND_PAPER_STATUS);
      this.#paperFences.push(() => hear({ outcome: 'likely' }));
    }
    const watch = async (): Promise<'over' | 'abandoned'> => {
      let [was, since] = [this.state.state, this.#timers.now()];
      for (;;) {
        if (isOut) return 'over';
        const { state } = this;
        if (state.state !== was) [was, since] = [state.state, this.#timers.now()];
        const stoodMs = this.#timers.now() - since;
        if (state.state !== 'fault') {
          if (stoodMs >= this.#traits.stallMs) {
            answer({ outcome: 'unknown', reason: 'no-confirmation' });
            // It may still be heard of by its name. A reply without one would be taken for the next slip's.
            return fence === 'process-id' ? 'over' : 'abandoned';
          }
        } else {
          if (stoodMs >= this.#traits.graceMs) answer({ outcome: 'unknown', reason: state.fault });
          if (stoodMs >= this.#traits.repairMs) return 'abandoned';
        }
        const { stallMs, graceMs, goOnMs } = this.#traits;
        const found = await this.#await(
          (frame) => frame,
          state.state !== 'fault' ? stallMs - stoodMs : isAnswered ? goOnMs : graceMs - stoodMs,
        );
        if (found === 'ended' && !isOut) {
          answer({ outcome: 'unknown', reason: 'connection-lost' });
          return 'over';
        }
        if (found === 'silent') this.#tellToGoOn();
      }
    };
    return { outcome, over: watch() };
  }

  /**
   * Asks before the cut and after it. A printer that answers when the paper has stopped needs time in between,
   * for the paper to reach the knife; one that answers both at once answers what it has read.
   */
  #cutBetweenQuestions(hear: (word: PrintedWord) => void): void {
    const [before, after] = [this.#newName(), this.#newName()];
    let printedAt = Number.POSITIVE_INFINITY;
    this.#fences.set(before, () => {
      printedAt = this.#timers.now();
    });
    this.#fences.set(after, () => {
      const tookMs = this.#timers.now() - printedAt;
      const isPhysical = tookMs >= (LEAST_TO_KNIFE_MM / this.#traits.fastestMmPerSecond) * 1_000;
      this.#learned(isPhysical ? 'printed' : 'carried-out');
      hear({ outcome: isPhysical ? 'confirmed' : 'likely' });
    });
    this.#send(askWhenPrinted(before), CUT, askWhenPrinted(after));
  }

  /** Nobody will say what becomes of it. What has not left the hub in time stands before a printer that takes nothing. */
  #sendBlindly(job: PrintJob): Sent {
    const over = new Promise<'over' | 'abandoned'>((resolve) => {
      const giveUp = this.#timers.after(this.#traits.stallMs, () => resolve('abandoned'));
      const taken = () => {
        giveUp();
        resolve('over');
      };
      this.#send(job.bytes);
      this.#line.stream.write(CUT, taken);
      void this.ended.then(taken);
    });
    return {
      outcome: Promise.resolve({ outcome: 'unknown', reason: 'no-confirmation' }),
      over,
    };
  }

  /** Now and then, and never while somebody has her hands in it. */
  #tellToGoOn(): void {
    if (!this.#condition?.waitsForWord || this.#condition.coverOpen) return;
    const now = this.#timers.now();
    if (now - this.#toldToGoOnAt < this.#traits.goOnMs) return;
    this.#toldToGoOnAt = now;
    this.#send(GO_ON);
  }

  /** Four characters that no slip before had. */
  #newName(): string {
    this.#names = (this.#names + 1) % NAMES;
    return this.#names.toString(36).padStart(4, '0');
  }

  #learned(confirms: Confirms): void {
    if (confirms === this.#confirms) return;
    this.#confirms = confirms;
    if (this.#condition !== null) this.#onState(this.state);
  }

  #send(...parts: readonly Uint8Array[]): void {
    if (!this.#line.stream.writable) return; // 'close' has come or is on its way
    for (const part of parts) this.#line.stream.write(part);
  }

  #receive(bytes: Uint8Array): void {
    for (const frame of this.#frames.push(bytes)) {
      if (frame.frame === 'report') this.#become(conditionFromReport(frame.bytes));
      if (frame.frame === 'process-id') {
        this.#fences.get(frame.id)?.();
        this.#fences.delete(frame.id);
      }
      if (frame.frame === 'paper') this.#paperFences.shift()?.();
      this.#heard.push(frame);
    }
    if (this.#heard.length > MOST_UNREAD) this.#heard.splice(0, this.#heard.length - MOST_UNREAD);
    this.#wake();
  }

  #become(condition: PrinterCondition): void {
    this.#condition = condition;
    this.#onState(this.state);
  }

  /** The first of what is heard that `pick` takes, in `withinMs` from now. One exchange at a time. */
  async #await<Picked>(
    pick: (frame: StatusFrame) => Picked | null,
    withinMs = this.#traits.replyMs,
  ): Promise<Picked | Nothing> {
    let late = false;
    // In two steps: a hub that was itself held up first reads what has arrived meanwhile.
    let stop = this.#timers.after(withinMs, () => {
      stop = this.#timers.after(READ_WHAT_CAME_MS, () => {
        late = true;
        this.#wake();
      });
    });
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
      stop();
    }
  }
}

const settled = (outcome: PrintOutcome): Sent => ({
  outcome: Promise.resolve(outcome),
  over: Promise.resolve('over'),
});

/** Process ids are four characters; all of base 36 are allowed in them. */
const NAMES = 36 ** 4;
/** From the print head to the knife it is 15 mm or so. */
const LEAST_TO_KNIFE_MM = 8;
/** A printer may be slow to answer once; one that was silent so often cannot. */
const MOST_LESSONS = 3;
/** For bytes already written to reach a printer that is being let go. */
const LAST_BYTES_MS = 1_000;
/** A few turns of the event loop. */
const READ_WHAT_CAME_MS = 50;
/** A printer that chatters while nobody asks fills no memory. */
const MOST_UNREAD = 100;
