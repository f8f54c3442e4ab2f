import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { say } from '#shared/languages/texts.ts';
import { clockText } from '#shared/ui/office-time.ts';
import type { WindowTrouble } from '#shared/views.ts';
import { type Language, textIn } from '#shared/vocabulary.ts';
import { deskStyles, noteStyles } from './styles.ts';

/**
 * What somebody should go and look at in the window: nobody inside sees it. Drawn anew at each snapshot, and
 * changed at none that brings no news: so it is read aloud once.
 *
 * @fires reload-window - detail: the DisplayId of a window that should begin anew
 */
@customElement('window-alert')
export class WindowAlert extends LitElement {
  @property({ attribute: false }) troubles: readonly WindowTrouble[] = [];
  /** IANA zone of the office. */
  @property() zone = '';
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    noteStyles,
    css`
      .note {
        color: var(--color-warning);
        font-weight: 600;
      }
    `,
  ];

  protected override render() {
    return html`
      <div role="alert">
        ${repeat(
          this.troubles,
          ({ display, trouble }) => `${display} ${trouble}`,
          (trouble) => this.#note(trouble),
        )}
      </div>
    `;
  }

  #note({ display, name, trouble, since }: WindowTrouble) {
    const { language, zone } = this;
    const window = textIn(name, language).text;
    const time = since === null ? '' : clockText(since, zone);
    // A window that is away hears nothing; somebody has to go there.
    const mayReload = trouble === 'old-programme' || trouble === 'faults';
    const reload = () =>
      this.dispatchEvent(new CustomEvent('reload-window', { detail: display, bubbles: true }));
    return html`
      <div class="note">
        <p>${say(language, `staff.window.${trouble}`, { window, time })}</p>
        ${
          mayReload
            ? html`<wa-button size="small" appearance="outlined" @click=${reload}>${say(language, 'staff.window-reload')}</wa-button>`
            : nothing
        }
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'window-alert': WindowAlert;
  }
}
