/** Rule O14: the file an office is seeded from says where it is wrong. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadOfficeSeeds, SeedFileError } from '#server/office/seed-file.ts';
import { stockholm } from '#test/support/office.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torget-office-'));
  await cp('office', folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

it('[O14] every mistake of every file is named at once, with file and place', async () => {
  await rewrite('ragsved.json', (office) => {
    office.topics[3].pictogram = 'unicorn';
    office.topics[3].colour = 'red';
    office.desks[0].name = { en: 'Desk 1' };
  });
  await writeFile(join(folder, 'broken.json'), '{ "id": ');

  const refused = await loadOfficeSeeds(folder).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SeedFileError);
  const lines = String((refused as SeedFileError).message).split('\n');
  expect(lines).toEqual([
    'The office files have mistakes:',
    expect.stringMatching(/^ {2}broken\.json: is not JSON: /),
    expect.stringMatching(/^ {2}ragsved\.json: topics\.lamna-in-handlingar\.pictogram: /),
    expect.stringMatching(/^ {2}ragsved\.json: topics\.lamna-in-handlingar: .*colour/),
    expect.stringMatching(/^ {2}ragsved\.json: desks\.bord-1\.name\.sv: /),
  ]);
});

it('[O14] a file in the right form is held to the rules of a book, in words', async () => {
  await rewrite('ragsved.json', (office) => {
    office.lines[1].series = 'A';
    office.desks[0].lines = ['nowhere'];
    office.desks[1].lines = ['nowhere'];
  });
  await expect(loadOfficeSeeds(folder)).rejects.toThrow(
    'ragsved.json: lines.besok-1.series is the series of another line: two visitors would have one number',
  );
  await expect(loadOfficeSeeds(folder)).rejects.toThrow(
    'ragsved.json: desks.bord-1 serves no topic at all: are its lines there?',
  );
});

it('[O14] a file is called after its office', async () => {
  await rewrite('ragsved.json', (office) => {
    office.id = 'hagsatra';
  });
  await expect(loadOfficeSeeds(folder)).rejects.toThrow(
    "ragsved.json: id is 'hagsatra', unlike the file's name",
  );
});

it('[O14] what is usual may be left out of the file', async () => {
  const [office] = await loadOfficeSeeds(folder);
  expect(office?.topics.at(-1)).toEqual({
    id: 'annat',
    parent: null,
    line: 'vagledare',
    label: expect.objectContaining({ sv: 'Något annat – fråga oss' }),
    pictogram: 'question',
    sensitive: false,
    discreetLabel: null,
    agency: null,
    headStartMinutes: 0,
    answer: null,
    bring: [],
  });
});

it('[O14] what is usual of the schedule may be left out, and an instant is written with its offset', async () => {
  await rewrite('ragsved.json', (file) => {
    delete file.holidayCountry;
    file.activities = [{ id: 'bokbuss', title: { sv: 'Bokbuss' }, hours: [] }];
    file.notices = [
      {
        id: 'ny-dorr',
        title: { sv: 'Ny dörr' },
        priority: 'normal',
        from: '2026-11-24T10:00:00+01:00',
        until: '2026-11-25T10:00:00+01:00',
      },
    ];
    file.feeds = [{ id: 'biblioteket', name: 'Biblioteket' }];
    delete file.displays;
  });
  const [office] = await loadOfficeSeeds(folder);
  const from = stockholm('2026-11-24T10:00');
  expect(office).toMatchObject({
    ...{ holidayCountry: 'SE', holidays: [], hoursChanges: [], displays: [], takeover: null },
    activities: [{ speaks: null, place: null, changes: [], onHolidays: false }],
    notices: [{ from, until: from + 86_400_000, text: null, weight: 1, seconds: null }],
    feeds: [{ url: null, shown: true, watched: true }],
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a file that may be wrong in any way
async function rewrite(name: string, change: (office: any) => void): Promise<void> {
  const path = join(folder, name);
  const office: unknown = JSON.parse(await readFile(path, 'utf8'));
  change(office);
  await writeFile(path, JSON.stringify(office));
}
