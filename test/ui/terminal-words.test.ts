/** What the terminal says of topics and in its notices. Rules TT3, TT11, TT12 in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import {
  type Admission,
  REFUSAL_CODES,
  type TerminalView,
  type TopicChoice,
} from '#shared/protocol.ts';
import type { TopicId } from '#shared/vocabulary.ts';
import {
  closedNotice,
  lostNotice,
  refusedConnectionNotice,
  refusedNotice,
  takingNotice,
} from '../../ticket-terminal/notices.ts';
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

describe('a topic on the screen', () => {
  it('[TT11] says how many are before, and none in words', () => {
    const open: Admission = { state: 'open' };
    expect(tileNote(topic('a', { ahead: 3 }), open, swedish)).toBe('3 före dig');
    expect(tileNote(topic('a', { ahead: 1 }), open, english)).toBe('1 before you');
    expect(tileNote(topic('a'), open, swedish)).toBe('Ingen före dig');
  });

  it('[TT3] says when the visiting body comes, in office time', () => {
    const today: Admission = { state: 'away', opensAt: todayAt13 };
    expect(tileNote(topic('a'), today, swedish)).toBe('Inte här nu. Kommer 13.00');
    const nextWeek: Admission = { state: 'away', opensAt: tuesdayAt13 };
    expect(tileNote(topic('a'), nextWeek, swedish)).toMatch(/tis.* 1 dec.* 13\.00/);
  });

  it.each<Admission>([
    { state: 'paused' },
    { state: 'full' },
    { state: 'too-late' },
    { state: 'office-closed' },
    { state: 'away', opensAt: null },
    { state: 'away', opensAt: todayAt13 },
  ])('[TT3] has short words on its tile and whole sentences behind it: $state', (admission) => {
    const short = tileNote(topic('a'), admission, swedish) ?? '';
    const whole = whyUnavailable(admission, swedish);
    expect(short).not.toBe('');
    expect(whole.length).toBeGreaterThan(short.length);
    expect(whole).toMatch(/\.$/);
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
      admission: { state: 'away', opensAt: tuesdayAt13 },
    });
    const sooner = topic('sooner', {
      parent: group.id,
      admission: { state: 'away', opensAt: todayAt13 },
    });
    const open = topic('open', { parent: group.id });
    expect(admissionOf(group, [group, away, open])).toEqual({ state: 'open' });
    expect(admissionOf(group, [group, away, sooner])).toEqual(sooner.admission);
  });
});

describe('a notice over the whole screen', () => {
  it('[TT12] closed says the next opening with day and time, in Swedish and one more language', () => {
    const tomorrow = Date.parse('2026-11-25T09:30:00+01:00');
    const [first, second] = closedNotice({ open: false, opensAt: tomorrow }, swedish).said;
    expect(first?.lines[0]).toBe('Vi öppnar i morgon kl. 9.30');
    expect(second).toMatchObject({ language: 'en' });
    expect(second?.lines[0]).toBe('We open tomorrow at 9:30');
  });

  it('[TT12] closed with no opening planned promises none', () => {
    const [first] = closedNotice({ open: false, opensAt: null }, swedish).said;
    expect(first?.lines[0]).toBe('Öppettiderna står vid dörren.');
  });

  it('[TT12] a lost hub sends the visitor to people, and offers nothing to press', () => {
    const { said, actions } = lostNotice('sv');
    expect(said[0]?.lines[0]).toContain('säg till oss');
    expect(actions).toEqual([]);
  });

  it('[TT12] a screen that is not paired says so to staff', () => {
    expect(refusedConnectionNotice('not-allowed', 'sv').said[0]?.lines.at(-1)).toContain(
      'personalen',
    );
  });

  it.each(REFUSAL_CODES)('[TT12] %s is told in whole words with a way on', (code) => {
    const { said, actions } = refusedNotice(code, 'sv');
    expect(said[0]?.lines[0]).toMatch(/^\p{Lu}.*\.$/u);
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

it('[TT6] the terminal can be told to be more patient, up to ten times and more', () => {
  expect(patienceOf('?idle=450').beforeWarningMs).toBe(450_000);
  for (const search of ['', '?idle=', '?idle=1', '?idle=abc', '?idle=99999'])
    expect(patienceOf(search).beforeWarningMs).toBe(45_000);
});
