/** An office whose every text is hostile: as a seed file has it, and as requests and calendars of others change it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { LiveBook } from '#server/hub/open-book.ts';
import { loadOfficeSeeds } from '#server/office/seed-file.ts';
import { type HostileWords, withOverride } from './hostile-words.ts';
import { TestHub } from './hub.ts';

const TODAY = '2026-11-24';
const daily = (opens: string, closes: string, until: string | null = null) => [
  { rule: 'FREQ=DAILY', from: '2026-01-01', until, opens, closes },
];
/** Today and tomorrow: more would keep the window turning for long. */
const twice = (opens: string, closes: string) => daily(opens, closes, '2026-11-25');

const otherHours = { day: '2026-12-05', spans: [{ opens: '10:00', closes: '11:00' }] };
/** An address keeps such signs only as escapes, and is shown so. */
const HOSTILE_ADDRESS = 'https://example.org/"><img src=x onerror=pwned(99)>';

/** A window that cannot have it has the words. */
const NO_PICTURE = '0'.repeat(64);

/** A seed file of an office that is open every day from 8 to 20; the window's closures are from 25 to 28 November. */
export function hostileSeed(words: HostileWords) {
  const languages = ['sv', 'en', 'ar'];
  const agency = (id: string, opens: string, closes: string, changes: object[] = []) => ({
    id,
    name: words.texts('agencies[].name'),
    shortName: words.texts('agencies[].shortName'),
    place: words.texts('agencies[].place'),
    visits: twice(opens, closes),
    changes,
  });
  const topic = (id: string, given: object) => ({
    id,
    parent: 'grupp',
    line: 'vagledare',
    label: words.texts('topics[].label'),
    pictogram: 'letter',
    ...given,
  });
  words.given('topics[].answer.url', new URL(HOSTILE_ADDRESS).pathname);
  return {
    id: 'ragsved',
    name: words.text('name'),
    zone: 'Europe/Stockholm',
    languages,
    hours: daily('08:00', '20:00'),
    hoursChanges: [
      { day: '2026-11-25', spans: [], why: words.texts('hoursChanges[].why') },
      otherHours,
    ],
    holidayCountry: null,
    holidays: [{ day: '2026-11-26', closed: true, name: words.texts('holidays[].name') }],
    lines: [
      { id: 'vagledare', series: 'A', mayWait: 40 },
      { id: 'besok', series: 'B', mayWait: 40 },
    ],
    topics: [
      topic('grupp', { parent: null, line: null }),
      topic('svar', {
        answer: {
          text: words.texts('topics[].answer.text'),
          url: HOSTILE_ADDRESS,
        },
        bring: [words.texts('topics[].bring[]')],
      }),
      topic('hemlig', { sensitive: true, discreetLabel: words.texts('topics[].discreetLabel') }),
      topic('har', { line: 'besok', agency: 'har' }),
      topic('senare', { line: 'besok', agency: 'senare' }),
      topic('sjuk', { line: 'besok', agency: 'sjuk' }),
    ],
    desks: [
      { id: 'bord-1', name: words.texts('desks[].name'), lines: ['vagledare', 'besok'], languages },
      { id: 'bord-2', name: words.texts('desks[].name'), lines: ['vagledare'], languages },
    ],
    agencies: [
      agency('har', '09:00', '15:00'),
      agency('senare', '13:00', '15:00'),
      agency('sjuk', '13:00', '15:00', [
        { day: TODAY, spans: [], why: words.texts('agencies[].changes[].why') },
        otherHours,
      ]),
    ],
    activities: [
      {
        id: 'kor',
        title: words.texts('activities[].title'),
        shortTitle: words.texts('activities[].shortTitle'),
        text: words.texts('activities[].text'),
        image: { media: NO_PICTURE, alt: words.texts('activities[].image.alt') },
        place: words.texts('activities[].place'),
        hours: twice('12:00', '14:00'),
        changes: [
          { day: '2026-11-25', spans: [], why: words.texts('activities[].changes[].why') },
          otherHours,
        ],
      },
    ],
    notices: [
      {
        id: 'nytt',
        title: words.texts('notices[].title'),
        text: words.texts('notices[].text'),
        image: { media: NO_PICTURE, alt: words.texts('notices[].image.alt') },
        priority: 'normal',
        from: '2026-11-01T00:00:00+01:00',
        until: '2026-11-29T00:00:00+01:00',
      },
    ],
    feeds: [{ id: 'folkets-hus', name: words.text('feeds[].name') }],
    displays: [
      {
        id: 'fonstret',
        name: words.texts('displays[].name'),
        viewingDistanceMm: 5000,
        panelWidthMm: 1660,
      },
    ],
    printers: [{ id: 'automat-1', name: words.texts('printers[].name'), connection: 'virtual' }],
    inquiries: [{ id: 'fraga', label: words.texts('inquiries[].label') }],
    destinations: [{ id: 'dit', label: words.texts('destinations[].label') }],
    places: [{ id: 'dator', kind: 'computer', name: words.texts('places[].name') }],
    settings: {
      callGivenTicket: false,
      callsBeforeNoShow: 1,
      lastTicketMinutesBeforeClosing: 15,
    },
  };
}

