/** What the virtual printer says of itself, and what it does with its bytes, in made-up time. Rules VP1… in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import {
  askNow,
  askWhenPrinted,
  CLEAR_BUFFERS,
  REPORT_CHANGES,
  SEND_PAPER_STATUS,
} from '#print/escpos.ts';
import type { PrinterAct } from '#shared/virtual-printer.ts';
import { encodeSlip, stripes } from './made-up.ts';
import { hexOf, printerAndHost } from './made-up-host.ts';

/** 87.5 mm, printed in 350 ms; then 60 ms past the knife, and 100 ms of cutting. */
const slip = encodeSlip(stripes(700));
const PRINTED_MS = 350;
const CUT_MS = 160;
const DONE = hexOf('\x37\x22done\0');

describe('what it says of itself', () => {
  const printing = true;
  const states: {
    it: string;
    acts: readonly PrinterAct[];
    printing?: boolean;
    replies: string;
    report: string;
  }[] = [
    { it: 'is well', acts: [], replies: '12 12 12 12', report: '10 00 00 0f' },
    {
      it: 'has little paper',
      acts: [{ act: 'paper-low' }],
      replies: '12 12 12 1e',
      report: '10 00 03 0f',
    },
    {
      it: 'has no paper',
      acts: [{ act: 'paper-out' }],
      replies: '1a 32 12 7e',
      report: '18 00 0f 0f',
    },
    {
      it: 'is open',
      acts: [{ act: 'open-cover' }],
      replies: '1a 16 12 12',
      report: '38 00 00 0f',
    },
    {
      it: 'is open and has no paper',
      acts: [{ act: 'paper-out' }, { act: 'open-cover' }],
      replies: '1a 36 12 7e',
      report: '38 00 0f 0f',
    },
    {
      it: 'was opened while it printed',
      acts: [{ act: 'open-cover' }],
      printing,
      replies: '1a 56 52 12',
      report: '38 40 00 0f',
    },
    {
      it: 'was opened while it printed, and must be told when it is closed',
      acts: [{ act: 'set-quirks', quirks: { coverRecovery: 'when-told' } }, { act: 'open-cover' }],
      printing,
      replies: '1a 56 16 12',
      report: '38 04 00 0f',
    },
    {
      it: 'is closed, and waits to be told',
      acts: [
        { act: 'set-quirks', quirks: { coverRecovery: 'when-told' } },
        { act: 'open-cover' },
        { act: 'close-cover' },
      ],
      printing,
      replies: '3a 52 16 12',
      report: '18 04 00 0f',
    },
    {
      it: 'cannot cut',
      acts: [{ act: 'jam-cutter', when: 'at-once' }],
      replies: '1a 52 1a 12',
      report: '18 08 00 0f',
    },
    {
      it: 'could cut, and waits to be told',
      acts: [{ act: 'jam-cutter', when: 'at-once' }, { act: 'clear-jam' }],
      replies: '3a 52 1a 12',
      report: '18 08 00 0f',
    },
    {
      it: 'is hot',
      acts: [{ act: 'overheat', restMs: 3_600_000 }],
      replies: '1a 52 52 12',
      report: '18 40 00 0f',
    },
    {
      it: 'has broken down',
      acts: [{ act: 'break-down' }],
      replies: '1a 52 32 12',
      report: '18 20 00 0f',
    },
    {
      it: 'has no sensor for little paper',
      acts: [
        { act: 'set-quirks', quirks: { lies: ['no-near-end-sensor'] } },
        { act: 'paper-low' },
        { act: 'paper-out' },
      ],
      replies: '1a 32 12 72',
      report: '18 00 0c 0f',
    },
  ];

  it.each(states)('[VP1] is $replies, and a report of $report, when it $it', async (state) => {
    const { printer, host } = printerAndHost();
    host.send(REPORT_CHANGES);
    await host.pass(0);
    if (state.printing) {
      host.send(slip.subarray(0, 2_000));
      await host.pass(10);
    }
    for (const act of state.acts) printer.apply(act);
    await host.pass(0);
    expect(inPairs(host.heard.at(-1) ?? '')).toBe(state.report);
    expect(inPairs(await host.status())).toBe(state.replies);
  });

  it('[VP1] reports only what has changed, and only while it is asked to', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'paper-low' });
    host.send(REPORT_CHANGES);
    await host.pass(0);
    printer.apply({ act: 'paper-low' });
    printer.apply({ act: 'clear-jam' });
    await host.pass(0);
    expect(host.hear()).toBe('1000030f');
    host.send('\x1da\0');
    await host.pass(0);
    printer.apply({ act: 'paper-out' });
    await host.pass(0);
    expect(host.hear()).toBe('');
  });
});

