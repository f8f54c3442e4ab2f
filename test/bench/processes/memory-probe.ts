/**
 * Loaded into a server before its own code (NODE_OPTIONS=--import=…): whoever connects to the socket that MEMORY_PROBE
 * names has garbage collected, and is told as JSON what the process holds then.
 */
import { createServer } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import type { MemoryHeld } from '../child.ts';

const path = process.env['MEMORY_PROBE'];
if (path !== undefined && isMainThread) {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  createServer(async (socket) => {
    // What is let go in the first is given back in the second; pages go back to the system a little later.
    collect();
    await after(200);
    collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    socket.end(
      JSON.stringify({ residentBytes: rss, heldBytes: heapUsed + external } satisfies MemoryHeld),
    );
  })
    .listen(path)
    .unref();
}
