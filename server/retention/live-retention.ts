/**
 * Retention as the hub runs it: marks what is due, purges what was marked, and goes on after a crash where it was.
 * A stream is dropped first and told of after, so that the protocol never says gone of what is there; whoever
 * drops it once more drops nothing.
 */
import type { RecordClass } from '#shared/retention.ts';
import type { EpochMs, LocalDate } from '#shared/vocabulary.ts';
import type { EventLog } from '../event-log/event-log.ts';
import type { Outcome, RequestMark } from '../event-log/request-memory.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import {
  type DayKept,
  type DecisionTaken,
  decide,
  evolve,
  isDue,
  KEEPS_EVERYTHING,
  type Marked,
  RECORD_CLASSES,
  type Retention,
  type RetentionCommand,
  type RetentionEvent,
  type RetentionRefusal,
  type Run,
  spanOf,
} from './retention.ts';
import { retentionFormat } from './retention-format.ts';

export type RetentionParts = {
  log: EventLog;
  /** The machine's own time: what a decision takes does not follow a demonstration's clock. */
  now: () => EpochMs;
  /** IANA zone in which it is today. */
  zone: string;
  /** What stays of a day's tickets. */
  keptOf: (stream: string) => Promise<DayKept>;
  onFault: (fault: unknown) => void;
};

type Refusal = RetentionRefusal | 'request-id-reused';

export class LiveRetention {
  readonly #parts: RetentionParts;
  readonly #writer: StreamWriter<Retention, RetentionEvent>;
  #purging: Promise<unknown> = Promise.resolve();

  private constructor(parts: RetentionParts, writer: StreamWriter<Retention, RetentionEvent>) {
    this.#parts = parts;
    this.#writer = writer;
  }

  /**
   * Goes on with a purge that a crash has cut short. One that cannot go on waits until it is asked for again, or the
   * next start: an office opens all the same.
   * @throws {EventLogUnavailable | EventLogUnusable} of what is kept and for how long
   */
  static async open(parts: RetentionParts): Promise<LiveRetention> {
    const writer = await StreamWriter.open<Retention, RetentionEvent>({
      log: parts.log,
      stream: 'retention/hub',
      format: retentionFormat,
      initial: KEEPS_EVERYTHING,
      evolve,
    });
    const retention = new LiveRetention(parts, writer);
    for (const run of writer.state.runs)
      if (run.state === 'purging') await retention.#finish(run.id).catch(parts.onFault);
    return retention;
  }

  get state(): Retention {
    return this.#writer.state;
  }

  /** What the class holds that is older than its rule lets it be; nothing where there is no rule. */
  async mark(
    mark: RequestMark,
    asked: { class: RecordClass; decision: DecisionTaken; by: string },
  ): Promise<Outcome<Run, Refusal>> {
    const at = this.#parts.now();
    const today = Temporal.Instant.fromEpochMilliseconds(at)
      .toZonedDateTimeISO(this.#parts.zone)
      .toPlainDate()
      .toString() as LocalDate;
    const streams = await this.#due(asked.class, today);
    return this.#submitRun(mark, mark.requestId, {
      ...{ type: 'Mark', run: mark.requestId, streams, today, at },
      ...asked,
    });
  }

  set(
    mark: RequestMark,
    command:
      | { type: 'SetRule'; class: RecordClass; rule: Retention['rules'][RecordClass]; by: string }
      | { type: 'SetBackUpDays'; days: number; by: string },
  ): Promise<Outcome<null, Refusal>> {
    const at = this.#parts.now();
    return this.#writer.submit(
      mark,
      (state) => decide(state, { ...command, at }),
      () => null,
    );
  }

  letGo(
    mark: RequestMark,
    { run, why, by }: { run: string; why: string; by: string },
  ): Promise<Outcome<Run, Refusal>> {
    return this.#submitRun(mark, run, { type: 'LetGo', run, why, by, at: this.#parts.now() });
  }

  /**
   * Removes what was marked, and what the file still holds of it. Resolves when nothing of it is left.
   * @throws {EventLogUnavailable} some of it may be left; ask again, or start the hub again
   */
  async purge(
    mark: RequestMark,
    { run, by }: { run: string; by: string },
  ): Promise<Outcome<Run, Refusal>> {
    const at = this.#parts.now();
    const begun = await this.#submitRun(mark, run, { type: 'BeginPurge', run, by, at });
    if (!begun.ok) return begun;
    const done = this.#purging.then(() => this.#finish(run));
    this.#purging = done.catch(() => {}); // whoever asked is told
    await done;
    return { ok: true, answer: this.#runOf(run) };
  }

  /** Resolves when a purge under way is done. The log stays open. */
  async close(): Promise<void> {
    await this.#purging;
    await this.#writer.close();
  }

  async #finish(id: string): Promise<void> {
    const { log, keptOf, now } = this.#parts;
    const run = this.#runOf(id);
    if (run.state !== 'purging') return;
    for (const { stream } of run.streams) {
      if (this.#runOf(id).purged.has(stream)) continue;
      const { totalled } = this.#runOf(id);
      // Written down while the day is still there to be counted, whatever falls in between.
      if (run.class === 'tickets' && !totalled.has(stream)) {
        const kept = await keptOf(stream);
        await this.#tell({ type: 'KeepTotals', run: id, stream, kept, at: now(), by: 'hub' });
      }
      await log.drop(stream);
      await this.#tell({ type: 'StreamGone', run: id, stream, at: now(), by: 'hub' });
    }
    await log.compact();
    await this.#tell({ type: 'EndPurge', run: id, at: now(), by: 'hub' });
  }

  async #tell(command: RetentionCommand): Promise<void> {
    const told = await this.#writer.submit(
      null,
      (state) => decide(state, command),
      () => null,
    );
    if (!told.ok) throw new Error(`retention/hub refuses ${command.type}: ${told.code}`);
  }

  #submitRun(
    mark: RequestMark,
    id: string,
    command: RetentionCommand,
  ): Promise<Outcome<Run, Refusal>> {
    return this.#writer.submit(
      mark,
      (state) => decide(state, command),
      (state) => state.runs.find((run) => run.id === id) as Run,
    );
  }

  #runOf(id: string): Run {
    const run = this.state.runs.find((one) => one.id === id);
    if (!run) throw new Error(`There is no run ${id}`);
    return run;
  }

  async #due(name: RecordClass, today: LocalDate): Promise<Marked[]> {
    const { log } = this.#parts;
    const { keepDays } = this.state.rules[name];
    const due: Marked[] = [];
    for (const stream of await log.list(RECORD_CLASSES[name])) {
      const span = spanOf(stream);
      if (span && keepDays !== null && isDue(span.last, today, keepDays))
        due.push({ stream, events: (await log.read(stream)).length, ...span });
    }
    return due;
  }
}
