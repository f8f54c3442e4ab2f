/**
 * Windows on the square: bare websockets that speak as much Socket.io as a window must, and answer every
 * snapshot with `shown`. They follow a hub and its floor alike, so that they cost both the same.
 *
 * A snapshot is read once for all who get the same bytes: in an office every window has a computer of its
 * own, and here the reading of a thousand would hide what the servers cost.
 */
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { Board } from '#shared/views.ts';
import { type DisplaysAsked, type LastShown, monotonicMs } from '../child.ts';
import { shownFor } from '../socket-caller.ts';

/**
 * A thousand computers answer beside each other; one process would answer between reading for one window
 * and for the next. So `shown` goes out a frame later, when most have what was sent.
 */
const DRAWN_AFTER_MS = 17;

type Window = { latestCall: number };

const windows = new Map<string, Window[]>();
let watch: { url: string; call: number; missing: number } | undefined;
let latest = { frame: Buffer.alloc(0) as Buffer, shown: '', call: 0 };

process.on('message', async (asked: DisplaysAsked) => {
  const following = windows.get(asked.url) ?? [];
  if (asked.do === 'connect') {
    const more = Array.from({ length: asked.displays }, () => follow(asked.url));
    windows.set(asked.url, [...following, ...(await Promise.all(more))]);
  } else watch = { url: asked.url, call: asked.call, missing: following.length };
  process.send?.('ready');
});
process.once('disconnect', () => process.exit());

/** Resolves when the window is let in. */
function follow(url: string): Promise<Window> {
  const window: Window = { latestCall: 0 };
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.on('close', (code) => {
      throw new Error(`A display was let go: ${code}`);
    });
    socket.on('message', (frame: Buffer) => {
      switch (frame.toString('latin1', 0, 2)) {
        case '42':
          show(frame, url, window);
          setTimeout((shown: string) => socket.send(shown), DRAWN_AFTER_MS, latest.shown);
          break;
        case '40':
          resolve(window);
          break;
        case '2':
          socket.send('3');
          break;
        default:
          socket.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, view: 'board' })}`);
      }
    });
  });
}

function show(frame: Buffer, url: string, window: Window): void {
  if (!frame.equals(latest.frame)) {
    const text = frame.toString();
    const [, board]: [string, Board] = JSON.parse(text.slice('42'.length));
    latest = { frame, shown: shownFor(text), call: board.calls[0]?.id ?? 0 };
  }
  const had = window.latestCall;
  window.latestCall = latest.call;
  if (!watch || watch.url !== url || had >= watch.call || latest.call < watch.call) return;
  watch.missing -= 1;
  if (watch.missing > 0) return;
  watch = undefined;
  process.send?.({ atMs: monotonicMs() } satisfies LastShown);
}
