/** How every line of ours to a Redis is kept: noticed when it is dead, tried again without a crowd, and never queued behind. */

/** Until it is open a Redis that does not answer is given up soon; from then on it is waited for. */
export type Opening = { isOpen: boolean };

const CONNECT_WITHIN_MS = 5_000;
/** A line that is silent for so long is dead: each asks or waits for less. */
const SILENT_MS = 9_000;
const PING_EVERY_MS = 3_000;
const LONGEST_PAUSE_MS = 3_000;
const TRIES_TO_OPEN = 3;

/** @param name as the server lists it */
export const lineTo = (url: string, name: string, opening: Opening) => ({
  ...{ url, name },
  // What cannot be asked now is refused now: whoever waits decides what to do.
  disableOfflineQueue: true,
  pingInterval: PING_EVERY_MS,
  socket: {
    connectTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENT_MS,
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
