/** A real agent: the process that `npm run agent` runs, with a journal that outlives it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { COMPILE_CACHE } from './compile-cache.ts';

const PROGRAM = resolve(import.meta.dirname, '../../ticket-terminal/agent.ts');

export class AgentProcess {
  readonly #process: ChildProcess;
  /** Resolves to its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** What it has said on standard output, and on standard error. */
  said = '';
  complaints = '';

  /** @param args as on the command line; @param env besides PATH */
  constructor(args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { PATH: process.env['PATH'], ...COMPILE_CACHE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    child.stdout.on('data', (chunk) => {
      this.said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      this.complaints += chunk;
    });
    this.ended = once(child, 'close').then(([code]) => code);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#process.kill(signal);
    return this.ended;
  }
}