describe('how it works', () => {
  it('[VP2] moves paper at its speed, and says that it is done when it stands still', async () => {
    const { printer, host, timers } = printerAndHost();
    host.send(slip, SEND_PAPER_STATUS, askWhenPrinted('done'));
    await timers.until(() => host.heard.length > 0);
    expect(host.hear()).toBe('00');
    expect(timers.now()).toBeCloseTo(PRINTED_MS, 6); // reached, while the knife has still to be reached
    await timers.until(() => host.heard.length > 0);
    expect(host.hear()).toBe(DONE);
    expect(timers.now()).toBeCloseTo(PRINTED_MS + CUT_MS, 6);
    expect(printer.state.counters).toEqual({ slipsCut: 1, mmPrinted: 103, bytesRefused: 0 });
  });

  it('[VP3] takes a picture larger than its buffer, and no more of it at a time than has room', async () => {
    const { printer, host } = printerAndHost();
    host.send(encodeSlip(stripes(256)), slip);
    let most = 0;
    while (printer.papers.length < 2 || printer.papers[0]?.cut !== true) {
      await host.pass(5);
      most = Math.max(most, printer.state.buffer.bytes);
    }
    expect(most).toBe(4_096);
    expect(printer.papers.map(({ raster }) => raster)).toEqual([stripes(700), stripes(256)]);
  });

  it('[VP3] sees nothing that stands behind a full buffer', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'paper-out' });
    host.send(slip.subarray(0, 4_093), askNow(1));
    await host.untilRest();
    expect(host.hear()).toBe('1a');
    host.send(askNow(1), CLEAR_BUFFERS);
    await host.untilRest();
    expect(host.hear()).toBe('');
    expect(printer.state.buffer).toEqual({ bytes: 4_096, of: 4_096 });
  });

  it('[VP4] carries out nothing but real-time commands while it is offline', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'open-cover' });
    host.send(REPORT_CHANGES, SEND_PAPER_STATUS, '\x1dIC', askWhenPrinted('done'), askNow(2));
    await host.untilRest();
    expect(host.hear()).toBe('16');
    printer.apply({ act: 'close-cover' });
    await host.untilRest();
    expect(host.hear()).toBe(`1000000f00${hexOf('_Virtual printer\0')}${DONE}`);
  });

  it('[VP4] carries out a real-time command when its last byte comes, wherever it stands', async () => {
    const { printer, host } = printerAndHost();
    const picture = '\x1dv0\0\x03\0\x02\0';
    host.send(picture, '\x10\x04');
    await host.pass(0);
    expect(host.hear()).toBe('');
    host.send('\x01');
    await host.pass(0);
    expect(host.hear()).toBe('12');
    host.send('abc', '\x1dVA\0');
    await host.untilRest();
    expect(printer.papers[0]?.raster.dots.subarray(0, 3)).toEqual(askNow(1));
  });

  it('[VP4] forgets what had come before the command to forget, and nothing after it', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'paper-out' });
    host.send(slip.subarray(0, 1_000), CLEAR_BUFFERS, encodeSlip(stripes(16)));
    await host.untilRest();
    expect(host.hear()).toBe('372500');
    printer.apply({ act: 'refill' });
    await host.untilRest();
    expect(printer.papers.map(({ raster }) => raster)).toEqual([stripes(16)]);
  });

  it('[VP4] does not take for a command to forget what only begins like one', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'paper-out' });
    host.send(encodeSlip(stripes(16)), CLEAR_BUFFERS.subarray(0, 9), '\x07');
    await host.untilRest();
    expect(host.hear()).toBe('');
    expect(printer.state.buffer.bytes).toBeGreaterThan(1_000);
  });
});

const inPairs = (hex: string): string => hex.replace(/(..)(?=.)/g, '$1 ');
