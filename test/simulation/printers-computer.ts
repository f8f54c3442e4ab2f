/**
 * The terminal's own computer, made up of real parts: the agent with its journal, the session with the printer and the
 * virtual printer itself, on a wire to whichever hub it finds. What is said of each slip is held against what lies on
 * the floor in front of the printer.
 */

import { AgentJournal } from '#print/agent-journal.ts';
import { AgentPrinting } from '#print/agent-printing.ts';
import type { AgentTicketPrinter, AgentWords } from '#print/agent-ticket-printer.ts';
import { encodePicture } from '#print/escpos.ts';
import type { Line } from '#print/printer-session.ts';
import { SessionTicketPrinter } from '#print/session-ticket-printer.ts';
import type { TicketPrinter } from '#print/ticket-printer.ts';
import type { Timers } from '#print/timers.ts';
import { chaosFrom } from '#print/virtual-chaos.ts';
import { VirtualPrinter } from '#print/virtual-printer.ts';
import { lineTo } from '#test/support/line-to.ts';
import type { Machine, World } from './world.ts';

const STATUS_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 3_000;
const DIAL_AGAIN_MS = 700;
/** Every word takes as long as any other, so they stay in order. */
const WIRE_MS = 8;
/** The first of a row that is a slip's own. */
const MARK = 0xa5;
const ROWS = 24;
const WIDTH_BYTES = 72;
const encode = (dots: Uint8Array) => encodePicture({ widthDots: 576, heightDots: ROWS, dots });
const SLIP_BYTES = encode(new Uint8Array(WIDTH_BYTES * ROWS)).length;
/** In the middle of a slip: all of it has come, and not half of it is on paper. */
const SAGS_AFTER_MS = 5;

type HubOnWire = { machine: Machine; printer: AgentTicketPrinter };

export type ComputerParts = {
  world: World;
  folder: string;
  seed: number;
  /** Those that can be reached. */
  hubs: () => readonly HubOnWire[];
  onFault: (fault: unknown) => void;
};

type Wire = { isUp: boolean; hub: HubOnWire; words: AgentWords; lost: Set<() => void> };

export class PrintersComputer {
  readonly #parts: ComputerParts;
  readonly #printersOwn: Machine = { name: 'printer', alive: true };
  readonly #paper: VirtualPrinter;
  /** The ids of jobs, by the number that is on their slips. */
  readonly #ids: string[] = [];
  #machine: Machine = { name: 'agent', alive: false };
  #journal: AgentJournal | null = null;
  #agent: AgentPrinting | null = null;
  #cable: { abort(): void } | null = null;
  #wire: Wire | null = null;
  #isCutUntil = 0;
  #isDeafUntil = 0;
  #isWeak = false;
  #hushForMs = 0;

  constructor(parts: ComputerParts) {
    this.#parts = parts;
    this.#paper = new VirtualPrinter({ timers: this.#timersOf(this.#printersOwn), now: () => 0 });
  }

