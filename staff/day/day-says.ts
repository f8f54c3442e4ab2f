import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { prepared, TAKEOVER_TEXTS } from '#shared/languages/prepared-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { momentText, timeText } from '#shared/ui/office-time.ts';
import type { Snapshot } from '#shared/views.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { minutesText } from '../waiting-time.ts';
import { DayActEvent } from './day-acts.ts';
import { dayStyles } from './day-styles.ts';

/** For how long a takeover stays, in minutes: never without an end. */
const MINUTES = [5, 15, 30, 60] as const;

/** An end that is further away is nobody's concern today. */
const SAID_WITHIN_MS = 60 * 86_400_000;

/**
 * What the office says on every screen: a takeover, begun and ended here, and the notices in force.
 *
 * @fires day-act
 */
@customElement('day-says')
export class DaySays extends LitElement {
  @property({ attribute: false }) view!: Snapshot<'day'>;
  @property({ attribute: false }) now: EpochMs = 0;
  @property() language: Language = 'sv';
  @state() private writing = false;

  static override styles = [
    deskStyles,
    dayStyles,
    css`
      .takeover {
        display: grid;
        gap: 0.5rem;
        justify-items: start;
        padding: 0.75rem;
        border-inline-start: 0.375rem solid var(--color-takeover);
        background: var(--color-paper);
      }
      .takeover > [lang] {
        font-size: 1.125rem;
        font-weight: 700;
      }
      p.acts {
        padding-bottom: 0.5rem;
      }
      fieldset {
        flex: 1 1 100%;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-weight: 600;
      }
      /* What will stand on every screen is read whole before the press. */
      label.text {
        align-items: start;
        padding: 0.375rem 0;
        font-size: 1.125rem;
        line-height: 1.3;
      }
      label.text input {
        margin: 0;
      }
    `,
  ];

  protected override render() {
    const { view, language, now } = this;
    return html`
      <section aria-labelledby="says">
        <header><h2 id="says">${say(language, 'staff.day-says')}</h2></header>
        ${view.takeover ? this.#takeover(view.takeover) : this.#begin()}
        <h3 class="unseen">${say(language, 'staff.day-notices')}</h3>
        ${
          view.notices.length === 0
            ? nothing
            : html`<ul>${view.notices.map(
                ({ title, until }) => html`<li>
                  <span class="what">${officeText(title, language)}</span>
                  ${
                    until - now > SAID_WITHIN_MS
                      ? nothing
                      : html`<span class="quiet">${say(language, 'staff.day-notice-until', {
                          until: momentText(until, now, view.zone, language),
                        })}</span>`
                  }
                </li>`,
              )}</ul>`
        }
      </section>
    `;
  }

  #takeover({ text, until, test }: NonNullable<Snapshot<'day'>['takeover']>) {
    const { language, view, now } = this;
    return html`
      <div class="takeover">
        <p>${say(language, test ? 'staff.takeover-test' : 'staff.takeover', {
          until: momentText(until, now, view.zone, language),
        })}</p>
        ${officeText(text, language)}
        <button @click=${this.#end}>${say(language, 'staff.takeover-end')}</button>
      </div>
    `;
  }

  #begin() {
    const { language, writing } = this;
    return html`
      <p class="acts"><button aria-expanded=${writing} @click=${() => this.#toggle()}>${say(
        language,
        'staff.day-takeover-begin',
      )}</button></p>
      ${
        writing
          ? html`
              <form @submit=${this.#show}>
                <fieldset>
                  <legend>${say(language, 'staff.day-takeover-text')}</legend>
                  ${TAKEOVER_TEXTS.map(
                    (text) => html`<label class="check text">
                      <input type="radio" name="text" value=${text} required />
                      ${say(language, `takeover-text.${text}`)}
                    </label>`,
                  )}
                </fieldset>
                <label>
                  ${say(language, 'staff.day-takeover-for')}
                  <select name="minutes">
                    ${MINUTES.map((minutes) => html`<option value=${minutes} ?selected=${minutes === 15}>${minutesText(minutes, language)}</option>`)}
                  </select>
                </label>
                <label class="check"><input type="checkbox" name="test" />${say(language, 'staff.day-takeover-test')}</label>
                <p class="quiet">${say(language, 'staff.day-takeover-sure')}</p>
                <button class="first">${say(language, 'staff.day-takeover-now')}</button>
                <button type="button" @click=${() => this.#toggle()}>${say(language, 'staff.day-cancel')}</button>
              </form>
            `
          : nothing
      }
    `;
  }

  #toggle(): void {
    this.writing = !this.writing;
  }

  readonly #show = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.target as HTMLFormElement);
    const text = TAKEOVER_TEXTS.find((one) => one === said.get('text'));
    const minutes = MINUTES.find((one) => String(one) === said.get('minutes'));
    if (!text || !minutes) return;
    this.writing = false;
    const { languages, zone } = this.view;
    this.dispatchEvent(
      new DayActEvent({
        name: 'takeover:begin',
        request: {
          text: prepared(`takeover-text.${text}`, languages),
          seconds: minutes * 60,
          test: said.has('test'),
        },
        done: [
          'staff.day-takeover-shown',
          { until: timeText(this.now + minutes * 60_000, zone, this.language) },
        ],
        undo: [{ name: 'takeover:end', request: {} }],
      }),
    );
  };

  readonly #end = (): void => {
    this.dispatchEvent(
      new DayActEvent({ name: 'takeover:end', request: {}, done: ['staff.takeover-ended'] }),
    );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'day-says': DaySays;
  }
}
