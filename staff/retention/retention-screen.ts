import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SessionNow } from '#shared/identity.ts';
import { say } from '#shared/languages/texts.ts';
import type { Reply } from '#shared/protocol.ts';
import {
  RECORD_CLASS_NAMES,
  type RecordClass,
  type RetentionPlan,
  type RetentionRun,
} from '#shared/retention.ts';
import { capitalised, dayText } from '#shared/ui/office-time.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { read, tell } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';

/** What a form says, by the names of its fields. */
const saidIn = (form: HTMLFormElement) =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/**
 * What is kept and for how long, what is marked to go, and what has gone: the plan and its protocol. Nothing is
 * removed here by one press: a decision is named, it is marked, and a week later somebody removes it.
 */
@customElement('retention-screen')
export class RetentionScreen extends LitElement {
  @property({ attribute: false }) session!: SessionNow;
  @property() office!: OfficeId;
  @property() zone!: string;
  @property() language: ConsoleLanguage = 'sv';

  @state() private plan: RetentionPlan | null = null;
  /** What came of the last press: a sentence, and about which class or run. */
  @state() private said: { about: string; text: string; isRefusal: boolean } | null = null;
  /** The class whose rule is being written. */
  @state() private editing: RecordClass | null = null;

  static override styles = [
    deskStyles,
    css`
      main {
        display: grid;
        gap: 2rem;
        max-width: 64rem;
        margin-inline: auto;
        padding: 1.5rem 2rem 4rem;
      }
      h1 {
        font-size: 1.75rem;
        line-height: 1.2;
      }
      h1 + p {
        max-width: 44rem;
        margin-top: 0.5rem;
      }
      h2 {
        margin-bottom: 0.75rem;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.5rem 1.5rem;
        align-items: center;
        padding: 1rem 0;
        border-top: 1px solid var(--color-line);
      }
      li > form,
      li > .said {
        grid-column: 1 / -1;
      }
      h3 {
        font-size: 1.0625rem;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem 1rem;
        align-items: end;
        padding: 1rem;
        border-radius: var(--radius-s);
        background: var(--color-card);
      }
      label {
        display: grid;
        gap: 0.25rem;
        font-weight: 600;
      }
      label:not(.wide) {
        min-width: 9rem;
      }
      label.wide {
        flex: 1 1 20rem;
      }
      input {
        font: inherit;
        color: inherit;
        min-height: 2.5rem;
        min-width: 0;
        width: 100%;
        padding: 0.25rem 0.625rem;
        border: 1px solid var(--color-edge);
        border-radius: 0.375rem;
        background: var(--color-paper);
      }
      input:focus-visible {
        outline: var(--focus);
        outline-offset: 2px;
      }
      .said:not(.warning, .quiet) {
        color: var(--color-now);
        font-weight: 700;
      }
      @media (max-width: 40rem) {
        main {
          padding-inline: 1rem;
        }
        li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  protected override render() {
    const { language, plan } = this;
    return html`
      <main>
        <header>
          <h1>${say(language, 'staff.retention')}</h1>
          <p class="quiet">${say(language, 'staff.retention-how', { days: plan?.daysToObject ?? 7 })}</p>
          ${this.#saidOf('')}
        </header>
        ${plan === null ? html`<p role="status">${say(language, 'staff.loading')}</p>` : this.#whole(plan)}
      </main>
    `;
  }

  #whole(plan: RetentionPlan) {
    const { language } = this;
    return html`
      <section aria-labelledby="rules">
        <h2 id="rules">${say(language, 'staff.retention-rules')}</h2>
        <ul>
          ${RECORD_CLASS_NAMES.map((name) => this.#rule(plan, name))}
        </ul>
      </section>
      <section aria-labelledby="back-ups">
        <h2 id="back-ups">${say(language, 'staff.retention-back-ups')}</h2>
        <form @submit=${this.#setBackUps}>
          <label>
            ${say(language, 'staff.retention-back-up-days')}
            <input name="days" type="number" min="0" max="3650" required .value=${String(plan.backUpDays)} />
          </label>
          <button>${say(language, 'staff.retention-save')}</button>
        </form>
        ${this.#saidOf('back-ups')}
      </section>
      <section aria-labelledby="protocol">
        <h2 id="protocol">${say(language, 'staff.retention-protocol')}</h2>
        ${
          plan.runs.length === 0
            ? html`<p class="quiet">${say(language, 'staff.retention-no-runs')}</p>`
            : html`<ul>${plan.runs.map((run) => this.#run(run))}</ul>`
        }
      </section>
    `;
  }

  #rule(plan: RetentionPlan, name: RecordClass) {
    const { language } = this;
    const { keepDays, legalBasis } = plan.rules[name];
    const isEditing = this.editing === name;
    const title = say(language, `staff.retention-class-${name}`);
    return html`
      <li>
        <div>
          <h3 id=${name}>${title}</h3>
          <p class="quiet">
            ${
              keepDays === null
                ? say(language, 'staff.retention-kept')
                : say(language, 'staff.retention-kept-days', { days: keepDays, basis: legalBasis })
            }
          </p>
        </div>
        <div class="acts">
          <button
            aria-expanded=${isEditing}
            aria-label="${say(language, 'staff.retention-change')}: ${title}"
            @click=${() => {
              this.editing = isEditing ? null : name;
            }}
          >${say(language, 'staff.retention-change')}</button>
        </div>
        ${isEditing ? this.#forms(plan, name) : nothing}
      </li>
    `;
  }

  #forms(plan: RetentionPlan, name: RecordClass) {
    const { language } = this;
    const { keepDays, legalBasis } = plan.rules[name];
    return html`
      <form aria-labelledby=${name} @submit=${(event: SubmitEvent) => this.#setRule(event, name)}>
        <label>
          ${say(language, 'staff.retention-days')}
          <input
            name="days"
            type="number"
            min=${plan.fewestDaysKept}
            max="36500"
            .value=${keepDays === null ? '' : String(keepDays)}
            placeholder=${say(language, 'staff.retention-for-ever')}
          />
        </label>
        <label class="wide">
          ${say(language, 'staff.retention-basis')}
          <input name="basis" maxlength="400" .value=${legalBasis} />
        </label>
        <button>${say(language, 'staff.retention-save')}</button>
      </form>
      ${this.#saidOf(`${name}/rule`)}
      ${
        keepDays === null
          ? html`<p class="said quiet">${say(language, 'staff.retention-first-days')}</p>`
          : html`
              <form @submit=${(event: SubmitEvent) => this.#mark(event, name)}>
                <label class="wide">
                  ${say(language, 'staff.retention-decision')}
                  <input name="decision" maxlength="100" required />
                </label>
                <label>
                  ${say(language, 'staff.retention-decided-on')}
                  <input name="on" type="date" required />
                </label>
                <button>${say(language, 'staff.retention-mark')}</button>
              </form>
              ${this.#saidOf(`${name}/mark`)}
            `
      }
    `;
  }

  #run(run: RetentionRun) {
    const { language } = this;
    const day = (at: number) => capitalised(dayText(at, Date.now(), this.zone, language));
    const title = say(language, `staff.retention-class-${run.class}`);
    const { first, last, events } = run;
    return html`
      <li>
        <div>
          <h3>${title}, ${first} – ${last}</h3>
          <p>${say(language, 'staff.retention-what', { streams: run.streams, events })}</p>
          <p class="quiet">
            ${say(language, 'staff.retention-decided', {
              decision: run.decision.id,
              on: run.decision.on,
              basis: run.legalBasis,
              by: run.markedBy,
              day: day(run.markedAt),
            })}
          </p>
          <p>${this.#standing(run, day)}</p>
        </div>
        ${
          run.state === 'marked'
            ? html`
                <form @submit=${(event: SubmitEvent) => this.#letGo(event, run)}>
                  <label class="wide">
                    ${say(language, 'staff.retention-why-let-go')}
                    <input name="why" maxlength="400" required />
                  </label>
                  <button>${say(language, 'staff.retention-let-go')}</button>
                </form>
                ${
                  run.purgeableFrom > Date.now()
                    ? nothing
                    : html`<div class="acts">
                        <button @click=${() => this.#purge(run)}>${say(language, 'staff.retention-purge')}</button>
                      </div>`
                }
              `
            : nothing
        }
        ${this.#saidOf(run.id)}
      </li>
    `;
  }

  #standing(run: RetentionRun, day: (at: number) => string): string {
    const { language } = this;
    switch (run.state) {
      case 'marked':
        return say(language, 'staff.retention-marked', { day: day(run.purgeableFrom) });
      case 'purging':
        return say(language, 'staff.retention-purging');
      case 'let-go':
        return say(language, 'staff.retention-was-let-go', { why: run.why ?? '' });
      case 'purged':
        return say(language, 'staff.retention-purged', {
          day: day(run.purgedAt ?? 0),
          by: run.purgedBy ?? '',
          until: day(run.inBackUpsUntil ?? 0),
        });
      default:
        return run.state satisfies never;
    }
  }

  #saidOf(about: string) {
    const { said } = this;
    if (said?.about !== about) return nothing;
    return html`<p class=${said.isRefusal ? 'said warning' : 'said'} role=${said.isRefusal ? 'alert' : 'status'}>${said.text}</p>`;
  }

  // What is asked

  async #read(): Promise<void> {
    this.#take('', await read<RetentionPlan>('/retention'), null);
  }

  #setRule(event: SubmitEvent, name: RecordClass): void {
    const { days = '', basis = '' } = this.#submitted(event);
    void this.#tell(`${name}/rule`, `/retention/rules/${name}/set`, {
      keepDays: days === '' ? null : Number(days),
      legalBasis: basis,
    });
  }

  readonly #setBackUps = (event: SubmitEvent): void => {
    const { days } = this.#submitted(event);
    void this.#tell('back-ups', '/retention/back-ups/set', { days: Number(days) });
  };

  #mark(event: SubmitEvent, name: RecordClass): void {
    const { decision = '', on } = this.#submitted(event);
    void this.#tell(`${name}/mark`, '/retention/mark', {
      class: name,
      decision: { id: decision, on },
    });
  }

  #letGo(event: SubmitEvent, { id }: RetentionRun): void {
    const { why } = this.#submitted(event);
    void this.#tell(id, `/retention/runs/${encodeURIComponent(id)}/let-go`, { why });
  }

  #purge({ id }: RetentionRun): void {
    void this.#tell(id, `/retention/runs/${encodeURIComponent(id)}/purge`, {});
  }

  #submitted(event: SubmitEvent): Record<string, string> {
    event.preventDefault();
    return saidIn(event.currentTarget as HTMLFormElement);
  }

  async #tell(about: string, path: string, body: object): Promise<void> {
    const { language } = this;
    this.#take(about, await tell<RetentionPlan>(path, body), say(language, 'staff.retention-done'));
  }

  #take(about: string, reply: Reply<RetentionPlan>, done: string | null): void {
    if (reply.ok) {
      this.plan = reply.answer;
      this.said = done === null ? null : { about, text: done, isRefusal: false };
      return;
    }
    if (reply.code === 'signed-out')
      this.dispatchEvent(new CustomEvent('signed-out', { bubbles: true, composed: true }));
    const text = say(this.language, `refusal.${reply.code}`);
    // That there is nothing to do is no fault.
    this.said = { about, text, isRefusal: reply.code !== 'nothing-is-due' };
  }
}
