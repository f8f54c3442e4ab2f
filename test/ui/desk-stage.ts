/**
 * A desk with a made-up hub, in a real browser: every state there is, without waiting for one. Served by
 * test/support/stage.ts.
 */
import '#shared/languages/staff-texts.ts';
import '#shared/ui/tokens.css';
import '../../staff/web-awesome.css';
import '../../staff/web-awesome.ts';
import type { AccountId, SessionNow } from '#shared/identity.ts';
import type { Reply, RequestName } from '#shared/protocol.ts';
import type { Feed, FeedSource, RequestSink } from '#shared/ui/hub-connection.ts';
import type { DeskView, Snapshot } from '#shared/views.ts';
import type { AgencyId, EpochMs, LocalDate, OfficeId } from '#shared/vocabulary.ts';
import { DeskScreen } from '../../staff/screens/desk-screen.ts';
import type { ConsoleLanguage } from '../../staff/this-computer.ts';
import { DESK_STATES, type DeskState, TEN } from './made-up-desk.ts';

class MadeUpHub implements FeedSource<'desk'>, RequestSink {
  feed: Feed<'desk'> = { state: 'connecting' };
  readonly asked: [RequestName, unknown][] = [];
  #listener = () => {};
  /** What it answers next; it keeps whoever asks waiting until there is something. */
  answer: Reply<never> | null = null;

  onChange(listener: () => void): () => void {
    this.#listener = listener;
    return () => {};
  }

  now(): EpochMs {
    return TEN;
  }

  request(name: RequestName, request: unknown): Promise<Reply<never>> {
    this.asked.push([name, request]);
    return this.answer ? Promise.resolve(this.answer) : new Promise(() => {});
  }

  become(feed: Feed<'desk'>): void {
    this.feed = feed;
    this.#listener();
  }
}

const hub = new MadeUpHub();
const screen = new DeskScreen(hub);
document.body.append(screen);

const snapshotOf = (view: DeskView): Snapshot<'desk'> => ({
  office: 'ragsved' as OfficeId,
  log: 'made up',
  day: '2026-11-24' as LocalDate,
  version: 1,
  at: TEN,
  ...view,
});

const sessionOf = (role: 'guide' | 'agency'): SessionNow => ({
  who: {
    kind: 'person',
    locked: false,
    account: 'ann' as AccountId,
    name: 'Ann',
    role,
    offices: 'all',
    agency: role === 'agency' ? ('forsakringskassan' as AgencyId) : null,
    hasPin: false,
    hasPassphrase: true,
  },
  device: null,
  ways: { passphrase: true, pins: [], sso: null },
  founded: true,
  idleLockMs: 600_000,
});

export const stage = {
  states: () => Object.keys(DESK_STATES) as DeskState[],

  async shows(state: DeskState, language: ConsoleLanguage): Promise<void> {
    screen.language = language;
    const { view, feed = 'live', who = 'guide' } = DESK_STATES[state]();
    screen.session = sessionOf(who);
    screen.inConsole = true;
    const snapshot = snapshotOf(view);
    if (feed === 'connecting') hub.become({ state: 'connecting' });
    else if (feed === 'refused') hub.become({ state: 'refused', why: 'not-allowed' });
    else if (feed === 'stale')
      hub.become({ state: 'stale', snapshot, since: Date.now() - 240_000 });
    else hub.become({ state: 'live', snapshot });
    await drawn();
  },

  /** Every request is answered so from now on. */
  answers(answer: Reply<unknown>): void {
    hub.answer = answer as Reply<never>;
  },

  asked: () => hub.asked,

  /** How much wider than the page something is. */
  overflow: () => document.documentElement.scrollWidth - innerWidth,
};
export type Stage = typeof stage;
Object.assign(globalThis, { stage });

async function drawn(): Promise<void> {
  await screen.updateComplete;
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  await document.fonts.ready;
}
