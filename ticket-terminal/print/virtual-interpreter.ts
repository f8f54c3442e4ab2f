/**
 * The mind of the virtual printer: reads what has come in, carries out one command after another as the
 * paper gets there, and answers. Knows neither what breaks a printer nor what mends it.
 */
import type { PrinterQuirks } from '#shared/virtual-printer.ts';
import type { Command } from './escpos-command.ts';
import { EscPosParser } from './escpos-parser.ts';
import { ProcessIdScanner, type RealTimeCommand, RealTimeScanner } from './escpos-real-time.ts';
import type { TextCommand } from './escpos-text.ts';
import type { PrintMechanism } from './virtual-mechanism.ts';
import type { PrinterPort } from './virtual-port.ts';
import type { TextMode } from './virtual-text.ts';

/** The rest of the machine. */
export interface MachineParts {
  readonly port: PrinterPort;
  readonly mechanism: PrintMechanism;
  readonly widthDots: number;
  readonly quirks: PrinterQuirks;
  /** Offline, it carries out nothing but real-time commands. */
  readonly isOnline: boolean;
  /** To DLE EOT n; undefined for an n that it does not have. */
  statusReply(n: number): number | undefined;
  /** The four bytes of automatic status. */
  report(): Uint8Array;
  /** Nearly out, or out. */
  readonly paperIsLow: boolean;
  /** DLE ENQ. */
  recover(andClear: boolean): void;
  powerOff(): void;
}

export class VirtualInterpreter {
  readonly #machine: MachineParts;
  readonly #log: (line: string) => void;
  #parser = new EscPosParser();
  /** The connection whose bytes the parser reads. */
  #stream = 0;
  #scanner = new RealTimeScanner();
  #processIds = new ProcessIdScanner();
  /** Read, and waiting for the paper. */
  #commands: Command[] = [];
  #working = false;
  #workDue = false;
  /** The last report sent, in hexadecimal; null while none are wanted. */
  #reported: string | null = null;
  bytesRefused = 0;
  /** Null until the first text command; then it is fetched, and what follows waits for it. */
  #text: TextMode | null = null;

  constructor(machine: MachineParts, log: (line: string) => void) {
    this.#machine = machine;
    this.#log = log;
  }

