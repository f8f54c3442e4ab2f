/** When a desk is asked whether a takeover was forgotten. That it is drawn, and can be ended there, is seen in test/journeys. */
import { expect, it } from 'vitest';
import { isPerhapsForgotten } from '../../staff/takeover-age.ts';

const from = Date.parse('2026-11-24T10:00:00+01:00');
const MINUTE = 60_000;

it.each([
  { what: 'a takeover', test: false, minutes: 10 },
  { what: 'a drill', test: true, minutes: 2 },
])('[DK20] $what is asked about after $minutes minutes', ({ test, minutes }) => {
  expect(isPerhapsForgotten({ from, test }, from + minutes * MINUTE - 1)).toBe(false);
  expect(isPerhapsForgotten({ from, test }, from + minutes * MINUTE)).toBe(true);
});
