/** What every ticket printer must do, whatever line its bytes go over. Rules PR7… in docs/spec.md. */
import { afterEach, describe, expect, it } from 'vitest';
import { encodePicture } from '#print/escpos.ts';
import type { PrintJob, TicketPrinter } from '#print/ticket-printer.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '#print/virtual-printer.ts';
import type { PrinterState } from '#shared/printers.ts';
import type { PrinterAct } from '#shared/virtual-printer.ts';
import { byAgent } from '#test/support/agent-printer.ts';
import { byDevice, byNetwork, type OpenedPrinter } from '#test/support/ticket-printers.ts';
import { stripes } from './made-up.ts';

/** An adapter that is not in this table does not exist. */
const ticketPrinters = [
  { name: 'NetworkTicketPrinter', open: byNetwork },
  { name: 'DeviceTicketPrinter', open: byDevice },
  { name: 'AgentTicketPrinter', open: byAgent },
];

const job = (id: string, heightDots = 400): PrintJob => ({
  id,
  bytes: encodePicture(stripes(heightDots, Number(id))),
});
const [first, second, third] = [job('1'), job('2'), job('3')];

describe.each(ticketPrinters)('ticket printer contract: $name', ({ open }) => {
  const opened: OpenedPrinter[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  async function printers(
    options: VirtualPrinterOptions & { mute?: boolean; fastestMmPerSecond?: number } = {},
  ) {
    const { mute = false, fastestMmPerSecond, ...virtual } = options;
    const paper = new VirtualPrinter({ mmPerSecond: 4_000, ...virtual });
    const one = await open(paper, { mute, ...(fastestMmPerSecond && { fastestMmPerSecond }) });
    opened.push(one);
    return { paper, printer: one.printer, one };
  }

  /** The first slip has stopped half way: the roll is out. */
  async function stoppedHalfWay() {
    const { paper, printer } = await printers();
    await statusOf(printer, isReady);
    paper.apply({ act: 'leave-paper', mm: 20 });
    const stopped = printer.print(first);
    await statusOf(printer, ({ state }) => state === 'fault');
    return { paper, printer, stopped };
  }

  it('[PR7] confirms a slip when its paper has been cut', async () => {
    const { paper, printer } = await printers();
    expect(await printer.print(first)).toEqual({ outcome: 'confirmed' });
    expect(paper.papers.map(({ cut, refused }) => ({ cut, refused }))).toEqual([
      { cut: true, refused: [] },
    ]);
  });

  it('[PR20] prints the picture dot for dot', async () => {
    const { paper, printer } = await printers();
    await printer.print(job('4', 700));
    expect(paper.papers[0]?.raster).toEqual(stripes(700, 4));
  });

  it.each<{ fault: string; act: PrinterAct }>([
    { fault: 'paper-out', act: { act: 'paper-out' } },
    { fault: 'cover-open', act: { act: 'open-cover' } },
    { fault: 'cutter-jammed', act: { act: 'jam-cutter', when: 'at-once' } },
    { fault: 'too-hot', act: { act: 'overheat', restMs: 3_600_000 } },
    { fault: 'error', act: { act: 'break-down' } },
  ])('[PR8] sends nothing to a printer with $fault', async ({ fault, act }) => {
    const { paper, printer } = await printers();
    paper.apply(act);
    expect(await printer.print(first)).toEqual({ outcome: 'not-sent', reason: fault });
    expect(printer.status).toEqual({ state: 'fault', fault });
    paper.apply({ act: 'mend' });
    await statusOf(printer, isReady);
    expect(paper.papers).toEqual([]);
  });

  it('[PR9] does not know what became of a slip whose connection was lost', async () => {
    const { paper, printer } = await printers({ mmPerSecond: 100 });
    await statusOf(printer, isReady);
    const lost = printer.print(job('1', 1_600));
    await paperMoves(paper);
    paper.apply({ act: 'drop-connection', how: 'rst' });
    expect(await lost).toEqual({ outcome: 'unknown', reason: 'connection-lost' });
  });

  it('[PR9] tells within seconds that a slip has stopped in the middle, and why', async () => {
    const { stopped } = await stoppedHalfWay();
    expect(await stopped).toEqual({ outcome: 'unknown', reason: 'paper-out' });
  });

  it('[PR12] says later that it came out after all, when the roll was changed', async () => {
    const { paper, printer, stopped } = await stoppedHalfWay();
    const late = new Promise((resolve) => printer.onLateWord((id, word) => resolve([id, word])));
    await stopped;
    paper.apply({ act: 'open-cover' });
    paper.apply({ act: 'refill' });
    paper.apply({ act: 'close-cover' });
    expect(await late).toEqual(['1', { outcome: 'confirmed' }]);
    expect((await printer.print(first)).outcome).toBe('confirmed');
    expect(paper.papers.map(({ raster }) => raster)).toEqual([stripes(400, 1)]);
  });

  it('[PR12] goes on by itself when a jam was cleared: the printer is told', async () => {
    const { paper, printer } = await printers();
    await statusOf(printer, isReady);
    paper.apply({ act: 'jam-cutter', when: 'next-cut' });
    const late = new Promise((resolve) => printer.onLateWord((id, word) => resolve([id, word])));
    expect(await printer.print(first)).toEqual({ outcome: 'unknown', reason: 'cutter-jammed' });
    paper.apply({ act: 'clear-jam' });
    expect(await late).toEqual(['1', { outcome: 'confirmed' }]);
    expect(paper.papers.map(({ cut }) => cut)).toEqual([true]);
  });

  it('[PR10] prints a job once, submitted twice at once or afterwards', async () => {
    const { paper, printer } = await printers();
    const [one, other] = await Promise.all([printer.print(first), printer.print(first)]);
    expect([one.outcome, other.outcome]).toEqual(['confirmed', 'confirmed']);
    expect((await printer.print(first)).outcome).toBe('confirmed');
    expect(paper.papers).toHaveLength(1);
  });

  it('[PR10] does not try again by itself, nor when asked to, what may be on paper', async () => {
    const { paper, printer, stopped } = await stoppedHalfWay();
    await stopped;
    paper.apply({ act: 'drop-connection', how: 'rst' });
    paper.apply({ act: 'refill' });
    expect((await printer.print(first)).outcome).toBe('unknown');
  });

  it('[PR10] prints what was not sent when it is submitted again', async () => {
    const { paper, printer } = await printers();
    paper.apply({ act: 'paper-out' });
    expect((await printer.print(first)).outcome).toBe('not-sent');
    paper.apply({ act: 'refill' });
    await statusOf(printer, isReady);
    expect((await printer.print(first)).outcome).toBe('confirmed');
  });

  it('[PR11] prints one at a time in the order they were submitted', async () => {
    const { paper, printer } = await printers();
    const told: string[] = [];
    await Promise.all(
      [first, second, third].map((job) => printer.print(job).then(() => told.push(job.id))),
    );
    expect(told).toEqual(['1', '2', '3']);
    expect(paper.papers.map(({ raster }) => raster)).toEqual(
      [3, 2, 1].map((seed) => stripes(400, seed)),
    );
  });

  it('[PR12] sends away those behind a slip that has stopped; they do not come out later', async () => {
    const { paper, printer, stopped } = await stoppedHalfWay();
    expect(await printer.print(second)).toEqual({ outcome: 'not-sent', reason: 'paper-out' });
    await stopped;
    const late = new Promise((resolve) => printer.onLateWord(resolve));
    paper.apply({ act: 'refill' });
    await late;
    expect(paper.papers.map(({ raster }) => raster)).toEqual([stripes(400, 1)]);
  });

  it('[PR13] prints on the last of the paper and says that it is low', async () => {
    const { paper, printer } = await printers();
    paper.apply({ act: 'paper-low' });
    expect((await printer.print(first)).outcome).toBe('confirmed');
    expect(printer.status).toEqual({ state: 'ready', paperLow: true, confirms: 'printed' });
    paper.apply({ act: 'refill' });
    await statusOf(printer, (status) => status.state === 'ready' && !status.paperLow);
  });

  it('[PR14] says not sent while the printer is away, and finds it again', async () => {
    const { paper, printer, one } = await printers();
    await statusOf(printer, isReady);
    await one.takeAway();
    await statusOf(printer, ({ state }) => state === 'fault');
    expect((await printer.print(first)).outcome).toBe('not-sent');
    await one.bringBack();
    await statusOf(printer, isReady);
    expect((await printer.print(first)).outcome).toBe('confirmed');
    expect(paper.papers).toHaveLength(1);
  });

  it('[PR15] sends nothing to a printer that keeps silent', async () => {
    const { paper, printer } = await printers({ lacks: ['real-time-status'] });
    expect(await printer.print(first)).toEqual({ outcome: 'not-sent', reason: 'silent' });
    expect(printer.status).toEqual({ state: 'fault', fault: 'silent' });
    expect(paper.papers).toEqual([]);
  });

  it('[PR16] takes the paper status of a printer without process ids for likely', async () => {
    const { printer } = await printers({ lacks: ['process-id'] });
    expect(await printer.print(first)).toEqual({ outcome: 'likely' });
    expect(await printer.print(second)).toEqual({ outcome: 'likely' });
    expect(printer.status).toEqual({ state: 'ready', paperLow: false, confirms: 'carried-out' });
  });

  it('[PR16] takes for likely what is said sooner than paper moves', async () => {
    // So slow that what is said at once is sooner, however busy the machine.
    const lies: VirtualPrinterOptions['lies'] = ['early-process-id'];
    const { printer } = await printers({ mmPerSecond: 250, fastestMmPerSecond: 2, lies });
    expect(await printer.print(first)).toEqual({ outcome: 'likely' });
    expect(printer.status).toEqual({ state: 'ready', paperLow: false, confirms: 'carried-out' });
  });

  it('[PR16] never says that a printer printed which cannot say so itself', async () => {
    const { printer } = await printers({ lacks: ['process-id', 'paper-status'] });
    expect(await printer.print(first)).toEqual({ outcome: 'unknown', reason: 'no-confirmation' });
  });

  it('[PR16] sends to a printer that is known to be mute, and says that nobody knows', async () => {
    const { paper, printer } = await printers({
      mute: true,
      lacks: ['real-time-status', 'reports', 'process-id', 'paper-status'],
    });
    const out = new Promise<void>((resolve) => paper.onPaper(resolve));
    expect(await printer.print(first)).toEqual({ outcome: 'unknown', reason: 'no-confirmation' });
    await out;
    expect(paper.papers.map(({ raster }) => raster)).toEqual([stripes(400, 1)]);
  });

  it('[PR17] cuts off what an interrupted slip left, before the next one', async () => {
    const { paper, printer, stopped } = await stoppedHalfWay();
    await stopped;
    paper.apply({ act: 'drop-connection', how: 'rst' });
    await statusOf(printer, (status) => status.state === 'fault' && status.fault === 'offline');
    paper.apply({ act: 'refill' });
    await statusOf(printer, isReady);
    expect((await printer.print(second)).outcome).toBe('confirmed');
    expect(paper.papers[0]?.raster).toEqual(stripes(400, 2));
  });

  it('[PR17] ends a picture that was broken off, where the printer still waits for the rest of it', async () => {
    const { paper, printer } = await printers({
      mmPerSecond: 100,
      keepsStreamAcrossConnections: true,
    });
    await statusOf(printer, isReady);
    const lost = printer.print(job('1', 1_600));
    await paperMoves(paper);
    paper.apply({ act: 'drop-connection', how: 'rst' });
    await lost;
    await statusOf(printer, ({ state }) => state === 'fault');
    await statusOf(printer, isReady);
    expect((await printer.print(second)).outcome).toBe('confirmed');
    expect(paper.papers[0]?.raster).toEqual(stripes(400, 2));
  });

  it.each<VirtualPrinterOptions & { mute?: boolean }>([
    { lacks: ['process-id', 'paper-status'] },
    { lacks: ['process-id', 'paper-status', 'real-time-status', 'reports'], mute: true },
  ])('[PR17] ends it also where the printer cannot say anything: %j', async (quirks) => {
    const { paper, printer } = await printers({
      ...{ mmPerSecond: 100, keepsStreamAcrossConnections: true },
      ...quirks,
    });
    await statusOf(printer, isReady);
    void printer.print(job('1', 1_600));
    await paperMoves(paper);
    const cuts: number[] = [];
    paper.onPaper(() => cuts.push(paper.papers.length));
    paper.apply({ act: 'drop-connection', how: 'rst' });
    await statusOf(printer, ({ state }) => state === 'fault');
    await statusOf(printer, isReady);
    await printer.print(second);
    while (cuts.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(paper.papers[0]?.raster).toEqual(stripes(400, 2));
    expect(paper.state.counters.bytesRefused).toBe(0);
  });

  it('[PR18] answers every job when it is closed, and takes no more', async () => {
    const { printer } = await printers({ lacks: ['reports'] });
    await statusOf(printer, isReady);
    const underWay = printer.print(job('1', 40_000));
    const behind = printer.print(second);
    await printer.close();
    const { outcome } = await underWay;
    expect(['unknown', 'not-sent']).toContain(outcome);
    expect((await behind).outcome).toBe('not-sent');
    expect(await printer.print(third)).toEqual({ outcome: 'not-sent', reason: 'closed' });
    expect(printer.status).toEqual({ state: 'unknown' });
  });
});

const isReady = ({ state }: PrinterState) => state === 'ready';

/** Resolves when the first dots are on paper. */
async function paperMoves(paper: VirtualPrinter): Promise<void> {
  while (paper.papers.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves when the printer's status is, or becomes, as `wanted`. */
function statusOf(printer: TicketPrinter, wanted: (status: PrinterState) => boolean) {
  return new Promise<void>((resolve) => {
    if (wanted(printer.status)) return resolve();
    const release = printer.onStatus((status) => {
      if (!wanted(status)) return;
      release();
      resolve();
    });
  });
}
