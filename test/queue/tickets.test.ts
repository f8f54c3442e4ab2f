import { describe, expect, it } from 'vitest';
import { aheadOfNew } from '#server/queue/policy.ts';
import type { QueueCommand, QueueEvent } from '#server/queue/queue.ts';
import { ticketOf, waitingInOrder } from '#server/queue/views.ts';
import type { Language, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import {
  agency,
  benefits,
  children,
  dayWith,
  desk1,
  given,
  guides,
  letters,
  ordinaryDay,
  preschool,
  printing,
  queueAfter,
  visitingDesk,
} from '#test/support/given.ts';
import {
  A001,
  A002,
  A003,
  absent,
  B001,
  called,
  cancelled,
  held,
  issued,
  minutes,
  now,
  opened,
  paused,
  recalled,
  restored,
  resumed,
  skipped,
  transferred,
  undone,
} from './facts.ts';

const ticketFor = (topic: TopicId, changed: Partial<QueueCommand> = {}) =>
  ({
    type: 'IssueTicket',
    topic,
    language: 'sv',
    paper: true,
    token: '',
    from: 'terminal',
    at: now,
    ...changed,
  }) as QueueCommand;
const skip = (through: TicketNumber): QueueCommand => ({ type: 'SkipNumbers', through, at: now });
const callNext: QueueCommand = { type: 'CallNext', desk: desk1, at: now };
const A057 = 'A057' as TicketNumber;
const A999 = 'A999' as TicketNumber;
const A1000 = 'A1000' as TicketNumber;

describe('taking a ticket', () => {
  it('[Q1] numbers each series on its own, from 001', () => {
    given(issued(A001), issued(B001, benefits))
      .when(ticketFor(letters))
      .happens(issued(A002, letters, now));
  });

  it('[Q1] gives topics of one line numbers of one series', () => {
    given(issued(A001))
      .when(ticketFor(preschool))
      .happens(issued(A002, preschool, now));
  });

  it('[Q1] AB-132 follows 999 with 1000, and with nothing that somebody holds', () => {
    given(issued(A001), issued(A999))
      .when(ticketFor(letters))
      .happens(issued(A1000, letters, now));
  });

  it('[Q45] goes on after a number that was skipped, each series by itself', () => {
    given(issued(A001)).when(skip(A057)).happens(skipped(A057));
    const after = given(issued(A001), skipped(A057));
    after.when(ticketFor(letters)).happens(issued('A058' as TicketNumber, letters, now));
    after.when(ticketFor(benefits)).happens(issued(B001, benefits, now));
  });

  it('[Q45] skips nothing that was given or skipped before', () => {
    given(issued(A001), issued(A002)).when(skip(A002)).happens();
    given(skipped(A057)).when(skip(A057)).happens();
    given(skipped(A057)).when(skip(A003)).happens();
    given(skipped(A057), skipped(A003))
      .when(ticketFor(letters))
      .happens(issued('A058' as TicketNumber, letters, now));
  });

  it('[Q45] AB-132 follows 999 with 1000 also where 999 was skipped', () => {
    given(skipped(A999))
      .when(ticketFor(letters))
      .happens(issued(A1000, letters, now));
    given(skipped(A1000))
      .when(ticketFor(letters))
      .happens(issued('A1001' as TicketNumber, letters, now));
  });

  it('[Q2] does not give the number of a cancelled ticket again', () => {
    given(issued(A001), cancelled(A001))
      .when(ticketFor(letters))
      .happens(issued(A002, letters, now));
  });

  it('[Q2] does not give a number again after an undo', () => {
    given(opened(), issued(A001), called(), undone('call'))
      .when(ticketFor(letters))
      .happens(issued(A002, letters, now));
  });

  it('[Q3] AB-013 gives nobody a ticket while the office is closed', () => {
    const closedOffice = { ...ordinaryDay, officeOpen: false };
    given().when(ticketFor(letters), closedOffice).refuses('office-closed');
    given()
      .when(ticketFor(letters, { from: 'counter' }), closedOffice)
      .refuses('office-closed');
  });

  it('[Q4] knows no other topics than the office has', () => {
    given()
      .when(ticketFor('passports' as TopicId))
      .refuses('unknown-topic');
  });

  it('[Q4] gives no ticket for a topic that only groups others', () => {
    given().when(ticketFor(children)).refuses('topic-is-a-group');
  });

  it('[Q4] gives no ticket while the visiting body is away, even when it comes later today', () => {
    for (const admission of ['closed', 'later-today'] as const) {
      const away = dayWith(benefits, { admission });
      given().when(ticketFor(benefits), away).refuses('topic-closed');
      given()
        .when(ticketFor(benefits, { from: 'counter' }), away)
        .refuses('topic-closed');
    }
  });

  it('[Q4] AB-013 gives no ticket for a paused topic', () => {
    given(paused(letters)).when(ticketFor(letters)).refuses('topic-paused');
    given(paused(letters))
      .when(ticketFor(preschool))
      .happens(issued(A001, preschool, now));
  });

  it('[Q4] gives no ticket in a language the office does not offer', () => {
    given()
      .when(ticketFor(letters, { language: 'pl' as Language }))
      .refuses('language-not-offered');
  });

  it('[Q5] AB-013 gives terminals no ticket when it is too late for today, but the counter one', () => {
    const late = { ...ordinaryDay, tooLate: true };
    given().when(ticketFor(letters), late).refuses('too-late-today');
    given()
      .when(ticketFor(letters, { from: 'counter' }), late)
      .happens({ ...issued(A001, letters, now), from: 'counter' } as QueueEvent);
  });

  it('[Q5] gives terminals no ticket when as many wait in the line as may, but the counter one', () => {
    const full = dayWith(letters, { mayWait: 2 });
    const two = [issued(A001), issued(A002, preschool)];
    given(...two)
      .when(ticketFor(letters), full)
      .refuses('too-many-waiting');
    given(...two)
      .when(ticketFor(letters, { from: 'counter' }), full)
      .happens({ ...issued(A003, letters, now), from: 'counter' } as QueueEvent);
    given(opened(), ...two, called(A001))
      .when(ticketFor(letters), full)
      .happens(issued(A003, letters, now));
  });

  it('[Q6] says how many of its line have their turn before it', () => {
    const queue = queueAfter(
      issued(A001, letters, minutes(0)),
      issued(B001, benefits, minutes(1)),
      issued(A002, letters, minutes(10)),
      issued(A003, printing, minutes(20)),
    );
    const ahead = (number: TicketNumber) => ticketOf(queue, number)?.ahead;
    expect([A001, A003, A002, B001].map(ahead)).toEqual([0, 1, 2, 0]);
    expect(aheadOfNew(queue, guides, 0, minutes(21))).toBe(3);
    expect(aheadOfNew(queue, guides, 15, minutes(21))).toBe(2);
    expect(aheadOfNew(queue, agency, 0, minutes(21))).toBe(1);
  });

  it('[Q6] counts nobody before a ticket that does not wait', () => {
    const queue = queueAfter(opened(), issued(A001), called());
    expect(ticketOf(queue, A001)?.ahead).toBeNull();
  });
});

describe('whose turn it is', () => {
  it('[Q7] is the one who came first', () => {
    given(opened(), issued(A001), issued(A002, letters, minutes(1)))
      .when(callNext)
      .happens(called(A001));
  });

  it('[Q7] is the earlier issued of two who came in the same moment', () => {
    given(opened(), issued(A001), issued(A002)).when(callNext).happens(called(A001));
    given(opened(), issued(A001, letters, minutes(0)), issued(A002, printing, minutes(15)))
      .when(callNext)
      .happens(called(A001));
  });

  it('[Q7] is the quick errand within its head start, and not after', () => {
    given(opened(), issued(A001, letters, minutes(0)), issued(A002, printing, minutes(14)))
      .when(callNext)
      .happens(called(A002));
    given(opened(), issued(A001, letters, minutes(0)), issued(A002, printing, minutes(16)))
      .when(callNext)
      .happens(called(A001));
  });

  it('[Q7] is the one who came first over all the lines a desk serves', () => {
    given(opened(), issued(B001, benefits, minutes(0)), issued(A001, letters, minutes(1)))
      .when(callNext)
      .happens(called(B001));
  });

  it('[Q8] passes over topics the desk does not serve', () => {
    given(opened(desk1, [benefits]), issued(A001), issued(B001, benefits, minutes(5)))
      .when(callNext)
      .happens(called(B001));
    given(opened(desk1, [benefits]), issued(A001))
      .when(callNext)
      .refuses('nobody-waiting');
  });

  it('[Q8] passes over languages nobody at the desk speaks', () => {
    given(opened(), issued(A001, letters, minutes(0), 'ar'), issued(A002, letters, minutes(5)))
      .when(callNext)
      .happens(called(A002));
  });

  it('[Q9] stays with those who came first when the clock is set back', () => {
    given(
      opened(),
      issued(A001, letters, minutes(60)),
      issued(A002, letters, minutes(5)),
      issued(A003, letters, minutes(30)),
    )
      .when(callNext)
      .happens(called(A001));
    const queue = queueAfter(issued(A001, letters, minutes(60)), issued(A002, letters, minutes(5)));
    expect(ticketOf(queue, A002)).toMatchObject({ issuedAt: minutes(5), ahead: 1 });
  });

  it('[Q10] comes back to a visitor who was on hold or absent as if never gone', () => {
    const three = [issued(A001), issued(A002), issued(A003)];
    const order = (...history: QueueEvent[]) =>
      waitingInOrder(queueAfter(opened(), ...three, ...history)).map(({ number }) => number);
    expect(order(called(A002), held(A002), resumed(A002))).toEqual([A001, A002, A003]);
    expect(order(called(A001), recalled(A001), absent(A001), restored(A001))).toEqual([
      A001,
      A002,
      A003,
    ]);
  });

  it('[Q10] counts from arrival for a transferred ticket, with the head start of its new topic', () => {
    const order = (...history: QueueEvent[]) =>
      waitingInOrder(queueAfter(...history)).map(({ number }) => number);
    const arrivals = [
      issued(A001, letters, minutes(0)),
      issued(A002, letters, minutes(10)),
      issued(A003, printing, minutes(20)),
    ];
    expect(order(...arrivals)).toEqual([A001, A003, A002]);
    expect(order(...arrivals, transferred(A002, printing))).toEqual([A002, A001, A003]);
    expect(order(...arrivals, transferred(A003, letters))).toEqual([A001, A002, A003]);
    expect(order(...arrivals, transferred(A001, benefits))).toEqual([A001, A003, A002]);
  });

  it('[Q10] takes a transferred ticket to the other line with the number it has', () => {
    const transferredToAgency = [issued(A001), transferred(A001, benefits)];
    given(opened(visitingDesk, [benefits]), ...transferredToAgency)
      .when({ ...callNext, desk: visitingDesk })
      .happens(called(A001, visitingDesk));
    expect(ticketOf(queueAfter(...transferredToAgency), A001)).toMatchObject({
      number: A001,
      ahead: 0,
    });
    given(...transferredToAgency)
      .when(ticketFor(benefits))
      .happens(issued(B001, benefits, now));
  });
});
