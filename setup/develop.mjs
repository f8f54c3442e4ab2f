/** `npm run dev`: the hub starts again when its files change, and the screens change as they are edited. */
import { watch } from 'node:fs';
import process from 'node:process';
import { inside, say } from './house.mjs';
import { programOf, runInForeground } from './processes.mjs';

/** Data as well as code, hence not `node --watch`, which besides talks to our worker threads. */
const FILES_OF_THE_HUB = ['server', 'shared', 'office', 'ticket-terminal/print'];

/** An editor saves a file in several steps, and a change of branch touches many. */
const SETTLED_AFTER_MS = 100;

/** @returns {Promise<number>} the exit code */
export async function develop() {
  say(
    'The hub starts again when its files change. Screens that change as you edit them are at the',
  );
  say(
    'address Vite names: / /terminal /display /staff /paper. The hub itself serves the built ones.',
  );
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop.abort());
  const vite = runInForeground([programOf('vite'), '--clearScreen', 'false'], {
    stop: stop.signal,
  }).finally(() => stop.abort());
  await keepHubFresh(stop.signal);
  return vite;
}

/** @param {AbortSignal} stop */
async function keepHubFresh(stop) {
  let change = new AbortController();
  /** @type {NodeJS.Timeout | undefined} */
  let settling;
  const watchers = FILES_OF_THE_HUB.map((folder) =>
    watch(inside(folder), { recursive: true }, () => {
      clearTimeout(settling);
      settling = setTimeout(() => change.abort(), SETTLED_AFTER_MS);
    }),
  );
  while (!stop.aborted) {
    change = new AbortController();
    const either = AbortSignal.any([stop, change.signal]);
    await runInForeground(['server/main.ts'], { stop: either });
    // A hub that ended by itself said why; it is tried again when something has changed.
    if (!either.aborted) await new Promise((changed) => either.addEventListener('abort', changed));
  }
  clearTimeout(settling);
  for (const watcher of watchers) watcher.close();
}
