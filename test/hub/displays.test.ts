/** What the hub knows of its windows: who is there, what each shows, what staff are told, what is kept. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { Displays, type WhichScreen } from '#server/hub/displays.ts';
import { ShownLog } from '#server/hub/shown-log.ts';
import { Tidings } from '#server/shared-memory/tidings.ts';
import type { DisplayListed, Programme } from '#shared/programme.ts';
import type { ShowingSaid } from '#shared/protocol.ts';
import type { AgencyId, DisplayId, LocalDate, OfficeId } from '#shared/vocabulary.ts';
import { hubsLines } from '#test/support/hubs-lines.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const NOON = Date.parse('2026-11-24T12:00:00+01:00');
const TODAY = '2026-11-24' as LocalDate;
const MINUTE = 60_000;

const windowOf = (id: string): DisplayListed => ({
  id: id as DisplayId,
  name: { sv: id },
  viewingDistanceMm: 5_000,
  panelWidthMm: 1_660,
});
const square = windowOf('square');
const hall = windowOf('hall');

const programmeOf = (revision: string): Programme => ({
  office: 'small' as OfficeId,
  log: 'log',
  revision,
  at: NOON,
  validUntil: NOON + 14 * 86_400_000,
  officeName: 'The small office',
  zone: 'Europe/Stockholm',
  languages: ['sv'],
  ...{ days: [], hours: [], closures: [], items: [], notices: [], displays: [], feeds: [] },
});

const saying = (more: Partial<ShowingSaid> = {}): ShowingSaid => ({
  programme: 'today',
  programmeAt: NOON,
  slide: 'week',
  language: 'en',
  call: null,
  takeover: null,
  faults: [],
  soundless: false,
  offlineReady: true,
  fit: null,
  ...more,
});

let log: TamperedEventLog;
let displays: Displays;
let book: DisplayListed[];
let programme: Programme;
let open: boolean;
let faults: unknown[];

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  log = new TamperedEventLog(new InMemoryEventLog());
  faults = [];
  book = [square];
  programme = programmeOf('today');
  open = true;
  displays = hubsDisplays();
});
afterEach(async () => {
  await afterWriting(() => displays.close());
  vi.useRealTimers();
});

function hubsDisplays({
  missesUnseen = true,
  tidings = Tidings.alone(),
  has = () => programme,
} = {}): Displays {
  return new Displays({
    ...{ office: 'small' as OfficeId, tidings },
    listed: () => book,
    programme: has,
    isOpen: () => open,
    missesUnseen,
    now: () => Date.now(),
    steady: () => performance.now(),
    shown: new ShownLog({
      ...{ log, office: 'small' as OfficeId, zone: 'Europe/Stockholm', now: () => Date.now() },
      onFault: (fault) => faults.push(fault),
    }),
  });
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** What a hub writes waits for the end of the event loop's turn. That is made up, as all time is: some of them pass first. */
const afterWriting = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  await pass(100);
  return work();
};
const enter = (who: Partial<WhichScreen> = {}) =>
  displays.connected({
    display: undefined,
    screen: 'one-browser',
    trusted: true,
    reload: () => {},
    ...who,
  });
const troubles = () => displays.troubles().map(({ display, trouble }) => `${display} ${trouble}`);
const kept = async () =>
  (await afterWriting(() => displays.proof(TODAY))).map(({ type, ...fact }) =>
    [type, 'revision' in fact ? fact.revision : '', 'screen' in fact ? fact.screen : '']
      .filter(Boolean)
      .join(' '),
  );

