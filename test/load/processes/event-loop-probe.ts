/**
 * Loaded into a hub before its own code (NODE_OPTIONS=--import=…): writes every second how late its event loop was,
 * into the file that LOAD_PROBE names. A hub of somebody else's tells it at /metrics.
 */
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;
const file = process.env['LOAD_PROBE'];
if (file) {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  setInterval(() => {
    const late = (ns: number) => Math.max(0, ns / 1e6 - RESOLUTION_MS).toFixed(2);
    appendFileSync(file, `${late(loop.percentile(99))} ${late(loop.max)}\n`);
    loop.reset();
  }, 1_000).unref();
}
