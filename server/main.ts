/** The hub's process: reads the settings, runs one hub, and obeys signals. */
import { setFlagsFromString } from 'node:v8';
import { ConfigError, loadConfig } from './config.ts';
import { isOfAStore } from './is-of-a-store.ts';
import { SeedFileError } from './office/seed-file.ts';
import { type Hub, openHub } from './open-hub.ts';

/** Once it serves on for nobody, it is gone within 5 s, whatever hangs. */
const CLOSE_WITHIN_MS = 4_500;
const EXIT_SETTINGS = 2;

// While V8 marks old objects a hub of a thousand offices answers nobody for a second. It does so whenever there are a tenth
// more of them, and, to give memory back, whenever a page of a browser would be idle. Here memory is cheaper: docs/scale.md.
setFlagsFromString('--heap-growing-percent=50');
setFlagsFromString('--memory-reducer-gc-count=0');
// Who was here and who may sign in is for the hub's own user to read.
process.umask(0o077);
// Standard error may be a file on the disk that is full. A hub that cannot complain goes on serving.
process.stderr.on('error', () => {});

try {
  const hub = await openHub(loadConfig(process.env), {
    output: process.stdout,
    errors: process.stderr,
  });
  obeySignals(hub);
  // Only now: whoever reads that it runs may tell it to stop.
  process.stdout.write(hub.welcome);
} catch (error) {
  if (!isForTheOperator(error)) throw error;
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(error instanceof ConfigError ? EXIT_SETTINGS : 1);
}

function obeySignals(hub: Hub): void {
  /** Told twice, it serves on for nobody. */
  const hurry = new AbortController();
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (closing) hurry.abort();
      else void close(hub, hurry.signal);
      closing = true;
    });
}

async function close(hub: Hub, hurry: AbortSignal): Promise<void> {
  await hub.drain(hurry);
  setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
  await hub.close();
  process.exit(0);
}

type OperatorError = Error & { code?: string };

/** What somebody can mend without reading code. Anything else is a bug, and shown whole. */
function isForTheOperator(error: unknown): error is OperatorError {
  return (
    error instanceof ConfigError ||
    isOfAStore(error) ||
    error instanceof SeedFileError ||
    (error instanceof Error && 'syscall' in error)
  );
}

function sentenceOf(error: OperatorError): string {
  if (error.code === 'EADDRINUSE')
    return `${error.message}\nAnother program listens there. Stop it, or set PORT to another number.`;
  return error.message;
}
