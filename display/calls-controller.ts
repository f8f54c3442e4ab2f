import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Call } from '#shared/views.ts';
import type { EpochMs, OfficeId } from '#shared/vocabulary.ts';
import { darken, darkSpotlight, follow, hold, type Spotlight } from './call-spotlight.ts';
import { Chime } from './chime.ts';
import type { Known, Sounded } from './display-source.ts';
import { openingAt } from './opening.ts';
import { keepSounded, recallSounded } from './sounded-calls.ts';
import { Voice } from './voice.ts';

/** The picture comes first: a browser takes its time to open its sound. */
const SOUNDS_AFTER_MS = 250;
/** Of what sounds for the last visitors, when the square has gone quiet. */
const CLOSED_LOUDNESS = 0.4;
/** Any of these, anywhere on the page, lets a browser play that had not let the window sound. */
const PRESSES = ['pointerdown', 'keydown'] as const;

/** The calls of the queue in turn, each in the spotlight and heard once, as long as its host is on the page. */
export class CallsController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #opensSound: ReturnType<typeof setTimeout> | undefined;
  #chime: Chime | undefined;
  #voice: Voice | undefined;
  #spotlight: Spotlight;
  readonly #isSilent: boolean;

  /** @param sounded instead of what this browser remembers: then nothing is sounded */
  constructor(host: ReactiveControllerHost, sounded?: Sounded) {
    this.#host = host;
    this.#isSilent = sounded !== undefined;
    this.#spotlight = { ...darkSpotlight, ...(sounded ?? recallSounded()) };
    host.addController(this);
  }

  /** The call that is in the spotlight, and since when. */
  get showing(): Spotlight['showing'] {
    return this.#spotlight.showing;
  }

  /** The browser lets nothing sound until somebody presses. */
  get soundless(): boolean {
    return this.#chime?.blocked ?? false;
  }

  hostConnected(): void {
    if (this.#isSilent) return;
    this.#opensSound = setTimeout(() => this.#hasVoice(), SOUNDS_AFTER_MS);
    for (const press of PRESSES) window.addEventListener(press, this.#allowSound);
  }

  hostDisconnected(): void {
    clearTimeout(this.#opensSound);
    for (const press of PRESSES) window.removeEventListener(press, this.#allowSound);
    void this.#chime?.close();
    this.#chime = undefined;
    this.#voice = undefined;
  }

  /** What is known, and the passing of time. Run it before each picture. */
  follow(known: Known, now: EpochMs): void {
    const { queue, takeover } = known;
    const before = this.#spotlight.showing;
    const next = takeover ? hold : follow;
    this.#spotlight =
      queue.state === 'live'
        ? next(this.#spotlight, queue.board, now)
        : darken(this.#spotlight, now);
    const { showing, upcoming } = this.#spotlight;
    if (this.#isSilent) return;
    const office = 'board' in queue ? queue.board.office : null;
    if (office && upcoming.length > 0) this.#hasVoice().prepare(office, upcoming);
    if (office && showing && showing !== before) {
      this.#sound(office, showing.call, known, now);
      keepSounded(this.#spotlight);
    }
  }

  #sound(office: OfficeId, call: Call, { queue, programme }: Known, now: EpochMs): void {
    const said = 'board' in queue ? queue.board.opening : null;
    const isOpen = openingAt(said, programme, now)?.open === true;
    void this.#hasVoice().sound(office, call, isOpen ? 1 : CLOSED_LOUDNESS);
  }

  /** Made when it is first needed, or when the picture stands. */
  #hasVoice(): Voice {
    if (!this.#voice) {
      this.#chime = new Chime(() => this.#host.requestUpdate());
      this.#voice = new Voice(this.#chime);
      this.#host.requestUpdate();
    }
    return this.#voice;
  }

  readonly #allowSound = (): void => {
    if (this.#chime?.blocked) void this.#chime.allow();
  };
}