describe('which windows there are', () => {
  it('[W10] every window of the book is listed, with the browsers that show it and what each says', async () => {
    book = [square, hall];
    const line = enter();
    line.said(saying({ slide: 'today' }));
    enter({ display: hall.id, screen: 'other-browser' });
    expect(displays.listed()).toMatchObject([
      { id: 'square', screen: 'one-browser', connected: true, isCurrent: true, slide: 'today' },
      { id: 'hall', screen: 'other-browser', connected: true, isCurrent: false, programme: null },
    ]);
    line.gone();
    expect(displays.listed()[0]).toMatchObject({
      ...{ connected: false, isCurrent: false, slide: 'today' },
    });
  });

  it('[W10] a stranger’s page that is gone is listed for ten minutes, and one of ours longer', async () => {
    enter().gone();
    enter({ screen: 'stranger', trusted: false }).gone();
    await pass(9 * MINUTE);
    expect(displays.listed().map(({ screen }) => screen)).toEqual(['one-browser', 'stranger']);
    await pass(MINUTE);
    expect(displays.listed().map(({ screen }) => screen)).toEqual(['one-browser']);
  });

  it('[W10] a page that names no window, or one that is not in the book, is the first', () => {
    enter({ display: 'elsewhere' as DisplayId });
    expect(displays.listed()).toMatchObject([{ id: 'square', screen: 'one-browser' }]);
    book = [];
    expect(displays.listed()).toEqual([]);
  });

  it('[W10] however many pages come and go, no more than two hundred are remembered', async () => {
    for (let n = 0; n < 500; n++) enter({ screen: `stranger-${n}`, trusted: false }).gone();
    expect(displays.listed().length).toBeLessThanOrEqual(200);
    expect(displays.listed().at(-1)?.screen).toBe('stranger-499');
  });
});

describe('what staff are told', () => {
  it('[W11] a window that shows another programme than the hub’s, after two minutes', async () => {
    const line = enter();
    line.said(saying());
    await pass(10 * MINUTE);
    expect(troubles()).toEqual([]);
    programme = programmeOf('tomorrow');
    await pass(5_000); // it is seen now
    await pass(119_000);
    expect(troubles()).toEqual([]);
    await pass(1_000);
    expect(displays.troubles()).toEqual([
      {
        display: 'square',
        name: { sv: 'square' },
        trouble: 'old-programme',
        since: NOON + 10 * MINUTE + 5_000,
      },
    ]);
    line.said(saying({ programme: 'tomorrow' }));
    expect(troubles()).toEqual([]);
  });

  it('[W11] a window that is connected and says nothing shows nothing', async () => {
    enter();
    await pass(2 * MINUTE + 5_000);
    expect(troubles()).toEqual(['square old-programme']);
  });

  it('[W11] faults, at once and until they are over', async () => {
    const line = enter();
    line.said(saying({ faults: [{ panel: 'week', why: 'RangeError' }] }));
    expect(troubles()).toEqual(['square faults']);
    await pass(1_000);
    line.said(saying());
    expect(troubles()).toEqual([]);
  });

  it('[W11] one that is gone for a minute while the office is open, until it is back', async () => {
    const line = enter();
    line.said(saying());
    line.gone();
    await pass(59_000);
    expect(troubles()).toEqual([]);
    await pass(1_000);
    expect(displays.troubles()).toMatchObject([{ trouble: 'gone', since: NOON }]);
    open = false;
    expect(troubles()).toEqual([]);
    open = true;
    enter().said(saying());
    expect(troubles()).toEqual([]);
  });

  it('[W11] one of the book that has not come five minutes after the hub did', async () => {
    book = [square, hall];
    enter().said(saying());
    await pass(5 * MINUTE - 1);
    expect(troubles()).toEqual([]);
    await pass(1);
    expect(troubles()).toEqual(['hall never-seen']);
    open = false;
    expect(troubles()).toEqual([]);
  });

  it('[W11] where the hub is only tried out, none that has never come, but one that is gone', async () => {
    await afterWriting(() => displays.close());
    displays = hubsDisplays({ missesUnseen: false });
    await pass(60 * MINUTE);
    expect(troubles()).toEqual([]);
    enter().gone();
    await pass(MINUTE);
    expect(troubles()).toEqual(['square gone']);
  });

  it('[W12] that a window is shown by strangers only: what is wrong there nobody tells', () => {
    book = [square, hall];
    expect(displays.unwatched()).toEqual([]);
    const stranger = enter({ trusted: false });
    expect(displays.unwatched()).toEqual([{ sv: 'square' }]);
    const known = enter();
    expect(displays.unwatched()).toEqual([]);
    known.gone();
    expect(displays.unwatched()).toEqual([{ sv: 'square' }]);
    stranger.gone();
    expect(displays.unwatched()).toEqual([]);
  });

  it('[W12] a stranger’s page hides no window that is gone', async () => {
    const line = enter();
    line.said(saying());
    const stranger = enter({ screen: 'passer-by', trusted: false });
    line.gone();
    await pass(MINUTE);
    expect(troubles()).toEqual(['square gone']);
    stranger.gone();
    expect(displays.troubles()).toMatchObject([{ trouble: 'gone', since: NOON }]);
    for (let n = 0; n < 500; n++) enter({ screen: `stranger-${n}`, trusted: false }).gone();
    expect(troubles()).toEqual(['square gone']);
    expect(displays.listed().length).toBeLessThanOrEqual(200);
  });

  it('[W12] a stranger’s page is there, and its word is no alarm and no proof', async () => {
    const line = enter({ trusted: false });
    line.said(saying({ programme: 'lies', faults: [{ panel: 'all', why: 'for fun' }] }));
    await pass(10 * MINUTE);
    expect(troubles()).toEqual([]);
    expect(await kept()).toEqual([]);
    expect(displays.listed()).toMatchObject([{ trusted: false, programme: 'lies' }]);
    // Nor does it become the window by taking its name.
    enter().said(saying());
    line.said(saying({ programme: 'lies' }));
    await pass(10 * MINUTE);
    expect(troubles()).toEqual([]);
  });
});

