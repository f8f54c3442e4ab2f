import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  darken,
  darkSpotlight,
  FRESH_FOR_MS,
  follow,
  hold,
  SHOWN_FOR_MS,
  type Spotlight,
} from '../../display/call-spotlight.ts';
import { board, call, NOW } from './display-board.ts';

const [A041, A042, A043] = [call(1, 'A041'), call(2, 'A042'), call(3, 'A043')];
const seconds = (count: number) => NOW + count * 1_000;

/** Watches a live window, one look a second: the ids it sounds and how long each is shown. */
function watch(looks: readonly (ReturnType<typeof board> | 'lost')[], from = darkSpotlight) {
  let spotlight: Spotlight = from;
  const sounded: number[] = [];
  const secondsShown: Record<number, number> = {};
  looks.forEach((look, second) => {
    const before = spotlight.showing?.call.id;
    const now = seconds(second);
    spotlight = look === 'lost' ? darken(spotlight, now) : follow(spotlight, look, now);
    const id = spotlight.showing?.call.id;
    if (id === undefined) return;
    if (id !== before) sounded.push(id);
    secondsShown[id] = (secondsShown[id] ?? 0) + 1;
  });
  return { sounded, secondsShown, spotlight };
}

const during = <Look>(look: Look, secondCount: number): Look[] => Array(secondCount).fill(look);

describe('a call', () => {
  it('[D1] is highlighted for at least ten seconds and sounds once, however often it is repeated', () => {
    const { sounded, secondsShown } = watch(during(board({ calls: [A041] }), 40));
    expect(sounded).toEqual([1]);
    expect(secondsShown[1]).toBeGreaterThanOrEqual(10);
    expect(secondsShown[1]).toBe(SHOWN_FOR_MS / 1_000);
  });

  it('[D1] that is the first of the day sounds, after a day that had many', () => {
    const evening = watch(during(board({ calls: [call(112, 'A180')] }), 20)).spotlight;
    const morning = board({ day: '2026-11-25', calls: [A041] });
    expect(watch(during(morning, 2), evening).sounded).toEqual([1]);
  });

  it('[D1] of another log is another call, though its number in the day is lower', () => {
    const before = watch(during(board({ calls: [call(9, 'A009')] }), 20)).spotlight;
    const restored = board({ log: 'restored', calls: [A041] });
    expect(watch(during(restored, 2), before).sounded).toEqual([1]);
  });

  it('[D2] made together with others has its turn and its full time', () => {
    const { sounded, secondsShown } = watch(during(board({ calls: [A043, A042, A041] }), 60));
    expect(sounded).toEqual([1, 2, 3]);
    expect(Object.values(secondsShown)).toEqual([12, 12, 12]);
  });

  it('[D2] does not push out the one before it', () => {
    const looks = [
      ...during(board({ calls: [A041] }), 5),
      ...during(board({ calls: [A042, A041] }), 30),
    ];
    expect(watch(looks).secondsShown).toEqual({ 1: 12, 2: 12 });
  });

  it('[D2] of any number that come at any time is sounded once and shown in full, in the order it was made', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 25 }), { maxLength: 7 }), (gaps) => {
        let second = 0;
        const made = gaps.map((gap, index) => {
          second += gap;
          return call(index + 1, `A${String(index + 1).padStart(3, '0')}`, {
            madeAt: seconds(second),
          });
        });
        const looks = Array.from({ length: second + 8 * 13 }, (_, at) =>
          board({ calls: made.filter(({ calledAt }) => calledAt <= seconds(at)).toReversed() }),
        );
        const { sounded, secondsShown } = watch(looks);
        expect(sounded).toEqual(made.map(({ id }) => id));
        expect(Object.values(secondsShown).every((shown) => shown === 12)).toBe(true);
      }),
    );
  });
});

describe('a recall', () => {
  it('[D3] sounds again', () => {
    const looks = [
      ...during(board({ calls: [A041] }), 20),
      ...during(board({ calls: [call(2, 'A041')] }), 20),
    ];
    expect(watch(looks).sounded).toEqual([1, 2]);
  });

  it('[D3] takes the place of a call that is still shown', () => {
    const looks = [
      ...during(board({ calls: [A041] }), 3),
      ...during(board({ calls: [call(2, 'A041')] }), 20),
    ];
    expect(watch(looks).secondsShown).toEqual({ 1: 3, 2: 12 });
  });
});

