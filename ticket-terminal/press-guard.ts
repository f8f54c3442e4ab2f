/**
 * Which presses are one press. A shaking hand taps twice, a child thirty times, a held key repeats, and two
 * fingers land at once; whatever reaches the hub is made single there too, but the screen must not run ahead
 * of the person either. Rules TT2… in docs/spec.md. Pure.
 */
import type { DeviceMs } from './flow.ts';

export type MadePress = {
  /** The control that was pressed: 'take-ticket', 'topic letters'. */
  control: string;
  at: DeviceMs;
  /** Where, as shares of the screen's shorter side; null for a key or an assistive device. */
  place: { x: number; y: number } | null;
};

/** EN 301 549 5.7, 5.8: a second press within half a second is the first one's echo. */
const ECHO_MS = 500;
/** Presses this close in time are two fingers, wherever they land. */
const AT_ONCE_MS = 80;
/** The same place, though the screen under it has changed: about 25 mm on a 24-inch screen. */
const SAME_PLACE = 0.08;

/** Whether `press` is only the echo of `earlier`, the press before it, heeded or not. */
export function isEcho(press: MadePress, earlier: MadePress | null): boolean {
  if (!earlier) return false;
  const apartMs = press.at - earlier.at;
  if (apartMs < AT_ONCE_MS) return true;
  return apartMs < ECHO_MS && (press.control === earlier.control || isSamePlace(press, earlier));
}

function isSamePlace({ place: one }: MadePress, { place: other }: MadePress): boolean {
  return (
    one !== null && other !== null && Math.hypot(one.x - other.x, one.y - other.y) < SAME_PLACE
  );
}
