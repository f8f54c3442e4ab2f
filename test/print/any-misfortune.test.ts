/**
 * Thousands of days on which everything goes wrong that can, in made-up time: what was said of each slip is held
 * against what lies on the floor in front of the printer. The seed of a day that breaks a rule is in its message.
 * 3,000 days; `npm run soak` takes 10,000.
 */
import { describe, expect, it } from 'vitest';
import { encodePicture, type Raster } from '#print/escpos.ts';
import { SessionTicketPrinter } from '#print/session-ticket-printer.ts';
import type { PrintOutcome } from '#print/ticket-printer.ts';
import { chaosFrom, quirksFrom } from '#print/virtual-chaos.ts';
import { VirtualPrinter } from '#print/virtual-printer.ts';
import { lineTo } from '#test/support/line-to.ts';
import { SimulatedTimers } from '#test/support/simulated-timers.ts';
import { times } from '#test/support/sweep.ts';

const DAYS = times('MISFORTUNE_DAYS', 3_000, 10_000);
const DAYS_IN_A_TEST = 500;
const FIRST_SEED = Number(process.env['SEED'] ?? 20_261_124);
const SLIPS = 6;
const MINUTE_MS = 60_000;

describe('whatever happens to a printer', () => {
  it.each(
    Array.from(
      { length: Math.ceil(DAYS / DAYS_IN_A_TEST) },
      (_, index) => FIRST_SEED + index * DAYS_IN_A_TEST,
    ),
  )(
    '[PR23] no slip is said to be printed that is not, none comes out twice or with another, and none that was not sent (seeds from %i)',
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
    mmPerSecond: 90 + (seed % 161),
    bufferBytes: seed % 3 === 0 ? 512 : 4_096,
    ...quirks,
  });
  const rows = seed % 4 === 0 ? 600 : 64; // in three bands, as a real slip, or about as large as the buffer
  const said: PrintOutcome['outcome'][][] = [];
  let hub = openHub(paper, timers, said);

  let dayMs = 0;
  for (const { afterMs, act } of chaosFrom(seed, { faults: 4, quirks })) {
    dayMs += afterMs;
    timers.after(dayMs, () => paper.apply(act));
  }
  // On some days the hub is killed, and another goes on with what the log knows.
  if (seed % 5 === 0)
    timers.after(dayMs / 2 + (seed % 997), () => {
      hub.kill();
      for (const words of said) if (words.length === 0) words.push('unknown');
      const sent = said.filter(([first]) => first !== 'not-sent');
      hub = openHub(paper, timers, said, sent.length > 0 && sent.at(-1)?.at(-1) !== 'confirmed');
    });
  for (let slip = 0; slip < SLIPS; slip++)
    timers.after((dayMs / SLIPS) * slip + (seed % 1_000), () => hub.print(slip, rows));
  await timers.until(() => said.length === SLIPS && said.every((words) => words.length > 0));
  // Long enough for every repair, and for what still stands in the printer to come out or be thrown away.
  const quiet = timers.now() + 5 * MINUTE_MS;
  timers.after(5 * MINUTE_MS, () => {});
  await timers.until(() => timers.now() >= quiet);
  await timers.resolving(hub.close());

  const floor = paper.papers.map(({ raster }) => raster);
  const day = `day ${seed}, said ${said.map((words) => words.join(', then ')).join(' | ')}`;
  expect(paper.state.counters.bytesRefused, `${day}: bytes taken for commands`).toBe(0);
  for (const piece of floor) {
    const together = said.flatMap((_, slip) => (rowsOf(piece, slip).length > 0 ? [slip] : []));
    expect(together.length, `${day}: ${together.join(' and ')} on one piece`).toBeLessThan(2);
  }
  for (const [slip, words] of said.entries()) {
    const whole = floor.reduce((sum, piece) => sum + timesWhole(piece, slip, rows), 0);
    expect(whole, `${day}: ${slip} is out ${whole} times`).toBeLessThanOrEqual(1);
    if (words.includes('confirmed')) expect(whole, `${day}: ${slip} is not whole`).toBe(1);
    if (words.includes('not-sent'))
      expect(
        floor.flatMap((piece) => rowsOf(piece, slip)),
        `${day}: ${slip} is there`,
      ).toEqual([]);
  }
  paper.close();
}

/** @param staleSlip of the last slip that was sent nobody knows for sure that it is out */
function openHub(
  paper: VirtualPrinter,
  timers: SimulatedTimers,
  said: PrintOutcome['outcome'][][],
  staleSlip = false,
) {
  let isKilled = false;
  let line: ReturnType<typeof lineTo> | undefined;
  const printer = new SessionTicketPrinter(
    async () => {
      if (isKilled) return 'offline';
      line = lineTo(paper);
      return line;
    },
    { timers, staleSlip, heartbeatMs: 15_000, repairMs: 40_000, lastRetryMs: 5_000 },
  );
  const hear = (slip: number, { outcome }: { outcome: PrintOutcome['outcome'] }) => {
    if (!isKilled) said[slip]?.push(outcome);
  };
  printer.onLateWord((id, word) => hear(Number(id), word));
  return {
    print: (slip: number, rows: number) => {
      said[slip] = [];
      const job = { id: String(slip), bytes: encodePicture(pictureOf(slip, rows)) };
      void printer.print(job).then((outcome) => hear(slip, outcome));
    },
    kill: () => {
      isKilled = true;
      line?.abort();
      void printer.close();
    },
    close: () => printer.close(),
  };
}

/** A picture of which every row tells whose it is and which. */
function pictureOf(slip: number, rows: number): Raster {
  const dots = new Uint8Array(72 * rows);
  for (let row = 0; row < rows; row++) {
    dots.fill(0x55, row * 72, row * 72 + 72);
    dots.set([0x80 + slip, 0x40 + (row >> 5), 0x40 + (row & 31)], row * 72);
  }
  return { widthDots: 576, heightDots: rows, dots };
}

/** Rows of a slip on a piece of paper, by their numbers, in the order they stand there. */
function rowsOf({ dots, heightDots }: Raster, slip: number): number[] {
  const rows: number[] = [];
  for (let at = 0; at < heightDots * 72; at += 72)
    if (dots[at] === 0x80 + slip)
      rows.push(((dots[at + 1] ?? 0) - 0x40) * 32 + (dots[at + 2] ?? 0) - 0x40);
  return rows;
}

/** How often all its rows stand there one after another. */
function timesWhole(piece: Raster, slip: number, rows: number): number {
  const whole = Array.from({ length: rows }, (_, row) => row).join(' ');
  return rowsOf(piece, slip).join(' ').split(whole).length - 1;
}
