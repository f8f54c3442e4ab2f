/** Where the window's parts stand, in each arrangement. */
import { css } from 'lit';

export const displayScreenStyles = css`
  :host {
    position: fixed;
    /* Larger than the screen by as much as it wanders. */
    inset: calc(-4 * var(--window-unit));
    display: grid;
    overflow: clip;
    background: var(--color-paper);
    color: var(--color-text);
    text-rendering: geometricPrecision;
    grid-template:
      "rotation queue" minmax(0, 1fr) "foot queue" var(--foot-height)
      / minmax(0, 1fr) var(--queue-width);
  }
  :host([arrangement="tall"]) {
    grid-template:
      "queue" var(--queue-height) "rotation" minmax(0, 1fr) "foot" var(--foot-height)
      / minmax(0, 1fr);
  }
  :host([arrangement="single"]) {
    grid-template: "zone" minmax(0, 1fr) "foot" var(--foot-height) / minmax(0, 1fr);
  }
  main {
    grid-area: rotation;
  }
  aside {
    grid-area: queue;
  }
  :host([arrangement="single"]) main,
  :host([arrangement="single"]) aside {
    grid-area: zone;
  }
  footer {
    grid-area: foot;
  }
  :host([arrangement]) .whole {
    grid-area: 1 / 1 / -1 / -1;
  }
  /* A takeover whose panel could not be drawn: with as little as can fail. */
  .plain {
    padding: calc(2 * var(--window-margin));
    background: var(--color-takeover);
    color: var(--color-on-takeover);
    font-size: calc(var(--plain-size) * var(--window-unit));
    font-weight: 700;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .plain.words {
    margin: 0;
    padding: var(--window-margin);
    background: var(--color-stale);
    color: var(--color-on-stale);
  }
  main,
  aside,
  footer {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
`;
