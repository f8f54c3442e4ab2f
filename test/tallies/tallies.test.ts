/** What staff count of visits, and that nothing leads back from it. Rules TA4… in docs/spec.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SqliteCounters } from '#server/tallies/sqlite-counters.ts';
import { hidden, Tallies } from '#server/tallies/tallies.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Request } from '#shared/protocol.ts';
import type { DestinationId, InquiryId, LocalDate } from '#shared/vocabulary.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const TUESDAY = '2026-11-24' as LocalDate;
const at = (local: string) =>
  Temporal.ZonedDateTime.from(`${local}[Europe/Stockholm]`).epochMilliseconds;

/** An office that counts letters and asylum, and sends on to Försäkringskassan. */
const book = {
  id: 'ragsved',
  zone: 'Europe/Stockholm',
  languages: ['sv', 'en', 'so'],
  holidayCountry: 'SE',
  holidays: [],
  inquiries: [
    { id: 'letters' as InquiryId, label: { sv: 'Brev' } },
    { id: 'asylum' as InquiryId, label: { sv: 'Asyl' } },
  ],
  destinations: [{ id: 'fk' as DestinationId, label: { sv: 'Försäkringskassan' } }],
} as unknown as OfficeBook;

type NoteAsked = { request: 'visit-note:add' } & Request<'visit-note:add'>;

const visit = (requestId: string, more: Partial<NoteAsked> = {}): NoteAsked => ({
  request: 'visit-note:add',
  requestId,
  asked: [],
  sentOn: [],
  visitor: null,
  quick: false,
  language: null,
  ...more,
});

async function office(file = join(temporaryFolder(), 'tallies.db')) {
  const counters = new SqliteCounters(file);
  onTestFinished(() => counters.close().catch(() => {}));
  const clock = { at: at('2026-11-24T10:00') };
  const tallies = new Tallies({
    counters,
    book: () => book,
    now: () => clock.at,
    changed: () => {},
  });
  await tallies.open();
  const noteOf = async (asked: NoteAsked) => {
    const reply = await tallies.perform(asked);
    if (!reply.ok) throw new Error(reply.code);
    return (reply.answer as { note: string }).note;
  };
  const undo = (note: string, requestId: string) =>
    tallies.perform({ request: 'visit-note:undo', requestId, note });
  const counts = async () => Object.fromEntries(await counters.read('ragsved/'));
  return { file, counters, clock, tallies, noteOf, undo, counts };
}

