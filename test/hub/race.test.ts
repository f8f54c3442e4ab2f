/** Four terminals and four desks at once, over HTTP, against a real hub and its file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';

const TICKETS = 2_000;
const TERMINALS = 4;
const DESKS = ['bord-1', 'bord-2', 'bord-3', 'bord-4'];

let hub: TestHub;
beforeAll(async () => {
  hub = await TestHub.start();
});
afterAll(() => hub.end());

describe('four terminals and four desks at once', () => {
  it('[HB1] every visitor gets a number of her own and is called to one desk, once', async () => {
    const issued: string[] = [];
    const called: string[] = [];
    const statuses = new Map<string, number>();
    const count = (status: number, code = '') => {
      const key = `${status} ${code}`.trim();
      statuses.set(key, (statuses.get(key) ?? 0) + 1);
    };

    const terminal = async () => {
      const api = new OfficeApi(hub.url);
      for (let taken = 0; taken < TICKETS / TERMINALS; taken++) {
        const { status, body } = await api.issue('myndighetsbrev');
        count(status, body.code);
        issued.push(body.number);
      }
      api.close();
    };
    const desk = async (id: string) => {
      const api = new OfficeApi(hub.url);
      const opened = await api.post(`/desks/${id}/open`);
      count(opened.status);
      while (called.length < TICKETS) {
        const { status, body } = await api.post<Ticket & { code: string }>(
          `/desks/${id}/call-next`,
        );
        count(status, body.code);
        if (status !== 200) continue;
        called.push(body.number);
        const finished = await api.post(`/desks/${id}/finish`);
        count(finished.status);
      }
      api.close();
    };
    await Promise.all([...Array.from({ length: TERMINALS }, terminal), ...DESKS.map(desk)]);

    expect(new Set(issued).size).toBe(TICKETS);
    expect(called.toSorted()).toEqual(issued.toSorted());
    expect(Object.keys(Object.fromEntries(statuses)).toSorted()).toEqual(
      expect.arrayContaining(['200', '201']),
    );
    const unexpected = [...statuses.keys()].filter(
      (key) => !['200', '201', '409 nobody-waiting'].includes(key),
    );
    expect(unexpected).toEqual([]);
  }, 120_000);
});
