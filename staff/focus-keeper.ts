import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Focus never falls to the page: when what had it is gone (a row that was dealt with, a dialog that closed),
 * it goes back to where it was or, if that is gone too, to `fallback`. That is a heading and not a button:
 * a key still held down must not press something new.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #fallback: () => HTMLElement | null;
  #last: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, fallback: () => HTMLElement | null) {
    this.#host = host;
    this.#fallback = fallback;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('focusin', this.#remember);
    document.addEventListener('pointerdown', this.#forget);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('focusin', this.#remember);
    document.removeEventListener('pointerdown', this.#forget);
  }

  hostUpdated(): void {
    // Elements below draw after their host; the browser takes focus from what vanished when it has drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => this.restore()));
  }

  /** Gives focus back if nothing has it. */
  restore(): void {
    if (!this.#last || (document.activeElement && document.activeElement !== document.body)) return;
    if (this.#last.isConnected && this.#last.checkVisibility()) this.#last.focus();
    else this.#fallback()?.focus();
  }

  readonly #remember = (event: FocusEvent): void => {
    const target = event.composedPath()[0];
    // What is in a dialog goes with it; the place before it is the one to come back to.
    if (target instanceof HTMLElement && !event.composedPath().some(isDialog)) this.#last = target;
  };

  /** Someone who clicks beside everything means to leave. What she clicks on is remembered after this. */
  readonly #forget = (): void => {
    this.#last = null;
  };
}

const isDialog = (target: EventTarget): boolean => target instanceof HTMLDialogElement;
