/**
 * What the log of one day says, read by somebody who knows none of our code: small, slow and by the rules alone. What
 * hubs and screens say is held against it.
 */
import type { QueueEvent } from '#server/queue/queue.ts';

type Seen = {
  readonly number: string;
  readonly order: number;
  readonly arrivedAt: number;
  topic: string;
  language: string;
  /** By which it goes before others, in milliseconds. */
  headStartMs: number;
  state: string;
  desk: string | null;
  call: number;
};

export class Witness {
  readonly tickets = new Map<string, Seen>();
  readonly desks = new Map<string, { topics: readonly string[]; languages: readonly string[] }>();
  readonly #lastSteps = new Map<string, Seen>();
  readonly wrong: string[] = [];
  calls = 0;
  /** The ticket that was called or recalled last. */
  lastCalled: string | null = null;
  ended = false;

  /** @param asked what it was that brought the event about: 'desk:call-next' */
  see(event: QueueEvent, asked: string | null): void {
    if (this.ended) this.wrong.push(`I16 ${event.type} after the day has ended`);
    switch (event.type) {
      case 'TicketIssued':
        this.#issued(event);
        break;
      case 'TicketCalled':
        if (asked === 'desk:call-next') this.#expectTurn(event);
        this.#called(event);
        break;
      case 'TicketRecalled':
        this.calls++;
        this.lastCalled = event.number;
        this.#of(event.number).call = event.call;
        break;
      case 'VisitStarted':
        this.#step(event, { state: 'serving' });
        break;
      case 'VisitFinished':
        this.#step(event, { state: 'finished' });
        break;
      case 'TicketNoShow':
        this.#step(event, { state: 'no-show', desk: null });
        break;
      case 'TicketHeld':
        this.#step(event, { state: 'held' });
        break;
      case 'TicketRestored':
      case 'TicketResumed':
      case 'TicketUnvoided':
        this.#become(event.number, { state: 'waiting', desk: null });
        break;
      case 'TicketTransferred': {
        const at = this.#deskOf(event.number);
        const { topic, headStartMinutes } = event;
        const moved = { topic, headStartMs: headStartMinutes * 60_000, state: 'waiting' };
        this.#step({ ...event, desk: at }, { ...moved, desk: null });
        break;
      }
      case 'TicketCancelled':
      case 'TicketVoided':
      case 'TicketCalledOff':
        this.#step(
          { ...event, desk: this.#deskOf(event.number) },
          { state: 'cancelled', desk: null },
        );
        break;
      case 'StepUndone':
        this.#undone(event);
        break;
      case 'DeskOpened':
        this.desks.set(event.desk, event);
        break;
      case 'DeskClosed':
        this.desks.delete(event.desk);
        this.#lastSteps.delete(event.desk);
        break;
      case 'DayEnded':
        this.#dayEnded();
        break;
      default:
        break;
    }
  }

  /** Everything that anybody can see of where tickets are, as one text. */
  whereabouts(): string {
    return textOf(this.tickets.values());
  }

  #issued(event: Extract<QueueEvent, { type: 'TicketIssued' }>): void {
    const { number, topic, language, headStartMinutes, at } = event;
    if (this.tickets.has(number)) this.wrong.push(`I1 ${number} is issued twice`);
    const series = [...this.tickets.keys()].filter((one) => one[0] === number[0]).length;
    if (Number(number.slice(1)) !== series + 1)
      this.wrong.push(`I1 ${number} is issued after ${series} of its series`);
    const latest = Math.max(0, ...[...this.tickets.values()].map(({ arrivedAt }) => arrivedAt));
    this.tickets.set(number, {
      ...{ number, topic, language, order: this.tickets.size + 1 },
      arrivedAt: Math.max(latest, at),
      headStartMs: headStartMinutes * 60_000,
      ...{ state: 'waiting', desk: null, call: 0 },
    });
  }

  #expectTurn({ number, desk }: Extract<QueueEvent, { type: 'TicketCalled' }>): void {
    const open = this.desks.get(desk);
    const turn = ({ arrivedAt, headStartMs }: Seen) => arrivedAt - headStartMs;
    const [first] = [...this.tickets.values()]
      .filter(
        ({ state, topic, language }) =>
          state === 'waiting' && open?.topics.includes(topic) && open.languages.includes(language),
      )
      .sort((one, other) => turn(one) - turn(other) || one.order - other.order);
    if (first?.number !== number)
      this.wrong.push(`I7 ${number} is called at ${desk}, and it is ${first?.number}'s turn`);
  }

  #called({ number, desk, call }: Extract<QueueEvent, { type: 'TicketCalled' }>): void {
    const { state } = this.#of(number);
    if (state !== 'waiting' && state !== 'held')
      this.wrong.push(`I3 ${number} is called and was ${state}`);
    const has = [...this.tickets.values()].find(
      (one) => one.desk === desk && (one.state === 'called' || one.state === 'serving'),
    );
    if (has) this.wrong.push(`I4 ${desk} has ${has.number} and calls ${number}`);
    if (!this.desks.has(desk)) this.wrong.push(`I3 ${desk} calls ${number} and is closed`);
    if (call !== ++this.calls) this.wrong.push(`I9 call ${call} comes after ${this.calls - 1}`);
    this.lastCalled = number;
    this.#step({ number, desk }, { state: 'called', desk, call });
  }

  /** What a desk does to a ticket, and may take back. */
  #step({ number, desk }: { number: string; desk: string | null }, becomes: Partial<Seen>): void {
    const before = { ...this.#of(number) };
    if (desk !== null && becomes.state !== 'called' && before.desk !== desk)
      this.wrong.push(`I4 ${number} is at ${before.desk}, and ${desk} makes it ${becomes.state}`);
    this.#become(number, becomes);
    if (desk !== null) this.#lastSteps.set(desk, before);
  }

  #become(number: string, becomes: Partial<Seen>): void {
    for (const [desk, last] of this.#lastSteps)
      if (last.number === number) this.#lastSteps.delete(desk);
    Object.assign(this.#of(number), becomes);
  }

  #undone({ desk, number }: Extract<QueueEvent, { type: 'StepUndone' }>): void {
    const before = this.#lastSteps.get(desk);
    this.#lastSteps.delete(desk);
    if (before?.number === number) Object.assign(this.#of(number), before);
    else
      this.wrong.push(
        `I11 ${desk} undoes a step of ${number}, and its last was ${before?.number}'s`,
      );
  }

  #dayEnded(): void {
    this.ended = true;
    this.desks.clear();
    for (const ticket of this.tickets.values())
      if (['waiting', 'called', 'serving', 'held'].includes(ticket.state))
        Object.assign(ticket, { state: 'unserved', desk: null });
  }

  #deskOf(number: string): string | null {
    const { state, desk } = this.#of(number);
    return state === 'called' || state === 'serving' ? desk : null;
  }

  #of(number: string): Seen {
    const seen = this.tickets.get(number);
    if (seen) return seen;
    this.wrong.push(`I2 ${number} is spoken of and was not issued`);
    return {
      ...{ number, order: 0, arrivedAt: 0, topic: '', language: '', headStartMs: 0 },
      ...{ state: 'waiting', desk: null, call: 0 },
    };
  }
}

/** In order of issue; a desk is named where a ticket has one. */
export const textOf = (
  tickets: Iterable<{ number: string; state: string; desk: string | null; topic: string }>,
): string =>
  [...tickets]
    .map(({ number, state, desk, topic }) => {
      const where = ['called', 'serving', 'held'].includes(state) ? desk : '';
      return `${number} ${topic} ${state} ${where}`;
    })
    .sort()
    .join('\n');
