/**
 * A process for the hubs of the files of tests that one worker runs: it has read the program once, which is most of what a start takes.
 * What must be killed, stopped or measured gets a process of its own instead (hub.ts).
 */
import { loadConfig } from '#server/config.ts';
import { Passphrases } from '#server/identity/passphrase.ts';
import { type Hub, openHub } from '#server/open-hub.ts';

/** To the host. `hub`: which one, as the asker numbers them. */
export type Asked = { hub: number; open: Record<string, string> } | { hub: number; close: true };

/** From the host. */
export type Told = { hub: number } & (
  | { output: string }
  | { errors: string }
  | { opened: true }
  | { failed: string }
  | { closed: true }
);

const hubs = new Map<number, Hub>();
/** A hub's own cost half a second of a core each; test/identity has those. */
const passphrases = new Passphrases({ N: 2 ** 12 });
const tell = (told: Told) => process.send?.(told);

process.on('disconnect', () => process.exit());
process.on('message', (asked: Asked) => void ('open' in asked ? open(asked) : close(asked)));

async function open({ hub, open }: Extract<Asked, { open: unknown }>): Promise<void> {
  try {
    const opened = await openHub(loadConfig(open), {
      output: { write: (output) => tell({ hub, output }) },
      errors: { write: (errors) => tell({ hub, errors }) },
      passphrases,
    });
    hubs.set(hub, opened);
    tell({ hub, output: opened.welcome });
    tell({ hub, opened: true });
  } catch (error) {
    tell({ hub, failed: String(error) });
  }
}

async function close({ hub }: { hub: number }): Promise<void> {
  const opened = hubs.get(hub);
  hubs.delete(hub);
  await opened?.drain(new AbortController().signal);
  await opened?.close();
  tell({ hub, closed: true });
}
