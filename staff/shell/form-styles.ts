import { css } from 'lit';

/** Forms of the console: native fields, since a browser's own helpers know them best. */
export const formStyles = css`
  form {
    display: grid;
    gap: 1rem;
  }
  label {
    display: grid;
    gap: 0.25rem;
    font-weight: 600;
  }
  label small,
  .hint {
    font-size: 0.9375rem;
    font-weight: 400;
    color: var(--color-text-quiet);
  }
  input,
  select {
    font: inherit;
    font-weight: 400;
    color: inherit;
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
    min-height: 2.75rem;
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--color-edge);
    border-radius: 0.5rem;
    background: var(--color-card);
  }
  input[type='checkbox'],
  input[type='radio'] {
    width: 1.25rem;
    min-height: 1.25rem;
    margin: 0;
    accent-color: var(--color-chosen);
  }
  label:has(input[type='checkbox']),
  label:has(input[type='radio']) {
    display: flex;
    gap: 0.625rem;
    align-items: center;
    min-height: 2rem;
    font-weight: 400;
  }
  /* What has focus is scrolled clear of what is said at the top of the office book. */
  :host {
    --said-height: min(40vh, 12rem);
  }
  button,
  input,
  select,
  summary,
  textarea {
    scroll-margin-block: calc(var(--said-height) + 0.75rem) min(12rem, 30vh);
  }
  input:focus-visible,
  select:focus-visible {
    outline: var(--focus);
    outline-offset: 2px;
  }
  fieldset {
    display: grid;
    gap: 0.25rem;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    font-weight: 600;
  }
  button.main {
    min-height: 3rem;
    border-color: var(--color-chosen);
    background: var(--color-chosen);
    color: var(--color-on-chosen);
    font-size: 1.0625rem;
  }
  button.main:hover {
    background: var(--color-deep-raised);
    color: var(--color-on-deep);
  }
  .fault {
    color: var(--color-warning);
    font-weight: 700;
  }
  .done {
    color: var(--color-now);
    font-weight: 700;
  }
`;

/** What a form says, by the names of its fields. */
export const saidIn = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
