/**
 * What somebody of a visiting body can reach: the topics of that body, the tickets that wait for one of them, and the
 * desks at which it sits while they serve nothing else. What she sends on may go to anybody. Pure.
 */

import type { OfficeBook } from '#shared/office-book.ts';
import type { AgencyId, DeskId, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import type { Queue } from '../queue/queue.ts';

type Asked = {
  desk?: DeskId | undefined;
  number?: TicketNumber | undefined;
  topic?: TopicId | undefined;
  topics?: readonly TopicId[] | undefined;
};

export const topicsOf = (book: OfficeBook, agency: AgencyId): ReadonlySet<TopicId> =>
  new Set(book.topics.filter((topic) => topic.agency === agency).map(({ id }) => id));

/** Those at which visiting bodies sit, this one too: several share a desk, and come at other hours. */
export const desksOf = (book: OfficeBook, agency: AgencyId): ReadonlySet<DeskId> => {
  const own = topicsOf(book, agency);
  const visiting = new Set(book.topics.filter((one) => one.agency !== null).map(({ id }) => id));
  return new Set(
    book.desks
      .filter(({ topics }) => topics.some((topic) => own.has(topic)))
      .filter(({ topics }) => topics.every((topic) => visiting.has(topic)))
      .map(({ id }) => id),
  );
};

/**
 * Of the office and of nobody else: a span of numbers has everybody's tickets in it, and what is counted is the
 * office's follow-up and not that of another authority.
 */
const OF_THE_OFFICE: ReadonlySet<string> = new Set([
  ...['ticket:void', 'ticket:unvoid', 'visit-note:add', 'visit-note:undo', 'count:add'],
]);

/** Whether all that a request speaks of is the body's own. */
export function isOfAgency(
  agency: AgencyId,
  asked: { request: string } & Asked,
  { book, queue }: { book: OfficeBook; queue: Queue },
): boolean {
  if (OF_THE_OFFICE.has(asked.request)) return false;
  const own = topicsOf(book, agency);
  const { desk, number, topic, topics } = asked;
  const isOwn = (ticket: TicketNumber | null | undefined) => {
    const known = ticket ? queue.tickets.get(ticket) : undefined;
    return known !== undefined && own.has(known.topic);
  };
  if (number !== undefined && !isOwn(number)) return false;
  if (desk !== undefined) {
    if (!desksOf(book, agency).has(desk)) return false;
    // Another body may have left somebody sitting there.
    const open = queue.desks.get(desk);
    if (open && open.number !== null && !isOwn(open.number)) return false;
    if (asked.request === 'desk:open') return topics?.every((one) => own.has(one)) ?? false;
    if (open && !open.topics.every((one) => own.has(one))) return false;
    if (asked.request === 'desk:undo') return isOwn(queue.lastSteps.get(desk)?.before.number);
    return true;
  }
  // A ticket may be sent on to anybody.
  return asked.request === 'ticket:transfer' || topic === undefined || own.has(topic);
}
