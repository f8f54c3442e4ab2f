import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printFormat } from '#server/print/print-format.ts';
import {
  decide,
  evolve,
  noPrintJobs,
  type PrintCommand,
  type PrintEvent,
  type PrintJobs,
  paperOf,
  printersInDoubt,
  type Settled,
} from '#server/print/print-jobs.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { PrinterId, TicketNumber } from '#shared/vocabulary.ts';

const at = 1;
const printer = 'automat-1' as PrinterId;
/** What the printer's side knows a job by. */
const key = 'k1';
const A042 = 'A042' as TicketNumber;

const requested: PrintEvent = {
  type: 'PrintRequested',
  job: 'A042',
  number: A042,
  printer,
  key,
  at,
};
const reprinted: PrintEvent = {
  type: 'ReprintRequested',
  job: 'A042/2',
  number: A042,
  copy: 2,
  printer,
  key,
  at,
};
const confirmed: PrintEvent = { type: 'PrintConfirmed', job: 'A042', at };
const likely: PrintEvent = { type: 'PrintLikely', job: 'A042', at };
const notSent: PrintEvent = { type: 'PrintNotSent', job: 'A042', reason: 'paper-out', at };
const unknown: PrintEvent = { type: 'PrintUnknown', job: 'A042', reason: 'paper-out', at };

const recordOf = (...history: PrintEvent[]): PrintJobs => history.reduce(evolve, noPrintJobs);
const given = (...history: PrintEvent[]) => ({
  when: (command: PrintCommand) => {
    const decision = decide(recordOf(...history), command);
    return {
      happens: (...events: PrintEvent[]) => expect(decision).toEqual({ accepted: true, events }),
      refuses: (refusal: RefusalCode) => expect(decision).toEqual({ accepted: false, refusal }),
    };
  },
});
const settle = (settled: Settled, job = 'A042'): PrintCommand => ({
  ...{ type: 'Settle', job, key, at },
  ...settled,
});

describe('paper that is asked for', () => {
  it('[PJ1] is one job for a ticket, however often it is made', () => {
    given().when({ type: 'RequestPaper', number: A042, printer, key, at }).happens(requested);
    given(requested)
      .when({ type: 'RequestPaper', number: A042, printer, key, at })
      .refuses('paper-on-its-way');
  });

  it('[PJ2] once more is a copy with the next number, when the one before has ended', () => {
    const again: PrintCommand = { type: 'Reprint', number: A042, printer, key, at };
    given(requested).when(again).refuses('paper-on-its-way');
    for (const ended of [confirmed, likely, unknown])
      given(requested, ended).when(again).happens(reprinted);
    given(requested, unknown, reprinted, { ...confirmed, job: 'A042/2' })
      .when(again)
      .happens({ ...reprinted, job: 'A042/3', copy: 3 });
  });

  it('[PJ2] is no copy of what was not sent', () => {
    const again: PrintCommand = { type: 'Reprint', number: A042, printer, key, at };
    const first = { ...reprinted, copy: 1 } as PrintEvent;
    given(requested, notSent).when(again).happens(first);
    given(requested, notSent, first, { ...confirmed, job: 'A042/2' })
      .when(again)
      .happens({ ...reprinted, job: 'A042/3' });
  });

  it('[PJ2] for a ticket that had none is its first', () => {
    given().when({ type: 'Reprint', number: A042, printer, key, at }).happens(requested);
  });

  it('[PJ3] for staff is one page at a time from each printer', () => {
    const test: PrintCommand = { type: 'RequestPage', page: 'test', printer, key, at };
    const first: PrintEvent = {
      type: 'PageRequested',
      job: 'page/1',
      page: 'test',
      printer,
      key,
      at,
    };
    given().when(test).happens(first);
    given(first).when(test).refuses('paper-on-its-way');
    const other = 'automat-2' as PrinterId;
    given(first)
      .when({ ...test, printer: other })
      .happens({ ...first, job: 'page/2', printer: other });
    given(first, { type: 'PrintConfirmed', job: 'page/1', at })
      .when(test)
      .happens({ ...first, job: 'page/2' });
  });
});

describe('paper that is asked for where its printer is not', () => {
  const reprint: PrintCommand = { type: 'Reprint', number: A042, printer, key, at, offered: true };
  const offered: PrintEvent = { type: 'PrintOffered', job: 'A042/2', at };
  const take = (by: string): PrintCommand => ({
    ...{ type: 'Take', job: 'A042/2', offer: key, key: by, at },
  });
  const taken: PrintEvent = { type: 'PrintTaken', job: 'A042/2', key: 'k2', at };
  const givenReprint = (...more: PrintEvent[]) => given(requested, confirmed, reprinted, ...more);

  it('[PJ14] is offered, a page as well, and taken by one', () => {
    given(requested, confirmed).when(reprint).happens(reprinted, offered);
    given()
      .when({ type: 'RequestPage', page: 'test', printer, key, at, offered: true })
      .happens(
        { type: 'PageRequested', job: 'page/1', page: 'test', printer, key, at },
        { type: 'PrintOffered', job: 'page/1', at },
      );
    givenReprint(offered).when(take('k2')).happens(taken);
    givenReprint(offered, taken).when(take('k3')).happens();
    givenReprint().when(take('k2')).happens();
  });

  it('[PJ14] is told of by whoever took it, and by nobody else', () => {
    givenReprint(offered, taken)
      .when(settle({ state: 'not-sent', reason: 'agent-away' }, 'A042/2'))
      .happens();
    givenReprint(offered, taken)
      .when({ type: 'Settle', job: 'A042/2', key: 'k2', at, state: 'confirmed' })
      .happens({ type: 'PrintConfirmed', job: 'A042/2', at });
  });

  it('[PJ14] that nobody has taken is not sent, and cannot be taken any more', () => {
    const gone: PrintEvent = { type: 'PrintNotSent', job: 'A042/2', reason: 'agent-away', at };
    givenReprint(offered)
      .when(settle({ state: 'not-sent', reason: 'agent-away' }, 'A042/2'))
      .happens(gone);
    givenReprint(offered, gone).when(take('k2')).happens();
  });
});