describe('a note of a visit', () => {
  it('[TA4] is sums: what was asked, where to, who, in which language', async () => {
    const { noteOf, counts } = await office();
    const fk = 'fk' as DestinationId;
    await noteOf(
      visit('one', {
        ...{ asked: ['letters', 'asylum', 'letters'] as InquiryId[], visitor: 'woman' },
        ...{ sentOn: [{ to: fk, warm: true }], language: 'so' },
      }),
    );
    await noteOf(visit('two', { asked: ['letters' as InquiryId], quick: true }));
    expect(await counts()).toEqual({
      'ragsved/2026-11-24/day': {
        ...{ notes: 2, quick: 1, 'asked:letters': 2, 'asked:asylum': 1 },
        ...{ 'warm:fk': 1, 'visitor:woman': 1, 'language:so': 1 },
      },
    });
  });

  it.each([
    ['2026-11-24T16:59:59', 'day'],
    ['2026-11-24T17:00', 'evening'],
    ['2026-11-28T10:00', 'weekend'],
    ['2026-11-29T18:00', 'weekend'],
    ['2026-12-25T10:00', 'weekend'],
    ['2027-03-28T10:00', 'weekend'],
    ['2026-10-26T16:30', 'day'],
  ])('[TA4] of %s is counted in the %s', async (local, part) => {
    const { clock, noteOf, counts } = await office();
    clock.at = at(local);
    await noteOf(visit('one'));
    expect(Object.keys(await counts())).toEqual([`ragsved/${local.slice(0, 10)}/${part}`]);
  });

  it('[TA4] of things the office does not count is refused, and counts nothing', async () => {
    const { tallies, counts } = await office();
    const replies = [
      await tallies.perform(visit('one', { asked: ['nonsense' as InquiryId] })),
      await tallies.perform(visit('two', { sentOn: [{ to: 'x' as DestinationId, warm: false }] })),
      await tallies.perform(visit('three', { language: 'pl' })),
    ];
    expect(replies).toEqual([
      { ok: false, code: 'unknown-inquiry' },
      { ok: false, code: 'unknown-destination' },
      { ok: false, code: 'language-not-offered' },
    ]);
    expect(await counts()).toEqual({});
  });

  it('[TA5] repeated is answered as the first time and counted once, also over the end of a part of the day', async () => {
    const { clock, noteOf, file, counters } = await office();
    clock.at = at('2026-11-24T16:59:58');
    const first = await noteOf(visit('one', { visitor: 'man' }));
    expect(await noteOf(visit('one', { visitor: 'man' }))).toBe(first);
    await counters.close();
    const again = await office(file); // the hub was started anew
    again.clock.at = at('2026-11-24T17:00:05');
    expect(await again.noteOf(visit('one', { visitor: 'man' }))).toBe(first);
    expect(await again.counts()).toEqual({
      'ragsved/2026-11-24/day': { notes: 1, 'visitor:man': 1 },
    });
  });

  it('[TA5] that could not be written is refused so that it is repeated, and then counted once', async () => {
    const { file, tallies, noteOf, counts } = await office();
    await noteOf(visit('before'));
    const other = new DatabaseSync(file);
    onTestFinished(() => other.close());
    other.exec('BEGIN EXCLUSIVE');
    expect(await tallies.perform(visit('one'))).toEqual({ ok: false, code: 'hub-unavailable' });
    other.exec('ROLLBACK');
    const first = await noteOf(visit('one'));
    expect(await noteOf(visit('one'))).toBe(first);
    expect(await counts()).toEqual({ 'ragsved/2026-11-24/day': { notes: 2 } });
  });

  it('[TA6] is taken back once, by what was given back with it', async () => {
    const { noteOf, undo, counts } = await office();
    const note = await noteOf(visit('one', { visitor: 'woman', asked: ['asylum' as InquiryId] }));
    await noteOf(visit('two', { visitor: 'woman' }));
    expect(await undo(note, 'undo-1')).toEqual({ ok: true, answer: { note } });
    expect(await undo(note, 'undo-2')).toEqual({ ok: true, answer: { note } });
    expect((await counts())['ragsved/2026-11-24/day']).toEqual({
      ...{ notes: 1, 'visitor:woman': 1, 'asked:asylum': 0 },
    });
  });

  it('[TA6] is not taken back once more by writing the same seal in another way', async () => {
    const { noteOf, undo, counts } = await office();
    const note = await noteOf(visit('one'));
    await noteOf(visit('two'));
    await undo(note, 'u1');
    for (const [nth, other] of [`${note}=`, `${note}.x`, `${note} `, `${note}!`].entries())
      expect(await undo(other, `u-${nth}`)).toEqual({ ok: false, code: 'malformed-request' });
    expect((await counts())['ragsved/2026-11-24/day']).toEqual({ notes: 1 });
  });

  it('[TA6] two notes under one id are two, and taking back one leaves the other', async () => {
    const { noteOf, undo, counts } = await office();
    await noteOf(visit('one', { visitor: 'woman' }));
    const other = await noteOf(visit('one', { visitor: 'man' }));
    await undo(other, 'u1');
    expect((await counts())['ragsved/2026-11-24/day']).toEqual({
      ...{ notes: 1, 'visitor:woman': 1, 'visitor:man': 0 },
    });
  });

  it('[TA6] cannot be taken back when its part of the day is over, nor by what is made up', async () => {
    const { clock, noteOf, undo, counts } = await office();
    const note = await noteOf(visit('one'));
    const before = await counts();
    const forged = `${note.slice(0, -3)}AAA`;
    expect(await undo(forged, 'u1')).toEqual({ ok: false, code: 'malformed-request' });
    expect(await undo('2026-11-24.day.', 'u2')).toEqual({ ok: false, code: 'malformed-request' });
    expect(await undo('nonsense', 'u3')).toEqual({ ok: false, code: 'too-late-to-undo' });
    clock.at = at('2026-11-24T17:01:01');
    expect(await undo(note, 'u4')).toEqual({ ok: false, code: 'too-late-to-undo' });
    expect(await counts()).toEqual(before);
  });
});

