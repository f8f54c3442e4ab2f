/**
 * Where every script of package.json begins. Needs nothing installed and any Node from 20 on: it
 * gets the rest, then does what was asked on Node 26.
 */
import process from 'node:process';

const OLDEST_NODE = 20;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `Torget needs Node ${OLDEST_NODE} or newer to begin with, and this is ${process.version}. Install one from https://nodejs.org.\n`,
  );
  process.exitCode = 1;
} else {
  // Only now, for an older Node stumbles over the files themselves.
  const { run } = await import('./commands.mjs');
  process.exitCode = await run(process.argv[2] ?? '', process.argv.slice(3));
}
