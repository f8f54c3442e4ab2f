/**
 * A real hub on a free port, with a log and a clock of its own. Its office is Rågsved, open, on a Tuesday at ten.
 * It shares a process with the other hubs of its worker, or is alone in the one that `npm start` runs.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { COMPILE_CACHE } from './compile-cache.ts';
import { freePort } from './free-port.ts';
import type { Asked, Told } from './hub-host.ts';

export const TUESDAY_AT_TEN = '2026-11-24T10:00:00+01:00[Europe/Stockholm]';
export const TOKEN = 'a-token-for-tests-only';
const MAIN = resolve(import.meta.dirname, '../../server/main.ts');
const HOST = resolve(import.meta.dirname, 'hub-host.ts');

type Hears = { output: (text: string) => void; errors: (text: string) => void };
/** @returns its exit code, or null when the signal ended it or it is closed already */
type Stop = (signal: NodeJS.Signals) => Promise<number | null>;

export class TestHub {
  readonly #env: Record<string, string>;
  readonly #folder: string;
  readonly #alone: boolean;
  #process: ChildProcess | undefined;
  #stop: Stop = async () => null;
  /** What it has said on standard error. */
  errors = '';
  /** What it said on standard output at its last start. */
  output = '';

  private constructor(env: Record<string, string>, folder: string, alone: boolean) {
    this.#env = env;
    this.#folder = folder;
    this.#alone = alone;
  }

  /** @param settings override those of a Tuesday at ten */
  static start(settings: Record<string, string> = {}): Promise<TestHub> {
    return TestHub.#started(settings, false);
  }

  /** As `start`, in a process of its own, which can be killed, suspended and measured. */
  static alone(settings: Record<string, string> = {}): Promise<TestHub> {
    return TestHub.#started(settings, true);
  }

  static async #started(settings: Record<string, string>, alone: boolean): Promise<TestHub> {
    const folder = mkdtempSync(join(tmpdir(), 'torget-'));
    const env = {
      PORT: String(await freePort()), // the same after a restart, as screens expect
      DATA_DIR: folder,
      CLOCK: TUESDAY_AT_TEN,
      API_TOKEN: TOKEN,
      ...settings,
    };
    const hub = new TestHub(env, folder, alone);
    await hub.startAgain();
    return hub;
  }

  get port(): number {
    return Number(this.#env['PORT']);
  }

  get url(): string {
    return `${this.#env['TLS_CERT'] ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  /** Folder of its log. */
  get folder(): string {
    return this.#folder;
  }

  /** Of its process, while it runs. */
  get pid(): number | undefined {
    return this.#ownProcess?.pid;
  }

  /** Starts it on the same log, and resolves when it listens. */
  async startAgain(settings: Record<string, string> = {}): Promise<void> {
    const env = { ...this.#env, ...settings };
    this.output = '';
    const hears: Hears = {
      output: (text) => {
        this.output += text;
      },
      errors: (text) => {
        this.errors += text;
      },
    };
    try {
      if (this.#alone) await this.#startProcess(env, hears);
      else this.#stop = await Host.open.start(env, hears);
    } catch (error) {
      throw new Error(`The hub did not start: ${error}:\n${this.errors}`);
    }
  }

  /** Tells it, and waits for nothing. */
  signal(signal: NodeJS.Signals): void {
    this.#ownProcess?.kill(signal);
  }

  /** @returns its exit code, or null when the signal ended it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    return this.#stop(signal);
  }

  /** SIGSTOP: it does nothing at all, and its lines stay open. */
  suspend(): void {
    this.signal('SIGSTOP');
  }

  resume(): void {
    this.signal('SIGCONT');
  }

  /** What it has spent of one core since its start (proc(5): utime and stime in hundredths); 0 on systems that do not tell. */
  cpuSeconds(): number {
    if (!existsSync('/proc/self/stat')) return 0;
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
    return (Number(fields?.[11]) + Number(fields?.[12])) / 100;
  }

  /** Stops it and removes its log. */
  async end(): Promise<void> {
    await this.#stop(this.#alone ? 'SIGKILL' : 'SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #ownProcess(): ChildProcess | undefined {
    if (!this.#alone) throw new Error('Only a hub that is alone has a process.');
    return this.#process;
  }

  async #startProcess(env: Record<string, string>, hears: Hears): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], ...COMPILE_CACHE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#stop = async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return null;
      const exit = once(child, 'exit');
      child.kill(signal);
      const [code] = await exit;
      return code;
    };
    child.stderr.on('data', hears.errors);
    await new Promise<void>((listening, failed) => {
      child.stdout.on('data', (chunk) => {
        hears.output(String(chunk));
        if (this.output.includes('/staff\n')) listening();
      });
      child.once('exit', (code) => failed(`it ended with ${code}`));
    });
  }
}

/** The process of the hubs that are not alone. It ends with the worker that runs files of tests. */
class Host {
  static #open: Host | undefined;
  readonly #process: ChildProcess;
  readonly #hears = new Map<number, (told: Told) => void>();
  #hubs = 0;

  private constructor() {
    this.#process = fork(HOST, {
      env: { PATH: process.env['PATH'], ...COMPILE_CACHE },
      execArgv: [],
      // A fault that nobody caught is seen in what the tests print.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process.on('message', (told: Told) => this.#hears.get(told.hub)?.(told));
    this.#process.once('exit', () => {
      Host.#open = undefined;
      for (const [hub, hear] of this.#hears) hear({ hub, failed: 'The process of hubs ended.' });
    });
  }

  static get open(): Host {
    Host.#open ??= new Host();
    return Host.#open;
  }

  /** @throws what the hub says of its settings, its log or its port */
  async start(env: Record<string, string>, hears: Hears): Promise<Stop> {
    this.#hubs += 1;
    const hub = this.#hubs;
    let settle = Promise.withResolvers<void>();
    this.#hears.set(hub, (told) => {
      if ('output' in told) hears.output(told.output);
      else if ('errors' in told) hears.errors(told.errors);
      else if ('failed' in told) settle.reject(new Error(told.failed));
      else settle.resolve();
    });
    this.#ask({ hub, open: env });
    await settle.promise;
    let closed = false;
    return async (signal) => {
      if (signal === 'SIGKILL') throw new Error('Only a hub that is alone can be killed.');
      if (closed) return null;
      closed = true;
      settle = Promise.withResolvers<void>();
      this.#ask({ hub, close: true });
      await settle.promise;
      this.#hears.delete(hub);
      return 0;
    };
  }

  #ask(asked: Asked): void {
    this.#process.send(asked);
  }
}
