/** How one printer differs from another, and a clone from both. Rules VP13… in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import { askNow, askWhenPrinted, REPORT_CHANGES, SEND_PAPER_STATUS } from '#print/escpos.ts';
import { encodeSlip, stripes } from './made-up.ts';
import { hexOf, printerAndHost } from './made-up-host.ts';

const small = encodeSlip(stripes(16));
const DONE = hexOf('\x37\x22done\0');

describe('what a printer lacks', () => {
  it.each([
    ['process-id', '1000000f' + '12' + '00'],
    ['paper-status', `1000000f12${DONE}`],
    ['real-time-status', `1000000f00${DONE}`],
    ['reports', `1200${DONE}`],
  ] as const)('[VP13] it never answers: %s', async (what, heard) => {
    const { host } = printerAndHost({ lacks: [what] });
    host.send(REPORT_CHANGES);
    await host.pass(0);
    host.send(askNow(1));
    await host.pass(0);
    host.send(SEND_PAPER_STATUS, askWhenPrinted('done'));
    await host.untilRest();
    expect(host.hear()).toBe(heard);
  });

  it('[VP13] it can be given while it runs', async () => {
    const { printer, host } = printerAndHost({ lacks: ['reports', 'real-time-status'] });
    host.send(REPORT_CHANGES, askNow(1));
    await host.pass(0);
    printer.apply({ act: 'set-quirks', quirks: { lacks: [] } });
    printer.apply({ act: 'paper-out' });
    expect(await host.status()).toBe('1a32127e');
    expect(printer.quirks).toMatchObject({ lacks: [], secondConnection: 'waits' });
  });
});

describe('how a printer lies', () => {
  it('[VP14] it says that it is done when it has read that it is to say so', async () => {
    const { printer, host, timers } = printerAndHost({ lies: ['early-process-id'] });
    printer.apply({ act: 'leave-paper', mm: 1 });
    host.send(small, askWhenPrinted('do'.repeat(2)).subarray(0, 9));
    await host.pass(0);
    expect(host.hear()).toBe('');
    host.send('do');
    await timers.until(() => host.heard.length > 0);
    expect(timers.now()).toBe(0);
    expect(host.hear()).toBe(hexOf('\x37\x22dodo\0'));
    await host.untilRest();
    expect(printer.state.paper).toBe('out');
    printer.apply({ act: 'refill' });
    await host.untilRest();
    expect(host.hear()).toBe('');
  });

  it('[VP14] it calls itself somebody else', async () => {
    const { printer, host } = printerAndHost();
    host.send('\x1dIB');
    await host.untilRest();
    expect(host.hear()).toBe(hexOf('_Torget\0'));
    printer.apply({ act: 'set-quirks', quirks: { lies: ['identity'] } });
    host.send('\x1dIB');
    await host.untilRest();
    expect(host.hear()).toBe(hexOf('_EPSON\0'));
  });

  it('[VP14] it has plenty of paper until it has none', async () => {
    const { printer, host } = printerAndHost({ lies: ['no-near-end-sensor'] });
    printer.apply({ act: 'paper-low' });
    host.send(REPORT_CHANGES, SEND_PAPER_STATUS);
    await host.pass(0);
    expect(host.hear()).toBe('1000000f00');
    expect(await host.status()).toBe('12121212');
  });
});

describe('a second connection', () => {
  it('[VP15] waits: nothing of it is read until the first is gone', async () => {
    const { printer, host, another } = printerAndHost();
    await host.pass(0);
    const other = another();
    other.send(askNow(1), small);
    await other.untilRest();
    expect([other.hear(), printer.papers.length]).toEqual(['', 0]);
    expect(printer.state.connections).toEqual({ served: 1, waiting: 1 });
    host.line.end();
    await other.untilRest();
    expect([other.hear(), printer.papers.length]).toEqual(['12', 1]);
  });

  it('[VP15] waits longer behind a printer that is full and stands still', async () => {
    const { printer, host, another } = printerAndHost();
    printer.apply({ act: 'paper-out' });
    host.send(encodeSlip(stripes(200)));
    host.line.end();
    await host.pass(0);
    const other = another();
    other.send(askNow(1));
    await other.untilRest();
    expect(other.hear()).toBe('');
    printer.apply({ act: 'refill' });
    await other.untilRest();
    expect(other.hear()).toBe('12');
    expect(printer.papers[0]?.raster).toEqual(stripes(200));
  });

  it('[VP15] is refused', async () => {
    const { host, another } = printerAndHost({ secondConnection: 'is-refused' });
    await host.pass(0);
    const other = another();
    await other.untilRest();
    expect([host.ended, other.ended]).toEqual([null, 'rst']);
  });

  it('[VP15] is mixed in: both print on one paper, and both hear everything', async () => {
    const { printer, host, another } = printerAndHost({ secondConnection: 'is-mixed-in' });
    const other = another();
    const half = encodeSlip(stripes(16)).subarray(0, 8 + 16 * 72);
    host.send(half);
    other.send(half);
    await host.untilRest();
    expect(printer.papers[0]).toMatchObject({ heightDots: 32, cut: false });
    host.send(askNow(1));
    await host.untilRest();
    expect([host.hear(), other.hear()]).toEqual(['12', '12']);
  });
});

describe('how a printer speaks', () => {
  it('[VP16] each byte by itself, in order', async () => {
    const { host } = printerAndHost({ splitsReplies: true });
    host.send(REPORT_CHANGES, askWhenPrinted('done'));
    await host.untilRest();
    expect(host.heard).toEqual(`1000000f${DONE}`.match(/../g));
  });

  it('[VP16] with flow control and reports that nobody asked for', async () => {
    const { host } = printerAndHost({ chatters: true });
    host.send(REPORT_CHANGES);
    await host.pass(0);
    host.hear();
    host.send(askNow(1));
    await host.pass(0);
    expect(host.hear()).toBe('1312111000000f');
  });
});

describe('from one connection to the next', () => {
  const halfPicture = Buffer.concat([
    Uint8Array.of(0x1d, 0x76, 0x30, 0, 72, 0, 16, 0),
    stripes(8).dots,
  ]);

  it('[VP17] a command half received is forgotten, and so are reports', async () => {
    const { printer, host, another } = printerAndHost();
    host.send(REPORT_CHANGES, halfPicture);
    host.line.end();
    await host.untilRest();
    const next = another();
    next.send(small);
    printer.apply({ act: 'paper-low' });
    await next.untilRest();
    expect(printer.papers[0]).toMatchObject({ heightDots: 24, refused: [] });
    expect(next.hear()).toBe('');
  });

  it('[VP17] or, in a printer that knows of no connections, goes on', async () => {
    const { printer, host, another } = printerAndHost({ keepsStreamAcrossConnections: true });
    host.send(REPORT_CHANGES, halfPicture);
    host.line.end();
    await host.untilRest();
    const next = another();
    next.send(stripes(16).dots.subarray(8 * 72), encodeSlip(stripes(8)));
    printer.apply({ act: 'paper-low' });
    await next.untilRest();
    expect(printer.papers[0]?.heightDots).toBe(24);
    expect(printer.papers[0]?.raster.dots.subarray(0, 16 * 72)).toEqual(stripes(16).dots);
    expect(next.hear()).toBe('1000030f');
  });

  it('[VP17] NUL outside a command is nothing, so that it can end any that was begun', async () => {
    const { printer, host } = printerAndHost({ keepsStreamAcrossConnections: true });
    host.send(halfPicture, new Uint8Array(72 * 100), small);
    await host.untilRest();
    expect(printer.papers[0]).toMatchObject({ heightDots: 32, refused: [] });
    host.send(new Uint8Array(9_000), small);
    await host.untilRest();
    expect(printer.papers[0]?.raster).toEqual(stripes(16));
  });
});
