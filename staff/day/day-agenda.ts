import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { prepared, VISIT_REASONS } from '#shared/languages/prepared-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { clockText, spanText } from '#shared/ui/office-time.ts';
import type { DayAgendaItem, Snapshot } from '#shared/views.ts';
import { type EpochMs, type Language, type Texts, textIn } from '#shared/vocabulary.ts';
import { deskStyles } from '../elements/styles.ts';
import { officeText } from '../office-words.ts';
import { type DayAct, DayActEvent } from './day-acts.ts';
import { dayStyles } from './day-styles.ts';

/** What is being changed: one thing on the agenda, or the closing. */
type Editing = { id: string; how: 'cancel' | 'later' } | 'closing' | null;

/**
 * When the office is open today and what is on, with what is different about it and one press to change it.
 *
 * @fires day-act
 */
@customElement('day-agenda')
export class DayAgenda extends LitElement {
  @property({ attribute: false }) view!: Snapshot<'day'>;
  @property({ attribute: false }) now: EpochMs = 0;
  @property() language: Language = 'sv';
  /** Of a visiting body's own day: only what it may change. */
  @property({ type: Boolean }) ofBody = false;
  @state() private editing: Editing = null;

  static override styles = [
    deskStyles,
    dayStyles,
    css`
      .off > .what {
        text-decoration: line-through;
      }
      .over {
        color: var(--color-text-quiet);
      }
      small {
        display: block;
        font-size: 0.9375rem;
      }
      .hours {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.75rem;
        align-items: center;
        padding-bottom: 0.5rem;
      }
    `,
  ];

  protected override render() {
    const { view, language } = this;
    return html`
      <section aria-labelledby="agenda">
        <header><h2 id="agenda">${say(language, 'staff.day-agenda')}</h2></header>
        ${this.#hours()}
        ${
          view.agenda.length === 0
            ? html`<p class="quiet">${say(language, 'staff.day-nothing-on')}</p>`
            : html`<ul>${repeat(
                view.agenda,
                ({ id }) => id,
                (item) => this.#row(item),
              )}</ul>`
        }
      </section>
    `;
  }