describe('what became of it', () => {
  it('[PJ4] is what the printer said', () => {
    given(requested)
      .when(settle({ state: 'confirmed' }))
      .happens(confirmed);
    given(requested)
      .when(settle({ state: 'likely' }))
      .happens(likely);
    given(requested)
      .when(settle({ state: 'not-sent', reason: 'paper-out' }))
      .happens(notSent);
    given(requested)
      .when(settle({ state: 'unknown', reason: 'paper-out' }))
      .happens(unknown);
  });

  it('[PJ5] may be told later of what nobody knew', () => {
    given(requested, unknown)
      .when(settle({ state: 'confirmed' }))
      .happens(confirmed);
    given(requested, unknown)
      .when(settle({ state: 'likely' }))
      .happens(likely);
    given(requested, likely)
      .when(settle({ state: 'confirmed' }))
      .happens(confirmed);
  });

  it('[PJ5] keeps why nobody knew: a slip in which the roll was changed is in two pieces', () => {
    expect(paperOf(recordOf(requested, unknown, confirmed), A042)).toEqual({
      ...{ state: 'confirmed', reason: 'paper-out', copy: 1 },
    });
  });

  it('[PJ5] is never taken back', () => {
    const worse: Settled[] = [
      { state: 'likely' },
      { state: 'not-sent', reason: 'offline' },
      { state: 'unknown', reason: 'connection-lost' },
    ];
    for (const settled of worse) given(requested, confirmed).when(settle(settled)).happens();
    given(requested, notSent)
      .when(settle({ state: 'confirmed' }))
      .happens();
    given(requested, unknown)
      .when(settle({ state: 'not-sent', reason: 'offline' }))
      .happens();
    given()
      .when(settle({ state: 'confirmed' }, 'A099'))
      .happens();
  });

  it('[PJ6] is known of each ticket by its newest paper', () => {
    expect(paperOf(recordOf(), A042)).toBeNull();
    expect(paperOf(recordOf(requested), A042)).toEqual({ state: 'printing', reason: '', copy: 1 });
    expect(paperOf(recordOf(requested, unknown, reprinted), A042)).toEqual({
      state: 'printing',
      reason: '',
      copy: 2,
    });
    // The first comes out after all, while the copy is on its way: the ticket is judged by the copy.
    expect(paperOf(recordOf(requested, unknown, reprinted, confirmed), A042)?.copy).toBe(2);
  });

  it('[PJ5] whatever is said in whatever order, confirmed stays confirmed', () => {
    const word = fc.constantFrom<Settled>(
      { state: 'confirmed' },
      { state: 'likely' },
      { state: 'not-sent', reason: 'offline' },
      { state: 'unknown', reason: 'closed' },
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        let record = recordOf(requested);
        let wasConfirmed = false;
        for (const said of words) {
          const decision = decide(record, settle(said));
          if (decision.accepted) record = decision.events.reduce(evolve, record);
          const { state } = paperOf(record, A042) ?? {};
          if (wasConfirmed) expect(state).toBe('confirmed');
          wasConfirmed ||= state === 'confirmed';
        }
      }),
    );
  });
});

describe('a printer in doubt', () => {
  it('[PJ12] is one of which nobody knows what became of the last it was sent, whatever it was refused since', () => {
    const A043 = 'A043' as TicketNumber;
    const refusedSince: PrintEvent[] = [
      { ...requested, job: 'A043', number: A043, at: 2 },
      { ...notSent, job: 'A043', at: 3 },
    ];
    expect([...printersInDoubt(recordOf())]).toEqual([]);
    expect([...printersInDoubt(recordOf(requested))]).toEqual([printer]);
    expect([...printersInDoubt(recordOf(requested, confirmed))]).toEqual([]);
    expect([...printersInDoubt(recordOf(requested, likely))]).toEqual([printer]);
    expect([...printersInDoubt(recordOf(requested, unknown, ...refusedSince))]).toEqual([printer]);
    expect([...printersInDoubt(recordOf(requested, unknown, confirmed, ...refusedSince))]).toEqual(
      [],
    );
  });
});

describe('the record of an older hub', () => {
  const recorded = (event: object) => ({
    ...{ id: 'x', version: 1, schema: 1, cause: null },
    event,
  });
  const read = (outcome: string, reason: string) =>
    printFormat.decode(
      recorded({ type: 'PrintSettled', number: 'A042', outcome, reason, at }),
      'print/small/2026-11-24',
    );

  it('[PJ7] is read as what it knew: how each paper ended', () => {
    const record = recordOf(read('confirmed', ''));
    expect(paperOf(record, A042)).toEqual({ state: 'confirmed', reason: '', copy: 1 });
    expect(read('not-sent', 'paper-out')).toEqual(notSent);
    expect(read('unknown', 'hub-restarted')).toEqual({ ...unknown, reason: 'hub-restarted' });
  });

  it('[PJ7] keeps a reason that is not known any more as an error', () => {
    expect(read('unknown', 'cosmic-rays')).toEqual({ ...unknown, reason: 'error' });
  });
});