type Asked = { readonly path: string; readonly body: object };

/** In this order each finds what it needs. What is written for a field is named by the request and the field. */
export function hostileRequests(words: HostileWords): readonly Asked[] {
  const texts = (field: string) =>
    Object.fromEntries(
      Object.entries(words.texts(field)).map(([tag, text]) => [tag, withOverride(String(text))]),
    );
  const spans = [{ opens: '13:00', closes: '19:00' }];
  return [
    {
      path: '/agencies/har/set',
      body: {
        name: texts('agency:set.name'),
        shortName: texts('agency:set.shortName'),
        place: texts('agency:set.place'),
      },
    },
    {
      path: `/agencies/senare/visits/${TODAY}/change`,
      body: { spans, why: texts('visit:change.why') },
    },
    { path: '/hours/2026-11-27/change', body: { spans: [], why: texts('hours:change-day.why') } },
    { path: '/holidays/2026-11-28/set', body: { closed: true, name: texts('holiday:set.name') } },
    {
      path: '/activities/dans/set',
      body: {
        title: texts('activity:set.title'),
        shortTitle: texts('activity:set.shortTitle'),
        text: texts('activity:set.text'),
        place: texts('activity:set.place'),
        hours: twice('15:00', '16:00'),
      },
    },
    {
      path: '/activities/dans/days/2026-11-25/change',
      body: { spans, why: texts('activity:change-day.why') },
    },
    {
      path: `/activities/dans/days/${TODAY}/cancel`,
      body: { why: texts('activity:cancel-day.why') },
    },
    // Whose text no reason takes the place of.
    {
      path: '/activities/sang/set',
      body: {
        title: texts('activity:set.title'),
        text: texts('activity:set.text'),
        hours: daily('16:00', '17:00', TODAY),
      },
    },
    {
      path: '/notices/ny/set',
      body: {
        title: texts('notice:set.title'),
        text: texts('notice:set.text'),
        from: Date.parse('2026-11-01T00:00:00+01:00'),
        until: Date.parse('2026-11-29T00:00:00+01:00'),
      },
    },
    { path: '/feeds/biblioteket/set', body: { name: withOverride(words.text('feed:set.name')) } },
    { path: '/feeds/biblioteket/import', body: { text: hostileCalendar(words) } },
    { path: '/feeds/folkets-hus/import', body: { text: hostileCalendar(words) } },
    {
      path: '/displays/baksidan/set',
      body: { name: texts('display:set.name'), viewingDistanceMm: 5000, panelWidthMm: 1660 },
    },
    { path: '/takeover/begin', body: { text: texts('takeover:begin.text'), seconds: 3600 } },
  ];
}

/**
 * What of the book no screen of a visitor's shows at once: read where the book is.
 * @param media a picture that the hub has
 */
