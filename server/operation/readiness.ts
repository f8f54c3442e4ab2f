/**
 * Whether this hub should be given work. Alive and ready are two questions: a hub whose Redis is away is alive, shows
 * what it knows and must not be restarted for it; but it can do nothing for who comes anew. Rules OP… in docs/spec.md.
 */
import { type EventLog, EventLogNewer } from '../event-log/event-log.ts';

/** Longer than a disk or a Redis that works ever takes. */
const ANSWERS_WITHIN_MS = 2_000;
/**
 * An append that failed speaks against the hub for so long, or until another succeeds or its Redis is back. Whoever sends
 * it no more work would otherwise never learn that the disk has room again.
 */
const FAILURE_COUNTS_MS = 30_000;

export type Ready = {
  ready: boolean /** In words, without a path or an address. */;
  why: string[];
};

export type ReadinessParts = {
  log: Pick<EventLog, 'list'>;
  /** What the store itself says: away, or another history of some offices than was acknowledged. */
  state: () => { away: boolean; stopped: readonly string[] };
  screensBuilt: () => boolean;
  /** Milliseconds that nobody can set: performance.now. */
  steady?: () => number;
};

export class Readiness {
  readonly #parts: ReadinessParts;
  readonly #steady: () => number;
  #offices: readonly string[] | null = null;
  #failedAt: number | null = null;
  #stopping = false;
  #tooOld = false;

  constructor(parts: ReadinessParts) {
    this.#parts = parts;
    this.#steady = parts.steady ?? (() => performance.now());
  }

  /** From now on it serves these. */
  opened(offices: readonly string[]): void {
    this.#offices = offices;
  }

  /** Said first of all when a hub is to end. */
  stopping(): void {
    this.#stopping = true;
  }

  /** One that a newer hub beside this one has made too old stays so until it is started anew. */
  failed(fault: unknown): void {
    if (fault instanceof EventLogNewer) this.#tooOld = true;
  }

  appended(outcome: 'appended' | 'conflict' | 'failed'): void {
    this.#failedAt = outcome === 'failed' ? this.#steady() : null;
  }

  /** What was acknowledged was found in it again, after an outage: what failed before that says nothing of now. */
  logIsBack(): void {
    this.#failedAt = null;
  }

  async look(): Promise<Ready> {
    const why: string[] = [];
    const { stopped } = this.#parts.state();
    const offices = this.#offices ?? [];
    if (this.#stopping) why.push('This hub is stopping.');
    else if (this.#offices === null) why.push('The offices are not open yet.');
    if (this.#tooOld) why.push('A newer hub has written what this one does not know.');
    if (!this.#parts.screensBuilt()) why.push('The screens are not built.');
    if (!(await this.#logAnswers())) why.push('The log does not answer.');
    else if (this.#failedAt !== null && this.#steady() - this.#failedAt < FAILURE_COUNTS_MS)
      why.push('The log did not take what it was last given.');
    // One that stopped is no reason to serve the others no more; it would be so at every hub.
    if (offices.length > 0 && offices.every((office) => stopped.includes(office)))
      why.push('Every office has stopped: the log has another history than was acknowledged.');
    return { ready: why.length === 0, why };
  }

  async #logAnswers(): Promise<boolean> {
    if (this.#parts.state().away) return false;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, ANSWERS_WITHIN_MS, false);
    });
    const answered = this.#parts.log.list('log/').then(
      () => true,
      () => false, // whoever needs the log is told what is wrong with it
    );
    const answers = await Promise.race([answered, tooLate]);
    clearTimeout(timer);
    return answers;
  }
}
