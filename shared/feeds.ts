/** Calendars of others, for staff: how each stands, and what of it is not shown. */
import type { EpochMs, FeedId } from './vocabulary.ts';

/** Why a calendar of others could not be read, or what is wrong with it. Never a word of what was found there. */
export type FeedFailure =
  // the address
  | 'address-not-allowed'
  | 'no-address'
  // on the way
  | 'cannot-be-reached'
  | 'certificate-not-trusted'
  | 'too-slow'
  | 'too-many-redirects'
  | 'not-found'
  | 'not-permitted'
  | 'server-error'
  | 'hub-unavailable'
  // what came
  | 'too-large'
  | 'not-a-calendar'
  | 'too-many-events'
  | 'takes-too-long'
  /** It had events before: not believed for a day. */
  | 'suddenly-empty';

/** Why one event of a calendar of others is not taken in. */
export type DropReason =
  | 'malformed'
  | 'private'
  | 'no-title'
  | 'no-such-time'
  | 'unknown-time-zone'
  | 'ends-before-it-starts'
  | 'too-long'
  | 'rule-is-not-understood'
  | 'repeats-too-often'
  | 'too-many-days'
  | 'moves-what-follows'
  | 'replaces-nothing';
export type DroppedEvent = { uid: string | null; title: string | null; why: DropReason };

/** A calendar of others, for staff: how it stands and what of it is not shown. */
export type FeedListed = {
  id: FeedId;
  name: string;
  url: string | null;
  shown: boolean;
  watched: boolean;
  /** When it was last read or confirmed; null: never. */
  readAt: EpochMs | null;
  /** When what it says last became another. */
  changedAt: EpochMs | null;
  /** 'too-old': what was last read is no longer shown. */
  state: 'ok' | 'never-read' | 'failing' | 'too-old';
  /** Of the latest attempt; null: it went well. */
  failure: FeedFailure | null;
  /** How many dated things of it are known from today on. */
  items: number;
  /** The first of them. */
  dropped: readonly DroppedEvent[];
  droppedCount: number;
};
