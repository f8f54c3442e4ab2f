import { css, html, nothing, type TemplateResult } from 'lit';
import { say } from '#shared/languages/texts.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import type { Told } from './told.ts';

/** The pages about people, devices and programs: a heading, a form, a list. */
export const peopleStyles = css`
  main {
    display: grid;
    gap: 1.25rem;
    max-width: 64rem;
    margin-inline: auto;
    padding: 1.25rem 2rem 4rem;
    line-height: 1.4;
  }
  h1 {
    font-size: 1.75rem;
    line-height: 1.2;
  }
  .intro {
    max-width: 44rem;
  }
  .said {
    min-height: 1.5rem;
    font-weight: 700;
  }
  .said > [role='status'] {
    color: var(--color-now);
  }
  section {
    display: grid;
    gap: 0.75rem;
    min-width: 0;
  }
  .card {
    display: grid;
    gap: 1rem;
    padding: 1rem 1.25rem 1.25rem;
    border: 1px solid var(--color-line);
    border-radius: var(--radius-s);
    background: var(--color-card);
  }
  .card input:not([type='checkbox'], [type='radio']),
  .card select {
    background: var(--color-paper);
  }
  .card form {
    max-width: 34rem;
  }
  .rows > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.5rem 1.5rem;
    align-items: center;
    padding: 0.875rem 0;
    border-top: 1px solid var(--color-line);
    overflow-wrap: anywhere;
  }
  .rows > li > .wide,
  .rows > li > sure-press[asking],
  .rows > li > .acts:has(sure-press[asking]) {
    grid-column: 1 / -1;
  }
  .rows h3 {
    margin: 0;
    font-size: 1.125rem;
    line-height: 1.3;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
  }
  .sign {
    font-variant-numeric: tabular-nums slashed-zero;
    letter-spacing: 0.04em;
  }
  .now {
    color: var(--color-now);
    font-weight: 600;
  }
  button.main {
    width: fit-content;
    padding-inline: 1.25rem;
  }
  @media (max-width: 45rem) {
    main {
      padding-inline: 1rem;
    }
    .rows > li {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

/** What came of the last press: heard at once when it was refused, else in its turn. */
export function saidLast({ said }: Told, language: ConsoleLanguage): TemplateResult {
  const text = said ? say(language, ...said.sentence) : '';
  return html`<div class="said">
    <p role="status">${said && !said.isRefusal ? text : nothing}</p>
    <p class="warning" role="alert">${said?.isRefusal ? text : nothing}</p>
  </div>`;
}
