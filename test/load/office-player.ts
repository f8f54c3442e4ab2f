/** One office at work: visitors at its terminal, guides at its desks, windows on its square. All over real sockets. */
import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { Reply } from '#shared/protocol.ts';
import type { Board, Snapshot, Ticket } from '#shared/views.ts';
import type { DeskId, OfficeId } from '#shared/vocabulary.ts';
import { count, type Latencies } from './latencies.ts';
import { Line } from './line.ts';
import { OfficePromises } from './promises.ts';
import { CALLS, note, type Tally } from './tally.ts';
import { type Visitor, visitorsOf } from './visitors.ts';

export type OfficeAsked = { id: OfficeId; desks: readonly DeskId[]; displays: number };

export type PlayAsked = {
  hubs: readonly string[];
  token: string;
  /** Minutes after opening. */
  from: number;
  minutes: number;
  speed: number;
};

/** How a window behaves. Most are well. */
export type Health = 'well' | 'stalled' | 'trickling' | 'reconnecting';

/** From the arrival of a snapshot to `shown`: the next frame. */
const DRAWN_AFTER_MS = 17;
const SLOWLY_DRAWN_AFTER_MS = 2_500;
const LEAVES_ONE_STALLED_FOR_MS = 8_000;
const TRICKLE_MS = { reads: 2, rests: 150 };
/** The first time soon, so that it is met in a short play, too. */
const FIRST_GOES_MS = { least: 500, more: 2_500 };
const GOES_AGAIN_MS = { least: 10_000, more: 50_000 };
const ANSWERS_AFTER_REFUSAL_MS = 1_000;
const TOPICS_HOLD_MS = 10_000;
const A_MINUTE_MS = 60_000;

// Real desks read their snapshots each in a computer of its own; read here by all
// desks of a city at once, they would hide what the hubs cost. So only what is needed is looked for in the bytes.
const NOBODY_NEXT = Buffer.from('"next":null');
const STAMP = /"at":(\d+),"day":"([\d-]+)","version":(\d+)/;
const STAMP_WITHIN_BYTES = 300;

/** What a screen says to a snapshot that it has drawn. */
function shownOf(frame: Buffer): string {
  const head = frame.toString('utf8', 0, STAMP_WITHIN_BYTES);
  const found = STAMP.exec(head);
  // Whoever says nothing is cut, and would be played on without.
  if (!found)
    throw new Error(`The hub says otherwise which snapshot it is than is looked for: ${head}`);
  const [, at, day, version] = found;
  return `42["shown",{"day":"${day}","version":${version},"at":${at}}]`;
}

export class OfficePlayer {
  readonly promises: OfficePromises;
  readonly #office: OfficeAsked;
  readonly #play: PlayAsked;
  readonly #random: () => number;
  readonly #tally: () => Tally;
  readonly #lines: Line[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #pressedAt = new Map<DeskId, number>();
  readonly #visitors: readonly Visitor[];
  readonly #stays = new Map<string, Visitor>();
  #terminal: Line | undefined;
  #topics: readonly string[] = [];
  #topicsHoldUntil = 0;
  #newest: { frame: Buffer; shown: string; board: Board } | undefined;
  #over = false;
  #busy = 0;

  /** @param tally of this moment: told anew after each report */
  constructor(office: OfficeAsked, play: PlayAsked, random: () => number, tally: () => Tally) {
    this.#office = office;
    this.#play = play;
    this.#random = random;
    this.#tally = tally;
    this.promises = new OfficePromises(office.id);
    this.#visitors = visitorsOf(random, play.minutes, play.from);
  }