it('[W13] a window is told to begin anew in every browser that shows it, and whether any does', () => {
  const told: string[] = [];
  book = [square, hall];
  enter({ reload: () => told.push('one') });
  enter({ screen: 'other-browser', reload: () => told.push('other') });
  expect(displays.reload(square.id)).toBe(true);
  expect(told).toEqual(['one', 'other']);
  expect(displays.reload(hall.id)).toBe(false);
  expect(displays.reload('elsewhere' as DisplayId)).toBe(false);
});

describe('a window of several hubs', () => {
  /** Where it is, and the hub beside it. */
  let here: Displays;
  let there: Displays;
  let isKilled: boolean;
  /** Where it is not the first's. */
  let programmeThere: Programme | null;
  /** What the first is told by the other. */
  let heardHere: Tidings;
  const comes = (hub: Displays, reload = () => {}) =>
    hub.connected({ display: undefined, screen: 'one-browser', trusted: true, reload });
  const troublesAt = (hub: Displays) => hub.troubles().map(({ trouble }) => trouble);

  beforeEach(async () => {
    isKilled = false;
    programmeThere = null;
    const line = hubsLines((hub) => isKilled && hub === one.hub);
    const [one, other] = [line(), line()].map((each) => new Tidings(each, unexpected)) as [
      Tidings,
      Tidings,
    ];
    heardHere = one;
    await afterWriting(() => displays.close());
    here = displays = hubsDisplays({ tidings: one });
    there = hubsDisplays({ tidings: other, has: () => programmeThere ?? programme });
    onTestFinished(async () => {
      await there.close();
      await one.close();
      await other.close();
    });
  });
  const unexpected = (fault: unknown) => {
    throw fault;
  };

  it('[MH14] is missed at none while it is at one, and what is wrong with it is told at all', async () => {
    const line = comes(here);
    line.said(saying());
    await pass(10 * MINUTE);
    for (const hub of [here, there]) expect(troublesAt(hub)).toEqual([]);
    expect(there.listed()).toMatchObject([{ connected: true, isCurrent: true, slide: null }]);
    line.said(saying({ faults: [{ panel: 'week', why: 'RangeError' }] }));
    await pass(200);
    expect(there.troubles()).toEqual(here.troubles());
    expect(troublesAt(there)).toEqual(['faults']);
    line.said(saying({ fit: { programme: 'today', panelTooSmall: true, namesTooLong: [] } }));
    await pass(6_000);
    for (const hub of [here, there])
      expect(hub.misfits()).toEqual([{ code: 'window-too-small', window: 'square' }]);
    programme = programmeOf('tomorrow');
    await pass(2 * MINUTE + 10_000);
    for (const hub of [here, there]) expect(troublesAt(hub)).toEqual(['old-programme']);
    line.gone();
    await pass(MINUTE + 200);
    for (const hub of [here, there]) expect(troublesAt(hub)).toEqual(['gone']);
    await pass(5_000);
    const lost = (await kept()).filter((fact) => fact.startsWith('WindowLost'));
    expect(lost).toEqual(['WindowLost one-browser']);
  });

  it('[MH14] is missed at no hub when it goes from one to the other', async () => {
    const line = comes(here);
    line.said(saying());
    await pass(1_000);
    comes(there).said(saying());
    await pass(1_000);
    line.gone();
    await pass(10 * MINUTE);
    for (const hub of [here, there]) expect(troublesAt(hub)).toEqual([]);
    expect(await kept()).not.toContain('WindowLost one-browser');
  });

  it('[MH14] that came to another hub before its first line ended: at both what it says there is told', async () => {
    const old = comes(here);
    old.said(saying({ slide: 'week' }));
    await pass(1_000);
    const line = comes(there);
    line.said(saying({ faults: [{ panel: 'week', why: 'RangeError' }] }));
    await pass(1_000);
    old.gone(); // half open until now
    await pass(5_000);
    for (const hub of [here, there]) expect(troublesAt(hub)).toEqual(['faults']);
    expect(here.listed()).toMatchObject([{ slide: null }]);
    line.said(saying());
    const again = comes(here);
    again.said(saying());
    await pass(1_000);
    programme = programmeOf('tomorrow');
    line.said(saying({ programme: 'tomorrow' }));
    await pass(1_000);
    again.gone();
    await pass(10 * MINUTE);
    for (const hub of [here, there]) expect(troublesAt(hub)).toEqual([]);
  });

  it('[MH14] shows what its own hub has, and is behind where that hub finds so: the other may have read a calendar later', async () => {
    programmeThere = programmeOf('read-later');
    const line = comes(here);
    line.said(saying());
    await pass(10 * MINUTE);
    for (const hub of [here, there]) {
      expect(troublesAt(hub)).toEqual([]);
      expect(hub.listed()).toMatchObject([{ isCurrent: true }]);
    }
    line.said(saying({ programme: 'read-later' }));
    await pass(2 * MINUTE + 10_000);
    for (const hub of [here, there]) {
      expect(troublesAt(hub)).toEqual(['old-programme']);
      expect(hub.listed()).toMatchObject([{ isCurrent: false }]);
    }
    expect(there.troubles()).toEqual(here.troubles());
    line.said(saying());
    await pass(6_000);
    for (const hub of [here, there]) expect(troublesAt(hub)).toEqual([]);
  });

  it('[MH14] is missed from when its hub was heard last, where it comes to no other', async () => {
    comes(here).said(saying());
    await pass(MINUTE);
    isKilled = true;
    await pass(10_000);
    expect(there.listed()).toMatchObject([{ connected: false }]);
    await pass(45_000);
    expect(troublesAt(there)).toEqual([]);
    await pass(10_000);
    const [gone] = there.troubles();
    expect(gone).toMatchObject({ trouble: 'gone' });
    expect(Math.abs((gone?.since ?? 0) - (NOON + MINUTE))).toBeLessThan(2_001);
  });

  it('[MH14] begins anew when that is asked for at any hub, once for each time', async () => {
    let reloads = 0;
    comes(here, () => {
      reloads += 1;
    });
    await pass(1_000);
    for (const times of [1, 2]) {
      expect(there.reload(square.id)).toBe(true);
      await pass(1_000);
      expect(reloads).toBe(times);
    }
    book = [square, hall];
    here.connected({ display: hall.id, screen: 'other', trusted: true, reload: () => {} });
    await pass(1_000);
    there.reload(hall.id);
    await pass(MINUTE);
    expect(reloads).toBe(2);
    // A hub that starts later hears of none of them.
    const known = new Map<string, unknown>();
    heardHere.follow('reloads/small', ({ name, word }) => known.set(name, word));
    expect([...known]).toEqual([]);
  });
});

