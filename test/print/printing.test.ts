import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkTicketPrinter } from '#print/network-ticket-printer.ts';
import { Printing } from '#print/printing.ts';
import { slipOf } from '#print/slip.ts';
import { SlipDrawing } from '#print/slip-drawing.ts';
import { drawSlip } from '#print/slip-picture.ts';
import type { VirtualPrinter } from '#print/virtual-printer.ts';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import { PATIENT } from '#test/support/ticket-printers.ts';
import { preschool, testPage, wide } from './made-up.ts';

const asked = Promise.resolve(true);

describe('a ticket on its way to paper', () => {
  const faults: unknown[] = [];
  let server: VirtualPrinterServer;
  let paper: VirtualPrinter;
  let drawing: SlipDrawing;
  let printing: Printing;
  beforeEach(async () => {
    faults.length = 0;
    server = await VirtualPrinterServer.open({ mmPerSecond: 4_000 });
    paper = server.printer;
    drawing = SlipDrawing.open();
    printing = new Printing({
      printer: NetworkTicketPrinter.open({ host: '127.0.0.1', port: server.port }, PATIENT),
      drawing,
      paper: wide,
      onFault: (fault) => faults.push(fault),
    });
  });
  afterEach(async () => {
    await printing.close();
    await drawing.close();
    await server.close();
  });

  it('[PR20] comes out as it was drawn', async () => {
    expect(await printing.print('today/A042', preschool('sv'), asked)).toEqual({
      state: 'confirmed',
    });
    expect(paper.papers[0]?.raster).toEqual(drawSlip(slipOf(preschool('sv')), wide));
  });

  it('[PR11] keeps its place among others', async () => {
    const numbers = ['A001', 'A002', 'A003', 'A004'];
    await Promise.all(
      numbers.map((number) => printing.print(number, preschool('en', number), asked)),
    );
    expect(paper.papers.map(({ raster }) => raster)).toEqual(
      numbers.toReversed().map((number) => drawSlip(slipOf(preschool('en', number)), wide)),
    );
  });

  it('[PR8] is told why it has no paper', async () => {
    paper.apply({ act: 'paper-out' });
    expect(await printing.print('today/A042', preschool('sv'), asked)).toEqual({
      state: 'not-sent',
      reason: 'paper-out',
    });
    expect(printing.status).toEqual({ state: 'fault', fault: 'paper-out' });
  });

  it('[PR12] is told later that it came out after all', async () => {
    const late = new Promise((resolve) =>
      printing.onLateWord((id, printed) => resolve([id, printed])),
    );
    paper.apply({ act: 'leave-paper', mm: 30 });
    expect(await printing.print('today/A042', preschool('ar'), asked)).toEqual({
      state: 'unknown',
      reason: 'paper-out',
    });
    paper.apply({ act: 'refill' });
    expect(await late).toEqual(['today/A042', { state: 'confirmed' }]);
  });

  it('[PR19] does not take the next one with it when it cannot be drawn', async () => {
    const nowhere = { ...preschool('sv'), zone: 'Nowhere/Atlantis' };
    // Where a slip has no words for its day, the words fail before a dot is drawn.
    expect(await printing.print('today/A042', nowhere, asked)).toEqual({
      state: 'not-sent',
      reason: 'not-drawn',
    });
    expect(faults).toHaveLength(1);
    expect(await printing.print('today/A043', preschool('sv', 'A043'), asked)).toEqual({
      state: 'confirmed',
    });
  });

  it('[PR24] is drawn while its job is written down, and goes nowhere when that fails', async () => {
    expect(await printing.print('today/A042', preschool('sv'), Promise.resolve(false))).toEqual({
      state: 'not-sent',
      reason: 'not-recorded',
    });
    expect(paper.papers).toEqual([]);
  });

  it('[PR24] waits for its job to be written down, however long that takes', async () => {
    const { promise: wanted, resolve } = Promise.withResolvers<boolean>();
    const printed = printing.print('today/A042', preschool('sv'), wanted);
    // Drawn one after another: when the next has come out, this one is drawn, and only not wanted yet.
    await printing.print('today/A043', preschool('sv', 'A043'), asked);
    expect(paper.papers).toHaveLength(1);
    resolve(true);
    expect(await printed).toEqual({ state: 'confirmed' });
    expect(paper.papers).toHaveLength(2);
  });

  it('[PR11] stands in one line with the pages for staff', async () => {
    const both = await Promise.all([
      printing.print('today/A042', preschool('sv'), asked),
      printing.print('today/page/1', testPage, asked),
    ]);
    expect(both).toEqual([{ state: 'confirmed' }, { state: 'confirmed' }]);
    expect(paper.papers).toHaveLength(2);
  });

  it('[PR18] is answered when the hub stops', async () => {
    paper.apply({ act: 'open-cover' });
    const outcomes = ['A001', 'A002'].map((number) =>
      printing.print(number, preschool('sv', number), asked),
    );
    await printing.close();
    for (const { state } of await Promise.all(outcomes)) expect(state).toBe('not-sent');
  });
});
