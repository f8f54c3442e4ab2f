/**
 * A printer on the network (TCP 9100). One connection for as long as the hub runs, one slip at a time:
 * most printers serve a single connection, and those that take several mix them up on paper.
 */
import { randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { PrinterState } from '#shared/protocol.ts';
import { PrinterSession, type SessionTimes } from './printer-session.ts';
import type { NotSentReason, PrintJob, PrintOutcome, TicketPrinter } from './ticket-printer.ts';

export type NetworkPrinterTimes = SessionTimes & {
  connectMs: number;
  /** Between questions to an idle printer: a pulled cable says nothing, and idle connections are cut after 5 minutes. */
  heartbeatMs: number;
  /** Between attempts to connect: doubled from the first to the last. */
  firstRetryMs: number;
  lastRetryMs: number;
  /** For the slip under way when the hub stops. */
  closeMs: number;
};

const USUAL: NetworkPrinterTimes = {
  connectMs: 3_000,
  replyMs: 1_500,
  stallMs: 8_000,
  repairMs: 600_000,
  heartbeatMs: 20_000,
  firstRetryMs: 500,
  lastRetryMs: 15_000,
  closeMs: 2_000,
};

export type NetworkPrinterAddress = { host: string; port: number };

type Waiting = { job: PrintJob; answer: (outcome: PrintOutcome) => void };

export class NetworkTicketPrinter implements TicketPrinter {
  readonly #address: NetworkPrinterAddress;
  readonly #times: NetworkPrinterTimes;
  readonly #listeners = new Set<(status: PrinterState) => void>();
  /** Jobs that are waiting, under way, or have gone to the printer; oldest first. */
  readonly #outcomes = new Map<string, Promise<PrintOutcome>>();
  #waiting: Waiting[] = [];
  #status: PrinterState = { state: 'unknown' };
  #printing = false;
  /** The last slip may hang half printed. */
  #paperMayHang = false;
  #closing = false;
  #names = randomInt(NAMES);
  #connecting: Socket | null = null;
  #session: PrinterSession | null = null;
  #wake: () => void = () => {};
  readonly #tending: Promise<void>;

  private constructor(address: NetworkPrinterAddress, times: NetworkPrinterTimes) {
    this.#address = address;
    this.#times = times;
    this.#tending = this.#tend();
  }

  /** Returns at once and connects by itself, again and again while the printer is not there. */
  static open(
    address: NetworkPrinterAddress,
    times: Partial<NetworkPrinterTimes> = {},
  ): NetworkTicketPrinter {
    return new NetworkTicketPrinter(address, { ...USUAL, ...times });
  }

  get status(): PrinterState {
    return this.#status;
  }

  onStatus(listener: (status: PrinterState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  print(job: PrintJob): Promise<PrintOutcome> {
    const earlier = this.#outcomes.get(job.id);
    if (earlier !== undefined) return earlier;
    if (this.#closing) return Promise.resolve({ outcome: 'not-sent', reason: 'closed' });
    const outcome = new Promise<PrintOutcome>((answer) => this.#waiting.push({ job, answer }));
    this.#outcomes.set(job.id, outcome);
    void outcome.then(({ outcome }) => {
      if (outcome === 'not-sent') this.#outcomes.delete(job.id);
      for (const id of this.#outcomes.keys()) {
        if (this.#outcomes.size <= JOBS_REMEMBERED) break;
        this.#outcomes.delete(id);
      }
    });
    this.#refuseBehindStalled();
    this.#wake();
    return outcome;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#refuseWaiting('closed');
    this.#connecting?.destroy();
    this.#wake();
    const patience = setTimeout(() => void this.#session?.end(), this.#times.closeMs);
    await this.#tending;
    clearTimeout(patience);
    this.#listeners.clear();
  }

  /** The life of the printer's connection. Nothing else writes to it. */
  async #tend(): Promise<void> {
    let retryMs = this.#times.firstRetryMs;
    while (!this.#closing) {
      const session = await this.#connect();
      if (typeof session === 'string') {
        this.#become({ state: 'fault', fault: 'offline' });
        this.#refuseWaiting(session);
        if (!this.#closing) await this.#rest(retryMs);
        retryMs = Math.min(retryMs * 2, this.#times.lastRetryMs);
        continue;
      }
      retryMs = this.#times.firstRetryMs;
      this.#session = session;
      void session.ended.then(() => this.#wake());
      await this.#serve(session);
      await session.end();
      this.#session = null;
      if (!this.#closing) this.#become({ state: 'fault', fault: 'offline' });
    }
  }

  /** Prints what is waiting, and looks after the printer in between, for as long as it answers. */
  async #serve(session: PrinterSession): Promise<void> {
    while (!this.#closing && !session.hasEnded) {
      const next = this.#waiting.shift();
      if (next) {
        const outcome = await this.#printNext(session, next.job);
        next.answer(outcome);
        if (outcome.outcome !== 'not-sent') continue;
        this.#refuseWaiting(outcome.reason);
        if (outcome.reason === 'silent') return;
      } else {
        const rested = await this.#rest(this.#times.heartbeatMs);
        if (rested === 'to the end' && (await session.check()) === 'silent') return;
      }
    }
  }

  async #printNext(session: PrinterSession, job: PrintJob): Promise<PrintOutcome> {
    this.#printing = true;
    this.#names = (this.#names + 1) % NAMES;
    const name = this.#names.toString(36).padStart(4, '0');
    const outcome = await session.print(job.bytes, name, this.#paperMayHang);
    this.#printing = false;
    if (outcome.outcome !== 'not-sent') this.#paperMayHang = outcome.outcome === 'unknown';
    return outcome.outcome === 'unknown' && this.#closing
      ? { outcome: 'unknown', reason: 'closed' }
      : outcome;
  }

  async #connect(): Promise<PrinterSession | NotSentReason> {
    const socket = connect({
      ...this.#address,
      noDelay: true,
      keepAlive: true, // while a slip waits for paper there is no heartbeat to notice a pulled cable
      keepAliveInitialDelay: 10_000,
    });
    this.#connecting = socket;
    const connected = await new Promise<boolean>((resolve) => {
      const giveUp = setTimeout(() => socket.destroy(), this.#times.connectMs);
      socket.on('error', () => {}); // refused, unreachable, reset: 'close' follows
      socket.once('connect', () => settle(true));
      socket.once('close', () => settle(false));
      const settle = (connected: boolean) => {
        clearTimeout(giveUp);
        resolve(connected);
      };
    });
    this.#connecting = null;
    if (!connected) return this.#closing ? 'closed' : 'offline';
    const session = await PrinterSession.open(socket, this.#times, (state) => this.#become(state));
    return session ?? 'silent';
  }

  #become(status: PrinterState): void {
    const changed = JSON.stringify(status) !== JSON.stringify(this.#status);
    this.#status = status;
    this.#refuseBehindStalled();
    if (changed) for (const listener of this.#listeners) listener(status);
  }

  /** A slip that waits for new paper may wait long; whoever pressed after it is told at once that none is coming. */
  #refuseBehindStalled(): void {
    if (this.#printing && this.#status.state === 'fault') this.#refuseWaiting(this.#status.fault);
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
      const timer = setTimeout(() => resolve('to the end'), ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve('woken');
      };
    });
  }
}

/** Process ids are four characters; all of base 36 are allowed in them. */
const NAMES = 36 ** 4;
/** A busy office gives a few hundred tickets a day. */
const JOBS_REMEMBERED = 1_000;
