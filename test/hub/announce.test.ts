/** What a channel sends to screens that come, go, and are slow, while the view and its words change. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Channel, type ScreenSocket } from '#server/hub/announce.ts';
import type { Shown, ToldSnapshot } from '#shared/protocol.ts';
import type { Snapshot } from '#shared/views.ts';
import { type Apart, putTogether, type Words, WordsApart } from '#shared/words-apart.ts';

type View = {
  day: string;
  version: number;
  at: number;
  label: { sv: string };
  printer: number;
  windows: readonly { lateMs: number }[];
};

const copyOf = <What>(what: What): What => JSON.parse(JSON.stringify(what));

/** A screen, as a channel sees one. It says `shown` when it is told to. */
class Screen {
  readonly follows: Channel;
  readonly conn = {
    transport: { socket: { terminate: () => this.isCut() } },
    write: (packet: string) => this.emit(...(JSON.parse(packet.slice(1)) as [string, unknown])),
  };
  readonly received: string[] = [];
  readonly toShow: Shown[] = [];
  #words: Words | undefined;
  view: View | undefined;
  isCut = vi.fn();
  /** By the hub's own word. */
  disconnect = vi.fn();

  constructor(follows: Channel) {
    this.follows = follows;
  }

  emit(name: string, sent: unknown): void {
    this.received.push(name);
    const told = copyOf(sent);
    if (name === 'words') {
      this.#words = told as Words;
      return;
    }
    const { day, version, at } = told as Shown;
    this.toShow.push({ day, version, at });
    if (name === 'snapshot') {
      const { words, ...apart } = told as ToldSnapshot & { words: number };
      expect(words).toBe(this.#words?.revision);
      this.view = putTogether<View>(apart as unknown as Apart<View>, this.#words?.texts ?? []);
    } else if (this.view) this.view = { ...this.view, at };
    else expect.unreachable('that nothing has changed was told to a screen that has nothing');
  }
}

class Office {
  readonly screens = new Set<Screen>();
  book = { label: { sv: 'Words 0' } };
  version = 0;
  printer = 0;
  /** Of the office's own, and changed in place. */
  readonly windows = [{ lateMs: 0 }];
  isThere = true;
  faults: unknown[] = [];
  readonly channel: Channel;
  /** Of another desk, with the same words. */
  readonly beside: Channel;

  /** @param isSmall its view is always sent whole */
  constructor({ isSmall = false } = {}) {
    const wordsApart = isSmall ? null : new WordsApart(() => this.book);
    const onFault = (fault: unknown) => this.faults.push(fault);
    const take = () => (this.isThere ? this.view : null) as unknown as Snapshot | null;
    const takeBeside = () => ({ ...this.view, printer: 2 }) as unknown as Snapshot;
    this.channel = new Channel({ take, wordsApart, onFault });
    this.beside = new Channel({ take: takeBeside, wordsApart, onFault });
  }

  get view(): View {
    const { version, printer, book, windows } = this;
    return { day: '2026-11-24', version, at: Date.now(), label: book.label, printer, windows };
  }

  comes(to: Channel = this.channel): Screen {
    const screen = new Screen(to);
    this.screens.add(screen);
    to.add(screen as unknown as ScreenSocket);
    return screen;
  }

  goes(screen: Screen): void {
    this.screens.delete(screen);
    screen.follows.remove(screen as unknown as ScreenSocket);
  }

  shows(screen: Screen): void {
    for (const shown of screen.toShow.splice(0))
      screen.follows.shown(screen as unknown as ScreenSocket, shown);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ACTS = [
  ...['book', 'book unsaid', 'queue', 'queue beside', 'printer unsaid'],
  ...['comes', 'comes beside', 'goes', 'shows', 'waits'],
];

describe('a channel', () => {
  it('[HB11] [HB35] brings every screen the newest, in its own words, whatever comes between, and leaves nothing running', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ACTS), { maxLength: 60 }), async (acts) => {
        const office = new Office();
        let books = 0;
        for (const act of acts) {
          if (act.startsWith('book')) office.book = { label: { sv: `Words ${++books}` } };
          if (act.startsWith('queue')) office.version += 1;
          // The hour or a printer: it is found when the view is taken the next time.
          if (act === 'printer unsaid') office.printer = 1 - office.printer;
          if (act === 'book' || act === 'queue') office.channel.announce();
          if (act === 'queue beside') office.beside.announce();
          if (act === 'comes') office.comes();
          if (act === 'comes beside') office.comes(office.beside);
          const [eldest] = office.screens;
          // A channel that nobody follows is at its end; whoever comes next is given another.
          if (act === 'goes' && eldest && eldest.follows.size > 1) office.goes(eldest);
          if (act === 'shows') for (const screen of office.screens) office.shows(screen);
          if (act === 'waits') await vi.advanceTimersByTimeAsync(4_000);
        }
        for (let second = 0; second < 8; second++) {
          for (const screen of office.screens) office.shows(screen);
          await vi.advanceTimersByTimeAsync(1_000);
        }
        const { at: _, ...newest } = office.view;
        for (const { view, follows } of office.screens)
          expect(view).toMatchObject(
            follows === office.channel ? newest : { ...newest, printer: 2 },
          );
        for (const screen of office.screens) office.goes(screen);
        office.channel.close();
        office.beside.close();
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('[HB11] says every five seconds that the view stands, and sends it whole when anything in it has changed', async () => {
    const office = new Office();
    const screen = office.comes();
    const tick = async () => {
      office.shows(screen);
      screen.received.length = 0;
      await vi.advanceTimersByTimeAsync(5_000);
      return screen.received;
    };
    expect(await tick()).toEqual(['snapshot']);
    expect(await tick()).toEqual(['still']);
    expect(screen.view?.at).toBe(Date.now());
    office.printer = 1;
    expect(await tick()).toEqual(['snapshot']);
    expect(screen.view?.printer).toBe(1);
    expect(await tick()).toEqual(['still']);

    // One that comes later may be the first to be sent what has changed: nobody is told that hers stands.
    office.printer = 2;
    const other = office.comes();
    expect(await tick()).toEqual(['snapshot']);
    expect([screen.view?.printer, other.view?.printer]).toEqual([2, 2]);
    office.goes(screen);
    office.goes(other);
  });

  it('[HB11] sees a change in what the office goes on using: it keeps nothing that is not its own', async () => {
    const office = new Office();
    const screen = office.comes();
    for (const lateMs of [0, 0, 7]) {
      office.shows(screen);
      for (const window of office.windows) window.lateMs = lateMs;
      await vi.advanceTimersByTimeAsync(5_000);
    }
    expect(screen.received).toEqual(['words', 'snapshot', 'snapshot', 'still', 'snapshot']);
    expect(screen.view?.windows).toEqual([{ lateMs: 7 }]);
    office.goes(screen);
  });

  it.each(['large', 'small'])('[HB11] of a %s view the stamp comes first', (size) => {
    const office = new Office({ isSmall: size === 'small' });
    const screen = new Screen(office.channel);
    const packets = vi.spyOn(screen.conn, 'write').mockImplementation(() => {});
    office.screens.add(screen);
    office.channel.add(screen as unknown as ScreenSocket);
    expect(packets.mock.lastCall?.[0]).toMatch(
      /^2\["snapshot",\{"at":\d+,"day":"2026-11-24","version":0,/,
    );
    office.goes(screen);
  });

  it('[HB11] takes the view once for each repeat, changed or not', async () => {
    const office = new Office();
    const screen = office.comes();
    await vi.advanceTimersByTimeAsync(5_100);
    const take = vi.spyOn(office, 'view', 'get');
    for (const printer of [0, 1]) {
      office.shows(screen);
      office.printer = printer;
      take.mockClear();
      await vi.advanceTimersByTimeAsync(5_000);
      expect(take).toHaveBeenCalledOnce();
    }
    office.goes(screen);
  });

  it('[HB11] a screen that does not say that it shows what stands is told it no more, and cut', async () => {
    const office = new Office();
    const [stalled, other] = [office.comes(), office.comes()];
    for (let tick = 0; tick < 2; tick++) {
      for (const screen of office.screens) office.shows(screen);
      await vi.advanceTimersByTimeAsync(5_000);
    }
    expect(stalled.received.at(-1)).toBe('still');
    const received = stalled.received.length;
    office.shows(other);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(other.toShow).toHaveLength(1);
    office.channel.cutStalled(performance.now());
    expect(stalled.received).toHaveLength(received);
    expect(stalled.isCut).toHaveBeenCalledOnce();
    expect(other.isCut).not.toHaveBeenCalled();
    for (const screen of [stalled, other]) office.goes(screen);
  });

  it('[HB11] a screen that is owed the newest gets it with the time at which it was last said to stand', async () => {
    const office = new Office();
    const [late, other] = [office.comes(), office.comes()];
    office.shows(other);
    office.version += 1;
    office.channel.announce();
    office.shows(other);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(other.received.at(-1)).toBe('still');
    office.shows(late);
    expect(late.view).toEqual(other.view);
    for (const screen of [late, other]) office.goes(screen);
  });

  it('[HB11] sends a view without words of its own whole each time, with the time', async () => {
    const office = new Office({ isSmall: true });
    const received: Shown[] = [];
    const screen = office.comes();
    screen.emit = (name, sent) => {
      expect(name).toBe('snapshot');
      received.push(copyOf(sent) as Shown);
      screen.toShow.push(copyOf(sent) as Shown);
    };
    for (let tick = 0; tick < 2; tick++) {
      office.shows(screen);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(received.at(-1)).toEqual(copyOf(office.view));
    }
    office.goes(screen);
  });

  it('[HB36] of what is no more lets its screens go', async () => {
    const office = new Office();
    const screen = office.comes();
    office.isThere = false;
    office.channel.announce();
    expect(screen.disconnect).toHaveBeenCalledExactlyOnceWith(true);
    office.goes(screen);
  });

  it.each(['announced', 'said again'])(
    '[HB36] that cannot be made when it is %s lets its screens go, and says why',
    async (when) => {
      const office = new Office();
      const screen = office.comes();
      await vi.advanceTimersByTimeAsync(5_100);
      office.shows(screen);
      const fault = new Error('no such desk');
      vi.spyOn(office, 'view', 'get').mockImplementation(() => {
        throw fault;
      });
      if (when === 'announced') office.channel.announce();
      else await vi.advanceTimersByTimeAsync(5_000);
      expect(office.faults).toEqual([fault]);
      expect(screen.disconnect).toHaveBeenCalledExactlyOnceWith(true);
      office.goes(screen);
    },
  );
});
