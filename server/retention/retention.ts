/**
 * What is kept and for how long: the plan, and what was removed under it. Nothing is removed without a decision
 * that somebody took and can be asked about, and not at once: what is to go is marked first, and purged a week later
 * at the earliest. Rules RT… in docs/spec.md.
 *
 * Pure: no clock, no log. What the streams are called is what the log calls them.
 */
import type { RecordClass, RetentionRule as Rule } from '#shared/retention.ts';
import type { EpochMs, LocalDate } from '#shared/vocabulary.ts';

/** How the streams of each kind of record begin. Their names end with the day, or the month, they hold. */
export const RECORD_CLASSES = {
  tickets: 'queue/',
  paper: 'print/',
  room: 'room/',
  'window-proof': 'shown/',
  calendars: 'feed/',
  'sign-ins': 'sessions/',
  audit: 'audit/',
} as const satisfies Record<RecordClass, string>;

/** No hub works on what is older than this, so that nothing goes from under its feet. */
export const FEWEST_DAYS_KEPT = 40;
/** Between marking and purging: time to object. */
export const DAYS_TO_OBJECT = 7;

/** As the archive authority took it: 'SSN 2026/123', and when. */
export type DecisionTaken = { id: string; on: LocalDate };

/** One stream that is to go, and what is in it. */
export type Marked = { stream: string; events: number; first: LocalDate; last: LocalDate };

export type Run = {
  id: string;
  class: RecordClass;
  decision: DecisionTaken;
  legalBasis: string;
  keepDays: number;
  by: string;
  markedAt: EpochMs;
  streams: readonly Marked[];
  state: 'marked' | 'let-go' | 'purging' | 'purged';
  /** Those whose totals are written down. */
  totalled: ReadonlySet<string>;
  /** Those that are gone. */
  purged: ReadonlySet<string>;
  purgedAt: EpochMs | null;
  purgedBy: string | null;
  /** Why it was let go. */
  why: string | null;
};

export type Retention = {
  rules: Readonly<Record<RecordClass, Rule>>;
  /** For how long a back-up is kept: until then what was purged can be found there. */
  backUpDays: number;
  /** Oldest first. */
  runs: readonly Run[];
};

const KEPT: Rule = { keepDays: null, legalBasis: '' };

/** Nothing is removed until somebody says why it may be. */
export const KEEPS_EVERYTHING: Retention = {
  rules: {
    ...{ tickets: KEPT, paper: KEPT, room: KEPT, 'window-proof': KEPT },
    ...{ calendars: KEPT, 'sign-ins': KEPT, audit: KEPT },
  },
  backUpDays: 30,
  runs: [],
};

export type RetentionCommand = { readonly at: EpochMs; readonly by: string } & (
  | { type: 'SetRule'; class: RecordClass; rule: Rule }
  | { type: 'SetBackUpDays'; days: number }
  /** `today`: by the hub's calendar. `streams`: all of the class that the log has. */
  | {
      type: 'Mark';
      run: string;
      class: RecordClass;
      decision: DecisionTaken;
      today: LocalDate;
      streams: readonly Marked[];
    }
  | { type: 'LetGo'; run: string; why: string }
  | { type: 'BeginPurge'; run: string }
  | { type: 'KeepTotals'; run: string; stream: string; kept: DayKept }
  | { type: 'StreamGone'; run: string; stream: string }
  | { type: 'EndPurge'; run: string }
);

/** What stays of a day's tickets: counts that point at nobody. */
export type DayKept = {
  issued: number;
  finished: number;
  noShow: number;
  cancelled: number;
  unserved: number;
};

export type RetentionEvent = { readonly at: EpochMs } & (
  | { type: 'RuleSet'; class: RecordClass; rule: Rule; by: string }
  | { type: 'BackUpDaysSet'; days: number; by: string }
  | {
      type: 'RunMarked';
      run: string;
      class: RecordClass;
      decision: DecisionTaken;
      legalBasis: string;
      keepDays: number;
      streams: readonly Marked[];
      by: string;
    }
  | { type: 'RunLetGo'; run: string; why: string; by: string }
  | { type: 'PurgeBegun'; run: string; by: string }
  | { type: 'TotalsKept'; run: string; stream: string; kept: DayKept }
  | { type: 'StreamPurged'; run: string; stream: string }
  | { type: 'RunPurged'; run: string }
);

export type RetentionRefusal =
  | 'no-legal-basis'
  | 'decision-missing'
  | 'decision-lies-ahead'
  | 'nothing-is-due'
  | 'run-under-way'
  | 'unknown-run'
  | 'too-early-to-purge'
  | 'run-has-ended'
  | 'kept-too-briefly';

type Decision =
  | { accepted: true; events: readonly RetentionEvent[] }
  | { accepted: false; refusal: RetentionRefusal };

const DAY_MS = 86_400_000;

