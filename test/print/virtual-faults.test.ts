/** What breaks the virtual printer and what mends it, in made-up time. Rules VP5… in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import { askNow, askWhenPrinted, GO_ON, REPORT_CHANGES } from '#print/escpos.ts';
import { PrintMechanism } from '#print/virtual-mechanism.ts';
import { encodeSlip, stripes } from './made-up.ts';
import { hexOf, printerAndHost } from './made-up-host.ts';

/** 87.5 mm, printed in 350 ms; then 60 ms past the knife, and 100 ms of cutting. */
const slip = encodeSlip(stripes(700));
const SLIP_MS = 510;
const DONE = hexOf('\x37\x22done\0');
const FORGET = Uint8Array.of(0x10, 0x05, 2);

describe('paper', () => {
  it('[VP5] that ends stops between two lines of dots, and a new roll is printed on from there', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'leave-paper', mm: 40.2 });
    host.send(slip, askWhenPrinted('done'));
    await host.untilRest();
    expect(printer.state).toMatchObject({ paper: 'out', paperLeftMm: 0, printing: false });
    expect(printer.papers[0]).toMatchObject({ heightDots: 321, cut: false });
    expect(host.hear()).toBe('');
    printer.apply({ act: 'refill' });
    await host.untilRest();
    expect(host.hear()).toBe(DONE);
    expect(printer.papers.map(({ raster }) => raster)).toEqual([stripes(700)]);
  });

  it('[VP5] that ends before the knife is reached leaves the slip uncut', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'leave-paper', mm: 90 });
    host.send(slip, askWhenPrinted('done'));
    await host.untilRest();
    expect(printer.papers[0]).toMatchObject({ heightDots: 700, cut: false });
    printer.apply({ act: 'refill' });
    await host.untilRest();
    expect(printer.papers[0]).toMatchObject({ heightDots: 700, cut: true });
  });

  it('[VP5] runs low three metres before its end, and prints on', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'leave-paper', mm: 3_150 });
    host.send(REPORT_CHANGES, slip);
    await host.untilRest();
    expect(printer.state.paper).toBe('plenty');
    host.send(slip);
    await host.untilRest();
    expect(host.hear()).toBe('1000000f1000030f');
    expect(printer.state).toMatchObject({ paper: 'near-end', paperLeftMm: 2_945 });
    expect(printer.papers).toHaveLength(2);
  });
});

describe('an accident in the middle', () => {
  it.each([0.1, 40.2, 87.5])('[VP26] happens when %d mm more have moved, and once', async (mm) => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'in-the-middle', mm, happens: { act: 'open-cover' } });
    host.send(slip, askWhenPrinted('done'));
    await host.untilRest();
    expect(printer.papers[0]).toMatchObject({
      heightDots: Math.max(1, Math.floor(mm * 8)),
      cut: false,
    });
    expect(printer.state).toMatchObject({ coverOpen: true, printing: false });
    printer.apply({ act: 'close-cover' });
    host.send(slip);
    await host.untilRest();
    expect(host.hear()).toBe(DONE);
    expect(printer.papers.map(({ raster }) => raster)).toEqual([stripes(700), stripes(700)]);
  });

  it('[VP26] comes on a later slip when this one is too short for it', async () => {
    const { printer, host } = printerAndHost();
    const happens = { act: 'open-cover' } as const;
    printer.apply({ act: 'in-the-middle', mm: 87.5 + 15 + 20, happens });
    host.send(slip);
    await host.untilRest();
    expect(printer.state).toMatchObject({ coverOpen: false, counters: { slipsCut: 1 } });
    host.send(slip);
    await host.untilRest();
    expect(printer.state).toMatchObject({ coverOpen: true, counters: { slipsCut: 1 } });
    expect(printer.papers[0]).toMatchObject({ heightDots: 160, cut: false });
  });

  it('[VP26] comes in the feed to the knife, and in place of one that was set before', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'in-the-middle', mm: 40, happens: { act: 'break-down' } });
    printer.apply({ act: 'in-the-middle', mm: 90, happens: { act: 'open-cover' } });
    host.send(slip);
    await host.untilRest();
    expect(printer.state).toMatchObject({ brokenDown: false, coverOpen: true });
    expect(printer.papers[0]).toMatchObject({ heightDots: 700, cut: false });
  });

  it('[VP26] is counted from where it was set, also when a timer is late and more follows at once', () => {
    let now = 0;
    let more = 1;
    let happened = 0;
    const mechanism: PrintMechanism = new PrintMechanism(
      {
        ...{ mmPerSecond: 250, cutMs: 100, widthDots: 576, dotsPerMm: 8, now: () => 0 },
        timers: { now: () => now, after: () => () => {} },
      },
      {
        ...{ mayMove: () => true, onRoll: () => {}, onJam: () => {}, onCut: () => {} },
        onRest: () => {
          if (more-- > 0) mechanism.print(stripes(32));
        },
      },
    );
    mechanism.print(stripes(32));
    now = 1_000;
    mechanism.afterMm(1, () => {
      happened += 1;
    });
    mechanism.go();
    now = 2_000;
    mechanism.stop();
    expect(happened).toBe(1);
    expect(mechanism.papers[0]?.heightDots).toBe(32 + 8);
  });

  it.each([{ act: 'mend' }, { act: 'brown-out' }] as const)(
    '[VP26] is called off by $act',
    async (act) => {
      const { printer, host } = printerAndHost();
      printer.apply({ act: 'in-the-middle', mm: 40, happens: { act: 'break-down' } });
      printer.apply(act);
      host.send(slip);
      await host.untilRest();
      expect(printer.state).toMatchObject({ brokenDown: false, counters: { slipsCut: 1 } });
    },
  );
});

