import { css, html, type TemplateResult } from 'lit';
import type { TopicChoice } from '#shared/views.ts';
import type { Language } from '#shared/vocabulary.ts';
import { words } from '../words.ts';
import { marked } from './marked.ts';

/** What may be answer enough. The address is for the visitor's own phone: the terminal opens no other page. */
export const leaflet = (
  answer: NonNullable<TopicChoice['answer']>,
  text: TemplateResult,
  language: Language,
) => html`
  <section class="leaflet">
    <p>${text}</p>
    <p class="address"><span class="quiet">${marked(words(language, 'terminal.read-more'), language)}</span>
      <bdi dir="ltr" lang="sv"><b class="fits">${siteOf(answer.url)}</b>${restOf(answer.url)}</bdi></p>
  </section>
`;

export const leafletStyles = css`
  .leaflet,
  .address,
  .address bdi {
    min-width: 0;
  }
  .leaflet {
    display: grid;
    gap: 1.75rem;
    padding: 2.25rem 2.5rem;
    background: var(--color-card);
    border: 0.25rem solid var(--color-line);
    border-radius: var(--radius-l);
  }
  .address {
    display: grid;
    gap: 0.25rem;
    font-size: calc(2.5rem * var(--text-scale, 1));
  }
  .address bdi {
    font-size: 0.8em;
    overflow-wrap: anywhere;
  }
  /* Read from the left; but it stands where the other lines begin. */
  .address:dir(rtl) bdi {
    text-align: right;
  }
  /* Never broken: it is typed as one word. */
  .address b {
    display: block;
    font-size: calc(1.5em * var(--own-scale, 1));
    white-space: nowrap;
  }
`;

/** 'bostad.stockholm.se', as it is typed. The site is what one remembers; the rest is there to copy, whole. */
export const siteOf = (url: string): string => new URL(url).host.replace(/^www\./, '');
export function restOf(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return search + hash === '' ? pathname.replace(/\/$/, '') : pathname + search + hash;
}
