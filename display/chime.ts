/** Two soft notes, falling a third, before a number is shown. Made by WebAudio: no file to fetch, nothing to wait for. */

/** Struck as on a small bell: a note of its own, a quiet octave, and a long fall. */
const NOTES = [
  { hertz: 659.26, after: 0 }, // E5
  { hertz: 523.25, after: 0.42 }, // C5
] as const;
const PARTIALS = [
  { times: 1, loudness: 0.32, fallsFor: 1.5 },
  { times: 2, loudness: 0.08, fallsFor: 0.8 },
  { times: 3.01, loudness: 0.02, fallsFor: 0.3 },
] as const;
/** From the first note until the last is no longer heard. */
const CHIME_SECONDS = 2;

export class Chime {
  readonly #context = new AudioContext();
  /** In the context's own time. */
  #silentFrom = 0;

  /** Runs `listener` whenever `blocked` may have changed. */
  constructor(listener: () => void) {
    this.#context.addEventListener('statechange', listener);
  }

  /** A browser without leave to play keeps the sound until somebody presses. */
  get blocked(): boolean {
    return this.#context.state !== 'running';
  }

  /** To be run from a press. */
  async allow(): Promise<void> {
    await this.#context.resume();
  }

  /** After what is sounding already. A blocked chime stays silent: a call is not sounded when it is long past. */
  sound(): void {
    if (this.blocked) return;
    const at = Math.max(this.#context.currentTime + 0.02, this.#silentFrom);
    strike(this.#context, at);
    this.#silentFrom = at + CHIME_SECONDS;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

/** Both notes into `context`, beginning at `at` (seconds, its own time). */
function strike(context: BaseAudioContext, at: number): void {
  for (const { hertz, after } of NOTES) {
    for (const { times, loudness, fallsFor } of PARTIALS) {
      const from = at + after;
      const tone = new OscillatorNode(context, { frequency: hertz * times });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(loudness, from + 0.012);
      gain.gain.exponentialRampToValueAtTime(0.0001, from + fallsFor);
      tone.connect(gain).connect(context.destination);
      tone.start(from);
      tone.stop(from + fallsFor);
    }
  }
}
