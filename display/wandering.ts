/** Against burn-in the whole picture wanders a little, slowly, by office time alone: no eye sees it. Pure. */
import type { EpochMs } from '#shared/vocabulary.ts';
import { WANDERS } from './layout.ts';

const STEP_MS = 60_000;

/** How far it is from its place, in units: never more than WANDERS. Two periods without a common factor cover the square. */
export function placeAt(now: EpochMs): { readonly x: number; readonly y: number } {
  const step = Math.floor(now / STEP_MS);
  const along = (period: number) =>
    WANDERS * Math.sin((2 * Math.PI * (step % period)) / period) || 0;
  return { x: along(97), y: along(61) };
}
