import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkTicketPrinter } from '#print/network-ticket-printer.ts';
import { Printing } from '#print/printing.ts';
import { slipOf } from '#print/slip.ts';
import { drawSlip } from '#print/slip-picture.ts';
import { VirtualPrinter } from '#print/virtual-printer.ts';
import { preschool } from './made-up.ts';

describe('a ticket on its way to paper', () => {
  const faults: unknown[] = [];
  let paper: VirtualPrinter;
  let printing: Printing;
  beforeEach(async () => {
    faults.length = 0;
    paper = await VirtualPrinter.open({ mmPerSecond: 4_000, cutMs: 1 });
    const printer = NetworkTicketPrinter.open({ host: '127.0.0.1', port: paper.port });
    printing = new Printing(printer, (fault) => faults.push(fault));
  });
  afterEach(async () => {
    await printing.close();
    await paper.close();
  });

  it('[PR20] comes out as it was drawn', async () => {
    expect(await printing.print('today/A042', preschool('sv'))).toEqual({
      outcome: 'confirmed',
      reason: '',
    });
    expect(paper.papers[0]?.raster).toEqual(drawSlip(slipOf(preschool('sv'))));
  });

  it('[PR11] keeps its place among others', async () => {
    const numbers = ['A001', 'A002', 'A003', 'A004'];
    await Promise.all(numbers.map((number) => printing.print(number, preschool('en', number))));
    expect(paper.papers.map(({ raster }) => raster)).toEqual(
      numbers.toReversed().map((number) => drawSlip(slipOf(preschool('en', number)))),
    );
  });

  it('[PR8] is told why it has no paper', async () => {
    paper.setRoll('out');
    expect(await printing.print('today/A042', preschool('sv'))).toEqual({
      outcome: 'not-sent',
      reason: 'paper-out',
    });
    expect(printing.status).toEqual({ state: 'fault', fault: 'paper-out' });
  });

  it('[PR19] does not take the next one with it when it cannot be drawn', async () => {
    const nowhere = { ...preschool('sv'), zone: 'Nowhere/Atlantis' };
    expect(await printing.print('today/A042', nowhere)).toEqual({
      outcome: 'not-sent',
      reason: 'not-drawn',
    });
    expect(faults).toHaveLength(1);
    expect((await printing.print('today/A043', preschool('sv', 'A043'))).outcome).toBe('confirmed');
  });

  it('[PR18] is answered when the hub stops', async () => {
    paper.openCover();
    const outcomes = ['A001', 'A002'].map((number) =>
      printing.print(number, preschool('sv', number)),
    );
    await printing.close();
    for (const { outcome } of await Promise.all(outcomes)) expect(outcome).toBe('not-sent');
  });
});
