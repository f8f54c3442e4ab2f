/**
 * What a picture of the window is told by the page around it: a board and a programme, of now, of yesterday or of
 * a book that is only being written. It has no line to the hub, keeps nothing and says nothing. Rules RP… in docs/spec.md.
 */

import type { About } from '#shared/agenda.ts';
import type { Programme } from '#shared/programme.ts';
import type { Snapshot } from '#shared/views.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { SHOWN_FOR_MS } from './call-spotlight.ts';
import type { DisplaySource, Known, Sounded } from './display-source.ts';
import { isBoard, isProgramme } from './record.ts';

const SHOW = 'torget:show';

/** What the page around it says; the same shape as staff/window-frame.ts sends. */
export type Told = {
  readonly board: Snapshot<'board'> | null;
  readonly programme: Programme;
  /** What time it is in the picture. */
  readonly at: EpochMs;
  /** Time goes on from there; otherwise it stands. */
  readonly runs: boolean;
  /** Which of the office's windows; null: the first. */
  readonly display: string | null;
  /** The one thing of the programme that it is about; null: all of it. */
  readonly about: About | null;
};

/** @returns null when it is not for this picture, or not whole */
export function toldBy(message: unknown): Told | null {
  if (typeof message !== 'object' || message === null) return null;
  const { kind, board, programme, at, runs, display, about } = message as Record<string, unknown>;
  if (kind !== SHOW || typeof at !== 'number' || !isProgramme(programme)) return null;
  if (board != null && !isBoard(board)) return null;
  return {
    ...{ board: board ?? null, programme, at, runs: runs === true },
    display: typeof display === 'string' ? display : null,
    about: isAbout(about) ? about : null,
  };
}

export class ToldSource implements DisplaySource {
  readonly #steady: () => number;
  readonly #listeners = new Set<() => void>();
  #told: Told;
  #toldAt: number;
  /** Whoever steps into a day sees whom the window showed then, and not everybody who was called before. */
  readonly sounded: Sounded;

  constructor(told: Told, steady: () => number) {
    this.#told = told;
    this.#steady = steady;
    this.#toldAt = steady();
    this.sounded = soundedBefore(told);
  }

  /** Whether what is told is of a later moment of the same day: an earlier one is another picture. */
  goesOnWith({ board, at, display, about }: Told): boolean {
    const { board: before, at: was, display: of, about: on } = this.#told;
    if (about?.id !== on?.id || about?.kind !== on?.kind) return false;
    return display === of && at >= was && board?.log === before?.log && board?.day === before?.day;
  }

  tell(told: Told): void {
    this.#told = told;
    this.#toldAt = this.#steady();
    for (const listener of this.#listeners) listener();
  }

  get about(): About | null {
    return this.#told.about;
  }

  get known(): Known {
    const { board, programme, about } = this.#told;
    // What would fill the screen is not what is looked at.
    const takeover = about ? null : (board?.takeover ?? null);
    const now = this.now();
    return {
      queue: board ? { state: 'live', board } : { state: 'connecting', silentForMs: 0 },
      programme,
      programmeConfirmedAt: now,
      takeover: takeover && takeover.from <= now && now < takeover.until ? takeover : null,
      clock: 'sure',
      secure: true,
    };
  }

  now(): EpochMs {
    const { at, runs } = this.#told;
    return runs ? at + Math.round(this.#steady() - this.#toldAt) : at;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  showing(): void {
    // Nobody asks what a picture of a window shows.
  }
}

const isAbout = (about: unknown): about is About => {
  const { kind, id } = (about ?? {}) as Record<string, unknown>;
  return (kind === 'notice' || kind === 'event') && typeof id === 'string';
};

function soundedBefore({ board, at }: Told): Sounded {
  if (!board) return { counting: null, met: 0, listed: [] };
  const past = board.calls.filter(({ calledAt }) => at - calledAt >= SHOWN_FOR_MS);
  return {
    counting: `${board.day} ${board.log}`,
    met: Math.max(0, ...past.map(({ id }) => id)),
    listed: past.map(({ id, calledAt }) => ({ id, calledAt })),
  };
}
