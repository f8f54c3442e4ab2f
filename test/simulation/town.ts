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
import { EventLogUnavailable } from '#server/event-log/event-log.ts';
import { Office } from '#server/hub/office.ts';
import { OfficeFeeds } from '#server/hub/office-feeds.ts';
import { LiveBook } from '#server/hub/open-book.ts';
import { Presence } from '#server/hub/presence.ts';
import { type SocketParts, serveSockets } from '#server/hub/sockets.ts';
import type { PictureStore } from '#server/media/picture-store.ts';
import { OfficeClock } from '#server/office-clock.ts';
import { Tidings } from '#server/shared-memory/tidings.ts';
import { InMemoryCounters } from '#server/tallies/in-memory-counters.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Reply, RequestName } from '#shared/protocol.ts';
import type { Snapshot, Stamp, ViewName } from '#shared/views.ts';
import type { TicketNumber } from '#shared/vocabulary.ts';
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
import { HubsChannel } from './hubs-channel.ts';
import { difference, Judge, type Pressed, type Seen } from './judge.ts';
import { type Act, type Setting, TROUBLE_MS } from './plan.ts';
import { PrintersComputer } from './printers-computer.ts';
import { GOOD_WAY, HubsEventLog, SharedStore, type StoresFault, type Way } from './shared-log.ts';
import { Network, onScreen, type SimulatedServer, useNetwork } from './sockets.ts';
import { type Machine, World } from './world.ts';

/** After the last fault everything has so long to be well again, by itself. */
const QUIET_MS = 45_000;
/** Then something is done once more, and must be seen everywhere. */
const PROOF_MS = 10_000;
const USUALLY_SLOWEST_MS = 20;
/** Until somebody's pings give up. */
const FOREVER_MS = 600_000;

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

