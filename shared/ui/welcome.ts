/** The page at `/`: what is here, for whoever comes for the first time, and how the office is doing. */
import './tokens.css';
import '../languages/staff-texts.ts';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { say, type TextKey } from '../languages/texts.ts';
import type { Snapshot } from '../views.ts';
import type { Language, Pictogram } from '../vocabulary.ts';
import { momentText, timeText } from './office-time.ts';
import { type ControlPictogram, pictogram } from './pictograms.ts';

const ASK_EVERY_MS = 10_000;

/** As GET /api/v1/offices lists it, and its board. */
type Office = { id: string; name: string; trial?: boolean; board: Snapshot<'board'> };

type Answer =
  | { state: 'asking' }
  | { state: 'answered'; offices: Office[] }
  | { state: 'no-answer' };

type Place = {
  href: string;
  drawing: Pictogram | ControlPictogram;
  name: TextKey;
  what: TextKey;
};
const PLACES: readonly Place[] = [
  { href: '/terminal', drawing: 'slot', name: 'welcome.terminal', what: 'welcome.terminal-what' },
  { href: '/display', drawing: 'computer', name: 'welcome.display', what: 'welcome.display-what' },
  { href: '/staff', drawing: 'people', name: 'welcome.staff', what: 'welcome.staff-what' },
  { href: '/paper', drawing: 'printer', name: 'welcome.paper', what: 'welcome.paper-what' },
];

@customElement('welcome-page')
export class WelcomePage extends LitElement {
  readonly #language: Language = preferredLanguage(navigator.languages);
  #timer: ReturnType<typeof setInterval> | undefined;
  @state() private answer: Answer = { state: 'asking' };

  static override styles = css`
    :host {
      display: block;
      max-width: 64rem;
      margin: 0 auto;
      padding: clamp(1.5rem, 6vw, 5rem) clamp(1rem, 4vw, 3rem);
      font-size: 1.125rem;
      line-height: 1.5;
    }
    * {
      box-sizing: border-box;
      margin: 0;
    }
    h1 {
      font-size: clamp(2.75rem, 9vw, 5rem);
      line-height: 1;
      letter-spacing: -0.03em;
    }
    .what {
      margin-top: 1rem;
      max-width: 34rem;
      font-size: 1.375rem;
      color: var(--color-text-quiet);
    }
    .office {
      margin-top: 2.5rem;
      padding: 1.25rem 1.5rem;
      color: var(--color-on-deep);
      background: var(--color-deep);
      border-radius: var(--radius-m);
    }
    h2 {
      font-size: 1.375rem;
      line-height: 1.3;
    }
    .now {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25rem 1.5rem;
      color: var(--color-on-deep-quiet);
    }
    .open::before {
      content: "";
      display: inline-block;
      width: 0.75em;
      height: 0.75em;
      margin-inline-end: 0.5em;
      border-radius: 50%;
      background: var(--color-now-on-deep);
    }
    .trial {
      margin-top: 1rem;
      color: var(--color-text-quiet);
    }
    ul {
      list-style: none;
      padding: 0;
      margin-top: 1.5rem;
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
      gap: 1rem;
    }
    a {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      align-content: start;
      gap: 0 1.25rem;
      height: 100%;
      padding: 1.5rem;
      color: inherit;
      text-decoration: none;
      background: var(--color-card);
      border: 2px solid var(--color-line);
      border-radius: var(--radius-m);
      box-shadow: 0 2px 0 var(--color-line);
    }
    a:hover {
      border-color: var(--color-now);
    }
    a:focus-visible {
      outline: var(--focus);
      outline-offset: 3px;
    }
    svg {
      grid-row: 1 / 3;
      width: 3.25rem;
      height: 3.25rem;
      color: var(--color-now);
    }
    b {
      font-size: 1.375rem;
      line-height: 1.3;
    }
    a span {
      color: var(--color-text-quiet);
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ownerDocument.documentElement.lang = this.#language;
    void this.#ask();
    this.#timer = setInterval(() => void this.#ask(), ASK_EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override render() {
    return html`<main>
      <h1>${this.#say('welcome.title')}</h1>
      <p class="what">${this.#say('welcome.what')}</p>
      <div role="status">${this.#offices()}</div>
      <ul>
        ${PLACES.map(
          ({ href, drawing, name, what }) =>
            html`<li><a href=${href}>${pictogram(drawing)}<b>${this.#say(name)}</b><span>${this.#say(what)}</span></a></li>`,
        )}
      </ul>
    </main>`;
  }

  #offices() {
    const { answer } = this;
    switch (answer.state) {
      case 'asking':
        return html`<p class="office">${this.#say('welcome.asking')}</p>`;
      case 'no-answer':
        return html`<p class="office">${this.#say('welcome.no-answer')}</p>`;
      case 'answered':
        return answer.offices.map((office) => this.#office(office));
      default:
        return answer satisfies never;
    }
  }

  #office({ name, trial, board }: Office) {
    const { opening, zone, at, waiting } = board;
    return html`<section class="office">
        <h2 lang="sv">${name}</h2>
        <p class="now">
          <span class=${opening.open ? 'open' : 'closed'}>${
            opening.open
              ? this.#say('welcome.open', {
                  time: timeText(opening.closesAt, zone, this.#language),
                })
              : opening.opensAt === null
                ? this.#say('welcome.closed-unknown')
                : this.#say('welcome.closed', {
                    moment: momentText(opening.opensAt, at, zone, this.#language),
                  })
          }</span>
          <span>${this.#say('welcome.waiting', { count: waiting })}</span>
        </p>
      </section>
      ${
        trial === undefined
          ? nothing
          : html`<p class="trial">${this.#say(trial ? 'welcome.trial' : 'welcome.not-trial')}</p>`
      }`;
  }

  async #ask(): Promise<void> {
    try {
      const offices = await fetchJson<Omit<Office, 'board'>[]>('/api/v1/offices');
      this.answer = {
        state: 'answered',
        offices: await Promise.all(
          offices.map(async ({ id, ...office }) => ({
            id,
            ...office,
            board: await fetchJson<Snapshot<'board'>>(`/api/v1/offices/${id}/board`),
          })),
        ),
      };
    } catch {
      this.answer = { state: 'no-answer' }; // a hub that is away is an answer too; asked again soon
    }
  }

  #say(key: TextKey, values?: Record<string, string | number>): string {
    return say(this.#language, key, values);
  }
}

/** The first of the reader's languages that the page has; Swedish else. */
function preferredLanguage(preferred: readonly string[]): Language {
  const known = ['sv', 'en'] as const;
  for (const tag of preferred) {
    const language = known.find((one) => tag.toLowerCase().startsWith(one));
    if (language) return language;
  }
  return 'sv';
}

async function fetchJson<Shape>(path: string): Promise<Shape> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as Shape;
}

declare global {
  interface HTMLElementTagNameMap {
    'welcome-page': WelcomePage;
  }
}

document.body.append(new WelcomePage());
