/** The spoiled line itself, between two bare sockets: what the other tests of faults rest on. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { FaultProxy } from '#test/support/fault-proxy.ts';

/** Both ends of a line through a proxy, and what each has heard. */
async function joined() {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await FaultProxy.to((server.address() as AddressInfo).port);
  onTestFinished(async () => {
    await proxy.close();
    server.close();
  });
  const near = ear(connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }));
  const [socket] = (await once(server, 'connection')) as [Socket];
  return { proxy, near, far: ear(socket) };
}

function ear(socket: Socket) {
  const heard = { socket, text: '', pieces: 0, end: '' };
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    heard.text += text;
    heard.pieces += 1;
  });
  socket.on('end', () => {
    heard.end ||= 'end';
  });
  socket.on('error', ({ message }) => {
    heard.end ||= message;
  });
  return heard;
}

it('[FA1] brings everything through, both ways, and an end after all that was said', async () => {
  const { near, far, proxy } = await joined();
  near.socket.end('there');
  await expect.poll(() => [far.text, far.end]).toEqual(['there', 'end']);
  far.socket.end('and back');
  await expect.poll(() => [near.text, near.end]).toEqual(['and back', 'end']);
  await expect.poll(() => proxy.lines).toBe(0);
});

it('[FA1] late, in slices or slowly it is the same in the same order', async () => {
  const { near, far, proxy } = await joined();
  const long = Array.from({ length: 400 }, (_, n) => `${n} `).join('');
  for (const faults of [{ latencyMs: 50 }, { slicerBytes: 3 }, { bytesPerSecond: 20_000 }]) {
    far.text = '';
    far.pieces = 0;
    proxy.become(faults);
    near.socket.write(long);
    await expect.poll(() => far.text).toBe(long);
  }
  expect(far.pieces).toBeGreaterThan(1);
});

it('[FA1] half-open: nothing comes, not even the end, until it is well again', async () => {
  const { near, far, proxy } = await joined();
  proxy.become({ halfOpen: true });
  near.socket.end('unheard');
  await after(100);
  expect([far.text, far.end, proxy.lines]).toEqual(['', '', 1]);
  proxy.become();
  await expect.poll(() => [far.text, far.end]).toEqual(['unheard', 'end']);
});

it('[FA1] timed out, nothing comes and then the line ends', async () => {
  const { near, far, proxy } = await joined();
  proxy.become({ timeoutMs: 50 });
  near.socket.write('unheard');
  await expect.poll(() => near.end).toMatch(/ECONNRESET/);
  expect(far.text).toBe('');
});

it('[FA1] cut after some bytes, those come through and the rest never', async () => {
  const { near, far, proxy } = await joined();
  proxy.cutAfter(5);
  near.socket.write('there and no further');
  await expect.poll(() => near.end).toMatch(/ECONNRESET|EPIPE/);
  expect(far.text).toBe('there');
});

it('[FA1] down, lines are reset and new ones refused; up again, it is where it was', async () => {
  const { near, proxy } = await joined();
  const { port } = proxy;
  await proxy.down();
  await expect.poll(() => near.end).toMatch(/ECONNRESET/);
  await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
  await proxy.up();
  expect(proxy.port).toBe(port);
  const again = connect(port, '127.0.0.1');
  await once(again, 'connect');
  again.destroy();
});
