import { describe, expect, it } from 'vitest';
import { slipOf } from '#print/slip.ts';
import { LANGUAGE_TAGS, type Language } from '#shared/vocabulary.ts';
import { preschool, topicOf } from './made-up.ts';

/** No line ends inside a date, and a time keeps its direction among letters of another. */
const [NBSP, FSI, PDI] = ['\u00a0', '\u2068', '\u2069'];

describe('what stands on a slip', () => {
  it('[PR1] tells a Swedish visitor everything once', () => {
    expect(slipOf(preschool('sv'))).toEqual({
      language: 'sv',
      officeName: 'Medborgarkontoret Rågsved',
      reprint: null,
      numberLabel: { text: 'Ditt könummer', language: 'sv' },
      number: 'A042',
      ahead: { text: '3 före dig', language: 'sv' },
      minutes: { text: 'Ungefär 10–20 minuter', language: 'sv' },
      topic: { text: 'Söka plats i förskola', language: 'sv' },
      topicInSwedish: null,
      bringLabel: { text: 'Ha gärna framme', language: 'sv' },
      bring: [
        { text: 'Ditt och barnets personnummer, om ni har det', language: 'sv' },
        { text: 'BankID, om du har det', language: 'sv' },
      ],
      waiting: {
        text: 'Sätt dig gärna. När det är din tur hörs en signal, och numret visas på den stora skärmen.',
        language: 'sv',
      },
      date: `tisdag 24${NBSP}november 2026`,
      timeAndTerminal: `${FSI}10:04${PDI} · ${FSI}Automat${NBSP}1${PDI}`,
      follow: {
        address: 'https://torget.example.se/t/Zm9sbG93LW1lLXBsZWFzZQ',
        label: { text: 'Följ kön i mobilen', language: 'sv' },
      },
    });
  });

  it.each(LANGUAGE_TAGS)(
    '[PR1] speaks %s throughout, and gives the errand in Swedish too',
    (tag) => {
      const slip = slipOf({ ...preschool(tag), copy: 2 });
      const said = [
        ...[slip.reprint, slip.numberLabel, slip.ahead, slip.minutes, slip.topic, slip.bringLabel],
        ...[...slip.bring, slip.waiting, slip.follow?.label],
      ];
      expect(new Set(said.map((words) => words?.language))).toEqual(new Set([tag]));
      expect(slip.topicInSwedish).toBe(tag === 'sv' ? null : 'Söka plats i förskola');
    },
  );

  it('[PR1] says Swedish and knows that it does, where the office has no words in the language', () => {
    const slip = slipOf({ ...preschool('ti'), topic: { sv: 'Bibliotek' }, bring: [] });
    expect(slip.topic).toEqual({ text: 'Bibliotek', language: 'sv' });
    expect(slip.topicInSwedish).toBeNull();
  });

  it('[PR1] says nothing of a place in line to a visitor who does not stand in one', () => {
    expect(slipOf({ ...preschool('sv'), ahead: null }).ahead).toBeNull();
  });

  it('[PR1] tells the first in line that she is next', () => {
    expect(slipOf({ ...preschool('sv'), ahead: 0 }).ahead?.text).toBe('Du är näst på tur');
    expect(slipOf({ ...preschool('en'), ahead: 1 }).ahead?.text).toBe('1 person before you');
  });

  it('[SL1] says how long it may take as a range, and nothing when nobody can tell', () => {
    expect(slipOf(preschool('en')).minutes?.text).toBe('About 10–20 minutes');
    for (const tag of LANGUAGE_TAGS) {
      expect(slipOf(preschool(tag)).minutes?.text).toMatch(/10.*20/);
      expect(slipOf({ ...preschool(tag), minutes: null }).minutes).toBeNull();
    }
  });

  it('[SL2] a copy says that it is one, and when it was printed', () => {
    const again = { copy: 2, printedAt: Date.parse('2026-11-24T10:31:00+01:00') };
    const slip = slipOf({ ...preschool('sv'), ...again });
    expect(slip.reprint?.text).toBe(`Utskrift${NBSP}2${NBSP}·${NBSP}${FSI}10:31${PDI}`);
    expect(slip.timeAndTerminal).toContain('10:04');
    for (const tag of LANGUAGE_TAGS)
      expect(slipOf({ ...preschool(tag), ...again }).reprint?.text).toMatch(/2.*10:31/);
  });

  it.each(
    Object.entries({
      sv: 'tisdag 24 november 2026',
      fi: 'tiistai 24. marraskuuta 2026',
      en: 'Tuesday, 24 November 2026',
      so: 'Talaado, 24 Nofembar 2026',
      ar: 'الثلاثاء، 24 نوفمبر 2026',
      ti: 'ሰሉስ፣ 24 ሕዳር 2026',
      fa: 'سه‌شنبه 24 نوامبر 2026',
      ckb: 'سێشەممە، 24ی تشرینی دووەمی 2026',
      tr: '24 Kasım 2026 Salı',
      es: 'martes, 24 de noviembre de 2026',
      pl: 'wtorek, 24 listopada 2026',
      uk: 'вівторок, 24 листопада 2026 р.',
    } satisfies Record<Language, string>),
  )('[SL3] gives the day in %s as %s', (tag, date) => {
    expect(slipOf(preschool(tag as Language)).date.replaceAll(NBSP, ' ')).toBe(date);
  });

  it('[SL3] has no other digits than Western ones, as on the wall', () => {
    for (const tag of LANGUAGE_TAGS)
      expect(JSON.stringify(slipOf({ ...preschool(tag), ahead: 12, copy: 3 }))).not.toMatch(
        /(?![0-9])\p{Nd}/u,
      );
  });

  it('[SL4] says nothing of a sensitive errand but its discreet wording', () => {
    const discreet = { sv: 'Information och råd', en: 'Information and advice' };
    const slip = slipOf({ ...preschool('en'), ...topicOf('skulder'), topic: discreet });
    expect(JSON.stringify(slip)).not.toMatch(/skuld|debt/i);
    expect(slip.topic.text).toBe('Information and advice');
    expect(slip.topicInSwedish).toBe('Information och råd');
  });
});
