import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TextKey, TextValues } from '#shared/languages/texts.ts';
import type { Answers, RequestInput, RequestName } from '#shared/protocol.ts';
import type { Feed, FeedSource, RequestSink } from '#shared/ui/hub-connection.ts';
import type { DeskAction } from './desk-actions.ts';
import { refusalKey } from './refusal-words.ts';

/** How long a press waits to see its effect on the screen once the hub has answered. */
const CATCH_UP_MS = 1_000;
const TOLD_WITHIN_MS = 10_000;

type LiveFeed = Extract<Feed<'desk'>, { state: 'live' }>;

/** What was pressed, where that is worth showing on a button. */
/** `not-now`: the same press may be answered another way in a moment. */
export type CameOf = 'done' | 'refused' | 'not-now';
/** Refusals that are of the moment, and not of what was asked. */
const PASSES: ReadonlySet<string> = new Set(['too-many-requests', 'hub-unavailable']);

type Pressed = DeskAction | 'note' | 'issue' | 'other';

/** What say() makes a sentence of, so that it changes with the language of the page. */
export type Sentence = readonly [key: TextKey, values?: TextValues];

/** What has been pressed and what became of it. One thing at a time: a press during another is no press. */
export class Presses implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #hub: FeedSource<'desk'> & RequestSink;
  #pending: Pressed | null = null;
  #said: { sentence: Sentence; refused: boolean } | null = null;

  constructor(host: ReactiveControllerHost, hub: FeedSource<'desk'> & RequestSink) {
    this.#host = host;
    this.#hub = hub;
    host.addController(this);
  }

  hostConnected(): void {}

  /** What the hub has been asked and not yet shown the effect of. */
  get pending(): Pressed | null {
    return this.#pending;
  }

  /** What became of the last press. Stays until the next one. */
  get said(): { sentence: Sentence; refused: boolean } | null {
    return this.#said;
  }

  /** Says why a press did nothing. */
  refuse(...sentence: Sentence): void {
    this.#become(null, { sentence, refused: true });
  }

  /**
   * Asks the hub once and says what came of it; `done` makes the sentence of the answer. Never rejects.
   *
   * @param effect 'in-view': on the screen with the next snapshot, and not before then may something else be
   *   pressed. 'elsewhere': nothing that is pressed here hangs on it.
   */
  async ask<Name extends RequestName>(
    action: Pressed,
    name: Name,
    request: Omit<RequestInput<Name>, 'requestId'>,
    done: (answer: Answers[Name]) => Sentence,
    effect: 'in-view' | 'elsewhere' = 'in-view',
  ): Promise<CameOf> {
    if (this.#pending) return 'not-now';
    const { feed } = this.#hub;
    if (feed.state !== 'live') {
      this.refuse('staff.why.hub-lost');
      return 'not-now';
    }
    this.#become(action, null);
    const reply = await this.#hub.request(name, request);
    if (!reply.ok) {
      this.refuse(refusalKey(reply.code));
      return PASSES.has(reply.code) ? 'not-now' : 'refused';
    }
    this.#become(action, { sentence: done(reply.answer), refused: false });
    if (effect === 'in-view') await this.#caughtUp(feed, reply.version);
    this.#become(null, this.#said);
    return 'done';
  }

  /**
   * Between the answer and the snapshot that has what was done, a second press would be judged by what no longer is.
   * @param version of that snapshot; where a hub does not say it, the next one is believed
   */
  #caughtUp(before: LiveFeed, version: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        if (!isAfter(this.#hub.feed, before, version)) return;
        release();
        clearTimeout(patience);
        resolve();
      };
      const release = this.#hub.onChange(settle);
      // Of what is not in the queue no version tells; a snapshot that was announced comes, or the line is lost.
      const isTold = version !== undefined && version > before.snapshot.version;
      const patience = setTimeout(
        () => {
          release();
          resolve();
        },
        isTold ? TOLD_WITHIN_MS : CATCH_UP_MS,
      );
      settle();
    });
  }

  #become(pending: Pressed | null, said: typeof this.said): void {
    this.#pending = pending;
    this.#said = said;
    this.#host.requestUpdate();
  }
}

function isAfter(feed: Feed<'desk'>, before: LiveFeed, version: number | undefined): boolean {
  if (feed === before) return false;
  if (version === undefined || feed.state !== 'live') return true;
  return feed.snapshot.version >= version || feed.snapshot.day !== before.snapshot.day;
}
