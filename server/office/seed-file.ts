/**
 * The files an office is seeded from: one per office, office/<id>.json. Read once, when the office does
 * not exist yet; from then on the log is what counts.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OfficeBook } from '#shared/office-book.ts';
import { bookMistakes, inWords } from './book-mistakes.ts';
import { RECALL_AFTER_SECONDS } from './office-book.ts';
import * as shape from './office-format.ts';

/** With its offset: '2026-01-01T00:00:00+01:00'. */
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const hours = shape.hours.extend({ until: shape.hours.shape.until.default(null) });
const changes = z
  .array(shape.dayChange.extend({ why: shape.texts.nullable().default(null) }))
  .default([]);

/** As a person writes it: what is usual may be left out, and a desk may name lines instead of every topic. */
export const seedFile = z.strictObject({
  id: shape.officeId,
  name: shape.name,
  zone: shape.zone,
  languages: shape.languages,
  lines: z.array(shape.line).min(1),
  topics: z
    .array(
      shape.topic.extend({
        parent: shape.topicId.nullable().default(null),
        line: shape.lineId.nullable().default(null),
        sensitive: z.boolean().default(false),
        discreetLabel: shape.texts.nullable().default(null),
        agency: shape.agencyId.nullable().default(null),
        headStartMinutes: z.int().default(0),
        answer: shape.topic.shape.answer.default(null),
        bring: shape.topic.shape.bring.default([]),
      }),
    )
    .min(1),
  desks: z
    .array(
      shape.desk
        .omit({ topics: true })
        /** It serves every topic of these lines. */
        .extend({ lines: z.array(shape.lineId).min(1) }),
    )
    .min(1),
  agencies: z.array(
    shape.agency.extend({
      shortName: shape.texts.nullable().default(null),
      place: shape.texts.nullable().default(null),
      speaks: shape.agency.shape.speaks.default(null),
      visits: z.array(hours),
      changes,
    }),
  ),
  hours: z.array(hours),
  hoursChanges: changes,
  holidayCountry: shape.holidayCountry.default('SE'),
  holidays: z
    .array(shape.holiday.extend({ name: shape.texts.nullable().default(null) }))
    .default([]),
  activities: z
    .array(
      shape.activity.extend({
        shortTitle: shape.texts.nullable().default(null),
        text: shape.activity.shape.text.default(null),
        image: shape.activity.shape.image.default(null),
        place: shape.texts.nullable().default(null),
        speaks: shape.activity.shape.speaks.default(null),
        hours: z.array(hours),
        changes,
        onHolidays: z.boolean().default(false),
      }),
    )
    .default([]),
  notices: z
    .array(
      shape.notice.extend({
        text: shape.notice.shape.text.default(null),
        image: shape.notice.shape.image.default(null),
        weight: z.number().default(1),
        seconds: z.number().nullable().default(null),
        from: instant,
        until: instant,
      }),
    )
    .default([]),
  feeds: z
    .array(
      shape.feed.extend({
        url: shape.feed.shape.url.default(null),
        shown: z.boolean().default(true),
        watched: z.boolean().default(true),
      }),
    )
    .default([]),
  displays: z.array(shape.display).default([]),
  printers: z
    .array(
      shape.printer.extend({
        roll: shape.printer.shape.roll.default({ widthMm: 80, dotsPerInch: 203 }),
        answers: z.boolean().default(true),
      }),
    )
    .default([]),
  inquiries: z.array(shape.inquiry).default([]),
  destinations: z.array(shape.destination).default([]),
  places: z.array(shape.place).default([]),
  settings: shape.settings.extend({
    recallAfterSeconds: z.int().default(RECALL_AFTER_SECONDS),
    secondPairOfEyes: z.boolean().default(false),
  }),
});

/** @throws {SeedFileError} naming every mistake of every file in `folder`, so that they are corrected in one go. */
export async function loadOfficeSeeds(folder: string): Promise<readonly OfficeBook[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const read = await Promise.all(
    names.map(async (name) => readSeed(name, await readFile(join(folder, name), 'utf8'))),
  );
  const problems = read.flatMap((seed) => seed.problems);
  if (problems.length > 0) throw new SeedFileError(problems);
  return read.flatMap(({ book }) => (book ? [book] : []));
}

/** The message is for whoever wrote the file: one line per mistake, with file and place. */
export class SeedFileError extends Error {
  override readonly name = 'SeedFileError';
  constructor(problems: readonly string[]) {
    super(`The office files have mistakes:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
}

type ReadSeed = { book: OfficeBook | null; problems: readonly string[] };

function readSeed(file: string, source: string): ReadSeed {
  const wrong = (problems: readonly string[]): ReadSeed => ({
    book: null,
    problems: problems.map((problem) => `${file}: ${problem}`),
  });

  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    // Said with the other files' mistakes; JSON.parse throws nothing but a SyntaxError.
    return wrong([`is not JSON: ${(error as SyntaxError).message}`]);
  }
  const steering = wordsThatSteer(json);
  if (steering.length > 0)
    return wrong(
      steering.map(
        (place) =>
          `${place}: has signs that nobody sees and that turn or break the text around them`,
      ),
    );
  const parsed = seedFile.safeParse(json);
  if (!parsed.success)
    return wrong(
      parsed.error.issues.map(({ path, message }) => `${placeOf(json, path)}: ${message}`),
    );
  const book = bookOf(parsed.data);
  const mistakes = bookMistakes(book).map(inWords);
  if (`${book.id}.json` !== file) mistakes.unshift(`id is '${book.id}', unlike the file's name`);
  return mistakes.length > 0 ? wrong(mistakes) : { book, problems: [] };
}

const bookOf = ({ desks, ...rest }: z.output<typeof seedFile>): OfficeBook => ({
  ...rest,
  takeover: null,
  noticeDrafts: [],
  activityDrafts: [],
  desks: desks.map(({ id, name, languages, lines }) => ({
    id,
    name,
    languages,
    topics: rest.topics
      .filter(({ line }) => line !== null && lines.includes(line))
      .map((topic) => topic.id),
  })),
});

/** What a request may not hold either (shared/plain-text.ts); here its author can take it out. */
const STEERS = /(?![\n\t])\p{Cc}|[\u200b\u2028-\u202e\u2060-\u206f\ufff9-\ufffb\ufeff]/u;

/** Where in the file there are such, by place. */
function wordsThatSteer(
  json: unknown,
  here: unknown = json,
  path: readonly PropertyKey[] = [],
): string[] {
  if (typeof here === 'string') return STEERS.test(here) ? [placeOf(json, path)] : [];
  if (typeof here !== 'object' || here === null) return [];
  return Object.entries(here).flatMap(([name, value]) =>
    wordsThatSteer(json, value, [...path, Array.isArray(here) ? Number(name) : name]),
  );
}

/** 'topics.housing.label' rather than 'topics.17.label', where the thing has an id to be found by. */
function placeOf(json: unknown, path: readonly PropertyKey[]): string {
  let here = json;
  const steps = path.map((step) => {
    here = (here as Record<PropertyKey, unknown> | undefined)?.[step];
    const id = typeof step === 'number' ? (here as { id?: unknown } | undefined)?.id : undefined;
    return typeof id === 'string' ? id : String(step);
  });
  return steps.join('.') || 'the whole file';
}