export function hostileBook(words: HostileWords, media: string): readonly Asked[] {
  const image = (field: string) => ({ media, alt: words.texts(field) });
  const span = {
    from: Date.parse('2026-11-01T00:00:00+01:00'),
    until: Date.parse('2026-11-29T00:00:00+01:00'),
  };
  return [
    {
      path: '/topics/ny/set',
      body: {
        ...{ parent: 'annat', line: 'vagledare', pictogram: 'leaf', sensitive: true },
        label: words.texts('topic:set.label'),
        discreetLabel: words.texts('topic:set.discreetLabel'),
        answer: { text: words.texts('topic:set.answer.text'), url: 'https://example.org/' },
        bring: [words.texts('topic:set.bring[]')],
      },
    },
    {
      path: '/desk-cards/nytt/set',
      body: { name: words.texts('desk-card:set.name'), topics: ['ny'], languages: ['sv'] },
    },
    {
      path: '/place-cards/nytt/set',
      body: { kind: 'room', name: words.texts('place-card:set.name') },
    },
    { path: '/inquiries/ny/set', body: { label: words.texts('inquiry:set.label') } },
    { path: '/destinations/ny/set', body: { label: words.texts('destination:set.label') } },
    {
      path: '/printers/ny/set',
      body: { name: words.texts('printer:set.name'), connection: 'virtual' },
    },
    {
      path: '/set',
      body: {
        name: words.text('office:set.name'),
        languages: ['sv', 'fi', 'en', 'so', 'ar', 'ti', 'fa', 'ckb', 'tr', 'es', 'pl', 'uk'],
      },
    },
    {
      path: '/notices/ny/set',
      body: {
        ...{ title: { sv: 'Ny' }, ...span },
        image: image('notice:set.image.alt'),
      },
    },
    {
      path: '/activities/ny/set',
      body: {
        ...{ title: { sv: 'Ny' }, hours: twice('15:00', '16:00') },
        image: image('activity:set.image.alt'),
      },
    },
    {
      path: '/drafts/set',
      body: {
        draft: {
          ...{ kind: 'notice', id: 'utkast', ...span },
          title: words.texts('draft:set.draft.title'),
          text: words.texts('draft:set.draft.text'),
          image: image('draft:set.draft.image.alt'),
        },
      },
    },
    {
      path: '/drafts/set',
      body: {
        draft: {
          ...{ kind: 'activity', id: 'utkast', hours: twice('15:00', '16:00') },
          title: words.texts('draft:set.draft.title'),
          shortTitle: words.texts('draft:set.draft.shortTitle'),
          place: words.texts('draft:set.draft.place'),
        },
      },
    },
    { path: '/topics/ny/pause', body: { why: words.texts('topic:pause.why') } },
  ];
}

/** Asked last of all, since tickets that wait for it end. */
export const hostileCancel = (words: HostileWords): Asked => ({
  path: `/agencies/har/visits/${TODAY}/cancel`,
  body: { why: words.texts('visit:cancel.why') },
});

/** A calendar of others with words in every field that programs write, and in some that none does. */
function hostileCalendar(words: HostileWords): string {
  const text = (field: string) => words.text(`calendar ${field}`).replace(/[\\;,]/g, '\\$&');
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `X-WR-CALNAME:${text('X-WR-CALNAME')}`,
    `X-WR-CALDESC:${text('X-WR-CALDESC')}`,
    'BEGIN:VEVENT',
    `UID:${text('UID')}`,
    'DTSTART:20261124T160000Z',
    'DTEND:20261124T170000Z',
    `SUMMARY:${text('SUMMARY')}`,
    `LOCATION:${text('LOCATION')}`,
    `DESCRIPTION:${text('DESCRIPTION')}`,
    `X-ALT-DESC;FMTTYPE=text/html:<html><body>${text('X-ALT-DESC')}</body></html>`,
    `URL:javascript:${text('URL')}`,
    `URL;VALUE=URI:http://evil.test/fetched`,
    `ATTACH:http://evil.test/${encodeURI(text('ATTACH'))}`,
    `IMAGE;VALUE=URI:http://evil.test/image.png`,
    `ORGANIZER;CN="${text('ORGANIZER').replaceAll('"', '')}":mailto:x@evil.test`,
    `CATEGORIES:${text('CATEGORIES')}`,
    `COMMENT:${text('COMMENT')}`,
    '__proto__:polluted',
    'constructor;prototype=polluted:polluted',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:__proto__',
    'DTSTART:20261125T160000Z',
    'DTEND:20261125T170000Z',
    `SUMMARY:${text('SUMMARY')}`,
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:constructor',
    'SUMMARY:hasOwnProperty',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** A hub on the log of an office that was seeded from `seed`, as npm start would from a file of it. */
export async function hubSeededWith(seed: { id: string }, folder: string): Promise<TestHub> {
  writeFileSync(join(folder, `${seed.id}.json`), JSON.stringify(seed));
  const log = await SqliteEventLog.open(join(folder, 'torget.db'));
  for (const book of await loadOfficeSeeds(folder)) {
    const live = await LiveBook.open(log, book, Date.parse(`${TODAY}T09:00:00+01:00`));
    await live.close();
  }
  await log.close();
  return TestHub.start({ DATA_DIR: folder });
}
