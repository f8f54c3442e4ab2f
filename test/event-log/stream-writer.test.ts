/** One writer, or two that race, on a log that may fail. Rules SW1… in docs/spec.md. */
import { beforeEach, describe, expect, it } from 'vitest';
import { EventLogUnavailable, EventLogUnusable } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import type { Decision } from '#server/event-log/stream-writer.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';
import {
  call,
  type LittleEvent,
  type LittleWriter,
  littleFormat,
  mark,
  openLittle,
  STREAM,
  take,
} from './little-queue.ts';

let shared: InMemoryEventLog;
let log: TamperedEventLog;
let writer: LittleWriter;
beforeEach(async () => {
  shared = new InMemoryEventLog();
  log = new TamperedEventLog(shared);
  writer = await openLittle(log);
});

const ticket = (ticket: number, ahead = ticket - 1) => ({ ok: true, answer: { ticket, ahead } });
const refused = (code: string) => ({ ok: false, code });
const inLog = async () =>
  (await shared.read(STREAM)).map(({ event }) => {
    const { type, ticket } = event as LittleEvent;
    return `${type} ${ticket}`;
  });

describe('deciding and answering', () => {
  it('[SW1] each command is decided on what the one before it brought about', async () => {
    const answers = await Promise.all([take(writer), take(writer), call(writer), call(writer)]);
    expect(answers).toEqual([
      ticket(1),
      ticket(2),
      { ok: true, answer: { ticket: 1 } },
      { ok: true, answer: { ticket: 2 } },
    ]);
    expect(await inLog()).toEqual(['Taken 1', 'Taken 2', 'Called 1', 'Called 2']);
  });

  it('[SW2] nothing is answered or shown before it is durable', async () => {
    const disk = Promise.withResolvers<void>();
    log.pause = () => disk.promise;
    let answered = false;
    const taking = take(writer).then(() => {
      answered = true;
    });
    await turnOfTheLoop();
    expect([answered, writer.version, writer.state.taken]).toEqual([false, 0, 0]);
    disk.resolve();
    await taking;
    expect([answered, writer.version, writer.state.taken]).toEqual([true, 1, 1]);
  });

  it('[SW3] what comes in one turn of the event loop goes into one append, what comes while the disk is busy into the next', async () => {
    const disk = Promise.withResolvers<void>();
    log.pause = () => disk.promise;
    const several = (count: number) => Array.from({ length: count }, () => take(writer));
    // In callbacks of their own, as requests of several connections are.
    const first = [1, 2, 3].map(() => turnOfTheLoop().then(() => take(writer)));
    await turnOfTheLoop();
    await turnOfTheLoop();
    const second = several(40);
    await turnOfTheLoop();
    second.push(...several(7));
    disk.resolve();
    await Promise.all([...first, ...second]);
    expect(log.appends.map((entries) => entries.length)).toEqual([3, 47]);
    expect(writer.state.taken).toBe(50);
  });

  it('[SW4] what a command throws is its own affair', async () => {
    const broken = writer.submit(
      mark('broken'),
      () => {
        throw new RangeError('a bug');
      },
      () => null,
    );
    const answers = await Promise.allSettled([take(writer), broken, take(writer)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(broken).rejects.toThrow(RangeError);
    expect(await take(writer, mark('broken'))).toEqual(ticket(3));
  });

  it('[SW5] a new writer begins where the last one ended', async () => {
    await take(writer);
    await take(writer);
    await call(writer);
    await writer.close();
    const next = await openLittle(log);
    expect([next.version, next.state]).toEqual([3, { taken: 2, called: 1 }]);
    expect(await call(next)).toEqual({ ok: true, answer: { ticket: 2 } });
  });

  it('[SW6] closing waits for every answer, and takes no more', async () => {
    const answers: unknown[] = [];
    for (const request of [mark('one'), undefined])
      void take(writer, request).then((answer) => answers.push(answer));
    await writer.close();
    expect(answers).toEqual([ticket(1), ticket(2)]);
    await expect(take(writer)).rejects.toThrow(EventLogUnavailable);
    expect(await take(writer, mark('one'))).toEqual(ticket(1));
    expect(writer.answered('one')).toEqual({ ...mark('one'), answer: { ticket: 1, ahead: 0 } });
  });
});

describe('a request that comes again', () => {
  it('[SW7] is answered as it was and does nothing', async () => {
    expect(await take(writer, mark('press'))).toEqual(ticket(1));
    await call(writer);
    expect(await take(writer, mark('press'))).toEqual(ticket(1));
    expect(await inLog()).toEqual(['Taken 1', 'Called 1']);
  });

  it('[SW7] waits for the first when that is still under way', async () => {
    const presses = [1, 2, 3].map(() => take(writer, mark('press')));
    expect(await Promise.all(presses)).toEqual([ticket(1), ticket(1), ticket(1)]);
    expect(await inLog()).toEqual(['Taken 1']);
  });

  it('[SW7] is answered as it was by the next hub, too', async () => {
    const first = await take(writer, mark('press'));
    const next = await openLittle(log);
    expect(await take(next, mark('press'))).toEqual(first);
    expect(next.answered('press')?.answer).toEqual(first.ok && first.answer);
    expect(next.answered('another')).toBeUndefined();
  });

  it('[SW7] is answered as it was by another hub that has not heard of it', async () => {
    const deaf = await openLittle(new TamperedEventLog(shared, { hearing: false }));
    await take(writer, mark('press'));
    expect(await take(deaf, mark('press'))).toEqual(ticket(1));
    expect(await inLog()).toEqual(['Taken 1']);
  });

  it('[SW8] is refused when it has other content', async () => {
    await take(writer, mark('press'));
    expect(await take(writer, mark('press', 'other'))).toEqual(refused('request-id-reused'));
    expect(await inLog()).toEqual(['Taken 1']);
  });

  it('[SW8] is refused when it has other content, also while the first is under way', async () => {
    const first = take(writer, mark('press'));
    expect(await take(writer, mark('press', 'other'))).toEqual(refused('request-id-reused'));
    expect(await first).toEqual(ticket(1));
  });

  it('[SW9] is refused again when it was refused, whatever has happened since', async () => {
    expect(await call(writer, mark('press'))).toEqual(refused('nobody-waiting'));
    await take(writer);
    expect(await call(writer, mark('press'))).toEqual(refused('nobody-waiting'));
    expect(await call(writer, mark('press', 'other'))).toEqual(refused('request-id-reused'));
    expect(await call(writer, mark('press again'))).toEqual({ ok: true, answer: { ticket: 1 } });
  });

  it('[SW9] a command that changes nothing is remembered like a refusal', async () => {
    const look = () =>
      writer.submit(
        mark('look'),
        () => ({ accepted: true, events: [] }),
        ({ taken }) => taken,
      );
    expect(await look()).toEqual({ ok: true, answer: 0 });
    await take(writer);
    expect(await look()).toEqual({ ok: true, answer: 0 });
    expect(writer.version).toBe(1);
  });

  it('[SW9] of refusals the oldest are forgotten, 10,000 are not', async () => {
    await call(writer, mark('oldest'));
    const others = Array.from({ length: 10_000 }, (_, index) => mark(`${index}`));
    await Promise.all(others.map((other) => call(writer, other)));
    await take(writer);
    expect(await call(writer, mark('0'))).toEqual(refused('nobody-waiting'));
    expect(await call(writer, mark('oldest'))).toEqual({ ok: true, answer: { ticket: 1 } });
  });
});

it('[SW12] a log that tells of an append before it has answered is heard once', async () => {
  const bare = await openLittle(new InMemoryEventLog());
  const heard = newsOf(bare);
  expect(await take(bare)).toEqual(ticket(1));
  expect(await take(bare)).toEqual(ticket(2));
  expect(await heard.until(2)).toEqual(['Taken 1', 'Taken 2']);
  expect([bare.version, bare.state.taken]).toEqual([2, 2]);
});

describe('two hubs on one log', () => {
  it('[SW10] the loser of a race for the next ticket gets the next ticket', async () => {
    const other = await openLittle(log);
    const answers = await Promise.all([take(writer), take(other), take(writer), take(other)]);
    const numbers = answers.map((answer) => answer.ok && answer.answer.ticket).sort();
    expect(numbers).toEqual([1, 2, 3, 4]);
    expect(await inLog()).toEqual(['Taken 1', 'Taken 2', 'Taken 3', 'Taken 4']);
  });

  it('[SW10] however many races it has lost in a day', async () => {
    const deaf = await openLittle(new TamperedEventLog(shared, { hearing: false }));
    for (let nth = 1; nth <= 110; nth++) {
      await take(writer);
      expect(await take(deaf)).toMatchObject({ ok: true, answer: { ticket: 2 * nth } });
    }
  });

  it('[SW11] nobody is refused by a hub that has not heard the newest', async () => {
    const deaf = await openLittle(new TamperedEventLog(shared, { hearing: false }));
    await take(writer);
    expect(await call(deaf)).toEqual({ ok: true, answer: { ticket: 1 } });
    expect(await call(deaf)).toEqual(refused('nobody-waiting'));
  });

  it('[SW11] nor by one that hears the newest just before it looks for it', async () => {
    let times = 0;
    const calling = writer.submit(
      mark('press'),
      ({ taken, called }): Decision<LittleEvent, 'nobody-waiting'> => {
        times += 1;
        if (times === 1)
          queueMicrotask(() => shared.append(STREAM, [entry({ type: 'Taken', ticket: 1 })], 0));
        return called < taken
          ? { accepted: true, events: [{ type: 'Called', ticket: called + 1 }] }
          : { accepted: false, refusal: 'nobody-waiting' };
      },
      ({ called }) => called,
    );
    expect(await calling).toEqual({ ok: true, answer: 1 });
    expect(times).toBe(2);
  });

  it('[SW11] a refusal beside an accepted command is decided again with it', async () => {
    const deaf = await openLittle(new TamperedEventLog(shared, { hearing: false }));
    await take(writer);
    await call(writer);
    const first = take(deaf);
    const [calling, nobody] = [call(deaf), call(deaf)];
    expect(await first).toEqual(ticket(2, 0));
    expect(await calling).toEqual({ ok: true, answer: { ticket: 2 } });
    expect(await nobody).toEqual(refused('nobody-waiting'));
  });

  it('[SW12] each hub shows what the other did', async () => {
    const other = await openLittle(log);
    const heard = newsOf(other);
    await take(writer);
    await take(writer);
    await call(other);
    expect(await heard.until(3)).toEqual(['Taken 1', 'Taken 2', 'Called 1']);
    expect([other.version, other.state]).toEqual([3, { taken: 2, called: 1 }]);
  });

  it('[SW12] a listener hears of every entry once, after its answer and before the next append’s', async () => {
    const said: string[] = [];
    writer.onDurable((news) => said.push(...news.map(({ version }) => `news of ${version}`)));
    const disk = Promise.withResolvers<void>();
    log.pause = () => disk.promise;
    const first = take(writer).then(() => said.push('answer 1'));
    await turnOfTheLoop();
    const second = take(writer).then(() => said.push('answer 2'));
    disk.resolve();
    await Promise.all([first, second]);
    await turnOfTheLoop();
    expect(said).toEqual(['answer 1', 'news of 1', 'answer 2', 'news of 2']);
  });

  it('[SW12] a listener may ask for more, and may leave', async () => {
    const heard = newsOf(writer);
    const leave = writer.onDurable(() => {
      leave();
      void call(writer);
    });
    await take(writer);
    expect(await heard.until(2)).toEqual(['Taken 1', 'Called 1']);
    await writer.close();
    expect(await inLog()).toEqual(['Taken 1', 'Called 1']);
  });

  it('[SW13] an entry of a newer hub stops every command and is told of, and nothing is made up', async () => {
    await take(writer);
    const newer = { id: 'newer', schema: 2, cause: null, event: { type: 'Sung' } };
    await shared.append(STREAM, [newer], 1);
    await turnOfTheLoop();
    await expect(take(writer)).rejects.toThrow(EventLogUnusable);
    await expect(call(writer)).rejects.toThrow(/Entry 2 of queue\/little .* newer hub/);
    expect(writer.version).toBe(1);
    await expect(openLittle(log)).rejects.toThrow(EventLogUnusable);
  });

  it('[SW12] [SW13] what comes before an entry of a newer hub is told of all the same', async () => {
    const deaf = await openLittle(new TamperedEventLog(shared, { hearing: false }));
    const heard = newsOf(deaf);
    await take(writer);
    await shared.append(STREAM, [{ id: 'newer', schema: 2, cause: null, event: {} }], 1);
    await expect(deaf.catchUp()).rejects.toThrow(EventLogUnusable);
    expect(await heard.until(1)).toEqual(['Taken 1']);
  });

  it('[SW13] a log that never lets it win is a bug, and is said to be one', async () => {
    await shared.append(STREAM, [entry({ type: 'Taken', ticket: 1 })], 0);
    const late = await openLittle(log);
    await shared.drop(STREAM);
    await expect(take(late)).rejects.toThrow('lost 100 races');
    await expect(take(late)).rejects.toThrow('lost 100 races'); // and counts anew
  });
});

describe('a log that cannot be reached', () => {
  it('[SW14] tells all who wait, and the next command is decided on what is really there', async () => {
    log.troubles = ['unwritten'];
    const waiting = [take(writer), take(writer), call(writer)];
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
    expect(await take(writer)).toEqual(ticket(1));
    expect(await inLog()).toEqual(['Taken 1']);
  });

  it('[SW14] and on nothing else first', async () => {
    const deafLog = new TamperedEventLog(shared, { hearing: false });
    const deaf = await openLittle(deafLog);
    deafLog.troubles = ['written'];
    await expect(take(deaf)).rejects.toThrow(EventLogUnavailable);
    const seen: number[] = [];
    const look = deaf.submit(
      null,
      ({ taken }) => {
        seen.push(taken);
        return { accepted: true, events: [{ type: 'Taken', ticket: taken + 1 }] };
      },
      () => null,
    );
    expect(await look).toEqual({ ok: true, answer: null });
    expect(seen).toEqual([1]);
  });

  it('[SW15] a ticket whose answer was lost is given to whoever repeats the request', async () => {
    log.troubles = ['written'];
    await expect(take(writer, mark('press'))).rejects.toThrow(EventLogUnavailable);
    expect(await take(writer, mark('press'))).toEqual(ticket(1));
    expect(await inLog()).toEqual(['Taken 1']);
  });

  it('[SW15] also by a hub that hears nothing', async () => {
    const deafLog = new TamperedEventLog(shared, { hearing: false });
    const deaf = await openLittle(deafLog);
    deafLog.troubles = ['written'];
    await expect(take(deaf, mark('press'))).rejects.toThrow(EventLogUnavailable);
    expect(await take(deaf, mark('another'))).toEqual(ticket(2));
    expect(await take(deaf, mark('press'))).toEqual(ticket(1));
    expect(await take(deaf, mark('press', 'other'))).toEqual(refused('request-id-reused'));
  });

  it('[SW15] AB-016 asked a thousand times of two hubs on one log, a ticket is given once', async () => {
    const other = await openLittle(new TamperedEventLog(shared));
    const presses = Array.from({ length: 1_000 }, (_, nth) =>
      take(nth % 2 === 0 ? writer : other, mark('press')),
    );
    for (const answer of await Promise.all(presses)) expect(answer).toEqual(ticket(1));
    expect(await inLog()).toEqual(['Taken 1']);
  });

  it('[SW15] a repeat that waits for the first is told the same', async () => {
    log.troubles = ['unwritten'];
    const presses = [take(writer, mark('press')), take(writer, mark('press'))];
    const other = take(writer, mark('press', 'other'));
    for (const press of [...presses, other])
      await expect(press).rejects.toThrow(EventLogUnavailable);
    expect(await take(writer, mark('press'))).toEqual(ticket(1));
  });

  it('[SW16] refuses nobody while it is away', async () => {
    log.unreadable = true;
    await expect(call(writer, mark('press'))).rejects.toThrow(EventLogUnavailable);
    log.unreadable = false;
    await take(writer);
    expect(await call(writer, mark('press'))).toEqual({ ok: true, answer: { ticket: 1 } });
  });
});

describe('a log that no other hub appends to', () => {
  beforeEach(async () => {
    shared = new InMemoryEventLog({ isShared: false });
    log = new TamperedEventLog(shared);
    writer = await openLittle(log);
  });

  it('[SW3] has two appends under way, and what comes meanwhile shares the third', async () => {
    const disk = heldUp();
    const taking = [take(writer)];
    await turnOfTheLoop();
    taking.push(take(writer), take(writer));
    await turnOfTheLoop();
    taking.push(take(writer));
    await turnOfTheLoop();
    taking.push(take(writer), take(writer));
    await turnOfTheLoop();
    expect(disk.waiting).toBe(2);
    disk.goesOn();
    expect(await Promise.all(taking)).toEqual([1, 2, 3, 4, 5, 6].map((nth) => ticket(nth)));
    expect(log.appends.map((entries) => entries.length)).toEqual([1, 2, 3]);
    expect([writer.version, writer.state.taken]).toEqual([6, 6]);
  });

  it('[SW18] [SW12] answers and shows the first, and then the second', async () => {
    const said: string[] = [];
    writer.onDurable((news) => said.push(...news.map(({ version }) => `news of ${version}`)));
    const disk = heldUp();
    const say = (what: string) => () => said.push(`${what} at ${writer.version}`);
    const first = take(writer).then(say('ticket 1'));
    await turnOfTheLoop();
    const second = take(writer).then(say('ticket 2'));
    await turnOfTheLoop();
    // The log has done both, and its answer to the second comes first.
    await disk.lets(0);
    await disk.lets(1);
    await disk.lets(3);
    expect([said, writer.version, writer.state.taken]).toEqual([[], 0, 0]);
    await disk.lets(2);
    await Promise.all([first, second]);
    expect(said).toEqual(['ticket 1 at 1', 'news of 1', 'ticket 2 at 2', 'news of 2']);
  });

  it.each(['unwritten', 'written'] as const)(
    '[SW18] [SW14] [SW15] when the first is %s, nothing of the second is told, and a repeat finds out',
    async (trouble) => {
      const disk = heldUp();
      const heard = newsOf(writer);
      log.troubles = [trouble];
      const first = take(writer, mark('first'));
      await turnOfTheLoop();
      const second = take(writer, mark('second'));
      await turnOfTheLoop();
      const behind = take(writer, mark('behind'));
      await turnOfTheLoop();
      disk.goesOn();
      for (const press of await Promise.allSettled([first, second, behind]))
        expect(press).toMatchObject({ reason: expect.any(EventLogUnavailable) });
      // What was written stays, also of the second, and is shown though nobody asks.
      const written = trouble === 'written' ? ['Taken 1', 'Taken 2'] : [];
      expect(await inLog()).toEqual(written);
      await expect.poll(() => writer.version).toBe(written.length);
      expect(await heard.until(written.length)).toEqual(written);
      expect(await take(writer, mark('first'))).toEqual(ticket(1));
      expect(await take(writer, mark('second'))).toEqual(ticket(2));
      expect(await take(writer, mark('behind'))).toEqual(ticket(3));
      expect(await inLog()).toEqual(['Taken 1', 'Taken 2', 'Taken 3']);
      await turnOfTheLoop();
      expect(await heard.until(3)).toEqual(['Taken 1', 'Taken 2', 'Taken 3']);
    },
  );

  it('[SW14] where it cannot look for what failed, the next command does', async () => {
    log.troubles = ['written'];
    log.unreadable = true;
    await expect(take(writer, mark('press'))).rejects.toThrow(EventLogUnavailable);
    await turnOfTheLoop();
    expect(writer.version).toBe(0);
    log.unreadable = false;
    expect(await take(writer, mark('another'))).toEqual(ticket(2));
    expect(await take(writer, mark('press'))).toEqual(ticket(1));
  });

  it('[SW18] when the second fails, also before the first has ended, the first is as it was', async () => {
    const disk = heldUp();
    log.troubles = [null, 'unwritten'];
    const first = take(writer);
    await turnOfTheLoop();
    const second = take(writer);
    await turnOfTheLoop();
    const pressed = Promise.allSettled([first, second]);
    await disk.lets(0);
    await disk.lets(1); // has failed
    disk.goesOn();
    expect(await pressed).toEqual([
      { status: 'fulfilled', value: ticket(1) },
      { status: 'rejected', reason: expect.any(EventLogUnavailable) },
    ]);
    expect(await take(writer)).toEqual(ticket(2));
    expect(await inLog()).toEqual(['Taken 1', 'Taken 2']);
  });

  it('[SW18] [SW14] when the first fails, the next is decided when the second has ended, too', async () => {
    const disk = heldUp();
    log.troubles = ['written'];
    const pressed = [take(writer)];
    await turnOfTheLoop();
    pressed.push(take(writer));
    await turnOfTheLoop();
    const ended = Promise.allSettled(pressed);
    await disk.lets(0);
    await disk.lets(2); // the first is in the log, and has failed
    for (const press of await ended)
      expect(press).toMatchObject({ reason: expect.any(EventLogUnavailable) });
    const next = take(writer);
    const waitedBefore = disk.waiting;
    await turnOfTheLoop();
    await turnOfTheLoop();
    expect(disk.waiting).toBe(waitedBefore);
    disk.goesOn();
    expect(await next).toEqual(ticket(3));
    expect(await inLog()).toEqual(['Taken 1', 'Taken 2', 'Taken 3']);
  });

  it('[SW18] a refusal waits for what it rests on, and is none when that fails', async () => {
    const disk = heldUp();
    log.troubles = ['unwritten'];
    const pressed = [take(writer), call(writer)];
    await turnOfTheLoop();
    const nobody = call(writer, mark('nobody'));
    await turnOfTheLoop();
    disk.goesOn();
    for (const press of await Promise.allSettled([...pressed, nobody]))
      expect(press).toMatchObject({ reason: expect.any(EventLogUnavailable) });
    await take(writer);
    expect(await call(writer, mark('nobody'))).toEqual({ ok: true, answer: { ticket: 1 } });
  });

  it('[SW18] [SW11] a refusal is given when what it rests on stands', async () => {
    const pressed = [take(writer), call(writer)];
    await turnOfTheLoop();
    expect(await call(writer)).toEqual(refused('nobody-waiting'));
    await Promise.all(pressed);
    expect(await inLog()).toEqual(['Taken 1', 'Called 1']);
  });

  it('[SW6] closing waits for both', async () => {
    const disk = heldUp();
    const answers: unknown[] = [];
    void take(writer).then((answer) => answers.push(answer));
    await turnOfTheLoop();
    void take(writer).then((answer) => answers.push(answer));
    await turnOfTheLoop();
    const closing = writer.close();
    disk.goesOn();
    await closing;
    expect(answers).toEqual([ticket(1), ticket(2)]);
  });

  it('[SW1] [SW10] what is there all the same decides both again, in their order', async () => {
    const disk = heldUp();
    const first = take(writer);
    await turnOfTheLoop();
    const second = call(writer);
    await turnOfTheLoop();
    const third = take(writer);
    await turnOfTheLoop();
    const others = [1, 2, 3].map((nth) => entry({ type: 'Taken', ticket: nth }));
    await shared.append(STREAM, others, 0);
    disk.goesOn();
    expect(await Promise.all([first, second, third])).toEqual([
      ticket(4),
      { ok: true, answer: { ticket: 1 } },
      ticket(5, 3),
    ]);
    expect((await inLog()).slice(3)).toEqual(['Taken 4', 'Called 1', 'Taken 5']);
  });

  /** Each append waits twice, before it reaches the log and before its answer comes back: 0 and 1, 2 and 3 when let so. */
  function heldUp() {
    const gates: (() => void)[] = [];
    log.pause = () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.push(resolve);
      return promise;
    };
    return {
      get waiting() {
        return gates.length;
      },
      lets: (nth: number) => {
        gates[nth]?.();
        return turnOfTheLoop();
      },
      goesOn: () => {
        log.pause = async () => {};
        for (const go of gates) go();
      },
    };
  }
});

/** Everything that can happen by itself has happened. */
const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

const entry = (event: LittleEvent) => ({ id: 'an id', cause: null, ...littleFormat.encode(event) });

function newsOf(writer: LittleWriter) {
  const news: string[] = [];
  let check = () => {};
  writer.onDurable((entries) => {
    news.push(...entries.map(({ event }) => `${event.type} ${event.ticket}`));
    check();
  });
  const until = (count: number) =>
    new Promise<string[]>((resolve) => {
      check = () => news.length >= count && resolve(news);
      check();
    });
  return { until };
}