describe('an open cover', () => {
  it('[VP6] stops the paper, which goes on by itself when it is closed', async () => {
    const { printer, host } = printerAndHost();
    host.send(slip, askWhenPrinted('done'));
    await host.pass(101);
    printer.apply({ act: 'open-cover' });
    await host.untilRest();
    expect(printer.papers[0]).toMatchObject({ heightDots: 202, cut: false });
    printer.apply({ act: 'close-cover' });
    await host.untilRest();
    expect(host.hear()).toBe(DONE);
    expect(printer.papers[0]?.raster).toEqual(stripes(700));
  });

  it('[VP6] must be followed by DLE ENQ 1, where a printer asks for that', async () => {
    const { printer, host } = printerAndHost({ coverRecovery: 'when-told', bufferBytes: 65_536 });
    host.send(slip, askWhenPrinted('done'));
    await host.pass(100);
    printer.apply({ act: 'open-cover' });
    host.send(GO_ON);
    await host.pass(0);
    printer.apply({ act: 'close-cover' });
    await host.untilRest();
    expect(host.hear()).toBe('');
    expect(printer.state.waitsToBeTold).toBe(true);
    host.send(GO_ON);
    await host.untilRest();
    expect(host.hear()).toBe(DONE);
    expect(printer.papers[0]?.raster).toEqual(stripes(700));
  });

  it('[VP6] of a printer at rest is no error, and ends when it is closed', async () => {
    const { printer, host } = printerAndHost({ coverRecovery: 'when-told' });
    printer.apply({ act: 'open-cover' });
    printer.apply({ act: 'close-cover' });
    expect(await host.status()).toBe('12121212');
  });
});

describe('a jammed cutter', () => {
  const jammed = async () => {
    const made = printerAndHost({ bufferBytes: 65_536 });
    made.printer.apply({ act: 'jam-cutter', when: 'next-cut' });
    made.host.send(slip, askWhenPrinted('done'));
    await made.host.untilRest();
    expect(made.printer.papers[0]).toMatchObject({ heightDots: 700, cut: false });
    expect(made.host.hear()).toBe('');
    return made;
  };

  it('[VP7] cuts after all when it has been cleared and the printer told so', async () => {
    const { printer, host } = await jammed();
    printer.apply({ act: 'clear-jam' });
    await host.untilRest();
    expect(host.hear()).toBe('');
    host.send(GO_ON);
    await host.untilRest();
    expect(host.hear()).toBe(DONE);
    expect(printer.papers).toHaveLength(1);
    expect(printer.papers[0]?.cut).toBe(true);
  });

  it('[VP7] stays jammed when the printer is told what is not so', async () => {
    const { printer, host } = await jammed();
    host.send(GO_ON);
    await host.untilRest();
    expect(printer.state.cutter).toBe('jammed');
  });

  it('[VP7] leaves the slip uncut when the printer is told to forget', async () => {
    const { printer, host } = await jammed();
    printer.apply({ act: 'clear-jam' });
    host.send(FORGET);
    await host.untilRest();
    expect(host.hear()).toBe('');
    expect(await host.status()).toBe('12121212');
    expect(printer.papers[0]?.cut).toBe(false);
  });

  it('[VP7] is free again when the printer has been switched off and on', async () => {
    const { printer, another } = await jammed();
    printer.apply({ act: 'power-cycle', offMs: 5_000 });
    const host = another();
    await host.untilRest();
    expect(await host.status()).toBe('12121212');
  });

  it('[VP7] stops a printer that is in the middle of a slip', async () => {
    const { printer, host } = printerAndHost();
    host.send(slip);
    await host.pass(100);
    printer.apply({ act: 'jam-cutter', when: 'at-once' });
    await host.untilRest();
    expect(printer.papers[0]).toMatchObject({ heightDots: 200, cut: false });
  });
});

