/**
 * What the window knows, from three places: the board that the hub sends, the programme that is fetched over
 * HTTP, and the record of an earlier day. Each replaces what was known of the same, whole; nothing is merged,
 * and nothing older is taken. Rules W… in docs/spec.md.
 */

import type { Programme } from '#shared/programme.ts';
import { isOlder, type WindowLine } from '#shared/ui/hub-connection.ts';
import type { Snapshot } from '#shared/views.ts';
import type { EpochMs, OfficeId } from '#shared/vocabulary.ts';
import type { DisplayClock } from './display-clock.ts';
import type { DisplaySource, Known, Showing } from './display-source.ts';
import {
  type DisplayRecord,
  isBoard,
  isProgramme,
  NO_RECORD,
  type RecordKeeper,
} from './record.ts';
import { RELOADS_COUNT_FOR_MS } from './reloading.ts';

type Board = Snapshot<'board'>;

/** So long a board may be old before the window says that it is. */
const STALE_AFTER_MS = 15_000;
const PROGRAMME_EVERY_MS = 60_000;
/** The board over HTTP, while the socket is silent. */
const BOARD_EVERY_MS = 10_000;
/** The hub says something every five seconds. */
const SILENT_AFTER_MS = 6_000;
const ANSWER_WITHIN_MS = 8_000;
/** A disk that is slow, or does not answer, must not keep the window dark. */
const READ_WITHIN_MS = 1_000;
/** How far the record of a programme that stays the same, and of the clocks, may lag behind. */
const RECORD_EVERY_MS = 300_000;

export type HubSourceParts = {
  line: WindowLine;
  clock: DisplayClock;
  record: RecordKeeper;
  /** null: the hub's only one, which its first word names. */
  office: OfficeId | null;
  secure: boolean;
  /** Whether this window would start without the hub. */
  offlineReady: () => boolean;
  /** Milliseconds that nobody can set: performance.now. */
  steady: () => number;
};

export class HubSource implements DisplaySource {
  readonly #parts: HubSourceParts;
  readonly #listeners = new Set<() => void>();
  readonly #timers: ReturnType<typeof setInterval>[];
  #stale: ReturnType<typeof setTimeout> | undefined;

  readonly #begunAt: number;
  #board: Board | null = null;
  /** By the steady clock. */
  #boardHeardAt = Number.NEGATIVE_INFINITY;
  #programme: Programme | null = null;
  #confirmedAt: EpochMs | null = null;
  #record: DisplayRecord = NO_RECORD;
  /** Until then nothing is written: what is there is worth more. */
  #isRead = false;
  #recordedAt = Number.NEGATIVE_INFINITY;
  /** The hub has been heard since the page was loaded: what the record says of a takeover is past. */
  #heard = false;
  #fetching = false;
  #showing: Showing | null = null;
  /** Why this window did not load itself anew when it was told to; null: it was not, or could. */
  #notReloaded: string | null = null;
  #forgiven: ReturnType<typeof setTimeout> | undefined;
  #said = '';

