/**
 * What staff count of a visit: what was asked, where she was sent on to, who she was, in sums by part of the day. What
 * a note said is given back to whoever wrote it, sealed, so that she can take it back; the hub keeps nothing of it.
 * Rules TA… in docs/spec.md.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { OfficeBook } from '#shared/office-book.ts';
import type { Reply, Request } from '#shared/protocol.ts';
import type { EpochMs, LocalDate } from '#shared/vocabulary.ts';
import { type Bucket, type Counters, CountersUnavailable } from './counters.ts';
import { bucketAt, DAY_PARTS, type DayPart } from './day-part.ts';

export type TallyAsked =
  | ({ request: 'visit-note:add' } & Request<'visit-note:add'>)
  | ({ request: 'visit-note:undo' } & Request<'visit-note:undo'>)
  | ({ request: 'count:add' } & Request<'count:add'>);

export const isTally = (asked: { request: string }): asked is TallyAsked =>
  asked.request.startsWith('visit-note:') || asked.request === 'count:add';

type Counts = Readonly<Record<string, number>>;

/** A request is tried again for some seconds; for so long the part of the day before is still open for it. */
const LATE_MS = 60_000;
/** What is fewer could point at somebody. */
const FEW = 5;

/** A count that may be told: '<5' where the number itself could point at somebody. */
export type Told = number | '<5';
export type DayTold = Partial<Record<DayPart, Readonly<Record<string, Told>>>>;

export class Tallies {
  readonly #counters: Counters;
  readonly #book: () => OfficeBook;
  readonly #now: () => EpochMs;
  readonly #changed: () => void;
  /** Of the part of the day it is, for the desks. */
  #present: { bucket: Bucket; counts: Counts } = { bucket: '', counts: {} };

  /** @param changed run after anything was counted */
  constructor(parts: {
    counters: Counters;
    book: () => OfficeBook;
    now: () => EpochMs;
    changed: () => void;
  }) {
    this.#counters = parts.counters;
    this.#book = parts.book;
    this.#now = parts.now;
    this.#changed = parts.changed;
  }

  /** Closes what is over, and reads what has been counted in the part of the day it is. @throws {CountersUnavailable} */
  async open(): Promise<void> {
    await this.#closeOthers();
    await this.#read(bucketAt(this.#book(), this.#now()));
  }

  /** Prints counted in the part of the day it is. */
  get prints(): number {
    const isOver = this.#present.bucket !== bucketAt(this.#book(), this.#now());
    return isOver ? 0 : (this.#present.counts['prints'] ?? 0);
  }

  perform(asked: TallyAsked): Promise<Reply<unknown>> {
    return answered(async () => {
      switch (asked.request) {
        case 'visit-note:add':
          return this.#note(asked);
        case 'visit-note:undo':
          return this.#takeBack(asked);
        case 'count:add': {
          const { kind, count } = asked;
          await this.#add(asked.requestId, { [kind]: count });
          return { ok: true, answer: { kind, count } };
        }
        default:
          return asked satisfies never;
      }
    });
  }

  /**
   * What was counted on a day, with what could point at somebody hidden. Of what is over only: whoever read a sum while
   * it grows would see the visit that made it grow, and when.
   */
  async told(day: LocalDate): Promise<Reply<DayTold>> {
    const prefix = `${this.#book().id}/${day}/`;
    return answered(async () => {
      await this.#closeOthers();
      const read = await this.#counters.read(prefix);
      const parts = DAY_PARTS.flatMap((part) => {
        const isGoingOn = this.#openNow().includes(prefix + part);
        const counts = isGoingOn ? undefined : read.get(prefix + part);
        return counts ? [[part, hidden(counts)]] : [];
      });
      return { ok: true, answer: Object.fromEntries(parts) };
    });
  }

  async #note(asked: Request<'visit-note:add'>): Promise<Reply<unknown>> {
    const { inquiries, destinations, languages } = this.#book();
    const knows = (list: readonly { id: string }[], id: string) =>
      list.some((one) => one.id === id);
    if (!asked.asked.every((id) => knows(inquiries, id)))
      return { ok: false, code: 'unknown-inquiry' };
    if (!asked.sentOn.every(({ to }) => knows(destinations, to)))
      return { ok: false, code: 'unknown-destination' };
    if (asked.language && !languages.includes(asked.language))
      return { ok: false, code: 'language-not-offered' };
    const counts = countsOf(asked);
    // Whatever a seal holds has been counted, also where somebody's program gives two notes one id.
    const once = `${asked.requestId} ${JSON.stringify(counts)}`;
    const bucket = await this.#add(once, counts);
    return { ok: true, answer: { note: await this.#sealed(bucket, once, counts) } };
  }

  async #takeBack({ note }: Request<'visit-note:undo'>): Promise<Reply<unknown>> {
    const [day = '', part = '', sealed = '', ...more] = note.split('.');
    // Written in one way only: each other way would be taken back once more.
    if (more.length > 0 || Buffer.from(sealed, 'base64url').toString('base64url') !== sealed)
      return { ok: false, code: 'malformed-request' };
    const bucket = `${this.#book().id}/${day}/${part}`;
    await this.#closeOthers();
    const isOpen = this.#openNow().includes(bucket);
    const key = isOpen ? await this.#counters.keyOf(bucket) : null;
    if (!key) return { ok: false, code: 'too-late-to-undo' };
    const counts = unsealed(key, bucket, sealed);
    if (!counts) return { ok: false, code: 'malformed-request' };
    await this.#counters.takeAway(bucket, `undo ${note}`, counts);
    await this.#read(bucket);
    return { ok: true, answer: { note } };
  }

  /** @returns where it was counted: where it has been counted already, when it comes once more. */
  async #add(once: string, counts: Counts): Promise<Bucket> {
    await this.#closeOthers();
    const [bucket = '', before] = this.#openNow();
    if (before && (await this.#counters.knows(before, once))) return before;
    await this.#counters.add(bucket, once, counts);
    await this.#read(bucket);
    return bucket;
  }

  /** The part of the day it is, and the one before while a request from then may still come. */
  #openNow(): Bucket[] {
    const at = this.#now();
    const book = this.#book();
    return [...new Set([bucketAt(book, at), bucketAt(book, at - LATE_MS)])];
  }

  async #closeOthers(): Promise<void> {
    await this.#counters.closeAllBut(`${this.#book().id}/`, this.#openNow());
  }

