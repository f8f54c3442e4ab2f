/** Rules Q36 and Q37: what becomes of those who wait for a visiting body that does not come after all. */
import { expect, it } from 'vitest';
import { ticketOf } from '#server/queue/views.ts';
import {
  benefits,
  dayWith,
  desk1,
  given,
  letters,
  ordinaryDay,
  queueAfter,
} from '#test/support/given.ts';
import { A001, B001, called, held, issued, now, opened } from './facts.ts';

const B002 = 'B002' as typeof B001;
const B003 = 'B003' as typeof B001;
const endCalledOff = { type: 'EndCalledOff', at: now } as const;
const calledOff = (number: typeof B001) => ({ type: 'TicketCalledOff', number, at: now }) as const;
const bodyStaysAway = dayWith(benefits, { admission: 'called-off' });

it('[Q36] whoever waits or is on hold for it has waited to the end; who waits for others has not', () => {
  given(
    opened(),
    issued(A001, letters),
    issued(B001, benefits),
    called(B001),
    held(B001),
    issued(B002, benefits),
  )
    .when(endCalledOff, bodyStaysAway)
    .happens(calledOff(B002), calledOff(B001));
});

it('[Q36] whoever is called or being seen to stays', () => {
  const atDesk = [opened(), issued(B001, benefits), called(B001)];
  given(...atDesk)
    .when(endCalledOff, bodyStaysAway)
    .happens();
  given(...atDesk, { type: 'VisitStarted', number: B001, desk: desk1, at: now })
    .when(endCalledOff, bodyStaysAway)
    .happens();
});

it('[Q36] nobody’s wait ends while the body comes, later today or when it is away by its hours', () => {
  for (const admission of ['open', 'later-today', 'closed'] as const)
    given(issued(B001, benefits)).when(endCalledOff, dayWith(benefits, { admission })).happens();
});

it('[Q37] a ticket that ended so is cancelled, is called by nobody, and cannot be taken back', () => {
  const queue = queueAfter(opened(), issued(B001, benefits), calledOff(B001));
  expect(ticketOf(queue, B001)).toMatchObject({ state: 'cancelled', ahead: null });
  const ended = given(opened(), issued(B001, benefits), calledOff(B001));
  ended.when({ type: 'CallNext', desk: desk1, at: now }).refuses('nobody-waiting');
  ended.when({ type: 'Restore', number: B001, at: now }).refuses('ticket-has-ended');
  ended.when({ type: 'Undo', desk: desk1, at: now }).refuses('nothing-to-undo');
  // The body comes after all: new tickets are given, and the old one stays ended.
  ended
    .when(
      {
        type: 'IssueTicket',
        topic: benefits,
        language: 'sv',
        paper: true,
        token: '',
        from: 'terminal',
        at: now,
      },
      ordinaryDay,
    )
    .happens(issued(B002, benefits, now));
});

it('[Q37] while it stays away no ticket is given for it and none is sent to it', () => {
  given(issued(A001, letters), issued(B003, benefits))
    .when({ type: 'Transfer', number: A001, topic: benefits, at: now }, bodyStaysAway)
    .refuses('topic-closed');
  given()
    .when(
      {
        type: 'IssueTicket',
        topic: benefits,
        language: 'sv',
        paper: false,
        token: '',
        from: 'counter',
        at: now,
      },
      bodyStaysAway,
    )
    .refuses('topic-closed');
});