  start(): void {
    const { world, folder, onFault } = this.#parts;
    const machine: Machine = { name: 'agent', alive: true };
    this.#machine = machine;
    world.on(machine, 0, () => {
      const journal = AgentJournal.open(folder);
      this.#journal = journal;
      const printer = new SessionTicketPrinter(
        async () => {
          if (!machine.alive) return 'offline';
          const line: Line = lineTo(this.#paper, (bytes) => this.#sent(line, bytes));
          this.#cable = line;
          return line;
        },
        {
          timers: this.#timersOf(machine),
          staleSlip: journal.lastIsInDoubt,
          heartbeatMs: 5_000,
          repairMs: 40_000,
        },
      );
      this.#agent = new AgentPrinting({
        printer,
        journal,
        onFault: (fault) => {
          if (machine.alive) onFault(fault);
        },
      });
      this.#dial();
      this.#sayStatus();
    });
  }

  /** The hub's own printer, with slips that say whose they are. */
  marking(printer: AgentTicketPrinter): TicketPrinter {
    return {
      get status() {
        return printer.status;
      },
      onStatus: (listener) => printer.onStatus(listener),
      onLateWord: (listener) => printer.onLateWord(listener),
      close: () => printer.close(),
      print: ({ id }) => printer.print({ id, bytes: this.#slipOf(id) }),
    };
  }

  kill(forMs: number): void {
    if (!this.#machine.alive) return;
    this.#machine.alive = false;
    this.#cut(10);
    this.#cable?.abort();
    this.#journal?.close();
    this.#parts.world.on(null, forMs, () => this.start());
  }

  /** Between hub and agent. */
  cut({ forMs, hubHearsAfterMs }: { forMs: number; hubHearsAfterMs: number }): void {
    this.#isCutUntil = this.#parts.world.now() + forMs;
    this.#cut(hubHearsAfterMs);
  }

  /** Its line stands still one way: it is told nothing for a while, and then everything. */
  deafen(forMs: number): void {
    this.#isDeafUntil = this.#parts.world.now() + forMs;
  }

  hubDied(machine: Machine, agentHearsAfterMs: number): void {
    const wire = this.#wire;
    if (wire?.hub.machine !== machine) return;
    wire.isUp = false;
    this.#parts.world.on(this.#machine, agentHearsAfterMs, () => this.#agentLost(wire));
  }

  /** Something goes wrong with the printer, and is put right. */
  mishap(seed: number): void {
    const { world } = this.#parts;
    let at = 0;
    for (const { afterMs, act } of chaosFrom(seed, { faults: 1 })) {
      at += afterMs;
      world.on(this.#printersOwn, at, () => this.#paper.apply(act));
    }
  }

  /** Its power supply is too weak for the next slip. */
  weaken(): void {
    this.#isWeak = true;
  }

  /** From the next slip on, what it answers stands still on its way for a while. */
  hush(forMs: number): void {
    this.#hushForMs = forMs;
  }

  heal(): void {
    this.#isCutUntil = 0;
    this.#isWeak = false;
    this.#hushForMs = 0;
  }

  end(): void {
    this.#machine.alive = false;
    this.#cable?.abort();
    this.#journal?.close();
    this.#paper.close();
  }

  /** @param told what the log says of a job, by its id */
  wrongs(told: (id: string) => string | undefined): readonly string[] {
    const wrong: string[] = [];
    const whole = new Map<string, number>();
    const seen = new Set<string>();
    for (const { raster } of this.#paper.papers) {
      const rows = new Map<number, number>();
      for (let at = 0; at < raster.heightDots * WIDTH_BYTES; at += WIDTH_BYTES) {
        const [mark, low = 0, high = 0] = raster.dots.subarray(at, at + 3);
        if (mark === MARK) rows.set(low + high * 256, (rows.get(low + high * 256) ?? 0) + 1);
      }
      const ids = [...rows.keys()].map((index) => this.#ids[index] ?? '');
      if (ids.length > 1) wrong.push(`I18 ${ids.join(' and ')} are on one piece of paper`);
      for (const [index, count] of rows) {
        const id = this.#ids[index] ?? '';
        seen.add(id);
        if (count >= ROWS) whole.set(id, (whole.get(id) ?? 0) + Math.floor(count / ROWS));
      }
    }
    for (const id of this.#ids) {
      const state = told(id);
      const count = whole.get(id) ?? 0;
      if (count > 1) wrong.push(`I18 ${id} is printed ${count} times`);
      // It is a good printer: also a word that came late, and so was believed less, is true.
      if ((state === 'PrintConfirmed' || state === 'PrintLikely') && count !== 1)
        wrong.push(`I18 ${id} is said to be printed, and is on the floor ${count} times`);
      if (state === 'PrintNotSent' && seen.has(id))
        wrong.push(`I18 ${id} is said not to be sent, and lies on the floor`);
      if (state === 'printing') wrong.push(`I18 nobody says what became of ${id}`);
      if (state === 'of another' && seen.has(id))
        wrong.push(`I18 ${id} lies on the floor, and the log does not know of it`);
    }
    return wrong;
  }

  #timersOf(machine: Machine): Timers {
    const { world } = this.#parts;
    return { now: () => world.now(), after: (ms, run) => world.on(machine, ms, run) };
  }

  #slipOf(id: string): Uint8Array {
    const known = this.#ids.indexOf(id);
    const index = known >= 0 ? known : this.#ids.push(id) - 1;
    const dots = new Uint8Array(WIDTH_BYTES * ROWS).fill(0x55);
    for (let row = 0; row < ROWS; row++)
      dots.set([MARK, index & 0xff, index >> 8, row + 1], row * WIDTH_BYTES);
    return encode(dots);
  }

  /** Of all that it is sent, a slip draws the most current and is answered last. */
  #sent(line: Line, bytes: Uint8Array): void {
    if (bytes.length !== SLIP_BYTES) return;
    const { world } = this.#parts;
    if (this.#isWeak)
      world.on(this.#printersOwn, SAGS_AFTER_MS, () => this.#paper.apply({ act: 'brown-out' }));
    if (this.#hushForMs > 0) {
      line.stream.pause();
      world.on(this.#machine, this.#hushForMs, () => line.stream.resume());
    }
    this.#isWeak = false;
    this.#hushForMs = 0;
  }

  #sayStatus(): void {
    this.#agent?.repeatStatus();
    this.#parts.world.on(this.#machine, STATUS_EVERY_MS, () => this.#sayStatus());
  }

  #dial(): void {
    const { world, hubs } = this.#parts;
    world.on(this.#machine, DIAL_AGAIN_MS, () => this.#dial());
    if (this.#wire || world.now() < this.#isCutUntil) return;
    const hub = world.pick(hubs());
    const agent = this.#agent;
    const journal = this.#journal;
    if (!hub || !agent || !journal) return;
    const wire = { isUp: true, hub, lost: new Set() } as unknown as Wire;
    this.#wire = wire;
    this.#toHub(wire, () => {
      const words = hub.printer.attach({
        id: journal.agent,
        offer: (job) => this.#toAgent(wire, () => agent.offered(job)),
        withdraw: (job) => this.#toAgent(wire, () => agent.withdrawn(job)),
        drop: () => {
          wire.isUp = false;
          world.on(this.#machine, 5, () => this.#agentLost(wire));
        },
      });
      if (!words) {
        wire.isUp = false;
        return void world.on(this.#machine, 5, () => this.#agentLost(wire));
      }
      wire.words = words;
      this.#toAgent(wire, () => {
        agent.connected({
          status: (state) => this.#toHub(wire, () => words.status(state)),
          begin: (job) =>
            this.#ask<'granted' | 'refused' | 'lost'>(
              wire,
              () => (words.begin(job) ? 'granted' : 'refused'),
              'lost',
            ),
          outcome: (job, outcome) =>
            this.#ask(
              wire,
              () => {
                words.outcome(job, outcome);
                return true;
              },
              false,
            ),
        });
      });
    });
  }

  #cut(hubHearsAfterMs: number): void {
    const wire = this.#wire;
    if (!wire) return;
    wire.isUp = false;
    const { world } = this.#parts;
    if (this.#machine.alive) world.on(this.#machine, 5, () => this.#agentLost(wire));
    else this.#wire = null;
    world.on(wire.hub.machine, hubHearsAfterMs, () => wire.words?.gone());
  }

  #agentLost(wire: Wire): void {
    if (this.#wire !== wire) return;
    this.#wire = null;
    this.#agent?.disconnected();
    for (const lost of [...wire.lost]) lost();
  }

  #toHub(wire: Wire, deliver: () => void): void {
    this.#carry(wire, wire.hub.machine, deliver, WIRE_MS);
  }

  #toAgent(wire: Wire, deliver: () => void): void {
    const standsMs = this.#isDeafUntil - this.#parts.world.now();
    this.#carry(wire, this.#machine, deliver, Math.max(WIRE_MS, standsMs));
  }

  #carry(wire: Wire, machine: Machine, deliver: () => void, afterMs: number): void {
    this.#parts.world.on(machine, afterMs, () => {
      if (wire.isUp) deliver();
    });
  }

  #ask<Answer>(wire: Wire, answer: () => Answer, lost: Answer): Promise<Answer> {
    if (!wire.isUp) return Promise.resolve(lost);
    return new Promise((resolve) => {
      const giveUp = () => {
        stop();
        wire.lost.delete(giveUp);
        resolve(lost);
      };
      const stop = this.#parts.world.on(this.#machine, ANSWER_WITHIN_MS, giveUp);
      wire.lost.add(giveUp);
      this.#toHub(wire, () => {
        const given = answer();
        this.#toAgent(wire, () => {
          stop();
          wire.lost.delete(giveUp);
          resolve(given);
        });
      });
    });
  }
}
