import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ViewName } from '../views.ts';
import type { EpochMs } from '../vocabulary.ts';
import type { Feed, FeedSource } from './hub-connection.ts';

/** Keeps its host rendered with the newest feed, and once a second with the time, while it is on the page. */
export class FeedController<Name extends ViewName> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #source: FeedSource<Name>;
  #release: (() => void) | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, source: FeedSource<Name>) {
    this.#host = host;
    this.#source = source;
    host.addController(this);
  }

  get feed(): Feed<Name> {
    return this.#source.feed;
  }

  /** Office time. */
  get now(): EpochMs {
    return this.#source.now();
  }

  hostConnected(): void {
    this.#release = this.#source.onChange(() => this.#host.requestUpdate());
    this.#tick = setInterval(() => this.#host.requestUpdate(), 1_000);
  }

  hostDisconnected(): void {
    this.#release?.();
    clearInterval(this.#tick);
  }
}
