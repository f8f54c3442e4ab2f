/** Every field that takes letters, and what becomes of hostile ones: rules HW1, HW4 and HW7. What is seen of them: test/journeys. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayPage } from '#print/day-page.ts';
import { encodePicture } from '#print/escpos.ts';
import { slipOf } from '#print/slip.ts';
import { drawSlip } from '#print/slip-picture.ts';
import { drawStaffPage } from '#print/staff-pages.ts';
import { loadOfficeSeeds, seedFile } from '#server/office/seed-file.ts';
import { requests } from '#shared/protocol.ts';
import type { Language } from '#shared/vocabulary.ts';
import { decodeEscPos } from '#test/support/escpos-decoder.ts';
import {
  hostileBook,
  hostileCancel,
  hostileRequests,
  hostileSeed,
} from '#test/support/hostile-office.ts';
import { HostileWords } from '#test/support/hostile-words.ts';
import { TestHub, TOKEN } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { textFieldsOf } from '#test/support/text-fields.ts';
import { dayPage as dayFacts, preschool, rolls, testPage } from './print/made-up.ts';

const HOSTILE = '<img src=x onerror=pwned(1)>';
const words = new HostileWords();
const seed = hostileSeed(words);
hostileRequests(words);
hostileCancel(words);
hostileBook(words, '0'.repeat(64));
const given = words.fields.filter((field) => !field.startsWith('calendar '));

const inSeeds = textFieldsOf(seedFile);
const inRequests = Object.entries(requests).flatMap(([request, shape]) =>
  textFieldsOf(shape).map((field) => `${request}.${field}`),
);

const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];

async function read(file: unknown): Promise<unknown> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'ragsved.json'), JSON.stringify(file));
  return loadOfficeSeeds(folder);
}

const isTaken = (file: unknown): Promise<boolean> =>
  read(file).then(
    () => true,
    () => false,
  );

/** The seed with `text` in `field`, where it first has such a field. */
function seedWith(field: string, text: string | { sv: string }): unknown {
  const copy = structuredClone(seed) as unknown;
  const steps = field.split(/(?=\[\])|\./);
  const put = (here: unknown, [step = '', ...rest]: readonly string[]): boolean => {
    if (typeof here !== 'object' || here === null) return false;
    const among = here as Record<string, unknown>;
    const names = step === '[]' ? Object.keys(here) : [step];
    if (rest.length > 0) return names.some((name) => put(among[name], rest));
    for (const name of names.slice(0, 1)) among[name] = text;
    return names.length > 0;
  };
  if (!put(copy, steps)) throw new Error(`The hostile office has no ${field}`);
  return copy;
}

const hoursWith = (rule: string) => [{ rule, from: '2026-01-01', opens: '09:00', closes: '12:00' }];
const draftWith = (rule: string) => ({
  ...{ kind: 'activity', id: 'ny', title: { sv: 'Ny' } },
  hours: hoursWith(rule),
});
/** No words, and refused when they are anything else than what they say. */
const REFUSED: readonly [field: string, path: string, body: object][] = [
  ['hours:set.hours[].rule', '/hours/set', { hours: hoursWith(HOSTILE) }],
  [
    'agency:set.visits[].rule',
    '/agencies/arbetsformedlingen/set',
    { name: { sv: 'Arbetsförmedlingen' }, visits: hoursWith(HOSTILE) },
  ],
  [
    'agency:set-visits.visits[].rule',
    '/agencies/arbetsformedlingen/set-visits',
    { visits: hoursWith(HOSTILE) },
  ],
  [
    'activity:set.hours[].rule',
    '/activities/kor/set',
    { title: { sv: 'Kör' }, hours: hoursWith(HOSTILE) },
  ],
  ['feed:set.url', '/feeds/folkets-hus/set', { name: 'Folkets Hus', url: HOSTILE }],
  [
    'topic:set.answer.url',
    '/topics/ny/set',
    {
      ...{ label: { sv: 'Ny' }, pictogram: 'leaf', line: 'vagledare' },
      answer: { text: { sv: 'Svar' }, url: HOSTILE },
    },
  ],
  ['line:set.series', '/lines/ny/set', { series: '<b>', mayWait: 5 }],
  ['holiday-country:set.country', '/holiday-country/set', { country: '<img src=x' }],
  ['printer:set.connection', '/printers/ny/set', { name: { sv: 'Ny' }, connection: HOSTILE }],
  ['draft:set.draft.hours[].rule', '/drafts/set', { draft: draftWith(HOSTILE) }],
  ['visit-note:undo.note', '/visit-notes/undo', { note: HOSTILE }],
  ['feed:import.text', '/feeds/folkets-hus/import', { text: HOSTILE }],
];

