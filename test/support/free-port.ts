import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to whoever connects, and in a stretch of its own for each of vitest's
 * workers: nobody takes one between a test's finding it and its hub's listening, or while the hub is restarted.
 */
const FIRST = 12_000 + 2_000 * (Number(process.env['VITEST_POOL_ID'] ?? 0) % 9);
const STRETCH = 2_000;
let next = process.pid % STRETCH;

/** A port that nobody listens on, for a server that keeps it when it is restarted. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < STRETCH; tried++) {
    const port = FIRST + next;
    next = (next + 1) % STRETCH;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port is free from ${FIRST} on`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening').then(
    () => true,
    () => false, // somebody listens there: that is the answer
  );
  server.listen(port, '127.0.0.1');
  const free = await listening;
  if (free) {
    server.close();
    await once(server, 'close');
  }
  return free;
}
