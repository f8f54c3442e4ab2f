import { describe, expect, it } from 'vitest';
import { emptyQueue, type QueueCommand, type QueueEvent } from '#server/queue/queue.ts';
import {
  heldTickets,
  nextFor,
  noShowTickets,
  openDeskOf,
  ticketAtDesk,
} from '#server/queue/views.ts';
import type { DeskId, Language, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import {
  benefits,
  children,
  dayWith,
  desk1,
  desk2,
  given,
  letters,
  ordinaryDay,
  preschool,
  queueAfter,
} from '#test/support/given.ts';
import {
  A001,
  A002,
  A003,
  absent,
  called,
  cancelled,
  closed,
  finished,
  held,
  issued,
  minutes,
  now,
  opened,
  paused,
  recalled,
  restored,
  resumed,
  started,
  transferred,
  undone,
} from './facts.ts';

const at = now;
const desk = desk1;
const number = A001;
const callNext: QueueCommand = { type: 'CallNext', desk, at };
const unknownDesk = 'desk-9' as DeskId;
const withoutDesk1 = { ...ordinaryDay, desks: new Set([desk2]) };

const atDesk = [opened(), issued(), called()];
const inVisit = [...atDesk, started()];
const calledTwice = [...atDesk, recalled()];
const onHold = [...atDesk, held()];
const noShow = [...calledTwice, absent()];
/** Tickets of which nothing more can become. */
const ends = [
  [...inVisit, finished()],
  [issued(), cancelled()],
];

describe('calling the next ticket', () => {
  it('[Q12] never calls one ticket to two desks', () => {
    given(opened(), opened(desk2), issued(), called())
      .when({ ...callNext, desk: desk2 })
      .refuses('nobody-waiting');
  });

  it('[Q12] refuses a desk that has not finished with its visitor', () => {
    given(opened(), issued(A001), issued(A002), called()).when(callNext).refuses('desk-is-busy');
    given(opened(), issued(A001), issued(A002), called(), started())
      .when(callNext)
      .refuses('desk-is-busy');
  });

  it('[Q12] refuses a desk that is closed, and one there is not', () => {
    given(issued()).when(callNext).refuses('desk-closed');
    given(issued())
      .when({ ...callNext, desk: unknownDesk })
      .refuses('unknown-desk');
  });

  it('[Q12] lets a desk that left the office book finish what it began, and call nobody more', () => {
    given(...atDesk)
      .when({ type: 'Finish', desk, at }, withoutDesk1)
      .happens(finished());
    given(...atDesk, finished(), issued(A002))
      .when(callNext, withoutDesk1)
      .refuses('unknown-desk');
  });

  it('[Q12] says when nobody waits', () => {
    given(opened()).when(callNext).refuses('nobody-waiting');
  });

  it('[Q12] shows beforehand whom Next would call', () => {
    const queue = queueAfter(opened(), issued(A001), issued(A002), called(A001));
    expect(nextFor(queue, desk1)?.number).toBe(A002);
    expect(nextFor(queue, desk2)).toBeUndefined();
  });
});

describe('calling a given ticket', () => {
  const callA002: QueueCommand = { type: 'CallTicket', desk, number: A002, at };

  it('[Q13] calls it out of turn, whatever the desk serves', () => {
    given(opened(desk1, [benefits]), issued(A001), issued(A002))
      .when(callA002)
      .happens(called(A002));
  });

  it('[Q13] is refused where the office has not allowed it', () => {
    given(opened(), issued(A001), issued(A002))
      .when(callA002, { ...ordinaryDay, callGivenTicket: false })
      .refuses('call-given-ticket-is-off');
  });

  it('[Q13] AB-024 is refused for a ticket that does not wait', () => {
    const callA001 = { ...callA002, number: A001, desk: desk2 };
    for (const history of [atDesk, inVisit, onHold, noShow])
      given(...history, opened(desk2))
        .when(callA001)
        .refuses('ticket-not-waiting');
    for (const history of ends)
      given(...history, opened(desk2))
        .when(callA001)
        .refuses('ticket-has-ended');
    given(opened()).when(callA002).refuses('unknown-ticket');
  });

  it('[Q13] is refused at a desk that cannot call', () => {
    given(...atDesk, issued(A002))
      .when(callA002)
      .refuses('desk-is-busy');
    given(issued(A001), issued(A002)).when(callA002).refuses('desk-closed');
    given(issued(A002))
      .when({ ...callA002, desk: unknownDesk })
      .refuses('unknown-desk');
  });
});

describe('a call', () => {
  it('[Q14] has the next id of the day, as a recall has', () => {
    given(...atDesk)
      .when({ type: 'Recall', desk, at })
      .happens(recalled(A001, desk1, 2));
    given(...calledTwice, absent(), issued(A002))
      .when(callNext)
      .happens(called(A002, desk1, 3));
  });

  it('[Q14] takes a new id after an undo', () => {
    given(...atDesk, undone('call'))
      .when(callNext)
      .happens(called(A001, desk1, 2));
  });

  it('[Q15] can be repeated until the visit begins', () => {
    given(...inVisit)
      .when({ type: 'Recall', desk, at })
      .refuses('already-started');
    given(opened()).when({ type: 'Recall', desk, at }).refuses('desk-has-no-ticket');
    given().when({ type: 'Recall', desk, at }).refuses('desk-closed');
  });

  it('[Q15] counts with its repeats, and shows when it was last heard', () => {
    const queue = queueAfter(opened(), issued(), called(), recalled(A001, desk1, 2, minutes(61)));
    expect(ticketAtDesk(queue, desk1)).toMatchObject({ calls: 2, calledAt: minutes(61) });
  });
});

describe('a visit', () => {
  it('[Q16] begins once', () => {
    given(...atDesk)
      .when({ type: 'Start', desk, at })
      .happens(started());
    given(...inVisit)
      .when({ type: 'Start', desk, at })
      .refuses('already-started');
    given(opened()).when({ type: 'Start', desk, at }).refuses('desk-has-no-ticket');
    expect(ticketAtDesk(queueAfter(...inVisit), desk1)).toMatchObject({
      state: 'serving',
      startedAt: now,
    });
  });

  it('[Q17] AB-024 ends when the desk says so, begun or not, and the desk is free', () => {
    for (const history of [atDesk, inVisit]) {
      given(...history)
        .when({ type: 'Finish', desk, at })
        .happens(finished());
      expect(ticketAtDesk(queueAfter(...history, finished()), desk1)).toBeNull();
    }
    given(...inVisit, finished())
      .when({ type: 'Finish', desk, at })
      .refuses('desk-has-no-ticket');
  });
});

describe('a visitor who does not come', () => {
  const markNoShow: QueueCommand = { type: 'MarkNoShow', desk, at };

  it('[Q18] is no no-show before having been called often enough', () => {
    given(...atDesk)
      .when(markNoShow)
      .refuses('called-too-few-times');
    given(...calledTwice)
      .when(markNoShow)
      .happens(absent());
  });

  it('[Q18] is called as often again after coming back', () => {
    given(...noShow, restored(), called(A001, desk1, 3))
      .when(markNoShow)
      .refuses('called-too-few-times');
  });

  it('[Q18] is no no-show once the visit has begun', () => {
    given(...calledTwice, started())
      .when(markNoShow)
      .refuses('already-started');
    given(opened()).when(markNoShow).refuses('desk-has-no-ticket');
  });

  it('[Q18] leaves the desk free and is not called by turn', () => {
    given(...noShow)
      .when(callNext)
      .refuses('nobody-waiting');
    expect(noShowTickets(queueAfter(...noShow))).toMatchObject([{ number: A001, desk: null }]);
  });

  it('[Q19] may come back and be called in turn', () => {
    given(...noShow)
      .when({ type: 'Restore', number, at })
      .happens(restored());
    given(...noShow, restored(), issued(A002))
      .when(callNext)
      .happens(called(A001, desk1, 3));
  });

  it('[Q19] comes back from being absent, and from nothing else', () => {
    const restore: QueueCommand = { type: 'Restore', number, at };
    for (const history of [[issued()], atDesk, inVisit, onHold])
      given(...history)
        .when(restore)
        .refuses('ticket-not-no-show');
    for (const history of ends)
      given(...history)
        .when(restore)
        .refuses('ticket-has-ended');
    given().when(restore).refuses('unknown-ticket');
  });
});

describe('a ticket on hold', () => {
  const resume: QueueCommand = { type: 'Resume', number, at };

  it('[Q20] leaves its desk free, which is remembered as holding it', () => {
    for (const history of [atDesk, inVisit])
      given(...history)
        .when({ type: 'Hold', desk, at })
        .happens(held());
    const queue = queueAfter(...onHold);
    expect(ticketAtDesk(queue, desk1)).toBeNull();
    expect(heldTickets(queue)).toMatchObject([{ number: A001, desk: desk1 }]);
    given(opened()).when({ type: 'Hold', desk, at }).refuses('desk-has-no-ticket');
  });

  it('[Q20] is not called by turn', () => {
    given(...onHold)
      .when(callNext)
      .refuses('nobody-waiting');
  });

  it('[Q21] goes back to its place among the waiting', () => {
    given(...onHold)
      .when(resume)
      .happens(resumed());
    given(...onHold, issued(A002), resumed())
      .when(callNext)
      .happens(called(A001, desk1, 2));
  });

  it('[Q21] is called at once at the desk that asks for it', () => {
    given(...onHold, opened(desk2))
      .when({ ...resume, desk: desk2 })
      .happens(called(A001, desk2, 2));
  });

  it('[Q21] is not called at a desk that cannot call', () => {
    given(...onHold, issued(A002), called(A002))
      .when({ ...resume, desk: desk1 })
      .refuses('desk-is-busy');
    given(...onHold)
      .when({ ...resume, desk: desk2 })
      .refuses('desk-closed');
    given(...onHold)
      .when({ ...resume, desk: unknownDesk })
      .refuses('unknown-desk');
  });

  it('[Q21] is what is resumed, and nothing else', () => {
    for (const history of [[issued()], atDesk, inVisit, noShow])
      given(...history)
        .when(resume)
        .refuses('ticket-not-held');
    for (const history of ends)
      given(...history)
        .when(resume)
        .refuses('ticket-has-ended');
    given().when(resume).refuses('unknown-ticket');
  });
});

describe('sending a ticket on', () => {
  const toBenefits: QueueCommand = { type: 'Transfer', number, topic: benefits, at };

  it('[Q22] moves it from waiting, from a desk or from hold to wait under the other topic', () => {
    for (const history of [[issued()], atDesk, inVisit, onHold]) {
      given(...history)
        .when(toBenefits)
        .happens(transferred(A001, benefits));
      const queue = queueAfter(...history, transferred(A001, benefits));
      expect(ticketAtDesk(queue, desk1)).toBeNull();
      expect(heldTickets(queue)).toEqual([]);
    }
  });

  it('[Q22] AB-024 is refused for a visitor who is absent or whose ticket has ended', () => {
    given(...noShow)
      .when(toBenefits)
      .refuses('ticket-not-waiting');
    for (const history of ends)
      given(...history)
        .when(toBenefits)
        .refuses('ticket-has-ended');
    given().when(toBenefits).refuses('unknown-ticket');
  });

  it('[Q22] is refused to a topic that takes nobody today, and waits for one that opens later', () => {
    given(...atDesk)
      .when(toBenefits, dayWith(benefits, { admission: 'closed' }))
      .refuses('topic-closed');
    given(...atDesk)
      .when(toBenefits, dayWith(benefits, { admission: 'later-today' }))
      .happens(transferred(A001, benefits));
    given(...atDesk, paused(benefits))
      .when(toBenefits)
      .refuses('topic-paused');
    given(...atDesk)
      .when({ ...toBenefits, topic: children })
      .refuses('topic-is-a-group');
    given(...atDesk)
      .when({ ...toBenefits, topic: 'passports' as TopicId })
      .refuses('unknown-topic');
  });

  it('[Q22] puts a visitor back in the queue when the topic is the one it has', () => {
    given(...atDesk)
      .when({ ...toBenefits, topic: letters })
      .happens(transferred(A001, letters));
  });
});

describe('cancelling a ticket', () => {
  const cancel: QueueCommand = { type: 'Cancel', number, at };

  it('[Q23] ends it wherever it is, and leaves its desk free', () => {
    for (const history of [[issued()], atDesk, inVisit, onHold, noShow]) {
      given(...history)
        .when(cancel)
        .happens(cancelled());
      const queue = queueAfter(...history, cancelled());
      expect(ticketAtDesk(queue, desk1)).toBeNull();
      expect([...heldTickets(queue), ...noShowTickets(queue)]).toEqual([]);
    }
    given(opened(), issued(), cancelled()).when(callNext).refuses('nobody-waiting');
  });

  it('[Q23] is refused for a ticket that has ended or never was', () => {
    for (const history of ends)
      given(...history)
        .when(cancel)
        .refuses('ticket-has-ended');
    given()
      .when({ ...cancel, number: 'A777' as TicketNumber })
      .refuses('unknown-ticket');
  });
});

describe('opening and closing a desk', () => {
  const open: QueueCommand = {
    type: 'OpenDesk',
    desk,
    topics: [letters, preschool, letters],
    languages: ['sv', 'ar', 'sv'],
    at,
  };
  const openedSo: QueueEvent = {
    type: 'DeskOpened',
    desk,
    topics: [letters, preschool],
    languages: ['sv', 'ar'],
    at,
  };

  it('[Q28] opens with the topics and languages it serves, each named once', () => {
    given().when(open).happens(openedSo);
    expect(openDeskOf(queueAfter(openedSo), desk1)).toEqual({
      desk,
      topics: [letters, preschool],
      languages: ['sv', 'ar'],
    });
    expect(openDeskOf(emptyQueue, desk1)).toBeUndefined();
  });

  it('[Q28] opens anew with others, and keeps its ticket', () => {
    given(...atDesk)
      .when(open)
      .happens(openedSo);
    const queue = queueAfter(...atDesk, openedSo);
    expect(ticketAtDesk(queue, desk1)).toMatchObject({ number: A001, state: 'called' });
    expect(openDeskOf(queue, desk1)?.topics).toEqual([letters, preschool]);
  });

  it('[Q28] is refused for a desk, a topic or a language the office does not have', () => {
    given()
      .when({ ...open, desk: unknownDesk })
      .refuses('unknown-desk');
    given()
      .when({ ...open, topics: [letters, 'passports' as TopicId] })
      .refuses('unknown-topic');
    given()
      .when({ ...open, languages: ['sv', 'pl' as Language] })
      .refuses('language-not-offered');
  });

  it('[Q29] closes when it has no ticket', () => {
    const close: QueueCommand = { type: 'CloseDesk', desk, at };
    given(opened()).when(close).happens(closed());
    given(...atDesk)
      .when(close)
      .refuses('desk-is-busy');
    given(...inVisit)
      .when(close)
      .refuses('desk-is-busy');
    given(opened(), closed()).when(close).refuses('desk-closed');
    given()
      .when({ ...close, desk: unknownDesk })
      .refuses('unknown-desk');
    given(...onHold)
      .when(close)
      .happens(closed());
  });

  it('[Q29] does not keep what a closed desk put on hold from being resumed elsewhere', () => {
    given(...onHold, closed(), opened(desk2), issued(A003))
      .when({ type: 'Resume', number, desk: desk2, at })
      .happens(called(A001, desk2, 2));
  });
});
