/** What is sent to the sockets of a real hub by whoever does not speak as our screens do. Rules HC4… in docs/spec.md. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket as TcpSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import { TestHub } from '#test/support/hub.ts';

let hub: TestHub;

beforeAll(async () => {
  hub = await TestHub.start();
});
afterAll(() => hub.end());

const address = () => `ws://127.0.0.1:${hub.port}/socket.io/?EIO=4&transport=websocket`;
const BOARD = `40${JSON.stringify({ protocol: PROTOCOL_VERSION, view: 'board' })}`;

const lives = async () => expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);

/** A bare websocket on which Engine.io has begun. */
async function line(): Promise<WebSocket> {
  const socket = new WebSocket(address());
  socket.on('error', () => {}); // what the hub does to it is the test's to see
  await once(socket, 'message');
  return socket;
}

/** As `line`, following the board. */
async function onBoard(): Promise<WebSocket> {
  const socket = await line();
  socket.send(BOARD);
  await once(socket, 'message');
  return socket;
}

const closed = async (socket: WebSocket) => {
  if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
};

/** A connection with the upgrade done and nothing in between: for frames that no library would send. */
async function bareLine() {
  const bare = connect(hub.port, '127.0.0.1');
  bare.on('error', () => {});
  bare.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${hub.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  await once(bare, 'data');
  return bare;
}

/** Resolves when the line is gone, by a reset as well. */
const end = (bare: TcpSocket) => new Promise<void>((gone) => bare.once('close', () => gone()));

/** Resolves when the line takes more, or is gone. */
const taken = (bare: TcpSocket) =>
  new Promise<void>((more) => {
    bare.once('drain', more).once('close', more);
    if (bare.destroyed) more();
  });

/** A frame by hand. @param first FIN, RSV and opcode */
function frame(first: number, payload: Buffer, { masked = true } = {}): Buffer {
  const mask = randomBytes(4);
  const length =
    payload.length < 126
      ? Buffer.from([(masked ? 0x80 : 0) | payload.length])
      : Buffer.from([(masked ? 0x80 : 0) | 126, payload.length >> 8, payload.length & 0xff]);
  const body = masked ? payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)) : payload;
  return Buffer.concat([Buffer.from([first]), length, ...(masked ? [mask] : []), body]);
}

