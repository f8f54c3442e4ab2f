/** What a desk can do beside calling and serving: precedence, hold with a reason, a recall that waits, a span that is void. */
import { describe, expect, it } from 'vitest';
import { queueFormat } from '#server/queue/queue-format.ts';
import { heldTickets, noShowTickets, waitingInOrder } from '#server/queue/views.ts';
import type { TicketNumber } from '#shared/vocabulary.ts';
import {
  desk1,
  given,
  letters,
  ordinaryDay,
  preschool,
  printing,
  queueAfter,
} from '#test/support/given.ts';
import {
  A001,
  A002,
  A003,
  absent,
  called,
  cancelled,
  issued,
  minutes,
  now,
  opened,
  recalled,
  transferred,
} from './facts.ts';

const issue = {
  ...({ type: 'IssueTicket', topic: letters, language: 'sv', paper: true, token: '' } as const),
  ...({ from: 'counter', at: now } as const),
};
const numbers = (...history: Parameters<typeof queueAfter>) =>
  waitingInOrder(queueAfter(...history)).map(({ number }) => number);

describe('a recall', () => {
  const rules = { ...ordinaryDay, recallAfterSeconds: 10 };
  const recall = (at: number) => ({ type: 'Recall', desk: desk1, at }) as const;

  it('[Q38] waits until the room has had time to hear the call, and the one after it', () => {
    const atDesk = given(opened(), issued(), called());
    atDesk.when(recall(now + 9_999), rules).refuses('called-just-now');
    atDesk.when(recall(now + 10_000), rules).happens(recalled(A001, desk1, 2, now + 10_000));
    given(opened(), issued(), called(), recalled(A001, desk1, 2, now + 10_000))
      .when(recall(now + 19_999), rules)
      .refuses('called-just-now');
  });

  it('[Q38] does not wait for a clock that was set back', () => {
    given(opened(), issued(), called())
      .when(recall(now - 1), rules)
      .happens(recalled(A001, desk1, 2, now - 1));
  });
});

describe('precedence', () => {
  it('[Q39] counts as having come half an hour earlier, and no more', () => {
    given()
      .when({ ...issue, precedence: 'cannot-wait' })
      .happens({
        ...issued(A001, letters, now),
        from: 'counter',
        precedence: 'cannot-wait',
        headStartMinutes: 30,
      } as never);
    const cameBefore = (count: number) => issued(A001, letters, now - count * 60_000);
    const late = {
      ...issued(A002, letters, now),
      ...({ precedence: 'cannot-use-terminal', headStartMinutes: 30 } as const),
    } as ReturnType<typeof issued>;
    expect(numbers(cameBefore(29), late)).toEqual([A002, A001]);
    expect(numbers(cameBefore(31), late)).toEqual([A001, A002]);
  });

  it('[Q39] is not added to the head start of a topic', () => {
    given()
      .when({ ...issue, topic: printing, precedence: 'cannot-wait' })
      .happens({
        ...issued(A001, printing, now),
        from: 'counter',
        precedence: 'cannot-wait',
        headStartMinutes: 30,
      } as never);
  });

  it('[Q39] goes with the ticket to another topic', () => {
    const before = {
      ...issued(A001, letters, now),
      ...({ precedence: 'cannot-wait', headStartMinutes: 30 } as const),
    } as ReturnType<typeof issued>;
    given(before)
      .when({ type: 'Transfer', number: A001, topic: preschool, at: now })
      .happens({ ...transferred(A001, preschool), headStartMinutes: 30 } as never);
  });

  it('[Q39] AB-020 is given by people and by no terminal', () => {
    given()
      .when({ ...issue, from: 'terminal', precedence: 'cannot-wait' })
      .refuses('not-at-a-terminal');
  });
});

describe('a ticket on hold', () => {
  it('[Q40] says why and since when', () => {
    given(opened(), issued(), called())
      .when({ type: 'Hold', desk: desk1, reason: 'form', at: now })
      .happens({ type: 'TicketHeld', number: A001, desk: desk1, reason: 'form', at: now });
    const queue = queueAfter(opened(), issued(), called(), {
      ...({ type: 'TicketHeld', number: A001, desk: desk1, reason: 'computer' } as const),
      at: minutes(70),
    });
    expect(heldTickets(queue)).toMatchObject([
      { number: A001, desk: desk1, reason: 'computer', heldAt: minutes(70) },
    ]);
  });
});

describe('an absent visitor', () => {
  it('[Q18] is remembered with how often she was called, and when she was given up', () => {
    const queue = queueAfter(opened(), issued(), called(), recalled(), absent());
    expect(noShowTickets(queue)).toMatchObject([{ number: A001, calls: 2, noShowAt: now }]);
  });
});

