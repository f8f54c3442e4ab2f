import { html } from 'lit';
import { pictogram } from '#shared/ui/pictograms.ts';
import type { Language } from '#shared/vocabulary.ts';
import { words } from '../words.ts';
import { marked } from './marked.ts';

/** Said before the visitor takes a ticket, so that no paper is waited for. */
export const printerNotice = (language: Language) =>
  html`<p class="notice">${pictogram('printer')}<span>${marked(words(language, 'terminal.no-paper'), language)}</span></p>`;
