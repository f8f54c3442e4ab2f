import { html, nothing, type TemplateResult } from 'lit';
import { languageOf, say, type TextKey, type TextValues } from '#shared/languages/texts.ts';
import { LANGUAGES, type Language } from '#shared/vocabulary.ts';

/** Words that stand beside the Swedish ones, marked with their language and direction. */
export const secondText = (text: string, language: Language): TemplateResult =>
  html`<span class="second" lang=${language} dir=${LANGUAGES[language].direction}>${text}</span>`;

/** The product's own words in the second language; nothing where its catalog lacks them, rather than Swedish twice. */
export const saySecond = (
  language: Language,
  key: TextKey,
  values?: TextValues,
): TemplateResult | typeof nothing =>
  languageOf(language, key) === 'sv' ? nothing : secondText(say(language, key, values), language);
