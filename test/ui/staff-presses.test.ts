import type { ReactiveControllerHost } from 'lit';
import { describe, expect, it, vi } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import type { Reply, RequestName } from '#shared/protocol.ts';
import type { Feed, FeedSource, RequestSink } from '#shared/ui/hub-connection.ts';
import type { Snapshot, Ticket } from '#shared/views.ts';
import type { DeskId, LocalDate, OfficeId, PrinterId, TicketNumber } from '#shared/vocabulary.ts';
import { DeskCommands } from '../../staff/desk-commands.ts';
import { Presses } from '../../staff/presses.ts';
import { AT, deskView, standing, visitor, waiting } from './staff-view.ts';

const snapshot = (view = deskView({ waiting: [waiting('A043')] })): Snapshot<'desk'> => ({
  office: 'ragsved' as OfficeId,
  log: 'a-log',
  day: '2026-11-24' as LocalDate,
  version: 1,
  at: AT,
  ...view,
});

/** A hub that keeps its answers until the test gives them. */
class SlowHub implements FeedSource<'desk'>, RequestSink {
  feed: Feed<'desk'> = { state: 'live', snapshot: snapshot() };
  readonly asked: [RequestName, unknown][] = [];
  #answer: (reply: Reply<never>) => void = () => {};
  readonly #listeners = new Set<() => void>();

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  now = () => AT;

  request = (name: RequestName, request: unknown): Promise<Reply<never>> => {
    this.asked.push([name, request]);
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  };

  answer(reply: unknown): void {
    this.#answer(reply as Reply<never>);
  }

