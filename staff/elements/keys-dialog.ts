import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import {
  type Combination,
  capOf,
  combinationOf,
  KEYED_ACTIONS,
  type KeyedAction,
  type KeyRefusal,
  type Keys,
  takenBy,
  USUAL_KEYS,
  whyNotKey,
} from '../desk-keys.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { deskStyles } from './styles.ts';

/** What was pressed for an action, and why it cannot be had; null: it was taken. */
type Heard = {
  action: KeyedAction;
  cap: string;
  refusal: KeyRefusal | null;
  by: KeyedAction | null;
};

/**
 * Which key does what, each to be changed by pressing another, and whether keys do anything on this computer.
 *
 * @fires keys-on - detail: whether they shall
 * @fires keys-chosen - detail: the Keys as they shall be
 * @fires dialog-closed
 */
@customElement('keys-dialog')
export class KeysDialog extends LitElement {
  @property({ type: Boolean }) open = false;
  @property({ type: Boolean }) keysOn = true;
  @property({ attribute: false }) keys: Keys = USUAL_KEYS;
  @property() language: ConsoleLanguage = 'sv';
  /** For which the next press is meant. */
  @state() private listening: KeyedAction | null = null;
  @state() private heard: Heard | null = null;

  static override styles = [
    deskStyles,
    css`
      wa-dialog {
        --width: 40rem;
      }
      wa-switch {
        display: block;
      }
      p {
        margin: 0.5rem 0 0.75rem;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto auto;
        gap: 0.25rem 0.5rem;
        align-items: center;
        padding: 0.1875rem 0;
        border-top: 1px solid var(--color-line);
      }
      li button {
        min-height: 2.25rem;
      }
      kbd {
        margin-inline-end: 0.5rem;
      }
      .listening,
      .listening:hover {
        background: var(--color-chosen);
        color: var(--color-on-chosen);
      }
      .said {
        min-height: 3.5rem;
        padding-top: 0.75rem;
        font-weight: 600;
      }
      @media (max-width: 30rem) {
        li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    return html`
      <wa-dialog label=${say(language, 'staff.keys')} ?open=${this.open} @wa-after-hide=${this.#closed}>
        <wa-switch autofocus .checked=${this.keysOn} @change=${this.#turn}>
          ${say(language, 'staff.keys-on')}
        </wa-switch>
        <p class="quiet">${say(language, 'staff.keys-hint')}</p>
        <ul>${KEYED_ACTIONS.map((action) => this.#row(action))}</ul>
        <div class="said" role="status">${this.#said()}</div>
        <button ?hidden=${this.#areUsual()} @click=${() => this.#choose(USUAL_KEYS)}>
          ${say(language, 'staff.keys-usual')}
        </button>
      </wa-dialog>
    `;
  }

  #row(action: KeyedAction) {
    const { language } = this;
    const name = nameOf(action, language);
    const combination = this.keys[action];
    const key = combination === null ? say(language, 'staff.key-none') : capOf(combination);
    const isListening = this.listening === action;
    return html`
      <li>
        <span>${name}</span>
        ${combination === null ? html`<span class="quiet">${key}</span>` : html`<kbd>${key}</kbd>`}
        <button
          class=${isListening ? 'listening' : ''}
          aria-label=${say(language, 'staff.key-change-of', { action: name, key })}
          aria-pressed=${isListening}
          @click=${() => this.#listen(isListening ? null : action)}
          @keydown=${(event: KeyboardEvent) => this.#hear(event, action)}
          @blur=${() => this.#listen(null)}
        >${say(language, isListening ? 'staff.key-press' : 'staff.key-change')}</button>
        <button
          aria-label=${say(language, 'staff.key-remove-of', { action: name })}
          aria-disabled=${combination === null ? 'true' : nothing}
          @click=${() => this.#choose({ ...this.keys, [action]: null })}
        >${say(language, 'staff.key-remove')}</button>
      </li>
    `;
  }

  #said() {
    const { language, heard, listening } = this;
    if (heard === null)
      return listening === null
        ? nothing
        : say(language, 'staff.key-listening', { action: nameOf(listening, language) });
    const { cap: key, refusal, by } = heard;
    const action = nameOf(by ?? heard.action, language);
    if (refusal === null) return say(language, 'staff.key-is-now', { key, action });
    return html`<span class="warning">${say(language, `staff.key-no.${refusal}`, { key, action })}</span>`;
  }

  #areUsual(): boolean {
    return KEYED_ACTIONS.every((action) => this.keys[action] === USUAL_KEYS[action]);
  }

  #listen(action: KeyedAction | null): void {
    if (action !== null || this.listening !== null) {
      this.listening = action;
      if (action !== null) this.heard = null;
    }
  }

  #hear(event: KeyboardEvent, action: KeyedAction): void {
    if (this.listening !== action || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation(); // Escape leaves the question, not the dialog
    if (event.repeat) return;
    if (event.key === 'Escape') this.#listen(null);
    else this.#hearKey(combinationOf(event), action);
  }

  #hearKey(combination: Combination | null, action: KeyedAction): void {
    if (combination === null) return;
    const by = takenBy(combination, action, this.keys);
    const refusal = by === null ? whyNotKey(combination) : 'taken';
    this.heard = { action, cap: capOf(combination), refusal, by };
    if (refusal !== null) return;
    this.listening = null;
    this.#tell('keys-chosen', { ...this.keys, [action]: combination });
  }

  #choose(keys: Keys): void {
    this.heard = null;
    this.#tell('keys-chosen', keys);
  }

  #turn(event: Event): void {
    const { checked } = event.target as HTMLElementTagNameMap['wa-switch'];
    this.#tell('keys-on', checked);
  }

  #closed(): void {
    this.listening = null;
    this.heard = null;
    this.dispatchEvent(new CustomEvent('dialog-closed'));
  }

  #tell(name: 'keys-on' | 'keys-chosen', detail: boolean | Keys): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const nameOf = (action: KeyedAction, language: ConsoleLanguage): string =>
  say(language, `staff.${action}`);

declare global {
  interface HTMLElementTagNameMap {
    'keys-dialog': KeysDialog;
  }
}
