/**
 * One office, its hubs, its screens, its printer, and what befalls them, in one thread: the real hub and the real lines
 * of its screens over a made-up network, and a witness who reads the log and hears every answer. Rules SI… in
 * docs/spec.md; what is real here and what is not stands in docs/simulation.md.
 */
import { isDeepStrictEqual } from 'node:util';
import { AgentTicketPrinter } from '#print/agent-ticket-printer.ts';
import { Printing } from '#print/printing.ts';
import type { SlipDrawing } from '#print/slip-drawing.ts';
import { paperOf } from '#print/slip-paper.ts';
import { type Cause, EventLogUnavailable } from '#server/event-log/event-log.ts';
import { commandFor, type QueueAsked } from '#server/hub/commands.ts';
import { Office } from '#server/hub/office.ts';
import { OfficeFeeds } from '#server/hub/office-feeds.ts';
import { LiveBook } from '#server/hub/open-book.ts';
import { Presence } from '#server/hub/presence.ts';
import { type SocketParts, serveSockets } from '#server/hub/sockets.ts';
import type { PictureStore } from '#server/media/picture-store.ts';
import { dayRules } from '#server/office/day-rules.ts';
import { OfficeClock } from '#server/office-clock.ts';
import { decide } from '#server/queue/decide.ts';
import { evolve } from '#server/queue/evolve.ts';
import { emptyQueue, type Queue } from '#server/queue/queue.ts';
import { queueFormat } from '#server/queue/queue-format.ts';
import { InMemoryCounters } from '#server/tallies/in-memory-counters.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Reply, RequestName } from '#shared/protocol.ts';
import type { Snapshot, Stamp, ViewName } from '#shared/views.ts';
import type { TicketNumber } from '#shared/vocabulary.ts';
import { expectSound } from '#test/queue/invariants.ts';
import {
  desk1,
  desk3,
  guides,
  hoursOf,
  law,
  letters,
  printing,
  smallOffice,
  stockholm,
  topicOf,
  visitors,
} from '#test/support/office.ts';
import { type Act, type Setting, TROUBLE_MS } from './plan.ts';
import { PrintersComputer } from './printers-computer.ts';
import { GOOD_WAY, HubsEventLog, SharedStore, type StoresFault, type Way } from './shared-log.ts';
import { Network, onScreen, type SimulatedServer, useNetwork } from './sockets.ts';
import { textOf, Witness } from './witness.ts';
import { type Machine, World } from './world.ts';

/** After the last fault everything has so long to be well again, by itself. */
const QUIET_MS = 45_000;
/** Then something is done once more, and must be seen everywhere. */
const PROOF_MS = 10_000;
/** What leaves a hub may be so much older than what the hub knows: a burst goes together. */
const COALESCED_MS = 60;
/** More than a screen may have in flight: one, and one that a newcomer is sent. */
const MOST_IN_FLIGHT = 2;

const desk2 = 'desk-2' as typeof desk1;
const DESKS = [desk1, desk2, desk3];
const TOPICS = [letters, printing, law];

const bookWith = (hours: Setting['hours']): OfficeBook => ({
  ...smallOffice,
  topics: [
    topicOf(letters),
    topicOf(printing, { headStartMinutes: 10 }),
    topicOf(law, { line: visitors }),
  ],
  lines: smallOffice.lines.map((line) => (line.id === guides ? { ...line, mayWait: 60 } : line)),
  agencies: [],
  desks: [
    { id: desk1, name: { sv: 'Bord 1' }, topics: [letters, printing], languages: ['sv', 'en'] },
    { id: desk2, name: { sv: 'Bord 2' }, topics: TOPICS, languages: ['sv', 'en'] },
    { id: desk3, name: { sv: 'Bord 3' }, topics: [law, letters], languages: ['sv'] },
  ],
  hours: [
    hours === 'day'
      ? hoursOf('FREQ=DAILY', '09:00', '16:00')
      : hoursOf('FREQ=DAILY', '00:00', '23:59'),
  ],
  settings: {
    ...smallOffice.settings,
    callGivenTicket: true,
    callsBeforeNoShow: 1,
    lastTicketMinutesBeforeClosing: 0,
  },
});

/** What is used of shared/ui/hub-connection.ts, which belongs to the browser's half of the types. */
type Line = {
  readonly feed: { state: string; snapshot?: Snapshot };
  onChange(listener: () => void): () => void;
  request(name: string, request: object): Promise<Reply<unknown>>;
  close(): void;
};
export type MakeLine = new (who: { view: ViewName; desk?: string; screen?: string }) => Line;

type Screen = {
  readonly name: string;
  readonly view: ViewName;
  readonly desk?: string;
  machine: Machine;
  line: Line;
  /** Of the page as it is: what it showed last. */
  shown: Stamp | null;
  isLost: boolean;
};