describe('every field that takes letters', () => {
  it('[HW1] of a seed file is given hostile words, or refuses them', async () => {
    expect(inSeeds).toEqual(expect.arrayContaining(['name', 'topics[].bring[]', 'zone']));
    await read(seed);
    const taken = [];
    for (const field of inSeeds.filter((field) => !given.includes(field)))
      for (const text of [HOSTILE, { sv: HOSTILE }])
        if (await isTaken(seedWith(field, text))) taken.push(field);
    expect(taken).toEqual([]);
  });

  describe('of a request', () => {
    let hub: TestHub;
    let api: OfficeApi;
    beforeAll(async () => {
      hub = await TestHub.start();
      api = new OfficeApi(hub.url);
      await api.post('/feeds/folkets-hus/set', { name: 'Folkets Hus' });
    });
    afterAll(async () => {
      api.close();
      await hub.end();
    });

    it('[HW1] is given hostile words, or is among those that refuse them', () => {
      const refused = REFUSED.map(([field]) => field);
      // Its own caller's name for it, said to nobody; hostile in the journey.
      const words = inRequests.filter((field) => !field.endsWith('.requestId'));
      expect(words.filter((field) => !given.includes(field)).sort()).toEqual(refused.sort());
      expect(given.filter((field) => ![...inSeeds, ...words].includes(field))).toEqual([]);
    });

    it('[HW3] AB-081 of what only the book has, they are in it as they were written', async () => {
      const picture = await sharp({
        create: { width: 9, height: 9, channels: 3, background: '#fff' },
      })
        .png()
        .toBuffer();
      const sent = await fetch(`${hub.url}/api/v1/offices/ragsved/media`, {
        ...{ method: 'POST', body: new Uint8Array(picture) },
        headers: { Authorization: `Bearer ${TOKEN}` },
      });
      const { media } = (await sent.json()) as { media: string };
      const own = new HostileWords();
      for (const { path, body } of hostileBook(own, media))
        expect([path, (await api.post(path, body)).status]).toEqual([path, 200]);
      const read = [(await api.get('/book')).body, (await api.get('/topics')).body];
      const book = stringsIn(read).join('\n');
      expect(own.fields.filter((field) => !own.isReadIn(book, field, 'sv'))).toEqual([]);
    });

    it.each(REFUSED)('[HW1] %s refuses them, and the book is as before', async (_, path, body) => {
      const bookNow = async () => {
        const { at: _, ...book } = (await api.get<Record<string, unknown>>('/book')).body;
        return book;
      };
      const before = await bookNow();
      const { status } = await api.post(path, body);
      expect([400, 409]).toContain(status);
      expect(await bookNow()).toEqual(before);
    });
  });
});

describe('a seed file', () => {
  it.each([
    ['an override of direction', 'Kontoret \u202egevsgår'],
    ['an isolate', 'Kontoret \u2067Rågsved'],
    ['a control', 'Kontoret\u001b[2J'],
    ['nothing that is seen', 'Kontoret\u200b'],
    ['a separator of lines', 'Kontoret\u2028Rågsved'],
  ])('[HW7] with %s in a text is refused, and says where', async (_, text) => {
    await expect(read(seedWith('name', text))).rejects.toThrow(/ragsved\.json: name: has signs/);
    await expect(read(seedWith('agencies[].name.sv', text))).rejects.toThrow(
      /ragsved\.json: agencies\.har\.name\.sv: has signs/,
    );
  });

  it('[HW7] may have joiners that a script needs, soft hyphens and the marks of direction', async () => {
    await read(seedWith('name', 'می\u200cخواهم med\u00adborgar\u200e👨‍👩‍👧'));
  });
});

describe.each(rolls)('on paper, $roll', ({ paper }) => {
  it.each(['sv', 'en', 'ar'] as const)(
    '[HW4] in %s is told as it was written, and sent as dots',
    (language) => {
      const [svar, hemlig] = ['svar', 'hemlig'].map((id) =>
        seed.topics.find((one) => one.id === id),
      );
      const written = svar as unknown as { bring: { [tag in Language]: string }[] };
      const slip = slipOf({
        ...preschool(language),
        officeName: seed.name,
        topic: (hemlig as unknown as { discreetLabel: { sv: string } }).discreetLabel,
        bring: written.bring,
        terminal: seed.printers[0]?.name ?? { sv: '' },
      });
      expect(slip.bring.map(({ text }) => text)).toEqual(
        written.bring.map((texts) => texts[language]),
      );
      expect(slip.officeName).toBe(seed.name);
      const long = slipOf({
        ...preschool(language),
        topic: { sv: HOSTILE.repeat(7).slice(0, 200) },
      });
      const test = drawStaffPage({ ...testPage, officeName: seed.name, printer: HOSTILE }, paper);
      for (const picture of [drawSlip(slip, paper), drawSlip(long, paper), test]) {
        const { commands, papers } = decodeEscPos(encodePicture(picture));
        expect(commands.filter((command) => !/^GS v 0 \d+x\d+$/.test(command))).toEqual([]);
        expect(papers[0]?.heightDots).toBe(picture.heightDots);
      }
    },
  );

  it('[HW4] on the page of the day, which is letters, is no command either', () => {
    const controlsIn = (label: string) =>
      dayPage({ ...dayFacts, officeName: label, byTopic: [{ label, issued: 3 }] }, paper).filter(
        (byte) => byte < 0x20 && byte !== 0x0a,
      );
    const commands = '\u001b@\u001dV\u0000\u0010\u0004\u0001';
    expect(controlsIn(`Brev${commands}`)).toEqual(controlsIn('Brev'));
  });
});