describe('a span of numbers', () => {
  const many = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, nth) =>
      issued(`A${String(from + nth).padStart(3, '0')}` as TicketNumber, letters, minutes(nth)),
    );
  const voided = (number: string) =>
    ({ type: 'TicketVoided', number: number as TicketNumber, at: now }) as const;

  it('[Q41] AB-004 is void with one press: what waits in it ends, and nothing else', () => {
    given(opened(), ...many(1, 6), called(A002), cancelled(A003))
      .when({ type: 'Void', from: A001, to: 'A005' as TicketNumber, at: now })
      .happens(voided('A001'), voided('A004'), voided('A005'));
    given(opened(), ...many(1, 2))
      .when({ type: 'Void', from: 'A003' as TicketNumber, to: 'A999' as TicketNumber, at: now })
      .refuses('nothing-waits-there');
  });

  it('[Q41] AB-004 two hundred of them are, and wait again in their old places when it is taken back', () => {
    const flood = many(40, 239);
    const span = { from: 'A040' as TicketNumber, to: 'A239' as TicketNumber };
    const all = flood.map((event) => ('number' in event ? event.number : ''));
    const ended = all.map((number) => voided(number));
    expect(numbers(...flood)).toHaveLength(200);
    expect(numbers(...flood, ...ended)).toEqual([]);
    given(...flood, ...ended)
      .when({ type: 'Unvoid', ...span, at: now })
      .happens(
        ...all.map((number) => ({
          ...({ type: 'TicketUnvoided', at: now } as const),
          number: number as TicketNumber,
        })),
      );
    const back = all.map((number) => ({
      ...({ type: 'TicketUnvoided', at: now } as const),
      number: number as TicketNumber,
    }));
    expect(numbers(...flood, ...ended, ...back)).toEqual(all);
  });

  it('[Q41] that was not void cannot be taken back, nor can a ticket that was cancelled for itself', () => {
    given(...many(1, 3), cancelled(A002))
      .when({ type: 'Unvoid', from: A001, to: A003, at: now })
      .refuses('nothing-to-undo');
  });

  it('[Q41] goes by the numbers and not by their letters: A1000 comes after A999', () => {
    const [nines, thousand] = ['A999', 'A1000'].map((number, nth) =>
      issued(number as TicketNumber, letters, minutes(nth)),
    );
    if (!nines || !thousand) throw new Error('two numbers');
    given(nines, thousand)
      .when({ type: 'Void', from: 'A998' as TicketNumber, to: 'A1000' as TicketNumber, at: now })
      .happens(voided('A999'), voided('A1000'));
  });
});

describe('a paused topic', () => {
  const why = { sv: 'Vi är tillbaka klockan 13' };

  it('[Q42] keeps what is to be said of it until it is resumed', () => {
    given()
      .when({ type: 'PauseTopic', topic: letters, why, at: now })
      .happens({ type: 'TopicPaused', topic: letters, why, at: now });
    const queue = queueAfter({ type: 'TopicPaused', topic: letters, why, at: now });
    expect(queue.paused.get(letters)).toEqual(why);
    expect(
      queueAfter({ type: 'TopicPaused', topic: letters, why: null, at: now }).paused.get(letters),
    ).toBeNull();
  });
});

describe('what older hubs wrote', () => {
  const read = (schema: number, event: { type: string }) =>
    queueFormat.decode(
      { version: 1, id: 'x', schema, cause: null, event },
      'queue/ragsved/2026-11-24',
    );

  it('[Q32] is read as it was meant: no page, no precedence, no reason', () => {
    const { token: _, precedence: __, ...first } = issued() as Record<string, unknown>;
    const older = { ...first, type: 'TicketIssued' };
    expect(read(1, older)).toEqual(issued());
    expect(read(2, { ...older, token: 'a-page' } as never)).toEqual({
      ...issued(),
      token: 'a-page',
    });
    const held = { type: 'TicketHeld', number: A001, desk: desk1, at: now };
    expect(read(2, held)).toEqual({ ...held, reason: 'other' });
    const paused = { type: 'TopicPaused', topic: letters, at: now };
    expect(read(2, paused)).toEqual({ ...paused, why: null });
  });

  it('[Q32] is what this hub writes, too: it reads every fact of its own again', () => {
    for (const event of [
      { ...issued(), precedence: 'cannot-wait' } as ReturnType<typeof issued>,
      { type: 'TicketVoided', number: A001, at: now } as const,
      { type: 'TopicPaused', topic: letters, why: { sv: 'Lunch' }, at: now } as const,
    ]) {
      const { schema, event: written } = queueFormat.encode(event);
      expect(read(schema, JSON.parse(JSON.stringify(written)))).toEqual(event);
    }
  });
});