  /** Goes on with whatever can be gone on with. To be run whenever anything has changed. */
  work(): void {
    this.#workDue = true;
    if (this.#working) return;
    this.#working = true;
    while (this.#workDue) {
      this.#workDue = false;
      this.#fill();
      while (this.#carryOutNext());
      this.#fill(); // the buffer has room again
    }
    this.#working = false;
  }

  /** All that has come in and is not on paper is gone. */
  clear(): void {
    this.#machine.port.clear();
    this.#machine.mechanism.forget();
    this.#parser = new EscPosParser();
    this.#commands = [];
    this.#text?.forgetLine();
  }

  /** As it is when it has been switched on. */
  reset(): void {
    this.clear();
    this.#text?.reset();
    this.#reported = null;
    this.#scanner = new RealTimeScanner();
    this.#processIds = new ProcessIdScanner();
  }

  /** Whoever was served is gone; what it left in the buffer is still carried out. */
  release(): void {
    if (this.#machine.quirks.keepsStreamAcrossConnections) return;
    this.#reported = null;
    this.#scanner = new RealTimeScanner();
  }

  /** Sends a report when one is wanted and says something new. */
  reportChange(): void {
    if (this.#reported !== null) this.#report();
  }

  #report(): void {
    if (this.#machine.quirks.lacks.includes('reports')) return;
    const bytes = this.#machine.report();
    const said = Buffer.from(bytes).toString('hex');
    if (said === this.#reported) return;
    this.#reported = said;
    this.#say(bytes);
  }

  #fill(): void {
    this.#machine.port.fill((bytes) => this.#receive(bytes));
  }

  /** Real-time commands are carried out as they come, and what is in the buffer at that moment came before them. */
  #receive(bytes: Uint8Array): void {
    const { port, quirks } = this.#machine;
    let from = 0;
    for (const { command, end } of this.#scanner.push(bytes)) {
      port.hold(bytes.subarray(from, end));
      from = end;
      this.#carryOutNow(command);
      if (!port.isReachable) return;
    }
    port.hold(bytes.subarray(from));
    if (!quirks.lies.includes('early-process-id')) return;
    for (const id of this.#processIds.push(bytes)) this.#answer('process-id', processIdBlock(id));
  }

  #carryOutNow(command: RealTimeCommand): void {
    switch (command.do) {
      case 'send-status': {
        const reply = this.#machine.statusReply(command.n);
        if (reply !== undefined) this.#answer('real-time-status', Uint8Array.of(reply));
        break;
      }
      case 'recover':
        this.#machine.recover(command.andClear);
        break;
      case 'clear-buffers':
        this.clear();
        this.#say(BUFFERS_CLEARED);
        break;
      case 'power-off':
        this.#machine.powerOff();
        break;
      case 'nothing':
        this.#refuse(command.bytes);
        break;
      default:
        command satisfies never;
    }
  }

  /** False when it has to wait: for bytes, for paper, for somebody. */
  #carryOutNext(): boolean {
    if (!this.#machine.isOnline) return false;
    const next = this.#commands[0] ?? this.#read();
    if (next === undefined || (waitsForPaper(next) && this.#machine.mechanism.isBusy)) return false;
    if (this.#text === null && isText(next)) {
      void this.#fetchText();
      return false;
    }
    this.#commands.shift();
    this.#carryOut(next);
    return true;
  }

  /** Takes from the buffer no more than the next command. */
  #read(): Command | undefined {
    while (this.#commands.length === 0) {
      this.#fill();
      const taken = this.#machine.port.take(this.#parser.wants);
      if (taken === null) return undefined;
      if (taken.stream !== this.#stream && !this.#machine.quirks.keepsStreamAcrossConnections)
        this.#parser = new EscPosParser();
      this.#stream = taken.stream;
      this.#commands.push(...this.#parser.push(taken.bytes));
    }
    return this.#commands[0];
  }

  async #fetchText(): Promise<void> {
    const { TextMode } = await import('./virtual-text.ts');
    this.#text ??= new TextMode(this.#machine.widthDots, this.#machine.mechanism);
    this.work();
  }

  #carryOut(command: Command): void {
    const { mechanism, quirks } = this.#machine;
    if (isText(command)) {
      this.#text?.carryOut(command);
      return;
    }
    switch (command.command) {
      case 'initialise':
        this.#reported = null;
        this.#text?.reset();
        break;
      case 'report-changes':
        this.#reported = null;
        if (command.mask !== 0) this.#report();
        break;
      case 'picture':
        (this.#text ?? mechanism).print(command.picture);
        break;
      case 'feed-and-cut':
        this.#text?.flush();
        mechanism.feed(command.dots);
        mechanism.feedAndCut();
        break;
      case 'cut':
        this.#text?.flush();
        mechanism.cut();
        break;
      case 'send-paper-status':
        this.#answer('paper-status', Uint8Array.of(this.#machine.paperIsLow ? 0x03 : 0x00));
        break;
      case 'send-identity':
        this.#say(identityBlock(command.n, quirks.lies.includes('identity')));
        break;
      case 'say-when-printed':
        if (!quirks.lies.includes('early-process-id'))
          this.#answer('process-id', processIdBlock(command.id));
        break;
      case 'refused':
        this.#refuse(command.bytes);
        break;
      default:
        command satisfies never;
    }
  }

  #refuse(bytes: Uint8Array): void {
    const named = Buffer.from(bytes)
      .toString('hex')
      .replace(/(..)(?=.)/g, '$1 ');
    this.bytesRefused += bytes.length;
    this.#machine.mechanism.note(named);
    this.#log(`The virtual printer does not understand ${named}`);
  }

  #answer(what: PrinterQuirks['lacks'][number], bytes: Uint8Array): void {
    if (!this.#machine.quirks.lacks.includes(what)) this.#say(bytes);
  }

  #say(bytes: Uint8Array): void {
    const { port, quirks } = this.#machine;
    if (quirks.chatters) port.say(XOFF);
    port.say(bytes);
    if (quirks.chatters) port.say(XON);
    if (quirks.chatters && this.#reported !== null) port.say(this.#machine.report());
  }
}

const isText = (command: Command): command is TextCommand => !OTHERS.has(command.command);
const OTHERS: ReadonlySet<string> = new Set<Exclude<Command, TextCommand>['command']>([
  'initialise',
  'report-changes',
  'picture',
  'feed-and-cut',
  'cut',
  'send-paper-status',
  'send-identity',
  'say-when-printed',
  'refused',
]);

/** All that moves paper, or says that paper has moved. */
const waitsForPaper = ({ command }: Command): boolean => !NEEDS_NO_PAPER.has(command);
const NEEDS_NO_PAPER: ReadonlySet<Command['command']> = new Set([
  'initialise',
  'report-changes',
  'send-paper-status',
  'send-identity',
  'style',
] as const);

const XON = Uint8Array.of(0x11);
const XOFF = Uint8Array.of(0x13);
/** The reply to DLE DC4 8. */
const BUFFERS_CLEARED = Uint8Array.of(0x37, 0x25, 0);

const processIdBlock = (id: string): Uint8Array => Buffer.from(`\x37\x22${id}\0`, 'latin1');

/** GS I n: 65 firmware, 66 maker, 67 model. */
const identityBlock = (n: number, lies: boolean): Uint8Array =>
  Buffer.from(`_${(lies ? SOMEBODY_ELSE : ITSELF)[n] ?? ''}\0`, 'latin1');
const ITSELF: Readonly<Record<number, string>> = { 65: '1', 66: 'Torget', 67: 'Virtual printer' };
const SOMEBODY_ELSE: Readonly<Record<number, string>> = {
  65: '30.01 ESC/POS',
  66: 'EPSON',
  67: 'TM-T88V',
};
