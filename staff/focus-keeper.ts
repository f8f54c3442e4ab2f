import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Focus never falls to the page: when what had it is gone (a row that was dealt with, a dialog that closed),
 * it goes back to where it was or, if that is gone too, to `fallback`. That is a heading and not a button:
 * a key still held down must not press something new.
 */
export class FocusKeeper implements ReactiveController {
  readonly #fallback: () => HTMLElement | null;
  #last: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost, fallback: () => HTMLElement | null) {
    this.#fallback = fallback;
    host.addController(this);
  }

  hostConnected(): void {
    // Before the press does anything. (focusin would not do: it ends where focus moves within one element.)
    document.addEventListener('keydown', this.#remember, { capture: true });
    document.addEventListener('click', this.#remember, { capture: true });
    document.addEventListener('pointerdown', this.#forget, { capture: true });
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#remember, { capture: true });
    document.removeEventListener('click', this.#remember, { capture: true });
    document.removeEventListener('pointerdown', this.#forget, { capture: true });
  }

  hostUpdated(): void {
    // Elements below draw after their host, and the browser takes focus from what vanished when it has drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => this.restore()));
  }

  /** Gives focus back if nothing has it. */
  restore(): void {
    if (!this.#last || focused()) return;
    if (this.#last.isConnected && this.#last.checkVisibility()) this.#last.focus();
    else this.#fallback()?.focus({ preventScroll: true });
  }

  readonly #remember = (): void => {
    const now = focused();
    // What is in a dialog goes with it; the place before it is the one to come back to.
    if (now && !isInDialog(now)) this.#last = now;
  };

  /** Someone who presses beside everything means to leave. */
  readonly #forget = (): void => {
    if (!isInDialog(focused())) this.#last = null;
  };
}

/** The innermost element that has focus; null when it is on the page itself. */
function focused(): HTMLElement | null {
  let inner = document.activeElement;
  while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  return inner instanceof HTMLElement && inner !== document.body ? inner : null;
}

function isInDialog(element: Element | null): boolean {
  for (let at = element; at; at = hostOf(at)) if (at.closest('dialog, wa-dialog')) return true;
  return false;
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
