/**
 * The one set of line drawings: 64×64, stroke 4, round ends, drawn in the colour of the text around them.
 * They never stand alone: a label says the same beside each, so all are hidden from those who listen.
 */
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { Pictogram } from '../vocabulary.ts';

/** What the screens themselves say, beside the pictograms an office chooses for its topics. */
export type ControlPictogram =
  | 'back'
  | 'start-over'
  | 'language'
  | 'larger'
  | 'done'
  | 'clock'
  | 'seat'
  | 'door'
  | 'slot'
  | 'warning';

/** The drawing called `name`, as large as its font: size it with `font-size` or `svg { width }`. */
export function pictogram(name: Pictogram | ControlPictogram): TemplateResult {
  return html`<svg
    viewBox="0 0 64 64"
    width="1em"
    height="1em"
    fill="none"
    stroke="currentColor"
    stroke-width="4"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >${DRAWINGS[name]}</svg>`;
}

const DRAWINGS: Record<Pictogram | ControlPictogram, SVGTemplateResult> = {
  // topics
  letter: svg`<rect x="7" y="14" width="50" height="36" rx="6"/><path d="m9.5 18.5 19.2 15.800a5.2 5.2 0 0 0 6.6 0l19.2-15.8"/>`,
  computer: svg`<rect x="7" y="10" width="50" height="34" rx="6"/><path d="M32 44v10M21 54h22"/>`,
  child: svg`<circle cx="32" cy="15" r="7.5"/><path d="M32 27.500c-5.5 0-8.5 3.5-9.5 8.500L20 47h24l-2.5-11c-1-5-4-8.5-9.5-8.500zM22.5 36 12 28M41.5 36 52 28M27 47v9M37 47v9"/>`,
  home: svg`<path d="M8 31 29.4 12a4 4 0 0 1 5.2 0L56 31M14 26v25a4 4 0 0 0 4 4h28a4 4 0 0 0 4-4V26"/><path d="M26 55V41a3 3 0 0 1 3-3h6a3 3 0 0 1 3 3v14"/>`,
  money: svg`<rect x="6" y="15" width="52" height="34" rx="6"/><circle cx="32" cy="32" r="7.5"/><path d="M15.5 32h.01M48.5 32h.01" stroke-width="5.5"/>`,
  shield: svg`<path d="M30.6 8.5 13 15.200A3 3 0 0 0 11 18v13c0 12.5 8.5 20.8 19.7 25a4 4 0 0 0 2.6 0C44.5 51.8 53 43.5 53 31V18a3 3 0 0 0-2-2.800L33.4 8.500a4 4 0 0 0-2.8 0z"/><path d="m22.5 32 7 7 12.5-13.5"/>`,
  care: svg`<path d="M32 55S8 42.5 8 25.500C8 17.5 13.8 12 20.5 12c5 0 9.3 2.8 11.5 7.500C34.2 14.8 38.5 12 43.5 12 50.2 12 56 17.5 56 25.5 56 42.5 32 55 32 55z"/><path d="M32 26.500v13M25.5 33h13"/>`,
  people: svg`<circle cx="23" cy="20" r="8.5"/><path d="M7 53c.6-11 7-17.5 16-17.500S38.4 42 39 53"/><path d="M40.5 12.300a8.5 8.5 0 0 1 0 15.400M45 36.300C52 37.8 56.5 43.8 57 53"/>`,
  work: svg`<rect x="7" y="20" width="50" height="34" rx="6"/><path d="M22.5 20v-5a5 5 0 0 1 5-5h9a5 5 0 0 1 5 5v5M7 33c7.8 3.8 16 5.7 25 5.700S49.2 36.8 57 33M32 36v6"/>`,
  study: svg`<path d="M30.3 12.8 6 24.500l24.3 11.700a4 4 0 0 0 3.4 0L58 24.5 33.7 12.800a4 4 0 0 0-3.4 0z"/><path d="M16 30.500V43c4 5 9.5 7.5 16 7.500S44 48 48 43V30.500M58 24.500V41"/>`,
  law: svg`<path d="M32 9v46M21 55h22M13 18.500c7 1.5 13.5-3.5 19-3.500s12 5 19 3.5"/><path d="M13 18.5 5.5 36h15zM5.5 36a7.5 7.5 0 0 0 15 0M51 18.5 43.5 36h15zM43.5 36a7.5 7.5 0 0 0 15 0"/>`,
  police: svg`<path d="M32 10c-12 0-24 5.5-25 14.5-.3 3 2 5 4.5 6.300L15 33v9h34v-9l3.5-2.200c2.5-1.3 4.8-3.3 4.5-6.300C56 15.5 44 10 32 10zM15 33h34"/><path d="M15 42c1 8 8.5 12 17 12s16-4 17-12"/><circle cx="32" cy="22" r="3.5"/>`,
  printer: svg`<path d="M18 22V12a3 3 0 0 1 3-3h22a3 3 0 0 1 3 3v10M18 46h-5a6 6 0 0 1-6-6V28a6 6 0 0 1 6-6h38a6 6 0 0 1 6 6v12a6 6 0 0 1-6 6h-5"/><path d="M18 38h28v17H18z"/><path d="M47.5 30.500h.01" stroke-width="5.5"/>`,
  form: svg`<path d="M45 20v-7a5 5 0 0 0-5-5H15a5 5 0 0 0-5 5v38a5 5 0 0 0 5 5h25a5 5 0 0 0 5-5v-1.500M19 21h17M19 32h11M19 43h6"/><path d="M52.2 24.8 36 41l-2 8.5 8.5-2 16.2-16.200a4.6 4.6 0 0 0-6.5-6.500z"/>`,
  speech: svg`<path d="M13 10h38a6 6 0 0 1 6 6v23a6 6 0 0 1-6 6H32L19.5 55.500V45H13a6 6 0 0 1-6-6V16a6 6 0 0 1 6-6z"/><path d="M19 23h26M19 33h16"/>`,
  ball: svg`<circle cx="32" cy="32" r="24"/><path d="m32 22.5 9.5 6.9-3.6 11.200H26.100l-3.6-11.200zM32 22.500V8M41.5 29.400l13.4-4.800M37.9 40.600l8.5 10.800M26.1 40.600l-8.5 10.800M22.5 29.4 9.1 24.6"/>`,
  question: svg`<circle cx="32" cy="32" r="24"/><path d="M24.5 25.500a7.5 7.5 0 1 1 11 6.600c-2.4 1.3-3.5 2.9-3.5 5.9"/><path d="M32 46h.01" stroke-width="5.5"/>`,
  leaf: svg`<path d="M54 10C29 9 12 18.5 12 36.5 12 46 18.5 52 27 52c18.5 0 27-17.5 27-42z"/><path d="M9 57c3.5-12.5 12-22.5 26-30.5"/>`,

  // controls
  back: svg`<path d="M28 13 9 32l19 19M10 32h45"/>`,
  'start-over': svg`<path d="M12 10v14h14"/><path d="M13 24a21 21 0 1 1-2 10"/>`,
  language: svg`<circle cx="32" cy="32" r="24"/><ellipse cx="32" cy="32" rx="10.5" ry="24"/><path d="M8 32h48"/>`,
  larger: svg`<path d="m6 52 15-40 15 40M11.5 39h19M49 23v18M40 32h18"/>`,
  done: svg`<path d="m10 34 15 15 29-33"/>`,
  clock: svg`<circle cx="32" cy="32" r="24"/><path d="M32 17v16l10 7"/>`,
  seat: svg`<path d="m17 8 4.5 28H43a4 4 0 0 1 4 4v16M21.5 36 19 56M20 46h27"/>`,
  door: svg`<path d="M16 56V12a4 4 0 0 1 4-4h24a4 4 0 0 1 4 4v44M8 56h48"/><path d="M39.5 33h.01" stroke-width="5.5"/>`,
  slot: svg`<path d="M7 13h50M16 13v40l5.3-4 5.4 4 5.3-4 5.3 4 5.4-4 5.3 4V13"/><path d="M26 26h12M26 36h12"/>`,
  warning: svg`<path d="M28.5 11.5 7 50a4 4 0 0 0 3.500 6h43a4 4 0 0 0 3.500-6L35.500 11.500a4 4 0 0 0-7 0zM32 25v14"/><path d="M32 47h.01" stroke-width="5.5"/>`,
};
