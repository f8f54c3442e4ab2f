/**
 * Which requests a stream has had and what became of them, so that a repeat is answered as the first
 * was and does nothing. In memory; what the log keeps of it comes back when the stream is read.
 */
import type { Cause } from './event-log.ts';

/** About a day of refusals in a very busy office. */
const MOST_UNRECORDED = 10_000;

/** Which request a command comes from. `digest` is of its whole content: see Cause. */
export type RequestMark = Pick<Cause, 'requestId' | 'digest' | 'by'>;

export type Outcome<Answer, Code extends string> =
  | { ok: true; answer: Answer }
  | { ok: false; code: Code };

type AnyOutcome = Outcome<unknown, string>;

const REUSED: AnyOutcome = { ok: false, code: 'request-id-reused' };

export class RequestMemory {
  /** Those that brought something about. */
  readonly #answered = new Map<string, Cause>();
  /**
   * Those that left nothing in the log, mostly refusals; oldest first. Deliberately not durable: they
   * changed nothing, so after a restart the same press may as well be decided on how things stand
   * then, and a terminal that keeps asking in vain cannot fill the disk.
   */
  readonly #unrecorded = new Map<string, { digest: string; outcome: AnyOutcome }>();
  readonly #underWay = new Map<string, { digest: string; outcome: Promise<AnyOutcome> }>();

  answered(requestId: string): Cause | undefined {
    return this.#answered.get(requestId);
  }

  /** What a request that is in the log is answered, now that it comes again. */
  fromLog({ requestId, digest }: RequestMark): AnyOutcome | undefined {
    const cause = this.#answered.get(requestId);
    if (!cause) return undefined;
    return cause.digest === digest ? { ok: true, answer: cause.answer } : REUSED;
  }

  /** What a request is answered that was here before, in the end; undefined for a new one. */
  repeat(request: RequestMark): Promise<AnyOutcome> | undefined {
    const { requestId, digest } = request;
    const inLog = this.fromLog(request);
    if (inLog) return Promise.resolve(inLog);
    const first = this.#underWay.get(requestId);
    // An id is used only once its first use has come to something, so the other content waits, too.
    if (first) return first.digest === digest ? first.outcome : first.outcome.then(() => REUSED);
    const unrecorded = this.#unrecorded.get(requestId);
    if (!unrecorded) return undefined;
    return Promise.resolve(unrecorded.digest === digest ? unrecorded.outcome : REUSED);
  }

  begin({ requestId, digest }: RequestMark, outcome: Promise<AnyOutcome>): void {
    this.#underWay.set(requestId, { digest, outcome });
  }

  /** @param outcome null when it is not known what became of the request. */
  end({ requestId, digest }: RequestMark, outcome: AnyOutcome | null): void {
    this.#underWay.delete(requestId);
    if (!outcome || this.#answered.has(requestId)) return;
    this.#unrecorded.set(requestId, { digest, outcome });
    for (const oldest of this.#unrecorded.keys()) {
      if (this.#unrecorded.size <= MOST_UNRECORDED) break;
      this.#unrecorded.delete(oldest);
    }
  }

  /** An entry with this cause is in the log. */
  record(cause: Cause): void {
    this.#answered.set(cause.requestId, cause);
  }
}
