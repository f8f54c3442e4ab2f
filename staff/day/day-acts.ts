/** What is pressed in the day view: asked of the hub once, what came of it said, and taken back by one press more. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Answers, RequestInput, RequestName } from '#shared/protocol.ts';
import type { FeedSource, RequestSink } from '#shared/ui/hub-connection.ts';
import type { Sentence } from '../presses.ts';
import { refusalKey } from '../refusal-words.ts';

type Asked = {
  [Name in RequestName]: {
    readonly name: Name;
    readonly request: Omit<RequestInput<Name>, 'requestId'>;
  };
}[RequestName];

export type DayAct = Asked & {
  /** Said when it is done. */
  readonly done: Sentence | ((answer: Answers[RequestName]) => Sentence);
  /** What takes it back; left out where there is nothing to take back. */
  readonly undo?: readonly Asked[];
};

/** Dispatched by the parts of the day view. */
export class DayActEvent extends Event {
  static readonly eventName = 'day-act';
  readonly act: DayAct;

  constructor(act: DayAct) {
    super(DayActEvent.eventName, { bubbles: true, composed: true });
    this.act = act;
  }
}

export type DaySaid = {
  readonly sentence: Sentence;
  readonly refused: boolean;
  readonly undo: readonly Asked[];
};

/** One thing at a time: a press during another is no press. */
export class DayActs implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #hub: FeedSource<'day'> & RequestSink;
  #isPending = false;
  #said: DaySaid | null = null;

  constructor(host: ReactiveControllerHost, hub: FeedSource<'day'> & RequestSink) {
    this.#host = host;
    this.#hub = hub;
    host.addController(this);
  }

  hostConnected(): void {}

  get pending(): boolean {
    return this.#isPending;
  }

  /** What became of the last press. Stays until the next one. */
  get said(): DaySaid | null {
    return this.#said;
  }

  async act({ done, undo = [], ...asked }: DayAct): Promise<void> {
    if (!this.#begins()) return;
    const reply = await this.#ask(asked);
    this.#ends(
      reply.ok
        ? { sentence: typeof done === 'function' ? done(reply.answer) : done, refused: false, undo }
        : { sentence: [refusalKey(reply.code)], refused: true, undo: [] },
    );
  }

  /** Takes the last one back. What cannot be taken back is said, and stays to be tried again. */
  async undo(): Promise<void> {
    const { undo = [] } = this.#said ?? {};
    if (undo.length === 0 || !this.#begins()) return;
    for (const [nth, asked] of undo.entries()) {
      const reply = await this.#ask(asked);
      if (reply.ok) continue;
      return this.#ends({
        sentence: [refusalKey(reply.code)],
        ...{ refused: true, undo: undo.slice(nth) },
      });
    }
    this.#ends({ sentence: ['staff.day-done.undone'], refused: false, undo: [] });
  }

  /** The name and what is asked belong together, as DayAct says; a union of both cannot. */
  #ask(asked: Asked) {
    return this.#hub.request<RequestName>(
      asked.name,
      asked.request as Omit<RequestInput<RequestName>, 'requestId'>,
    );
  }

  #begins(): boolean {
    if (this.#isPending) return false;
    const isLive = this.#hub.feed.state === 'live';
    if (isLive) this.#isPending = true;
    else this.#said = { sentence: ['staff.why.hub-lost'], refused: true, undo: [] };
    this.#host.requestUpdate();
    return isLive;
  }

  #ends(said: DaySaid): void {
    this.#isPending = false;
    this.#said = said;
    this.#host.requestUpdate();
  }
}
