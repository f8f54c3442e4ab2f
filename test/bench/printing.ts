/** How long paper takes, from a press to the printer's own word, and what ten thousand slips leave behind. */
import { randomUUID } from 'node:crypto';
import { setTimeout as after, setImmediate as turn } from 'node:timers/promises';
import { createCanvas } from '@napi-rs/canvas';
import { encodePicture } from '#print/escpos.ts';
import { slipOf } from '#print/slip.ts';
import { drawSlip } from '#print/slip-picture.ts';
import type { Language } from '#shared/vocabulary.ts';
import { wide } from '#test/print/made-up.ts';
import { TestHub } from '#test/support/hub.ts';
import { monotonicMs, Printer, type PrinterSettings, printSlips } from './child.ts';
import { recordDrawing } from './drawing-record.ts';
import { HttpCaller } from './http-caller.ts';
import { rasterEncoders } from './raster-encoders.ts';
import { figuresOf, inTurns, type Round, roundOf } from './rounds.ts';
import { slipFacts } from './slips.ts';
import type { Beside, Table } from './table.ts';
import { TerminalFollower } from './terminal-follower.ts';

const TICKETS = '/api/v1/offices/ragsved/tickets';
const TICKET = { topic: 'forskola', language: 'sv' };
/** Longer than the hub needs to write down that a slip is out, and gathers changes for. */
const QUIET_MS = 80;
/** Of the virtual printer: paper moves so far before each cut. */
const HEAD_TO_KNIFE_MM = 15;

/** Drawing and encoding, on this thread. */
export async function slipToBytes(table: Table, language: Language): Promise<void> {
  const picture = () => drawSlip(slipOf(slipFacts(language, 0)), wide);
  picture(); // what is read and measured once is no part of a drawing
  const drawAgain = recordDrawing(picture);
  const bare = createCanvas(576, 1_400).getContext('2d');
  let count = 0;
  let slip = slipOf(slipFacts(language, count));
  const figures = await inTurns(12, {
    // A picture's pixels are given back between turns of the event loop, and not while one is waited for.
    floor: () => roundOf(40, async () => drawAgain(bare), { afterEach: turn }),
    ours: () =>
      roundOf(40, async () => encodePicture(drawSlip(slip, wide)), {
        afterEach: async () => {
          slip = slipOf(slipFacts(language, ++count));
          await turn();
        },
      }),
  });
  table.compared(
    {
      what: `slip → bytes, ${language}`,
      floor: 'the bare drawing of the same',
      goal: { latencyAtMost: 1.5 },
    },
    figures,
    language === 'sv' ? await encodersAlone() : [],
  );

  async function encodersAlone(): Promise<Beside[]> {
    const beside: Beside[] = [];
    for (const { what, encode } of rasterEncoders(picture())) {
      await roundOf(10, encode, { afterEach: turn }); // to warm up
      beside.push({ what, figures: figuresOf([await roundOf(20, encode, { afterEach: turn })]) });
    }
    return beside;
  }
}

/** From a press to the first byte of the slip at the printer. */
export async function pressToFirstByte(table: Table): Promise<void> {
  // Paper that is out of the way soon.
  await withPrinter({ mmPerSecond: 2_000, cutMs: 0 }, async (hub, printer) => {
    const caller = await HttpCaller.connect(hub.port);
    const presses = 12;
    let count = 0;
    table.compared(
      {
        what: 'press → first byte at the printer',
        floor: 'a ticket without paper, and a drawing',
        goal: { latencyAtMost: 3 },
      },
      await inTurns(10, {
        floor: () =>
          pressesOf(presses, async () => {
            const pressedAtMs = monotonicMs();
            await press(caller, false);
            return monotonicMs() - pressedAtMs + warmDrawingMs(count++);
          }),
        ours: () =>
          pressesOf(presses, async () => {
            const slip = printer.nextSlip();
            const pressedAtMs = monotonicMs();
            await press(caller, true);
            return (await slip).firstByteAtMs - pressedAtMs;
          }),
      }),
    );
    caller.close();
  });
}

/** From a press to the terminal's knowing that the paper is out, less what the paper itself takes. */
export async function pressToConfirmed(table: Table, mmPerSecond: number): Promise<void> {
  const cutMs = 100;
  await withPrinter({ mmPerSecond, cutMs }, async (hub, printer, terminal) => {
    const caller = await HttpCaller.connect(hub.port);
    const pressOnce = async () => {
      const slip = printer.nextSlip();
      const pressedAtMs = monotonicMs();
      const { number }: { number: string } = JSON.parse(await press(caller, true));
      await terminal.confirmed(number);
      const tookMs = monotonicMs() - pressedAtMs;
      const { rows } = await slip;
      const paperMs = ((rows / wide.dotsPerMm + HEAD_TO_KNIFE_MM) / mmPerSecond) * 1_000 + cutMs;
      return tookMs - paperMs;
    };
    await pressesOf(3, pressOnce); // to warm up
    table.timed(
      `press → confirmed, ${mmPerSecond} mm/s, less the paper`,
      figuresOf([await pressesOf(20, pressOnce)]),
      { atMostMs: 150 },
    );
    caller.close();
  });
}

/** What a process that prints all day holds. */
export async function memoryOverSlips(table: Table): Promise<void> {
  const printer = await Printer.start({ mmPerSecond: 100_000, cutMs: 0 });
  const memory = await printSlips({ printerPort: printer.port, slips: 10_000, sampleEvery: 1_000 });
  table.remembered('memory after slips printed', memory, { growsAtMostMb: 10, highestAtMost: 1.5 });
  await printer.end();
}

/** A hub with a printer on the network, and its terminal. */
async function withPrinter(
  settings: PrinterSettings,
  measure: (hub: TestHub, printer: Printer, terminal: TerminalFollower) => Promise<void>,
): Promise<void> {
  const printer = await Printer.start(settings);
  const hub = await TestHub.alone({
    PRINTER: `tcp://127.0.0.1:${printer.port}`,
    PUBLIC_URL: 'https://torget.example.se',
  });
  const terminal = await TerminalFollower.follow(hub.port);
  try {
    await measure(hub, printer, terminal);
  } finally {
    terminal.close();
    await hub.end();
    await printer.end();
  }
}

/** The last of five in a row: as quick as in slipToBytes. */
function warmDrawingMs(count: number): number {
  let tookMs = Number.NaN;
  for (let time = 0; time < 5; time++) {
    const slip = slipOf(slipFacts('sv', count));
    const beganAtMs = monotonicMs();
    encodePicture(drawSlip(slip, wide));
    tookMs = monotonicMs() - beganAtMs;
  }
  return tookMs;
}

const press = (caller: HttpCaller, print: boolean): Promise<string> =>
  caller.post(TICKETS, { requestId: randomUUID(), ...TICKET, print });

/** One visitor after another, with time between them. */
async function pressesOf(presses: number, pressOnce: () => Promise<number>): Promise<Round> {
  const latenciesMs: number[] = [];
  const beganAt = performance.now();
  for (let count = 0; count < presses; count++) {
    latenciesMs.push(await pressOnce());
    await after(QUIET_MS);
  }
  return { latenciesMs, elapsedMs: performance.now() - beganAt };
}
