/** Counters that end with the process: for tests. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Bucket, Counters } from './counters.ts';

type Open = { salt: Buffer; requests: Set<string> };

export class InMemoryCounters implements Counters {
  readonly #counts = new Map<Bucket, Map<string, number>>();
  readonly #open = new Map<Bucket, Open>();
  readonly #closed = new Set<Bucket>();

  async add(bucket: Bucket, request: string, counts: Readonly<Record<string, number>>) {
    return this.#change(bucket, request, counts, 1) ? 'added' : 'repeated';
  }

  async takeAway(bucket: Bucket, request: string, counts: Readonly<Record<string, number>>) {
    return this.#change(bucket, request, counts, -1) ? 'taken-away' : 'repeated';
  }

  async knows(bucket: Bucket, request: string): Promise<boolean> {
    const open = this.#open.get(bucket);
    return open?.requests.has(hashOf(open.salt, request)) ?? false;
  }

  async keyOf(bucket: Bucket): Promise<Buffer | null> {
    return this.#closed.has(bucket) ? null : this.#opened(bucket).salt;
  }

  async closeAllBut(prefix: string, open: readonly Bucket[]): Promise<void> {
    for (const bucket of [...this.#open.keys()])
      if (bucket.startsWith(prefix) && !open.includes(bucket)) {
        this.#open.delete(bucket);
        this.#closed.add(bucket);
      }
  }

  async read(prefix: string) {
    const found = [...this.#counts].filter(([bucket]) => bucket.startsWith(prefix)).sort();
    return new Map(found.map(([bucket, counts]) => [bucket, Object.fromEntries(counts)]));
  }

  async close(): Promise<void> {}

  #change(
    bucket: Bucket,
    request: string,
    by: Readonly<Record<string, number>>,
    sign: 1 | -1,
  ): boolean {
    const { salt, requests } = this.#opened(bucket);
    const hash = hashOf(salt, request);
    if (requests.has(hash)) return false;
    requests.add(hash);
    const counts = this.#counts.get(bucket) ?? new Map<string, number>();
    this.#counts.set(bucket, counts);
    for (const [key, count] of Object.entries(by))
      counts.set(key, Math.max(0, (counts.get(key) ?? 0) + sign * count));
    return true;
  }

  #opened(bucket: Bucket): Open {
    const open = this.#open.get(bucket) ?? { salt: randomBytes(32), requests: new Set() };
    this.#open.set(bucket, open);
    this.#closed.delete(bucket); // a clock that was set back has brought it back
    return open;
  }
}

export const hashOf = (salt: Uint8Array, request: string): string =>
  createHmac('sha256', salt).update(request).digest('base64url');
