/** Starting other programs: quietly, to be heard only when they fail, or in front of the person who asked. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import process from 'node:process';
import { CannotSetUp, inside, ROOT } from './house.mjs';

const NODE_WE_RUN_ON = 26;

/** A signal sent to the whole process group reaches the child by itself; this long is waited before it is passed on. */
const PASS_SIGNAL_ON_AFTER_MS = 500;

/** npm that is told alone to end takes only its shell with it. How often we look whether that is gone. */
const LOOK_FOR_NPM_EVERY_MS = 500;

/**
 * Node 26: the running one when it is, else the one that npm brought along.
 * @throws {CannotSetUp} on a machine for which npm has none
 */
export function modernNode() {
  if (Number.parseInt(process.versions.node, 10) >= NODE_WE_RUN_ON) return process.execPath;
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const program = system === 'win' ? 'node.exe' : 'node';
  const shipped = inside('node_modules', `node-${system}-${process.arch}`, 'bin', program);
  if (existsSync(shipped)) return shipped;
  throw new CannotSetUp(
    `Torget runs on Node ${NODE_WE_RUN_ON}, and npm carries none for ${process.platform} on ${process.arch}: install Node ${NODE_WE_RUN_ON} from https://nodejs.org and run this again.`,
  );
}

/**
 * The file that a package in node_modules runs as.
 * @param {string} packageName
 * @param {string} program when the package has several
 */
export function programOf(packageName, program = packageName.split('/').at(-1) ?? '') {
  const { bin } = JSON.parse(
    readFileSync(inside('node_modules', packageName, 'package.json'), 'utf8'),
  );
  return inside('node_modules', packageName, typeof bin === 'string' ? bin : bin[program]);
}

/**
 * Runs Node 26 with `args` in the terminal, and ends when it ends. Signals stop the child, not this process,
 * so that whoever waits for us waits for it.
 *
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, onMessage?: (message: any) => void, stop?: AbortSignal }} [options]
 * @returns {Promise<number>} its exit code
 */
export function runInForeground(args, { env = {}, onMessage, stop } = {}) {
  const child = spawn(modernNode(), args, {
    cwd: ROOT,
    env: environment(env),
    stdio: onMessage ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
  });
  if (onMessage) child.on('message', onMessage);
  stop?.addEventListener('abort', () => child.kill());

  /** @type {NodeJS.Timeout | undefined} */
  let passingOn;
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    passingOn ??= setTimeout(() => child.kill(signal), PASS_SIGNAL_ON_AFTER_MS);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  const startedBy = process.ppid;
  const watch = setInterval(() => {
    if (process.env['npm_lifecycle_event'] === undefined || process.ppid === startedBy) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, LOOK_FOR_NPM_EVERY_MS);

  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(passingOn);
      clearInterval(watch);
      for (const name of signals) process.off(name, passOn);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * Runs a program and keeps what it says.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, shell?: boolean }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} `ok` is false also when there is no such program
 */
export function runQuietly(program, args, { cwd = ROOT, env = {}, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: environment(env),
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Ours with `more`; programs of node_modules come first, also when npm did not start us. @param {Record<string, string>} more */
function environment(more) {
  const ours = inside('node_modules', '.bin');
  const path = process.env['PATH'] ?? '';
  return {
    ...process.env,
    ...more,
    PATH: path.split(delimiter).includes(ours) ? path : `${ours}${delimiter}${path}`,
  };
}
