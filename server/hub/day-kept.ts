/** What stays of a day's tickets when they are purged: a reading of the day's stream. */
import type { TicketState } from '#shared/views.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { evolve } from '../queue/evolve.ts';
import { emptyQueue } from '../queue/queue.ts';
import { queueFormat } from '../queue/queue-format.ts';
import type { DayKept } from '../retention/retention.ts';

/** @throws {EventLogUnavailable | EventLogUnusable} */
export async function dayKept(log: EventLog, stream: string): Promise<DayKept> {
  const entries = await log.read(stream);
  const queue = entries
    .map((entry) => queueFormat.decode(entry, stream))
    .reduce((before, event) => evolve(before, event), emptyQueue);
  const inState = (state: TicketState) =>
    [...queue.tickets.values()].filter(({ whereabouts }) => whereabouts.state === state).length;
  return {
    issued: queue.tickets.size,
    finished: inState('finished'),
    noShow: inState('no-show'),
    cancelled: inState('cancelled'),
    unserved: inState('unserved'),
  };
}
