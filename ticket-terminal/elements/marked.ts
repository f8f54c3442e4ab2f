/** Words as they stand on the page: told apart by language, and never turned round by their neighbours. */
import { html, type TemplateResult } from 'lit';
import { LANGUAGES, type Language } from '#shared/vocabulary.ts';
import type { Words } from '../words.ts';

/** @param around the language of what they stand in */
export function marked({ text, language }: Words, around: Language): TemplateResult {
  const { direction } = LANGUAGES[language];
  const whole = text.replace(DASH_OF_A_RANGE, '\u2060–\u2060');
  const drawn = direction === 'rtl' ? isolated(whole) : html`${whole}`;
  return language === around
    ? drawn
    : html`<span lang=${language} dir=${direction}>${drawn}</span>`;
}

/** A number, a time, a name or an address in a text that is read from the right keeps its own order. */
const isolated = (text: string): TemplateResult =>
  html`${text.split(LATIN_RUN).map((part, index) => (index % 2 === 1 ? html`<bdi dir="ltr">${part}</bdi>` : part))}`;

/** No line ends inside '18–25'. */
const DASH_OF_A_RANGE = /(?<=\d)–(?=\d)/g;

/** '13:00', '114\u00a014', '1177.se', 'god man', 'BankID'; not the full stop that ends the sentence. */
const LATIN_RUN =
  /([\p{Script=Latin}\d]+(?:(?:[.,:/–’'@+\u00a0\u2060-]+|(?<=\p{Script=Latin}) (?=\p{Script=Latin}))[\p{Script=Latin}\d]+)*)/u;
