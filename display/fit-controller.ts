import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Programme } from '#shared/programme.ts';
import type { Fit } from './display-source.ts';
import type { Layout } from './layout.ts';
import { namesTooLong } from './slides/names-too-long.ts';
import type { MeasureWidth } from './typeface.ts';

type Picture = {
  readonly programme: Programme;
  readonly layout: Layout;
  readonly measure: MeasureWidth;
};

/** For the author of the book: what of it this window has no room for. */
export class FitController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #fit: Fit | null = null;
  /** What was last looked at, or is about to be. */
  #of: Picture | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** As it was last found; null: not looked at yet. */
  get fit(): Fit | null {
    return this.#fit;
  }

  hostDisconnected(): void {
    this.#of = undefined;
  }

  /** Once for each programme, panel and set of fonts, when the window has nothing else to do. */
  look(of: Picture): void {
    const before = this.#of;
    const isKnown =
      before?.programme === of.programme &&
      before.layout === of.layout &&
      before.measure === of.measure;
    if (isKnown) return;
    this.#of = of;
    void document.fonts.ready.then(() =>
      requestIdleCallback(() => {
        if (this.#of !== of) return; // there is something newer to look at
        const { programme, layout, measure } = of;
        this.#fit = {
          programme: programme.revision,
          panelTooSmall: layout.tooSmall,
          namesTooLong: namesTooLong(programme, layout, measure),
        };
        this.#host.requestUpdate();
      }),
    );
  }
}
