/**
 * Counts by part of a day: what was asked, where visitors were sent on to, who came. Sums and nothing else: no row for
 * a visit, no time, no order, no ticket, desk or person. Adapters: one file each in this folder, under one contract.
 *
 * A request is known again within its part of the day, so that a repeat counts once; by a hash under a salt that is
 * dropped with the part. Rules TA… in docs/spec.md.
 */

/** One part of one day of one office: 'ragsved/2026-11-24/evening'. */
export type Bucket = string;

export interface Counters {
  /**
   * Adds all of `counts` or none, and once for each `request` within `bucket`. Durable when it resolves.
   * One that was closed is opened anew, and knows nothing of what was asked before.
   * @throws {CountersUnavailable}
   */
  add(
    bucket: Bucket,
    request: string,
    counts: Readonly<Record<string, number>>,
  ): Promise<'added' | 'repeated'>;

  /** Takes away as `add` adds; nothing goes below nought. `request` is the one that takes away. */
  takeAway(
    bucket: Bucket,
    request: string,
    counts: Readonly<Record<string, number>>,
  ): Promise<'taken-away' | 'repeated'>;

  /** Whether `bucket` has had `request`. */
  knows(bucket: Bucket, request: string): Promise<boolean>;

  /** Under which what belongs to `bucket` can be sealed for as long as it is open; null: it has been closed. */
  keyOf(bucket: Bucket): Promise<Buffer | null>;

  /** Forgets the salts and requests of every bucket whose name begins so, but for those in `open`. Its counts stay. */
  closeAllBut(prefix: string, open: readonly Bucket[]): Promise<void>;

  /** All buckets whose name begins so, in order of name. */
  read(prefix: string): Promise<ReadonlyMap<Bucket, Readonly<Record<string, number>>>>;

  close(): Promise<void>;
}

/** The store cannot be reached or is full. Nothing was counted, or it is not known; repeat with the same request. */
export class CountersUnavailable extends Error {
  override readonly name = 'CountersUnavailable';
}
