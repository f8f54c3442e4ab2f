import { css, html, type TemplateResult } from 'lit';
import { pictogram } from '#shared/ui/pictograms.ts';
import type { TopicChoice } from '#shared/views.ts';
import type { Language } from '#shared/vocabulary.ts';
import { words } from '../words.ts';
import { marked } from './marked.ts';

/** The chosen topic over its step. A sensitive one is not shown so large that the room can read it. */
export const topicHeading = (topic: TopicChoice, label: TemplateResult, language: Language) =>
  topic.sensitive
    ? html`<h1 tabindex="-1">${marked(words(language, 'terminal.your-errand'), language)}</h1>
        <p class="discreet">${label}</p>`
    : html`<div class="pictured">${pictogram(topic.pictogram)}</div>
        <h1 tabindex="-1">${label}</h1>`;

export const topicHeadingStyles = css`
  .pictured svg {
    display: block;
    width: 7.5rem;
    height: 7.5rem;
    color: var(--color-now);
  }
  .discreet {
    font-size: calc(2.25rem * var(--text-scale, 1));
  }
  @media (orientation: landscape) {
    .intro:has(.pictured) {
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
      column-gap: 2rem;
    }
    .pictured svg {
      width: 5.5rem;
      height: 5.5rem;
    }
  }
`;
