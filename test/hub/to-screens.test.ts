/** One message to many screens, at real connections of Socket.io. Rules HB… in docs/spec.md. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ScreenSocket } from '#server/hub/announce.ts';
import { sayToAll } from '#server/hub/to-screens.ts';

/** Screens that have been let in, as the hub sees them, and what each hears. */
async function screens(count: number) {
  const http = createServer().listen(0, '127.0.0.1');
  const hub = new Server(http, { transports: ['websocket'] });
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  onTestFinished(async () => void (await hub.close()));
  const there: (readonly [ScreenSocket])[] = [];
  const heard: unknown[][] = [];
  for (let nth = 0; nth < count; nth++) {
    const mine: unknown[] = [];
    heard.push(mine);
    const line = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    line.on('open', () => line.send('40'));
    line.on('message', (said) => {
      const text = String(said);
      if (text.startsWith('42')) mine.push(JSON.parse(text.slice(2)));
    });
    const [socket] = (await once(hub, 'connection')) as [ScreenSocket];
    there.push([socket]);
  }
  // What was said when they were let in is on its way.
  await expect.poll(() => there.every(([{ conn }]) => conn.transport.writable)).toBe(true);
  return { there, heard };
}

const told = (text: string) => JSON.stringify({ text });

it('[HB11] reaches every screen whole, however long it is', async () => {
  const { there, heard } = await screens(2);
  // Around the lengths at which a frame says its length otherwise (RFC 6455, 5.2), with what is around the text.
  const around = `42["snapshot",${told('')}]`.length;
  const lengths = [30, 125, 126, 127, 65_535, 65_536, 65_537, 200_000];
  const texts = lengths.map((bytes) => `å${'x'.repeat(bytes - around - Buffer.byteLength('å'))}`);
  for (const text of texts) {
    sayToAll(there, 'snapshot', told(text));
    await expect.poll(() => heard.map((all) => all.length)).toEqual([1, 1]);
    expect(heard.map((all) => all.splice(0))).toEqual([
      [['snapshot', { text }]],
      [['snapshot', { text }]],
    ]);
  }
});

it('[HB11] comes after what was said before and before what is said after, while the line is busy or not', async () => {
  const { there, heard } = await screens(3);
  const [[busy] = []] = there;
  for (let round = 0; round < 20; round++) {
    const words = { revision: round, texts: [{ sv: 'x'.repeat(round % 3 === 0 ? 300_000 : 3) }] };
    busy?.emit('words', words);
    sayToAll(there, 'snapshot', told(`${round}`));
    busy?.emit('words', words);
    if (round % 2 === 0) await new Promise(setImmediate);
  }
  const names = (nth: number) => () => heard[nth]?.map((said) => (said as [string])[0]).join();
  const saidTo = (each: string) => Array.from({ length: 20 }, () => each).join();
  await expect.poll(names(0)).toBe(saidTo('words,snapshot,words'));
  await expect.poll(names(1)).toBe(saidTo('snapshot'));
  const rounds = heard[1]?.map((said) => (said as [string, { text: string }])[1].text);
  expect(rounds).toEqual(Array.from({ length: 20 }, (_, round) => `${round}`));
});

it('[HB11] goes over an idle line as it is, once', async () => {
  const { there, heard } = await screens(2);
  const packets: unknown[] = [];
  for (const [{ conn }] of there) conn.on('packetCreate', (packet) => packets.push(packet));
  sayToAll(there, 'snapshot', told('at once'));
  await expect.poll(() => heard.map((all) => all.length)).toEqual([1, 1]);
  expect(packets).toEqual([]); // none for Engine.IO to frame
});

it('[HB11] does not mind a screen that has gone meanwhile, or is going', async () => {
  const { there, heard } = await screens(3);
  const [[gone] = [], [going] = []] = there;
  if (!gone || !going) throw new Error('three came');
  (gone.conn.transport as unknown as { socket: { terminate: () => void } }).socket.terminate();
  const line = (
    going.conn.transport as unknown as { socket: { _sender: object; close: () => void } }
  ).socket;
  line.close();
  const framed = vi.spyOn(line._sender as { sendFrame: () => void }, 'sendFrame');
  sayToAll(there, 'still', JSON.stringify({ day: '2026-11-24', version: 1, at: 1 }));
  expect(framed).not.toHaveBeenCalled(); // nothing comes after the closing frame
  await expect.poll(() => heard[2]?.length).toBe(1);
  await expect.poll(() => [gone.connected, going.connected]).toEqual([false, false]);
  sayToAll(there, 'snapshot', told('again'));
  await expect.poll(() => heard[2]?.length).toBe(2);
  expect(heard.slice(0, 2)).toEqual([[], []]);
});
