/** How every line of ours to a Redis is kept: noticed when it is dead, tried again without a crowd, and never queued behind. */

/** Until it is open a Redis that does not answer is given up soon; from then on it is waited for. */
export type Opening = { isOpen: boolean };

const CONNECT_WITHIN_MS = 5_000;
/** A line that is silent for so long is dead: each asks or waits for less. */
const SILENT_MS = 9_000;
const PING_EVERY_MS = 3_000;
const BEAT_MS = 1_000;
const LONGEST_PAUSE_MS = 3_000;
const TRIES_TO_OPEN = 3;

type LineOptions = ReturnType<typeof optionsOf>;
type Line = {
  readonly isReady: boolean;
  on(event: 'ready' | 'ping-interval' | 'end', listener: () => void): unknown;
};

/**
 * @param name as the server lists it
 * @param make node-redis's createClient with these options
 */
export function lineTo<Client extends Line>(
  [url, name, opening]: readonly [url: string, name: string, opening: Opening],
  make: (options: LineOptions) => Client,
): Client {
  const { signal } = new AbortController();
  const client = make(optionsOf(url, name, opening, signal));
  // A socket's own timeout counts what is written as a sign of life: a Redis that hangs would be asked for ever.
  // Beats are counted, and not time, for what a machine that stood still has not read yet.
  let silentBeats = 0;
  let beat: NodeJS.Timeout | undefined;
  client.on('ready', () => {
    silentBeats = 0;
    beat ??= setInterval(() => {
      silentBeats = client.isReady ? silentBeats + 1 : 0;
      // Ends the socket of the moment. The signal itself is never aborted: the next socket has it, too.
      if (silentBeats * BEAT_MS >= SILENT_MS) signal.dispatchEvent(new Event('abort'));
    }, BEAT_MS).unref();
  });
  client.on('ping-interval', () => {
    silentBeats = 0;
  });
  client.on('end', () => {
    clearInterval(beat);
    beat = undefined;
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
    socketTimeout: SILENT_MS, // until it is ready
    // Not all hubs at once, and at the first try not for long.
    reconnectStrategy: (retries: number, cause: Error) =>
      opening.isOpen || retries < TRIES_TO_OPEN
        ? Math.min(100 * 2 ** retries, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2)
        : cause,
  },
});

/** '10.0.0.7:6379', without whoever signs in there. */
export function whereIs(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '6379'}`;
}

/** Why a line could not be opened, and what to do, for the operator. @param setting the one that has the address */
export function notOpened(url: string, setting: string, cause: unknown): string {
  const said = cause instanceof Error ? cause.message || cause.constructor.name : String(cause);
  return /WRONGPASS|NOAUTH|NOPERM/.test(said)
    ? `Redis at ${whereIs(url)} does not let this hub in (${said}). Does ${setting} have a user and a password that it knows, with the rights in docs/operations.md?`
    : `Redis at ${whereIs(url)} cannot be reached (${said}). Is it running, and does ${setting} say where?`;
}
