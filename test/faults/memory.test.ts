/** Screens that come and go by the thousand: what a hub keeps of them. Rules FA… in docs/spec.md. */
import { existsSync, readFileSync } from 'node:fs';
import { io } from 'socket.io-client';
import { expect, it, onTestFinished } from 'vitest';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import { TestHub } from '#test/support/hub.ts';

const SCREENS = 150;
const ROUNDS = 20;
/** Before what it once needs has been taken, nothing can be said. */
const FIRST = 8;
/** What three thousand connections would leave behind at ten kilobytes each is more. */
const MOST_GROWN_MB = 20;

/** Only Linux says so plainly what a process has. */
const TELLS = existsSync('/proc/self/status');

it.skipIf(!TELLS)('[FA16] AB-136 leaves nothing behind of screens that come and go', async () => {
  const hub = await TestHub.start();
  onTestFinished(() => hub.end());
  const megabytes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
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
  const first = Math.max(...megabytes.slice(0, FIRST));
  const last = Math.min(...megabytes.slice(-FIRST));
  expect(last - first, megabytes.map(Math.round).join(' ')).toBeLessThan(MOST_GROWN_MB);
  expect(hub.errors).toBe('');
});
