/** Paper for staff. How it looks is in slip.golden.test.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlipDrawing } from '#print/slip-drawing.ts';
import { type StaffPageFacts, staffPage } from '#print/staff-pages.ts';
import { decodeEscPos, realTimeCommandsIn } from '#test/support/escpos-decoder.ts';
import { backPage, dayPage, narrow, rolls, testPage, wide } from './made-up.ts';

describe('a page for staff', () => {
  it.each(rolls)(
    '[SL10] to test a printer, or to hang on it, is one picture on $roll',
    ({ paper }) => {
      for (const facts of [testPage, backPage]) {
        const bytes = staffPage(facts, paper);
        const { commands, papers } = decodeEscPos(bytes);
        expect(commands.every((command) => command.startsWith('GS v 0 '))).toBe(true);
        expect(papers[0]?.widthDots).toBe(paper.widthDots);
      }
    },
  );

  it('[SL10] to test a printer says what its word is worth', () => {
    const words = (['printed', 'carried-out', 'nothing', null] as const).map((confirms) =>
      Buffer.from(staffPage({ ...testPage, confirms }, wide)).toString('base64'),
    );
    expect(new Set(words).size).toBe(4);
  });

  it('[SL10] is drawn on the thread of slips', async () => {
    const drawing = SlipDrawing.open();
    for (const facts of [testPage, backPage, dayPage]) {
      const bytes = staffPage(facts, narrow);
      const drawn = await drawing.drawPage(facts, narrow);
      expect(Buffer.compare(drawn, bytes)).toBe(0);
    }
    await drawing.close();
  });
});

describe('the figures of the day', () => {
  it('[SL11] are short lines of plain text', () => {
    expect(textOf(dayPage, narrow).split('\n')).toEqual([
      'Dagen i siffror',
      'Medborgarkontoret Rågsved',
      'tisdag 24 november 2026, 10:04',
      '',
      'Kölappar',
      'Tagna                         87',
      'Klara besök                   71',
      'Kom inte                       6',
      'Borttagna                      2',
      'Hann vi inte med               8',
      'Väntar än                      0',
      '',
      'Papper',
      'Säkert utskrivna              80',
      'Troligen utskrivna             0',
      'Inte utskrivna                 5',
      'Vet inte                       2',
      'Utskrivna igen                 3',
      '',
      'Tagna per ämne',
      'Förstå ett brev',
      'från en myndighet             20',
      'Vägar till studier, 18-25 år   3',
      '',
    ]);
  });

  it('[SL11] say å from two marks and one alike, and one ? for what the printer has no letter for', () => {
    const label = 'A\u030ad\u0308 – ’Kö’ … 中ع 🙂';
    expect(textOf({ ...dayPage, byTopic: [{ label, issued: 1 }] }, wide)).toContain(
      "Åd? - 'Kö' ... ?? ?",
    );
  });

  it('[SL12] are text and four commands, whatever anyone named the office or a topic', () => {
    const dangerous = fc.constantFrom(
      ...[
        '\x1b@',
        '\x1d\x56\x00',
        '\x10\x04\x01',
        '\x10\x14\x02\x01\x08',
        '\n',
        '\0',
        '\x85',
        '\u009b',
      ],
    );
    const name = fc
      .array(fc.oneof(dangerous, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 6 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        name,
        fc.array(name, { maxLength: 4 }),
        fc.constantFrom(...rolls),
        (officeName, labels, { paper }) => {
          const byTopic = labels.map((label) => ({ label, issued: 3 }));
          const facts = { ...dayPage, officeName, byTopic };
          const lines = textOf(facts, paper).split('\n');
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(
            Math.floor(paper.widthDots / 12),
          );
          expect(realTimeCommandsIn(staffPage(facts, paper))).toEqual([]);
        },
      ),
    );
  });
});

/** What may stand between the letters: FS . (one-byte letters), ESC t 19 (code page 858), ESC E 0 and 1 (bold). */
const ALLOWED = ['\x1c.', '\x1bt\x13', '\x1bE\0', '\x1bE\x01'];

/** The text that a printer sets; throws at any byte that is neither text nor an allowed command. */
function textOf(facts: StaffPageFacts, paper: typeof wide): string {
  let rest = Buffer.from(staffPage(facts, paper)).toString('latin1');
  let text = '';
  while (rest !== '') {
    const command = ALLOWED.find((command) => rest.startsWith(command));
    const letter = rest.charCodeAt(0);
    if (command === undefined && letter !== 0x0a && (letter < 0x20 || letter === 0x7f))
      throw new Error(`not text: ${letter.toString(16)}`);
    if (command === undefined) text += SWEDISH_858[letter] ?? rest.charAt(0);
    rest = rest.slice(command?.length ?? 1);
  }
  return text;
}

/** Of IBM code page 858: what Swedish needs. */
const SWEDISH_858: Readonly<Record<number, string>> = {
  134: 'å',
  132: 'ä',
  148: 'ö',
  143: 'Å',
  142: 'Ä',
  153: 'Ö',
};
