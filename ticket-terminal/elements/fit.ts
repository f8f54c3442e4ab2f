/** Words that must fit where they stand: measured, and set smaller until they do. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const STEP_DOWN = 0.96;

export const isTooWide = (part: Element): boolean => part.scrollWidth > part.clientWidth + 1;
export const isTooTall = (part: Element): boolean => part.scrollHeight > part.clientHeight + 1;

/** Sets `property` of `part` to the largest scale at which it no longer overflows, or to the smallest allowed. */
export function shrink(
  part: HTMLElement,
  property: string,
  { from, to }: { from: number; to: number },
  overflows: () => boolean,
): void {
  for (let scale = from; ; scale = Math.max(to, scale * STEP_DOWN)) {
    part.style.setProperty(property, scale.toFixed(3));
    if (scale <= to || !overflows()) return;
  }
}

/** Draws its host again when letters have arrived: they are wider or narrower than those they replace. */
export class LettersArrive implements ReactiveController {
  readonly #drawAgain: () => void;

  constructor(host: ReactiveControllerHost) {
    this.#drawAgain = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected(): void {
    document.fonts.addEventListener('loadingdone', this.#drawAgain);
  }

  hostDisconnected(): void {
    document.fonts.removeEventListener('loadingdone', this.#drawAgain);
  }
}
