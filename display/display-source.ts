/** What the window knows, and how far it can be believed: panel by panel, and the clock apart. */

import type { About } from '#shared/agenda.ts';
import type { Programme, Takeover } from '#shared/programme.ts';
import type { ConnectRefusal } from '#shared/protocol.ts';
import type { Snapshot } from '#shared/views.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Spotlight } from './call-spotlight.ts';
import type { NameTooLong } from './slides/names-too-long.ts';

export type Known = {
  /** The queue. `silentForMs`: since the hub was last heard, or the window began to listen. */
  readonly queue:
    | { readonly state: 'connecting'; readonly silentForMs: number }
    | { readonly state: 'live'; readonly board: Snapshot<'board'> }
    | {
        readonly state: 'stale';
        readonly board: Snapshot<'board'>;
        readonly silentForMs: number;
      }
    | { readonly state: 'refused'; readonly why: ConnectRefusal };
  /** The newest programme ever received, from the hub or from this browser's own record; null: none yet. */
  readonly programme: Programme | null;
  /** When the hub last said that `programme` is the newest. Office time. */
  readonly programmeConfirmedAt: EpochMs | null;
  /** The takeover in force, also when the hub has been lost since; it ends by the clock. */
  readonly takeover: Takeover | null;
  /**
   * 'unsure': the device's time cannot be right and the hub has not been heard. Nothing that depends on
   * what time it is may then be shown.
   */
  readonly clock: 'sure' | 'unsure';
  /** False: without HTTPS (or localhost) this window cannot start while the hub is away. For whoever installs it. */
  readonly secure: boolean;
};

/** The calls that have had their turn, in the counting of call-spotlight.ts. */
export type Sounded = Pick<Spotlight, 'counting' | 'met' | 'listed'>;

export interface DisplaySource {
  readonly known: Known;
  /** Of a picture that is about one thing: nothing else turns in it. */
  readonly about?: About | null;
  /** Of a picture of a window, which sounds nothing; left out, the window sounds calls, and remembers which. */
  readonly sounded?: Sounded;
  /** Office time. */
  now(): EpochMs;
  /** Runs `listener` at every change of `known`, until the returned function is run. */
  onChange(listener: () => void): () => void;
  /** What this window shows from now on: for the hub, which keeps proof of it and raises an alarm when it is old. */
  showing(what: Showing): void;
}

/** Said at every change. */
export type Showing = {
  /** Of shared/agenda.ts; 'takeover', 'closed' and the like where no slide is on. */
  readonly slide: string;
  readonly language: string;
  /** The call in the spotlight. */
  readonly call: number | null;
  /** Slides and panels that failed and were left out, with why. */
  readonly faults: readonly { readonly panel: string; readonly why: string }[];
  readonly soundless: boolean;
  /** null: it has not been looked at yet. */
  readonly fit: Fit | null;
};

/** For whoever writes the office book: what of a programme the panel has no room for. */
export type Fit = {
  /** Its revision. */
  readonly programme: string;
  /** What must be read from its distance cannot be. */
  readonly panelTooSmall: boolean;
  readonly namesTooLong: readonly NameTooLong[];
};
