import { css } from 'lit';

/** How the desk is laid out: the work to the left, the room to the right; on a narrow page all in one column. */
export const deskScreenStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto 1fr;
    min-height: 100%;
    font-size: 1.0625rem;
    line-height: 1.4;
  }

  .banner {
    padding: 0.625rem 2rem;
    font-weight: 600;
  }
  .trial {
    padding-block: 0.375rem;
    background: var(--color-card);
    border-bottom: 1px solid var(--color-line);
    color: var(--color-text-quiet);
  }
  .lost {
    background: var(--color-warning);
    color: var(--color-card);
    font-size: 1.1875rem;
  }

  .desk {
    display: grid;
    grid-template-columns: minmax(0, 1fr) clamp(22rem, 29%, 32rem);
    grid-template-rows: auto 1fr;
  }
  .desk.old {
    filter: grayscale(1);
  }
  .work {
    grid-area: 1 / 1;
  }
  .rest {
    grid-area: 2 / 1;
  }
  .work,
  .rest {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    padding-inline: 2rem;
  }
  .work {
    container-type: inline-size;
    gap: 0.625rem;
    padding-block: 1rem 0;
  }
  .rest {
    gap: 1.25rem;
    padding-block: 1.25rem 2.5rem;
  }
  .room {
    grid-column: 2;
    grid-row: 1 / span 2;
    display: grid;
    gap: 1.25rem;
    align-content: start;
    padding: 1rem 1.5rem 12rem;
    background: var(--color-card);
    border-inline-start: 1px solid var(--color-line);
  }

  /*
   * Always in the same corner, however far the page is scrolled, and over it: what is being pressed does not
   * move when a printer stops. The room below it is left free, so that nothing can be hidden for good.
   */
  printer-alert {
    grid-area: 1 / 2 / 3 / 3;
    position: sticky;
    bottom: 0;
    z-index: 1;
    align-self: end;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .hold {
    display: flex;
  }
  .hold desk-action {
    flex: 1;
  }
  .hold hold-reasons {
    margin-inline-start: -1px;
  }
  .without {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 0.5rem;
  }
  .without .of-visitor {
    grid-column: 1 / -1;
  }
  .other-note {
    text-align: start;
  }
  .older-count {
    justify-self: start;
    min-height: 2.25rem;
    font-size: 0.9375rem;
    font-weight: 500;
    text-align: start;
  }
  .other-note small {
    font-size: 0.9375rem;
    font-weight: 400;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1.5rem;
    min-height: 3.25rem;
  }
  .said [role='status'] {
    flex: 1 1 16rem;
    font-size: 1.1875rem;
    font-weight: 600;
  }
  .refused {
    padding: 0.5rem 1rem;
    border-inline-start: 4px solid var(--color-warning);
    background: var(--color-card);
    color: var(--color-warning);
  }

  /* Whom Next calls, and beside it those who have been laid aside: on the smallest desk's screen, too. */
  .turn {
    display: grid;
    grid-template-columns: minmax(0, 4fr) minmax(0, 5fr);
    gap: 0.75rem 1.25rem;
  }
  .turn > desk-action {
    max-height: 20rem;
  }
  .asides {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    align-content: start;
  }
  @container (max-width: 42rem) {
    .turn {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .card {
    padding: 1.25rem 1.5rem;
    background: var(--color-card);
    border: 1px solid var(--color-line);
    border-radius: 1.25rem;
  }
  .asides .card {
    padding: 0.75rem 1.25rem 0.625rem;
  }
  .serves {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1.5rem;
  }
  .opening {
    padding: 2rem;
  }
  .opening h2 {
    margin-bottom: 1.25rem;
    font-size: 1.75rem;
  }
  .opening .warning {
    margin-bottom: 1rem;
  }
  wa-dialog {
    --width: 56rem;
  }

  .loading {
    padding: 2rem;
    font-size: 1.5rem;
  }

  @media (max-width: 64rem) {
    .desk {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto auto 1fr 12rem;
    }
    .rest {
      grid-area: 3 / 1;
    }
    printer-alert {
      grid-area: 1 / 1 / 5 / 2;
    }
    .room {
      grid-area: 2 / 1;
      margin-top: 1.25rem;
      padding-bottom: 1.75rem;
      border-inline-start: 0;
      border-block: 1px solid var(--color-line);
    }
  }
  @media (max-width: 40rem) {
    .banner,
    .work,
    .rest,
    .room {
      padding-inline: 1rem;
    }
    .actions > * {
      flex: 1 1 100%;
    }
    /* On so narrow a page, what cannot be done would stand between the visitor and Next. */
    .actions desk-action[unavailable],
    .hold:has([unavailable]) {
      display: none;
    }
    .opening {
      padding: 1.25rem;
    }
  }
`;
