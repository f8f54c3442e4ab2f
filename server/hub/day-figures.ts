/** The day in figures, for staff's page at the end of it: a reading of the day's queue and paper. Pure. */

import type { OfficeBook } from '#shared/office-book.ts';
import type { TicketState } from '#shared/views.ts';
import type { PrintJobs } from '../print/print-jobs.ts';
import type { Queue } from '../queue/queue.ts';

export function dayFigures(book: OfficeBook, queue: Queue, prints: PrintJobs) {
  const tickets = [...queue.tickets.values()];
  const inState = (state: TicketState) =>
    tickets.filter(({ whereabouts }) => whereabouts.state === state).length;
  // Of each ticket its newest paper: a ticket is counted once.
  const papers = [...prints.papers.values()].flatMap((job) => prints.jobs.get(job) ?? []);
  const onPaper = (state: (typeof papers)[number]['state']) =>
    papers.filter((job) => job.state === state).length;
  // A sensitive errand is named on no paper that may lie about, and several may share their discreet name.
  const byLabel = Map.groupBy(tickets, ({ topic }) => {
    const { label, discreetLabel } = book.topics.find(({ id }) => id === topic) ?? {};
    return (discreetLabel ?? label)?.sv ?? topic;
  });
  return {
    issued: tickets.length,
    finished: inState('finished'),
    noShow: inState('no-show'),
    cancelled: inState('cancelled'),
    unserved: inState('unserved'),
    waiting: inState('waiting') + inState('held'),
    paper: {
      confirmed: onPaper('confirmed'),
      likely: onPaper('likely'),
      notSent: onPaper('not-sent'),
      unknown: onPaper('unknown'),
      reprinted: papers.filter(({ copy }) => copy > 1).length,
    },
    byTopic: [...byLabel].map(([label, issued]) => ({ label, issued: issued.length })),
  };
}
