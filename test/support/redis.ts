/** A real redis-server for tests: on a port of its own, in a folder of its own, durable as the hub demands. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from 'redis';
import { findRedisServer } from '#setup/redis.mjs';

export type RedisServer = {
  /** As in the EVENT_LOG setting. */
  url: string;
  /** Removes everything in it. */
  empty(): Promise<void>;
  /** It answers nobody, and lines to it stay open. */
  pause(): void;
  resume(): void;
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
  const server = spawn(
    program,
    Object.entries({
      ...{ port: String(port), bind: '127.0.0.1', dir: folder, save: '' },
      ...{ appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' },
      ...settings,
    }).flatMap(([name, value]) => [`--${name}`, value]),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const close = async () => {
    if (server.exitCode === null && server.kill()) await once(server, 'exit');
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
  return { url, empty, pause, resume, close };
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

/** redis-server cannot choose a port itself. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