describe('the file of the counts', () => {
  it('[TA7] AB-115 has no row, order, time, ticket, desk or request for anybody to join with', async () => {
    const { file, noteOf, clock, counters, tallies } = await office();
    const asked = ['asylum' as InquiryId];
    for (let nth = 0; nth < 40; nth += 1) {
      clock.at += 60_000;
      await noteOf(
        visit(`request-of-the-day-${nth}`, { visitor: nth === 7 ? 'woman' : 'man', asked }),
      );
    }
    clock.at = at('2026-11-24T18:00');
    await tallies.open();
    await counters.close();
    const folder = dirname(file);
    expect(readdirSync(folder).filter((name) => name.startsWith('tallies.db'))).toContain(
      'tallies.db',
    );
    const everything = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join();
    expect(everything).toContain('visitor:woman');
    expect(everything).not.toMatch(/request-of-the-day|bord-|A\d{3}|1795\d{9}/);
    // One number for each thing; nothing else is left, not even how many requests there were.
    const db = new DatabaseSync(file);
    onTestFinished(() => db.close());
    expect(
      db
        .prepare('SELECT * FROM counts')
        .all()
        .map(({ key, count }) => [key, count]),
    ).toEqual([
      ['asked:asylum', 40],
      ['notes', 40],
      ['visitor:man', 39],
      ['visitor:woman', 1],
    ]);
    expect(db.prepare('SELECT * FROM requests').all()).toEqual([]);
    expect(db.prepare('SELECT count(*) AS n FROM salts WHERE salt IS NOT NULL').get()).toEqual({
      n: 0,
    });
  });
});

describe('what is told of it', () => {
  it('[TA8] AB-115 hides what is fewer than five, and one more where that could be reckoned out', () => {
    expect(
      hidden({ notes: 30, 'visitor:woman': 1, 'visitor:man': 9, 'visitor:other': 20 }),
    ).toEqual({ notes: 30, 'visitor:woman': '<5', 'visitor:man': '<5', 'visitor:other': 20 });
    expect(hidden({ 'asked:a': 2, 'asked:b': 3, 'asked:c': 7, 'asked:d': 0 })).toEqual({
      ...{ 'asked:a': '<5', 'asked:b': '<5', 'asked:c': 7, 'asked:d': 0 },
    });
    expect(hidden({ notes: 4, prints: 5 })).toEqual({ notes: '<5', prints: 5 });
  });

  it('[TA9] [TA8] is by part of the day, once it is over and nothing can come late', async () => {
    const { tallies, noteOf, clock } = await office();
    for (let nth = 0; nth < 6; nth += 1) await noteOf(visit(`r${nth}`));
    expect(await tallies.told(TUESDAY)).toEqual({ ok: true, answer: {} });
    clock.at = at('2026-11-24T17:00:30');
    expect(await tallies.told(TUESDAY)).toEqual({ ok: true, answer: {} });
    clock.at = at('2026-11-24T17:01');
    expect(await tallies.told(TUESDAY)).toEqual({ ok: true, answer: { day: { notes: 6 } } });
    expect(await tallies.told('2026-11-23' as LocalDate)).toEqual({ ok: true, answer: {} });
  });
});
