/**
 * A real hub: the process that `npm start` runs, on a free port, with a log and a clock of its own.
 * Its office is Rågsved, open, on a Tuesday at ten.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { COMPILE_CACHE } from './compile-cache.ts';
import { freePort } from './free-port.ts';

export const TUESDAY_AT_TEN = '2026-11-24T10:00:00+01:00[Europe/Stockholm]';
export const TOKEN = 'a-token-for-tests-only';
const MAIN = resolve(import.meta.dirname, '../../server/main.ts');

export class TestHub {
  readonly #env: Record<string, string>;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  /** What it has said on standard error. */
  errors = '';
  /** What it said on standard output at its last start. */
  output = '';

  private constructor(env: Record<string, string>, folder: string) {
    this.#env = env;
    this.#folder = folder;
  }

  /** @param settings override those of a Tuesday at ten */
  static async start(settings: Record<string, string> = {}): Promise<TestHub> {
    const folder = mkdtempSync(join(tmpdir(), 'torget-'));
    const env = {
      PORT: String(await freePort()), // the same after a restart, as screens expect
      DATA_DIR: folder,
      CLOCK: TUESDAY_AT_TEN,
      API_TOKEN: TOKEN,
      ...settings,
    };
    const hub = new TestHub(env, folder);
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
    return this.#process?.pid;
  }

  /** Starts the process on the same log, and resolves when it listens. */
  async startAgain(settings: Record<string, string> = {}): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], ...COMPILE_CACHE, ...this.#env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    child.stderr.on('data', (chunk) => {
      this.errors += chunk;
    });
    this.output = '';
    await new Promise<void>((listening, failed) => {
      child.stdout.on('data', (chunk) => {
        this.output += chunk;
        if (this.output.includes('/staff\n')) listening();
      });
      child.once('exit', (code) =>
        failed(new Error(`The hub ended with ${code}:\n${this.errors}`)),
      );
    });
  }

  /** Tells it, and waits for nothing. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** @returns its exit code, or null when the signal ended it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const exit = once(child, 'exit');
    child.kill(signal);
    const [code] = await exit;
    return code;
  }

  /** SIGSTOP: it does nothing at all, and its lines stay open. */
  suspend(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  /** What it has spent of one core since its start (proc(5): utime and stime in hundredths); 0 on systems that do not tell. */
  cpuSeconds(): number {
    if (!existsSync('/proc/self/stat')) return 0;
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
    return (Number(fields?.[11]) + Number(fields?.[12])) / 100;
  }

  /** Stops it and removes its log. */
  async end(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
