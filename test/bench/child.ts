/** The processes of the bench: each server alone, and the displays apart from them and from who calls. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Entry } from '#server/event-log/event-log.ts';
import { SOCKET_PATH } from '#test/support/socket-frames.ts';
import type { Memory } from './table.ts';

/** What a floor is told when it starts, as JSON in its first argument. It says its port when it listens. */
export type FloorSettings = {
  /** Where it makes its bytes durable. */
  file: string;
  /** How many a request makes durable: as many as the hub's entry has. */
  bytes: number;
  /** Appended to a log such as the hub's; null: so many bytes go to the end of a file. */
  entry: Entry | null;
  /** JSON of what it answers: as the hub does. */
  answer: string;
  /** Of the answer, those that are the hub's own. */
  headers: Record<string, string>;
  /** JSON of what the displays are sent: the hub's board. */
  snapshot: string;
};

/** As many as a system lets wait at a server's door; the others would be sent away, and come again a second later. */
const CONNECTED_AT_ONCE = 500;

const PROCESSES = resolve(import.meta.dirname, 'processes');

export class Floor {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#process = child;
  }

  /** @param kind which server; @param folder where its file goes */
  static async start(
    kind: 'express' | 'ws',
    folder: string,
    settings: Omit<FloorSettings, 'file'>,
    env: Record<string, string> = {},
  ): Promise<Floor> {
    const file = join(folder, `${kind}-floor${settings.entry ? '.db' : ''}`);
    const told = JSON.stringify({ ...settings, file } satisfies FloorSettings);
    const child = fork(join(PROCESSES, `${kind}-floor.ts`), [told], {
      env: { ...process.env, ...env },
    });
    return new Floor(await messageOf<number>(child), child);
  }

  end(): Promise<void> {
    return end(this.#process);
  }
}

/** What the displays are asked. */
export type DisplaysAsked =
  /** Answered when so many more follow `url`. */
  | { do: 'connect'; url: string; displays: number }
  /** Answered at once, and again with LastShown when all that follow `url` have that call. */
  | { do: 'watch'; url: string; call: number };
export type LastShown = { atMs: number };

/** Any number of windows on the square, in one process. */
export class Displays {
  readonly #process = fork(join(PROCESSES, 'displays.ts'));

  /** Resolves when so many more are let in by the hub, or the floor, on `port`. */
  async connect(port: number, displays: number): Promise<void> {
    for (let missing = displays; missing > 0; missing -= CONNECTED_AT_ONCE)
      await this.#ask({
        do: 'connect',
        url: displaysOf(port),
        displays: Math.min(missing, CONNECTED_AT_ONCE),
      });
  }

  /** @returns milliseconds from the beginning of `act` to the moment the last display has `call`. */
  async untilTheLastHas(call: number, port: number, act: () => Promise<unknown>): Promise<number> {
    await this.#ask({ do: 'watch', url: displaysOf(port), call });
    const shown = messageOf<LastShown>(this.#process);
    const beganAtMs = monotonicMs();
    await act();
    return (await shown).atMs - beganAtMs;
  }

  end(): Promise<void> {
    return end(this.#process);
  }

  #ask(asked: DisplaysAsked): Promise<unknown> {
    const answer = messageOf(this.#process);
    this.#process.send(asked);
    return answer;
  }
}

/** What a process holds when garbage has been collected. */
export type MemoryHeld = {
  /** Of the machine's memory: code, threads and what the allocators keep, too. */
  residentBytes: number;
  /** By objects of the main thread, and by the buffers that hang on them. */
  heldBytes: number;
};

/** A way to ask a server of ours, or of the floor's, what it holds. */
export class MemoryProbe {
  /** For the server's start. */
  readonly env: Record<string, string>;
  readonly #path: string;

  /** @param path of a socket that is made there */
  constructor(path: string) {
    this.#path = path;
    const probe = pathToFileURL(join(PROCESSES, 'memory-probe.ts')).href;
    this.env = { NODE_OPTIONS: `--import=${probe}`, MEMORY_PROBE: path };
  }

  async ask(): Promise<MemoryHeld> {
    return (await json(connect(this.#path))) as MemoryHeld;
  }
}

/** What a printer is told when it starts, as JSON in its first argument. It says its port when it listens. */
export type PrinterSettings = { mmPerSecond: number; cutMs: number };

/** Of one slip, said when it has been cut. */
export type SlipPrinted = {
  /** When the first bytes of its picture came. */
  firstByteAtMs: number;
  /** Of dots, without what is fed past the knife. */
  rows: number;
};

/** A virtual printer, as far from the hub as one on the network. */
export class Printer {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#process = child;
  }

  static async start(settings: PrinterSettings): Promise<Printer> {
    const child = fork(join(PROCESSES, 'printer.ts'), [JSON.stringify(settings)]);
    return new Printer(await messageOf<number>(child), child);
  }

  /** Resolves when the next slip has been cut. One at a time. */
  nextSlip(): Promise<SlipPrinted> {
    return messageOf(this.#process);
  }

  end(): Promise<void> {
    return end(this.#process);
  }
}

/** What is told to a process that prints slips and does nothing else, as JSON in its first argument. */
export type SlipsWanted = { printerPort: number; slips: number; sampleEvery: number };

/** Has a process print slips, and hears how much memory it holds. */
export async function printSlips(wanted: SlipsWanted): Promise<Memory> {
  const memory: Memory = [];
  const child = fork(join(PROCESSES, 'slips.ts'), [JSON.stringify(wanted)]);
  child.on('message', (sample) => memory.push(sample as Memory[number]));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${child.spawnargs[1]} has ended with ${code}`);
  return memory;
}

/** The clock that all processes of a machine share. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

const displaysOf = (port: number) => `ws://127.0.0.1:${port}${SOCKET_PATH}`;

function messageOf<Message>(child: ChildProcess): Promise<Message> {
  const { promise, resolve, reject } = Promise.withResolvers<Message>();
  const ended = () => reject(new Error(`${child.spawnargs[1]} has ended`));
  child.once('exit', ended);
  child.once('message', (message) => {
    child.off('exit', ended);
    resolve(message as Message);
  });
  return promise;
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.disconnect();
  await exit;
}
