/** A day that is replayed: the same boards as were shown, at every version, whatever happened. */
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { Replay } from '#server/hub/replay.ts';
import { boardView } from '#server/hub/views.ts';
import { decide } from '#server/office/decide.ts';
import type { OfficeEvent } from '#server/office/office-book.ts';
import { officeFormat } from '#server/office/office-format.ts';
import { evolve } from '#server/queue/evolve.ts';
import { emptyQueue, type QueueCommand, type QueueEvent } from '#server/queue/queue.ts';
import { queueFormat } from '#server/queue/queue-format.ts';
import { programmeOf } from '#server/schedule/programme.ts';
import {
  type ClientToServerEvents,
  PROTOCOL_VERSION,
  type ServerToClientEvents,
} from '#shared/protocol.ts';
import type { ReplayDay, ReplayQueue, Snapshot } from '#shared/views.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import { anyDay, play } from '#test/queue/any-history.ts';
import { minutes } from '#test/queue/facts.ts';
import { letters } from '#test/support/given.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { smallOffice } from '#test/support/office.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { seeded } from '#test/support/seeded.ts';

const TUESDAY = '2026-11-24' as LocalDate;

describe('a day in the log', () => {
  it('[RP1] is, at each of its versions and in whatever order they are asked for, the fold of what had happened', async () => {
    await fc.assert(
      fc.asyncProperty(anyDay, fc.infiniteStream(fc.nat()), async (commands, order) => {
        const { history } = play(commands);
        const { replay } = await replayOf(history);
        for (const [version] of [...history.keys(), history.length]
          .map((version) => [version, order.next().value] as const)
          .sort(([, one], [, other]) => Number(one) - Number(other))) {
          const at = history[version - 1]?.at ?? startOfDay;
          const queue = history.slice(0, version).reduce(evolve, emptyQueue);
          const found = await replay.board(TUESDAY, { version });
          expect(found).toEqual({
            ok: true,
            answer: {
              ...{ office: smallOffice.id, log: 'the log', day: TUESDAY, version, at },
              ...boardView({ book: smallOffice, queue, at }, expect.any(String)),
            },
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[RP1] goes on while it is being replayed', async () => {
    const { history } = play([
      ...Array.from({ length: 4 }, (_, nth) => ({ ...ISSUE, at: minutes(nth) })),
    ]);
    const { replay, append } = await replayOf(history.slice(0, 2));
    expect(await waitingAt(replay, 2)).toBe(2);
    expect(await replay.board(TUESDAY, { version: 3 })).toEqual(UNKNOWN);
    await append(history.slice(2));
    expect(await waitingAt(replay, 2)).toBe(2);
    expect(await waitingAt(replay, 4)).toBe(4);
  });

  it('[RP2] is asked for by the clock, too: what had happened by then', async () => {
    const { history } = play([0, 10, 20].map((minute) => ({ ...ISSUE, at: minutes(minute) })));
    const { replay } = await replayOf(history);
    const waiting = async (at: number) => {
      const found = await replay.queue(TUESDAY, { at });
      return found.ok ? [found.answer.version, found.answer.waiting, found.answer.oldestSince] : [];
    };
    expect(await waiting(minutes(-1))).toEqual([0, 0, null]);
    expect(await waiting(minutes(10))).toEqual([2, 2, minutes(0)]);
    expect(await waiting(minutes(19))).toEqual([2, 2, minutes(0)]);
    expect(await waiting(minutes(500))).toEqual([3, 3, minutes(0)]);
  });

  it('[RP3] has the office book of that instant', async () => {
    const { history } = play([{ ...ISSUE, at: minutes(0) }]);
    const takeover = {
      ...{ id: 'one', text: { sv: 'Gå ut' }, test: false },
      from: minutes(5),
      until: minutes(20),
    };
    const { replay } = await replayOf(history, [
      { type: 'TakeoverBegun', takeover, at: minutes(5) },
      { type: 'TakeoverEnded', takeover: 'one', at: minutes(15) },
    ]);
    const shown = async (minute: number) => {
      const found = await replay.board(TUESDAY, { at: minutes(minute) });
      return found.ok && found.answer.takeover?.id;
    };
    expect(await shown(4)).toBeUndefined();
    expect(await shown(5)).toBe('one');
    expect(await shown(14)).toBe('one');
    expect(await shown(15)).toBeUndefined();
    const day = await replay.day(TUESDAY);
    expect(day.ok && day.answer.moments.map(({ what, version }) => [what, version])).toEqual([
      ['TicketIssued', 1],
      ['TakeoverBegun', 1],
      ['TakeoverEnded', 1],
    ]);
  });

  it('[RP4] is listed when the log has it, and refused when not', async () => {
    const { history } = play([{ ...ISSUE, at: minutes(0) }]);
    const { replay } = await replayOf(history);
    expect(await replay.days()).toEqual([TUESDAY]);
    const friday = '2026-11-27' as LocalDate;
    expect(await replay.day(friday)).toEqual(UNKNOWN);
    expect(await replay.board(friday, {})).toEqual(UNKNOWN);
    expect(await replay.queue(TUESDAY, { version: 2 })).toEqual(UNKNOWN);
  });

  it('[RP4] is not told any more when retention has removed it', async () => {
    const { history } = play([{ ...ISSUE, at: minutes(0) }]);
    const { replay, remove } = await replayOf(history);
    expect(await waitingAt(replay, 1)).toBe(1);
    await remove();
    expect(await replay.board(TUESDAY, { version: 1 })).toEqual(UNKNOWN);
    expect(await replay.day(TUESDAY)).toEqual(UNKNOWN);
  });
});

describe('a morning at a real hub', () => {
  let hub: TestHub;
  let api: OfficeApi;
  let window: Socket<ServerToClientEvents, ClientToServerEvents>;
  const shown: Snapshot<'board'>[] = [];

  beforeAll(async () => {
    hub = await TestHub.start();
    api = new OfficeApi(hub.url);
    window = io(hub.url, {
      transports: ['websocket'],
      forceNew: true,
      auth: { protocol: PROTOCOL_VERSION, view: 'board' },
    });
    window.on('snapshot', (snapshot) => {
      const board = snapshot as Snapshot<'board'>;
      shown.push(board);
      window.emit('shown', { day: board.day, version: board.version, at: board.at });
    });
  });
  afterAll(async () => {
    window.close();
    api.close();
    await hub.end();
  });

  it('[RP5] is replayed as the window showed it, snapshot by snapshot', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seeded(seed);
    const one = <Value>(of: readonly Value[]): Value =>
      of[Math.floor(random() * of.length)] as Value;
    const desks = ['bord-1', 'bord-2'];
    for (const desk of desks) await api.post(`/desks/${desk}/open`);
    for (let press = 0; press < 120; press++) {
      const desk = one(desks);
      const asked = one([
        () => api.issue(one(['myndighetsbrev', 'forskola', 'bostadsko'])),
        () => api.post(`/desks/${desk}/call-next`),
        () => api.post(`/desks/${desk}/${one(['start', 'finish', 'recall', 'no-show', 'undo'])}`),
      ]);
      await asked();
      await new Promise((later) => setTimeout(later, random() * 80)); // or they go together
      if (press === 50) {
        await api.post('/takeover/begin', { text: { sv: 'Gå ut' }, seconds: 600 });
        await new Promise((later) => setTimeout(later, 300));
      }
      if (press === 90) await api.post('/takeover/end');
    }
    await expect.poll(() => shown.length, { timeout: 10_000 }).toBeGreaterThan(30);

    const { body: told } = await api.get<ReplayDay>(`/replay?day=${TUESDAY}`);
    const changes = told.moments.filter(({ what }) => what.startsWith('Takeover'));
    const isShown = (change: (typeof changes)[number], upTo: number) =>
      shown
        .slice(0, upTo + 1)
        .filter((one) => one.at >= change.at)
        .some(({ takeover }) => (takeover !== null) === (change.what === 'TakeoverBegun'));
    const compared = new Set<string>();
    for (const [nth, board] of shown.entries()) {
      const { day, version, at } = board;
      const { body } = await api.get<Snapshot<'board'>>(
        `/replay/board?day=${day}&version=${version}&at=${at}`,
      );
      const then = `seed ${seed}, version ${version}`;
      // A change of the book has the time at which it was asked for, and is shown once it is durable.
      const isBeingWritten = changes.some((change) => change.at <= at && !isShown(change, nth));
      if (isBeingWritten)
        expect({ ...body, takeover: null }, then).toEqual({ ...board, takeover: null });
      else expect(body, then).toEqual(board);
      compared.add(`${isBeingWritten} ${board.takeover !== null}`);
    }
    expect(compared).toContain('false true');
    const last = shown.at(-1);
    const { body: queue } = await api.get<ReplayQueue>(
      `/replay/queue?day=${TUESDAY}&version=${last?.version}&at=${last?.at}`,
    );
    expect(queue.waiting).toBe(last?.waiting);
    const { body: programme } = await api.get<{ revision: string }>(
      `/replay/programme?day=${TUESDAY}&at=${last?.at}`,
    );
    expect(programme.revision).toBe(last?.programme);
  }, 60_000);

  it('[RP4] tells what happened, in order, and of no visitor more than her number', async () => {
    const { body: listed } = await api.get<{ days: string[] }>('/replay');
    expect(listed.days).toEqual([TUESDAY]);
    const { body: day } = await api.get<ReplayDay>(`/replay?day=${TUESDAY}`);
    const versions = day.moments.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((one, other) => one - other));
    expect(day.moments.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['TicketIssued', 'TicketCalled', 'DeskOpened']),
    );
    const said = new Set(day.moments.flatMap((moment) => Object.keys(moment)));
    expect([...said].sort()).toEqual(['at', 'desk', 'number', 'version', 'what']);
  });

  it.each([
    ['/replay?day=2026-02-30', 400],
    ['/replay?day=2026-11-25', 404],
    ['/replay/board', 400],
    ['/replay/board?day=2026-11-24&version=-1', 400],
    ['/replay/board?day=2026-11-24&version=99999', 404],
    ['/replay/board?day=2026-11-24&desk=bord-1', 400],
    ['/replay/queue?day=2026-11-24&at=soon', 400],
  ])('[RP4] answers %s with %i', async (path, status) => {
    expect((await api.get(path)).status).toBe(status);
  });

  it('[RP6] is for the staff: a stranger gets nothing of it', async () => {
    const stranger = new OfficeApi(hub.url, `${TOKEN}-not`);
    for (const path of ['', '/board', '/queue', '/programme'])
      expect((await stranger.get(`/replay${path}?day=${TUESDAY}`)).status, path).toBe(401);
    stranger.close();
  });

  it('[RP7] only the window’s picture may be framed, only by us, and only the console frames', async () => {
    const policy = async (path: string) => {
      const { headers } = await fetch(hub.url + path);
      return {
        csp: headers.get('Content-Security-Policy') ?? '',
        frame: headers.get('X-Frame-Options'),
      };
    };
    const preview = await policy('/display/preview');
    expect(preview.csp).toContain("frame-ancestors 'self'");
    expect(preview.frame).toBe('SAMEORIGIN');
    for (const path of ['/', '/display', '/terminal', '/staff', '/display/previews']) {
      const { csp, frame } = await policy(path);
      expect(csp, path).toContain("frame-ancestors 'none'");
      expect(csp, path).toContain(`frame-src '${path === '/staff' ? 'self' : 'none'}'`);
      expect(frame, path).toBe('DENY');
    }
  });
});

const UNKNOWN = { ok: false, code: 'unknown-moment' };
const startOfDay = Date.parse('2026-11-24T00:00:00+01:00');
const ISSUE: Omit<Extract<QueueCommand, { type: 'IssueTicket' }>, 'at'> = {
  ...{ type: 'IssueTicket', topic: letters, language: 'sv' },
  ...{ paper: false, token: '', from: 'counter' },
};

async function waitingAt(replay: Replay, version: number): Promise<number | false> {
  const found = await replay.board(TUESDAY, { version });
  return found.ok && found.answer.waiting;
}

/** The small office with a day that went so, in a log. */
async function replayOf(history: readonly QueueEvent[], ofBook: readonly OfficeEvent[] = []) {
  const log = new InMemoryEventLog();
  const queue = `queue/${smallOffice.id}/${TUESDAY}`;
  let id = 0;
  const cause = { requestId: 'one', digest: '', answer: null };
  const append = async (events: readonly QueueEvent[]) => {
    const { length } = await log.read(queue);
    const entries = events.map((event) => ({
      ...{ id: `${++id}`, cause: null, ...queueFormat.encode(event) },
    }));
    await log.append(queue, entries, length);
  };
  await append(history);
  const seeded = decide(null, { type: 'SeedOffice', book: smallOffice, at: minutes(-500) });
  if (!seeded.accepted) throw new Error(seeded.refusal);
  await log.append(
    `office/${smallOffice.id}`,
    [...seeded.events, ...ofBook].map((event) => ({
      ...{ id: `${++id}`, cause: ofBook.includes(event) ? cause : null },
      ...officeFormat.encode(event),
    })),
    0,
  );
  const replay = new Replay({
    ...{ log, office: smallOffice.id, zone: smallOffice.zone, logName: () => 'the log' },
    programmeOf: (then, at) =>
      programmeOf({ book: then, at, log: 'the log', imported: [], feeds: [] }),
  });
  return { replay, append, remove: () => log.drop(queue) };
}
