import { css } from 'lit';

/** What <call-board> looks like. The heights of its parts are the ones that it counts rows with. */
export const callBoardStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto 1fr calc(160 * var(--window-unit));
    background: var(--color-deep);
    color: var(--color-on-deep);
    --quiet: var(--color-on-deep-quiet);
  }
  :host([stale]) {
    background: var(--color-stale);
    color: var(--color-on-stale);
    --quiet: var(--color-on-stale);
  }
  p,
  h2 {
    margin: 0;
  }
  .second {
    font-size: var(--window-near);
    line-height: calc(58 * var(--window-unit));
    font-weight: 500;
    color: var(--quiet);
  }

  .showing {
    grid-row: 1;
    padding: calc(28 * var(--window-unit)) calc(48 * var(--window-unit))
      calc(26 * var(--window-unit));
    background: var(--color-call);
    color: var(--color-on-call);
    animation: come-in var(--duration-calm) ease-out;
  }
  @keyframes come-in {
    from {
      transform: translateY(-12%);
    }
  }
  .showing .second {
    color: inherit;
  }
  .turn,
  .desk {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: calc(32 * var(--window-unit));
  }
  .turn {
    font-size: var(--window-label);
    line-height: calc(80 * var(--window-unit));
    font-weight: 650;
  }
  .number {
    font-size: var(--call-board-number, var(--window-call));
    line-height: calc(242 * var(--window-unit));
    font-weight: 800;
    letter-spacing: -0.03em;
    margin-inline-start: -0.03em;
  }
  .desk {
    font-size: var(--window-read);
    line-height: calc(112 * var(--window-unit));
    font-weight: 700;
    letter-spacing: -0.02em;
    overflow-wrap: anywhere;
  }
  .desk .second {
    letter-spacing: 0;
  }

  .calls {
    grid-row: 2;
    padding: calc(14 * var(--window-unit)) calc(48 * var(--window-unit)) 0;
  }
  h2 {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    height: calc(80 * var(--window-unit));
    font-size: var(--window-near);
    line-height: calc(72 * var(--window-unit));
    font-weight: 500;
    color: var(--quiet);
    white-space: nowrap;
  }
  :host([stale]) h2 {
    display: block;
    height: calc(140 * var(--window-unit));
    font-weight: 650;
  }
  :host([stale]) .calls {
    grid-row: 2 / -1;
  }
  :host([stale]) h2 .second {
    display: block;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: calc(32 * var(--window-unit));
    height: calc(112 * var(--window-unit));
    border-top: calc(3 * var(--window-unit)) solid var(--color-deep-raised);
    font-size: var(--window-read);
    line-height: 1;
    letter-spacing: -0.02em;
  }
  :host([stale]) li {
    border-color: var(--color-on-stale);
  }
  li b {
    font-weight: 700;
  }
  :host([stale]) li b {
    font-weight: 500;
  }
  li span {
    font-weight: 500;
    text-align: end;
    white-space: nowrap;
  }
  li span.long {
    font-size: var(--window-label);
  }
  li span.longest {
    font-size: var(--window-near);
    line-height: calc(54 * var(--window-unit));
    letter-spacing: 0;
    white-space: normal;
    text-wrap: balance;
  }

  .words {
    grid-row: 1 / 3;
    text-wrap: balance;
    padding: calc(48 * var(--window-unit)) calc(48 * var(--window-unit)) 0;
  }
  .words p {
    font-size: var(--window-label);
    line-height: 1.18;
    margin-top: calc(28 * var(--window-unit));
  }
  .words .title {
    font-size: var(--window-read);
    line-height: calc(112 * var(--window-unit));
    font-weight: 700;
    letter-spacing: -0.02em;
    margin: 0;
  }
  .words .lost {
    font-size: calc(84 * var(--window-unit));
    line-height: 1.14;
    font-weight: 650;
    margin: 0;
  }
  .words .second {
    display: block;
    margin-top: calc(14 * var(--window-unit));
    line-height: 1.18;
  }

  .waiting {
    grid-row: 3;
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 0 calc(48 * var(--window-unit));
    background: var(--color-deep-raised);
  }
  .waiting span {
    display: block;
  }
  .waiting .label {
    font-size: var(--window-label);
    line-height: calc(72 * var(--window-unit));
  }
  /* For somebody at arm's length, hence under --window-near. */
  .soundless,
  .soundless .second {
    font-size: calc(28 * var(--window-unit));
    line-height: calc(34 * var(--window-unit));
    font-weight: 500;
    color: var(--quiet);
  }
  .waiting .soundless {
    width: calc(240 * var(--window-unit));
    text-wrap: balance;
  }
  .waiting b {
    font-size: var(--window-read);
    font-weight: 700;
    font-variant-numeric: tabular-nums lining-nums;
  }
`;
