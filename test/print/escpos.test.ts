import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askWhenPrinted, BAND_ROWS, type Raster, REAL_TIME } from '#print/escpos.ts';
import type { Command } from '#print/escpos-command.ts';
import { EscPosParser } from '#print/escpos-parser.ts';
import { RealTimeScanner } from '#print/escpos-real-time.ts';
import { slipOf } from '#print/slip.ts';
import { drawSlip } from '#print/slip-picture.ts';
import type { TicketNumber } from '#shared/vocabulary.ts';
import { encodeSlip, preschool, wide } from './made-up.ts';

/** Pictures in which what a printer carries out at once stands again and again. */
const dangerousByte = fc.oneof(
  fc.nat(255),
  fc.constant(0x10),
  fc.constantFrom(...REAL_TIME.keys()),
  fc.nat(8),
);
const picture = fc
  .record({ rowBytes: fc.integer({ min: 1, max: 72 }), rows: fc.integer({ min: 1, max: 600 }) })
  .chain(({ rowBytes, rows }) =>
    fc.array(dangerousByte, { minLength: 1, maxLength: 400 }).map((bytes) => ({
      widthDots: rowBytes * 8,
      heightDots: rows,
      dots: Uint8Array.from({ length: rowBytes * rows }, (_, at) => bytes[at % bytes.length] ?? 0),
    })),
  );

describe('the bytes of a slip', () => {
  it('[PR4] are bands of at most 256 rows and one cut, and together the picture', () => {
    fc.assert(
      fc.property(picture, (slip) => {
        const commands = new EscPosParser().push(encodeSlip(slip));
        expect(commands.at(-1)).toEqual({ command: 'feed-and-cut', dots: 0 });
        const bands = commands
          .slice(0, -1)
          .map((command) => (command.command === 'picture' ? command.picture : null));
        expect(bands.every((band) => band?.widthDots === slip.widthDots)).toBe(true);
        expect(Math.max(...bands.map((band) => band?.heightDots ?? 0))).toBeLessThanOrEqual(
          BAND_ROWS,
        );
        const sent = Buffer.concat(bands.map((band) => band?.dots ?? new Uint8Array()));
        expect(sent.length).toBe(slip.dots.length);
        expect(sent.every((byte, at) => byte === slip.dots[at] || slip.dots[at] === 0x10)).toBe(
          true,
        );
      }),
    );
  });

  it('[PR5] AB-108 hold nothing that a printer would carry out at once', () => {
    fc.assert(
      fc.property(picture, (slip) => {
        expect(new RealTimeScanner().push(encodeSlip(slip))).toEqual([]);
      }),
    );
  });

  it('[PR5] change only the dot that takes such a command apart', () => {
    const power = {
      widthDots: 64,
      heightDots: 1,
      dots: Uint8Array.of(1, 0x10, 0x14, 2, 1, 8, 0x10, 9),
    };
    const [band] = new EscPosParser().push(encodeSlip(power));
    expect(band).toMatchObject({
      picture: { dots: Uint8Array.of(1, 0x30, 0x14, 2, 1, 8, 0x10, 9) },
    });
  });

  it('[PR4] are a picture and a cut whatever anyone wrote on the slip', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(anyText, anyText, anyText, (officeName, topic, thing) => {
        const facts = {
          ...preschool('en'),
          officeName,
          topic: { sv: topic },
          bring: [{ sv: thing }],
        };
        const bytes = encodeSlip(drawSlip(slipOf(facts), wide));
        const kinds = new Set(new EscPosParser().push(bytes).map(({ command }) => command));
        expect([...kinds]).toEqual(['picture', 'feed-and-cut']);
        expect(new RealTimeScanner().push(bytes)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  }, 20_000);

  it('[PR4] does not take a number for anything but a drawing, either', () => {
    const facts = { ...preschool('sv'), number: '\x1b@\x10\x04\x01' as TicketNumber };
    const kinds = new EscPosParser().push(encodeSlip(drawSlip(slipOf(facts), wide)));
    expect(kinds.every(({ command }) => command === 'picture' || command === 'feed-and-cut')).toBe(
      true,
    );
  });

  it('[PR7] are followed by a question whose name is four printable characters', () => {
    expect([...askWhenPrinted('0a1z')]).toEqual([
      0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, 48, 97, 49, 122,
    ]);
    expect(() => askWhenPrinted('\x10\x04\x01\x00')).toThrow(RangeError);
  });
});

describe('bytes read as commands', () => {
  it('[PR21] come out the same however the line cuts them up', () => {
    const stream = fc.array(
      fc.oneof(
        dangerousByte,
        fc.constantFrom(0x1b, 0x1c, 0x1d, 0x28, 0x38, 0x41, 0x4c, 0x56, 0x76),
      ),
    );
    fc.assert(
      fc.property(stream, fc.array(fc.nat(20)), (bytes, cuts) => {
        const whole = Uint8Array.from(bytes);
        const parser = new EscPosParser();
        const scanner = new RealTimeScanner();
        const pieces = inPieces(whole, cuts);
        const commands = pieces.flatMap((piece) => parser.push(piece));
        expect(named(commands)).toEqual(named(new EscPosParser().push(whole)));
        const found = pieces.flatMap((piece) => scanner.push(piece));
        expect(found.map(({ command }) => command)).toEqual(
          new RealTimeScanner().push(whole).map(({ command }) => command),
        );
      }),
    );
  });
});

/** Letters, rows of dots and refused bytes one by one: where they are parted depends on how they came. */
const named = (commands: readonly Command[]) =>
  commands.flatMap<Command | string>((command) => {
    switch (command.command) {
      case 'refused':
      case 'text':
        return [...command.bytes].map((byte) => `${command.command} ${byte}`);
      case 'picture':
        return rowsOf(command.picture).map((row) => `row ${row}`);
      default:
        return [command];
    }
  });

const rowsOf = ({ widthDots, heightDots, dots }: Raster): string[] =>
  Array.from({ length: heightDots }, (_, row) =>
    dots.subarray((row * widthDots) / 8, ((row + 1) * widthDots) / 8).join(' '),
  );

function inPieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const length of cuts) {
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...pieces, bytes.subarray(at)];
}
