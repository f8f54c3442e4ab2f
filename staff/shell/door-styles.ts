import { css } from 'lit';

/** What stands in front of the console: sign-in, lock, first steps. One thing in the middle of the page. */
export const doorStyles = css`
  :host {
    display: grid;
    justify-items: center;
    padding: clamp(1.25rem, 8vh, 6rem) 1.25rem 3rem;
    font-size: 1.0625rem;
    line-height: 1.45;
  }
  main {
    display: grid;
    gap: 1.5rem;
    width: min(30rem, 100%);
  }
  h1 {
    font-size: 2rem;
    line-height: 1.15;
    text-wrap: balance;
  }
  h1:focus-visible {
    outline: none;
  }
  .or {
    display: grid;
    grid-template-columns: 1fr auto 1fr;
    gap: 0.75rem;
    align-items: center;
    color: var(--color-text-quiet);
  }
  .or::before,
  .or::after {
    content: '';
    border-top: 1px solid var(--color-line);
  }
  a.wide {
    display: block;
    padding: 0.75rem 1rem;
    border: 1px solid var(--color-edge);
    border-radius: var(--radius-s);
    background: var(--color-card);
    color: inherit;
    font-weight: 600;
    text-align: center;
    text-decoration: none;
  }
  details {
    border-top: 1px solid var(--color-line);
    padding-top: 1rem;
  }
  summary {
    width: fit-content;
    font-weight: 600;
    cursor: pointer;
  }
  .people {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
    gap: 0.75rem;
  }
  .people button {
    min-height: 3.5rem;
    font-size: 1.125rem;
  }
`;