// Much of it is waiting for the hub to lose patience, so they wait beside one another.
describe.concurrent('a connection that', () => {
  it('[HC4] AB-037 never says which view it wants is cut', async () => {
    const socket = await line();
    await closed(socket);
    await lives();
  });

  it('[HC4] AB-038 asks for ten thousand namespaces gets none of them', async () => {
    const socket = await line();
    const answers: string[] = [];
    socket.on('message', (data) => answers.push(String(data)));
    for (let nth = 0; nth < 10_000 && socket.readyState === WebSocket.OPEN; nth += 1)
      socket.send(`40/room-${nth},{}`);
    await closed(socket);
    expect(answers.filter((answer) => answer.startsWith('40/'))).toEqual([]);
    await lives();
  });

  it('[HC4] AB-039 pings without end and reads nothing is cut', async () => {
    const bare = await bareLine();
    bare.pause();
    const ping = frame(0x89, Buffer.alloc(100));
    const many = Buffer.concat(Array.from({ length: 1_000 }, () => ping));
    const gone = end(bare);
    for (let nth = 0; nth < 400 && !bare.destroyed; nth += 1) {
      if (!bare.write(many)) await taken(bare);
    }
    bare.resume();
    await gone;
    await lives();
  });

  it.each([
    ['AB-040 sends a fragment a million times and never the last', 0x00, 1],
    ['AB-040 sends empty fragments', 0x00, 0],
  ])('[HC4] %s is cut', async (_what, opcode, size) => {
    const bare = await bareLine();
    const gone = end(bare.resume());
    bare.write(frame(0x01, Buffer.from('4')));
    const many = Buffer.concat(
      Array.from({ length: 1_000 }, () => frame(opcode, Buffer.alloc(size, 0x30))),
    );
    for (let nth = 0; nth < 1_000 && !bare.destroyed; nth += 1)
      if (!bare.write(many)) await taken(bare);
    await gone;
    await lives();
  });

  it.each([
    ['AB-041 none', '51-["desk:open"]'],
    ['AB-041 a thousand million', '51000000000-["desk:open",{"_placeholder":true,"num":0}]'],
    ['AB-041 eleven', '511-["desk:open",{"_placeholder":true,"num":0}]'],
    ['AB-041 part of another', '51-["desk:open",{"_placeholder":true,"num":7}]'],
  ])(
    '[HC4] promises parts that never come (%s) does not keep the hub busy',
    async (_what, packet) => {
      const socket = await onBoard();
      socket.send(`4${packet}`);
      socket.send('42["desk:open"]'); // text where a part was promised
      await closed(socket);
      await lives();
    },
  );

  it.each([
    ['AB-042 a frame that is too large', () => frame(0x81, Buffer.alloc(60_000, 0x30))],
    ['AB-042 a frame without a mask', () => frame(0x81, Buffer.from('40'), { masked: false })],
    ['AB-042 bits that mean nothing', () => frame(0xf1, Buffer.from('40'))],
    ['AB-042 text that is none', () => frame(0x81, Buffer.from([0xc3, 0x28, 0xff]))],
    ['AB-042 a reason to close that is none', () => frame(0x88, Buffer.from([0x03, 0xe7]))],
  ])('[HC4] sends %s is cut', async (_what, made) => {
    const bare = await bareLine();
    const gone = end(bare.resume());
    bare.write(made());
    await gone;
    await lives();
  });

  it.each(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'error'])(
    '[HC4] AB-043 sends an event named %s changes nothing',
    async (name) => {
      const socket = await onBoard();
      socket.send(`42${JSON.stringify([name, { a: 1 }])}`);
      socket.send(`421${JSON.stringify([name])}`);
      socket.close();
      await closed(socket);
      await lives();
    },
  );

  it('[HC4] AB-043 sends events with names of no kind is cut in the end', async () => {
    const socket = await onBoard();
    for (let nth = 0; nth < 30; nth += 1)
      socket.send(
        `42${JSON.stringify([['__proto__', 'x'.repeat(8_000), 'toString'][nth % 3], {}])}`,
      );
    socket.send('42[7,{}]');
    await closed(socket);
    await lives();
  });

  it('[HC4] AB-045 acknowledges what was never sent, twice and at length, changes nothing', async () => {
    const socket = await onBoard();
    for (const packet of ['4399[]', '4399[]', `430["${'x'.repeat(15_000)}"]`, '43-1[]', '43["a"]'])
      socket.send(packet);
    socket.close();
    await closed(socket);
    await lives();
  });

  it('[HC4] AB-050 says to have shown what is to come is cut in the end', async () => {
    const socket = await onBoard();
    const future = { day: '9999-12-31', version: 1e9, at: 1e15 };
    for (const said of [future, { ...future, version: -1 }, { day: 'abc' }, null])
      for (let nth = 0; nth < 10; nth += 1) socket.send(`42${JSON.stringify(['shown', said])}`);
    await closed(socket);
    await lives();
  });

  it('[HC4] AB-048 reads next to nothing is cut when it has not shown what it was sent', async () => {
    const socket = await onBoard();
    socket.pause();
    // Whoever reads nothing does not read that she was cut either: she finds out when she writes.
    const writing = setInterval(() => socket.ping(), 100);
    await closed(socket);
    clearInterval(writing);
    await lives();
  });

  it.each([
    ['AB-051 an old protocol', '/socket.io/?EIO=3&transport=websocket'],
    ['AB-051 polling', '/socket.io/?EIO=4&transport=polling'],
    ['AB-051 JSONP', '/socket.io/?EIO=4&transport=polling&j=0'],
  ])('[HC5] asks for %s is refused', async (_what, path) => {
    expect((await fetch(hub.url + path)).status).toBe(400);
    const posted = await fetch(hub.url + path, {
      method: 'POST',
      body: new Uint8Array([0xff, 0xfe]),
      headers: { 'Content-Type': 'application/octet-stream' },
    });
    expect(posted.status).toBe(400);
    await lives();
  });
});

describe('a cable that is pulled out', () => {
  it('[HC6] AB-052 is noticed by the hub, which lets the screen go', async () => {
    const bare = await bareLine();
    const gone = end(bare);
    bare.write(frame(0x81, Buffer.from(BOARD)));
    bare.resume(); // it takes what comes, and says nothing ever again
    await gone;
    await lives();
  });
});
