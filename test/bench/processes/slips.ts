/** Draws and prints slips as a hub does, and nothing else, and says now and then how much memory it holds. */
import { NetworkTicketPrinter } from '#print/network-ticket-printer.ts';
import { Printing } from '#print/printing.ts';
import { SlipDrawing } from '#print/slip-drawing.ts';
import { wide } from '#test/print/made-up.ts';
import type { SlipsWanted } from '../child.ts';
import { slipFacts } from '../slips.ts';
import type { Memory } from '../table.ts';

const LANGUAGES = ['sv', 'ar', 'ti'] as const;
/** One is drawn while the one before it is printed. */
const AT_ONCE = 2;

const { printerPort, slips, sampleEvery }: SlipsWanted = JSON.parse(process.argv[2] ?? '');
const drawing = SlipDrawing.open();
const printing = new Printing({
  // However fast its paper moves: this printer is believed.
  printer: NetworkTicketPrinter.open(
    { host: '127.0.0.1', port: printerPort },
    { fastestMmPerSecond: Number.POSITIVE_INFINITY },
  ),
  drawing,
  paper: wide,
  onFault: (fault) => {
    throw fault;
  },
});

let [begun, printed] = [0, 0];
let [lowestMb, highestMb] = [Number.POSITIVE_INFINITY, 0];
const print = async () => {
  while (begun < slips) {
    const count = begun++;
    const facts = slipFacts(LANGUAGES[count % LANGUAGES.length] ?? 'sv', count);
    const { state } = await printing.print(`slip/${count}`, facts, Promise.resolve(true));
    if (state !== 'confirmed') throw new Error(`slip ${count} is ${state}`);
    printed += 1;
    const rssMb = process.memoryUsage.rss() / 2 ** 20;
    lowestMb = Math.min(lowestMb, rssMb);
    highestMb = Math.max(highestMb, rssMb);
    if (printed % sampleEvery === 0) {
      process.send?.({ slips: printed, rssMb, lowestMb, highestMb } satisfies Memory[number]);
      lowestMb = highestMb = rssMb;
    }
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, print));
await printing.close();
await drawing.close();
process.disconnect?.();
