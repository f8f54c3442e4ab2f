/**
 * Ten thousand days on which everything goes wrong that can, in made-up time: what was said of each slip is held
 * against what lies on the floor in front of the printer. The seed of a day that breaks a rule is in its message.
 */
import { duplexPair } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { encodePicture, type Raster } from '#print/escpos.ts';
import { SessionTicketPrinter } from '#print/session-ticket-printer.ts';
import type { PrintJob, PrintOutcome } from '#print/ticket-printer.ts';
import { chaosFrom, quirksFrom } from '#print/virtual-chaos.ts';
import { VirtualPrinter } from '#print/virtual-printer.ts';
import { SimulatedTimers } from '#test/support/simulated-timers.ts';

const DAYS = 10_000;
const DAYS_IN_A_TEST = 500;
const FIRST_SEED = Number(process.env['SEED'] ?? 20_261_124);
const SLIPS = 6;
const ROWS = 64;
const MINUTE_MS = 60_000;

type Told = { id: string; said: PrintOutcome['outcome'][] };

describe('whatever happens to a printer', () => {
  it.each(
    Array.from(
      { length: DAYS / DAYS_IN_A_TEST },
      (_, index) => FIRST_SEED + index * DAYS_IN_A_TEST,
    ),
  )(
    '[PR23] no slip is said to be printed that is not, none comes out twice, and none that was not sent (seeds from %i)',
    async (from) => {
      for (let seed = from; seed < from + DAYS_IN_A_TEST; seed++) await aDay(seed);
    },
  );
});

async function aDay(seed: number): Promise<void> {
  const timers = new SimulatedTimers();
  const quirks = quirksFrom(seed);
  const paper = new VirtualPrinter({
    timers,
    now: () => timers.now(),
    mmPerSecond: 90 + (seed % 161),
    bufferBytes: seed % 3 === 0 ? 512 : 4_096,
    ...quirks,
  });
  const printer = new SessionTicketPrinter(
    async () => {
      const [host, back] = duplexPair({ allowHalfOpen: false });
      const reset = () => {
        back.destroy();
        host.destroy();
      };
      paper.attach(back, reset);
      return { stream: host, abort: reset };
    },
    { timers, heartbeatMs: 15_000, repairMs: 40_000 },
  );
  const told = new Map<string, Told>();
  printer.onLateWord((id, { outcome }) => told.get(id)?.said.push(outcome));

  let wait = 0;
  for (const { afterMs, act } of chaosFrom(seed, { faults: 4, quirks })) {
    wait += afterMs;
    timers.after(wait, () => paper.apply(act));
  }
  const answers: Promise<unknown>[] = [];
  let asked = 0;
  for (let slip = 0; slip < SLIPS; slip++)
    timers.after((wait / SLIPS) * slip + (seed % 1_000), () => {
      asked++;
      const one: Told = { id: String(slip), said: [] };
      told.set(one.id, one);
      answers.push(printer.print(jobOf(slip)).then(({ outcome }) => one.said.push(outcome)));
    });
  await timers.until(() => asked === SLIPS);
  await timers.resolving(Promise.all(answers));
  // Long enough for every repair, and for what still stands in the printer to come out or be thrown away.
  const quiet = timers.now() + 5 * MINUTE_MS;
  timers.after(5 * MINUTE_MS, () => {});
  await timers.until(() => timers.now() >= quiet);
  await timers.resolving(printer.close());

  const floor = paper.papers.map(({ raster }) => raster);
  for (const { id, said } of told.values()) {
    const day = `day ${seed}, slip ${id}, said ${said.join(', then ')}`;
    const whole = floor.reduce((sum, piece) => sum + timesWhole(piece, Number(id)), 0);
    expect(whole, `${day}: out ${whole} times`).toBeLessThanOrEqual(1);
    if (said.includes('confirmed')) expect(whole, `${day}, and is not whole`).toBe(1);
    if (said.includes('not-sent'))
      expect(
        floor.some((piece) => hasSomeOf(piece, Number(id))),
        `${day}, and is there`,
      ).toBe(false);
  }
  paper.close();
}

/** A picture of which every row tells whose it is and which. */
function pictureOf(slip: number): Raster {
  const dots = new Uint8Array(72 * ROWS);
  for (let row = 0; row < ROWS; row++) {
    dots.fill(0x55, row * 72, row * 72 + 72);
    dots[row * 72] = 0x80 + slip;
    dots[row * 72 + 1] = 0x40 + row;
  }
  return { widthDots: 576, heightDots: ROWS, dots };
}

const jobOf = (slip: number): PrintJob => ({
  id: String(slip),
  bytes: encodePicture(pictureOf(slip)),
});

/** Rows of a slip on a piece of paper, by their numbers, in the order they stand there. */
function rowsOf({ dots, heightDots }: Raster, slip: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < heightDots; row++)
    if (dots[row * 72] === 0x80 + slip) rows.push((dots[row * 72 + 1] ?? 0) - 0x40);
  return rows;
}

const hasSomeOf = (piece: Raster, slip: number): boolean => rowsOf(piece, slip).length > 0;

/** How often all its rows stand there one after another. */
function timesWhole(piece: Raster, slip: number): number {
  const text = rowsOf(piece, slip).join(' ');
  return text.split(WHOLE).length - 1;
}
const WHOLE = Array.from({ length: ROWS }, (_, row) => row).join(' ');
