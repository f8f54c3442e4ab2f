/** From the wire's requests to the queue's commands, and from what happened to the answers. Pure but for a ticket's token. */
import { hash } from 'node:crypto';
import type { OfficeBook } from '#shared/office-book.ts';
import { type Request, type RequestName, requests } from '#shared/protocol.ts';
import type { AgencyId, EpochMs, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import type { Queue, QueueCommand, QueueEvent } from '../queue/queue.ts';
import { openDeskOf, ticketOf } from '../queue/views.ts';
import type { TallyAsked } from '../tallies/tallies.ts';
import type { BookAsked, ErrandAsked } from './book-commands.ts';
import type { RoomAsked } from './office-room.ts';
import { ticketToken } from './ticket-token.ts';

/** A request with what it is called: narrowing the one narrows the other. */
export type Asked = { [Name in RequestName]: { request: Name } & Request<Name> }[RequestName];

/** What is asked of the queue, and not of a printer, the office book, a window, the room or the counts. */
export type QueueAsked = Exclude<
  Asked,
  | { request: 'ticket:reprint' | 'printer:print-page' }
  | BookAsked
  | ErrandAsked
  | RoomAsked
  | TallyAsked
>;

/** Who asks. A terminal is held to more than the counter is. */
export type Asker = {
  from: 'terminal' | 'counter';
  /** As the log keeps it: 'account:ann'; null where nobody has signed in. See nameOf in identity/caller.ts. */
  by: string | null;
  /** Of a visiting body: only what is its own can be asked. */
  agency: AgencyId | null;
};

export function commandFor(
  asked: QueueAsked,
  { from }: Asker,
  { book, at }: { book: OfficeBook; at: EpochMs },
): QueueCommand {
  switch (asked.request) {
    case 'ticket:issue': {
      const { topic, language, print, precedence } = asked;
      return {
        ...{ type: 'IssueTicket', topic, language, paper: print, precedence, from, at },
        token: ticketToken(),
      };
    }
    case 'ticket:call':
      return { type: 'CallTicket', number: asked.number, desk: asked.desk, at };
    case 'ticket:transfer':
      return { type: 'Transfer', number: asked.number, topic: whereTo(asked, book), at };
    case 'ticket:resume':
      return { type: 'Resume', number: asked.number, desk: asked.desk, at };
    case 'ticket:restore':
      return { type: 'Restore', number: asked.number, at };
    case 'ticket:cancel':
      return { type: 'Cancel', number: asked.number, at };
    case 'ticket:void':
      return { type: 'Void', from: asked.from, to: asked.to, at };
    case 'ticket:unvoid':
      return { type: 'Unvoid', from: asked.from, to: asked.to, at };
    case 'desk:open': {
      const { desk, languages = book.languages, topics = everyChoice(book) } = asked;
      return { type: 'OpenDesk', desk, topics, languages, at };
    }
    case 'desk:call-next':
      return { type: 'CallNext', desk: asked.desk, at };
    case 'desk:recall':
      return { type: 'Recall', desk: asked.desk, at };
    case 'desk:start':
      return { type: 'Start', desk: asked.desk, at };
    case 'desk:finish':
      return { type: 'Finish', desk: asked.desk, at };
    case 'desk:no-show':
      return { type: 'MarkNoShow', desk: asked.desk, at };
    case 'desk:hold':
      return { type: 'Hold', desk: asked.desk, reason: asked.reason, at };
    case 'desk:close':
      return { type: 'CloseDesk', desk: asked.desk, at };
    case 'desk:undo':
      return { type: 'Undo', desk: asked.desk, at };
    case 'topic:pause':
      return { type: 'PauseTopic', topic: asked.topic, why: asked.why, at };
    case 'topic:resume':
      return { type: 'ResumeTopic', topic: asked.topic, at };
    default:
      return asked satisfies never;
  }
}

/** What the asker is told, as things stand right after `events`. */
export function answerTo(asked: QueueAsked, queue: Queue, events: readonly QueueEvent[]): unknown {
  switch (asked.request) {
    case 'ticket:issue': {
      const number = numberIn(events);
      return { ...ticketOf(queue, number), token: queue.tickets.get(number)?.token };
    }
    case 'desk:open':
      return openDeskOf(queue, asked.desk);
    case 'desk:close':
      return { desk: asked.desk };
    case 'topic:pause':
    case 'topic:resume':
      return { topic: asked.topic };
    case 'ticket:void':
    case 'ticket:unvoid':
      return { numbers: events.flatMap((event) => ('number' in event ? [event.number] : [])) };
    default:
      return ticketOf(queue, numberIn(events));
  }
}

/** Of everything the request says, whatever the order it is said in. */
export function digestOf(asked: Asked): string {
  const content: [name: string, value: unknown][] = [];
  for (const name of SAYABLE.get(asked.request) as readonly string[])
    if (Object.hasOwn(asked, name)) content.push([name, asked[name as keyof Asked]]);
  return hash('sha256', JSON.stringify(content), 'base64url');
}

/** What a request may say but for its id, in one order. */
const SAYABLE: ReadonlyMap<RequestName, readonly string[]> = new Map(
  Object.entries(requests).map(([request, { shape }]) => {
    const names = ['request', ...Object.keys(shape)].filter((name) => name !== 'requestId');
    return [request as RequestName, names.sort()];
  }),
);

/** Of a visiting body its first topic that tickets are given for: a guide thinks of the body, not of its topics. */
function whereTo({ topic, agency }: Request<'ticket:transfer'>, book: OfficeBook): TopicId {
  const first = book.topics.find((one) => one.agency === agency && one.line !== null);
  // A name of nothing is the domain's to refuse.
  return topic ?? first?.id ?? (String(agency) as TopicId);
}

const everyChoice = (book: OfficeBook) =>
  book.topics.filter(({ line }) => line !== null).map(({ id }) => id);

/** Every event that answers a request about a ticket names it. */
function numberIn(events: readonly QueueEvent[]): TicketNumber {
  for (const event of events) if ('number' in event) return event.number;
  throw new Error(`No ticket in ${events.map(({ type }) => type).join(', ')}`);
}
