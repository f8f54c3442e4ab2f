/** A slip that stands in the printer, in made-up time. */
import { expect, it } from 'vitest';
import { encodePicture, GO_ON } from '#print/escpos.ts';
import { SessionTicketPrinter } from '#print/session-ticket-printer.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '#print/virtual-printer.ts';
import { lineTo } from '#test/support/line-to.ts';
import { SimulatedTimers } from '#test/support/simulated-timers.ts';
import { stripes } from './made-up.ts';

const MINUTE_MS = 60_000;

function printers(options: VirtualPrinterOptions = {}) {
  const timers = new SimulatedTimers();
  const paper = new VirtualPrinter({ timers, ...options });
  const sent: { at: number; bytes: Buffer }[] = [];
  const printer = new SessionTicketPrinter(
    async () =>
      lineTo(paper, (bytes) => sent.push({ at: timers.now(), bytes: Buffer.from(bytes) })),
    { timers, heartbeatMs: 10_000 },
  );
  const pass = async (ms: number) => {
    const until = timers.now() + ms;
    timers.after(ms, () => {});
    await timers.until(() => timers.now() >= until);
  };
  const print = (seed: number) =>
    timers.resolving(printer.print({ id: String(seed), bytes: encodePicture(stripes(700, seed)) }));
  const close = async () => {
    await timers.resolving(printer.close());
    paper.close();
  };
  return { timers, paper, printer, sent, pass, print, close };
}

it.each([
  { buffer: 4_096, keeps: false },
  { buffer: 4_096, keeps: true },
  { buffer: 1_000_000, keeps: false },
])(
  '[PR12] stands for ten minutes and is thrown away: whoever comes then is not handed it ($buffer bytes, $keeps)',
  async ({ buffer, keeps }) => {
    const { paper, printer, pass, print, close } = printers({
      bufferBytes: buffer,
      keepsStreamAcrossConnections: keeps,
    });
    const late: string[] = [];
    printer.onLateWord((id) => late.push(id));
    paper.apply({ act: 'leave-paper', mm: 40 });
    expect(await print(1)).toEqual({ outcome: 'unknown', reason: 'paper-out' });
    await pass(11 * MINUTE_MS);
    // What a guide has to do about it stays what it was, though a full printer cannot be asked any more.
    expect(printer.status).toEqual({ state: 'fault', fault: 'paper-out' });
    paper.apply({ act: 'refill' });
    await pass(MINUTE_MS);
    expect(await print(2)).toEqual({ outcome: 'confirmed' });
    const pieces = paper.papers.map(({ raster }) => raster);
    expect(pieces[0]).toEqual(stripes(700, 2));
    for (const piece of pieces) expect(piece).not.toEqual(stripes(700, 1));
    expect(late).toEqual([]);
    await close();
  },
);

it('[PR12] comes out whole when the roll is changed after nine minutes', async () => {
  const { paper, printer, pass, print, close } = printers();
  const late: string[] = [];
  printer.onLateWord((id) => late.push(id));
  paper.apply({ act: 'leave-paper', mm: 40 });
  await print(1);
  await pass(9 * MINUTE_MS);
  paper.apply({ act: 'refill' });
  await pass(MINUTE_MS);
  expect(late).toEqual(['1']);
  expect(paper.papers.map(({ raster }) => raster)).toEqual([stripes(700, 1)]);
  await close();
});

it('[PR26] a printer that waits for a word is given it every few seconds, and never while its cover is open', async () => {
  const { timers, paper, sent, pass, print, close } = printers();
  paper.apply({ act: 'jam-cutter', when: 'next-cut' });
  expect((await print(1)).outcome).toBe('unknown');
  paper.apply({ act: 'open-cover' });
  const opened = timers.now();
  await pass(MINUTE_MS);
  const told = () =>
    sent.filter(({ at, bytes }) => at > opened && bytes.equals(Buffer.from(GO_ON)));
  expect(told()).toEqual([]);
  paper.apply({ act: 'clear-jam' });
  paper.apply({ act: 'close-cover' });
  await pass(MINUTE_MS);
  expect(told().length).toBeGreaterThanOrEqual(1);
  expect(told().length).toBeLessThanOrEqual(12);
  expect(paper.papers.map(({ raster }) => raster)).toEqual([stripes(700, 1)]);
  await close();
});
