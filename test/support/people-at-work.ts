/**
 * Terminals and desks that never give up: each request has its id, and is asked again, of the next hub, until somebody
 * has answered it. What they were told is then compared with what the hubs hold.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { Board, Ticket } from '#shared/views.ts';
import { type ApiAnswer, OfficeApi, type Refused } from './office-api.ts';
import { times } from './sweep.ts';

/** A person presses again after a while, and not a thousand times a second. */
const AGAIN_AFTER_MS = 50;
/** Enough for something to be under way at every moment, and the machine has time for what the test is about. */
const BETWEEN_VISITORS_MS = times('BETWEEN_VISITORS_MS', 50, 10);
/** A hub that is suspended says nothing at all. */
const PATIENCE_MS = 12_000;

type Body = Ticket & Refused;
type Done = { path: string; body: object; answer: ApiAnswer<Body> };

export class PeopleAtWork {
  readonly #urls: readonly string[];
  readonly #done: Done[] = [];
  readonly #working: Promise<void>;
  #goOn = true;
  /** How often nobody answered, or the answer was that the hub cannot. */
  unanswered = 0;
  /** What was said then, in words. */
  readonly excuses = new Set<string>();

  /** @param urls of the hubs; each begins with another and goes on with the next */
  constructor(urls: readonly string[], { terminals = 4, desks = 2 } = {}) {
    this.#urls = urls;
    const work = (
      count: number,
      turn: (
        ask: (path: string, body?: object) => Promise<unknown>,
        nth: number,
      ) => Promise<unknown>,
    ) =>
      Array.from({ length: count }, async (_, nth) => {
        const apis = this.#urls.map((url) => new OfficeApi(url));
        let at = nth;
        const ask = async (path: string, body: object = {}) => {
          const whole = { ...body, requestId: randomUUID() };
          const answer = await this.#answerTo(path, whole, () => apis[at++ % apis.length]);
          this.#done.push({ path, body: whole, answer });
        };
        while (this.#goOn) {
          await turn(ask, nth);
          await after(BETWEEN_VISITORS_MS);
        }
        for (const api of apis) api.close();
      });
    this.#working = Promise.all([
      ...work(terminals, (ask) => ask('/tickets', { topic: 'myndighetsbrev', language: 'sv' })),
      ...work(desks, async (ask, nth) => {
        await ask(`/desks/bord-${nth + 1}/open`);
        await ask(`/desks/bord-${nth + 1}/call-next`);
        await ask(`/desks/bord-${nth + 1}/finish`);
      }),
    ]).then(() => {});
  }

  /** Tickets that somebody was given. */
  get issued(): readonly Ticket[] {
    return this.#answered(/^\/tickets$/, 201);
  }

  /** Until so many more have been given. */
  async untilIssued(more: number): Promise<void> {
    const goal = this.issued.length + more;
    // Not expect.poll, which belongs to one test and not to several at once.
    await vi.waitFor(() => expect(this.issued.length).toBeGreaterThanOrEqual(goal), {
      timeout: 60_000,
      interval: 50,
    });
  }

  /** Resolves when everybody has the answer to the last that they asked. */
  async stop(): Promise<void> {
    this.#goOn = false;
    await this.#working;
  }

  /** After `stop`: nothing that was acknowledged is lost, nothing was done twice, at any hub. */
  async expectNothingLostOrDoubled(): Promise<void> {
    const called = this.#answered(/call-next$/, 200);
    const finished = this.#answered(/finish$/, 200);
    expect(called.length).toBeGreaterThan(0);
    for (const tickets of [this.issued, called, finished]) expect(twiceIn(tickets)).toEqual([]);
    const done = new Set(finished.map(({ number }) => number));
    const sat = new Set(called.map(({ number }) => number));
    for (const url of this.#urls) {
      const api = new OfficeApi(url);
      // Whatever this hub has not heard of yet is read before the refusal is given, once it can be.
      const recalled = async () => (await api.post('/desks/bord-1/recall')).status;
      await vi.waitFor(async () => expect(await recalled()).toBeLessThan(500), {
        timeout: 60_000,
      });
      const wrong: object[] = [];
      for (const { number } of this.issued) {
        const { body } = await api.get<Ticket>(`/tickets/${number}`);
        const state = done.has(number) ? 'finished' : sat.has(number) ? 'called' : 'waiting';
        if (body.state !== state) wrong.push({ number, told: state, held: body.state });
      }
      expect(wrong).toEqual([]);
      // A request that was done twice has left somebody in the line whom nobody knows.
      const { body } = await api.get<Board>('/board');
      expect(body.waiting).toBe(this.issued.length - called.length);
      for (const { path, body, answer } of this.#done.filter((_, nth) => nth % 20 === 0))
        if (answer.status < 300) expect(await api.post(path, body)).toEqual(answer);
      api.close();
    }
  }

  async #answerTo(
    path: string,
    body: object,
    next: () => OfficeApi | undefined,
  ): Promise<ApiAnswer<Body>> {
    for (;;) {
      const api = next() ?? expect.unreachable('there is no hub');
      const answer = await Promise.race([api.post(path, body).catch(() => null), patience()]);
      if (answer !== null && answer.status < 500) return answer;
      this.unanswered += 1;
      if (answer) this.excuses.add(answer.body.code);
      await after(AGAIN_AFTER_MS);
    }
  }

  #answered(kind: RegExp, status: number): readonly Ticket[] {
    return this.#done.flatMap(({ path, answer }) =>
      kind.test(path) && answer.status === status ? [answer.body] : [],
    );
  }
}

const patience = () => after(PATIENCE_MS, null, { ref: false });

function twiceIn(tickets: readonly Ticket[]): string[] {
  const seen = new Set<string>();
  return tickets.flatMap(({ number }) => (seen.has(number) || !seen.add(number) ? [number] : []));
}
