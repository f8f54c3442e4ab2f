import type { Takeover } from '#shared/programme.ts';
import type { EpochMs } from '#shared/vocabulary.ts';

const LONG_MS = 10 * 60_000;
/** Of a drill: it needs no longer for all to have seen it. */
const LONG_TEST_MS = 2 * 60_000;

/** Whether somebody should ask herself if it was forgotten. */
export const isPerhapsForgotten = (
  { from, test }: Pick<Takeover, 'from' | 'test'>,
  now: EpochMs,
): boolean => now - from >= (test ? LONG_TEST_MS : LONG_MS);