  async #read(bucket: Bucket): Promise<void> {
    if (bucket !== bucketAt(this.#book(), this.#now())) return;
    this.#present = { bucket, counts: (await this.#counters.read(bucket)).get(bucket) ?? {} };
    this.#changed();
  }

  /** The same for the same request, so that a repeat is answered as the first was. */
  async #sealed(bucket: Bucket, once: string, counts: Counts): Promise<string> {
    const key = await this.#counters.keyOf(bucket);
    if (!key) throw new Error(`${bucket} was closed while it was counted in`);
    const iv = createHmac('sha256', key).update(`note ${once}`).digest().subarray(0, IV_BYTES);
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(bucket));
    const text = Buffer.concat([cipher.update(JSON.stringify(counts)), cipher.final()]);
    const sealed = Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    const [, day, part] = bucket.split('/');
    return `${day}.${part}.${sealed}`;
  }
}

/** The store may be away; whoever asks repeats the request. */
async function answered<Answer>(work: () => Promise<Reply<Answer>>): Promise<Reply<Answer>> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof CountersUnavailable) return { ok: false, code: 'hub-unavailable' };
    throw fault;
  }
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** null: it was not sealed here, or not so. */
function unsealed(key: Buffer, bucket: Bucket, sealed: string): Counts | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(bucket))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([
      decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null; // the seal is broken: somebody else's note, or nobody's
  }
}

/** Each thing once, however often it was ticked. */
function countsOf({ asked, sentOn, visitor, quick, language }: Request<'visit-note:add'>): Counts {
  const keys = new Set([
    'notes',
    ...(quick ? ['quick'] : []),
    ...asked.map((id) => `asked:${id}`),
    ...sentOn.map(({ to, warm }) => `${warm ? 'warm' : 'leaflet'}:${to}`),
    ...(visitor ? [`visitor:${visitor}`] : []),
    ...(language ? [`language:${language}`] : []),
  ]);
  return Object.fromEntries([...keys].map((key) => [key, 1]));
}

/**
 * Fewer than five are not told, and where that is one alone of its kind, neither is the next: it could be reckoned
 * out. Nought is told: nobody is nobody.
 */
export function hidden(counts: Counts): Readonly<Record<string, Told>> {
  const told: Record<string, Told> = {};
  const kinds = Map.groupBy(Object.entries(counts), ([key]) => key.split(':')[0] ?? '');
  for (const entries of kinds.values()) {
    const byCount = entries.filter(([, count]) => count > 0).toSorted(([, a], [, b]) => a - b);
    const few = byCount.filter(([, count]) => count < FEW).length;
    const hide = new Set(byCount.slice(0, few === 1 ? 2 : few).map(([key]) => key));
    for (const [key, count] of entries) told[key] = hide.has(key) ? '<5' : count;
  }
  return told;
}
