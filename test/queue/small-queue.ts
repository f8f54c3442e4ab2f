/**
 * The queue once more, as small and slow as the rules allow: one list of tickets that is searched and
 * sorted for every question, and whole copies to undo with. What the real one is compared with.
 */
import type { DayRules, QueueCommand, Step } from '#server/queue/queue.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { TicketState } from '#shared/views.ts';
import type {
  DeskId,
  EpochMs,
  Language,
  Series,
  TicketNumber,
  TopicId,
} from '#shared/vocabulary.ts';

export type SmallTicket = {
  number: TicketNumber;
  order: number;
  topic: TopicId;
  language: Language;
  arrivedAt: EpochMs;
  state: TicketState;
  desk: DeskId | null;
  calls: number;
  calledAt: EpochMs;
  precedence: boolean;
  voided: boolean;
};

type SmallDesk = { topics: readonly TopicId[]; languages: readonly Language[] };

export class SmallQueue {
  tickets: SmallTicket[] = [];
  readonly desks = new Map<DeskId, SmallDesk>();
  readonly undoable = new Map<DeskId, { step: Step; ticket: SmallTicket }>();
  readonly paused = new Set<TopicId>();
  callsMade = 0;
  ended = false;
  /** The last ordinal of each series that was given or skipped. */
  readonly #last = new Map<string, number>();
  readonly #rules: DayRules;

  constructor(rules: DayRules) {
    this.#rules = rules;
  }

