import { css } from 'lit';

/** What the parts of the day view have in common, beside deskStyles. */
export const dayStyles = css`
  section {
    padding: 1rem 1.25rem;
    border-radius: var(--radius-s);
    background: var(--color-card);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: baseline;
    gap: 0 1rem;
    padding-bottom: 0.375rem;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.125rem 0.75rem;
    padding: 0.375rem 0;
    border-top: 1px solid var(--color-line);
    overflow-wrap: anywhere;
  }
  li > .what {
    flex: 1 1 9rem;
    min-width: 0;
  }
  .time {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }
  .acts button,
  header button {
    min-height: 2.25rem;
    padding: 0.125rem 0.625rem;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 0.75rem;
    align-items: end;
    flex: 1 1 100%;
    padding: 0.75rem;
    border-radius: 0.5rem;
    background: var(--color-paper);
  }
  label {
    display: grid;
    gap: 0.25rem;
    font-weight: 600;
    min-width: 0;
  }
  label.wide {
    flex: 1 1 14rem;
  }
  label.check {
    grid-template-columns: auto 1fr;
    align-items: center;
    min-height: 2.5rem;
  }
  select,
  input {
    font: inherit;
    color: var(--color-text);
    min-height: 2.5rem;
    min-width: 0;
    max-width: 100%;
    padding: 0.25rem 0.625rem;
    border: 1px solid var(--color-edge);
    border-radius: 0.375rem;
    background: var(--color-card);
  }
  label.wide > select {
    width: 100%;
  }
  input[type='checkbox'],
  input[type='radio'] {
    width: 1.5rem;
    min-height: 1.5rem;
    accent-color: var(--color-chosen);
  }
  select:focus-visible,
  input:focus-visible {
    outline: var(--focus);
    outline-offset: 2px;
  }
  form > p {
    flex: 1 1 100%;
  }
  button.first {
    background: var(--color-chosen);
    border-color: var(--color-chosen);
    color: var(--color-on-chosen);
  }
`;