  /** Every screen is let in. @param health of each window */
  async open(health: readonly Health[]): Promise<void> {
    const { desks } = this.#office;
    this.#terminal = this.#line({ view: 'terminal' }, (frame, line) => {
      line.send(shownOf(frame));
      if (performance.now() < this.#topicsHoldUntil) return;
      const [, view]: [string, Snapshot<'terminal'>] = JSON.parse(frame.toString().slice(2));
      this.#topics = view.topics
        .filter(({ group, admission }) => !group && admission.state === 'open')
        .map(({ id }) => id);
      this.#topicsHoldUntil = performance.now() + TOPICS_HOLD_MS;
    });
    await this.#terminal.up;
    for (const kind of health) await this.#window(kind).up;
    await Promise.all(desks.map((desk) => this.#desk(desk)));
  }

  /** Resolves when the last visitor has come and has had her answer. */
  async play(): Promise<void> {
    const beganAt = performance.now();
    for (const visitor of this.#visitors) {
      const at = beganAt + this.#ms(visitor.comesAt);
      await after(Math.max(0, at - performance.now()));
      void this.#comes(visitor);
    }
    await after(Math.max(0, beganAt + this.#ms(this.#play.minutes) - performance.now()));
    this.#over = true;
    // What was asked is answered, unless a hub stays away.
    for (let waited = 0; this.#busy > 0 && waited < 100; waited += 1) await after(100);
    if (this.#busy > 0) note(this.#tally().events, 'request never answered', this.#busy);
  }

  get connected(): number {
    return this.#lines.filter((line) => line.isUp).length;
  }

  close(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const line of this.#lines) line.close();
  }

  async #comes(visitor: Visitor): Promise<void> {
    const topic = this.#topics[Math.floor(this.#random() * this.#topics.length)];
    if (topic === undefined) return note(this.#tally().events, 'visitor found no open topic');
    const requestId = randomUUID();
    const request = { requestId, topic, language: 'sv', print: false };
    const reply = await this.#ask<Ticket>(this.#terminal, 'ticket:issue', request);
    if (!reply?.ok) return;
    this.#tells(this.promises.issued(reply.answer.number, requestId));
    this.#stays.set(reply.answer.number, visitor);
  }

  /** Calls whoever is next, for as long as there is somebody. */
  async #desk(desk: DeskId): Promise<void> {
    let somebodyWaits = false;
    let atWork = false;
    let opened = false;
    const line = this.#line({ view: 'desk', desk }, (frame, self) => {
      somebodyWaits = !frame.includes(NOBODY_NEXT);
      self.send(shownOf(frame));
      if (opened && somebodyWaits && !atWork) void work();
    });
    const work = async (): Promise<void> => {
      atWork = true;
      while (somebodyWaits && !this.#over) {
        this.#pressedAt.set(desk, performance.now());
        const called = await this.#ask<Ticket>(line, 'desk:call-next', { desk });
        if (!called?.ok) {
          // Another desk was first: the next snapshot says who waits now.
          if (called?.code === 'nobody-waiting') somebodyWaits = false;
          else await after(ANSWERS_AFTER_REFUSAL_MS);
          continue;
        }
        const { number } = called.answer;
        this.#tells(this.promises.called(number, desk));
        const { walksFor, staysFor } = this.#stays.get(number) ?? { walksFor: 0.3, staysFor: 7 };
        await this.#rest(walksFor);
        await this.#ask(line, 'desk:start', { desk });
        await this.#rest(staysFor);
        await this.#ask(line, 'desk:finish', { desk });
      }
      atWork = false;
    };
    await line.up;
    await this.#ask(line, 'desk:open', { desk });
    opened = true;
  }

  #window(health: Health): Line {
    let latest = 0;
    let newcomer = true;
    const line = this.#line({ view: 'board' }, (frame, self) => {
      const { board, shown } = this.#read(frame);
      const now = performance.now();
      // Those called while it was away are no news of the line.
      if (!newcomer && health !== 'stalled' && health !== 'trickling')
        for (const call of board.calls) if (call.id > latest) this.#saw(call.desk, now);
      newcomer = false;
      latest = Math.max(latest, ...board.calls.map(({ id }) => id));
      if (health === 'stalled') return this.#stalls(self);
      const drawnAfter = health === 'trickling' ? SLOWLY_DRAWN_AFTER_MS : DRAWN_AFTER_MS;
      this.#later(drawnAfter, () => self.send(shown));
    });
    const trickle = () => {
      line.pause();
      this.#later(TRICKLE_MS.rests, () => {
        line.resume();
        this.#later(TRICKLE_MS.reads, trickle);
      });
    };
    const comeAndGo = ({ least, more }: typeof FIRST_GOES_MS) =>
      this.#later(least + this.#random() * more, () => {
        newcomer = true;
        line.drop();
        note(this.#tally().events, 'window reconnected by itself');
        comeAndGo(GOES_AGAIN_MS);
      });
    if (health === 'trickling') void line.up.then(trickle);
    if (health === 'reconnecting') void line.up.then(() => comeAndGo(FIRST_GOES_MS));
    return line;
  }

  /** It reads nothing any more, until somebody pulls its plug. */
  #stalls(line: Line): void {
    line.pause();
    note(this.#tally().events, 'window stalled');
    this.#later(LEAVES_ONE_STALLED_FOR_MS, () => line.drop());
  }

  /** All windows of the office get the same bytes: read once, as each would in a computer of its own. */
  #read(frame: Buffer): { shown: string; board: Board } {
    if (this.#newest?.frame.equals(frame)) return this.#newest;
    const text = frame.toString();
    const [, board]: [string, Board] = JSON.parse(text.slice(2));
    for (const call of board.calls) this.#tells(this.promises.shown(call));
    this.#newest = { frame, shown: shownOf(frame), board };
    return this.#newest;
  }

  #saw(desk: DeskId, at: number): void {
    const pressedAt = this.#pressedAt.get(desk);
    if (pressedAt !== undefined) count(this.#latencies(CALLS), at - pressedAt);
  }

  async #ask<Answer>(
    line: Line | undefined,
    name: string,
    request: object,
  ): Promise<Reply<Answer> | undefined> {
    if (!line) return undefined;
    this.#busy += 1;
    const askedAt = performance.now();
    const reply = await line.ask<Answer>(name, { requestId: randomUUID(), ...request });
    this.#busy -= 1;
    count(this.#latencies(name), performance.now() - askedAt);
    if (!reply.ok) note(this.#tally().refusals, `${name} ${reply.code}`);
    return reply;
  }

  #latencies(name: string): Latencies {
    const { latencies } = this.#tally();
    const known = latencies.get(name) ?? new Map();
    latencies.set(name, known);
    return known;
  }

  #tells(broken: string | null): void {
    if (broken !== null) this.#tally().broken.push(broken);
  }

  #line(
    view: { view: 'board' | 'terminal' | 'desk'; desk?: DeskId },
    onSnapshot: (frame: Buffer, line: Line) => void,
  ): Line {
    const { hubs, token } = this.#play;
    // Screens of an office are at all hubs.
    const first = Math.floor(this.#random() * hubs.length);
    const line: Line = new Line({
      hubs: [...hubs.slice(first), ...hubs.slice(0, first)],
      handshake: { office: this.#office.id, token, ...view },
      random: this.#random,
      onSnapshot: (frame) => onSnapshot(frame, line),
      onStill: (frame) => line.send(shownOf(frame)),
      onEvent: (what) => note(this.#tally().events, `${view.view}: ${what}`),
    });
    this.#lines.push(line);
    return line;
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  #ms = (minutes: number): number => (minutes * A_MINUTE_MS) / this.#play.speed;

  #rest = (minutes: number): Promise<unknown> =>
    this.#over ? Promise.resolve() : after(this.#ms(minutes));
}
