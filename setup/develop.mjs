/** `npm run dev`: the hub starts again when its files change, and the screens change as they are edited. */
import { say } from './house.mjs';
import { programOf, runInForeground } from './processes.mjs';

/** @returns {Promise<number>} the exit code of whichever ended first */
export async function develop() {
  say(
    'The hub starts again when its files change. Screens that change as you edit them are at the',
  );
  say(
    'address Vite names: / /terminal /display /staff /paper. The hub itself serves the built ones.',
  );
  const stop = new AbortController();
  const both = [
    runInForeground(['--watch', '--watch-preserve-output', 'server/main.ts'], {
      stop: stop.signal,
    }),
    runInForeground([programOf('vite'), '--clearScreen', 'false'], { stop: stop.signal }),
  ];
  const exitCode = await Promise.race(both);
  stop.abort();
  await Promise.all(both);
  return exitCode;
}
