/**
 * The moving parts of the virtual printer: a roll, a motor, a head and a knife. Does one thing after another
 * as fast as real ones do, stops between two lines of dots, and goes on where it stopped.
 *
 * All it knows of time comes from its timers; with nothing to do it has none running.
 */
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Raster } from './escpos.ts';
import { STEP_ROWS } from './escpos-command.ts';
import type { Timers } from './timers.ts';
import { HangingPaper, type VirtualPaper } from './virtual-paper.ts';

export type MechanismOptions = {
  /** How fast paper moves. Real printers: 90 to 300. */
  mmPerSecond: number;
  cutMs: number;
  widthDots: number;
  dotsPerMm: number;
  timers: Timers;
  /** For what is written beside the paper. */
  now: () => EpochMs;
};

export type MechanismEvents = {
  mayMove(): boolean;
  /** Has come to the end of all that it was to do. */
  onRest(): void;
  /** The roll has come to its end, or near it. */
  onRoll(): void;
  onJam(): void;
  onCut(): void;
};

type Motion =
  | { move: 'print'; picture: Raster; done: number }
  /** Blank paper. What goes past the knife before a cut is not seen on the slip it ends. */
  | { move: 'feed'; rows: number; done: number; shown: boolean }
  /** `whole`: what was printed has been fed past the knife. */
  | { move: 'cut'; whole: boolean };

const PAPERS_KEPT = 50;
/** Paper that moves before each cut. */
const HEAD_TO_KNIFE_MM = 15;
/** A sensor at the side of the roll sees that it has become thin. */
export const NEAR_END_MM = 3_000;
/** Shorter waits are added up, so that a fast printer needs no more timers than a slow one. */
const SHORTEST_WAIT_MS = 1;
/** A step that begins so soon after another follows on it: timers are late, and motors are not. */
const LATE_MS = 50;

export class PrintMechanism {
  readonly #options: MechanismOptions;
  readonly #events: MechanismEvents;
  readonly #motions: Motion[] = [];
  /** The step being taken: from when, until when, and how to stop it. */
  #step: { rows: number; from: number; until: number; cancel: () => void } | null = null;
  /** Until when the motor ran, or will have. */
  #ranUntil = Number.NEGATIVE_INFINITY;
  #rowsLeft = Number.POSITIVE_INFINITY;
  #rowsPrinted = 0;
  #slipsCut = 0;
  jamsAtNextCut = false;
  /** Its last rows may be the last of all that was to be done, and nothing begins meanwhile. */
  #stopping = false;
  /** What happens when so much more paper has moved. */
  #ahead: { rows: number; happens: () => void } | null = null;

  #hanging: HangingPaper | null = null;
  #papers: VirtualPaper[] = [];
  #begun = 0;

