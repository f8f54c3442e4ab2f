import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DeviceListed } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import type { PrinterListed } from '#shared/printers.ts';
import { momentText } from '#shared/ui/office-time.ts';
import type { DisplayNow, Snapshot } from '#shared/views.ts';
import { type EpochMs, type Language, textIn } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { pageText, printerSentence } from '../printer-words.ts';
import { DayActEvent } from './day-acts.ts';
import { dayStyles } from './day-styles.ts';

/** One machine of the room: what it is, how it stands and, where somebody is needed, what to do. */
type Machine = {
  id: string;
  /** Somebody has to do something. */
  needs: boolean;
  name: TemplateResult;
  what: string;
  act: TemplateResult | typeof nothing;
};

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
    const machines = this.#machines();
    const inNeed = machines.filter(({ needs }) => needs);
    const well = machines.filter(({ needs }) => !needs);
    return html`
      <section aria-labelledby="machines">
        <header>
          <h2 id="machines">${say(language, 'staff.day-machines')}</h2>
          <span role="status" class=${inNeed.length > 0 ? 'warning' : 'quiet'}>${
            inNeed.length > 0
              ? say(language, 'staff.day-machines-trouble', { count: inNeed.length })
              : say(language, 'staff.day-machines-well')
          }</span>
        </header>
        ${inNeed.length > 0 ? html`<ul>${inNeed.map((machine) => this.#row(machine))}</ul>` : nothing}
        ${
          well.length > 0
            ? html`<details>
                <summary>${say(language, 'staff.day-machines-all')}</summary>
                <ul>${well.map((machine) => this.#row(machine))}</ul>
              </details>`
            : nothing
        }
      </section>
    `;
  }

  #row({ name, needs, what, act }: Machine) {
    return html`
      <li>
        <span class="what">${name}<small class=${needs ? 'warning' : 'quiet'}>${what}</small></span>
        ${act}
      </li>
    `;
  }

  #machines(): Machine[] {
    const { displays, printers, devices } = this.view;
    return [
      ...displays.map((display) => this.#display(display)),
      ...printers.map((printer) => this.#printer(printer)),
      ...devices.map((device) => this.#device(device)),
    ];
  }

  #display(display: DisplayNow): Machine {
    const { language, view } = this;
    const { id, name, screen, connected, slide } = display;
    const trouble = view.windows.find((window) => window.display === id);
    const window = textIn(name, language).text;
    return {
      id: `display/${id}/${screen}`,
      needs: trouble !== undefined,
      name: officeText(name, language),
      what: trouble
        ? say(language, `staff.window.${trouble.trouble}`, {
            window,
            time: trouble.since === null ? '' : this.#moment(trouble.since),
          })
        : say(language, connected && slide ? 'staff.day-window-well' : 'staff.day-window-away'),
      act: connected
        ? html`<span class="acts"><button
            aria-label=${say(language, 'staff.day-reload-of', { window })}
            @click=${() =>
              this.dispatchEvent(
                new DayActEvent({
                  name: 'display:reload',
                  request: { display: id },
                  done: ['staff.window-reloading'],
                }),
              )}
          >${say(language, 'staff.day-reload')}</button></span>`
        : nothing,
    };
  }

  #printer({ id, name, state, page }: PrinterListed): Machine {
    const { language, view } = this;
    const printer = textIn(name, language).text;
    const latest = page ? ` ${pageText(page, view.zone, language)}.` : '';
    return {
      id: `printer/${id}`,
      needs: state.state === 'fault' || (state.state === 'ready' && state.paperLow),
      name: officeText(name, language),
      what: `${say(language, printerSentence(state))}${latest}`,
      act: html`<span class="acts"><button
        aria-label=${say(language, 'staff.day-test-page-of', { printer })}
        @click=${() =>
          this.dispatchEvent(
            new DayActEvent({
              name: 'printer:print-page',
              request: { printer: id, page: 'test' },
              done: ['staff.done.page', { page: 'test', printer }],
            }),
          )}
      >${say(language, 'staff.day-test-page')}</button></span>`,
    };
  }

  #device({ id, kind, name, connected, lastSeenAt, doubledAt }: DeviceListed): Machine {
    const { language } = this;
    // A computer that nobody sits at is no trouble; a screen, a terminal or a printer's program is.
    const isMissed = !connected && kind !== 'staff';
    return {
      id: `device/${id}`,
      needs: isMissed || doubledAt !== null,
      name: html`${name} <span class="quiet">${say(language, `staff.day-device.${kind}`)}</span>`,
      what:
        doubledAt !== null
          ? say(language, 'staff.day-device-doubled')
          : this.#presence(connected, lastSeenAt),
      act: nothing,
    };
  }

  #presence(connected: boolean, lastSeenAt: EpochMs | null): string {
    const { language } = this;
    if (connected) return say(language, 'staff.day-device-connected');
    return lastSeenAt === null
      ? say(language, 'staff.day-device-never')
      : say(language, 'staff.day-device-away', { time: this.#moment(lastSeenAt) });
  }

  #moment(at: EpochMs): string {
    return momentText(at, this.now, this.view.zone, this.language);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'day-machines': DayMachines;
  }
}
