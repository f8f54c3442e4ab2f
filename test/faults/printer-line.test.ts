/** A printer whose line is spoiled in the middle of a slip: what is said of the paper stays true. Rules FA… in docs/spec.md. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodePicture } from '#print/escpos.ts';
import { NetworkTicketPrinter } from '#print/network-ticket-printer.ts';
import type { PrintOutcome } from '#print/ticket-printer.ts';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import { FaultProxy, type LineFaults } from '#test/support/fault-proxy.ts';
import { PATIENT } from '#test/support/ticket-printers.ts';
import { stripes } from '../print/made-up.ts';

const slip = (seed: number) => ({
  id: String(seed),
  bytes: encodePicture(stripes(400, seed)),
});
const LENGTH = slip(1).bytes.length;

async function printerBehindALine() {
  const paper = await VirtualPrinterServer.open({ mmPerSecond: 4_000, cutMs: 1 });
  const line = await FaultProxy.to(paper.port);
  const printer = NetworkTicketPrinter.open({ host: '127.0.0.1', port: line.port }, PATIENT);
  const late: string[] = [];
  printer.onLateWord((id, word) => late.push(`${id} ${word}`));
  onTestFinished(async () => {
    line.become();
    await printer.close();
    await line.close();
    await paper.close();
  });
  await expect.poll(() => printer.status.state).toBe('ready');
  return { paper, line, printer, late };
}

/** Whole slips of this seed, with their cut. */
const wholeOf = ({ papers }: VirtualPrinterServer, seed: number) =>
  papers.filter(({ raster, cut }) => cut && isSame(raster, stripes(400, seed))).length;
const isSame = (one: unknown, other: unknown) => {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
};

/** Whatever was said of the first slip is so, and the next comes out whole, once. */
async function staysTrue(
  { paper, printer }: Awaited<ReturnType<typeof printerBehindALine>>,
  outcome: PrintOutcome,
): Promise<void> {
  await expect.poll(() => printer.status.state).toBe('ready');
  // This paper moves faster than a real one, and is not always believed for it (PR16).
  expect((await printer.print(slip(2))).outcome).toMatch(/^(confirmed|likely)$/);
  await expect.poll(() => wholeOf(paper, 2)).toBe(1);
  const came = wholeOf(paper, 1);
  expect(came).toBeLessThanOrEqual(1);
  if (outcome.outcome === 'confirmed') expect(came).toBe(1);
  if (outcome.outcome === 'not-sent') expect(came).toBe(0);
}

describe('the line to a printer', () => {
  const cuts = [0.001, 0.1, 0.5, 0.9, 0.999, 1].map((part) => ({
    bytes: Math.max(1, Math.round(part * LENGTH)),
  }));
  it.each(cuts)(
    `[FA10] cut after $bytes of a slip’s ${LENGTH} bytes: what is said of the paper is so`,
    async ({ bytes }) => {
      const all = await printerBehindALine();
      all.line.cutAfter(bytes);
      const outcome = await all.printer.print(slip(1));
      await staysTrue(all, outcome);
    },
  );

  const STORIES: readonly [string, LineFaults][] = [
    ['half-open', { halfOpen: true }],
    ['silent and then ended', { timeoutMs: 300 }],
    ['half a second late', { latencyMs: 500 }],
    ['in slices of a hundred bytes', { slicerBytes: 100 }],
  ];
  it.each(STORIES)(
    '[FA10] %s in the middle of a slip: what is said of the paper is so',
    async (_what, faults) => {
      const all = await printerBehindALine();
      all.line.become({ bytesPerSecond: 2 * LENGTH });
      const printed = all.printer.print(slip(1));
      await pause(200); // it is on its way
      all.line.become(faults);
      const outcome = await printed;
      all.line.become();
      await staysTrue(all, outcome);
    },
  );

  it('[FA10] down when a slip is asked for: it was not sent, and does not come later', async () => {
    const all = await printerBehindALine();
    await all.line.down();
    await expect.poll(() => all.printer.status.state).not.toBe('ready');
    const outcome = await all.printer.print(slip(1));
    expect(outcome.outcome).toBe('not-sent');
    await all.line.up();
    await staysTrue(all, outcome);
  });
});
