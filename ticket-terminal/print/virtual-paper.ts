/** The virtual printer's paper: rows of dots, cut into pieces. */
import type { EpochMs } from '#shared/vocabulary.ts';
import type { Raster } from './escpos.ts';
import { encodePng } from './raster-png.ts';

/** One piece of paper. */
export type VirtualPaper = {
  id: string;
  /** When its first line was printed. */
  at: EpochMs;
  widthDots: number;
  heightDots: number;
  /** False while it hangs in the printer. */
  cut: boolean;
  /** Bytes that were not understood while it was printed, in hexadecimal: '1b 61 01'. */
  refused: readonly string[];
  readonly png: Buffer;
  /** The same, dot for dot. */
  readonly raster: Raster;
};

/** Paper that has not been cut yet. */
export class HangingPaper {
  readonly #id: string;
  readonly #at: EpochMs;
  readonly #widthDots: number;
  readonly #rows: Uint8Array[] = [];
  #heightDots = 0;
  readonly refused: string[] = [];

  constructor(id: string, at: EpochMs, widthDots: number) {
    this.#id = id;
    this.#at = at;
    this.#widthDots = widthDots;
  }

  get isVisible(): boolean {
    return this.#heightDots > 0;
  }

  feed(heightDots: number): void {
    this.#rows.push(new Uint8Array((this.#widthDots / 8) * heightDots));
    this.#heightDots += heightDots;
  }

  /** Dots beyond the paper's edge are lost, as they are on a platen. */
  add({ widthDots, heightDots, dots }: Raster): void {
    const rowBytes = this.#widthDots / 8;
    const rows = new Uint8Array(rowBytes * heightDots);
    for (let row = 0; row < heightDots; row++) {
      const from = row * (widthDots / 8);
      rows.set(dots.subarray(from, from + Math.min(rowBytes, widthDots / 8)), row * rowBytes);
    }
    this.#rows.push(rows);
    this.#heightDots += heightDots;
  }

  /**
   * Takes the last rows off this paper: they have not come past the knife. Gives them when there is
   * something on them, null when they are white.
   */
  pullBack(heightDots: number): Raster | null {
    const { dots, ...size } = this.#raster();
    const kept = Math.max(0, this.#heightDots - heightDots);
    const rest = dots.subarray((size.widthDots / 8) * kept);
    // White paper came past the knife as this was printed; it is seen only where nothing else is.
    const seen =
      kept > 0 ? dots.subarray(0, dots.length - rest.length) : new Uint8Array(dots.length);
    this.#rows.splice(0, this.#rows.length, seen);
    this.#heightDots = kept > 0 ? kept : this.#heightDots;
    const isWhite = rest.every((byte) => byte === 0);
    return isWhite ? null : { ...size, heightDots: size.heightDots - kept, dots: rest };
  }

  #raster(): Raster {
    const dots = new Uint8Array(Buffer.concat(this.#rows));
    return { widthDots: this.#widthDots, heightDots: this.#heightDots, dots };
  }

  paper(cut: boolean): VirtualPaper {
    const [widthDots, heightDots] = [this.#widthDots, this.#heightDots];
    const raster = this.#raster();
    const refused = [...this.refused];
    let png: Buffer | undefined;
    return {
      ...{ id: this.#id, at: this.#at, widthDots, heightDots, cut, refused, raster },
      /** Drawn when somebody looks. */
      get png() {
        png ??= encodePng(raster);
        return png;
      },
    };
  }
}
