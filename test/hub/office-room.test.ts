/** The room of an office over a day and its midnight. Rules RO4… in docs/spec.md. */
import { expect, it, onTestFinished } from 'vitest';
import { type EventLog, EventLogUnavailable } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { OfficeRoom, type RoomAsked } from '#server/hub/office-room.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { PlaceId } from '#shared/vocabulary.ts';
import { smallOffice, stockholm } from '#test/support/office.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const computer = 'dator-1' as PlaceId;
const book: OfficeBook = {
  ...smallOffice,
  places: [{ id: computer, kind: 'computer', name: { sv: 'Dator 1' } }],
};

async function openRoom(log: EventLog, clock: { at: number }) {
  const room = await OfficeRoom.open({ log, book: () => book, now: () => clock.at });
  onTestFinished(() => room.close());
  let changes = 0;
  room.onChange(() => {
    changes += 1;
  });
  const lend = (requestId: string) => {
    const asked: RoomAsked = { request: 'place:lend', requestId, place: computer };
    return room.perform({ requestId, digest: 'lend' }, asked);
  };
  return { room, lend, changes: () => changes };
}

it('[RO4] each day begins with everything free, and keeps its own facts', async () => {
  const log = new InMemoryEventLog();
  const clock = { at: stockholm('2026-11-24T23:59') };
  const { room, lend, changes } = await openRoom(log, clock);
  await lend('one');
  expect(room.places()).toMatchObject([{ lentAt: clock.at, lentToday: 1 }]);
  clock.at = stockholm('2026-11-25T00:00');
  expect(room.places()).toMatchObject([{ lentAt: null, lentToday: 0 }]);
  // Two at once right after midnight: one day is begun, and each is told of once.
  const replies = await Promise.all([lend('two'), lend('three')]);
  expect(replies).toMatchObject([
    { ok: true, answer: { lentToday: 1 } },
    { ok: false, code: 'place-is-lent' },
  ]);
  expect(changes()).toBe(2);
  expect(await log.list('room/')).toEqual(['room/small/2026-11-24', 'room/small/2026-11-25']);
});

it('[RO4] a clock that was set back over midnight frees nothing', async () => {
  const clock = { at: stockholm('2026-11-25T00:01') };
  const { room, lend } = await openRoom(new InMemoryEventLog(), clock);
  await lend('one');
  clock.at = stockholm('2026-11-24T23:58');
  expect(room.places()).toMatchObject([{ lentToday: 1 }]);
  expect(await lend('two')).toMatchObject({ ok: false, code: 'place-is-lent' });
});

it('[RO4] is as it was when the hub starts again, and answers a repeat as the first', async () => {
  const log = new InMemoryEventLog();
  const clock = { at: stockholm('2026-11-24T10:00') };
  const first = await openRoom(log, clock);
  const reply = await first.lend('one');
  await first.room.close();
  const { room, lend } = await openRoom(log, clock);
  expect(room.places()).toMatchObject([{ lentAt: clock.at, lentToday: 1 }]);
  expect(await lend('one')).toEqual(reply);
});

it('[RO4] what was asked before midnight is known when it is asked again, also after a restart', async () => {
  const log = new InMemoryEventLog();
  const clock = { at: stockholm('2026-11-24T23:59') };
  const { room, lend } = await openRoom(log, clock);
  await lend('one');
  clock.at = stockholm('2026-11-25T00:00');
  await lend('two');
  expect(room.answered('one')).toMatchObject({ answer: { lentToday: 1 } });
  await room.close();
  const again = await openRoom(log, clock);
  expect(again.room.answered('one')).toMatchObject({ answer: { lentToday: 1 } });
  clock.at = stockholm('2026-11-26T00:00');
  await again.lend('three');
  expect(again.room.answered('two')).toBeDefined();
  expect(again.room.answered('one')).toBeUndefined();
});

it.each([true, false])(
  '[RO4] [SW15] what is under way at midnight, fails and is written all the same is not done again (shared: %s)',
  async (isShared) => {
    const inMemory = new InMemoryEventLog({ isShared });
    const log = new TamperedEventLog(inMemory, { hearing: false });
    const clock = { at: stockholm('2026-11-24T23:59:59') };
    const { room, lend } = await openRoom(log, clock);
    const disk = Promise.withResolvers<void>();
    log.pause = () => disk.promise;
    log.troubles = ['written'];
    const first = lend('one');
    await new Promise((nextTurn) => setImmediate(nextTurn));
    clock.at = stockholm('2026-11-25T00:00');
    const second = lend('two');
    disk.resolve();
    for (const asked of [first, second]) await expect(asked).rejects.toThrow(EventLogUnavailable);
    expect(await lend('one')).toMatchObject({ ok: true, answer: { lentToday: 1 } });
    expect(room.places()).toMatchObject([{ lentAt: null, lentToday: 0 }]);
    expect(await inMemory.list('room/')).toEqual(['room/small/2026-11-24']);
  },
);

it('[RO4] what is under way at midnight is known when it is asked again a moment later, and lent once', async () => {
  const inMemory = new InMemoryEventLog();
  const log = new TamperedEventLog(inMemory);
  const clock = { at: stockholm('2026-11-24T23:59:59') };
  const { room, lend } = await openRoom(log, clock);
  const written = Promise.withResolvers<void>();
  const isUnderWay = new Promise<void>((reached) => {
    log.pause = () => {
      reached();
      return written.promise;
    };
  });
  const first = lend('one');
  await isUnderWay;
  clock.at = stockholm('2026-11-25T00:00');
  const again = lend('one');
  written.resolve();
  expect(await again).toEqual(await first);
  expect(room.places()).toMatchObject([{ lentAt: null, lentToday: 0 }]);
  expect(await inMemory.list('room/')).toEqual(['room/small/2026-11-24']);
});
