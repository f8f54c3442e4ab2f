/**
 * receiptio, a client by others that listens to its printer, prints on ours. What Torget's own client and
 * its own printer agree on could be wrong in both.
 */
import net from 'node:net';
import receiptio from 'receiptio';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VirtualPrinterServer } from '#print/virtual-printer-server.ts';
import type { PrinterAct } from '#shared/virtual-printer.ts';

const RECEIPT = `^^^Rågsved

Tisdag 24 november | 10.04
---
^Förskola och skola`;

let server: VirtualPrinterServer;
beforeEach(async () => {
  server = await VirtualPrinterServer.open({ mmPerSecond: 4_000, cutMs: 1 });
  // It knows no port but 9100, which may be somebody's.
  const { connect } = net;
  vi.spyOn(net, 'connect').mockImplementation(((_port: number, host: string) =>
    connect(server.port, host)) as typeof connect);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

const nextPaper = () => new Promise<void>((resolve) => server.printer.onPaper(resolve));

describe('a client by others', () => {
  it('[VP21] prints a receipt with text and a rule, and hears that it is out', async () => {
    const cut = nextPaper(); // its last question, GS r 1, is answered while the knife is still moving
    expect(await receiptio.print(RECEIPT, '-d 127.0.0.1 -c 42 -p escpos -l sv')).toBe('success');
    await cut;
    const [paper] = server.papers;
    expect(paper).toMatchObject({ cut: true, refused: [] });
    expect(paper?.heightDots).toBeGreaterThan(150);
  });

  it('[VP21] finds out by itself what kind of printer this is', async () => {
    const cut = nextPaper();
    expect(await receiptio.print(RECEIPT, '-d 127.0.0.1 -c 42 -l sv')).toBe('success');
    await cut;
    // How it asks printers of another make.
    expect(server.papers[0]?.refused).toEqual(['1b 06 01']);
  });

  const faults: [PrinterAct['act'], string][] = [
    ['paper-out', 'paperempty'],
    ['open-cover', 'coveropen'],
    ['break-down', 'error'],
  ];
  it.each(faults)('[VP21] hears of %s that it is %s, and prints nothing', async (act, result) => {
    server.apply({ act } as PrinterAct);
    expect(await receiptio.print(RECEIPT, '-d 127.0.0.1 -c 42 -p escpos -l sv')).toBe(result);
    expect(server.papers).toEqual([]);
  });

  it('[VP21] asks how it is', async () => {
    expect(await receiptio.print('', '-d 127.0.0.1 -p escpos -q')).toBe('online');
  });
});
