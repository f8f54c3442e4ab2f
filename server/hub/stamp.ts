/**
 * Whether a log is a real office's or a demonstration's. A demonstration runs on a made-up clock, so the
 * two must never write in one file.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { EpochMs } from '#shared/vocabulary.ts';
import { type EventLog, EventLogUnusable } from '../event-log/event-log.ts';
import { OfficeClock } from '../office-clock.ts';

const STREAM = 'log/stamp';
const stamped = z.object({
  type: z.literal('LogStamped'),
  kind: z.enum(['real', 'demonstration']),
});
type Kind = z.output<typeof stamped>['kind'];

/**
 * Stamps a new log, or checks the stamp of an old one.
 * @returns the log's own name, made with its stamp
 * @throws {EventLogUnusable} when the log is of the other kind
 */
export async function checkStamp(log: EventLog, kind: Kind, where: string): Promise<string> {
  let stamp = await stampOf(log);
  if (!stamp) {
    const event = { type: 'LogStamped', kind } satisfies z.input<typeof stamped>;
    const id = randomUUID();
    const { appended } = await log.append(STREAM, [{ id, schema: 1, cause: null, event }], 0);
    if (appended) return id;
    stamp = await stampOf(log); // another hub was first
  }
  if (!stamp) throw new EventLogUnusable(`${where} does not give back its stamp.`);
  if (stamp.kind === kind) return stamp.name;
  throw new EventLogUnusable(
    kind === 'demonstration'
      ? `${where} belongs to a real office, and CLOCK is set. A demonstration needs a log of its own: set DATA_DIR to another folder.`
      : `${where} was made by a demonstration (CLOCK was set). A real office needs a log of its own: set DATA_DIR to another folder, or remove this one.`,
  );
}

/**
 * The log's own name, and of which kind it is; null for a log that no hub has begun.
 * @throws {EventLogUnusable | EventLogUnavailable}
 */
export async function stampOf(log: EventLog): Promise<{ name: string; kind: Kind } | null> {
  const [first] = await log.read(STREAM);
  if (!first) return null;
  const { success, data } = stamped.safeParse(first.event);
  if (success) return { name: first.id, kind: data.kind };
  throw new EventLogUnusable(`The stamp of the log is damaged. Restore the newest back-up.`);
}

/**
 * Office time on a log that is stamped: the machine's own, or a demonstration's, which never starts before the last
 * event of its log.
 * @param startsAt where a demonstration is to start
 */
export async function openClock(
  log: EventLog,
  startsAt: EpochMs = Number.NEGATIVE_INFINITY,
): Promise<OfficeClock> {
  const stamp = await stampOf(log);
  if (stamp?.kind !== 'demonstration') return OfficeClock.real();
  return OfficeClock.startingAt(Math.max(startsAt, await latestInstant(log)));
}

/** What is told of people and of the hub itself goes by the machine's clock, also in a demonstration. */
const BY_THE_MACHINES_CLOCK: ReadonlySet<string> = new Set([
  ...['identity', 'devices', 'sessions', 'audit', 'retention'],
]);

/** The instant of the newest event in any stream of an office, by the `at` that every event of ours has. */
async function latestInstant(log: EventLog): Promise<EpochMs> {
  let latest = Number.NEGATIVE_INFINITY;
  const newestDays = new Map<string, string>();
  for (const stream of await log.list('')) {
    const [subject, office] = stream.split('/');
    if (subject !== undefined && BY_THE_MACHINES_CLOCK.has(subject)) continue;
    newestDays.set(`${subject}/${office}`, stream); // names sort by date, so the last one stays
  }
  for (const stream of newestDays.values()) {
    const { event } = (await log.read(stream)).at(-1) ?? {};
    const at = (event as { at?: unknown } | undefined)?.at;
    if (typeof at === 'number') latest = Math.max(latest, at);
  }
  return latest;
}