describe('a call that does not stand', () => {
  it('[D4] is gone from the window at once when a desk takes it back', () => {
    const looks = [
      ...during(board({ calls: [A042, A041] }), 3),
      ...during(board({ calls: [] }), 20),
    ];
    expect(watch(looks)).toMatchObject({ sounded: [1], secondsShown: { 1: 3 } });
  });

  it('[D4] is told from one that a full board has no room for', () => {
    const full = Array.from({ length: 8 }, (_, index) =>
      call(index + 2, `B00${index}`),
    ).toReversed();
    const looks = [...during(board({ calls: [A041] }), 2), ...during(board({ calls: full }), 120)];
    expect(watch(looks).sounded).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('[D4] is gone also when the board is full of those before it, as it is most of a day', () => {
    const before = Array.from({ length: 8 }, (_, index) =>
      call(index + 1, `B00${index}`, { madeAt: NOW - 600_000 }),
    ).toReversed();
    const looks = [
      ...during(board({ calls: before }), 2),
      ...during(board({ calls: [call(9, 'A041'), ...before.slice(0, 7)] }), 3),
      ...during(board({ calls: before }), 20),
    ];
    expect(watch(looks)).toMatchObject({ sounded: [9], secondsShown: { 9: 3 } });
  });
});

describe('a window that was away', () => {
  it('[D5] only lists, on loading, a call made more than a minute ago', () => {
    const old = call(1, 'A041', { madeAt: NOW - FRESH_FOR_MS });
    const young = call(2, 'A042', { madeAt: NOW - FRESH_FOR_MS + 1_000 });
    expect(watch(during(board({ calls: [young, old] }), 30)).sounded).toEqual([2]);
  });

  it('[D5] does not sound again, on loading, what it had sounded', () => {
    const kept = { ...darkSpotlight, counting: '2026-11-24 log', met: 2 };
    expect(watch(during(board({ calls: [A043, A042, A041] }), 30), kept).sounded).toEqual([3]);
  });

  it('[D5] does not sound a call again when its line returns, and shows none while it is lost', () => {
    const live = board({ calls: [A041] });
    const looks = [...during(live, 3), ...during('lost' as const, 5), ...during(live, 20)];
    expect(watch(looks)).toMatchObject({ sounded: [1], secondsShown: { 1: 3 } });
  });

  it('[D5] does not sound a call again when the hub has started anew, and goes on showing it', () => {
    const calls = [A042, A041];
    const [before, after] = [board({ calls }), board({ calls, log: 'started anew' })];
    const soon = watch([...during(before, 3), ...during(after, 40)]);
    expect(soon).toMatchObject({ sounded: [1, 2], secondsShown: { 1: 12, 2: 12 } });
    const later = watch([
      ...during(before, 30),
      ...during('lost' as const, 5),
      ...during(after, 9),
    ]);
    expect(later.sounded).toEqual([1, 2]);
  });

  it('[D5] sounds every call that is made after the hub began with an older log, whatever its number', () => {
    const before = board({ calls: [A043, A042, A041] });
    const restored = board({ log: 'restored', calls: [A041] });
    const another = call(2, 'A050', { madeAt: seconds(62) });
    const looks = [
      ...during(before, 60),
      ...during(restored, 2),
      ...during(board({ log: 'restored', calls: [another, A041] }), 20),
    ];
    expect(watch(looks).sounded).toEqual([1, 2, 3, 2]);
  });

  it('[D5] gives a call that waited for its turn when the line was lost that turn while it is fresh', () => {
    const live = board({ calls: [A042, A041] });
    const soon = [...during(live, 3), ...during('lost' as const, 5), ...during(live, 20)];
    const late = [...during(live, 3), ...during('lost' as const, 70), ...during(live, 20)];
    expect(watch(soon).sounded).toEqual([1, 2]);
    expect(watch(late).sounded).toEqual([1]);
  });
});

describe('a call that is made under a takeover', () => {
  const [both, none] = [board({ calls: [A042, A041] }), board()];

  it('[D26] is neither highlighted nor sounded until the takeover ends, and then has its turn', () => {
    const under = hold(darkSpotlight, both, NOW);
    expect(under.showing).toBeNull();
    const { sounded, secondsShown } = watch(during(both, 30), hold(under, both, NOW));
    expect(sounded).toEqual([1, 2]);
    expect(secondsShown).toEqual({ 1: SHOWN_FOR_MS / 1_000, 2: SHOWN_FOR_MS / 1_000 });
  });

  it('[D26] is only listed when the takeover lasted for longer than it is fresh', () => {
    let spotlight = darkSpotlight;
    for (let second = 0; second <= FRESH_FOR_MS / 1_000; second++)
      spotlight = hold(spotlight, both, seconds(second));
    expect(follow(spotlight, both, NOW + FRESH_FOR_MS)).toMatchObject({ showing: null, met: 2 });
  });

  it('[D26] has its turn anew when the takeover broke it off, unless it was taken back', () => {
    const broken = hold(follow(darkSpotlight, both, NOW), both, seconds(2));
    expect(broken).toMatchObject({ showing: null, upcoming: [A041, A042] });
    expect(follow(broken, both, seconds(9)).showing).toEqual({ call: A041, since: seconds(9) });
    expect(follow(hold(broken, none, seconds(3)), none, seconds(9)).showing).toBeNull();
  });
});
