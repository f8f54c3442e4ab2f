/**
 * A ticket's own page, for a phone: /t/<token>, the number, its place or its call, in the ticket's language.
 * Whoever has the token has been handed the ticket; nothing on the page points at a person.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Router } from 'express';
import { languageOf, say, type TextKey, type TextValues } from '#shared/languages/texts.ts';
import '#shared/languages/all-languages.ts';
import { LANGUAGES, type Language, type OfficeId, textIn } from '#shared/vocabulary.ts';
import type { Limits } from '../hub/limits.ts';
import type { Office, TicketPage } from '../hub/office.ts';

export type TicketPageParts = {
  offices: ReadonlyMap<OfficeId, Office>;
  limits: Limits;
  /** Folder of the built screens, the page's frame among them. */
  dist: string;
};

export function ticketPages({ offices, limits, dist }: TicketPageParts): Router {
  const router = Router({ caseSensitive: true, strict: true });
  let frame: Promise<string> | undefined;

  router.get('/:token', async (request, response) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    const wait = await limits.pageFrom(request.ip ?? '');
    if (wait > 0) {
      response.set('Retry-After', String(wait)).status(429);
      return void response.type('text/plain').send(`${say('sv', 'refusal.too-many-requests')}\n`);
    }
    // Read when it is first asked for: `npm run dev` has no built screens.
    frame ??= readFile(resolve(dist, 'ticket-terminal/ticket-page/index.html'), 'utf8');
    frame.catch(() => {
      frame = undefined;
    });
    const found = [...offices.values()]
      .map((office) => office.ticketPage(request.params.token))
      .find((ticket) => ticket !== undefined);
    const page = found ? pageOf(found) : noTicket();
    response
      .status(found ? 200 : 404)
      .type('html')
      .send(filled(await frame, page));
  });
  return router;
}

/** What the frame has places for; title and main are markup. */
type Page = { language: Language; title: string; main: string };

function filled(frame: string, { language, title, main }: Page): string {
  const { direction } = LANGUAGES[language];
  // By functions: a replacement given as text would have signs of its own.
  return frame
    .replace('<html lang="sv" dir="ltr"', () => `<html lang="${language}" dir="${direction}"`)
    .replace('{{title}}', () => title)
    .replace('{{main}}', () => main);
}

function pageOf(ticket: TicketPage): Page {
  const { language, number, officeName, at, zone, state } = ticket;
  const time = new Intl.DateTimeFormat('sv', { timeZone: zone, timeStyle: 'medium' }).format(at);
  return {
    language,
    title: escaped(say(language, 'ticket.title', { number })),
    main: `
      <p class="office"><bdi lang="sv" dir="ltr">${escaped(officeName)}</bdi></p>
      <div class="ticket ${state}">
        <h1${inLanguage(language, 'slip.number')}>${escaped(say(language, 'slip.number'))}
          <span class="number"><bdi dir="ltr">${escaped(number)}</bdi></span>
        </h1>
        <p class="news" role="status"${inLanguage(language, newsOf(ticket).key)}>${news(ticket)}</p>
      </div>
      ${state === 'waiting' ? text(language, 'ticket.stay', 'quiet') : ''}
      ${text(language, 'refusal.hub-unavailable', 'lost')}
      ${text(language, 'ticket.updated', 'quiet', { time })}`,
  };
}

const noTicket = (): Page => ({
  language: 'sv',
  title: 'Torget',
  main: `<h1 class="news">${say('sv', 'ticket.unknown')}</h1>${text('en', 'ticket.unknown', 'quiet')}`,
});

const news = (ticket: TicketPage): string => {
  const { key, values } = newsOf(ticket);
  return escaped(say(ticket.language, key, values));
};

/** What the visitor wants to know. */
function newsOf({ state, ahead, language, deskName, calledOff }: TicketPage): {
  key: TextKey;
  values?: TextValues;
} {
  const desk = deskName ? textIn(deskName, language).text : '';
  switch (state) {
    case 'waiting':
      return { key: 'slip.ahead', values: { count: ahead ?? 0 } };
    case 'called':
      return { key: 'ticket.go-to', values: { desk } };
    case 'serving':
      return { key: 'ticket.serving', values: { desk } };
    case 'cancelled':
      if (!calledOff) return { key: 'ticket.cancelled' };
      return {
        key: 'ticket.visit-cancelled',
        values: { agency: textIn(calledOff, language).text },
      };
    case 'held':
    case 'no-show':
    case 'finished':
    case 'unserved':
      return { key: `ticket.${state}` };
    default:
      return state satisfies never;
  }
}

function text(language: Language, key: TextKey, kind: string, values?: TextValues): string {
  return `<p class="${kind}"${inLanguage(language, key)}>${escaped(say(language, key, values))}</p>`;
}

/** The attributes of a text: its language may be Swedish on a page in another. */
function inLanguage(language: Language, key: TextKey): string {
  const spoken = languageOf(language, key);
  return ` lang="${spoken}" dir="${LANGUAGES[spoken].direction}"`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
