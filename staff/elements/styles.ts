import { css } from 'lit';

/** What the parts of the desk have in common. Sizes are in rem, so that they follow the reader's zoom and text size. */
export const deskStyles = css`
  * {
    box-sizing: border-box;
  }
  :host {
    display: block;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: 1.125rem;
    font-weight: 700;
    line-height: 1.3;
  }
  h2[tabindex] {
    width: fit-content;
  }
  h2:focus {
    outline: none;
  }
  h2:focus-visible {
    outline: var(--focus);
    outline-offset: 0.0625rem;
    border-radius: 0.25rem;
  }
  /* What goes on below an edge has a bar that says so, on a computer that else shows none until one scrolls, too. */
  .scrolls::-webkit-scrollbar,
  wa-dialog::part(body)::-webkit-scrollbar {
    width: 0.75rem;
  }
  .scrolls::-webkit-scrollbar-thumb,
  wa-dialog::part(body)::-webkit-scrollbar-thumb {
    border: 0.1875rem solid var(--color-card);
    border-radius: 0.375rem;
    background: var(--color-text-quiet);
  }
  kbd {
    font: 600 0.875rem / 1 var(--sans);
    padding: 0.3125rem 0.4375rem;
    border: 1px solid var(--color-line);
    border-radius: 0.375rem;
    background: var(--color-paper);
    color: var(--color-text-quiet);
    white-space: nowrap;
  }
  button {
    font: inherit;
    font-weight: 600;
    color: var(--color-text);
    background: var(--color-card);
    border: 1px solid var(--color-line);
    border-radius: var(--radius-s);
    min-height: 2.5rem;
    padding: 0.375rem 0.875rem;
    cursor: pointer;
  }
  /* What has focus is scrolled clear of the printer's news. */
  button,
  a,
  summary {
    scroll-margin-block-end: 12rem;
  }
  button:hover {
    background: var(--color-paper);
  }
  button:focus-visible,
  a:focus-visible,
  summary:focus-visible {
    outline: var(--focus);
    outline-offset: 2px;
  }
  button[aria-disabled='true'] {
    color: var(--color-text-quiet);
    background: transparent;
    border-color: var(--color-line);
    border-style: dashed;
    cursor: not-allowed;
  }
  /* What is rarer to do with a ticket. */
  .more {
    min-width: 2.25rem;
    min-height: 2.25rem;
    padding: 0;
    border-color: transparent;
    background: transparent;
    letter-spacing: 0.08em;
  }
  .more:hover {
    border-color: var(--color-line);
  }
  .number {
    font-weight: 750;
    font-size: 1.25rem;
    font-variant-numeric: tabular-nums slashed-zero;
    white-space: nowrap;
  }
  .quiet {
    color: var(--color-text-quiet);
    font-weight: 400;
  }
  .warning {
    color: var(--color-warning);
    font-weight: 700;
  }
  /* A visitor without her paper: worth a word when she is met, not an alarm. */
  .paper {
    color: var(--color-warning);
    font-weight: 500;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** A line across the desk of something that has to be known, with what can be done about it. */
export const noteStyles = css`
  .note {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem 1rem;
    align-items: center;
    padding: 0.5rem 2rem;
    border-top: 1px solid var(--color-line);
    background: var(--color-card);
  }
  @media (max-width: 40rem) {
    .note {
      padding-inline: 1rem;
    }
  }
`;
