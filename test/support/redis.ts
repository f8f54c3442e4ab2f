/** A real redis-server for tests: on a port of its own, in a folder of its own, durable as the hub demands. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from 'redis';
import { findRedisServer } from '#setup/redis.mjs';
import { freePort } from './free-port.ts';

export type RedisServer = {
  /** As in the EVENT_LOG setting. */
  url: string;
  port: number;
  /** Removes everything in it. */
  empty(): Promise<void>;
  /** It answers nobody, and lines to it stay open. */
  pause(): void;
  resume(): void;
  /** SIGKILL: what it has not synced to its journal by then is lost. */
  kill(): Promise<void>;
  /** After `kill`: in the same place, on its journal. */
  startAgain(): Promise<void>;
  /** Ends the server and removes its folder. */
  close(): Promise<void>;
};

/** @param settings otherwise than a hub's log demands */
export async function openRedis(
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const program = await findRedisServer(() => {});
  const folder = await mkdtemp(join(tmpdir(), 'torget-redis-'));
  const port = await freePort();
  const start = () =>
    spawn(
      program,
      Object.entries({
        ...{ port: String(port), bind: '127.0.0.1', dir: folder, save: '' },
        ...{ appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' },
        ...settings,
      }).flatMap(([name, value]) => [`--${name}`, value]),
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
  let server = start();
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    const ended = server.exitCode !== null || server.signalCode !== null;
    if (!ended && server.kill(signal)) await once(server, 'exit');
  };
  const close = async () => {
    await kill('SIGTERM');
    await rm(folder, { recursive: true });
  };
  try {
    await ready(server);
  } catch (cause) {
    await close();
    throw cause;
  }
  const url = `redis://127.0.0.1:${port}`;
  const empty = async () => {
    const client = await createClient({ url }).connect();
    await client.flushAll();
    await client.close();
  };
  const pause = () => void server.kill('SIGSTOP');
  const resume = () => void server.kill('SIGCONT');
  const startAgain = () => {
    server = start();
    return ready(server);
  };
  return { url, port, empty, pause, resume, kill: () => kill(), startAgain, close };
}

/** Resolves when the server takes connections; rejects with its own words when it ends instead. */
function ready(server: ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> }) {
  const said: string[] = [];
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`redis-server ended:\n${said.join('\n')}`)));
    createInterface(server.stdout).on('line', (line) => {
      said.push(line);
      if (line.includes('Ready to accept connections')) resolve();
    });
  });
}
