import { once } from 'node:events';
import { connect } from 'node:net';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askNow, CUT } from '#print/escpos.ts';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import { encodeSlip, stripes, tuesdayMorning } from './made-up.ts';

describe('the virtual printer on its port', () => {
  const log: string[] = [];
  let server: VirtualPrinterServer;
  beforeEach(async () => {
    log.length = 0;
    server = await VirtualPrinterServer.open({
      mmPerSecond: 4_000,
      cutMs: 1,
      now: () => tuesdayMorning,
      log: (line) => log.push(line),
    });
  });
  afterEach(() => server.close());

  const nextPaper = () =>
    new Promise<void>((resolve) => {
      const release = server.printer.onPaper(() => {
        release();
        resolve();
      });
    });

  async function somebody() {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  it('[PR20] shows its paper as a picture anyone can open', async () => {
    const socket = await somebody();
    const cut = nextPaper();
    socket.write(encodeSlip(stripes(300)));
    await cut;
    const [paper] = server.papers;
    expect(paper).toMatchObject({ at: tuesdayMorning, widthDots: 576, heightDots: 300, cut: true });
    const image = await loadImage(paper?.png ?? Buffer.alloc(0));
    const context = createCanvas(576, 300).getContext('2d');
    context.drawImage(image, 0, 0);
    const dots = stripes(300).dots;
    const isBlack = (x: number, y: number) => context.getImageData(x, y, 1, 1).data[0] === 0;
    for (const [x, y] of [
      [0, 0],
      [7, 1],
      [300, 7],
      [575, 299],
    ] as const)
      expect(isBlack(x, y)).toBe(((dots[y * 72 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0);
    socket.destroy();
  });

  it('[PR20] keeps the fifty newest, newest first', async () => {
    const socket = await somebody();
    for (let slip = 0; slip < 52; slip++) {
      const cut = nextPaper();
      socket.write(encodeSlip(stripes(16 + slip)));
      await cut;
    }
    expect(server.papers).toHaveLength(50);
    expect(server.papers[0]?.heightDots).toBe(16 + 51);
    expect(new Set(server.papers.map(({ id }) => id)).size).toBe(50);
    socket.destroy();
  });

  it('[PR21] names the bytes that it does not understand, and prints nothing of them', async () => {
    const socket = await somebody();
    const cut = nextPaper();
    socket.write(
      Buffer.concat([Buffer.from('\x1b~\x07\x1dk\x7f', 'latin1'), encodeSlip(stripes(32))]),
    );
    await cut;
    expect(server.papers[0]?.refused).toEqual(['1b 7e 07 1d 6b 7f']);
    expect(server.papers[0]?.raster).toEqual(stripes(32));
    expect(log).toEqual(['The virtual printer does not understand 1b 7e 07 1d 6b 7f']);
    socket.destroy();
  });

  it('[PR21] carries out a real-time command inside a picture, as a real one does', async () => {
    const socket = await somebody();
    const cut = nextPaper();
    const replied = once(socket, 'data');
    const header = Uint8Array.of(0x1d, 0x76, 0x30, 0, 3, 0, 1, 0);
    socket.write(Buffer.concat([header, askNow(1), CUT]));
    expect([...((await replied)[0] as Buffer)]).toEqual([0x12]);
    await cut;
    expect(server.papers[0]?.raster.dots.subarray(0, 3)).toEqual(askNow(1));
    socket.destroy();
  });

  it('[PR22] lets a second connection wait until the first is gone', async () => {
    const one = await somebody();
    one.write(askNow(1));
    await once(one, 'data');
    const other = await somebody();
    const answers: string[] = [];
    other.on('data', () => answers.push('other'));
    other.write(askNow(1));
    one.write(askNow(1));
    await once(one, 'data');
    expect(answers).toEqual([]);
    const answered = once(other, 'data');
    one.end();
    await answered;
    expect(answers).toEqual(['other']);
    other.destroy();
  });
});
