import { html } from 'lit';
import { say } from '#shared/languages/texts.ts';
import { pictogram } from '#shared/ui/pictograms.ts';
import type { Language } from '#shared/vocabulary.ts';

/** Said before the visitor takes a ticket, so that no paper is waited for. */
export const printerNotice = (language: Language) =>
  html`<p class="notice">${pictogram('printer')}<span>${say(language, 'terminal.no-paper')}</span></p>`;