export function decide(state: Retention, command: RetentionCommand): Decision {
  const { at, by } = command;
  switch (command.type) {
    case 'SetRule': {
      const { keepDays, legalBasis } = command.rule;
      if (keepDays !== null && keepDays < FEWEST_DAYS_KEPT) return refuse('kept-too-briefly');
      if (keepDays !== null && legalBasis.trim() === '') return refuse('no-legal-basis');
      return accept({ type: 'RuleSet', class: command.class, rule: command.rule, by, at });
    }
    case 'SetBackUpDays':
      return accept({ type: 'BackUpDaysSet', days: command.days, by, at });

    case 'Mark': {
      const { run, decision, today } = command;
      const { keepDays, legalBasis } = state.rules[command.class];
      if (keepDays === null) return refuse('no-legal-basis');
      if (decision.id.trim() === '') return refuse('decision-missing');
      if (decision.on > today) return refuse('decision-lies-ahead');
      if (state.runs.some((one) => one.class === command.class && isUnderWay(one)))
        return refuse('run-under-way');
      const streams = command.streams.filter(({ last }) => isDue(last, today, keepDays));
      if (streams.length === 0) return refuse('nothing-is-due');
      return accept({
        ...{ type: 'RunMarked', run, class: command.class, decision, legalBasis, keepDays },
        ...{ streams, by, at },
      });
    }
    case 'LetGo': {
      const run = runOf(state, command.run);
      if (!run) return refuse('unknown-run');
      // What has begun to go is not whole any more.
      if (run.state !== 'marked') return refuse('run-has-ended');
      return accept({ type: 'RunLetGo', run: run.id, why: command.why, by, at });
    }
    case 'BeginPurge': {
      const run = runOf(state, command.run);
      if (!run) return refuse('unknown-run');
      if (run.state === 'purging') return accept(); // goes on where it was
      if (run.state !== 'marked') return refuse('run-has-ended');
      if (at < purgeableFrom(run)) return refuse('too-early-to-purge');
      return accept({ type: 'PurgeBegun', run: run.id, by, at });
    }
    case 'KeepTotals': {
      const run = runOf(state, command.run);
      const { stream, kept } = command;
      if (run?.totalled.has(stream)) return accept();
      if (run?.state !== 'purging') return refuse('unknown-run');
      return accept({ type: 'TotalsKept', run: run.id, stream, kept, at });
    }
    case 'StreamGone': {
      const run = runOf(state, command.run);
      const { stream } = command;
      // Another hub, which was started in the middle of it, was first.
      if (run?.purged.has(stream)) return accept();
      if (run?.state !== 'purging') return refuse('unknown-run');
      return accept({ type: 'StreamPurged', run: run.id, stream, at });
    }
    case 'EndPurge': {
      const run = runOf(state, command.run);
      if (run?.state === 'purged') return accept(); // by another hub
      if (run?.state !== 'purging') return refuse('unknown-run');
      return accept({ type: 'RunPurged', run: run.id, at });
    }
    default:
      return command satisfies never;
  }
}

export function evolve(state: Retention, event: RetentionEvent): Retention {
  const { at } = event;
  switch (event.type) {
    case 'RuleSet':
      return { ...state, rules: { ...state.rules, [event.class]: event.rule } };
    case 'BackUpDaysSet':
      return { ...state, backUpDays: event.days };
    case 'RunMarked': {
      const { run: id, decision, legalBasis, keepDays, streams, by } = event;
      const run: Run = {
        ...{ id, class: event.class, decision, legalBasis, keepDays, by, streams, markedAt: at },
        ...{ state: 'marked', totalled: new Set(), purged: new Set() },
        ...{ purgedAt: null, purgedBy: null, why: null },
      };
      return { ...state, runs: [...state.runs, run] };
    }
    case 'RunLetGo':
      return changed(state, event.run, { state: 'let-go', why: event.why });
    case 'PurgeBegun':
      return changed(state, event.run, { state: 'purging', purgedBy: event.by });
    case 'TotalsKept': {
      const totalled = new Set([...(runOf(state, event.run)?.totalled ?? []), event.stream]);
      return changed(state, event.run, { totalled });
    }
    case 'StreamPurged': {
      const purged = new Set([...(runOf(state, event.run)?.purged ?? []), event.stream]);
      return changed(state, event.run, { purged });
    }
    case 'RunPurged':
      return changed(state, event.run, { state: 'purged', purgedAt: at });
    default:
      return event satisfies never;
  }
}

/** The first and last day that a stream holds; null when its name ends with neither a day nor a month. */
export function spanOf(stream: string): { first: LocalDate; last: LocalDate } | null {
  const [, year, month, day] = /\/(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(stream) ?? [];
  if (!year || !month) return null;
  const lastOfMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return {
    first: `${year}-${month}-${day ?? '01'}` as LocalDate,
    last: `${year}-${month}-${day ?? String(lastOfMonth).padStart(2, '0')}` as LocalDate,
  };
}

/** The end of the time to object. */
export const purgeableFrom = ({ markedAt }: Run): EpochMs => markedAt + DAYS_TO_OBJECT * DAY_MS;

/** Until when a back-up may still hold what the run removed. */
export const inBackUpsUntil = ({ backUpDays }: Retention, { purgedAt }: Run): EpochMs | null =>
  purgedAt === null ? null : purgedAt + backUpDays * DAY_MS;

const isUnderWay = ({ state }: Run): boolean => state === 'marked' || state === 'purging';

/** Whether all that a stream holds is older than its rule lets it be. */
export const isDue = (last: LocalDate, today: LocalDate, days: number): boolean =>
  Date.parse(last) < Date.parse(today) - days * DAY_MS;

const runOf = ({ runs }: Retention, id: string): Run | undefined =>
  runs.find((run) => run.id === id);

const changed = (state: Retention, id: string, change: Partial<Run>): Retention => ({
  ...state,
  runs: state.runs.map((run) => (run.id === id ? { ...run, ...change } : run)),
});

const accept = (...events: readonly RetentionEvent[]): Decision => ({ accepted: true, events });
const refuse = (refusal: RetentionRefusal): Decision => ({ accepted: false, refusal });