describe('what the author is told', () => {
  const LONG = 'Konsumentvägledningen';
  const named = (revision: string, name: string): Programme => ({
    ...programmeOf(revision),
    items: [
      {
        ...{ id: 'visit/advice/2026-11-24/0', kind: 'visit', agency: 'advice' as AgencyId },
        ...{ title: { sv: name }, shortTitle: null, text: null, image: null },
        ...{ place: null, speaks: null },
        ...{ startsAt: NOON, endsAt: NOON + 1, allDay: false, cancelled: false, source: null },
      },
    ],
  });
  const fitting = (more: Partial<NonNullable<ShowingSaid['fit']>> = {}): ShowingSaid =>
    saying({
      fit: {
        programme: programme.revision,
        panelTooSmall: false,
        namesTooLong: [{ item: 'visit/advice/2026-11-24/0', language: 'sv' }],
        ...more,
      },
    });
  const tooLong = { code: 'name-too-long', window: 'square', name: LONG, language: 'sv' };

  beforeEach(() => {
    programme = named('today', LONG);
  });

  it('[W25] which names a window has no room for, once, and not by whom it is told', () => {
    enter().said(fitting());
    enter({ screen: 'other-browser' }).said(fitting());
    expect(displays.misfits()).toEqual([tooLong]);
    expect(troubles()).toEqual([]);
  });

  it('[W25] until the window has looked at a programme in which they have room', () => {
    const line = enter();
    line.said(fitting());
    programme = named('later', 'Konsument');
    line.said(fitting({ programme: 'today' })); // it has not looked yet
    expect(displays.misfits()).toEqual([tooLong]);
    line.said(fitting({ namesTooLong: [] }));
    expect(displays.misfits()).toEqual([]);
  });

  it('[W25] that a panel is too small, as long as it has the measures it was found for', () => {
    enter().said(fitting({ panelTooSmall: true, namesTooLong: [] }));
    expect(displays.misfits()).toEqual([{ code: 'window-too-small', window: 'square' }]);
    book = [{ ...square, name: { sv: 'Torget' } }];
    expect(displays.misfits()).toHaveLength(1);
    book = [{ ...square, viewingDistanceMm: 3_000 }];
    expect(displays.misfits()).toEqual([]);
  });

  it('[W25] also when the window is off, but not of one that has another beside it', () => {
    const line = enter();
    line.said(fitting());
    line.gone();
    expect(displays.misfits()).toEqual([tooLong]);
    enter({ screen: 'other-browser' }).said(fitting({ namesTooLong: [] }));
    expect(displays.misfits()).toEqual([]);
  });

  it('[W25] nothing that a stranger says, or that is about something that is not there', () => {
    enter({ trusted: false }).said(fitting());
    enter().said(fitting({ namesTooLong: [{ item: 'visit/nobody/0', language: 'sv' }] }));
    expect(displays.misfits()).toEqual([]);
  });
});

