/** Rules O18…O22: the office that ships, Rågsved's, against what was asked of it. */
import { describe, expect, it } from 'vitest';
import { loadOfficeSeeds } from '#server/office/seed-file.ts';
import { openingAt, visitsBetween } from '#server/schedule/office-hours.ts';
import { spansBetween } from '#server/schedule/recurring-hours.ts';
import { LANGUAGE_TAGS, type Texts } from '#shared/vocabulary.ts';
import { stockholm } from '#test/support/office.ts';

const [ragsved = expect.unreachable('office/ragsved.json is missing')] =
  await loadOfficeSeeds('office');

/** What the decision to open the office lists, in its own words, and where a visitor finds it. */
const SERVICES: Readonly<Record<string, string>> = {
  // Service på MBK
  'Utskrifter mot en mindre avgift': 'utskrift',
  'Låna dator': 'lana-dator',
  'Datorhjälp som exempelvis att ordna en e-post adress': 'e-post',
  'Information om hur man ansöker om färdtjänst': 'fardtjanst',
  'Information och hjälp med att ansöka om plats till förskola': 'forskola',
  'Hjälp att förstå och tyda myndighetsbrev': 'myndighetsbrev',
  'Hämta blanketter och hjälp med att fylla i dem': 'blanketter',
  'Information om att lämna medborgarförslag': 'medborgarforslag',
  'Information om att överklaga beslut': 'overklaga',
  'Lämna in klagomål, synpunkter och förslag gällande förvaltningens verksamheter': 'synpunkter',
  'Lämna in handlingar till stadsdelsförvaltningen': 'lamna-in-handlingar',
  'Få kunskap om skolor och friskolor': 'skolor',
  'Få hjälp att ställa sig i bostadskön': 'bostadsko',
  'hjälp att boka bostad genom internet': 'boka-bostad',
  'hjälp att ställa sig i bostadsförmedlingens interna bostadskö': 'intern-bostadsko',
  'Information om föreningar i området': 'foreningar',
  'Tips på fritidsaktiviteter för barn, fritidsgårdens verksamhet': 'fritid-barn',
  'speciella event i området': 'kultur',
  'Information om föräldragrupper i stadsdelen': 'foraldragrupper',
  // Verksamhet
  'information om myndigheter, det svenska samhället': 'samhallet',
  förskola: 'forskola',
  färdtjänst: 'fardtjanst',
  föreningsbidrag: 'foreningsbidrag',
  kultur: 'kultur',
  budgetrådgivning: 'ekonomi',
  'tekniska frågor': 'it-hjalp',
  äldreomsorg: 'aldreomsorg',
  'frågor som rör ekonomi': 'ekonomi',
  'e-tjänster': 'e-tjanster',
  'god man': 'god-man',
  asylprocess: 'asyl',
  vårdkontakter: 'vard',
  konsumentfrågor: 'konsument',
  'hjälp med IT-relaterade frågor': 'it-hjalp',
  'tips på fritidsaktiviteter för barn': 'fritid-barn',
  utbildningsfrågor: 'studier',
  'användandet av digitala e-tjänster och mobiltelefoner': 'it-hjalp',
  'vägar till studier … unga vuxna 18–25 år': 'unga',
  'Föreningar … tillgängliga för information … vissa tider': 'traffa-en-forening',
  'Medborgarvärdar … ökad trygghet i området': 'trygghet',
  Försäkringskassan: 'forsakringskassan',
  Arbetsförmedlingen: 'arbetsformedlingen',
  'budget- och skuldrådgivare': 'skulder',
  'juridisk rådgivning': 'juridik',
  'Studie- och yrkesvägledare (SYV)': 'studievagledning',
  närpolisen: 'polis',
  'visa besökarna hur de kan hitta information': 'soka-information',
  // Uppsökande arbete, andra aktörer
  'Guidade vandringar i stadsdelen': 'guidad-vandring',
  'Öppna förskolan': 'oppna-forskolan',
  'Salongerna, öppen mötesplats för seniorer': 'seniorer',
  // mm
  mm: 'annat',
};

