/** Paper that does not come as it should: what the visitor, the guide and the log then say. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { PaperAct, PaperState, PrinterQuirks } from '#shared/virtual-printer.ts';
import { accessibilityFaults } from '#test/support/axe.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeInABrowser, press, see } from '#test/support/office-in-a-browser.ts';
import { sweep } from '#test/support/sweep.ts';

let browser: OfficeInABrowser;
beforeAll(async () => {
  browser = await OfficeInABrowser.open();
});
afterAll(() => browser.close());

/** A hub of its own for each story: most of a story is waiting for paper, so several are told at once. */
async function inAnOffice(
  tell: (office: OfficeInABrowser, printer: PlayedPrinter) => Promise<void>,
) {
  const hub = await TestHub.start();
  const office = browser.beside(hub);
  try {
    await tell(office, new PlayedPrinter(hub));
  } finally {
    await office.closePages();
    await hub.end();
  }
}

/** What each says, one after another. */
type Story = {
  fault: string;
  /** Told each time; the others are variations of these, and of what test/hub and test/print prove. */
  isUsual?: true;
  /** Done to the printer before the ticket is taken. */
  before?: readonly PaperAct[];
  quirks?: Partial<PrinterQuirks>;
  visitor: TextKey;
  /** null: nothing but that the printer is ready. */
  staff: TextKey | null;
  log: string;
  /** What a person then does about it. */
  repair?: readonly PaperAct[];
  /** After the repair. */
  afterwards?: { visitor: TextKey; log: string };
};

const STORIES: readonly Story[] = [
  {
    fault: 'nothing',
    isUsual: true,
    visitor: 'terminal.paper-confirmed',
    staff: null,
    log: 'PrintRequested, PrintConfirmed',
  },
  {
    fault: 'little paper left',
    before: [{ act: 'paper-low' }],
    visitor: 'terminal.paper-confirmed',
    staff: 'staff.printer.paper-low',
    log: 'PrintRequested, PrintConfirmed',
  },
  {
    fault: 'no paper',
    isUsual: true,
    before: [{ act: 'paper-out' }],
    visitor: 'terminal.paper-not-sent',
    staff: 'staff.printer.paper-out',
    log: 'PrintRequested, PrintNotSent paper-out',
    repair: [{ act: 'refill' }],
  },
  {
    fault: 'an open cover',
    before: [{ act: 'open-cover' }],
    visitor: 'terminal.paper-not-sent',
    staff: 'staff.printer.cover-open',
    log: 'PrintRequested, PrintNotSent cover-open',
    repair: [{ act: 'close-cover' }],
  },
  {
    fault: 'a knife that is stuck',
    before: [{ act: 'jam-cutter', when: 'at-once' }],
    visitor: 'terminal.paper-not-sent',
    staff: 'staff.printer.cutter-jammed',
    log: 'PrintRequested, PrintNotSent cutter-jammed',
    repair: [{ act: 'clear-jam' }],
  },
  {
    fault: 'a hot head',
    before: [{ act: 'overheat', restMs: 60_000 }],
    visitor: 'terminal.paper-not-sent',
    staff: 'staff.printer.too-hot',
    log: 'PrintRequested, PrintNotSent too-hot',
  },
  {
    fault: 'a breakdown',
    before: [{ act: 'break-down' }],
    visitor: 'terminal.paper-not-sent',
    staff: 'staff.printer.error',
    log: 'PrintRequested, PrintNotSent error',
    repair: [{ act: 'power-cycle', offMs: 500 }],
  },
  {
    fault: 'no power',
    isUsual: true,
    before: [{ act: 'power-off' }],
    visitor: 'terminal.paper-not-sent',
    staff: 'staff.printer.silent',
    log: 'PrintRequested, PrintNotSent silent',
    repair: [{ act: 'power-on' }],
  },
  {
    fault: 'a pulled cable',
    before: [{ act: 'pull-cable' }],
    visitor: 'terminal.paper-not-sent',
    staff: 'staff.printer.silent',
    log: 'PrintRequested, PrintNotSent silent',
    repair: [{ act: 'plug-in' }],
  },
  {
    fault: 'a roll that ends in the middle',
    isUsual: true,
    before: [{ act: 'leave-paper', mm: 40 }],
    visitor: 'terminal.paper-stopped',
    staff: 'staff.printer.paper-out',
    log: 'PrintRequested, PrintUnknown paper-out',
    repair: [{ act: 'open-cover' }, { act: 'refill' }, { act: 'close-cover' }],
    afterwards: {
      visitor: 'terminal.paper-confirmed',
      log: 'PrintRequested, PrintUnknown paper-out, PrintConfirmed',
    },
  },
  {
    fault: 'a cover opened in the middle',
    before: [{ act: 'in-the-middle', mm: 40, happens: { act: 'open-cover' } }],
    visitor: 'terminal.paper-stopped',
    staff: 'staff.printer.cover-open',
    log: 'PrintRequested, PrintUnknown cover-open',
    repair: [{ act: 'close-cover' }],
    afterwards: {
      visitor: 'terminal.paper-confirmed',
      log: 'PrintRequested, PrintUnknown cover-open, PrintConfirmed',
    },
  },
  {
    fault: 'a knife that sticks in this slip',
    before: [{ act: 'jam-cutter', when: 'next-cut' }],
    visitor: 'terminal.paper-stopped',
    staff: 'staff.printer.cutter-jammed',
    log: 'PrintRequested, PrintUnknown cutter-jammed',
    repair: [{ act: 'clear-jam' }],
    afterwards: {
      visitor: 'terminal.paper-confirmed',
      log: 'PrintRequested, PrintUnknown cutter-jammed, PrintConfirmed',
    },
  },
  {
    fault: 'a head that gets hot in the middle',
    isUsual: true,
    before: [{ act: 'in-the-middle', mm: 40, happens: { act: 'overheat', restMs: 600_000 } }],
    visitor: 'terminal.paper-stopped',
    staff: 'staff.printer.too-hot',
    log: 'PrintRequested, PrintUnknown too-hot',
    repair: [{ act: 'mend' }],
    afterwards: {
      visitor: 'terminal.paper-confirmed',
      log: 'PrintRequested, PrintUnknown too-hot, PrintConfirmed',
    },
  },
  {
    fault: 'power that goes in the middle',
    before: [{ act: 'in-the-middle', mm: 40, happens: { act: 'power-cycle', offMs: 1_000 } }],
    visitor: 'terminal.paper-unknown',
    staff: null,
    log: 'PrintRequested, PrintUnknown connection-lost',
  },
  {
    fault: 'a connection that is lost in the middle',
    isUsual: true,
    before: [{ act: 'in-the-middle', mm: 40, happens: { act: 'drop-connection', how: 'rst' } }],
    visitor: 'terminal.paper-unknown',
    staff: null,
    log: 'PrintRequested, PrintUnknown connection-lost',
  },
  {
    fault: 'a printer that cannot say when paper has stopped',
    quirks: { lacks: ['process-id'] },
    visitor: 'terminal.paper-likely',
    staff: 'staff.printer-confirms.carried-out',
    log: 'PrintRequested, PrintLikely',
  },
  {
    fault: 'a printer that says so too soon',
    quirks: { lies: ['early-process-id'] },
    visitor: 'terminal.paper-likely',
    staff: 'staff.printer-confirms.carried-out',
    log: 'PrintRequested, PrintLikely',
  },
  {
    fault: 'a printer that never says so',
    isUsual: true,
    quirks: { lacks: ['process-id', 'paper-status'] },
    visitor: 'terminal.paper-unknown',
    staff: 'staff.printer-confirms.nothing',
    log: 'PrintRequested, PrintUnknown no-confirmation',
  },
];