  #hours() {
    const { view, language, now, editing, ofBody } = this;
    const { spans, changed } = view.hours;
    const said = spans
      .map(({ opensAt, closesAt }) => spanText(opensAt, closesAt, view.zone, language))
      .join(', ');
    const last = spans.at(-1);
    return html`
      <div class="hours">
        <span class="what">
          ${spans.length === 0 ? say(language, 'staff.day-closed') : say(language, 'staff.day-open-spans', { spans: said })}
          ${changed ? html`<strong class="warning">${say(language, 'staff.day-hours-changed')}</strong>` : nothing}
        </span>
        ${
          ofBody
            ? nothing
            : html`<span class="acts">
                ${
                  changed
                    ? html`<button @click=${this.#restoreHours}>${say(language, 'staff.day-hours-restore')}</button>`
                    : nothing
                }
                ${
                  last && last.closesAt > now
                    ? html`<button
                        aria-expanded=${editing === 'closing'}
                        @click=${() => this.#edit(editing === 'closing' ? null : 'closing')}
                      >${say(language, 'staff.day-close-early')}</button>`
                    : nothing
                }
              </span>`
        }
        ${editing === 'closing' && last ? this.#closing(last) : nothing}
      </div>
    `;
  }

  #closing({ opensAt, closesAt }: { opensAt: EpochMs; closesAt: EpochMs }) {
    const { language, view, now } = this;
    // To the next whole quarter, an hour before the usual at the latest.
    const quarter = 15 * 60_000;
    const soon = Math.ceil(Math.max(now, opensAt + 1) / quarter) * quarter;
    const proposed = Math.max(soon, closesAt - 4 * quarter);
    return html`
      <form @submit=${this.#closeEarly}>
        <label>
          ${say(language, 'staff.day-close-at')}
          <input type="time" name="closes" required .value=${clockText(proposed, view.zone)} />
        </label>
        <button class="first">${say(language, 'staff.day-close-now')}</button>
        <button type="button" @click=${() => this.#edit(null)}>${say(language, 'staff.day-cancel')}</button>
        <p class="quiet">${say(language, 'staff.day-close-hint')}</p>
      </form>
    `;
  }

  #row(item: DayAgendaItem) {
    const { language, view, now, editing } = this;
    const isEditing = typeof editing === 'object' && editing?.id === item.id ? editing.how : null;
    const classes = [item.cancelled ? 'off' : '', item.endsAt <= now ? 'over' : ''].join(' ');
    return html`
      <li class=${classes}>
        ${item.allDay ? nothing : html`<span class="time">${spanText(item.startsAt, item.endsAt, view.zone, language)}</span>`}
        <span class="what">
          ${officeText(item.title, language)}
          ${item.source === null ? nothing : html`<small class="quiet">${item.source}</small>`}
        </span>
        ${
          item.cancelled || item.changed
            ? html`<strong class="warning">
                ${say(language, item.cancelled ? 'staff.day-cancelled' : 'staff.day-changed')}${
                  item.why ? html` (${officeText(item.why, language)})` : nothing
                }
              </strong>`
            : nothing
        }
        ${this.#isOutside(item) ? html`<strong class="warning">${say(language, 'staff.day-outside-hours')}</strong>` : nothing}
        ${this.#acts(item)} ${isEditing ? this.#form(item, isEditing) : nothing}
      </li>
    `;
  }

  /** A visit that whoever comes for it would find behind a locked door. */
  #isOutside({ agency, cancelled, startsAt, endsAt }: DayAgendaItem): boolean {
    const isInside = this.view.hours.spans.some(
      ({ opensAt, closesAt }) => opensAt <= startsAt && endsAt <= closesAt,
    );
    return agency !== null && !cancelled && endsAt > this.now && !isInside;
  }

  #acts(item: DayAgendaItem) {
    const { language, now } = this;
    const isOurs = item.agency !== null || item.activity !== null;
    if (!isOurs || this.ofBody || (item.endsAt <= now && !item.cancelled)) return nothing;
    const what = textIn(item.title, language).text;
    if (item.cancelled || item.changed)
      return html`<span class="acts"><button
        aria-label=${say(language, 'staff.day-as-usual-of', { what })}
        @click=${() => this.#asUsual(item)}
      >${say(language, 'staff.day-as-usual')}</button></span>`;
    const isVisit = item.kind === 'visit';
    return html`<span class="acts">
      <button
        aria-label=${say(language, isVisit ? 'staff.day-not-today-of' : 'staff.day-event-off-of', { what })}
        aria-expanded=${this.#isEditing(item, 'cancel')}
        @click=${() => this.#toggle(item, 'cancel')}
      >${say(language, isVisit ? 'staff.day-not-today' : 'staff.day-event-off')}</button>
      <button
        aria-label=${say(language, 'staff.day-later-of', { what })}
        aria-expanded=${this.#isEditing(item, 'later')}
        @click=${() => this.#toggle(item, 'later')}
      >${say(language, 'staff.day-later')}</button>
    </span>`;
  }

  #form(item: DayAgendaItem, how: 'cancel' | 'later') {
    const { language, view } = this;
    const { zone } = view;
    return html`
      <form @submit=${(event: SubmitEvent) => this.#change(event, item, how)}>
        ${
          how === 'later'
            ? html`
                <label>${say(language, 'staff.day-from')}
                  <input type="time" name="opens" required .value=${clockText(item.startsAt, zone)} /></label>
                <label>${say(language, 'staff.day-until')}
                  <input type="time" name="closes" required .value=${clockText(item.endsAt, zone)} /></label>
              `
            : nothing
        }
        <label class="wide">
          ${say(language, 'staff.day-why')}
          <select name="why">
            <option value="">${say(language, 'staff.day-why-none')}</option>
            ${VISIT_REASONS.map((why) => html`<option value=${why}>${say(language, `visit-reason.${why}`)}</option>`)}
          </select>
        </label>
        <button class="first">${say(
          language,
          how === 'later'
            ? 'staff.day-change-now'
            : item.kind === 'visit'
              ? 'staff.day-not-today'
              : 'staff.day-event-off',
        )}</button>
        <button type="button" @click=${() => this.#edit(null)}>${say(language, 'staff.day-cancel')}</button>
      </form>
    `;
  }

  #isEditing({ id }: DayAgendaItem, how: 'cancel' | 'later'): boolean {
    const { editing } = this;
    return typeof editing === 'object' && editing?.id === id && editing.how === how;
  }

  #toggle(item: DayAgendaItem, how: 'cancel' | 'later'): void {
    this.#edit(this.#isEditing(item, how) ? null : { id: item.id, how });
  }

  #edit(editing: Editing): void {
    this.editing = editing;
  }

  // What a press asks

  #change(event: SubmitEvent, item: DayAgendaItem, how: 'cancel' | 'later'): void {
    event.preventDefault();
    const said = new FormData(event.target as HTMLFormElement);
    const reason = VISIT_REASONS.find((one) => one === said.get('why'));
    const why = reason ? prepared(`visit-reason.${reason}`, this.view.languages) : null;
    const spans = [{ opens: String(said.get('opens')), closes: String(said.get('closes')) }];
    this.editing = null;
    this.#act(how === 'cancel' ? this.#cancelling(item, why) : this.#changing(item, why, spans));
  }

  #cancelling({ agency, activity, title }: DayAgendaItem, why: Texts | null): DayAct | null {
    const { day } = this.view;
    const what = textIn(title, this.language).text;
    if (agency !== null)
      return {
        name: 'visit:cancel',
        request: { agency, day, why },
        done: (answer) => {
          const count = 'waiting' in answer ? Number(answer.waiting) : 0;
          return count === 0
            ? ['staff.day-done.cancelled', { what }]
            : ['staff.day-done.cancelled-waiting', { what, count }];
        },
        undo: [{ name: 'visit:restore', request: { agency, day } }],
      };
    if (activity === null) return null;
    return {
      name: 'activity:cancel-day',
      request: { activity, day, why },
      done: ['staff.day-done.cancelled', { what }],
      undo: [{ name: 'activity:restore-day', request: { activity, day } }],
    };
  }

  #changing(
    { agency, activity, title }: DayAgendaItem,
    why: Texts | null,
    spans: { opens: string; closes: string }[],
  ): DayAct | null {
    const { day } = this.view;
    const done = ['staff.day-done.changed', { what: textIn(title, this.language).text }] as const;
    if (agency !== null)
      return {
        name: 'visit:change',
        request: { agency, day, why, spans },
        done,
        undo: [{ name: 'visit:restore', request: { agency, day } }],
      };
    if (activity === null) return null;
    return {
      name: 'activity:change-day',
      request: { activity, day, why, spans },
      done,
      undo: [{ name: 'activity:restore-day', request: { activity, day } }],
    };
  }

  #asUsual({ agency, activity, title }: DayAgendaItem): void {
    const { day } = this.view;
    const done = ['staff.day-done.as-usual', { what: textIn(title, this.language).text }] as const;
    if (agency !== null) this.#act({ name: 'visit:restore', request: { agency, day }, done });
    else if (activity !== null)
      this.#act({ name: 'activity:restore-day', request: { activity, day }, done });
  }

  readonly #closeEarly = (event: SubmitEvent): void => {
    event.preventDefault();
    const closes = String(new FormData(event.target as HTMLFormElement).get('closes'));
    const { day, agenda, zone } = this.view;
    const after = agenda.filter(
      ({ agency, cancelled, endsAt }) =>
        agency !== null && !cancelled && clockText(endsAt, zone) > closes,
    );
    const what = after.map(({ title }) => textIn(title, this.language).text).join(', ');
    const time = this.language === 'sv' ? closes.replace(/^0/, '').replace(':', '.') : closes;
    this.editing = null;
    this.#act({
      name: 'notice:announce',
      request: { what: 'closes-early', closes },
      done:
        what === ''
          ? ['staff.day-done.closes-early', { time }]
          : ['staff.day-done.closes-early-visits', { time, what }],
      undo: [{ name: 'hours:restore-day', request: { day } }],
    });
  };

  readonly #restoreHours = (): void => {
    this.#act({
      name: 'hours:restore-day',
      request: { day: this.view.day },
      done: ['staff.day-done.hours-restored'],
    });
  };

  #act(act: DayAct | null): void {
    if (act) this.dispatchEvent(new DayActEvent(act));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'day-agenda': DayAgenda;
  }
}
