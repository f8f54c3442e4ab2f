/** Whatever is sent to the virtual printer, and whatever happens to it. Rules VP18… in docs/spec.md. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askWhenPrinted, REAL_TIME, REST_OF_A_BAND } from '#print/escpos.ts';
import { Chaos, chaosFrom, LONGEST_REPAIR_MS, quirksFrom } from '#print/virtual-chaos.ts';
import '#print/virtual-text.ts'; // fetched before time is made up
import { printerQuirks } from '#shared/virtual-printer.ts';
import { encodeSlip, stripes } from './made-up.ts';
import { printerAndHost } from './made-up-host.ts';

/** More of what begins a command than chance would give, and small numbers, so that commands end. */
const byte = fc.oneof(
  fc.nat(255),
  fc.nat(9),
  fc.constantFrom(0x0a, 0x1b, 0x1c, 0x1d, 0x28, 0x38, 0x4c, 0x56, 0x6b, 0x76, 0x30),
  fc.constantFrom(0x10, ...REAL_TIME.keys()),
);

describe('any bytes, in any pieces', () => {
  it('[VP18] leave a printer that goes on, and paper no wider than its roll', async () => {
    const pieces = fc.array(
      fc.uint8Array({ maxLength: 0 }).chain(() => fc.array(byte, { maxLength: 80 })),
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (pieces) => {
        const { printer, host, another } = printerAndHost({ mmPerSecond: 4_000 });
        for (const piece of pieces) {
          host.send(Uint8Array.from(piece));
          await host.pass(1);
        }
        host.line.end();
        await host.untilRest();
        printer.apply({ act: 'mend' }); // it may have been told to switch off
        const next = another();
        next.send(encodeSlip(stripes(16)), askWhenPrinted('done'));
        await next.untilRest();
        expect(next.hear()).toContain(Buffer.from('\x37\x22done\0').toString('hex'));
        expect(await next.status()).toBe('12121212');
        for (const { widthDots, heightDots, raster, png } of printer.papers) {
          expect(widthDots).toBe(576);
          expect(raster.dots.length).toBe(72 * heightDots);
          expect(png.length).toBeGreaterThan(0);
        }
        printer.close();
      }),
    );
  });
});

describe('accidents', () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed * 7_919);

  it('[VP19] are the same from the same seed, and others from another', () => {
    expect(chaosFrom(7)).toEqual(chaosFrom(7));
    expect(quirksFrom(7)).toEqual(quirksFrom(7));
    expect(chaosFrom(7)).not.toEqual(chaosFrom(8));
    const acts = new Set(seeds.flatMap((seed) => chaosFrom(seed).map(({ act }) => act.act)));
    expect([...acts].toSorted()).toEqual([
      ...['break-down', 'clear-jam', 'close-cover', 'drop-connection', 'jam-cutter', 'leave-paper'],
      ...['open-cover', 'overheat', 'paper-low', 'plug-in', 'power-cycle', 'pull-cable', 'refill'],
    ]);
    for (const seed of seeds)
      expect(() => printerQuirks.exactPartial().parse(quirksFrom(seed))).not.toThrow();
  });

  it('[VP19] are all put right in the end, in a minute at most', async () => {
    for (const seed of seeds) {
      const quirks = quirksFrom(seed);
      const { printer, host, another } = printerAndHost(quirks);
      host.send(encodeSlip(stripes(700)));
      const chaos = chaosFrom(seed, { quirks });
      for (const { afterMs, act } of chaos) {
        expect(afterMs).toBeLessThanOrEqual(LONGEST_REPAIR_MS);
        await host.pass(afterMs);
        printer.apply(act);
      }
      await host.untilRest();
      host.line.destroy();
      await host.pass(1);
      const next = another();
      next.send(REST_OF_A_BAND, encodeSlip(stripes(16)));
      await next.untilRest();
      const { powered, pluggedIn, coverOpen, paper, cutter, hot, brokenDown } = printer.state;
      expect([powered, pluggedIn, coverOpen, paper, cutter, hot, brokenDown]).toEqual([
        ...[true, true, false, 'plenty', 'works', false, false],
      ]);
      const out = Buffer.from(printer.papers[0]?.raster.dots ?? []).subarray(-72 * 16);
      expect(out.equals(stripes(16).dots), `seed ${seed}`).toBe(true);
      printer.close();
    }
  });

  it('[VP19] follow one another for as long as there is chaos', async () => {
    const { printer, host, timers } = printerAndHost();
    const chaos = new Chaos(printer);
    chaos.start(3);
    expect(chaos.seed).toBe(3);
    await host.pass(3_600_000);
    chaos.stop();
    expect(chaos.seed).toBeNull();
    printer.apply({ act: 'mend' });
    const before = timers.now();
    await host.untilRest();
    expect(timers.now()).toBe(before);
  });
});