  show(feed: Feed<'desk'>): void {
    this.feed = feed;
    for (const listener of this.#listeners) listener();
  }
}

function desk() {
  const hub = new SlowHub();
  const host = { addController() {}, requestUpdate() {} } as unknown as ReactiveControllerHost;
  const presses = new Presses(host, hub);
  const shown = () =>
    'snapshot' in hub.feed
      ? standing(hub.feed.snapshot, { live: hub.feed.state === 'live' })
      : null;
  const visited: Ticket[] = [];
  const commands = new DeskCommands(presses, shown, (ticket) => visited.push(ticket));
  return { hub, presses, commands, visited };
}

const called = { ok: true, answer: { number: 'A043' as TicketNumber, state: 'called' } };
const nowHere = (): Feed<'desk'> => ({
  state: 'live',
  snapshot: snapshot(deskView({ ticket: visitor('A043', 'called') })),
});

describe('pressing Next', () => {
  it('[DK8] asks the hub once, however often it is pressed before the screen has changed', async () => {
    const { hub, presses, commands } = desk();
    const first = commands.act('next');
    void commands.act('next');
    expect(presses.pending).toBe('next');
    hub.answer(called);
    await vi.waitFor(() =>
      expect(presses.said?.sentence).toEqual(['staff.done.called', { number: 'A043' }]),
    );
    await commands.act('next'); // answered, but the screen still shows the queue as it was
    expect(hub.asked).toEqual([['desk:call-next', { desk: 'guide-1' as DeskId }]]);
    hub.show(nowHere());
    await first;
    expect(presses.pending).toBeNull();
  });

  it('[DK8] does not take a view that was on its way for the one with its effect', async () => {
    const { hub, presses, commands } = desk();
    const press = commands.act('next');
    hub.answer({ ...called, version: 3 });
    await vi.waitFor(() => expect(presses.said).not.toBeNull());
    hub.show({ state: 'live', snapshot: { ...snapshot(), version: 2 } });
    await commands.act('next');
    expect(presses.pending).toBe('next');
    hub.show({ state: 'live', snapshot: { ...snapshot(), version: 3 } });
    await press;
    expect(presses.pending).toBeNull();
    expect(hub.asked).toHaveLength(1);
  });

  it('[DK8] lets go of the button though the next snapshot never comes', async () => {
    vi.useFakeTimers();
    try {
      const { hub, presses, commands } = desk();
      const press = commands.act('next');
      hub.answer(called);
      await vi.runAllTimersAsync();
      await press;
      expect(presses.pending).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('[DK9] says why the hub refused, until something else is pressed', async () => {
    const { hub, presses, commands } = desk();
    const press = commands.act('next');
    hub.answer({ ok: false, code: 'nobody-waiting' });
    await press;
    expect(presses.said).toEqual({ sentence: ['refusal.nobody-waiting'], refused: true });
    hub.show({ state: 'live', snapshot: snapshot() });
    expect(presses.said?.refused).toBe(true);
    void commands.act('next');
    expect(presses.said).toBeNull();
  });

  it('[DK38] says in words for staff what a visitor would be told to ask staff about', async () => {
    const { hub, presses, commands } = desk();
    const press = commands.act('next');
    hub.answer({ ok: false, code: 'topic-closed' });
    await press;
    expect(presses.said?.sentence).toEqual(['staff.refused.topic-closed']);
  });

  it('[DK9] says why not without asking, when the screen already knows', async () => {
    const { hub, presses, commands } = desk();
    hub.show(nowHere());
    await commands.act('next');
    expect(hub.asked).toEqual([]);
    expect(presses.said).toEqual({
      sentence: ['staff.why.visitor-here', { number: 'A043', count: 0, calls: 1, seconds: 0 }],
      refused: true,
    });
  });

  it('[DK10] asks nothing by itself: not when the hub is lost, nor when it is back', async () => {
    const { hub, presses, commands } = desk();
    hub.show({ state: 'stale', snapshot: snapshot(), since: AT });
    await commands.act('next');
    expect(presses.said).toEqual({
      sentence: ['staff.why.hub-lost', { number: '', count: 1, calls: 1, seconds: 0 }],
      refused: true,
    });
    hub.show({ state: 'live', snapshot: snapshot() });
    expect(hub.asked).toEqual([]);
  });
});

describe('pressing what has to wait', () => {
  it('[DK22] it is said how long until she may be called again', async () => {
    const { hub, presses, commands } = desk();
    const ticket = visitor('A043', 'called', { mayRecallAt: AT + 4_200 });
    hub.show({ state: 'live', snapshot: snapshot(deskView({ ticket })) });
    await commands.act('recall');
    expect(hub.asked).toEqual([]);
    expect(presses.said && say('sv', ...presses.said.sentence)).toBe(
      'Nyss kallad. Ropa igen om 5 sekunder.',
    );
  });

  it('[DK23] a visit that is finished is told of, so that it can be noted; one that is refused is not', async () => {
    const { hub, commands, visited } = desk();
    hub.show(nowHere());
    const refused = commands.act('finish');
    hub.answer({ ok: false, code: 'desk-has-no-ticket' });
    await refused;
    expect(visited).toEqual([]);
    const finished = commands.act('finish');
    hub.answer({ ok: true, answer: { number: 'A043', state: 'finished' } });
    await vi.waitFor(() => expect(visited).toEqual([{ number: 'A043', state: 'finished' }]));
    hub.show(nowHere());
    await finished;
  });
});

describe('asking for paper', () => {
  const door = 'door' as PrinterId;
  const withPrinter = (): Feed<'desk'> => ({
    state: 'live',
    snapshot: snapshot(
      deskView({
        waiting: [waiting('A043')],
        printers: [
          {
            id: door,
            name: { sv: 'Kölappsskrivaren' },
            state: { state: 'ready', paperLow: false, confirms: 'printed' },
            page: null,
          },
        ],
      }),
    ),
  });
  const reprint = { what: 'reprint', number: 'A043' as TicketNumber } as const;

  it('[DK14] a ticket is printed again once, however often it is pressed, and the copy is told', async () => {
    const { hub, presses, commands } = desk();
    hub.show(withPrinter());
    const press = commands.choose(reprint, 'sv');
    void commands.choose(reprint, 'sv');
    hub.answer({ ok: true, answer: { number: 'A043', copy: 2, printer: door } });
    await vi.waitFor(() => expect(presses.said).not.toBeNull());
    hub.show(withPrinter());
    await press;
    expect(hub.asked).toEqual([['ticket:reprint', { number: 'A043' }]]);
    expect(presses.said && say('sv', ...presses.said.sentence)).toBe(
      'Utskrift 2 av A043 är begärd på Kölappsskrivaren.',
    );
  });

  it.each([
    'printer-cannot-print',
    'paper-on-its-way',
    'unknown-ticket',
    'ticket-has-ended',
  ] as const)('[DK14] why a ticket is not printed again is said: %s', async (code) => {
    const { hub, presses, commands } = desk();
    hub.show(withPrinter());
    const press = commands.choose(reprint, 'sv');
    hub.answer({ ok: false, code });
    await press;
    expect(presses.said).toEqual({ sentence: [`refusal.${code}`], refused: true });
  });

  it('[DK14] a page is asked of the printer it was chosen for', async () => {
    const { hub, presses, commands } = desk();
    hub.show(withPrinter());
    const press = commands.printPage({ printer: door, page: 'back' }, 'sv');
    hub.answer({ ok: true, answer: { printer: door, page: 'back' } });
    await vi.waitFor(() => expect(presses.said).not.toBeNull());
    hub.show(withPrinter());
    await press;
    expect(hub.asked).toEqual([['printer:print-page', { printer: door, page: 'back' }]]);
    expect(presses.said && say('sv', ...presses.said.sentence)).toBe(
      'Skylten är begärd på Kölappsskrivaren.',
    );
  });
});

describe('what a press came to', () => {
  it.each([
    ['too-many-requests', 'not-now'],
    ['hub-unavailable', 'not-now'],
    ['not-allowed', 'refused'],
  ])(
    '[DK23] refused with %s is %s: what is only not to be had now is not lost',
    async (code, cameOf) => {
      const { hub, presses } = desk();
      const pressed = presses.ask(
        ...(['note', 'visit-note:undo', { note: 'a-note' }] as const),
        ...([(): ['staff.done.note-undone'] => ['staff.done.note-undone'], 'elsewhere'] as const),
      );
      hub.answer({ ok: false, code });
      expect(await pressed).toBe(cameOf);
    },
  );
});
