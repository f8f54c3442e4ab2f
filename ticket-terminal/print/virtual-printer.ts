/**
 * An ESC/POS printer in software: takes a real printer's bytes over any line, moves paper at a real
 * printer's speed, answers as a real one does, and breaks as a real one does. Its paper is pictures.
 *
 * The machine itself: what it does with its bytes and what happens to it. Knows nothing of TCP
 * (virtual-printer-server.ts), of the queue, or of any clock but its timers.
 */
import type { Duplex } from 'node:stream';
import type { PrinterAct, PrinterQuirks, VirtualPrinterState } from '#shared/virtual-printer.ts';
import { realTimers, type Timers } from './timers.ts';
import {
  type Ailments,
  isOffline,
  type RollSensors,
  report,
  statusReply,
  waitsToBeTold,
} from './virtual-condition.ts';
import { type MachineParts, VirtualInterpreter } from './virtual-interpreter.ts';
import { type MechanismOptions, NEAR_END_MM, PrintMechanism } from './virtual-mechanism.ts';
import type { VirtualPaper } from './virtual-paper.ts';
import { PrinterPort } from './virtual-port.ts';

export type VirtualPrinterOptions = Partial<
  PrinterQuirks &
    MechanismOptions & {
      /** Of the receive buffer. */
      bufferBytes: number;
      /** One line for each thing it was sent and did not understand. */
      log: (line: string) => void;
    }
>;

const USUAL_QUIRKS: PrinterQuirks = {
  lacks: [],
  lies: [],
  coverRecovery: 'by-itself',
  secondConnection: 'waits',
  splitsReplies: false,
  chatters: false,
  keepsStreamAcrossConnections: false,
};

const USUAL = {
  mmPerSecond: 250,
  cutMs: 100,
  widthDots: 576,
  dotsPerMm: 8,
  bufferBytes: 4_096,
  timers: realTimers as Timers,
  now: () => Date.now(),
  log: (_line: string) => {},
};

export class VirtualPrinter {
  readonly timers: Timers;
  readonly #bufferBytes: number;
  #quirks: PrinterQuirks;
  readonly #port: PrinterPort;
  readonly #mechanism: PrintMechanism;
  readonly #mind: VirtualInterpreter;
  readonly #listeners = new Set<() => void>();

  #powered = true;
  #pluggedIn = true;
  #health: Ailments = { ...WELL };
  /** Of a head that is hot, and of a printer that is off for a while. */
  #cancelCooling: () => void = () => {};
  #cancelPowerOn: () => void = () => {};

  constructor(options: VirtualPrinterOptions = {}) {
    const { bufferBytes, log, ...mechanics } = { ...USUAL, ...options };
    this.#quirks = quirksOf({ ...USUAL_QUIRKS, ...options });
    this.timers = mechanics.timers;
    this.#bufferBytes = bufferBytes;
    this.#port = new PrinterPort(
      { bufferBytes, timers: this.timers, quirks: () => this.#quirks },
      { onReadable: () => this.#mind.work(), onReleased: () => this.#mind.release() },
    );
    this.#mechanism = new PrintMechanism(mechanics, {
      mayMove: () => this.#isOnline,
      onRest: () => this.#mind.work(),
      onRoll: () => this.#changed(),
      onJam: () => this.#jam(),
      onCut: () => {
        for (const listener of this.#listeners) listener();
      },
    });
    this.#mind = new VirtualInterpreter(this.#parts(mechanics.widthDots), log);
  }

  get papers(): readonly VirtualPaper[] {
    return this.#mechanism.papers;
  }

  get quirks(): PrinterQuirks {
    return this.#quirks;
  }