type Hub = Seen & {
  readonly index: number;
  machine: Machine;
  log: HubsEventLog | null;
  office: Office | null;
  printer: AgentTicketPrinter | null;
  server: SimulatedServer | null;
  way: Way;
  skewMs: number;
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
  readonly #channel: HubsChannel;
  readonly #book: OfficeBook;
  readonly #hubs: Hub[];
  readonly #screens: Screen[] = [];
  readonly #network: Network;
  readonly #counters: InMemoryCounters;
  readonly #computer: PrintersComputer;
  #slowestMs = USUALLY_SLOWEST_MS;
  readonly #judge: Judge;
  #isProof = false;

  constructor(parts: RunParts) {
    const { setting } = parts;
    this.#parts = parts;
    this.#world = new World(setting.seed ^ 0x7a11, stockholm(setting.startsAt));
    this.#store = new SharedStore(this.#world, parts.sabotage);
    this.#channel = new HubsChannel(this.#world);
    this.#book = bookWith(setting.hours);
    this.#judge = new Judge(this.#world, this.#store, this.#book, setting.hours);
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
      onSnapshot: (server, socket, snapshot) => {
        const hub = this.#hubs.find((one) => one.server === server);
        if (hub) this.#judge.leaves(hub, socket.inFlight, snapshot as Stamp);
      },
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
      if (this.#judge.wrong.length === 0) await this.#beQuiet();
      if (this.#judge.wrong.length === 0) await this.#prove();
      if (this.#judge.wrong.length === 0) await this.#lookBack();
    } finally {
      process.off('unhandledRejection', hear);
      useNetwork(null);
      giveBack();
      this.#computer.end();
    }
    for (const problem of problems) this.#fault('somewhere', problem);
    return {
      wrong: this.#judge.wrong,
      steps: world.steps,
      trace: world.trace,
      count: this.#judge.count,
    };
  }

  /** To `until`, or to the first thing that must never be. */
  async #pass(until: number): Promise<void> {
    const world = this.#world;
    while (world.now() < until && this.#judge.wrong.length === 0)
      await world.live(Math.min(until, world.now() + 50), (machine) =>
        this.#judge.look(this.#hubs, machine),
      );
  }

  #fault(where: string, fault: unknown): void {
    if (fault instanceof EventLogUnavailable) return;
    this.#judge.say(`fault in ${where}: ${fault instanceof Error ? fault.stack : String(fault)}`);
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
        void hub.log?.close();
        // Started anew by whoever watches over it.
        if (fault instanceof EventLogUnavailable) this.#start(hub, 1_000);
        else this.#fault(machine.name, fault);
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
    const tidings = new Tidings(
      this.#channel.line(machine, () => hub.way),
      onFault,
    );
    const presence = new Presence(now, tidings);
    const office = await Office.open({
      ...{ log, logName: () => 'the log', book: live, feeds, clock, onFault, presence, tidings },
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
    serveSockets({
      ...letsEverybodyIn(office, presence),
      ...{ http: http as never, onFault, hubs: [] },
    });
  }

  #kill(hub: Hub, { forMs, silently }: { forMs: number; silently: boolean }): void {
    if (!hub.machine.alive) return;
    hub.machine.alive = false;
    this.#judge.died();
    void hub.log?.close();
    for (const line of [...this.#network.lines])
      if (line.server.server === hub.server)
        line.break({ clientAfter: silently ? FOREVER_MS : 5, serverAfter: FOREVER_MS });
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
    line.onChange(() => {
      const { snapshot } = line.feed;
      if (!snapshot) return;
      this.#judge.shows(screen.name, screen.shown, snapshot);
      screen.shown = snapshot;
    });
  }

  #reload(screen: Screen): void {
    for (const line of [...this.#network.lines])
      if (line.client.machine === screen.machine) line.break();
    screen.machine.alive = false;
    this.#load(screen);
  }

  // What people do and what befalls machines

  #do(act: Act): void {
    this.#judge.tally(act.what);
    switch (act.what) {
      case 'take': {
        const topic = TOPICS[Math.floor(act.dice * TOPICS.length)];
        const language = (act.dice * 10) % 1 < 0.7 ? 'sv' : 'en';
        const request = { topic, language, print: act.paper };
        this.#press(`terminal ${act.terminal}`, 'ticket:issue', request);
        break;
      }
      case 'press': {
        const desk = DESKS[act.desk % DESKS.length];
        if (desk) this.#press(desk, ...this.#whatSheDoes(desk, act));
        break;
      }
      case 'repeat': {
        const { pressed } = this.#judge;
        const one = pressed[Math.floor(act.which * pressed.length)];
        if (one) this.#repeat(one, act.changed);
        break;
      }
      case 'kill-agent':
        this.#computer.kill(act.forMs);
        break;
      case 'cut-agent':
        this.#computer.cut(act);
        break;
      case 'deafen-agent':
        this.#computer.deafen(act.forMs);
        break;
      case 'printer':
        this.#computer.mishap(act.seed);
        break;
      case 'weaken-printer':
        this.#computer.weaken();
        break;
      case 'hush-printer':
        this.#computer.hush(act.forMs);
        break;
      case 'kill-hub':
      case 'cut-store':
      case 'rough-store':
        this.#befallHub(act);
        break;
      case 'lose-screen':
      case 'reload-screen':
        this.#befallScreen(act);
        break;
      default:
        this.#befallNetwork(act);
    }
  }

  #befallHub(act: Extract<Act, { hub: number }>): void {
    const hub = this.#hubs[act.hub % this.#hubs.length];
    if (!hub) return;
    if (act.what === 'kill-hub') {
      this.#kill(hub, act);
      return;
    }
    if (hub.way !== GOOD_WAY) return; // one misfortune at a time
    hub.way = act.what === 'cut-store' ? { ...GOOD_WAY, cut: true } : { ...act, cut: false };
    this.#world.on(null, act.forMs, () => this.#mend(hub));
  }

  #befallScreen(act: Extract<Act, { screen: number }>): void {
    const screen = this.#screens[act.screen % this.#screens.length];
    if (!screen) return;
    if (act.what === 'reload-screen') {
      this.#reload(screen);
      return;
    }
    screen.isLost = true;
    for (const line of this.#network.lines)
      if (line.client.machine === screen.machine)
        line.break({ clientAfter: FOREVER_MS, serverAfter: FOREVER_MS });
    this.#world.on(null, act.forMs, () => {
      screen.isLost = false;
    });
  }

  #befallNetwork(
    act: Extract<Act, { what: 'full-disk' | 'break-line' | 'stand-line' | 'slow-network' }>,
  ): void {
    const lines = [...this.#network.lines];
    const line = 'which' in act ? lines[Math.floor(act.which * lines.length)] : undefined;
    switch (act.what) {
      case 'full-disk':
        this.#store.isFull = true;
        this.#world.on(null, act.forMs, () => {
          this.#store.isFull = false;
        });
        break;
      case 'slow-network':
        this.#slowestMs = act.slowestMs;
        this.#world.on(null, act.forMs, () => {
          this.#slowestMs = USUALLY_SLOWEST_MS;
        });
        break;
      case 'break-line':
        line?.break(act);
        break;
      case 'stand-line':
        line?.stand(act.ms);
        break;
      default:
        act satisfies never;
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
  ): readonly [RequestName, Record<string, unknown>] {
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
    if (dice > 0.92 && this.#parts.setting.prints)
      return ['ticket:reprint', { number: ticket.number }];
    if (dice < 0.4 && ticket.state === 'called') return ['desk:recall', { desk }];
    if (dice < 0.47) return ['desk:hold', { desk }];
    if (dice < 0.54) return ['desk:no-show', { desk }];
    if (dice < 0.62) return ['ticket:transfer', { number: ticket.number, topic }];
    if (dice < 0.75 && ticket.state === 'called') return ['desk:start', { desk }];
    return ['desk:finish', { desk }];
  }

  #press(at: string, name: RequestName, request: Record<string, unknown>): void {
    const requestId = `${name}-${this.#judge.pressed.length}-${this.#world.between(0, 1e9)}`;
    const pressed = this.#judge.presses(requestId, name, request);
    this.#ask(at, pressed, this.#isProof ? 0 : 2);
  }

  /** @param more how often she presses again when the hub is out of reach */
  #ask(at: string, pressed: Pressed, more: number): void {
    const screen = this.#screens.find(({ name }) => name === at);
    if (!screen) return;
    const { requestId, name, request } = pressed;
    this.#world.on(screen.machine, 0, () => {
      void screen.line.request(name, { ...request, requestId }).then((reply) => {
        this.#judge.hear(pressed, reply);
        if (!reply.ok && reply.code === 'hub-unavailable' && more > 0)
          this.#world.on(null, 1_500, () => this.#ask(at, pressed, more - 1));
      });
    });
  }

  #repeat(pressed: Pressed, isChanged: boolean): void {
    const { name } = pressed;
    const at = this.#world.pick(name === 'ticket:issue' ? ['terminal 0', 'terminal 1'] : DESKS);
    if (!at) return;
    pressed.isAlone = false;
    if (!isChanged) this.#ask(at, pressed, 0);
    else if (name === 'ticket:issue') this.#repeatChanged(at, pressed);
  }

  #repeatChanged(at: string, { requestId, name, request }: Pressed): void {
    const screen = this.#screens.find((one) => one.name === at);
    const other = { ...request, topic: request['topic'] === law ? letters : law };
    // Only what has been done: of two contents under way either may be first.
    if (!screen || !this.#judge.isDone(requestId)) return;
    this.#world.on(screen.machine, 0, () => {
      void screen.line.request(name, { ...other, requestId }).then((reply) => {
        if (reply.ok) this.#judge.say(`I10 ${requestId} was answered for other content`);
        else if (
          !['request-id-reused', 'hub-unavailable', 'too-many-requests'].includes(reply.code)
        )
          this.#judge.say(`I10 ${requestId} with other content is ${reply.code}`);
      });
    });
  }

  // How it ends

  async #beQuiet(): Promise<void> {
    this.#store.isFull = false;
    this.#slowestMs = USUALLY_SLOWEST_MS;
    for (const hub of this.#hubs) this.#mend(hub);
    for (const screen of this.#screens) screen.isLost = false;
    this.#computer.heal();
    await this.#pass(TROUBLE_MS + QUIET_MS);
    this.#expectAllNewest('after the last fault');
  }

  /** The office works again: a ticket is taken, called, printed and seen. */
  async #prove(): Promise<void> {
    this.#isProof = true;
    const from = this.#judge.pressed.length;
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
    if (this.#judge.wrong.length > 0) return;
    const [, open, taken, , called] = this.#judge.pressed.slice(from);
    if (!open?.isAnswered) this.#judge.say('I14 no desk can be opened');
    if (isOpen && !taken?.isAnswered) this.#judge.say('I14 no ticket can be taken');
    if (!isOpen && taken?.isAnswered)
      this.#judge.say('I20 the office is closed and gives a ticket');
    if (isOpen && !called?.isAnswered) this.#judge.say('I14 nobody can be called');
    this.#expectAllNewest('after a call');
    const shown = this.#screens.find(({ view }) => view === 'board')?.line.feed.snapshot;
    const { number } = (called?.answer ?? {}) as { number?: string };
    const board = shown as Snapshot<'board'> | undefined;
    if (number && board?.calls[0]?.number !== number)
      this.#judge.say(`I5 ${number} is called, and the window shows ${board?.calls[0]?.number}`);
    const ticket = (taken?.answer ?? {}) as { number?: TicketNumber };
    const office = this.#hubs.find((hub) => hub.office)?.office;
    if (ticket.number && office) {
      const paper = office.ticket(ticket.number)?.paper;
      if (this.#parts.setting.prints) this.#judge.tally(`paper ${paper?.state} ${paper?.reason}`);
      if (!paper || paper.state === 'printing')
        this.#judge.say(`I14 the paper of ${ticket.number} is nowhere`);
      // Whichever hub gave it: the one that has the printer prints it.
      if (
        this.#parts.setting.prints &&
        paper?.state === 'not-sent' &&
        paper.reason === 'agent-away'
      )
        this.#judge.say(`I14 the paper of ${ticket.number} was not sent, and its printer is well`);
    }
  }

  #isShutByNow(): boolean {
    const wall = this.#world.wallTime + 3_600_000;
    return Math.floor(wall / 60_000) % 1_440 >= 960;
  }

  /** Every screen is live, at the head of the log. */
  #expectAllNewest(when: string): void {
    const head = this.#judge.head;
    for (const { name, line } of this.#screens) {
      const { state, snapshot } = line.feed;
      if (state !== 'live' || !snapshot) this.#judge.say(`I14 ${name} is ${state} ${when}`);
      else if (snapshot.version !== head.version && snapshot.day === head.day)
        this.#judge.say(
          `I5 ${name} shows ${snapshot.version} ${when}, and the log has ${head.version}`,
        );
    }
  }

  /** What became of every request and every paper, and what another hub would make of the log. */
  async #lookBack(): Promise<void> {
    this.#judge.lookBack();
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
    if (!replayed) {
      this.#judge.say('I8 another hub cannot begin with this log');
      return;
    }
    for (const { name, office } of before)
      for (const view of ['board', 'terminal', 'desk'] as const) {
        const seen = sameOn(office.snapshot(view, desk1));
        const again = sameOn(replayed.snapshot(view, desk1));
        if (!isDeepStrictEqual(seen, again))
          this.#judge.say(
            `I8 ${name} and a replay of the log differ in ${view}:\n${difference(JSON.stringify(seen, null, 1), JSON.stringify(again, null, 1))}`,
          );
      }
    this.#judge.lookAtPapers();
    for (const wrong of this.#computer.wrongs((id) => this.#judge.paperOf(id)))
      this.#judge.say(wrong);
  }
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
      connected: never,
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
    addressOf: () => '',
  } as unknown as Omit<SocketParts, 'http' | 'onFault'>;
}

/** Of a view, what does not depend on who is on the line, and when. */
function sameOn(view: Snapshot): unknown {
  const elsewhere = new Set(['at', 'printers', 'printer', 'windows', 'prints']);
  return JSON.parse(JSON.stringify(view, (key, value) => (elsewhere.has(key) ? null : value)));
}