const TOLD = sweep(STORIES, ({ isUsual }) => isUsual === true);

describe('what visitor, guide and log say of', () => {
  it.concurrent.for(TOLD)('[JO7] AB-008 $fault', (story, { expect }) =>
    inAnOffice(async (office, printer) => {
      const terminal = await office.terminal();
      const desk = await office.page('/staff?desk=bord-1', { width: 1440, height: 900 });
      if (story.quirks) {
        await printer.play({ act: 'set-quirks', quirks: story.quirks });
        // What a printer can say is learned when the line to it is opened.
        await printer.play({ act: 'drop-connection', how: 'fin' });
      }
      for (const act of story.before ?? []) await printer.play(act);
      // What is wrong beforehand is known beforehand; what goes wrong in the middle is not.
      if (story.visitor === 'terminal.paper-not-sent')
        await see(desk, say('sv', story.staff ?? 'staff.printer.ready'));

      await takeATicket(terminal);
      await see(terminal, say('sv', story.visitor));
      await see(desk, say('sv', story.staff ?? 'staff.printer.ready'));
      await expect.poll(() => printer.facts()).toBe(story.log);

      for (const act of story.repair ?? []) await printer.play(act);
      if (story.afterwards) {
        await see(terminal, say('sv', story.afterwards.visitor));
        expect(printer.facts()).toBe(story.afterwards.log);
      }
      if (story.repair) await see(desk, say('sv', 'staff.printer.ready'));
      // What was not sent does not come out afterwards, and nothing comes out twice.
      const { counters } = await printer.is((state) => !state.printing);
      const atLast = (story.afterwards ?? story).log;
      if (atLast.includes('PrintNotSent')) expect(counters.slipsCut).toBe(0);
      else if (atLast.includes('PrintConfirmed')) expect(counters.slipsCut).toBe(1);
      else expect(counters.slipsCut).toBeLessThanOrEqual(1);
    }),
  );
});

