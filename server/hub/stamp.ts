/**
 * Whether a log is a real office's or a demonstration's. A demonstration runs on a made-up clock, so the
 * two must never write in one file.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { EpochMs } from '#shared/vocabulary.ts';
import { type EventLog, EventLogUnusable } from '../event-log/event-log.ts';

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
  let [first] = await log.read(STREAM);
  if (!first) {
    const event = { type: 'LogStamped', kind } satisfies z.input<typeof stamped>;
    const id = randomUUID();
    const { appended } = await log.append(STREAM, [{ id, schema: 1, cause: null, event }], 0);
    if (appended) return id;
    [first] = await log.read(STREAM); // another hub was first
  }
  if (!first) throw new EventLogUnusable(`${where} does not give back its stamp.`);
  if (stamped.parse(first.event).kind === kind) return first.id;
  throw new EventLogUnusable(
    kind === 'demonstration'
      ? `${where} belongs to a real office, and CLOCK is set. A demonstration needs a log of its own: set DATA_DIR to another folder.`
      : `${where} was made by a demonstration (CLOCK was set). A real office needs a log of its own: set DATA_DIR to another folder, or remove this one.`,
  );
}

/** What is told of people and of the hub itself goes by the machine's clock, also in a demonstration. */
const BY_THE_MACHINES_CLOCK: ReadonlySet<string> = new Set([
  ...['identity', 'devices', 'sessions', 'audit', 'retention'],
]);

/** The instant of the newest event in any stream of an office, by the `at` that every event of ours has. */
export async function latestInstant(log: EventLog): Promise<EpochMs> {
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