  constructor(parts: HubSourceParts) {
    this.#parts = parts;
    this.#begunAt = parts.steady();
    parts.line.onChange(() => this.#listen());
    this.#timers = [
      setInterval(() => void this.#fetchProgramme(), PROGRAMME_EVERY_MS),
      setInterval(() => void this.#fetchBoard(), BOARD_EVERY_MS),
    ];
  }

  /** Takes up what was known before the page was loaded, now or when it comes, and asks the hub what is new. */
  async begin(): Promise<void> {
    const reading = this.#parts.record.read().then((record) => this.#takeUp(record));
    await Promise.race([reading, new Promise((late) => setTimeout(late, READ_WITHIN_MS))]);
    void this.#fetchProgramme();
  }

  #takeUp(record: DisplayRecord): void {
    this.#record = record;
    this.#isRead = true;
    if (record.clock) this.#parts.clock.recall(record.clock);
    if (!this.#programme) {
      this.#programme = record.programme;
      this.#confirmedAt = record.confirmedAt;
    }
    this.#changed();
  }

  get known(): Known {
    const { clock, secure } = this.#parts;
    return {
      queue: this.#queue(),
      programme: this.#programme,
      programmeConfirmedAt: this.#confirmedAt,
      takeover: this.#takeover(),
      clock: clock.sure ? 'sure' : 'unsure',
      secure,
    };
  }

  now(): EpochMs {
    return this.#parts.clock.now();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  showing(what: Showing): void {
    this.#showing = what;
    this.#say();
  }

  /** When this window loaded itself anew, by the device's clock; null: it cannot be read. */
  get reloads(): readonly EpochMs[] | null {
    return this.#isRead ? this.#record.reloads : null;
  }

  /** Resolves to whether the record knows it. */
  reloading(reloads: readonly EpochMs[]): Promise<boolean> {
    return this.#keep({ ...this.#record, reloads });
  }

  /** @param why the hub is told of it as a fault, for as long as a reload counts: then it may be told to anew */
  notReloaded(why: string | null): void {
    clearTimeout(this.#forgiven);
    this.#notReloaded = why;
    if (why !== null)
      this.#forgiven = setTimeout(() => this.notReloaded(null), RELOADS_COUNT_FOR_MS);
    this.#say();
  }

  /** Knows nothing any more, and keeps nothing: the hub does not know this window. Resolves when the record is empty. */
  async forget(): Promise<void> {
    this.close();
    this.#isRead = false; // whatever still comes is not kept
    await this.#keep(NO_RECORD);
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#stale);
    clearTimeout(this.#forgiven);
  }

  #queue(): Known['queue'] {
    const { feed } = this.#parts.line;
    const silentForMs = this.#parts.steady() - this.#boardHeardAt;
    if (this.#board && silentForMs < STALE_AFTER_MS) return { state: 'live', board: this.#board };
    if (feed.state === 'refused') return { state: 'refused', why: feed.why };
    if (this.#board) return { state: 'stale', board: this.#board, silentForMs };
    return { state: 'connecting', silentForMs: this.#parts.steady() - this.#begunAt };
  }

  #takeover(): Known['takeover'] {
    const takeover = this.#heard ? (this.#board?.takeover ?? null) : this.#record.takeover;
    if (!takeover || !this.#parts.clock.sure) return null;
    const now = this.now();
    return takeover.from <= now && now < takeover.until ? takeover : null;
  }

  #listen(): void {
    const { feed } = this.#parts.line;
    if (feed.state === 'live') this.#hear(feed.snapshot);
    else this.#changed();
  }

  #hear(board: Board): void {
    const { clock, steady } = this.#parts;
    clock.hear(board.at, board.log);
    this.#boardHeardAt = steady();
    clearTimeout(this.#stale);
    this.#stale = setTimeout(() => this.#changed(), STALE_AFTER_MS);
    if (this.#board && isOlder(board, this.#board)) return;
    this.#heard = true;
    this.#board = board;
    if (this.#programme?.revision === board.programme) this.#confirmedAt = board.at;
    else void this.#fetchProgramme();
    this.#changed();
  }

  /** A backstop: a socket that is dead, or that something on the way does not let through. */
  async #fetchBoard(): Promise<void> {
    const { line, steady } = this.#parts;
    const askedAt = steady();
    if (askedAt - this.#boardHeardAt < SILENT_AFTER_MS || wantsAnotherWindow(line.feed)) return;
    const answer = await this.#ask('board');
    if (answer?.status !== 200) return;
    const board = await jsonOf(answer);
    // What the socket has said meanwhile is newer, whatever its version.
    if (isBoard(board) && this.#boardHeardAt < askedAt) this.#hear(board);
  }

  async #fetchProgramme(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    try {
      const known = this.#programme;
      const answer = await this.#ask('programme', known && `"${known.revision}"`);
      if (answer?.status === 304 && this.#parts.clock.sure) this.#confirmedAt = this.now();
      if (answer?.status === 200) this.#takeProgramme(await jsonOf(answer));
      this.#changed();
    } finally {
      this.#fetching = false;
    }
  }

  #takeProgramme(programme: unknown): void {
    if (!isProgramme(programme)) return;
    const before = this.#programme;
    if (before && before.log === programme.log && programme.at < before.at) return;
    if (before?.revision !== programme.revision) this.#programme = programme;
    this.#confirmedAt = this.#parts.clock.sure ? this.now() : programme.at;
  }

  async #ask(what: 'board' | 'programme', revision?: string | null): Promise<Response | null> {
    const office = this.#parts.office ?? this.#board?.office ?? this.#programme?.office;
    if (!office) return null; // the first board names it
    try {
      return await fetch(`${this.#parts.line.hub}/api/v1/offices/${office}/${what}`, {
        // A browser that may keep nothing asks that nobody else does: the hub would then always send all of it.
        headers: {
          'Cache-Control': 'max-age=0',
          ...(revision ? { 'If-None-Match': revision } : {}),
        },
        cache: 'no-store',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch {
      return null; // the hub is away; it is asked again
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
    this.#say();
    this.#remember();
  }

  /** To the hub: what is on, of which programme, and what is wrong. */
  #say(): void {
    if (!this.#showing) return;
    const { slide, language, call, faults, soundless, fit } = this.#showing;
    const reload = this.#notReloaded === null ? [] : [{ panel: 'reload', why: this.#notReloaded }];
    const said = {
      ...{ slide: slide.slice(0, 120), language: language.slice(0, 20), call, soundless },
      programme: this.#programme?.revision ?? null,
      programmeAt: this.#programme?.at ?? null,
      takeover: this.#takeover()?.id ?? null,
      faults: [...faults, ...reload]
        .slice(0, 20)
        .map(({ panel, why }) => ({ panel: panel.slice(0, 80), why: why.slice(0, 200) })),
      offlineReady: this.#parts.offlineReady(),
      fit: fit && { ...fit, namesTooLong: fit.namesTooLong.slice(0, 50) },
    };
    const text = JSON.stringify(said);
    if (text === this.#said) return;
    this.#said = text;
    this.#parts.line.say(said);
  }

  /** At once when a programme or a takeover is another, else now and then. */
  #remember(): void {
    if (!this.#isRead || (!this.#heard && this.#programme === this.#record.programme)) return;
    const takeover = this.#heard ? (this.#board?.takeover ?? null) : this.#record.takeover;
    const isNew =
      this.#programme !== this.#record.programme || takeover?.id !== this.#record.takeover?.id;
    if (!isNew && this.#parts.steady() - this.#recordedAt < RECORD_EVERY_MS) return;
    this.#recordedAt = this.#parts.steady();
    void this.#keep({
      ...this.#record,
      programme: this.#programme,
      confirmedAt: this.#confirmedAt,
      takeover,
      clock: this.#parts.clock.compared ?? this.#record.clock,
    });
  }

  #keep(record: DisplayRecord): Promise<boolean> {
    this.#record = record;
    return this.#parts.record.write(record);
  }
}

/** The hub speaks another protocol, or of another office: what it says over HTTP is not for this window. */
const wantsAnotherWindow = (feed: WindowLine['feed']): boolean =>
  feed.state === 'refused' && feed.why !== 'too-many-connections';

async function jsonOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return null; // broken off on its way; it is asked again
  }
}
