/** How every line of ours to a Redis is kept: noticed when it is dead, tried again without a crowd, and never queued behind. */
import { ErrorReply } from 'redis';

/** Until it is open a Redis that does not answer is given up soon; from then on it is waited for. */
export type Opening = { isOpen: boolean };

const CONNECT_WITHIN_MS = 5_000;
const PING_EVERY_MS = 3_000;
const BEAT_MS = 1_000;
/** A line that is silent for so many is dead: each asks or waits for less. */
const SILENT_BEATS = 9;
const LONGEST_PAUSE_MS = 3_000;
const TRIES_TO_OPEN = 3;

type LineOptions = ReturnType<typeof optionsOf>;
type Line = {
  on(
    event: 'connect' | 'ready' | 'ping-interval' | 'error' | 'end' | 'terminated',
    listener: (told: unknown) => void,
  ): unknown;
};

/**
 * @param name as the server lists it
 * @param make node-redis's createClient with these options
 */
export function lineTo<Client extends Line>(
  url: string,
  name: string,
  opening: Opening,
  make: (options: LineOptions) => Client,
): Client {
  const { signal } = new AbortController();
  const client = make(optionsOf(url, name, opening, signal));
  // node-redis's own socketTimeout takes what we write for a sign of life, and would ask a Redis that hangs for ever. And
  // beats are counted, not time: what a machine that stood still has not read yet is no silence.
  let silentBeats = 0;
  let beat: NodeJS.Timeout | undefined;
  const heard = () => {
    silentBeats = 0;
    beat ??= setInterval(() => {
      silentBeats += 1;
      // Ends the socket of the moment. The signal itself is never aborted: the next socket has it, too.
      if (silentBeats === SILENT_BEATS) signal.dispatchEvent(new Event('abort'));
    }, BEAT_MS).unref();
  };
  const ended = () => {
    clearInterval(beat);
    beat = undefined;
  };
  for (const event of ['connect', 'ready', 'ping-interval'] as const) client.on(event, heard);
  for (const event of ['end', 'terminated'] as const) client.on(event, ended);
  client.on('error', (fault) => {
    if (fault instanceof ErrorReply) heard(); // a ping that is refused is answered
  });
  return client;
}

const optionsOf = (url: string, name: string, opening: Opening, signal: AbortSignal) => ({
  ...{ url, name },
  // What cannot be asked now is refused now: whoever waits decides what to do.
  disableOfflineQueue: true,
  pingInterval: PING_EVERY_MS,
  socket: {
    signal,
    connectTimeout: CONNECT_WITHIN_MS,
    // Not all hubs at once, and at the first try not for long.
    reconnectStrategy: (retries: number, cause: Error) =>
      opening.isOpen || retries < TRIES_TO_OPEN
        ? Math.min(100 * 2 ** retries, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2)
        : cause,
  },
});

/** What went wrong, for the operator; of a line that was silent, that. */
export function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && cause.code === 'ABORT_ERR'
    ? `it has said nothing for ${(SILENT_BEATS * BEAT_MS) / 1_000} s`
    : cause.message || cause.constructor.name;
}

/** '10.0.0.7:6379', without whoever signs in there. */
export function whereIs(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '6379'}`;
}

/** Why a line could not be opened, and what to do, for the operator. @param setting the one that has the address */
export function notOpened(url: string, setting: string, cause: unknown): string {
  const said = wordsOf(cause);
  return /WRONGPASS|NOAUTH|NOPERM/.test(said)
    ? `Redis at ${whereIs(url)} does not let this hub in (${said}). Does ${setting} have a user and a password that it knows, with the rights in docs/operations.md?`
    : `Redis at ${whereIs(url)} cannot be reached (${said}). Is it running, and does ${setting} say where?`;
}
