import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { deskStyles, noteStyles } from './styles.ts';

/** Several people at one desk: read aloud once, and in sight for as long as it is so. */
@customElement('people-note')
export class PeopleNote extends LitElement {
  /** Names of those who are signed in here. */
  @property({ attribute: false }) people: readonly string[] = [];
  @property() language: ConsoleLanguage = 'sv';

  static override styles = [
    deskStyles,
    noteStyles,
    css`
      .note {
        background: var(--color-warning);
        color: var(--color-card);
        font-weight: 600;
      }
    `,
  ];

  protected override render() {
    const { people, language } = this;
    const names = new Intl.ListFormat(language, { type: 'conjunction' }).format(people);
    return html`<div role="alert">${
      people.length > 1
        ? html`<p class="note">${say(language, 'staff.two-people', { names })}</p>`
        : nothing
    }</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'people-note': PeopleNote;
  }
}
