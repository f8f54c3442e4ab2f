/** What the terminal says of topics and in its notices. Rules TT3, TT11… in docs/spec.md. */
import { describe, expect, it, vi } from 'vitest';
import '#shared/languages/staff-texts.ts';
import type { TextKey } from '#shared/languages/texts.ts';
import { FAULTS, type PrintState } from '#shared/printers.ts';
import type { Takeover } from '#shared/programme.ts';
import { REFUSAL_CODES } from '#shared/protocol.ts';
import type { Admission, TerminalView, TopicChoice } from '#shared/views.ts';
import { LANGUAGE_TAGS, type Language, type TopicId } from '#shared/vocabulary.ts';
import {
  closedNotice,
  lostNotice,
  refusedConnectionNotice,
  refusedNotice,
  takeoverNotice,
  takingNotice,
  toldBeside,
} from '../../ticket-terminal/notices.ts';
import { paperWords, withoutPaper } from '../../ticket-terminal/paper-words.ts';
import { patienceOf } from '../../ticket-terminal/patience.ts';
import { admissionOf, tileNote, topicsAt, whyUnavailable } from '../../ticket-terminal/topics.ts';

const now = Date.parse('2026-11-24T10:00:00+01:00');
const tuesdayAt13 = Date.parse('2026-12-01T13:00:00+01:00');
const todayAt13 = Date.parse('2026-11-24T13:00:00+01:00');
const swedish = { language: 'sv', now, zone: 'Europe/Stockholm' } as const;
const english = { ...swedish, language: 'en' } as const;

const topic = (id: string, more: Partial<TopicChoice> = {}): TopicChoice => ({
  id: id as TopicId,
  parent: null,
  group: false,
  label: { sv: id },
  pictogram: 'question',
  sensitive: false,
  admission: { state: 'open' },
  ahead: 0,
  answer: null,
  bring: [],
  ...more,
});

const note = (...asked: Parameters<typeof tileNote>) => tileNote(...asked)?.text;

describe('a topic on the screen', () => {
  it('[TT11] says how many are before, and none in words', () => {
    const open: Admission = { state: 'open' };
    expect(note(topic('a', { ahead: 3 }), open, swedish)).toBe('3 före dig');
    expect(note(topic('a', { ahead: 1 }), open, english)).toBe('1 before you');
    expect(note(topic('a'), open, swedish)).toBe('Ingen före dig');
  });

  it('[TT3] says when the visiting body comes, in office time', () => {
    const today: Admission = { state: 'away', opensAt: todayAt13, calledOff: null };
    expect(note(topic('a'), today, swedish)).toBe('Inte här nu. Kommer 13.00');
    const nextWeek: Admission = { state: 'away', opensAt: tuesdayAt13, calledOff: null };
    expect(note(topic('a'), nextWeek, swedish)).toMatch(/tis.* 1 dec.* 13\.00/);
  });

  it('[TT3] of a visit that is called off it says so, why, and when the body comes next', () => {
    const calledOff = { why: { sv: 'Handläggaren är sjuk' } };
    const later: Admission = { state: 'away', opensAt: tuesdayAt13, calledOff };
    expect(note(topic('a'), later, swedish)).toMatch(/^Inställt i dag\. Kommer tis.* 1 dec/);
    const [cancelled, why, next] = whyUnavailable(later, english);
    expect(cancelled?.text).toBe("Today's visit is cancelled.");
    expect(why).toEqual({ text: 'Handläggaren är sjuk', language: 'sv' });
    expect(next?.text).toMatch(/^They come next: .*1 Dec/);

    const nobodyKnows: Admission = { state: 'away', opensAt: null, calledOff: { why: null } };
    expect(note(topic('a'), nobodyKnows, swedish)).toBe('Inställt i dag');
    expect(whyUnavailable(nobodyKnows, swedish).map(({ text }) => text)).toEqual([
      'Besöket i dag är inställt.',
      'Vi vet inte än när de kommer. Fråga gärna oss i disken.',
    ]);
  });

  it.each<Admission>([
    { state: 'paused', why: null },
    { state: 'full' },
    { state: 'too-late' },
    { state: 'office-closed' },
    { state: 'away', opensAt: null, calledOff: null },
    { state: 'away', opensAt: todayAt13, calledOff: null },
  ])('[TT3] has short words on its tile and whole sentences behind it: $state', (admission) => {
    const short = note(topic('a'), admission, swedish) ?? '';
    const whole = whyUnavailable(admission, swedish)[0]?.text ?? '';
    expect(short).not.toBe('');
    expect(whole.length).toBeGreaterThan(short.length);
    expect(whole).toMatch(/\.$/);
  });

  it('[TT3] that is paused is said with what staff wrote of it, in the language it is written in', () => {
    const why = { sv: 'Vi är tillbaka klockan 13.', en: 'We are back at 1 pm.' };
    const said = (language: Language) =>
      whyUnavailable({ state: 'paused', why }, { ...swedish, language }).slice(1);
    expect(said('sv')).toEqual([{ text: why.sv, language: 'sv' }]);
    expect(said('en')).toEqual([{ text: why.en, language: 'en' }]);
    expect(said('so')).toEqual([{ text: why.sv, language: 'sv' }]);
  });

  it('[TT11] is on its own level only', () => {
    const group = topic('group', { group: true });
    const inside = topic('inside', { parent: group.id });
    const view = { topics: [group, inside] } as unknown as TerminalView;
    expect(topicsAt(view, null)).toEqual([group]);
    expect(topicsAt(view, group.id)).toEqual([inside]);
  });

  it('[TT11] a group is as open as the most open topic in it', () => {
    const group = topic('group', { group: true });
    const away = topic('away', {
      parent: group.id,
      admission: { state: 'away', opensAt: tuesdayAt13, calledOff: null },
    });
    const sooner = topic('sooner', {
      parent: group.id,
      admission: { state: 'away', opensAt: todayAt13, calledOff: null },
    });
    const open = topic('open', { parent: group.id });
    expect(admissionOf(group, [group, away, open])).toEqual({ state: 'open' });
    expect(admissionOf(group, [group, away, sooner])).toEqual(sooner.admission);
  });
});

