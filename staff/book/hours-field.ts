import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { RecurringHours } from '#shared/office-book.ts';
import { capitalised } from '#shared/ui/office-time.ts';
import type { LocalDate } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { hoursText } from './hours-words.ts';
import { type Recurrence, recurrenceOf, ruleOf, WEEKDAYS, type Weekday } from './rule-words.ts';

const NTHS = [1, 2, 3, 4, 5, -1] as const;

/**
 * When something usually is: each line a rule in plain words, with its times and its first and last day.
 *
 * @fires hours-changed - detail: RecurringHours[]
 */
@customElement('hours-field')
export class HoursField extends LitElement {
  @property({ attribute: false }) value: readonly RecurringHours[] = [];
  @property() label = '';
  /** What a new time begins with. */
  @property() today!: LocalDate;
  @property() mistake = '';
  @property() language: ConsoleLanguage = 'sv';

  static override styles = [
    deskStyles,
    formStyles,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      .rule {
        display: grid;
        gap: 0.75rem;
        padding: 1rem;
        border: 1px solid var(--color-line);
        border-radius: var(--radius-s);
      }
      .row {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
        gap: 0.75rem;
        align-items: end;
      }
      .said {
        font-weight: 600;
      }
      .days {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
      }
    `,
  ];

  /** To what is wrong, where that can be told. */
  override focus(): void {
    const at = this.value.findIndex((hours) => wrongIn(hours) !== null);
    const wrong = this.value[at] && wrongIn(this.value[at]);
    const rule = this.renderRoot.querySelectorAll('.rule')[at];
    const wrongField = rule?.querySelector<HTMLElement>(`[name=${wrong}]`);
    const first = this.renderRoot.querySelector<HTMLElement>('input, select, button');
    (wrongField ?? first)?.focus();
  }

  protected override render() {
    const { language, value, label, mistake } = this;
    return html`
      <fieldset>
        <legend>${label}</legend>
        ${mistake ? html`<p class="fault">${mistake}</p>` : nothing}
        ${value.map((hours, nth) => this.#rule(hours, nth))}
      </fieldset>
      <div><button type="button" @click=${this.#add}>${say(language, 'staff.hours-add')}</button></div>
    `;
  }

  #rule(hours: RecurringHours, nth: number) {
    const { language } = this;
    const recurrence = recurrenceOf(hours.rule);
    return html`
      <div class="rule" role="group" aria-labelledby="said-${nth}">
        <p id="said-${nth}" class="said">${capitalised(hoursText(hours, language))}</p>
        <div class="row">
          <label>
            ${say(language, 'staff.hours-every')}
            <select @change=${({ target }: Event) => this.#become(nth, { rule: ruleOf(begun((target as HTMLSelectElement).value, recurrence)) })}>
              ${(
                [
                  'week',
                  'month',
                  'day',
                  'once',
                  ...(recurrence.every === 'other' ? (['other'] as const) : []),
                ] as const
              ).map(
                (every) =>
                  html`<option value=${every} ?selected=${every === recurrence.every}>${say(language, `staff.hours-every-${every}`)}</option>`,
              )}
            </select>
          </label>
          ${this.#details(recurrence, nth)}
        </div>
        ${recurrence.every === 'week' ? this.#weekdays(recurrence, nth) : nothing}
        <div class="row">
          ${this.#time(nth, 'opens', hours.opens)} ${this.#time(nth, 'closes', hours.closes)}
          ${this.#day(nth, 'from', hours.from)} ${this.#day(nth, 'until', hours.until)}
        </div>
        <div><button type="button" @click=${() => this.#tell(this.value.filter((_, at) => at !== nth))}>${say(language, 'staff.hours-remove')}</button></div>
      </div>
    `;
  }

  #details(recurrence: Recurrence, nth: number) {
    const { language } = this;
    if (recurrence.every === 'week')
      return html`<label>
        ${say(language, 'staff.hours-interval')}
        <input
          type="number"
          min="1"
          max="52"
          .value=${String(recurrence.interval)}
          @change=${({ target }: Event) =>
            this.#become(nth, {
              rule: ruleOf({
                ...recurrence,
                interval: Number((target as HTMLInputElement).value) || 1,
              }),
            })}
        />
      </label>`;
    if (recurrence.every !== 'month') return nothing;
    return html`
      <label>
        ${say(language, 'staff.hours-nth')}
        <select @change=${({ target }: Event) => this.#become(nth, { rule: ruleOf({ ...recurrence, nth: Number((target as HTMLSelectElement).value) }) })}>
          ${NTHS.map((one) => html`<option value=${one} ?selected=${one === recurrence.nth}>${say(language, `staff.hours-nth-${one === -1 ? 'last' : one}`)}</option>`)}
        </select>
      </label>
      <label>
        ${say(language, 'staff.hours-weekday')}
        <select @change=${({ target }: Event) => this.#become(nth, { rule: ruleOf({ ...recurrence, day: (target as HTMLSelectElement).value as Weekday }) })}>
          ${WEEKDAYS.map((day) => html`<option value=${day} ?selected=${day === recurrence.day}>${say(language, `staff.weekday-${day}`)}</option>`)}
        </select>
      </label>
    `;
  }

  #weekdays(recurrence: Extract<Recurrence, { every: 'week' }>, nth: number) {
    const toggle = (day: Weekday, on: boolean) => {
      const days = on ? [...recurrence.days, day] : recurrence.days.filter((one) => one !== day);
      // A week without a day is no rule; the last one stays.
      if (days.length > 0) this.#become(nth, { rule: ruleOf({ ...recurrence, days }) });
      else this.requestUpdate();
    };
    return html`<fieldset>
      <legend>${say(this.language, 'staff.hours-days')}</legend>
      <div class="days">
        ${WEEKDAYS.map(
          (day) => html`<label>
            <input
              type="checkbox"
              .checked=${recurrence.days.includes(day)}
              @change=${({ target }: Event) => toggle(day, (target as HTMLInputElement).checked)}
            />
            ${say(this.language, `staff.weekday-${day}`)}
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  #time(nth: number, name: 'opens' | 'closes', time: string) {
    return html`<label>
      ${say(this.language, `staff.hours-${name}`)}
      <input type="time" name=${name} required .value=${time} @change=${({ target }: Event) => this.#become(nth, { [name]: (target as HTMLInputElement).value })} />
    </label>`;
  }

  #day(nth: number, name: 'from' | 'until', day: LocalDate | null) {
    return html`<label>
      ${say(this.language, `staff.hours-${name}`)}
      <input
        type="date"
        name=${name}
        ?required=${name === 'from'}
        .value=${day ?? ''}
        @change=${({ target }: Event) => this.#become(nth, { [name]: ((target as HTMLInputElement).value || null) as LocalDate | null })}
      />
    </label>`;
  }

  readonly #add = (): void => {
    const from = this.today;
    const rule = ruleOf({ every: 'week', interval: 1, days: ['MO'] });
    this.#tell([...this.value, { rule, from, until: null, opens: '10:00', closes: '12:00' }]);
  };

  #become(nth: number, change: object): void {
    this.#tell(this.value.map((hours, at) => (at === nth ? { ...hours, ...change } : hours)));
  }

  #tell(value: readonly RecurringHours[]): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('hours-changed', { detail: value }));
  }
}

/** The field whose time or day makes no sense after the one before it. */
function wrongIn({ opens, closes, from, until }: RecurringHours): 'closes' | 'until' | null {
  if (closes <= opens) return 'closes';
  return until !== null && until < from ? 'until' : null;
}

/** Another kind of recurrence, with what can be kept of the one before. */
function begun(every: string, before: Recurrence): Recurrence {
  const day: Weekday =
    before.every === 'month'
      ? before.day
      : before.every === 'week'
        ? (before.days[0] ?? 'MO')
        : 'MO';
  switch (every) {
    case 'week':
      return { every: 'week', interval: 1, days: [day] };
    case 'month':
      return { every: 'month', nth: 1, day };
    case 'day':
      return { every: 'day' };
    case 'once':
      return { every: 'once' };
    default:
      return before;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hours-field': HoursField;
  }
}
