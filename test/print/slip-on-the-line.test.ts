import { expect, it } from 'vitest';
import { encodePicture } from '#print/escpos.ts';
import { SessionTicketPrinter } from '#print/session-ticket-printer.ts';
import { slipOf } from '#print/slip.ts';
import { drawSlip } from '#print/slip-picture.ts';
import { VirtualPrinter } from '#print/virtual-printer.ts';
import { decodeEscPos } from '#test/support/escpos-decoder.ts';
import { lineTo } from '#test/support/line-to.ts';
import { SimulatedTimers } from '#test/support/simulated-timers.ts';
import { preschool, wide } from './made-up.ts';

const ALLOWED = /^(ESC @|GS a 15|DLE EOT [1-4]|GS v 0 \d+x\d+|GS V 66 0|GS \( H 48 "[0-9a-z]{4}")$/;

it.each(['sv', 'ar', 'ti'] as const)(
  '[PR25] a slip in %s is sent with six commands, and can be read by others',
  async (language) => {
    const timers = new SimulatedTimers();
    const paper = new VirtualPrinter({ timers });
    const sent: Buffer[] = [];
    const printer = new SessionTicketPrinter(
      async () => lineTo(paper, (bytes) => sent.push(Buffer.from(bytes))),
      { timers },
    );
    // What the printer can say is learned first, once for each line.
    await timers.until(() => printer.status.state === 'ready' && printer.status.confirms !== null);
    sent.length = 0;

    const picture = drawSlip(slipOf(preschool(language)), wide);
    const outcome = await timers.resolving(
      printer.print({ id: '1', bytes: encodePicture(picture) }),
    );
    expect(outcome).toEqual({ outcome: 'confirmed' });

    const { commands, papers } = decodeEscPos(Buffer.concat(sent));
    for (const command of commands) expect(command).toMatch(ALLOWED);
    // The one dot of PR5 apart, the picture that was drawn.
    const [read] = papers;
    expect([read?.widthDots, read?.heightDots]).toEqual([picture.widthDots, picture.heightDots]);
    const others = picture.dots.filter((dots, at) => dots !== read?.dots[at] && dots !== 0x10);
    expect(others).toHaveLength(0);
    expect(paper.papers[0]?.refused).toEqual([]);
    await timers.resolving(printer.close());
    paper.close();
  },
);
