/** What every ticket printer must do, whatever line its bytes go over. Rules PR7… in docs/spec.md. */
import { afterEach, describe, expect, it } from 'vitest';
import { encodeSlip } from '#print/escpos.ts';
import { NetworkTicketPrinter } from '#print/network-ticket-printer.ts';
import type { PrintJob, TicketPrinter } from '#print/ticket-printer.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '#print/virtual-printer.ts';
import type { PrinterState } from '#shared/protocol.ts';
import { stripes } from './made-up.ts';

/** An adapter that is not in this table does not exist. */
const ticketPrinters: {
  name: string;
  open: (paper: VirtualPrinter) => TicketPrinter;
}[] = [
  {
    name: 'NetworkTicketPrinter',
    open: ({ port }) =>
      NetworkTicketPrinter.open(
        { host: '127.0.0.1', port },
        // Long enough for a machine that does much else: a late reply must not be taken for silence.
        { replyMs: 3_000, firstRetryMs: 10, lastRetryMs: 50, closeMs: 50 },
      ),
  },
];

const job = (id: string, heightDots = 400): PrintJob => ({
  id,
  bytes: encodeSlip(stripes(heightDots, Number(id))),
});
const [first, second, third] = [job('1'), job('2'), job('3')];

describe.each(ticketPrinters)('ticket printer contract: $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  async function printers(options: VirtualPrinterOptions = {}) {
    const paper = await VirtualPrinter.open({ mmPerSecond: 4_000, cutMs: 1, ...options });
    opened.push(paper);
    const printer = open(paper);
    opened.push(printer);
    return { paper, printer };
  }

  /** The first slip has stopped half way: the roll is out. */
  async function stoppedHalfWay() {
    const { paper, printer } = await printers();
    await statusOf(printer, ({ state }) => state === 'ready');
    paper.endRollAfter(20);
    const stopped = printer.print(first);
    await statusOf(printer, ({ state }) => state === 'fault');
    return { paper, printer, stopped };
  }

  it('[PR7] confirms a slip when its paper has been cut', async () => {
    const { paper, printer } = await printers();
    expect(await printer.print(first)).toEqual({ outcome: 'confirmed', by: 'process-id' });
    expect(paper.papers.map(({ cut, refused }) => ({ cut, refused }))).toEqual([
      { cut: true, refused: [] },
    ]);
  });

  it('[PR20] prints the picture dot for dot', async () => {
    const { paper, printer } = await printers();
    await printer.print(job('4', 700));
    expect(paper.papers[0]?.raster).toEqual(stripes(700, 4));
  });

  it.each([
    { fault: 'paper-out', cause: (paper: VirtualPrinter) => paper.setRoll('out') },
    { fault: 'cover-open', cause: (paper: VirtualPrinter) => paper.openCover() },
  ])('[PR8] sends nothing to a printer with $fault', async ({ fault, cause }) => {
    const { paper, printer } = await printers();
    cause(paper);
    expect(await printer.print(first)).toEqual({ outcome: 'not-sent', reason: fault });
    expect(printer.status).toEqual({ state: 'fault', fault });
    paper.setRoll('plenty');
    paper.closeCover();
    await statusOf(printer, ({ state }) => state === 'ready');
    expect(paper.papers).toEqual([]);
  });

  it('[PR9] does not know what became of a slip whose connection was lost', async () => {
    const { paper, stopped } = await stoppedHalfWay();
    paper.dropConnection();
    expect(await stopped).toEqual({ outcome: 'unknown', reason: 'connection-lost' });
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
    paper.dropConnection();
    paper.setRoll('plenty');
    await stopped;
    expect((await printer.print(first)).outcome).toBe('unknown');
  });

  it('[PR10] prints what was not sent when it is submitted again', async () => {
    const { paper, printer } = await printers();
    paper.setRoll('out');
    expect((await printer.print(first)).outcome).toBe('not-sent');
    paper.setRoll('plenty');
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

  it('[PR12] waits with a slip for new paper, and sends away those behind it', async () => {
    const { paper, printer, stopped } = await stoppedHalfWay();
    expect(await printer.print(second)).toEqual({ outcome: 'not-sent', reason: 'paper-out' });
    paper.setRoll('plenty');
    expect((await stopped).outcome).toBe('confirmed');
    expect(paper.papers.map(({ raster }) => raster)).toEqual([stripes(400, 1)]);
  });

  it('[PR13] prints on the last of the paper and says that it is low', async () => {
    const { paper, printer } = await printers();
    paper.setRoll('near-end');
    expect((await printer.print(first)).outcome).toBe('confirmed');
    expect(printer.status).toEqual({ state: 'ready', paperLow: true });
    paper.setRoll('plenty');
    await statusOf(printer, (status) => status.state === 'ready' && !status.paperLow);
  });

  it('[PR14] says not sent while the printer is away, and finds it again', async () => {
    const { paper, printer } = await printers();
    const { port } = paper;
    await statusOf(printer, ({ state }) => state === 'ready');
    await paper.close();
    await statusOf(printer, ({ state }) => state === 'fault');
    expect(await printer.print(first)).toEqual({ outcome: 'not-sent', reason: 'offline' });
    const back = await VirtualPrinter.open({ port, mmPerSecond: 4_000, cutMs: 1 });
    opened.unshift(back);
    opened.splice(opened.indexOf(paper), 1);
    await statusOf(printer, ({ state }) => state === 'ready');
    expect((await printer.print(first)).outcome).toBe('confirmed');
  });

  it('[PR15] sends nothing to a printer that keeps silent', async () => {
    const { paper, printer } = await printers({ lacks: ['real-time-status'] });
    expect(await printer.print(first)).toEqual({ outcome: 'not-sent', reason: 'silent' });
    expect(paper.papers).toEqual([]);
  });

  it('[PR16] believes the paper status of a printer without process ids', async () => {
    const { printer } = await printers({ lacks: ['process-id'] });
    expect(await printer.print(first)).toEqual({ outcome: 'confirmed', by: 'status' });
    expect(await printer.print(second)).toEqual({ outcome: 'confirmed', by: 'status' });
  });

  it('[PR16] never says that a printer printed which cannot say so itself', async () => {
    const { printer } = await printers({ lacks: ['process-id', 'paper-status'] });
    expect(await printer.print(first)).toEqual({ outcome: 'unknown', reason: 'no-confirmation' });
  });

  it('[PR17] cuts off what an interrupted slip left, before the next one', async () => {
    const { paper, printer, stopped } = await stoppedHalfWay();
    paper.dropConnection();
    await stopped;
    paper.setRoll('plenty');
    expect((await printer.print(second)).outcome).toBe('confirmed');
    expect(paper.papers[0]?.raster).toEqual(stripes(400, 2));
  });

  it('[PR18] answers every job when it is closed, and takes no more', async () => {
    const { printer, stopped } = await stoppedHalfWay();
    const behind = printer.print(second);
    await printer.close();
    expect(await stopped).toEqual({ outcome: 'unknown', reason: 'closed' });
    expect((await behind).outcome).toBe('not-sent');
    expect(await printer.print(third)).toEqual({ outcome: 'not-sent', reason: 'closed' });
  });
});

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
