/** A moment as the office's clock shows it, for the fields of a form: wherever the browser stands. Pure. */
import { localDate } from '#shared/ui/office-time.ts';

const A_DAY_MS = 86_400_000;

/** '2026-11-24T10:00', by the office's clock. */
export function localMoment(at: number, zone: string): string {
  if (!Number.isFinite(at)) return '';
  const time = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  return `${localDate(at, zone)}T${time}`;
}

/**
 * The instant at which an office's clock shows so. Of two alike, when clocks are set back, the first; what a clock
 * never shows, when they are set forward, is as much later as it skips.
 */
export function instantOf(local: string, zone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  if (!Number.isFinite(asUtc)) return Number.NaN;
  const before = asUtc - offsetAt(asUtc - A_DAY_MS, zone);
  const after = asUtc - offsetAt(asUtc + A_DAY_MS, zone);
  const shown = [before, after].filter((at) => localMoment(at, zone) === local);
  return shown.length > 0 ? Math.min(...shown) : before;
}

const offsetAt = (at: number, zone: string): number =>
  Date.parse(`${localMoment(at, zone)}Z`) - Math.floor(at / 60_000) * 60_000;