describe('errors', () => {
  it('[VP8] of heat end by themselves, and the slip goes on', async () => {
    const { printer, host, timers } = printerAndHost();
    host.send(slip, askWhenPrinted('done'));
    await host.pass(100);
    printer.apply({ act: 'overheat', restMs: 5_000 });
    await timers.until(() => host.heard.length > 0);
    expect(timers.now()).toBeCloseTo(SLIP_MS + 5_000, 0);
    expect(printer.papers[0]?.raster).toEqual(stripes(700));
  });

  it('[VP8] that cannot be recovered from end when the printer is switched off and on', async () => {
    const { printer, host, another } = printerAndHost();
    printer.apply({ act: 'break-down' });
    host.send(GO_ON, FORGET);
    printer.apply({ act: 'open-cover' });
    printer.apply({ act: 'close-cover' });
    await host.untilRest();
    expect(printer.state.brokenDown).toBe(true);
    printer.apply({ act: 'power-cycle', offMs: 0 });
    const next = another();
    await next.untilRest();
    expect(await next.status()).toBe('12121212');
  });
});

describe('without power', () => {
  it('[VP9] it says nothing and lets go of nothing; what was in it is lost, and its paper hangs', async () => {
    const { printer, host } = printerAndHost();
    host.send(REPORT_CHANGES, slip, askWhenPrinted('done'));
    await host.pass(100);
    host.hear();
    printer.apply({ act: 'power-off' });
    host.send(askNow(1));
    await host.untilRest();
    expect([host.hear(), host.ended]).toEqual(['', null]);
    expect(printer.state).toMatchObject({ powered: false, printing: false });
    expect(printer.papers[0]).toMatchObject({ heightDots: 200, cut: false });
    printer.apply({ act: 'power-on' });
    await host.untilRest();
    expect([host.hear(), host.ended]).toEqual(['', 'rst']);
    expect(printer.papers[0]).toMatchObject({ heightDots: 200, cut: false });
  });

  it('[VP9] it answers a new connection when it is back, with no settings and no half command', async () => {
    const { printer, host, another, timers } = printerAndHost();
    host.send(REPORT_CHANGES, '\x1dv0\0\x48\0\xff\0');
    await host.pass(0);
    printer.apply({ act: 'power-cycle', offMs: 8_000 });
    const next = another();
    next.send(askNow(1), encodeSlip(stripes(16)), askWhenPrinted('done'));
    await timers.until(() => next.heard.length > 0);
    expect(timers.now()).toBe(8_000);
    printer.apply({ act: 'paper-low' });
    await next.untilRest();
    expect(next.hear()).toBe(`12${DONE}`);
    expect(printer.papers[0]?.raster).toEqual(stripes(16));
  });

  it('[VP9] it is also when a command switches it off', async () => {
    const { printer, host } = printerAndHost();
    host.send(slip, '\x10\x14\x02\x01\x08', askNow(1));
    await host.untilRest();
    expect(printer.state.powered).toBe(false);
    expect(host.hear()).toBe('');
  });
});

describe('a brown-out', () => {
  it('[VP25] costs what was in it and its settings, and not its line', async () => {
    const { printer, host } = printerAndHost({ bufferBytes: 65_536 });
    host.send(REPORT_CHANGES, slip, askWhenPrinted('done'));
    await host.pass(100);
    host.hear();
    printer.apply({ act: 'brown-out' });
    printer.apply({ act: 'paper-low' });
    await host.untilRest();
    expect([host.hear(), host.ended]).toEqual(['', null]);
    expect(printer.papers[0]).toMatchObject({ heightDots: 200, cut: false });
    host.send(encodeSlip(stripes(16)), askWhenPrinted('next'));
    await host.untilRest();
    expect(host.hear()).toBe(hexOf('\x37\x22next\0'));
  });

  it('[VP25] ends its errors, and is none where there is no power', async () => {
    const { printer, host } = printerAndHost();
    printer.apply({ act: 'jam-cutter', when: 'at-once' });
    printer.apply({ act: 'brown-out' });
    expect(await host.status()).toBe('12121212');
    printer.apply({ act: 'power-off' });
    printer.apply({ act: 'brown-out' });
    expect(await host.status()).toBe('');
  });
});