const open = spansBetween(
  ragsved.hours,
  ragsved.zone,
  stockholm('2026-01-01T00:00'),
  stockholm('2029-01-01T00:00'),
);
const groups = new Set(ragsved.topics.map(({ parent }) => parent));
const choices = ragsved.topics.filter(({ id }) => !groups.has(id));
const inAll = (texts: Texts): string[] => Object.values(texts).flatMap((text) => text ?? []);
const sensitive = choices.filter((topic) => topic.sensitive);

describe('what a visitor can ask for', () => {
  it.each(Object.entries(SERVICES))('[O18] “%s” is under %s', (_service, id) => {
    const topic = choices.find((choice) => choice.id === id);
    expect(topic).toBeDefined();
    // Two presses at most: its group, if it has one, is at the top.
    if (topic?.parent)
      expect(ragsved.topics.find((group) => group.id === topic.parent)?.parent).toBeNull();
  });

  it('[O18] nothing is offered that the decision does not ask for', () => {
    const asked = new Set(Object.values(SERVICES));
    expect(choices.filter(({ id }) => !asked.has(id)).map(({ id }) => id)).toEqual([]);
  });

  const said: Texts[] = [
    ...ragsved.topics.flatMap(({ label, discreetLabel, bring, answer }) => [
      label,
      ...(discreetLabel ? [discreetLabel] : []),
      ...bring,
      ...(answer ? [answer.text] : []),
    ]),
    ...ragsved.desks.map(({ name }) => name),
    ...ragsved.agencies.flatMap(({ name, shortName }) => [name, ...(shortName ? [shortName] : [])]),
    ...[...ragsved.activities, ...ragsved.notices].flatMap(({ title, text }) => [
      title,
      ...(text ? [text] : []),
    ]),
    ...ragsved.activities.flatMap(({ shortTitle }) => (shortTitle ? [shortTitle] : [])),
    ...ragsved.displays.map(({ name }) => name),
    ...ragsved.printers.map(({ name }) => name),
  ];

  it('[O19] the office offers every language, and so does every desk: nobody waits in vain', () => {
    expect(ragsved.languages).toEqual(LANGUAGE_TAGS);
    for (const { id, languages } of ragsved.desks) expect(languages, id).toEqual(LANGUAGE_TAGS);
  });

  it.each(LANGUAGE_TAGS)('[O19] everything is said in %s', (tag) => {
    for (const texts of said) {
      const text = texts[tag] ?? expect.unreachable(`'${texts.sv}' is missing`);
      expect(text).toBe(text.normalize('NFC').trim());
      expect(text).not.toMatch(/(?![0-9])\p{Nd}|[\p{Cc}\p{Co}\p{Cn}]|(?![\u200c\u200d])\p{Cf}/u);
      // A translation that is far longer than what it translates has become an explanation.
      expect(text.length, text).toBeLessThan(texts.sv.length * 2 + 20);
    }
  });

  it('[O19] labels are short enough for a button', () => {
    for (const { label } of ragsved.topics) {
      expect(label.sv.length, label.sv).toBeLessThanOrEqual(36);
      // The longest names an authority by what it is and by its sign.
      for (const text of inAll(label)) expect(text.length, text).toBeLessThanOrEqual(46);
    }
  });

  it('[O19] what to have at hand is at most three things, each two lines at most', () => {
    for (const { bring } of ragsved.topics) {
      expect(bring.length).toBeLessThanOrEqual(3);
      for (const text of bring.flatMap(inAll)) expect(text.length, text).toBeLessThanOrEqual(80);
    }
  });

  it('[O19] no sentence before a ticket is longer than fifteen words', () => {
    const sentences = ragsved.topics
      .flatMap(({ answer }) => (answer ? inAll(answer.text) : []))
      .flatMap((text) => text.split(/[.?!؟።]\s/));
    expect(sentences.filter((sentence) => sentence.split(/\s+/).length > 15)).toEqual([]);
  });

  it('[O20] money, health, law, asylum and police show one and the same neutral wording', () => {
    expect(sensitive.map(({ id }) => id)).toEqual([
      'overklaga',
      'juridik',
      'ekonomi',
      'skulder',
      'vard',
      'fardtjanst',
      'god-man',
      'polis',
      'asyl',
    ]);
    for (const { discreetLabel } of sensitive) {
      expect(discreetLabel).toEqual(sensitive[0]?.discreetLabel);
      expect(discreetLabel?.sv).toBe('Information och råd');
      expect(discreetLabel?.en).toBe('Information and advice');
    }
  });

  it('[O20] what to bring gives a sensitive topic away as little as its label does', () => {
    const neutral = 'Papper som hör till din fråga';
    for (const { bring } of sensitive)
      expect(bring.map(({ sv }) => sv).filter((text) => text !== neutral)).toEqual([]);
  });

  it('[O20] a series belongs to the guides or is shared by several bodies, so its letter tells nothing', () => {
    for (const line of ragsved.lines) {
      const bodies = new Set(
        choices.filter((topic) => topic.line === line.id).map(({ agency }) => agency),
      );
      expect(bodies.has(null) ? bodies.size === 1 : bodies.size > 1, line.id).toBe(true);
    }
  });

  it('[O18] a short errand has a head start: printing, handing in papers, borrowing a computer', () => {
    expect(choices.filter((topic) => topic.headStartMinutes > 0).map(({ id }) => id)).toEqual([
      'lamna-in-handlingar',
      'utskrift',
      'lana-dator',
    ]);
  });
});

