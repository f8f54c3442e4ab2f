import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { PrinterListed } from '#shared/printers.ts';
import type { Snapshot } from '#shared/views.ts';
import { type DisplayId, type EpochMs, type Language, textIn } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { pageText } from '../printer-words.ts';
import { DayActEvent } from './day-acts.ts';
import { dayStyles } from './day-styles.ts';
import { type MachineLine, machineLines, machinesSentence } from './machine-lines.ts';

/**
 * Windows, printers, terminals and computers: first those that need somebody, with what to do about each.
 *
 * @fires day-act - to reload a window, or to print a test page
 */
@customElement('day-machines')
export class DayMachines extends LitElement {
  @property({ attribute: false }) view!: Snapshot<'day'>;
  @property({ attribute: false }) now: EpochMs = 0;
  @property() language: Language = 'sv';

  static override styles = [
    deskStyles,
    dayStyles,
    css`
      li {
        align-items: start;
      }
      small {
        display: block;
        font-size: 1rem;
      }
      summary {
        width: fit-content;
        padding: 0.375rem 0;
        font-weight: 600;
        cursor: pointer;
      }
    `,
  ];

  protected override render() {
    const { language } = this;
    const machines = machineLines(this.view, this.now, language);
    const inNeed = machines.filter(({ standing }) => standing === 'needs');
    const others = machines.filter(({ standing }) => standing !== 'needs');
    return html`
      <section aria-labelledby="machines">
        <header>
          <h2 id="machines">${say(language, 'staff.day-machines')}</h2>
          <span role="status" class=${inNeed.length > 0 ? 'warning' : 'quiet'}>${say(
            language,
            ...machinesSentence(machines),
          )}</span>
        </header>
        ${inNeed.length > 0 ? html`<ul>${inNeed.map((machine) => this.#row(machine))}</ul>` : nothing}
        ${
          others.length > 0
            ? html`<details>
                <summary>${say(language, 'staff.day-machines-all')}</summary>
                <ul>${others.map((machine) => this.#row(machine))}</ul>
              </details>`
            : nothing
        }
      </section>
    `;
  }

  #row(line: MachineLine) {
    const { language } = this;
    const { kind, name, standing, says, shows, printer } = line;
    const said = say(language, ...says);
    const page = printer?.page && pageText(printer.page, this.view.zone, language);
    return html`
      <li>
        <span class="what">
          ${typeof name === 'string' ? name : officeText(name, language)}
          ${kind === 'window' ? nothing : html`<span class="quiet">${say(language, `staff.day-device.${kind}`)}</span>`}
          <small class=${standing === 'needs' ? 'warning' : 'quiet'}>${page ? `${said} ${page}.` : said}</small>
        </span>
        ${shows ? this.#reload(shows, nameIn(name, language)) : nothing}
        ${printer ? this.#testPage(printer, nameIn(name, language)) : nothing}
      </li>
    `;
  }

  #reload(display: DisplayId, window: string) {
    const { language } = this;
    return html`<span class="acts"><button
      aria-label=${say(language, 'staff.day-reload-of', { window })}
      @click=${() =>
        this.dispatchEvent(
          new DayActEvent({
            name: 'display:reload',
            request: { display },
            done: ['staff.window-reloading'],
          }),
        )}
    >${say(language, 'staff.day-reload')}</button></span>`;
  }

  #testPage({ id }: PrinterListed, printer: string) {
    const { language } = this;
    return html`<span class="acts"><button
      aria-label=${say(language, 'staff.day-test-page-of', { printer })}
      @click=${() =>
        this.dispatchEvent(
          new DayActEvent({
            name: 'printer:print-page',
            request: { printer: id, page: 'test' },
            done: ['staff.done.page', { page: 'test', printer }],
          }),
        )}
    >${say(language, 'staff.day-test-page')}</button></span>`;
  }
}

const nameIn = (name: MachineLine['name'], language: Language): string =>
  typeof name === 'string' ? name : textIn(name, language).text;

declare global {
  interface HTMLElementTagNameMap {
    'day-machines': DayMachines;
  }
}