describe('a notice over the whole screen', () => {
  it('[TT12] closed says the next opening with day and time, in Swedish and in others beside it', () => {
    const tomorrow = Date.parse('2026-11-25T09:30:00+01:00');
    const [first, second] = closedNotice({ open: false, opensAt: tomorrow }, ['en'], swedish).said;
    expect(first?.lines[0]?.text).toBe('Vi öppnar i morgon kl. 9.30');
    expect(second).toMatchObject({ language: 'en' });
    expect(second?.lines[0]?.text).toBe('We open tomorrow at 9:30');
  });

  it('[TT12] closed with no opening planned promises none', () => {
    const [first] = closedNotice({ open: false, opensAt: null }, [], swedish).said;
    expect(first?.lines[0]?.text).toBe('Öppettiderna står vid dörren.');
  });

  it('[TT12] a lost hub sends the visitor to people, and offers nothing to press', () => {
    const { said, actions } = lostNotice([]);
    expect(said[0]?.lines[0]?.text).toContain('säg till oss');
    expect(actions).toEqual([]);
  });

  it('[TT12] a screen that is not paired says so to staff', () => {
    expect(refusedConnectionNotice('not-allowed', []).said[0]?.lines.at(-1)?.text).toContain(
      'personalen',
    );
  });

  it('[TT12] a sign speaks every language of the office within a minute, each for ten seconds', () => {
    const told = Array.from({ length: 60 }, (_, second) =>
      toldBeside('sv', LANGUAGE_TAGS, now + second * 1_000),
    );
    for (const language of LANGUAGE_TAGS)
      expect(told.filter((languages) => languages.includes(language))).toHaveLength(
        language === 'sv' ? 0 : 10,
      );
    for (const languages of told) expect(languages.length).toBeLessThanOrEqual(2);
  });

  it('[TT21] a takeover is told in Swedish and by turns in whatever else it was written in', () => {
    const takeover: Takeover = {
      id: 'one',
      text: { sv: 'Gå ut', en: 'Leave', so: 'Bax', ar: 'اخرجوا' },
      ...{ from: now, until: now + 60_000, test: false },
    };
    const spoken = (language: Language, at: number) =>
      takeoverNotice(takeover, language, at).said.map(({ heading }) => heading.text);
    expect(spoken('ar', now)).toEqual(['Gå ut', 'اخرجوا']);
    const turns = [0, 10_000].flatMap((passed) => spoken('ti', now + passed));
    expect(new Set(turns)).toEqual(new Set(Object.values(takeover.text)));
    expect(takeoverNotice(takeover, 'sv', now).actions).toEqual([]);
  });

  it('[TT12] a visitor on her way is told in her own language, and an office of one in Swedish', () => {
    expect(toldBeside('ti', LANGUAGE_TAGS, now)).toEqual(['ti']);
    expect(toldBeside('sv', ['sv'], now)).toEqual([]);
  });

  it.each(REFUSAL_CODES)('[TT12] %s is told in whole words with a way on', (code) => {
    const { said, actions } = refusedNotice(code, 'sv');
    expect(said[0]?.lines[0]?.text).toMatch(/^\p{Lu}.*\.$/u);
    expect(actions.map(({ press }) => press.press)).toContain('other-topic');
  });

  it('[TT12] only what may succeed in a moment is offered again', () => {
    expect(refusedNotice('hub-unavailable', 'sv').actions[0]?.press.press).toBe('try-again');
    expect(refusedNotice('too-late-today', 'sv').actions[0]?.press.press).toBe('other-topic');
  });

  it('[TT12] a slow answer is waited for in other words', () => {
    expect(takingNotice('sv', true).said[0]?.lines).not.toEqual(
      takingNotice('sv', false).said[0]?.lines,
    );
  });
});

