/** Which presses are one press. Rule TT10 in docs/spec.md. */
import { expect, it } from 'vitest';
import { isEcho, type MadePress } from '../../ticket-terminal/press-guard.ts';

const left = { x: 0.2, y: 0.8 };
const right = { x: 0.8, y: 0.8 };
const press = (control: string, at: number, place: MadePress['place'] = left): MadePress => ({
  control,
  at,
  place,
});

it('[TT10] a shaking finger that taps a control twice within half a second presses it once', () => {
  expect(isEcho(press('take-ticket', 1_400), press('take-ticket', 1_000))).toBe(true);
  expect(isEcho(press('take-ticket', 1_500), press('take-ticket', 1_000))).toBe(false);
});

it('[TT10] its second tap does not press what has come up in the same place', () => {
  expect(isEcho(press('take-ticket', 1_300), press('topic letters', 1_000))).toBe(true);
});

it('[TT10] AB-003 two fingers on two controls at once press one', () => {
  expect(isEcho(press('topic home', 1_010, right), press('topic letters', 1_000, left))).toBe(true);
});

it('[TT10] a quick hand elsewhere on the next screen is not held back', () => {
  expect(isEcho(press('take-ticket', 1_300, right), press('topic letters', 1_000, left))).toBe(
    false,
  );
});

it('[TT10] a key has no place: another control counts at once', () => {
  expect(isEcho(press('take-ticket', 1_200, null), press('topic letters', 1_000, null))).toBe(
    false,
  );
});

it('[TT10] AB-001 a child that taps without a pause for ten seconds has tapped once', () => {
  const taps = Array.from({ length: 30 }, (_, nth) => press('take-ticket', 1_000 + nth * 333));
  const heeded = taps.filter((tap, nth) => !isEcho(tap, taps[nth - 1] ?? null));
  expect(heeded).toHaveLength(1);
});
