/** What is kept and what may go, as rules: the plan, the marking, the purge. Rules RT1… in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import {
  decide,
  evolve,
  inBackUpsUntil,
  KEEPS_EVERYTHING,
  type Marked,
  type Retention,
  type RetentionCommand,
  type RetentionEvent,
  type RetentionRefusal,
  spanOf,
} from '#server/retention/retention.ts';
import type { LocalDate } from '#shared/vocabulary.ts';

const day = (text: string) => text as LocalDate;
const AT = Date.parse('2026-11-24T10:00:00Z');
const DAY_MS = 86_400_000;
const today = day('2026-11-24');
const decision = { id: 'SSN 2026/123', on: day('2026-11-20') };
const by = 'account:ann';

const of = (stream: string): Marked => {
  const span = spanOf(stream);
  if (!span) throw new Error(stream);
  return { stream, events: 12, ...span };
};
const OLD = of('queue/ragsved/2026-01-10');
const YOUNG = of('queue/ragsved/2026-11-20');

const tickets: RetentionEvent = {
  type: 'RuleSet',
  class: 'tickets',
  rule: { keepDays: 180, legalBasis: 'Arkivlagen 10 §' },
  by,
  at: AT,
};
const marked: RetentionEvent = {
  type: 'RunMarked',
  run: 'run-1',
  class: 'tickets',
  decision,
  legalBasis: 'Arkivlagen 10 §',
  keepDays: 180,
  streams: [OLD],
  by,
  at: AT,
};
const begun: RetentionEvent = { type: 'PurgeBegun', run: 'run-1', by, at: AT + 8 * DAY_MS };
const mark: RetentionCommand = {
  ...{ type: 'Mark', run: 'run-2', class: 'tickets', decision, today, by, at: AT },
  streams: [OLD, YOUNG],
};

const stateAfter = (...events: RetentionEvent[]): Retention =>
  events.reduce(evolve, KEEPS_EVERYTHING);
const given = (...events: RetentionEvent[]) => ({
  when: (command: RetentionCommand) => {
    const decided = decide(stateAfter(...events), command);
    return {
      refuses: (refusal: RetentionRefusal) => expect(decided).toEqual({ accepted: false, refusal }),
      brings: (...types: string[]) =>
        expect(decided.accepted && decided.events.map(({ type }) => type)).toEqual(types),
      decided,
    };
  },
});

describe('the plan', () => {
  const rule = (keepDays: number | null, legalBasis: string): RetentionCommand => ({
    ...{ type: 'SetRule', class: 'tickets', rule: { keepDays, legalBasis }, by, at: AT },
  });

  it('[RT1] keeps everything to begin with', () => {
    given().when(mark).refuses('no-legal-basis');
  });

  it('[RT1] lets nothing go without a legal basis, nor before forty days', () => {
    given().when(rule(180, ' ')).refuses('no-legal-basis');
    given().when(rule(39, 'Arkivlagen 10 §')).refuses('kept-too-briefly');
    given().when(rule(40, 'Arkivlagen 10 §')).brings('RuleSet');
  });

  it('[RT1] may say again that everything is kept', () => {
    given(tickets).when(rule(null, '')).brings('RuleSet');
    const kept: RetentionEvent = { ...tickets, rule: { keepDays: null, legalBasis: '' } };
    given(tickets, kept).when(mark).refuses('no-legal-basis');
  });
});

describe('marking', () => {
  it('[RT2] AB-121 is refused without a decision', () => {
    given(tickets)
      .when({ ...mark, decision: { id: '  ', on: today } })
      .refuses('decision-missing');
  });

  it('[RT2] AB-121 is refused with a decision of a day to come', () => {
    given(tickets)
      .when({ ...mark, decision: { id: 'SSN 2026/124', on: day('2026-11-25') } })
      .refuses('decision-lies-ahead');
    given(tickets)
      .when({ ...mark, decision: { id: 'SSN 2026/124', on: today } })
      .brings('RunMarked');
  });

  it('[RT3] takes what is older than the rule and leaves the rest', () => {
    const { decided } = given(tickets).when(mark);
    expect(decided).toMatchObject({ accepted: true, events: [{ streams: [OLD] }] });
  });

  it('[RT3] a day as old as the rule is kept, and the day before it goes', () => {
    const streams = [of('queue/ragsved/2026-05-28'), of('queue/ragsved/2026-05-27')];
    const { decided } = given(tickets).when({ ...mark, streams });
    expect(decided).toMatchObject({ accepted: true, events: [{ streams: [streams[1]] }] });
  });

  it('[RT3] a month goes when its last day is old enough', () => {
    expect(spanOf('audit/2024-02')).toEqual({ first: '2024-02-01', last: '2024-02-29' });
    expect(spanOf('feed/ragsved/library/2026-04')?.last).toBe('2026-04-30');
    expect(spanOf('office/ragsved')).toBeNull();
  });

  it('[RT3] is refused when nothing is due', () => {
    given(tickets)
      .when({ ...mark, streams: [YOUNG] })
      .refuses('nothing-is-due');
  });

  it('[RT3] is refused while another run of the class is under way', () => {
    given(tickets, marked).when(mark).refuses('run-under-way');
    given(tickets, marked, begun).when(mark).refuses('run-under-way');
    const letGo: RetentionEvent = { type: 'RunLetGo', run: 'run-1', why: 'objection', by, at: AT };
    given(tickets, marked, letGo).when(mark).brings('RunMarked');
  });
});

describe('purging', () => {
  const purge = (days: number): RetentionCommand => ({
    ...{ type: 'BeginPurge', run: 'run-1', by, at: AT + days * DAY_MS },
  });

  it('[RT4] comes a week after marking at the earliest', () => {
    given(tickets, marked)
      .when({ ...purge(7), at: AT + 7 * DAY_MS - 1 })
      .refuses('too-early-to-purge');
    given(tickets, marked).when(purge(7)).brings('PurgeBegun');
  });

  it('[RT4] what was let go is not purged, and what has begun to go is not let go', () => {
    const letGo: RetentionCommand = { type: 'LetGo', run: 'run-1', why: 'objection', by, at: AT };
    given(tickets, marked).when(letGo).brings('RunLetGo');
    given(tickets, marked, { type: 'RunLetGo', run: 'run-1', why: 'objection', by, at: AT })
      .when(purge(8))
      .refuses('run-has-ended');
    given(tickets, marked, begun).when(letGo).refuses('run-has-ended');
    given(tickets).when(letGo).refuses('unknown-run');
  });

  it('[RT5] AB-121 asked for twice goes on where it was, and is over when it is over', () => {
    given(tickets, marked, begun).when(purge(9)).brings();
    const over: RetentionEvent = { type: 'RunPurged', run: 'run-1', at: AT + 8 * DAY_MS };
    given(tickets, marked, begun, over).when(purge(9)).refuses('run-has-ended');
  });

  it('[RT5] a stream is told of once', () => {
    const gone: RetentionCommand = {
      ...{ type: 'StreamGone', run: 'run-1', stream: OLD.stream, by: 'hub', at: AT },
    };
    const told: RetentionEvent = {
      ...{ type: 'StreamPurged', run: 'run-1', stream: OLD.stream, at: AT },
    };
    given(tickets, marked, begun).when(gone).brings('StreamPurged');
    given(tickets, marked, begun, told).when(gone).brings();
  });

  it('[RT8] says until when a back-up may hold what is gone', () => {
    const at = AT + 8 * DAY_MS;
    const state = stateAfter(
      { type: 'BackUpDaysSet', days: 90, by, at: AT },
      ...[tickets, marked, begun],
      { type: 'RunPurged', run: 'run-1', at },
    );
    const [run] = state.runs;
    expect(run && inBackUpsUntil(state, run)).toBe(at + 90 * DAY_MS);
    const [before] = stateAfter(tickets, marked).runs;
    expect(before && inBackUpsUntil(state, before)).toBeNull();
  });
});
