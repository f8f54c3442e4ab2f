/** Moments and ids as the office book's forms write them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockText, localDate } from '#shared/ui/office-time.ts';
import { newId } from '../../staff/book/book.ts';
import { instantOf, localMoment } from '../../staff/office-moment.ts';

const STOCKHOLM = 'Europe/Stockholm';

describe('a moment in a form', () => {
  it('[BK3] is the office clock’s, wherever the browser stands', () => {
    const at = Date.parse('2026-07-01T09:05:00+02:00');
    expect(localMoment(at, STOCKHOLM)).toBe('2026-07-01T09:05');
    expect(instantOf('2026-07-01T09:05', STOCKHOLM)).toBe(at);
    expect(localMoment(at, 'America/New_York')).toBe('2026-07-01T03:05');
  });

  it('[BK3] is read as the office’s calendar reads it, also when the clocks change', () => {
    const hardDays = ['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31', '2026-06-06'];
    fc.assert(
      fc.property(
        fc.constantFrom(...hardDays),
        fc.integer({ min: 0, max: 24 * 60 - 1 }),
        fc.constantFrom(STOCKHOLM, 'America/New_York', 'Asia/Kathmandu', 'Africa/Casablanca'),
        (day, minutes, zone) => {
          const local = `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
          const { epochMilliseconds } = Temporal.PlainDateTime.from(local).toZonedDateTime(zone);
          expect(instantOf(local, zone)).toBe(epochMilliseconds);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('[BK3] is shown and read back without moving, but for the hour that comes twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 29_000_000, max: 31_000_000 }), (minute) => {
        const at = minute * 60_000;
        const local = localMoment(at, STOCKHOLM);
        expect(local).toBe(`${localDate(at, STOCKHOLM)}T${clockText(at, STOCKHOLM)}`);
        const back = instantOf(local, STOCKHOLM);
        expect(localMoment(back, STOCKHOLM)).toBe(local);
        expect([at, at - 3_600_000]).toContain(back);
      }),
      { numRuns: 500 },
    );
  });

  it('[BK3] that is not written is no instant, and shows nothing', () => {
    expect(instantOf('', STOCKHOLM)).toBeNaN();
    expect(localMoment(Number.NaN, STOCKHOLM)).toBe('');
  });
});

describe('an id', () => {
  it.each([
    ['Sommarstängt i juli', 'sommarstangt-i-juli'],
    ['  Årsmöte: 2027!  ', 'arsmote-2027'],
    ['مكتب العمل', 'ny'],
  ])('[BK4] of %s is %s', (name, id) => {
    expect(newId(name, [])).toBe(id);
  });

  it('[BK4] is one that the hub takes and nobody has, whatever the thing is called', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 5 }),
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        (others, name) => {
          const taken: string[] = [];
          for (const one of [...others, name, name, name]) {
            const id = newId(one, taken);
            expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/);
            expect(taken).not.toContain(id);
            taken.push(id);
          }
        },
      ),
    );
  });
});

function two(number: number): string {
  return String(number).padStart(2, '0');
}
