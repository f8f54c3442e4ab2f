import { type CSSResult, css } from 'lit';

/** What stands in the queue's zone, by day and by night: the deep ground, and a strip along its lower edge. */
export const boardStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    background: var(--color-deep);
    color: var(--color-on-deep);
    --panel-quiet: var(--color-on-deep-quiet);
    --panel-line: var(--color-deep-line);
  }
  .strip {
    display: flex;
    align-items: center;
    justify-content: space-between;
    box-sizing: border-box;
    height: var(--strip-height);
    margin-top: auto;
    padding: 0 var(--window-margin);
    background: var(--color-deep-raised);
  }
`;