  constructor(options: MechanismOptions, events: MechanismEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Newest first, the one that hangs in the printer before all; at most 50. */
  get papers(): readonly VirtualPaper[] {
    return this.#hanging?.isVisible
      ? [this.#hanging.paper(false), ...this.#papers].slice(0, PAPERS_KEPT)
      : this.#papers;
  }

  /** Something is under way, be it stopped. */
  get isBusy(): boolean {
    return this.#motions.length > 0;
  }

  get paperLeftMm(): number {
    return this.#rowsLeft / this.#options.dotsPerMm;
  }

  get counters(): { slipsCut: number; mmPrinted: number } {
    return {
      slipsCut: this.#slipsCut,
      mmPrinted: Math.round(this.#rowsPrinted / this.#options.dotsPerMm),
    };
  }

  /** A roll with so much paper. */
  load(mm: number): void {
    this.stop();
    this.#rowsLeft = Math.floor(mm * this.#options.dotsPerMm);
  }

  /** Runs `happens` once, when so much more paper has moved, in place of what was to happen before. */
  afterMm(mm: number, happens: () => void): void {
    this.stop();
    this.#ahead = { rows: Math.max(1, Math.floor(mm * this.#options.dotsPerMm)), happens };
  }

  /** Nothing is to happen any more. */
  forgetAhead(): void {
    this.#ahead = null;
  }

  print(picture: Raster): void {
    if (picture.heightDots > 0) this.#do({ move: 'print', picture, done: 0 });
  }

  feed(rows: number): void {
    if (rows > 0) this.#do({ move: 'feed', rows, done: 0, shown: true });
  }

  /** Feeds all that was printed past the knife, and cuts. */
  feedAndCut(): void {
    this.#do({ move: 'feed', rows: this.#headToKnifeRows, done: 0, shown: false });
    this.#do({ move: 'cut', whole: true });
  }

  /** Cuts where the paper stands: what was printed last is not past the knife, and comes with the next slip. */
  cut(): void {
    this.#do({ move: 'cut', whole: false });
  }

  /** Bytes that were not understood, in hexadecimal, are kept with the paper that hangs in the printer. */
  note(refused: string): void {
    this.#paper().refused.push(refused);
  }

  /** Does what is to be done for as long as it may. */
  go(): void {
    while (this.#step === null && this.#motions[0] && this.#mayMove) this.#begin(this.#motions[0]);
  }

  /** At once, between two lines of dots; go() continues from there. */
  stop(): void {
    if (this.#step === null) return;
    const { rows, from, until, cancel } = this.#step;
    cancel();
    this.#step = null;
    const part = (this.#options.timers.now() - from) / (until - from);
    this.#stopping = true;
    this.#moved(Math.max(0, Math.min(rows, Math.floor(rows * part))));
    this.#stopping = false;
    this.#ranUntil = Number.NEGATIVE_INFINITY;
  }

  /** What was still to be done is not done. The paper stays as it hangs. */
  forget(): void {
    this.stop();
    this.#motions.length = 0;
  }

  get #mayMove(): boolean {
    return !this.#stopping && !this.#isThere && this.#events.mayMove();
  }

  /** Where something is to happen. */
  get #isThere(): boolean {
    return this.#ahead !== null && this.#ahead.rows <= 0;
  }

  #do(motion: Motion): void {
    this.#motions.push(motion);
    this.go();
  }

  #begin(motion: Motion): void {
    if (motion.move === 'cut') {
      if (this.jamsAtNextCut) this.#events.onJam();
      else this.#take(0, this.#options.cutMs);
      return;
    }
    const [left, most] =
      motion.move === 'print'
        ? [motion.picture.heightDots - motion.done, STEP_ROWS]
        : [motion.rows - motion.done, motion.rows];
    const rows = Math.min(left, most, this.#rowsLeft, this.#ahead?.rows ?? left);
    const { dotsPerMm, mmPerSecond } = this.#options;
    this.#take(rows, (rows / dotsPerMm / mmPerSecond) * 1_000);
  }

  #take(rows: number, ms: number): void {
    const { timers } = this.#options;
    const now = timers.now();
    const from = now - this.#ranUntil < LATE_MS ? this.#ranUntil : now;
    const until = from + ms;
    this.#ranUntil = until;
    const left = until - now;
    if (left < SHORTEST_WAIT_MS) {
      this.#taken(rows);
      return;
    }
    const cancel = timers.after(left, () => {
      this.#step = null;
      this.#taken(rows);
      this.go();
    });
    this.#step = { rows, from, until, cancel };
  }

  #taken(rows: number): void {
    const motion = this.#motions[0];
    if (motion?.move === 'cut') this.#sever(motion.whole);
    else this.#moved(rows);
  }

  #moved(rows: number): void {
    const motion = this.#motions[0];
    if (motion === undefined || motion.move === 'cut' || rows === 0) return;
    if (motion.move === 'print') this.#paper().add(slice(motion.picture, motion.done, rows));
    else if (motion.shown) this.#paper().feed(rows);
    motion.done += rows;
    const wasNear = this.paperLeftMm <= NEAR_END_MM;
    this.#rowsLeft -= rows;
    this.#rowsPrinted += rows;
    if (this.#ahead) this.#ahead.rows -= rows;
    const whole = motion.move === 'print' ? motion.picture.heightDots : motion.rows;
    if (motion.done >= whole) this.#finish();
    this.#arrive();
    if (this.#rowsLeft <= 0 || wasNear !== this.paperLeftMm <= NEAR_END_MM) this.#events.onRoll();
  }

  /** What was to happen here happens, before any more paper moves. */
  #arrive(): void {
    if (this.#ahead === null || !this.#isThere) return;
    const { happens } = this.#ahead;
    this.#ahead = null;
    happens();
  }

  #finish(): void {
    this.#motions.shift();
    if (!this.isBusy) this.#events.onRest();
  }

  #sever(whole: boolean): void {
    const hanging = this.#paper();
    const rest = whole ? null : hanging.pullBack(this.#headToKnifeRows);
    if (whole && !hanging.isVisible) hanging.feed(this.#headToKnifeRows);
    if (hanging.isVisible) {
      this.#papers = [hanging.paper(true), ...this.#papers].slice(0, PAPERS_KEPT);
      this.#hanging = null;
      this.#slipsCut++;
      this.#events.onCut();
    }
    if (rest !== null) this.#paper().add(rest);
    this.#finish();
  }

  get #headToKnifeRows(): number {
    return Math.round(HEAD_TO_KNIFE_MM * this.#options.dotsPerMm);
  }

  #paper(): HangingPaper {
    const at = this.#options.now();
    this.#hanging ??= new HangingPaper(`${at}-${++this.#begun}`, at, this.#options.widthDots);
    return this.#hanging;
  }
}

function slice({ widthDots, dots }: Raster, row: number, heightDots: number): Raster {
  const rowBytes = widthDots / 8;
  return {
    widthDots,
    heightDots,
    dots: dots.subarray(row * rowBytes, (row + heightDots) * rowBytes),
  };
}
