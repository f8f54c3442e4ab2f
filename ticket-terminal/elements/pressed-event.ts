import type { Press } from '../flow.ts';
import type { MadePress } from '../press-guard.ts';

/** A visitor pressed `control`. Rises to the screen, which decides whether it counts. */
export class PressedEvent extends Event {
  readonly control: string;
  readonly press: Press;
  readonly place: MadePress['place'];

  /** @param cause the click it came from: acts on release, and not when the finger slid off. */
  constructor(control: string, press: Press, cause: MouseEvent) {
    super('pressed', { bubbles: true, composed: true });
    this.control = control;
    this.press = press;
    const shorterSidePx = Math.min(innerWidth, innerHeight);
    // `detail` counts clicks of a pointer: 0 for a key or an assistive device, which have no place.
    this.place =
      cause.detail === 0
        ? null
        : { x: cause.clientX / shorterSidePx, y: cause.clientY / shorterSidePx };
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    pressed: PressedEvent;
  }
}
