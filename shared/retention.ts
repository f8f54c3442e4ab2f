/** What is kept and what is removed, as it crosses the wire: GET /api/v1/retention. */
import type { EpochMs, LocalDate } from './vocabulary.ts';

export const RECORD_CLASS_NAMES = [
  'tickets',
  'paper',
  'room',
  'window-proof',
  'calendars',
  'sign-ins',
  'audit',
] as const;
/** A kind of record that is kept, and removed, as one. */
export type RecordClass = (typeof RECORD_CLASS_NAMES)[number];

export type RetentionRule = {
  /** null: kept for ever. */
  keepDays: number | null;
  legalBasis: string;
};

export type RetentionRun = {
  id: string;
  class: RecordClass;
  decision: { id: string; on: LocalDate };
  legalBasis: string;
  keepDays: number;
  state: 'marked' | 'let-go' | 'purging' | 'purged';
  markedAt: EpochMs;
  markedBy: string;
  /** It can be purged from then on. */
  purgeableFrom: EpochMs;
  purgedAt: EpochMs | null;
  purgedBy: string | null;
  /** Why it was let go. */
  why: string | null;
  /** First and last day of what it takes, and how much that is. */
  first: LocalDate;
  last: LocalDate;
  streams: number;
  events: number;
  /** Until then a back-up may still hold it; null: it has not been purged. */
  inBackUpsUntil: EpochMs | null;
};

export type RetentionPlan = {
  rules: Readonly<Record<RecordClass, RetentionRule>>;
  /** For how long back-ups are kept, as somebody has said. */
  backUpDays: number;
  fewestDaysKept: number;
  daysToObject: number;
  /** Newest first. */
  runs: readonly RetentionRun[];
};
