/**
 * What matters at night, in the words of Prometheus. Counts and times of the hub itself: no person, no visitor, no
 * ticket, no address. Rules OP… in docs/spec.md; docs/operations.md says what to watch.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AppendSeen } from './measured-log.ts';

/** From a disk that answers at once to one that everybody waits for. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Screens that follow one view of one office. */
export type ScreensSeen = {
  office: string;
  view: string;
  screens: number;
  /** For how long the slowest of them has not said that it shows what it was sent; 0 when none owes it. */
  oldestUnshownMs: number;
};

/** Asked whenever somebody reads. */
export type Looked = {
  screens: () => readonly ScreensSeen[];
  offices: () => readonly { id: string; isOpen: boolean }[];
  streamsFollowed: () => number;
  /** Whether the log may be asked at all, and offices of which nothing may be. */
  log: () => { away: boolean; stopped: readonly string[] };
};

export class Metrics {
  readonly #registry = new Registry();
  readonly #appends = new Histogram({
    name: 'torget_log_append_seconds',
    help: 'How long an append took until it was durable, by subject of the stream.',
    labelNames: ['subject'],
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #conflicts = new Counter({
    name: 'torget_log_append_conflicts_total',
    help: 'Appends for which another hub was first; they are decided anew.',
    labelNames: ['subject'],
    registers: [this.#registry],
  });
  readonly #failures = new Counter({
    name: 'torget_log_append_failures_total',
    help: 'Appends that the log did not take, by subject of the stream.',
    labelNames: ['subject'],
    registers: [this.#registry],
  });
  readonly #prints = new Counter({
    name: 'torget_print_outcomes_total',
    help: 'What became of paper: confirmed, likely, not-sent or unknown, and why.',
    labelNames: ['office', 'outcome', 'reason'],
    registers: [this.#registry],
  });
  /** HTTP requests by status. They are many: a label is looked up when somebody reads, and not for each. */
  readonly #answered = new Map<number, number>();

  constructor() {
    const answered = this.#answered;
    new Counter({
      name: 'torget_http_requests_total',
      help: 'HTTP requests that were answered, by status. Of /readyz none: what that says is in its answer.',
      labelNames: ['status'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [status, count] of answered) this.inc({ status }, count);
      },
    });
    // Memory, processor, and the delay of the event loop (nodejs_eventloop_lag_…).
    collectDefaultMetrics({ register: this.#registry });
  }

  appended({ stream, entries, seconds, outcome }: AppendSeen): void {
    const [subject = '', office = ''] = stream.split('/');
    // There from the subject's first append on, so that who asks by how much it grew sees the first failure after it.
    this.#failures.inc({ subject }, outcome === 'failed' ? 1 : 0);
    if (outcome === 'conflict') this.#conflicts.inc({ subject });
    if (outcome !== 'appended') return;
    this.#appends.observe({ subject }, seconds);
    if (subject === 'print') for (const { event } of entries) this.#printed(office, event);
  }

  answered(status: number): void {
    this.#answered.set(status, (this.#answered.get(status) ?? 0) + 1);
  }

  watch({ screens, offices, streamsFollowed, log }: Looked): void {
    const registers = [this.#registry];
    new Gauge({
      ...{ name: 'torget_office_open', labelNames: ['office'], registers },
      help: '1: the office is open, by its own hours. 0: it is closed.',
      collect() {
        this.reset();
        for (const { id, isOpen } of offices()) this.set({ office: id }, isOpen ? 1 : 0);
      },
    });
    new Gauge({
      ...{ name: 'torget_screens', labelNames: ['office', 'view'], registers },
      help: 'Screens that are connected, by office and view.',
      collect() {
        this.reset();
        for (const { id: office } of offices())
          for (const view of MISSED_WHEN_GONE) this.set({ office, view }, 0);
        for (const { office, view, screens: count } of screens()) this.inc({ office, view }, count);
      },
    });
    new Gauge({
      ...{ name: 'torget_screen_oldest_unshown_seconds', registers },
      help: 'For how long the slowest screen has not said that it shows what it was sent.',
      collect() {
        this.set(Math.max(0, ...screens().map((seen) => seen.oldestUnshownMs)) / 1000);
      },
    });
    new Gauge({
      ...{ name: 'torget_log_streams_followed', registers },
      help: 'Streams that other hubs append to, too, and this hub follows. 0 on a file, which is its own.',
      collect() {
        this.set(streamsFollowed());
      },
    });
    new Gauge({
      ...{ name: 'torget_log_verified', registers },
      help: '1: the log is there and holds what this hub has acknowledged. 0: it is away, or is being compared.',
      collect() {
        this.set(log().away ? 0 : 1);
      },
    });
    new Gauge({
      ...{ name: 'torget_log_office_stopped', labelNames: ['office'], registers },
      help: '1: the log has another history of this office than was acknowledged, and nothing of it is done.',
      collect() {
        this.reset();
        for (const office of log().stopped) this.set({ office }, 1);
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  read(): Promise<string> {
    return this.#registry.metrics();
  }

  #printed(office: string, event: unknown): void {
    const { type, reason = '' } = event as { type: string; reason?: string };
    const outcome = OUTCOMES[type];
    if (outcome) this.#prints.inc({ office, outcome, reason });
  }
}

/** 0 is said of these, too. */
const MISSED_WHEN_GONE = ['board', 'terminal'];

/** Facts of paper that end a job: server/print/print-format.ts. */
const OUTCOMES: Readonly<Record<string, string>> = {
  PrintConfirmed: 'confirmed',
  PrintLikely: 'likely',
  PrintNotSent: 'not-sent',
  PrintUnknown: 'unknown',
};