describe('what is kept of what was shown', () => {
  it('[W14] each change once, and the programme itself once for each revision', async () => {
    const line = enter();
    line.said(saying());
    line.said(saying({ slide: 'today' })); // follows from the programme and the time
    line.said(saying({ call: 7 }));
    line.said(saying());
    line.said(saying({ call: 7 }));
    line.said(saying({ takeover: 'drill' }));
    programme = programmeOf('later');
    line.said(saying({ programme: 'later', faults: [{ panel: 'week', why: 'RangeError' }] }));
    line.said(saying({ programme: 'later' }));
    enter({ screen: 'other-browser' }).said(saying({ programme: 'later' }));
    await pass(0);
    expect(await kept()).toEqual([
      'ProgrammeMade today',
      'ProgrammeShown today one-browser',
      'CallShown one-browser',
      'TakeoverShown one-browser',
      'ProgrammeMade later',
      'FaultsReported one-browser',
      'ProgrammeShown later one-browser',
      'FaultsReported one-browser',
      'ProgrammeShown later other-browser',
    ]);
    const [made] = await afterWriting(() => displays.proof(TODAY));
    expect(made).toEqual({
      type: 'ProgrammeMade',
      revision: 'today',
      programme: programmeOf('today'),
      at: NOON,
    });
  });

  it('[W14] a window that is lost and comes back', async () => {
    const line = enter();
    line.said(saying());
    line.gone();
    await pass(70_000);
    enter().said(saying());
    await pass(0);
    expect(await kept()).toEqual([
      'ProgrammeMade today',
      'ProgrammeShown today one-browser',
      'WindowLost one-browser',
      'WindowBack one-browser',
    ]);
  });

  it('[W14] each day in a stream of its own, which tells the whole day', async () => {
    const line = enter();
    line.said(saying());
    await pass(12 * 60 * MINUTE);
    line.said(saying({ slide: 'hours' }));
    await pass(0);
    const tomorrow = await afterWriting(() => displays.proof('2026-11-25' as LocalDate));
    expect(tomorrow.map(({ type }) => type)).toEqual(['ProgrammeMade', 'ProgrammeShown']);
    expect(await log.list('shown/')).toEqual(['shown/small/2026-11-24', 'shown/small/2026-11-25']);
  });

  it('[W15] a log that cannot be written delays nothing and is told of once', async () => {
    log.troubles = ['unwritten', 'unwritten', 'unwritten'];
    const line = enter();
    for (const call of [1, 2, 3, 4]) {
      line.said(saying({ call }));
      await pass(0);
    }
    expect(displays.listed()).toMatchObject([{ programme: 'today' }]);
    expect(faults).toHaveLength(1);
    expect(await kept()).toContain('CallShown one-browser');
  });
});