describe('a pulled cable', () => {
  it('[VP10] is silence both ways, while the printer prints what it has', async () => {
    const { printer, host } = printerAndHost();
    host.send(encodeSlip(stripes(32)), askWhenPrinted('done'));
    await host.pass(0);
    printer.apply({ act: 'pull-cable' });
    host.send(askNow(1));
    await host.untilRest();
    expect([host.hear(), host.ended]).toEqual(['', null]);
    expect(printer.papers[0]?.raster).toEqual(stripes(32));
  });

  it('[VP10] ends a connection that lost something, once it is plugged in', async () => {
    const { printer, host } = printerAndHost();
    await host.pass(0);
    printer.apply({ act: 'pull-cable' });
    host.send(askNow(1));
    await host.untilRest();
    printer.apply({ act: 'plug-in' });
    await host.untilRest();
    expect([host.hear(), host.ended]).toEqual(['', 'rst']);
  });

  it('[VP10] is not noticed by a connection on which nothing was said', async () => {
    const { printer, host } = printerAndHost();
    expect(await host.status()).toBe('12121212');
    printer.apply({ act: 'pull-cable' });
    await host.pass(60_000);
    printer.apply({ act: 'plug-in' });
    expect(await host.status()).toBe('12121212');
  });

  it('[VP10] keeps a goodbye from the printer until it is plugged in', async () => {
    const { printer, host } = printerAndHost();
    await host.pass(0);
    printer.apply({ act: 'pull-cable' });
    host.line.end();
    await host.untilRest();
    expect([host.ended, printer.state.connections.served]).toEqual([null, 1]);
    printer.apply({ act: 'plug-in' });
    await host.untilRest();
    expect([host.ended, printer.state.connections.served]).toEqual(['fin', 0]);
  });
});

describe('a connection that ends', () => {
  it.each(['fin', 'rst'] as const)('[VP11] with %s: what had arrived is printed', async (how) => {
    const { printer, host } = printerAndHost();
    host.send(slip.subarray(0, 8 + 72 * 40 + 30));
    await host.pass(10);
    printer.apply({ act: 'drop-connection', how });
    await host.untilRest();
    expect(host.ended).toBe(how);
    expect(printer.papers[0]).toMatchObject({ heightDots: 40, cut: false });
    expect(printer.state.connections).toEqual({ served: 0, waiting: 0 });
  });

  it('[VP11] by the host: all that it sent is printed', async () => {
    const { printer, host } = printerAndHost();
    host.send(slip);
    host.line.end();
    await host.untilRest();
    expect(printer.papers[0]).toMatchObject({ heightDots: 700, cut: true });
    expect(host.ended).toBe('fin');
  });
});

describe('put right', () => {
  it('[VP12] it goes on, whatever was wrong with it', async () => {
    const { printer, host } = printerAndHost();
    host.send(slip, askWhenPrinted('done'));
    await host.pass(50);
    for (const act of [
      { act: 'open-cover' },
      { act: 'jam-cutter', when: 'at-once' },
      { act: 'overheat', restMs: 60_000 },
      { act: 'paper-out' },
    ] as const)
      printer.apply(act);
    printer.apply({ act: 'mend' });
    await host.untilRest();
    expect(host.hear()).toBe(DONE);
    expect(await host.status()).toBe('12121212');
  });

  it('[VP12] it has power and a cable, and nothing of a breakdown', async () => {
    const { printer, another } = printerAndHost();
    for (const act of ['break-down', 'power-off', 'pull-cable'] as const) printer.apply({ act });
    printer.apply({ act: 'mend' });
    const host = another();
    await host.untilRest();
    expect(await host.status()).toBe('12121212');
  });

  it('[VP12] it has no timer running, and none after it is closed in the midst of everything', async () => {
    const { printer, host, timers } = printerAndHost({ splitsReplies: true });
    host.send(slip);
    await host.untilRest(); // rejects for ever if a timer kept going
    host.send(slip, askNow(1), askNow(2));
    await host.pass(50);
    printer.apply({ act: 'overheat', restMs: 60_000 });
    printer.close();
    const before = timers.now();
    await host.untilRest();
    expect(timers.now()).toBe(before);
  });
});
