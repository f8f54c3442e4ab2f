/** What leads to a ticket's own page, and nobody finds by trying: 128 random bits. */
import { randomFillSync } from 'node:crypto';

const TOKEN_BYTES = 16;
/** Each asking costs the same, however few bytes it is for; so it is for many tokens at once, as Node does for UUIDs. */
const TOKENS_AT_ONCE = 256;

const chance = Buffer.allocUnsafeSlow(TOKENS_AT_ONCE * TOKEN_BYTES);
let used = chance.length;

/** @returns 22 letters of base64url */
export function ticketToken(): string {
  if (used === chance.length) {
    randomFillSync(chance);
    used = 0;
  }
  const token = chance.toString('base64url', used, used + TOKEN_BYTES);
  used += TOKEN_BYTES;
  return token;
}