  /** Does as told, or says why not and leaves everything as it was. */
  obey(command: QueueCommand): 'done' | RefusalCode {
    if (this.ended) return 'day-has-ended';
    switch (command.type) {
      case 'IssueTicket':
        return this.#issue(command);
      case 'CallNext':
        return this.#atFreeDesk(command.desk, () => {
          const next = this.next(command.desk);
          return next ? this.#call(next, command.desk, command.at) : 'nobody-waiting';
        });
      case 'CallTicket':
        if (!this.#rules.callGivenTicket) return 'call-given-ticket-is-off';
        return this.#atFreeDesk(command.desk, () =>
          this.#withOpen(command.number, (ticket) =>
            ticket.state === 'waiting'
              ? this.#call(ticket, command.desk, command.at)
              : 'ticket-not-waiting',
          ),
        );
      case 'Recall':
        return this.#withCalled(command.desk, (ticket) => {
          const sinceMs = command.at - ticket.calledAt;
          if (sinceMs >= 0 && sinceMs < this.#rules.recallAfterSeconds * 1_000)
            return 'called-just-now';
          this.callsMade++;
          ticket.calls++;
          ticket.calledAt = command.at;
          return 'done';
        });
      case 'Start':
        return this.#withCalled(command.desk, (ticket) =>
          this.#change(ticket, { state: 'serving' }, 'start'),
        );
      case 'Finish':
        return this.#withTicketAt(command.desk, (ticket) =>
          this.#change(ticket, { state: 'finished', desk: null }, 'finish'),
        );
      case 'MarkNoShow':
        return this.#withCalled(command.desk, (ticket) =>
          ticket.calls < this.#rules.callsBeforeNoShow
            ? 'called-too-few-times'
            : this.#change(ticket, { state: 'no-show', desk: null, calls: 0 }, 'no-show'),
        );
      case 'Hold':
        return this.#withTicketAt(command.desk, (ticket) =>
          this.#change(ticket, { state: 'held', calls: 0 }, 'hold'),
        );
      case 'Restore':
        return this.#withOpen(command.number, (ticket) =>
          ticket.state === 'no-show'
            ? this.#change(ticket, { state: 'waiting' })
            : 'ticket-not-no-show',
        );
      case 'Resume': {
        const { number, desk } = command;
        const resume = (then: (ticket: SmallTicket) => 'done') =>
          this.#withOpen(number, (ticket) =>
            ticket.state === 'held' ? then(ticket) : 'ticket-not-held',
          );
        if (desk === undefined)
          return resume((ticket) => this.#change(ticket, { state: 'waiting', desk: null }));
        return this.#atFreeDesk(desk, () =>
          resume((ticket) => this.#call(ticket, desk, command.at)),
        );
      }
      case 'Transfer':
        return this.#withOpen(command.number, (ticket) => {
          const { topic } = command;
          const known = this.#rules.topics.get(topic);
          if (!known) return 'unknown-topic';
          if (known.line === null) return 'topic-is-a-group';
          if (ticket.state === 'no-show') return 'ticket-not-waiting';
          if (known.admission === 'closed' || known.admission === 'called-off')
            return 'topic-closed';
          if (this.paused.has(topic)) return 'topic-paused';
          const moved = { topic, state: 'waiting', desk: null, calls: 0 } as const;
          return this.#change(ticket, moved, 'transfer');
        });
      case 'Cancel':
        return this.#withOpen(command.number, (ticket) =>
          this.#change(ticket, { state: 'cancelled', desk: null, calls: 0 }, 'cancel'),
        );
      case 'Void': {
        const waits = this.waiting().filter((ticket) => isBetween(ticket, command));
        for (const ticket of waits) this.#change(ticket, { state: 'cancelled', voided: true });
        return waits.length > 0 ? 'done' : 'nothing-waits-there';
      }
      case 'Unvoid': {
        const voided = this.tickets.filter(
          (ticket) => ticket.state === 'cancelled' && ticket.voided && isBetween(ticket, command),
        );
        for (const ticket of voided) this.#change(ticket, { state: 'waiting', voided: false });
        return voided.length > 0 ? 'done' : 'nothing-to-undo';
      }
      case 'Undo':
        return this.#atOpenDesk(command.desk, () => {
          const last = this.undoable.get(command.desk);
          if (!last) return 'nothing-to-undo';
          this.undoable.delete(command.desk);
          this.tickets = this.tickets.map((ticket) =>
            ticket.number === last.ticket.number ? last.ticket : ticket,
          );
          return 'done';
        });
      case 'OpenDesk': {
        const { desk, topics, languages } = command;
        if (!this.#rules.desks.has(desk)) return 'unknown-desk';
        if (topics.some((topic) => !this.#rules.topics.has(topic))) return 'unknown-topic';
        if (languages.some((language) => !this.#rules.languages.has(language)))
          return 'language-not-offered';
        this.desks.set(desk, { topics, languages });
        return 'done';
      }
      case 'CloseDesk':
        return this.#atOpenDesk(command.desk, () => {
          if (this.ticketAt(command.desk)) return 'desk-is-busy';
          this.desks.delete(command.desk);
          this.undoable.delete(command.desk);
          return 'done';
        });
      case 'PauseTopic':
        return this.#withChoice(command.topic, () => {
          if (this.paused.has(command.topic)) return 'topic-already-paused';
          this.paused.add(command.topic);
          return 'done';
        });
      case 'ResumeTopic':
        return this.#withChoice(command.topic, () =>
          this.paused.delete(command.topic) ? 'done' : 'topic-not-paused',
        );
      case 'EndCalledOff':
        for (const ticket of this.tickets) {
          const { admission } = this.#rules.topics.get(ticket.topic) ?? {};
          if (admission === 'called-off' && ['waiting', 'held'].includes(ticket.state))
            this.#change(ticket, { state: 'cancelled', desk: null });
        }
        return 'done';
      case 'SkipNumbers': {
        const [series, ordinal] = [command.through.charAt(0), Number(command.through.slice(1))];
        this.#last.set(series, Math.max(ordinal, this.#lastOf(series)));
        return 'done';
      }
      case 'EndDay':
        for (const ticket of this.tickets)
          if (['waiting', 'called', 'serving', 'held'].includes(ticket.state))
            Object.assign(ticket, { state: 'unserved', desk: null });
        this.desks.clear();
        this.undoable.clear();
        this.paused.clear();
        this.ended = true;
        return 'done';
      default:
        return command satisfies never;
    }
  }

  /** In the order of their turn. */
  waiting(): SmallTicket[] {
    const headStart = ({ topic, precedence }: SmallTicket) =>
      precedence ? 30 : (this.#rules.topics.get(topic)?.headStartMinutes ?? 0);
    const stands = (ticket: SmallTicket) => ticket.arrivedAt - headStart(ticket) * 60_000;
    return this.tickets
      .filter(({ state }) => state === 'waiting')
      .sort((a, b) => stands(a) - stands(b) || a.order - b.order);
  }

  next(desk: DeskId): SmallTicket | undefined {
    const open = this.desks.get(desk);
    return this.waiting().find(
      ({ topic, language }) => open?.topics.includes(topic) && open.languages.includes(language),
    );
  }

  ahead(ticket: SmallTicket): number | null {
    const place = this.waiting()
      .filter(({ topic }) => this.#lineOf(topic) === this.#lineOf(ticket.topic))
      .indexOf(ticket);
    return place === -1 ? null : place;
  }

  ticketAt(desk: DeskId): SmallTicket | undefined {
    return this.tickets.find(
      (ticket) => ticket.desk === desk && (ticket.state === 'called' || ticket.state === 'serving'),
    );
  }

  #issue(command: Extract<QueueCommand, { type: 'IssueTicket' }>): 'done' | RefusalCode {
    const { topic, language, from, precedence, at } = command;
    return this.#withChoice(topic, (series) => {
      const rules = this.#rules.topics.get(topic);
      if (!this.#rules.languages.has(language)) return 'language-not-offered';
      if (!this.#rules.officeOpen) return 'office-closed';
      if (rules?.admission !== 'open') return 'topic-closed';
      if (this.paused.has(topic)) return 'topic-paused';
      const before = this.waiting().filter((other) => this.#lineOf(other.topic) === rules.line);
      if (from === 'terminal' && precedence) return 'not-at-a-terminal';
      if (from === 'terminal' && this.#rules.tooLate) return 'too-late-today';
      if (from === 'terminal' && before.length >= rules.mayWait) return 'too-many-waiting';
      const ordinal = this.#lastOf(series) + 1;
      this.#last.set(series, ordinal);
      this.tickets.push({
        number: `${series}${`00${ordinal}`.slice(-3)}` as TicketNumber,
        order: this.tickets.length + 1,
        topic,
        language,
        arrivedAt: Math.max(at, ...this.tickets.map(({ arrivedAt }) => arrivedAt)),
        state: 'waiting',
        desk: null,
        calls: 0,
        calledAt: 0,
        precedence: Boolean(precedence),
        voided: false,
      });
      return 'done';
    });
  }

  #lastOf(series: string): number {
    return this.#last.get(series) ?? 0;
  }

  #call(ticket: SmallTicket, desk: DeskId, calledAt: EpochMs): 'done' {
    this.callsMade++;
    return this.#change(ticket, { state: 'called', desk, calls: 1, calledAt }, 'call', desk);
  }

  /** `step` is taken at the desk the ticket is called to, or else at the one that has it. */
  #change(ticket: SmallTicket, changed: Partial<SmallTicket>, step?: Step, desk?: DeskId): 'done' {
    for (const [by, last] of this.undoable)
      if (last.ticket.number === ticket.number) this.undoable.delete(by);
    const has = ticket.state === 'called' || ticket.state === 'serving' ? ticket.desk : null;
    const at = desk ?? has;
    if (step && at) this.undoable.set(at, { step, ticket: { ...ticket } });
    Object.assign(ticket, changed);
    return 'done';
  }

  #lineOf(topic: TopicId) {
    return this.#rules.topics.get(topic)?.line;
  }

  #withChoice(topic: TopicId, then: (series: Series) => 'done' | RefusalCode) {
    const known = this.#rules.topics.get(topic);
    if (!known) return 'unknown-topic';
    return known.series === null ? 'topic-is-a-group' : then(known.series);
  }

  #withOpen(number: TicketNumber, then: (ticket: SmallTicket) => 'done' | RefusalCode) {
    const ticket = this.tickets.find((one) => one.number === number);
    if (!ticket) return 'unknown-ticket';
    return ['finished', 'cancelled', 'unserved'].includes(ticket.state)
      ? 'ticket-has-ended'
      : then(ticket);
  }

  #atOpenDesk(desk: DeskId, then: () => 'done' | RefusalCode) {
    if (this.desks.has(desk)) return then();
    return this.#rules.desks.has(desk) ? 'desk-closed' : 'unknown-desk';
  }

  #atFreeDesk(desk: DeskId, then: () => 'done' | RefusalCode) {
    return this.#atOpenDesk(desk, () => (this.ticketAt(desk) ? 'desk-is-busy' : then()));
  }

  #withTicketAt(desk: DeskId, then: (ticket: SmallTicket) => 'done' | RefusalCode) {
    return this.#atOpenDesk(desk, () => {
      const ticket = this.ticketAt(desk);
      return ticket ? then(ticket) : 'desk-has-no-ticket';
    });
  }

  #withCalled(desk: DeskId, then: (ticket: SmallTicket) => 'done' | RefusalCode) {
    return this.#withTicketAt(desk, (ticket) =>
      ticket.state === 'called' ? then(ticket) : 'already-started',
    );
  }
}

const isBetween = (
  { number }: SmallTicket,
  { from, to }: { from: TicketNumber; to: TicketNumber },
): boolean =>
  [from, to].every((end) => end[0] === number[0]) &&
  Number(number.slice(1)) >= Number(from.slice(1)) &&
  Number(number.slice(1)) <= Number(to.slice(1));
