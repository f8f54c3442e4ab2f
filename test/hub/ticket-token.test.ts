import { expect, it } from 'vitest';
import { ticketToken } from '#server/hub/ticket-token.ts';

it('[TP1] AB-030 a token is 128 bits of chance, and no token is like another, also where chance is drawn anew', () => {
  const tokens = Array.from({ length: 1_000 }, ticketToken);
  const bits = tokens.map((token) => Buffer.from(token, 'base64url'));
  expect(bits.every(({ length }) => length === 16)).toBe(true);
  // Nor does one begin where another ends: whoever has a ticket knows nothing of the next.
  const halves = bits.flatMap((all) => [all.subarray(0, 8), all.subarray(8)]);
  expect(new Set(halves.map((half) => half.toString('hex'))).size).toBe(2 * tokens.length);
  // Each bit is set in about half of them: outside of these bounds not once in 10³⁰ runs.
  const setIn = Array.from({ length: 128 }, (_, bit) => {
    const isSet = (token: Buffer) => ((token[bit >> 3] ?? 0) >> (bit & 7)) & 1;
    return bits.reduce((count, token) => count + isSet(token), 0);
  });
  expect(Math.min(...setIn)).toBeGreaterThan(300);
  expect(Math.max(...setIn)).toBeLessThan(700);
});
