import { css } from 'lit';

/** A part of the office book: a list on one side, what is being written under it. */
export const sectionStyles = css`
  /* No grid: within the row of a grid nothing sticks. */
  :host {
    display: flex;
    flex-direction: column;
    gap: 1.5rem;
    min-width: 0;
  }
  .said {
    position: sticky;
    top: 0;
    z-index: 6;
  }
  .said:not(.card) {
    margin-block-end: -1.5rem;
  }
  .said.card {
    gap: 0.5rem;
    max-height: var(--said-height);
    padding: 0.75rem 1rem;
    overflow-y: auto;
    border: 1px solid var(--color-edge);
    box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 0.15);
  }
  h1 {
    font-size: 1.75rem;
    line-height: 1.2;
  }
  .lead {
    max-width: 44rem;
    color: var(--color-text-quiet);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
  }
  ul.things > li {
    scroll-margin-block: calc(var(--said-height) + 0.75rem) 2rem;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.25rem 1rem;
    align-items: center;
    padding: 0.625rem 0;
    border-top: 1px solid var(--color-line);
    overflow-wrap: anywhere;
  }
  ul.things > li.under {
    padding-inline-start: 1.5rem;
  }
  ul.things > li > .wide {
    grid-column: 1 / -1;
  }
  .card {
    display: grid;
    gap: 1.25rem;
    padding: 1.25rem;
    border-radius: var(--radius-m);
    background: var(--color-card);
  }
  .remarks {
    padding: 0.75rem 1rem;
    border-inline-start: 0.25rem solid var(--color-call-edge);
    background: var(--color-card);
  }
  .when {
    display: block;
  }
  .draft {
    padding: 0.0625rem 0.5rem;
    border: 1px solid var(--color-edge);
    border-radius: 0.375rem;
    font-size: 0.9375rem;
  }
  @media (max-width: 40rem) {
    ul.things > li {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
