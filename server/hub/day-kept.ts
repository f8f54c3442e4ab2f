/** What stays of a day's tickets when they are purged: a reading of the day's stream. */
import type { TicketState } from '#shared/views.ts';
import type { EventLog } from '../event-log/event-log.ts';
import type { DayKept } from '../retention/retention.ts';
import { readQueue } from './day.ts';

/** @throws {EventLogUnavailable | EventLogUnusable} */
export async function dayKept(log: EventLog, stream: string): Promise<DayKept> {
  const queue = await readQueue(log, stream);
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
