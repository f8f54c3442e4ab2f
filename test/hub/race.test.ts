/** Four terminals and four desks at once, over HTTP, against real hubs: one on its file, and two on one Redis. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import { HubsOnRedis } from '#test/support/hubs-on-redis.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { times } from '#test/support/sweep.ts';

const TICKETS = times('RACE_TICKETS', 2_000, 10_000);
const TERMINALS = 4;
const DESKS = ['bord-1', 'bord-2', 'bord-3', 'bord-4'];

type House = { hubs: readonly TestHub[]; end: () => Promise<void> };

const oneHub = async (): Promise<House> => {
  const hub = await TestHub.alone();
  return { hubs: [hub], end: () => hub.end() };
};

describe.each([
  { where: 'one hub on its file', open: oneHub },
  { where: 'two hubs on one Redis', open: () => HubsOnRedis.start(2) },
])('four terminals and four desks at once: $where', ({ open }) => {
  let house: House;
  beforeAll(async () => {
    house = await open();
  });
  afterAll(() => house.end());

  /** Each request to the next hub: nobody belongs to one. */
  function anyHub() {
    const apis = house.hubs.map(({ url }) => new OfficeApi(url));
    let turn = 0;
    return {
      next: () => apis[turn++ % apis.length] ?? expect.unreachable('there is no hub'),
      close: () => {
        for (const api of apis) api.close();
      },
    };
  }

  it('[HB1] every visitor gets a number of her own and is called to one desk, once', async () => {
    const issued: string[] = [];
    const called: string[] = [];
    const statuses = new Map<string, number>();
    const count = (status: number, code = '') => {
      const key = `${status} ${code}`.trim();
      statuses.set(key, (statuses.get(key) ?? 0) + 1);
    };

    const terminal = async () => {
      const api = anyHub();
      for (let taken = 0; taken < TICKETS / TERMINALS; taken++) {
        const { status, body } = await api.next().issue('myndighetsbrev');
        count(status, body.code);
        issued.push(body.number);
      }
      api.close();
    };
    const desk = async (id: string) => {
      const api = anyHub();
      const opened = await api.next().post(`/desks/${id}/open`);
      count(opened.status);
      while (called.length < TICKETS) {
        const { status, body } = await api
          .next()
          .post<Ticket & { code: string }>(`/desks/${id}/call-next`);
        count(status, body.code);
        if (status !== 200) continue;
        called.push(body.number);
        const finished = await api.next().post(`/desks/${id}/finish`);
        count(finished.status);
      }
      api.close();
    };
    await Promise.all([...Array.from({ length: TERMINALS }, terminal), ...DESKS.map(desk)]);

    expect(new Set(issued).size).toBe(TICKETS);
    expect(called.toSorted()).toEqual(issued.toSorted());
    expect([...statuses.keys()]).toEqual(expect.arrayContaining(['200', '201']));
    const unexpected = [...statuses.keys()].filter(
      (key) => !['200', '201', '409 nobody-waiting'].includes(key),
    );
    expect(unexpected).toEqual([]);
  }, 600_000);
});
