/** A window's own line to a hub, without its page: shared/ui/hub-connection.ts as it runs in the browser. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Snapshot, Stamp } from '#shared/views.ts';

/** What of it is used here. It is written for browsers, whose types a test of hubs does not have. */
type Line = {
  readonly feed: { state: string; snapshot: Snapshot<'board'> };
  onChange(listener: () => void): unknown;
  close(): void;
};
type HubConnectionFile = {
  HubConnection: new (who: { view: 'board'; screen: string }) => Line;
  isOlder: (one: Stamp, other: Stamp) => boolean;
};
const { HubConnection, isOlder }: HubConnectionFile = await import(
  resolve(import.meta.dirname, '../../shared/ui/hub-connection.ts')
);

export class WindowLine {
  readonly #line: Line;
  /** Every state it was in, one after another. */
  readonly states: string[] = [];
  /** Snapshots that were shown after a newer one; there are never any. */
  readonly wentBack: { from: Snapshot; to: Snapshot }[] = [];
  #newest: Snapshot<'board'> | null = null;

  private constructor(line: Line) {
    this.#line = line;
    line.onChange(() => {
      const { feed } = line;
      if (this.states.at(-1) !== feed.state) this.states.push(feed.state);
      if (feed.state !== 'live') return;
      if (this.#newest && isOlder(feed.snapshot, this.#newest))
        this.wentBack.push({ from: this.#newest, to: feed.snapshot });
      this.#newest = feed.snapshot;
    });
  }

  /** Until the test is over. @param port of the hub, or of what stands before it */
  static to(port: number): WindowLine {
    // What a page has: where it came from, and whether anybody sees it.
    vi.stubGlobal('location', { protocol: 'http:', host: `127.0.0.1:${port}`, port: `${port}` });
    vi.stubGlobal('document', { visibilityState: 'hidden' });
    const line = new HubConnection({ view: 'board', screen: randomBytes(16).toString('hex') });
    onTestFinished(() => {
      line.close();
      vi.unstubAllGlobals();
    });
    return new WindowLine(line);
  }

  get state(): string {
    return this.#line.feed.state;
  }

  /** What it shows, whether it can be trusted or not. */
  get shown(): Snapshot<'board'> | null {
    return this.#newest;
  }
}
