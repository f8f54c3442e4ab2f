/** A virtual printer on a port of its own, which tells of each slip when its first bytes came and that it is cut. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { VirtualPrinter } from '#print/virtual-printer.ts';
import { monotonicMs, type PrinterSettings, type SlipPrinted } from '../child.ts';

/** GS v 0 */
const PICTURE = Buffer.of(0x1d, 0x76, 0x30);

const settings: PrinterSettings = JSON.parse(process.argv[2] ?? '');
const printer = new VirtualPrinter(settings);
let firstByteAtMs: number | undefined;

const server = createServer({ noDelay: true }, (socket: Socket) => {
  const [ours, printers] = duplexPair();
  let before = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    if (firstByteAtMs !== undefined) return;
    const atMs = monotonicMs();
    const heard = Buffer.concat([before, bytes]);
    if (heard.includes(PICTURE)) firstByteAtMs = atMs;
    before = heard.subarray(1 - PICTURE.length);
  });
  socket.on('error', () => {}); // 'close' follows
  socket.pipe(ours).pipe(socket);
  printer.attach(printers, () => socket.resetAndDestroy());
});

printer.onPaper(() => {
  const rows = printer.papers[0]?.heightDots;
  if (firstByteAtMs === undefined || rows === undefined) return; // cut before a picture: a stale one
  process.send?.({ firstByteAtMs, rows } satisfies SlipPrinted);
  firstByteAtMs = undefined;
});

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