type Hub = {
  readonly index: number;
  machine: Machine;
  log: HubsEventLog | null;
  office: Office | null;
  printer: AgentTicketPrinter | null;
  server: SimulatedServer | null;
  way: Way;
  skewMs: number;
  /** It has something new since it was last looked at. */
  isNews: boolean;
  /** When it came to know of each version. */
  readonly knew: { day: string; version: number; at: number }[];
};

/** A request as whoever made it knows it. */
type Pressed = {
  readonly requestId: string;
  readonly name: RequestName;
  readonly request: Record<string, unknown>;
  readonly askedAt: number;
  /** Of the log, when it was first asked: a refusal must be true of one of the states since. */
  readonly since: { day: string; version: number };
  answer: unknown;
  isAnswered: boolean;
  isAlone: boolean;
};

/** A day's stream as the witness has read it. */
type DayRead = {
  readonly witness: Witness;
  /** By version; 0 is before the first event. */
  readonly queues: Queue[];
  readonly texts: string[];
};

export type RunParts = {
  setting: Setting;
  acts: readonly Act[];
  MakeLine: MakeLine;
  pictures: PictureStore;
  /** For the journal of the printer's computer: another for each run. */
  folder: string;
  /** Left out: the store is sound. */
  sabotage?: StoresFault;
};
export type RunEnded = {
  /** What must never be, with when it was. Empty: all is well. */
  wrong: readonly string[];
  steps: number;
  trace: number;
  count: Record<string, number>;
};

/** One run from beginning to end. It stops at the first thing that must never be. */
export async function live(parts: RunParts): Promise<RunEnded> {
  const town = new Town(parts);
  return town.live();
}

class Town {
  readonly #parts: RunParts;
  readonly #world: World;
  readonly #store: SharedStore;
  readonly #book: OfficeBook;
  readonly #hubs: Hub[];
  readonly #screens: Screen[] = [];
  readonly #network: Network;
  readonly #counters: InMemoryCounters;
  readonly #computer: PrintersComputer;
  #slowestMs = 20;
  readonly #wrong: string[] = [];
  readonly #days = new Map<string, DayRead>();
  #read = 0;
  readonly #pressed: Pressed[] = [];
  /** Which append each request is in. */
  readonly #requestsIn = new Map<string, number>();
  readonly #count: Record<string, number> = {};
  #isProof = false;