describe('when it is open', () => {
  const days = Array.from({ length: 3 * 365 }, (_, index) =>
    Temporal.PlainDate.from('2026-01-01').add({ days: index }),
  );
  const isOpen = (day: Temporal.PlainDate, time: string) => {
    const at = stockholm(`${day}T${time}`);
    return open.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
  };

  it('[O21] fore- and afternoon every weekday, and on Wednesday evenings', () => {
    for (const day of days.filter(({ dayOfWeek }) => dayOfWeek <= 5)) {
      expect(isOpen(day, '10:00'), `${day} 10:00`).toBe(true);
      expect(isOpen(day, '13:30'), `${day} 13:30`).toBe(true);
      expect(isOpen(day, '18:00'), `${day} 18:00`).toBe(day.dayOfWeek === 3);
    }
  });

  it('[O21] the first Saturday of the month and no other day at the weekend', () => {
    for (const day of days.filter(({ dayOfWeek }) => dayOfWeek > 5))
      expect(isOpen(day, '12:00'), `${day}`).toBe(day.dayOfWeek === 6 && day.day <= 7);
  });
});

it('[O21] on a Tuesday at ten the door is open', () => {
  const closesAt = stockholm('2026-11-24T16:00');
  expect(openingAt(ragsved, stockholm('2026-11-24T10:00'))).toEqual({ open: true, closesAt });
});

describe('the visiting bodies', () => {
  const from = stockholm('2026-10-01T00:00');
  const visits = visitsBetween(ragsved, from, stockholm('2027-11-30T00:00'));
  const noHolidays = { ...ragsved, holidayCountry: null };
  const lineOf = (agency: string) => choices.find((topic) => topic.agency === agency)?.line;

  it('[O22] each has a topic, comes every week, and is named in the visitor’s language', () => {
    expect(ragsved.agencies.filter(({ id }) => lineOf(id) === undefined)).toEqual([]);
    for (let week = 0; week < 52; week += 1) {
      const monday = Temporal.PlainDate.from('2026-10-05').add({ weeks: week });
      const next = monday.add({ weeks: 1 });
      const here = new Set(
        visitsBetween(noHolidays, stockholm(`${monday}T00:00`), stockholm(`${next}T00:00`)).map(
          ({ agency }) => agency,
        ),
      );
      expect(here.size, `the week of ${monday}`).toBe(ragsved.agencies.length);
    }
  });

  it('[O22] none is here when the office is not open', () => {
    for (const visit of visits) {
      const within = open.some(
        ({ startsAt, endsAt }) => startsAt <= visit.startsAt && visit.endsAt <= endsAt,
      );
      expect(within, `${visit.agency} ${new Date(visit.startsAt).toISOString()}`).toBe(true);
    }
  });

  it('[O22] no two share a line, and so a desk, at the same time', () => {
    const clashes = visits.flatMap((visit, index) =>
      visits
        .slice(index + 1)
        .filter(
          (other) =>
            other.startsAt < visit.endsAt &&
            other.endsAt > visit.startsAt &&
            lineOf(other.agency) === lineOf(visit.agency),
        )
        .map((other) => `${visit.agency} and ${other.agency}`),
    );
    expect(clashes).toEqual([]);
  });
});