  get state(): VirtualPrinterState {
    const { coverOpen, cutter, hot, brokenDown } = this.#health;
    const { paperLeftMm } = this.#mechanism;
    return {
      powered: this.#powered,
      pluggedIn: this.#pluggedIn,
      coverOpen,
      paper: paperLeftMm <= 0 ? 'out' : paperLeftMm <= NEAR_END_MM ? 'near-end' : 'plenty',
      paperLeftMm: Number.isFinite(paperLeftMm) ? paperLeftMm : null,
      cutter,
      hot,
      brokenDown,
      waitsToBeTold: waitsToBeTold(this.#health),
      printing: this.#mechanism.isBusy && this.#isOnline,
      buffer: { bytes: this.#port.heldBytes, of: this.#bufferBytes },
      connections: this.#port.connections,
      quirks: this.#quirks,
      counters: { ...this.#mechanism.counters, bytesRefused: this.#mind.bytesRefused },
    };
  }

  /** Runs `listener` whenever a piece of paper has been cut, until the returned function is run. */
  onPaper(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Plugs in a line. `reset` lets it go without a goodbye; what a line's own destroy() does, unless said. */
  attach(line: Duplex, reset: () => void = () => line.destroy()): void {
    this.#port.attach(line, reset);
  }

  /** Does to it what people, time and accidents do. */
  apply(act: PrinterAct): void {
    const health = this.#health;
    switch (act.act) {
      case 'paper-low':
        this.#mechanism.load(NEAR_END_MM);
        break;
      case 'paper-out':
        this.#mechanism.load(0);
        break;
      case 'leave-paper':
        this.#mechanism.load(act.mm);
        break;
      case 'refill':
        this.#mechanism.load(Number.POSITIVE_INFINITY);
        break;
      case 'open-cover':
        this.#openCover();
        break;
      case 'close-cover':
        health.coverOpen = false;
        if (health.stoppedByCover === 'goes-on-by-itself') health.stoppedByCover = 'no';
        break;
      case 'jam-cutter':
        this.#mechanism.jamsAtNextCut = act.when === 'next-cut';
        if (act.when === 'at-once') health.cutter = 'jammed';
        break;
      case 'clear-jam':
        this.#mechanism.jamsAtNextCut = false;
        if (health.cutter === 'jammed') health.cutter = 'cleared';
        break;
      case 'overheat':
        this.#rest(act.restMs);
        break;
      case 'break-down':
        health.brokenDown = true;
        break;
      case 'power-off':
        this.#powerOff();
        break;
      case 'power-on':
        this.#powerOn();
        break;
      case 'power-cycle':
        this.#powerOff();
        this.#cancelPowerOn = this.timers.after(act.offMs, () => this.#powerOn());
        break;
      case 'brown-out':
        if (this.#powered) this.#startAnew();
        break;
      case 'pull-cable':
        this.#pluggedIn = false;
        this.#port.fallSilent(false);
        break;
      case 'plug-in':
        this.#plugIn();
        break;
      case 'drop-connection':
        this.#port.drop(act.how);
        break;
      case 'set-quirks':
        this.#quirks = { ...this.#quirks, ...act.quirks };
        break;
      case 'mend':
        this.#mend();
        break;
      case 'in-the-middle':
        this.#mechanism.afterMm(act.mm, () => this.apply(act.happens));
        break;
      default:
        act satisfies never;
    }
    this.#changed();
  }

  close(): void {
    this.#powerOff();
    this.#port.close();
    this.#listeners.clear();
  }

  #parts(widthDots: number): MachineParts {
    const printer = this;
    return {
      port: printer.#port,
      mechanism: printer.#mechanism,
      widthDots,
      get quirks() {
        return printer.#quirks;
      },
      get isOnline() {
        return printer.#isOnline;
      },
      get paperIsLow() {
        return printer.#roll.nearEnd;
      },
      statusReply: (n) => statusReply(printer.#health, printer.#roll, n),
      report: () => report(printer.#health, printer.#roll),
      recover: (andClear) => printer.#recover(andClear),
      powerOff: () => printer.#powerOff(),
    };
  }

  get #isOnline(): boolean {
    return this.#powered && !isOffline(this.#health, this.#roll);
  }

  get #roll(): RollSensors {
    const left = this.#mechanism.paperLeftMm;
    const senses = !this.#quirks.lies.includes('no-near-end-sensor');
    return { nearEnd: senses && left <= NEAR_END_MM, end: left <= 0 };
  }

  /** To be run whenever something has happened to it: it stops or goes on, and says so. */
  #changed(): void {
    if (!this.#isOnline) this.#mechanism.stop();
    this.#mind.reportChange();
    this.#mechanism.go();
    this.#mind.work();
  }

  #openCover(): void {
    if (this.#health.coverOpen) return;
    if (this.#mechanism.isBusy && this.#isOnline)
      this.#health.stoppedByCover =
        this.#quirks.coverRecovery === 'by-itself' ? 'goes-on-by-itself' : 'must-be-told';
    this.#health.coverOpen = true;
  }

  #jam(): void {
    this.#mechanism.jamsAtNextCut = false;
    this.#health.cutter = 'jammed';
    this.#changed();
  }

  #rest(ms: number): void {
    this.#cancelCooling();
    this.#health.hot = true;
    this.#cancelCooling = this.timers.after(ms, () => {
      this.#health.hot = false;
      this.#changed();
    });
  }

  /** An error whose cause is still there comes back at once; but what was to be printed is forgotten all the same. */
  #recover(andClear: boolean): void {
    const { cutter, stoppedByCover } = this.#health;
    if (cutter === 'works' && stoppedByCover !== 'must-be-told') return;
    if (andClear) this.#mind.clear();
    if (cutter === 'cleared') this.#health.cutter = 'works';
    if (!this.#health.coverOpen) this.#health.stoppedByCover = 'no';
    this.#changed();
  }

  #powerOff(): void {
    this.#cancelPowerOn();
    this.#powered = false;
    this.#port.fallSilent(true);
    this.#startAnew();
  }

  /** Buffers and settings are lost, and errors end: its knife goes home when it starts. Paper and cover stay as they are. */
  #startAnew(): void {
    this.#cancelCooling();
    this.#mind.reset();
    this.#mechanism.jamsAtNextCut = false;
    this.#mechanism.forgetAhead();
    this.#health = { ...WELL, coverOpen: this.#health.coverOpen };
  }

  #powerOn(): void {
    if (this.#powered) return;
    this.#cancelPowerOn();
    this.#powered = true;
    if (this.#pluggedIn) this.#port.beHeard();
    this.#changed();
  }

  #plugIn(): void {
    if (this.#pluggedIn) return;
    this.#pluggedIn = true;
    if (this.#powered) this.#port.beHeard();
  }

  #mend(): void {
    if (this.#health.brokenDown) this.#powerOff();
    this.#cancelCooling();
    this.#mechanism.jamsAtNextCut = false;
    this.#mechanism.forgetAhead();
    this.#mechanism.load(Number.POSITIVE_INFINITY);
    this.#health = { ...WELL };
    this.#plugIn();
    this.#powerOn();
  }
}

const WELL: Ailments = {
  coverOpen: false,
  stoppedByCover: 'no',
  cutter: 'works',
  hot: false,
  brokenDown: false,
};

const quirksOf = (quirks: PrinterQuirks): PrinterQuirks => ({
  lacks: quirks.lacks,
  lies: quirks.lies,
  coverRecovery: quirks.coverRecovery,
  secondConnection: quirks.secondConnection,
  splitsReplies: quirks.splitsReplies,
  chatters: quirks.chatters,
  keepsStreamAcrossConnections: quirks.keepsStreamAcrossConnections,
});