describe('what is told of the paper', () => {
  it.each<[PrintState, TextKey]>([
    ['printing', 'terminal.paper-printing'],
    ['confirmed', 'terminal.paper-confirmed'],
    ['likely', 'terminal.paper-likely'],
    ['not-sent', 'terminal.paper-not-sent'],
    ['unknown', 'terminal.paper-unknown'],
  ])('[TT13] %s', (state, key) => {
    expect(paperWords({ state, reason: '' })).toBe(key);
  });

  it.each(FAULTS)(
    '[TT13] a slip of which nobody knows, for %s, stopped only if the printer says so',
    (reason) => {
      const fellSilent = ['offline', 'silent', 'agent-away'].includes(reason);
      expect(paperWords({ state: 'unknown', reason })).toBe(
        fellSilent ? 'terminal.paper-unknown' : 'terminal.paper-stopped',
      );
      expect(paperWords({ state: 'not-sent', reason })).toBe('terminal.paper-not-sent');
    },
  );

  it('[TT13] only what may not be there makes the number larger', () => {
    const withNone = (['printing', 'confirmed', 'likely', 'not-sent', 'unknown'] as const).filter(
      (state) => withoutPaper({ state, reason: '' }),
    );
    expect(withNone).toEqual(['not-sent', 'unknown']);
  });
});

describe('a language that lacks a text', () => {
  /** As a terminal is that has not learned Somali: staff-texts.ts brings Swedish and English. */
  async function unlearned() {
    vi.resetModules();
    await import('#shared/languages/staff-texts.ts');
    return {
      ...(await import('../../ticket-terminal/words.ts')),
      ...(await import('../../ticket-terminal/topics.ts')),
    };
  }

  it('[TT17] is given it in Swedish, and the words say so', async () => {
    const { words } = await unlearned();
    expect(words('so', 'terminal.done')).toEqual({ text: 'Klar', language: 'sv' });
    expect(words('en', 'terminal.done')).toEqual({ text: 'Done', language: 'en' });
  });

  it('[TT17] is told days and hours in the language of the sentence they stand in', async () => {
    const { tileNote } = await unlearned();
    const away: Admission = { state: 'away', opensAt: todayAt13, calledOff: null };
    expect(tileNote(topic('a'), away, { ...swedish, language: 'so' })).toEqual({
      text: 'Inte här nu. Kommer 13.00',
      language: 'sv',
    });
  });
});

it('[TT6] the terminal can be told to be more patient, up to ten times and more', () => {
  expect(patienceOf('?idle=450').beforeWarningMs).toBe(450_000);
  for (const search of ['', '?idle=', '?idle=1', '?idle=abc', '?idle=99999'])
    expect(patienceOf(search).beforeWarningMs).toBe(45_000);
});
