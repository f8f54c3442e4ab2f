/**
 * What the window sounds, one thing after the other. Two soft notes, falling a third, before a number is
 * shown: made by WebAudio, with no file to fetch and nothing to wait for. Then what is said (voice.ts).
 */

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
  /** Everything goes through it; one sound at a time, each as loud as it was asked for. */
  readonly #output = new GainNode(this.#context);
  /** In the context's own time. */
  #silentFrom = 0;

  /** Runs `listener` whenever `blocked` may have changed. */
  constructor(listener: () => void) {
    this.#output.connect(this.#context.destination);
    this.#context.addEventListener('statechange', listener);
  }

  /** A browser without leave to play keeps the sound until somebody presses. */
  get blocked(): boolean {
    return this.#context.state !== 'running';
  }

  /** How long it is until everything that was begun has been heard. */
  get soundsForMs(): number {
    return Math.max(0, this.#silentFrom - this.#context.currentTime) * 1_000;
  }

  /** To be run from a press. */
  async allow(): Promise<void> {
    await this.#context.resume();
  }

  /** After what is sounding already. A blocked chime stays silent: a call is not sounded when it is long past. */
  sound(loudness = 1): void {
    const at = this.#turn(CHIME_SECONDS, loudness);
    if (at !== null) strike(this.#output, at);
  }

  /** A WAV file, to be played. Rejects what is none. */
  clipOf(file: ArrayBuffer): Promise<AudioBuffer> {
    return this.#context.decodeAudioData(file);
  }

  /** After what is sounding already; not at all when blocked. */
  play(clip: AudioBuffer, loudness: number): void {
    const at = this.#turn(clip.duration, loudness);
    if (at === null) return;
    const source = new AudioBufferSourceNode(this.#context, { buffer: clip });
    source.connect(this.#output);
    source.start(at);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** When a sound of so many seconds may begin; null when none may. */
  #turn(seconds: number, loudness: number): number | null {
    if (this.blocked) return null;
    const at = Math.max(this.#context.currentTime + 0.02, this.#silentFrom);
    this.#silentFrom = at + seconds;
    this.#output.gain.setValueAtTime(loudness, at);
    return at;
  }
}

/** Both notes into `output`, beginning at `at` (seconds, in its context's time). */
function strike(output: AudioNode, at: number): void {
  const { context } = output;
  for (const { hertz, after } of NOTES) {
    for (const { times, loudness, fallsFor } of PARTIALS) {
      const from = at + after;
      const tone = new OscillatorNode(context, { frequency: hertz * times });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(loudness, from + 0.012);
      gain.gain.exponentialRampToValueAtTime(0.0001, from + fallsFor);
      tone.connect(gain).connect(output);
      tone.start(from);
      tone.stop(from + fallsFor);
    }
  }
}
