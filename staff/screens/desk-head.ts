/** What stands above the work at a desk: which one it is, and what has to be known before anything is pressed. */
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '#shared/languages/texts.ts';
import { clockText } from '#shared/ui/office-time.ts';
import { type DisplayId, type EpochMs, textIn } from '#shared/vocabulary.ts';
import { type Standing, whyNot } from '../desk-actions.ts';
import '../elements/desk-bar.ts';
import '../elements/people-note.ts';
import '../elements/takeover-note.ts';
import '../elements/window-alert.ts';
import type { Presses } from '../presses.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { sentence } from './desk-work.ts';

type Head = {
  standing: Standing;
  /** Since when the hub is out of reach, by this computer's clock; null: it is not. */
  lostSince: EpochMs | null;
  language: ConsoleLanguage;
  /** The console's own bar is above, and says who sits here. */
  inConsole: boolean;
  presses: Presses;
  close: () => void;
  showKeys: () => void;
  speak: (language: ConsoleLanguage) => void;
};

export function deskHead(head: Head): TemplateResult {
  const { standing, lostSince, language, inConsole, presses } = head;
  const { view, now } = standing;
  return html`
    <section aria-label=${textIn(view.desk.name, language).text}>
      <desk-bar
        .view=${view}
        .now=${now}
        .cannotClose=${sentence(whyNot('close', standing), standing, language)}
        .language=${language}
        ?inConsole=${inConsole}
        @close-desk=${head.close}
        @show-keys=${head.showKeys}
        @speak=${({ detail }: CustomEvent<ConsoleLanguage>) => head.speak(detail)}
      ></desk-bar>
      <div role="alert">${lostSince === null ? nothing : lost(standing, lostSince, language)}</div>
      <people-note .people=${view.people} .language=${language}></people-note>
      <window-alert
        .troubles=${view.windows}
        .zone=${view.zone}
        .language=${language}
        @reload-window=${({ detail: display }: CustomEvent<DisplayId>) =>
          presses.ask('other', 'display:reload', { display }, () => ['staff.window-reloading'])}
      ></window-alert>
      <takeover-note
        .takeover=${view.takeover}
        .now=${now}
        .zone=${view.zone}
        .language=${language}
        @end-takeover=${() =>
          presses.ask('other', 'takeover:end', {}, () => ['staff.takeover-ended'])}
      ></takeover-note>
      ${view.trial && !inConsole ? html`<p class="banner trial">${say(language, 'staff.trial')}</p>` : nothing}
    </section>
  `;
}

/** `since` is the device's time; the office's own may be another. */
function lost({ view, now }: Standing, since: EpochMs, language: ConsoleLanguage): TemplateResult {
  const time = clockText(now - (Date.now() - since), view.zone);
  return html`<p class="banner lost">${say(language, 'staff.hub-lost', { time })}</p>`;
}
