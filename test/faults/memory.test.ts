/** Screens that come and go by the thousand: what a hub keeps of them. Rules FA… in docs/spec.md. */
import { existsSync, readFileSync } from 'node:fs';
import { io } from 'socket.io-client';
import { expect, it, onTestFinished } from 'vitest';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import { TestHub } from '#test/support/hub.ts';

const SCREENS = 150;
/** Garbage that nobody needs collected yet looks like a leak for a while, and then stays as it is. */
const MOST_ROUNDS = 160;
const IN_A_ROW = 20;
/** What three thousand connections would leave behind at ten kilobytes each is three times that. */
const MOST_GROWN_MB = 10;

/** Only Linux says so plainly what a process has. */
const TELLS = existsSync('/proc/self/status');

it.skipIf(!TELLS)('[FA16] AB-136 leaves nothing behind of screens that come and go', async () => {
  const hub = await TestHub.alone();
  onTestFinished(() => hub.end());
  const megabytes: number[] = [];
  const grown = () =>
    megabytes.length > IN_A_ROW
      ? (megabytes.at(-1) ?? 0) - (megabytes.at(-1 - IN_A_ROW) ?? 0)
      : Number.POSITIVE_INFINITY;
  while (megabytes.length < MOST_ROUNDS && grown() >= MOST_GROWN_MB) {
    const sockets = await Promise.all(
      Array.from({ length: SCREENS }, async () => {
        const socket = io(hub.url, {
          ...{ transports: ['websocket'], forceNew: true, reconnection: false },
          auth: { protocol: PROTOCOL_VERSION, view: 'board' },
        });
        await new Promise((shown, failed) => {
          socket.once('snapshot', shown);
          socket.once('connect_error', failed);
        });
        return socket;
      }),
    );
    for (const socket of sockets) socket.close();
    const status = readFileSync(`/proc/${hub.pid}/status`, 'utf8');
    megabytes.push(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024);
  }
  expect(grown(), megabytes.map(Math.round).join(' ')).toBeLessThan(MOST_GROWN_MB);
  expect(hub.errors).toBe('');
});
