import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { actionOfKey, type KeyedAction, type Keys } from '../desk-keys.ts';

/** What a key leads to. */
type Means = {
  /** null: keys do nothing here now. */
  keys: () => Keys | null;
  press: (action: KeyedAction) => void;
};

/** Keys pressed anywhere on the page of a desk, but while something is typed. One held down counts once. */
export class DeskKeyboard implements ReactiveController {
  readonly #means: Means;

  constructor(host: ReactiveControllerHost, means: Means) {
    this.#means = means;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.#onKey);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#onKey);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const keys = this.#means.keys();
    const action = keys && actionOfKey(event, keys);
    if (!action || event.defaultPrevented || isTyping(event)) return;
    event.preventDefault(); // F6, F7 and F10 have meanings of their own in a browser
    if (!event.repeat) this.#means.press(action);
  };
}

/** Whether a key belongs to a field that is being filled in. */
function isTyping(event: KeyboardEvent): boolean {
  const field = event.composedPath()[0];
  if (field instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(field.type);
  return (
    field instanceof HTMLElement &&
    (field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement ||
      field.isContentEditable)
  );
}