  constructor(parts: RunParts) {
    const { setting } = parts;
    this.#parts = parts;
    this.#world = new World(setting.seed ^ 0x7a11, stockholm(setting.startsAt));
    this.#store = new SharedStore(this.#world, parts.sabotage);
    this.#book = bookWith(setting.hours);
    this.#counters = new InMemoryCounters();
    this.#hubs = Array.from({ length: setting.hubs }, (_, index) => ({
      index,
      ...{ machine: { name: `hub ${index}`, alive: false }, log: null, office: null },
      ...{ printer: null, server: null, way: GOOD_WAY, isNews: false, knew: [] },
      skewMs: this.#world.between(-800, 800),
    }));
    this.#network = new Network({
      world: this.#world,
      route: (machine) => this.#route(machine),
      slowestMs: () => this.#slowestMs,
      onSnapshot: (server, socket, snapshot) =>
        this.#leaves(server, socket.inFlight, snapshot as Stamp),
    });
    this.#computer = new PrintersComputer({
      world: this.#world,
      folder: parts.folder,
      seed: setting.seed,
      hubs: () =>
        this.#hubs.flatMap(({ machine, printer }) =>
          machine.alive && printer ? [{ machine, printer }] : [],
        ),
      onFault: (fault) => this.#fault('agent', fault),
    });
  }

  async live(): Promise<RunEnded> {
    const world = this.#world;
    const giveBack = world.takeOver();
    useNetwork(this.#network);
    const problems: unknown[] = [];
    const hear = (problem: unknown) => {
      problems.push(problem);
    };
    process.on('unhandledRejection', hear);
    try {
      for (const hub of this.#hubs) this.#start(hub, 10 + hub.index * 300);
      for (const name of ['terminal 0', 'terminal 1']) this.#addScreen(name, 'terminal');
      for (const desk of DESKS) this.#addScreen(desk, 'desk', desk);
      for (const name of ['window 0', 'window 1']) this.#addScreen(name, 'board');
      if (this.#parts.setting.prints) this.#computer.start();
      for (const act of this.#parts.acts) world.on(null, act.at, () => this.#do(act));
      await this.#pass(TROUBLE_MS);
      if (this.#wrong.length === 0) await this.#beQuiet();
      if (this.#wrong.length === 0) await this.#prove();
      if (this.#wrong.length === 0) await this.#lookBack();
    } finally {
      process.off('unhandledRejection', hear);
      useNetwork(null);
      giveBack();
      this.#computer.end();
    }
    for (const problem of problems) this.#fault('somewhere', problem);
    return {
      wrong: this.#wrong,
      steps: world.steps,
      trace: world.trace,
      count: this.#count,
    };
  }

  /** To `until`, or to the first thing that must never be. */
  async #pass(until: number): Promise<void> {
    const world = this.#world;
    while (world.now() < until && this.#wrong.length === 0)
      await world.live(Math.min(until, world.now() + 50), (machine) => this.#look(machine));
  }

  #say(wrong: string): void {
    this.#wrong.push(`${(this.#world.now() / 1_000).toFixed(3)} s: ${wrong}`);
  }

  #fault(where: string, fault: unknown): void {
    if (fault instanceof EventLogUnavailable) return;
    this.#say(`fault in ${where}: ${fault instanceof Error ? fault.stack : String(fault)}`);
  }

  // Hubs

  #start(hub: Hub, afterMs: number): void {
    const world = this.#world;
    const machine: Machine = { name: `hub ${hub.index}`, alive: true };
    hub.machine = machine;
    world.on(machine, afterMs, () => {
      this.#open(hub, machine).catch((fault) => {
        if (!machine.alive) return;
        machine.alive = false;
        hub.log?.close();
        if (fault instanceof EventLogUnavailable) return this.#start(hub, 1_000); // as whoever watches over it does
        this.#fault(machine.name, fault);
      });
    });
  }

  async #open(hub: Hub, machine: Machine): Promise<void> {
    const world = this.#world;
    const log = new HubsEventLog(world, this.#store, machine, () => hub.way);
    hub.log = log;
    const clock = OfficeClock.startingAt(world.wallTime + hub.skewMs);
    const now = () => clock.now();
    const onFault = (fault: unknown) => this.#fault(machine.name, fault);
    const live = await LiveBook.open(log, this.#book, now());
    const feeds = await OfficeFeeds.open({
      ...{ log, office: live.book.id, zone: live.book.zone, feeds: () => [], now, onFault },
    });
    const printer = new AgentTicketPrinter({
      timers: { now: () => world.now(), after: (ms, run) => world.on(machine, ms, run) },
    });
    const presence = new Presence(now);
    const office = await Office.open({
      ...{ log, logName: () => 'the log', book: live, feeds, clock, onFault, presence },
      counters: this.#counters,
      pictures: this.#parts.pictures,
      openPrinters: async () => [
        {
          id: 'printer-1' as never,
          name: { sv: 'Automat 1' },
          printing: new Printing({
            printer: this.#computer.marking(printer),
            drawing: NOTHING_DRAWN,
            paper: paperOf({ widthMm: 80, dotsPerInch: 203 }),
            onFault,
          }),
        },
      ],
      pagesAt: () => null,
      trial: () => false,
    });
    if (!machine.alive) return;
    office.onChange(() => {
      hub.isNews = true;
    });
    hub.isNews = true;
    hub.office = office;
    hub.printer = printer;
    const http = {
      serves: machine,
      isServing: (server: SimulatedServer) => {
        hub.server = server;
      },
    };
    serveSockets({ ...letsEverybodyIn(office, presence), http: http as never, onFault });
  }

  #kill(hub: Hub, { forMs, silently }: { forMs: number; silently: boolean }): void {
    if (!hub.machine.alive) return;
    hub.machine.alive = false;
    hub.log?.close();
    for (const line of [...this.#network.lines])
      if (line.server.server === hub.server)
        line.break({ clientAfter: silently ? 60_000 : 5, serverAfter: 60_000 });
    this.#computer.hubDied(hub.machine, silently ? 10_000 : 5);
    hub.office = null;
    hub.printer = null;
    hub.server = null;
    this.#start(hub, forMs);
  }

  // Screens

  #route(machine: Machine): SimulatedServer | undefined {
    const screen = this.#screens.find((one) => one.machine === machine);
    if (!screen || screen.isLost) return undefined;
    return this.#world.pick(this.#hubs.flatMap(({ server }) => server ?? []));
  }

  #addScreen(name: string, view: ViewName, desk?: string): void {
    const screen = {
      name,
      view,
      ...(desk && { desk }),
      shown: null,
      isLost: false,
    } as unknown as Screen;
    this.#screens.push(screen);
    this.#load(screen);
  }

  #load(screen: Screen): void {
    const machine: Machine = { name: screen.name, alive: true };
    screen.machine = machine;
    screen.shown = null;
    const { view, desk } = screen;
    const line = onScreen(machine, () => new this.#parts.MakeLine({ view, ...(desk && { desk }) }));
    screen.line = line;
    line.onChange(() => this.#shows(screen));
  }

  #reload(screen: Screen): void {
    for (const line of [...this.#network.lines])
      if (line.client.machine === screen.machine) line.break();
    screen.machine.alive = false;
    this.#load(screen);
  }

  #shows(screen: Screen): void {
    const { snapshot } = screen.line.feed;
    if (!snapshot) return;
    const before = screen.shown;
    const isBack =
      before !== null &&
      (snapshot.day < before.day ||
        (snapshot.day === before.day && snapshot.version < before.version));
    if (isBack)
      this.#say(
        `I6 ${screen.name} shows ${snapshot.day} ${snapshot.version} after ${before.day} ${before.version}`,
      );
    screen.shown = { ...snapshot };
  }

  /** What a hub sends is as new as what it knows. */
  #leaves(server: SimulatedServer, inFlight: number, { day, version }: Stamp): void {
    if (inFlight > MOST_IN_FLIGHT) this.#say(`I13 ${inFlight} snapshots are under way to a screen`);
    const hub = this.#hubs.find((one) => one.server === server);
    const must = hub?.knew.findLast(({ at }) => at <= this.#world.now() - COALESCED_MS);
    if (must && (must.day > day || (must.day === day && must.version > version)))
      this.#say(
        `I5 ${server.machine.name} sends ${day} ${version} and knows ${must.day} ${must.version}`,
      );
  }

  // What people do and what befalls machines

  #do(act: Act): void {
    const world = this.#world;
    const hub = 'hub' in act ? this.#hubs[act.hub % this.#hubs.length] : undefined;
    const screen = 'screen' in act ? this.#screens[act.screen % this.#screens.length] : undefined;
    const lines = [...this.#network.lines];
    const line = 'which' in act ? lines[Math.floor(act.which * lines.length)] : undefined;
    this.#count[act.what] = (this.#count[act.what] ?? 0) + 1;
    switch (act.what) {
      case 'take': {
        const topic = TOPICS[Math.floor(act.dice * TOPICS.length)];
        const language = act.dice * 10 - Math.floor(act.dice * 10) < 0.7 ? 'sv' : 'en';
        return this.#press(`terminal ${act.terminal}`, 'ticket:issue', {
          ...{ topic, language, print: act.paper },
        });
      }
      case 'press': {
        const desk = DESKS[act.desk % DESKS.length];
        const done = desk && this.#whatSheDoes(desk, act);
        return done && this.#press(desk, done[0], done[1]);
      }
      case 'repeat': {
        const pressed = this.#pressed[Math.floor(act.which * this.#pressed.length)];
        return pressed && this.#repeat(pressed, act.changed);
      }
      case 'kill-hub':
        return hub && this.#kill(hub, act);
      case 'cut-store': {
        if (!hub || hub.way !== GOOD_WAY) return;
        hub.way = { ...GOOD_WAY, cut: true };
        world.on(null, act.forMs, () => this.#mend(hub));
        return;
      }
      case 'rough-store': {
        if (!hub || hub.way !== GOOD_WAY) return;
        const { losesAsked, losesAnswers, holdsUp, slowestMs } = act;
        hub.way = { cut: false, losesAsked, losesAnswers, holdsUp, slowestMs };
        world.on(null, act.forMs, () => this.#mend(hub));
        return;
      }
      case 'full-disk':
        this.#store.isFull = true;
        world.on(null, act.forMs, () => {
          this.#store.isFull = false;
        });
        return;
      case 'break-line':
        return line?.break(act);
      case 'stand-line':
        return line?.stand(act.ms);
      case 'slow-network':
        this.#slowestMs = act.slowestMs;
        world.on(null, act.forMs, () => {
          this.#slowestMs = 20;
        });
        return;
      case 'lose-screen': {
        if (!screen) return;
        screen.isLost = true;
        for (const one of lines)
          if (one.client.machine === screen.machine)
            one.break({ clientAfter: 60_000, serverAfter: 60_000 });
        world.on(null, act.forMs, () => {
          screen.isLost = false;
        });
        return;
      }
      case 'reload-screen':
        return screen && this.#reload(screen);
      case 'kill-agent':
        return this.#computer.kill(act.forMs);
      case 'cut-agent':
        return this.#computer.cut(act);
      case 'printer':
        return this.#computer.mishap(act.seed);
      default:
        return act satisfies never;
    }
  }

  #mend(hub: Hub): void {
    hub.way = GOOD_WAY;
    if (hub.machine.alive) hub.log?.catchUp();
  }

  /** What somebody would do who sees her desk as it shows itself; now and then what she cannot. */
  #whatSheDoes(
    desk: string,
    { dice, other }: { dice: number; other: number },
  ): readonly [RequestName, Record<string, unknown>] | undefined {
    const snapshot = this.#screens.find(({ name }) => name === desk)?.line.feed.snapshot;
    const view = snapshot as Snapshot<'desk'> | undefined;
    if (!view || (!view.desk.open && other < 0.95)) return ['desk:open', { desk }];
    const pick = <One>(from: readonly One[]) => from[Math.floor(other * from.length)];
    const { ticket } = view.desk;
    const held = pick(view.held)?.number;
    const waiting = pick(view.waiting)?.number;
    const absent = pick(view.noShows)?.number;
    const topic = pick(TOPICS);
    if (dice < 0.06 && held)
      return ['ticket:resume', { number: held, ...(other < 0.5 && { desk }) }];
    if (dice < 0.09 && absent) return ['ticket:restore', { number: absent }];
    if (dice < 0.11 && waiting) return ['ticket:cancel', { number: waiting }];
    if (dice < 0.13 && waiting) return ['ticket:call', { number: waiting, desk }];
    if (dice < 0.18 && waiting) return ['ticket:transfer', { number: waiting, topic }];
    if (dice < 0.26 && view.desk.undo) return ['desk:undo', { desk }];
    if (dice < 0.27) return ['desk:close', { desk }];
    if (dice < 0.28) return ['topic:pause', { topic }];
    if (dice < 0.31) return ['topic:resume', { topic }];
    if (dice < 0.33) return ['desk:undo', { desk }];
    if (!ticket || dice > 0.97) return ['desk:call-next', { desk }];
    if (dice < 0.4 && ticket.state === 'called') return ['desk:recall', { desk }];
    if (dice < 0.47) return ['desk:hold', { desk }];
    if (dice < 0.54) return ['desk:no-show', { desk }];
    if (dice < 0.62) return ['ticket:transfer', { number: ticket.number, topic }];
    if (dice < 0.75 && ticket.state === 'called') return ['desk:start', { desk }];
    return ['desk:finish', { desk }];
  }

  #press(at: string, name: RequestName, request: Record<string, unknown>): void {
    const requestId = `${name}-${this.#pressed.length}-${this.#world.between(0, 1e9)}`;
    const pressed: Pressed = {
      ...{ requestId, name, request, askedAt: this.#world.now(), since: this.#head() },
      ...{ answer: undefined, isAnswered: false, isAlone: true },
    };
    this.#pressed.push(pressed);
    this.#ask(at, pressed, this.#isProof ? 0 : 2);
  }

  /** @param more how often she presses again when the hub is out of reach */
  #ask(at: string, pressed: Pressed, more: number): void {
    const screen = this.#screens.find(({ name }) => name === at);
    if (!screen) return;
    const { requestId, name, request } = pressed;
    this.#world.on(screen.machine, 0, () => {
      screen.line.request(name, { ...request, requestId }).then((reply) => {
        this.#hear(pressed, reply);
        if (!reply.ok && reply.code === 'hub-unavailable' && more > 0)
          this.#world.on(null, 1_500, () => this.#ask(at, pressed, more - 1));
      });
    });
  }

  #repeat(pressed: Pressed, isChanged: boolean): void {
    const { requestId, name, request } = pressed;
    const at = this.#world.pick(name === 'ticket:issue' ? ['terminal 0', 'terminal 1'] : DESKS);
    if (!at) return;
    pressed.isAlone = false;
    if (!isChanged) return this.#ask(at, pressed, 0);
    if (name !== 'ticket:issue') return;
    const screen = this.#screens.find((one) => one.name === at);
    const other = { ...request, topic: request['topic'] === law ? letters : law };
    // Only what has been done: of two contents under way either may be first.
    if (!screen || !this.#requestsIn.has(requestId)) return;
    this.#world.on(screen.machine, 0, () => {
      screen.line.request(name, { ...other, requestId }).then((reply) => {
        if (reply.ok) this.#say(`I10 ${requestId} was answered for other content`);
        else if (
          !['request-id-reused', 'hub-unavailable', 'too-many-requests'].includes(reply.code)
        )
          this.#say(`I10 ${requestId} with other content is ${reply.code}`);
      });
    });
  }

  /** An answer has come to whoever asked. */
  #hear(pressed: Pressed, reply: Reply<unknown>): void {
    const { requestId, name } = pressed;
    this.#world.note(`${requestId} ${reply.ok} `);
    const outcome = reply.ok ? 'done' : reply.code;
    this.#count[outcome] = (this.#count[outcome] ?? 0) + 1;
    if (!reply.ok) return this.#hearRefusal(pressed, reply.code);
    const cause = this.#causeOf(requestId);
    if (!cause) return this.#say(`I2 ${requestId} is acknowledged and is not in the log`);
    if (!isDeepStrictEqual(cause.answer, reply.answer))
      this.#say(`I10 ${requestId} is answered otherwise than the log has it`);
    if (pressed.isAnswered && !isDeepStrictEqual(pressed.answer, reply.answer))
      this.#say(`I10 ${requestId} has two answers`);
    pressed.answer = reply.answer;
    pressed.isAnswered = true;
    if (name === 'ticket:issue') {
      const { number } = reply.answer as { number: string };
      const others = this.#pressed.filter(
        (one) => one !== pressed && one.isAnswered && one.name === name,
      );
      for (const other of others)
        if (
          (other.answer as { number: string; issuedAt: number }).number === number &&
          (other.answer as { token: string }).token !== (reply.answer as { token: string }).token &&
          dayOf(this.#entryOf(other.requestId)) === dayOf(this.#entryOf(requestId))
        )
          this.#say(`I1 ${number} is in two hands`);
    }
  }

  #entryOf(requestId: string): string {
    const index = this.#requestsIn.get(requestId);
    return (index !== undefined && this.#store.appends[index]?.stream) || '';
  }

  /** A refusal was true of the log at some moment since it was asked for. */
  #hearRefusal({ name, request, requestId, since, isAlone }: Pressed, code: string): void {
    const day = this.#days.get(since.day);
    const now = this.#head();
    if (code === 'hub-unavailable' || code === 'too-many-requests') return;
    if (this.#requestsIn.has(requestId)) {
      // One hub may have refused it before another did it, when it was asked twice at once.
      if (isAlone && code === 'request-id-reused') this.#say(`I10 ${requestId} is ${code}`);
      return;
    }
    if (!day || now.day !== since.day || !OF_THE_STATE.has(code)) return;
    const asked = { request: name, requestId, ...request } as unknown as QueueAsked;
    const at = this.#world.wallTime;
    const asker = { from: 'counter', by: null, agency: null } as const;
    // Whatever the hour: only how the queue stood is looked at.
    const rules = { ...dayRules(this.#book, at), officeOpen: true };
    const defaults = { reason: 'other', precedence: null, print: false, why: null };
    const command = commandFor({ ...defaults, ...asked }, asker, { book: this.#book, at });
    const stood = day.queues.slice(since.version, now.version + 1);
    // After midnight the new day is empty until something happens in it.
    if (day.witness.ended) stood.push(emptyQueue);
    for (const queue of stood) {
      const decision = decide(queue, command, rules);
      if (!decision.accepted && decision.refusal === code) return;
    }
    this.#say(
      `I3 ${requestId} is refused with ${code}, which was not so at any version from ${since.version} to ${now.version}`,
    );
  }

  // The witness

  #causeOf(requestId: string): Cause | undefined {
    const index = this.#requestsIn.get(requestId);
    const append = index === undefined ? undefined : this.#store.appends[index];
    if (!append) return undefined;
    return this.#store
      .read(append.stream, append.from - 1)
      .find(({ cause }) => cause?.requestId === requestId)?.cause as Cause;
  }

  #head(): { day: string; version: number } {
    const day = [...this.#days.keys()].sort().at(-1) ?? '';
    return { day, version: (this.#days.get(day)?.queues.length ?? 1) - 1 };
  }

  #look(machine: Machine | null): void {
    for (; this.#read < this.#store.appends.length; this.#read++) this.#readAppend(this.#read);
    for (const hub of this.#hubs)
      if (hub.isNews && (machine === hub.machine || machine === null)) this.#lookAt(hub);
  }

  #readAppend(index: number): void {
    const append = this.#store.appends[index];
    if (!append) return;
    const { stream, from, count } = append;
    const entries = this.#store.read(stream, from - 1).slice(0, count);
    for (const { cause } of entries) {
      if (!cause) continue;
      const earlier = this.#requestsIn.get(cause.requestId);
      if (earlier !== undefined && earlier !== index)
        this.#say(`I10 ${cause.requestId} is done a second time, in ${stream}`);
      this.#requestsIn.set(cause.requestId, index);
    }
    if (!stream.startsWith('queue/')) return;
    const date = stream.split('/').at(-1) ?? '';
    const day = this.#days.get(date) ?? {
      ...{ witness: new Witness(), queues: [emptyQueue], texts: [''] },
    };
    this.#days.set(date, day);
    for (const entry of entries) {
      const event = queueFormat.decode(entry, stream);
      const queue = day.queues.at(-1) ?? emptyQueue;
      const asked = this.#pressed.find(({ requestId }) => requestId === entry.cause?.requestId);
      day.witness.see(event, asked?.name ?? null);
      const after = evolve(queue, event);
      day.queues.push(after);
      day.texts.push(day.witness.whereabouts());
      if (day.queues.length - 1 !== entry.version)
        this.#say(`I9 ${stream} ${entry.version} comes after ${day.queues.length - 2}`);
      if (event.type === 'TicketIssued' && !this.#isOpenAt(event.at, date))
        this.#say(`I20 ${event.number} is issued and the office is closed`);
    }
    try {
      expectSound(day.queues.at(-1) ?? emptyQueue);
    } catch (unsound) {
      this.#say(`I3 ${stream} ${from + count - 1}: ${(unsound as Error).message}`);
    }
    for (const wrong of day.witness.wrong.splice(0)) this.#say(`${wrong} (${date})`);
  }

  /** By the clock on the wall, counted out by hand: Stockholm is an hour before UTC, and two in summer. */
  #isOpenAt(at: number, date: string): boolean {
    const summerEnds = Date.UTC(2026, 9, 25, 1);
    const wall = at + (at < summerEnds ? 2 : 1) * 3_600_000;
    const minutes = Math.floor(wall / 60_000) % 1_440;
    const [opens, closes] = this.#parts.setting.hours === 'day' ? [540, 960] : [0, 1_439];
    if (new Date(wall).toISOString().slice(0, 10) !== date) {
      this.#say(`I16 a ticket of ${new Date(wall).toISOString()} is in the stream of ${date}`);
    }
    return minutes >= opens && minutes < closes;
  }

  /** What a hub tells of each ticket is what the log says of it, at the version that the hub is at. */
  #lookAt(hub: Hub): void {
    hub.isNews = false;
    const { office } = hub;
    if (!office || !hub.machine.alive) return;
    const { day, version } = office.snapshot('board');
    hub.knew.push({ day, version, at: this.#world.now() });
    if (hub.knew.length > 200) hub.knew.shift();
    const read = this.#days.get(day);
    if (!read) {
      if (version > 0)
        this.#say(`I9 ${hub.machine.name} is at ${version} of ${day}, which is empty`);
      return;
    }
    const text = read.texts[version];
    if (text === undefined)
      return this.#say(
        `I9 ${hub.machine.name} is at ${version} of ${day}, which has ${read.texts.length - 1}`,
      );
    const numbers = (read.queues[version] ?? emptyQueue).tickets.keys();
    const tickets = [...numbers].flatMap((number) => office.ticket(number) ?? []);
    if (textOf(tickets) !== text)
      this.#say(
        `I8 ${hub.machine.name} at ${day} ${version} tells\n${difference(textOf(tickets), text)}`,
      );
  }

  // How it ends

  async #beQuiet(): Promise<void> {
    this.#store.isFull = false;
    this.#slowestMs = 20;
    for (const hub of this.#hubs) this.#mend(hub);
    for (const screen of this.#screens) screen.isLost = false;
    this.#computer.heal();
    await this.#pass(TROUBLE_MS + QUIET_MS);
    this.#expectAllNewest('after the last fault');
  }

  /** The office works again: a ticket is taken, called, printed and seen. */
  async #prove(): Promise<void> {
    this.#isProof = true;
    const from = this.#pressed.length;
    const isOpen = this.#parts.setting.hours === 'round-the-clock' || !this.#isShutByNow();
    this.#press(desk1, 'topic:resume', { topic: letters });
    this.#press(desk1, 'desk:open', { desk: desk1 });
    await this.#pass(this.#world.now() + 1_000);
    this.#press('terminal 0', 'ticket:issue', { topic: letters, language: 'sv', print: true });
    await this.#pass(this.#world.now() + 1_000);
    this.#press(desk1, 'desk:finish', { desk: desk1 });
    await this.#pass(this.#world.now() + 1_000);
    this.#press(desk1, 'desk:call-next', { desk: desk1 });
    await this.#pass(this.#world.now() + PROOF_MS);
    if (this.#wrong.length > 0) return;
    const [, open, taken, , called] = this.#pressed.slice(from);
    if (!open?.isAnswered) this.#say('I14 no desk can be opened');
    if (isOpen && !taken?.isAnswered) this.#say('I14 no ticket can be taken');
    if (!isOpen && taken?.isAnswered) this.#say('I20 the office is closed and gives a ticket');
    if (isOpen && !called?.isAnswered) this.#say('I14 nobody can be called');
    this.#expectAllNewest('after a call');
    const shown = this.#screens.find(({ view }) => view === 'board')?.line.feed.snapshot;
    const { number } = (called?.answer ?? {}) as { number?: string };
    const board = shown as Snapshot<'board'> | undefined;
    if (number && board?.calls[0]?.number !== number)
      this.#say(`I5 ${number} is called, and the window shows ${board?.calls[0]?.number}`);
    const ticket = (taken?.answer ?? {}) as { number?: TicketNumber };
    const office = this.#hubs.find((hub) => hub.office)?.office;
    if (ticket.number && office) {
      const paper = office.ticket(ticket.number)?.paper;
      this.#count[`paper ${paper?.state}`] = (this.#count[`paper ${paper?.state}`] ?? 0) + 1;
      if (!paper || paper.state === 'printing')
        this.#say(`I14 the paper of ${ticket.number} is nowhere`);
    }
  }

  #isShutByNow(): boolean {
    const wall = this.#world.wallTime + 3_600_000;
    return Math.floor(wall / 60_000) % 1_440 >= 960;
  }

  /** Every screen is live, at the head of the log. */
  #expectAllNewest(when: string): void {
    const head = this.#head();
    for (const { name, line } of this.#screens) {
      const { state, snapshot } = line.feed;
      if (state !== 'live' || !snapshot) this.#say(`I14 ${name} is ${state} ${when}`);
      else if (snapshot.version !== head.version && snapshot.day === head.day)
        this.#say(`I5 ${name} shows ${snapshot.version} ${when}, and the log has ${head.version}`);
    }
  }

  /** What became of every request and every paper, and what another hub would make of the log. */
  async #lookBack(): Promise<void> {
    for (const { requestId, isAnswered } of this.#pressed)
      if (isAnswered && !this.#causeOf(requestId))
        this.#say(`I2 ${requestId} was acknowledged and is not in the log`);
    const last: Hub = {
      ...{ index: 9, machine: { name: 'another hub', alive: true }, log: null, office: null },
      ...{ printer: null, server: null, way: GOOD_WAY, isNews: false, knew: [], skewMs: 0 },
    };
    const before = this.#hubs.flatMap(({ office, machine }) =>
      office ? [{ name: machine.name, office }] : [],
    );
    this.#hubs.push(last);
    this.#start(last, 0);
    await this.#pass(this.#world.now() + 5_000);
    const replayed = last.office;
    if (!replayed) return this.#say('I8 another hub cannot begin with this log');
    for (const { name, office } of before)
      for (const view of ['board', 'terminal', 'desk'] as const) {
        const seen = sameOn(office.snapshot(view, desk1));
        const again = sameOn(replayed.snapshot(view, desk1));
        if (!isDeepStrictEqual(seen, again))
          this.#say(
            `I8 ${name} and a replay of the log differ in ${view}:\n${difference(JSON.stringify(seen, null, 1), JSON.stringify(again, null, 1))}`,
          );
      }
    for (const wrong of this.#computer.wrongs((number) => this.#papersOf(number))) this.#say(wrong);
  }

  /** Of a job as the log has it: what is said to have become of it. */
  #papersOf(id: string): string | undefined {
    const [, date, ...rest] = id.split('/');
    const [job, key] = [rest.slice(0, -1).join('/'), rest.at(-1)];
    let state: string | undefined;
    for (const { event } of this.#store.read(`print/${this.#book.id}/${date}`, 0)) {
      const said = event as { type: string; job: string; key?: string };
      if (said.job !== job) continue;
      if (said.key !== undefined) state = said.key === key ? 'printing' : 'of another';
      else if (state !== 'of another') state = said.type;
    }
    return state;
  }
}

