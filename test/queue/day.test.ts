import { describe, expect, it } from 'vitest';
import type { QueueCommand, QueueEvent } from '#server/queue/queue.ts';
import { queueFormat } from '#server/queue/queue-format.ts';
import {
  heldTickets,
  noShowTickets,
  openDeskOf,
  recentCalls,
  ticketOf,
  undoOf,
  waitingCount,
  waitingInOrder,
} from '#server/queue/views.ts';
import type { DeskId, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import {
  benefits,
  children,
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
  B001,
  called,
  cancelled,
  closed,
  dayEnded,
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
  skipped,
  started,
  transferred,
  undone,
} from './facts.ts';

const at = now;
const topicResumed: QueueEvent = { type: 'TopicResumed', topic: letters, at };

describe('pausing a topic', () => {
  const pause: QueueCommand = { type: 'PauseTopic', topic: letters, at };
  const resume: QueueCommand = { type: 'ResumeTopic', topic: letters, at };

  it('[Q30] gives no new tickets until it is resumed', () => {
    given().when(pause).happens(paused(letters));
    given(paused(letters)).when(resume).happens(topicResumed);
    given(paused(letters), topicResumed)
      .when({
        type: 'IssueTicket',
        topic: letters,
        language: 'sv',
        paper: true,
        token: '',
        from: 'terminal',
        at,
      })
      .happens(issued(A001, letters, now));
  });

  it('[Q30] still calls those who wait', () => {
    given(opened(), issued(), paused(letters))
      .when({ type: 'CallNext', desk: desk1, at })
      .happens(called());
  });

  it('[Q30] is refused twice over, and for what is no choice', () => {
    given(paused(letters)).when(pause).refuses('topic-already-paused');
    given().when(resume).refuses('topic-not-paused');
    given()
      .when({ ...pause, topic: children })
      .refuses('topic-is-a-group');
    for (const command of [pause, resume])
      given()
        .when({ ...command, topic: 'passports' as TopicId })
        .refuses('unknown-topic');
  });
});

describe('the end of the day', () => {
  const evening = [
    opened(),
    opened(desk2),
    issued(A001),
    issued(A002),
    issued(A003),
    issued(B001, benefits),
    called(A001),
    called(A002, desk2, 2),
    started(A002, desk2),
    held(A002, desk2),
    called(A003, desk2, 3),
    recalled(A003, desk2, 4),
    absent(A003, desk2),
    paused(preschool),
    dayEnded,
  ];

  it('[Q31] ends every open ticket unserved, closes every desk, and ends holds and pauses', () => {
    given(issued()).when({ type: 'EndDay', at }).happens(dayEnded);
    const queue = queueAfter(...evening);
    const states = [A001, A002, A003, B001].map((number) => ticketOf(queue, number)?.state);
    expect(states).toEqual(['unserved', 'unserved', 'no-show', 'unserved']);
    expect(waitingInOrder(queue)).toEqual([]);
    expect(heldTickets(queue)).toEqual([]);
    expect(noShowTickets(queue)).toHaveLength(1);
    expect(openDeskOf(queue, desk1)).toBeUndefined();
    expect(undoOf(queue, desk1)).toBeNull();
    expect(queue.paused.size).toBe(0);
  });

  it.each<QueueCommand>([
    {
      type: 'IssueTicket',
      topic: letters,
      language: 'sv',
      paper: true,
      token: '',
      from: 'counter',
      at,
    },
    { type: 'CallNext', desk: desk1, at },
    { type: 'CallTicket', desk: desk1, number: B001, at },
    { type: 'Recall', desk: desk1, at },
    { type: 'Start', desk: desk1, at },
    { type: 'Finish', desk: desk1, at },
    { type: 'MarkNoShow', desk: desk1, at },
    { type: 'Restore', number: A003, at },
    { type: 'Hold', desk: desk1, at },
    { type: 'Resume', number: A002, at },
    { type: 'Transfer', number: B001, topic: letters, at },
    { type: 'Cancel', number: A003, at },
    { type: 'Undo', desk: desk2, at },
    { type: 'OpenDesk', desk: desk1, topics: [letters], languages: ['sv'], at },
    { type: 'CloseDesk', desk: desk1, at },
    { type: 'PauseTopic', topic: letters, at },
    { type: 'ResumeTopic', topic: preschool, at },
    { type: 'SkipNumbers', through: A003, at },
    { type: 'EndDay', at },
  ])('[Q31] is followed by nothing more: $type', (command) => {
    given(...evening)
      .when(command, { ...ordinaryDay, callGivenTicket: false })
      .refuses('day-has-ended');
  });
});

describe('the calls of the board', () => {
  const numbers = (...history: QueueEvent[]) =>
    recentCalls(queueAfter(...history)).map(({ number }) => number);

  it('[Q34] are newest first, each with desk, language and time', () => {
    const queue = queueAfter(
      opened(),
      opened(desk2),
      issued(A001),
      issued(A002, letters, minutes(1), 'en'),
      called(A001, desk1, 1, minutes(2)),
      called(A002, desk2, 2, minutes(3)),
    );
    expect(recentCalls(queue)).toEqual([
      { id: 2, number: A002, desk: desk2, language: 'en', calledAt: minutes(3) },
      { id: 1, number: A001, desk: desk1, language: 'sv', calledAt: minutes(2) },
    ]);
  });

  it('[Q34] name a recalled ticket once, with its newest call, before its visit and after', () => {
    const history = [
      opened(),
      opened(desk2),
      issued(A001),
      issued(A002),
      called(A001),
      called(A002, desk2, 2),
      recalled(A001, desk1, 3),
    ];
    for (const since of [[], [started()], [finished()]])
      expect(
        recentCalls(queueAfter(...history, ...since)).map(({ id, number }) => [id, number]),
      ).toEqual([
        [3, A001],
        [2, A002],
      ]);
  });

  it('[Q34] keep a visit that has begun, and one that is already over', () => {
    const begun = [opened(), issued(A001), called(), started()];
    expect(numbers(...begun)).toEqual([A001]);
    expect(numbers(...begun, finished())).toEqual([A001]);
  });

  it('[Q34] leave out who is absent, on hold, sent on or cancelled, and a call taken back', () => {
    const atDesk = [opened(), issued(A001), called()];
    for (const since of [absent(), held(), transferred(A001, letters), cancelled(), undone('call')])
      expect(numbers(...atDesk, since)).toEqual([]);
    expect(numbers(...atDesk, recalled(), absent(), undone('no-show'))).toEqual([A001]);
  });

  it('[Q34] are eight at most, and whoever is still awaited is among them', () => {
    const many = Array.from({ length: 10 }, (_, index) => `A${101 + index}` as TicketNumber);
    const history = [
      opened(desk1),
      opened(desk2),
      issued(A001),
      called(A001, desk1),
      ...many.flatMap((number, index) => [
        issued(number),
        called(number, desk2, index + 2),
        finished(number, desk2),
      ]),
    ];
    expect(numbers(...history)).toEqual([...many.slice(3).reverse(), A001]);
  });

  it('[Q34] are eight at most when more desks than that call at once', () => {
    const ten = Array.from({ length: 10 }, (_, index) => index + 1);
    const history = ten.flatMap((index) => {
      const desk = `desk-${index}` as DeskId;
      const number = `A${100 + index}` as TicketNumber;
      return [opened(desk), issued(number), called(number, desk, index)];
    });
    expect(recentCalls(queueAfter(...history)).map(({ id }) => id)).toEqual([
      10, 9, 8, 7, 6, 5, 4, 3,
    ]);
  });
});

describe('the waiting', () => {
  it('[Q7] are counted and listed over all lines in the order of their turn', () => {
    const queue = queueAfter(
      issued(A001, letters, minutes(0)),
      issued(B001, benefits, minutes(1)),
      issued(A002, letters, minutes(2)),
    );
    expect(waitingInOrder(queue).map(({ number }) => number)).toEqual([A001, B001, A002]);
    expect(waitingInOrder(queue, 2).map(({ number }) => number)).toEqual([A001, B001]);
    expect(waitingCount(queue)).toBe(3);
  });
});

describe('what is written down', () => {
  const everyFact: { [Type in QueueEvent['type']]: Extract<QueueEvent, { type: Type }> } =
    Object.fromEntries(
      [
        issued(),
        called(),
        recalled(),
        started(),
        finished(),
        absent(),
        restored(),
        held(),
        resumed(),
        transferred(A001, benefits),
        cancelled(),
        undone('no-show'),
        opened(),
        closed(),
        paused(letters),
        topicResumed,
        skipped(A003),
        dayEnded,
      ].map((event) => [event.type, event]),
    ) as never;
  const reread = (event: unknown) =>
    queueFormat.decode(
      { id: 'x', version: 1, schema: queueFormat.version, cause: null, event },
      'queue/ragsved/2026-11-24',
    );

  it.each(Object.values(everyFact))('[Q35] is read again as it happened: $type', (event) => {
    expect(reread(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  it('[Q35] is not guessed at when it is not what was written', () => {
    for (const damaged of [
      { ...issued(), number: 'a1' },
      { ...issued(), priority: 99 },
      { ...called(), call: 0 },
      { ...called(), at: null },
      { ...opened(), languages: ['xx'] },
      { type: 'TicketIssued', at },
      { ...skipped(A003), through: 'A' },
    ])
      expect(() => reread(damaged)).toThrow('damaged');
  });
});
