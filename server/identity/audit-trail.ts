/**
 * Who did what to what, when, from which device and with what result. Append-only, each line with a hash of itself and
 * of the line before, so that a line that was changed or taken out by hand is found. Rules AU… in docs/spec.md.
 *
 * By the machine's own time, whatever CLOCK says. Nothing of a visitor, no address, no secret.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ActName, AuditLine } from '#shared/identity.ts';
import type { EpochMs, OfficeId } from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { type Caller, nameOf } from './caller.ts';

const STREAMS = 'audit/';

export type Act = {
  caller: Caller;
  office: OfficeId | null;
  what: ActName;
  on: string;
  result: string;
  why?: string;
  /** What was done, told from whatever else was done ever: one line tells of it, however often it is repeated. */
  once?: string;
};

type LineWritten = AuditLine & {
  type: 'LineWritten';
  /** Hash of the line before; '' for the first there ever was. */
  after: string;
};

const line = z.strictObject({
  type: z.literal('LineWritten'),
  seq: z.number(),
  at: z.number(),
  who: z.string(),
  name: z.string(),
  device: z.string().nullable(),
  office: named<OfficeId>(z.string()).nullable(),
  what: z.string(),
  on: z.string(),
  result: z.string(),
  why: z.string().nullable(),
  after: z.string(),
  hash: z.string(),
});

const auditFormat = new EventFormat<LineWritten>({
  kind: 'audit',
  types: { LineWritten: true },
  schema: line,
});

/** Where the chain stands. */
type Tail = { readonly seq: number; readonly hash: string };
type Month = StreamWriter<Tail, LineWritten>;

export class AuditTrail {
  readonly #log: EventLog;
  readonly #now: () => EpochMs;
  #month: Month;
  /** Closed. What was written there a moment ago may be asked for again. */
  #monthBefore: Month | null = null;
  #turning: Promise<void> = Promise.resolve();

  private constructor(log: EventLog, now: () => EpochMs, month: Month) {
    this.#log = log;
    this.#now = now;
    this.#month = month;
  }

  /**
   * @param now the machine's own time
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  static async open(log: EventLog, now: () => EpochMs): Promise<AuditTrail> {
    const streams = await log.list(STREAMS);
    const newest = streams.at(-1);
    const [before] = streams.slice(-2, -1);
    const stream = newest ?? streamOf(now());
    const tail = newest && before ? await tailOf(log, before) : FIRST;
    return new AuditTrail(log, now, await openMonth(log, stream, tail));
  }

  /**
   * Writes the line, and resolves when it is durable.
   * @throws {EventLogUnavailable}
   */
  async record(act: Act): Promise<void> {
    const { caller, office, what, on, result, why } = act;
    const at = this.#now();
    const said = {
      at,
      who: nameOf(caller),
      name: 'name' in caller ? caller.name : caller.kind,
      device: 'device' in caller ? caller.device : null,
      office,
      what,
      on,
      result,
      why: why ?? null,
    };
    const month = await this.#monthAt(at);
    if (act.once !== undefined && this.#monthBefore?.answered(act.once)) return;
    await month.submit(
      act.once === undefined ? null : { requestId: act.once, digest: '' },
      (tail) => ({ accepted: true, events: [chained(tail, said)] }),
      () => null,
    );
  }

  /** Oldest first, at most `most`, of those after `after`. */
  async lines(asked: {
    from: EpochMs;
    to: EpochMs;
    after?: number;
    who?: string;
    what?: string;
    most: number;
  }): Promise<AuditLine[]> {
    const { from, to, after = 0, who, what, most } = asked;
    const found: AuditLine[] = [];
    for (const stream of await this.#log.list(STREAMS)) {
      if (stream < streamOf(from) || stream > streamOf(to)) continue;
      for (const entry of await this.#log.read(stream)) {
        const { type: _, after: __, ...one } = auditFormat.decode(entry, stream);
        const isAsked = one.at >= from && one.at < to && one.seq > after;
        if (!isAsked || (who && one.who !== who) || (what && !one.what.startsWith(what))) continue;
        found.push(one);
        if (found.length === most) return found;
      }
    }
    return found;
  }

  /** Resolves when every line is durable. The log stays open. */
  async close(): Promise<void> {
    await this.#turning.catch(() => {}); // whoever waited for it has been told
    await this.#month.close();
  }

  /** The month's stream, begun where the one before ended. A clock that is set back goes on in the newer. */
  async #monthAt(at: EpochMs): Promise<Month> {
    if (streamOf(at) > this.#month.stream)
      // One that could not be begun is tried again by whoever comes next.
      this.#turning = this.#turning
        .catch(() => {})
        .then(async () => {
          if (streamOf(at) <= this.#month.stream) return;
          const before = this.#month;
          await before.catchUp(); // to its very last line, also one that failed and is written all the same
          const next = await openMonth(this.#log, streamOf(at), before.state);
          await before.close();
          this.#monthBefore = before;
          this.#month = next;
        });
    await this.#turning;
    return this.#month;
  }
}

export type Verdict =
  | { whole: true; lines: number; last: Tail | null }
  | { whole: false; seq: number; stream: string; why: string };

/**
 * Looks through every line there is. What retention has removed from the beginning is not missed; nor are last lines
 * that somebody took away, unless `last` is compared with one of before.
 */
export async function verify(log: EventLog): Promise<Verdict> {
  let tail: Tail | null = null;
  let lines = 0;
  for (const stream of await log.list(STREAMS))
    for (const { event } of await log.read(stream)) {
      const wrong = (seq: number, why: string): Verdict => ({ whole: false, seq, stream, why });
      const parsed = line.safeParse(event);
      if (!parsed.success) return wrong((tail?.seq ?? 0) + 1, 'it is no line of the trail');
      const { type: _, after, hash, seq, ...said } = parsed.data;
      tail ??= { seq: seq - 1, hash: after };
      if (seq !== tail.seq + 1) return wrong(tail.seq + 1, `it is missing: ${seq} follows`);
      if (after !== tail.hash) return wrong(seq, 'it does not follow the line before');
      if (hash !== hashOf(after, seq, said)) return wrong(seq, 'it is not as it was written');
      tail = { seq, hash };
      lines += 1;
    }
  return { whole: true, lines, last: tail };
}

const FIRST: Tail = { seq: 0, hash: '' };

const streamOf = (at: EpochMs): string => `${STREAMS}${new Date(at).toISOString().slice(0, 7)}`;

const openMonth = (log: EventLog, stream: string, initial: Tail): Promise<Month> =>
  StreamWriter.open<Tail, LineWritten>({
    ...{ log, stream, format: auditFormat, initial },
    evolve: (_tail, { seq, hash }) => ({ seq, hash }),
  });

async function tailOf(log: EventLog, stream: string): Promise<Tail> {
  const last = (await log.read(stream)).at(-1);
  if (!last) return FIRST;
  const { seq, hash } = auditFormat.decode(last, stream);
  return { seq, hash };
}

type Said = Omit<AuditLine, 'seq' | 'hash'>;

function chained({ seq: before, hash: after }: Tail, said: Said): LineWritten {
  const seq = before + 1;
  return { type: 'LineWritten', seq, ...said, after, hash: hashOf(after, seq, said) };
}

function hashOf(after: string, seq: number, said: Said): string {
  const { at, who, name, device, office, what, on, result, why } = said;
  const all = [after, seq, at, who, name, device, office, what, on, result, why];
  return createHash('sha256').update(JSON.stringify(all)).digest('base64url');
}