/** Refusals that are of how things stand, and not of the hour. */
const OF_THE_STATE: ReadonlySet<string> = new Set([
  ...['nobody-waiting', 'desk-has-no-ticket', 'desk-is-busy', 'desk-closed', 'already-started'],
  ...['nothing-to-undo', 'ticket-not-held', 'ticket-not-no-show', 'ticket-not-waiting'],
  ...['ticket-has-ended', 'unknown-ticket', 'topic-paused', 'topic-not-paused'],
  'topic-already-paused',
]);

const dayOf = (stream: string): string => stream.split('/').at(-1) ?? '';

/** Of a view, what does not depend on who is on the line, and when. */
function sameOn(view: Snapshot): unknown {
  const {
    at: _at,
    printers: _1,
    printer: _2,
    windows: _3,
    prints: _4,
    ...rest
  } = view as unknown as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest));
}

function difference(one: string, other: string): string {
  const [here, there] = [one.split('\n'), other.split('\n')];
  const only = (lines: string[], others: string[], sign: string) =>
    lines.filter((line) => !others.includes(line)).map((line) => `${sign} ${line}`);
  return [...only(here, there, '+'), ...only(there, here, '-')].slice(0, 12).join('\n');
}

/** Slips are marked, not drawn: what is on them is another matter. */
const NOTHING_DRAWN = {
  draw: async () => new Uint8Array(),
  drawPage: async () => new Uint8Array(),
} as unknown as SlipDrawing;

/** Who may do what is tried elsewhere: here everybody is whoever runs the hub, and nobody is held to a limit. */
function letsEverybodyIn(
  office: Office,
  presence: Presence,
): Omit<SocketParts, 'http' | 'onFault'> {
  const never = () => () => {};
  const caller = { kind: 'operator' } as const;
  return {
    offices: new Map([[office.book.id, office]]),
    doorkeeper: { recognise: () => ({ ok: true, caller }), founded: true },
    limits: {
      mayConnect: () => true,
      connected() {},
      disconnected() {},
      messageFrom: async () => 0,
      ticketFrom: async () => 0,
    },
    identity: {
      cookie: { read() {} },
      sessions: { onEnd: never, pressed() {} },
      devices: { onChange: never },
      people: { onChange: never },
      presence,
      audit: { record: async () => {} },
    },
    agentPrinters: new Map(),
  } as unknown as Omit<SocketParts, 'http' | 'onFault'>;
}