describe('a visitor who reads Arabic', () => {
  it('[JO8] holds her slip after all when the roll ends in the middle of it and a guide puts in a new one', () =>
    inAnOffice(async (office, printer) => {
      const { terminal, desk } = await office.atWork();
      await printer.play({ act: 'leave-paper', mm: 60 });
      await office.takeATicket(terminal, 'ar');

      await see(terminal, say('ar', 'terminal.paper-stopped'));
      expect(await terminal.locator('[dir=rtl]').count()).toBeGreaterThan(0);
      expect(await accessibilityFaults(terminal)).toEqual([]);
      const large = await sizeOfNumber(terminal);
      await see(desk, say('sv', 'staff.printer.paper-out'));
      expect(await accessibilityFaults(desk)).toEqual([]);
      expect(printer.facts()).toBe('PrintRequested, PrintUnknown paper-out');

      await printer.play({ act: 'open-cover' });
      await see(desk, say('sv', 'staff.printer.cover-open'));
      await printer.play({ act: 'refill' });
      await printer.play({ act: 'close-cover' });

      await see(terminal, say('ar', 'terminal.paper-confirmed'));
      expect(await sizeOfNumber(terminal)).toBeLessThan(large);
      await see(desk, say('sv', 'staff.printer.ready'));
      expect(printer.facts()).toBe('PrintRequested, PrintUnknown paper-out, PrintConfirmed');
      const { counters } = await printer.is((state) => !state.printing);
      expect(counters).toMatchObject({ slipsCut: 1, bytesRefused: 0 });

      // Her phone shows the same number, and whose turn it is.
      const phone = await office.page(`/t/${printer.tokenOf('A001')}`, { width: 390, height: 760 });
      await see(phone, 'A001');
      await see(phone, say('ar', 'slip.ahead', { count: 0 }));
      expect(await accessibilityFaults(phone)).toEqual([]);
      await desk.keyboard.press('F8');
      await see(phone, say('ar', 'ticket.go-to', { desk: 'الطاولة 1' }));
      expect(await accessibilityFaults(phone)).toEqual([]);
      expect(office.complaints).toEqual([]);
    }));
});

/** The virtual printer of a hub, and what the hub's log says of it. */
class PlayedPrinter {
  readonly #hub: TestHub;

  constructor(hub: TestHub) {
    this.#hub = hub;
  }

  async play(act: PaperAct): Promise<void> {
    const response = await fetch(`${this.#hub.url}/paper/acts`, {
      method: 'POST',
      headers: { ...AUTH, 'Content-Type': 'application/json' },
      body: JSON.stringify(act),
    });
    expect(response.ok, JSON.stringify(act)).toBe(true);
  }

  /** How it is, once it is as `wanted`. */
  async is(wanted: (state: PaperState) => boolean): Promise<PaperState> {
    for (;;) {
      const response = await fetch(`${this.#hub.url}/paper/state`, { headers: AUTH });
      const state = (await response.json()) as PaperState;
      if (wanted(state)) return state;
      await pause(20);
    }
  }

  /** Of the day's print stream, as the log has it. */
  facts(): string {
    return this.#eventsOf('print/ragsved/2026-11-24')
      .map(({ type, reason }) => (reason ? `${type} ${reason}` : type))
      .join(', ');
  }

  tokenOf(number: string): string | undefined {
    return this.#eventsOf('queue/ragsved/2026-11-24').find((event) => event.number === number)
      ?.token;
  }

  #eventsOf(stream: string): Logged[] {
    const log = new DatabaseSync(join(this.#hub.folder, 'torget.db'), { readOnly: true });
    const rows = log
      .prepare(
        'SELECT event FROM events JOIN streams ON streams.id = stream WHERE name = ? ORDER BY place',
      )
      .all(stream);
    log.close();
    return rows.map(({ event }) => JSON.parse(String(event)));
  }
}

type Logged = { type: string; reason?: string; number?: string; token?: string };
const AUTH = { Authorization: `Bearer ${TOKEN}` };

async function takeATicket(terminal: Page): Promise<void> {
  await press(terminal, 'Svenska');
  await press(terminal, 'Brev, blanketter och klagomål');
  await press(terminal, 'Förstå ett brev från en myndighet');
  await press(terminal, say('sv', 'terminal.take-ticket'));
}

const sizeOfNumber = async (terminal: Page): Promise<number> =>
  (await terminal.locator('.number').boundingBox())?.height ?? 0;
