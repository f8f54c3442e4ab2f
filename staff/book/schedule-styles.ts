import calendarStyles from '@event-calendar/core/index.css?inline';
import { css, unsafeCSS } from 'lit';

/** The calendar's own sheet, in the console's colours: in both themes. */
export const scheduleStyles = [
  unsafeCSS(calendarStyles),
  css`
      .calendar {
        min-width: 0;
      }
      .calendar .ec {
        color-scheme: inherit;
        --ec-color-400: var(--color-edge);
        --ec-color-300: var(--color-line);
        --ec-color-200: var(--color-line);
        --ec-color-100: var(--color-paper);
        --ec-color-50: var(--color-paper);
        --ec-bg-color: var(--color-card);
        --ec-text-color: var(--color-text);
        --ec-border-color: var(--color-line);
        --ec-button-border-color: var(--color-edge);
        --ec-button-active-bg-color: var(--color-chosen);
        --ec-button-active-border-color: var(--color-chosen);
        --ec-button-active-text-color: var(--color-on-chosen);
        --ec-today-bg-color: var(--color-paper);
        --ec-event-bg-color: var(--color-chosen);
        --ec-event-text-color: var(--color-on-chosen);
        --ec-bg-event-color: var(--color-now);
        --ec-bg-event-opacity: 0.16;
        line-height: 1.25;
      }
      .calendar .ec-toolbar {
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
      }
      .calendar .ec-button {
        min-height: 2.75rem;
      }
      .calendar .ec-event {
        border: 1px solid var(--color-card);
      }
      .calendar .ec-event.event {
        --ec-event-bg-color: var(--color-paper);
        --ec-event-text-color: var(--color-text);
        border-color: var(--color-edge);
      }
      .calendar .ec-event button {
        flex: 1;
        width: 100%;
        height: 100%;
        min-height: 1.5rem;
        padding: 0.125rem 0.25rem;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        font-weight: 400;
        text-align: start;
        align-content: start;
        overflow: hidden;
        cursor: pointer;
      }
      /* No word is broken: what has no room ends in dots, and the button's title says all of it. */
      .calendar .ec-event button .time,
      .calendar .ec-event button .what {
        display: block;
        overflow: hidden;
      }
      .calendar .ec-event button .what {
        text-overflow: ellipsis;
      }
      .calendar .ec-event button .time {
        font-weight: 700;
      }
      .calendar .ec-time-grid .ec-event button {
        padding-inline: 0.125rem;
        font-size: 0.8125rem;
        letter-spacing: -0.01em;
        container-type: inline-size;
      }
      /* Three beside each other: when it begins, in whole figures. */
      @container (max-width: 2.75rem) {
        .calendar .ec-event .until {
          display: none;
        }
      }
      .calendar .ec-list .ec-event {
        min-height: 2.75rem;
      }
      .calendar .cancelled {
        text-decoration: line-through;
      }
      .calendar .ec-button:focus-visible,
      .calendar .ec-event button:focus-visible {
        outline: var(--focus);
        outline-offset: 2px;
        z-index: 5;
      }
      .row {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
        gap: 0.75rem;
      }
    `,
];
