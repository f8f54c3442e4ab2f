/**
 * The windows of one office: which are there, what each says it shows, and what of that somebody should go and
 * look at. A window that is connected may still show yesterday, so it is asked what it shows, not whether it lives.
 *
 * Anybody may open the window's page. Whoever is a stranger counts as being there; her word is no alarm, no proof
 * and no remark.
 */

import type { DisplayListed, Programme } from '#shared/programme.ts';
import type { ShowingSaid } from '#shared/protocol.ts';
import type { DisplayNow, WindowTrouble } from '#shared/views.ts';
import type { DisplayId, EpochMs, Language, LocalDate, Texts } from '#shared/vocabulary.ts';
import type { ShownEvent, ShownFact, ShownLog } from './shown-log.ts';

/** A window fetches a programme within seconds, and asks every minute. */
const BEHIND_AFTER_MS = 120_000;
/** A page that is loaded anew, or a computer that restarts, is not told of. */
const GONE_AFTER_MS = 60_000;
/** After its start the hub waits so long for the windows. */
const NEVER_SEEN_AFTER_MS = 300_000;
/** A stranger's page that is gone is listed so long. */
const PASSED_BY_AFTER_MS = 600_000;
const LOOK_EVERY_MS = 5_000;
/** Of a screen that is gone; longer than any night and weekend. */
const FORGET_AFTER_MS = 4 * 86_400_000;
/** More windows than an office has; of strangers' pages, those gone longest are forgotten. */
const MOST_SCREENS = 200;

export type DisplaysParts = {
  /** As the book has them at the moment. The first is the window of a page that does not say which it is. */
  listed: () => readonly DisplayListed[];
  programme: () => Programme;
  isOpen: () => boolean;
  /** False: whoever tries the hub out has not opened a window yet, and is not told that it is missing. */
  missesUnseen: boolean;
  /** Office time. */
  now: () => EpochMs;
  /** Milliseconds that nobody can set: performance.now. */
  steady: () => number;
  shown: ShownLog;
};

/** A page in one browser, as it says itself. */
export type WhichScreen = {
  display: DisplayId | undefined;
  screen: string;
  trusted: boolean;
  reload: () => void;
};

/** What of the office book a window has no room for, as it found when it last looked. */
export type Misfit = { readonly window: DisplayId } & (
  | { readonly code: 'window-too-small' }
  /** `name` can only be shown in broken words. */
  | { readonly code: 'name-too-long'; readonly name: string; readonly language: Language }
);

/** One page's line to the hub. */
export type ScreenLine = { said: (showing: ShowingSaid) => void; gone: () => void };

type Screen = {
  readonly display: DisplayId | undefined;
  readonly screen: string;
  readonly trusted: boolean;
  /** A page that is loaded anew may be there twice for a moment. */
  readonly lines: Set<WhichScreen>;
  says: ShowingSaid | null;
  heardAt: EpochMs | null;
  /** null: it is there. By the steady clock. */
  goneSince: number | null;
  goneAt: EpochMs | null;
  /** null: it shows the hub's own programme. By the steady clock. */
  behindSince: number | null;
  behindAt: EpochMs | null;
  faultsAt: EpochMs | null;
  lostKept: boolean;
  /** What it found of the panel and the names that it had then. */
  found: { readonly panel: DisplayListed; readonly misfits: readonly Misfit[] } | null;
};

export class Displays {
  readonly #parts: DisplaysParts;
  readonly #screens = new Map<string, Screen>();
  readonly #watch: NodeJS.Timeout;
  readonly #startedAt: number;

  constructor(parts: DisplaysParts) {
    this.#parts = parts;
    this.#startedAt = parts.steady();
    this.#watch = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  connected(who: WhichScreen): ScreenLine {
    // Nobody becomes another by knowing her name.
    const key = `${who.trusted}/${who.display ?? ''}/${who.screen}`;
    const screen = this.#screens.get(key) ?? newScreen(who);
    this.#screens.delete(key); // and to the end of those that may be forgotten
    this.#screens.set(key, screen);
    screen.lines.add(who);
    screen.goneSince = null;
    screen.goneAt = null;
    if (screen.lostKept) this.#prove(screen, [{ type: 'WindowBack', ...this.#who(screen) }]);
    screen.lostKept = false;
    this.#forget();
    return {
      said: (showing) => this.#said(screen, showing),
      gone: () => {
        screen.lines.delete(who);
        if (screen.lines.size > 0) return;
        screen.goneSince = this.#parts.steady();
        screen.goneAt = this.#parts.now();
      },
    };
  }

  /** Every window of the book, and every browser that shows it. */
  listed(): readonly DisplayNow[] {
    return this.#parts.listed().flatMap((display) => {
      const screens = this.#screensOf(display).filter((screen) => !this.#isPassedBy(screen));
      return screens.length === 0
        ? [rowOf(display, null, false)]
        : screens.map((screen) => {
            const shows = screen.lines.size > 0 && this.#isCurrent(screen);
            return rowOf(display, screen, shows);
          });
    });
  }

  /** What staff are told. */
  troubles(): readonly WindowTrouble[] {
    return this.#parts.listed().flatMap((display): readonly WindowTrouble[] => {
      const trouble = this.#troubleOf(display);
      return trouble ? [{ display: display.id, name: display.name, ...trouble }] : [];
    });
  }

  /** Windows that only strangers show: nobody tells what is wrong there. */
  unwatched(): readonly Texts[] {
    return this.#parts.listed().flatMap((display) => {
      const there = this.#screensOf(display).filter(({ lines }) => lines.size > 0);
      return there.length > 0 && there.every(({ trusted }) => !trusted) ? [display.name] : [];
    });
  }

  /** For the author of the book: each thing once, as long as its window has the measures it was found for. */
  misfits(): readonly Misfit[] {
    const found = this.#parts.listed().flatMap((display) => {
      const screens = this.#screensOf(display);
      const there = screens.filter(({ lines }) => lines.size > 0);
      // Switched off for the night, a window has room for no more than by day.
      return (there.length > 0 ? there : screens).flatMap(({ found }) =>
        found && haveSameMeasures(found.panel, display) ? found.misfits : [],
      );
    });
    return [...new Map(found.map((misfit) => [JSON.stringify(misfit), misfit])).values()];
  }

  /** @returns false: no such window is there */
  reload(id: DisplayId): boolean {
    const display = this.#parts.listed().find((one) => one.id === id);
    const lines = display ? this.#screensOf(display).flatMap((screen) => [...screen.lines]) : [];
    for (const line of lines) line.reload();
    return lines.length > 0;
  }

  /** @throws {EventLogUnavailable | EventLogUnusable} */
  proof(day: LocalDate): Promise<readonly ShownEvent[]> {
    return this.#parts.shown.read(day);
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    await this.#parts.shown.close();
  }

  #said(screen: Screen, says: ShowingSaid): void {
    const hadFaults = (screen.says?.faults.length ?? 0) > 0;
    screen.says = says;
    screen.heardAt = this.#parts.now();
    if (says.faults.length === 0) screen.faultsAt = null;
    else if (!hadFaults) screen.faultsAt = screen.heardAt;
    this.#compare(screen);
    this.#find(screen, says);
    const who = this.#who(screen);
    const facts: ShownFact[] = [{ type: 'FaultsReported', faults: says.faults, ...who }];
    if (says.programme) facts.push({ type: 'ProgrammeShown', revision: says.programme, ...who });
    if (says.call !== null) facts.push({ type: 'CallShown', call: says.call, ...who });
    if (says.takeover) facts.push({ type: 'TakeoverShown', takeover: says.takeover, ...who });
    this.#prove(screen, facts);
  }

  /** What it says of another programme than the hub's is about names that nobody may have any more. */
  #find(screen: Screen, { fit }: ShowingSaid): void {
    const { revision, items } = this.#parts.programme();
    const panel = this.#parts.listed().find(({ id }) => id === this.#displayOf(screen));
    if (!screen.trusted || !panel || fit?.programme !== revision) return;
    const names = fit.namesTooLong.flatMap(({ item: id, language }): Misfit[] => {
      const item = items.find((one) => one.id === id);
      const name = item?.shortTitle?.[language] ?? item?.title[language];
      return name === undefined
        ? []
        : [{ code: 'name-too-long', window: panel.id, name, language }];
    });
    const small: Misfit[] = fit.panelTooSmall
      ? [{ code: 'window-too-small', window: panel.id }]
      : [];
    screen.found = { panel, misfits: [...small, ...names] };
  }

  #prove(screen: Screen, facts: readonly ShownFact[]): void {
    if (!screen.trusted) return;
    const programme = this.#parts.programme();
    this.#parts.shown.keep(facts, this.#isCurrent(screen) ? programme : undefined);
  }

  #look(): void {
    for (const screen of this.#screens.values()) {
      this.#compare(screen);
      if (screen.lostKept || !this.#isGone(screen)) continue;
      screen.lostKept = true;
      this.#prove(screen, [{ type: 'WindowLost', ...this.#who(screen) }]);
    }
  }

  /** A window that has said nothing yet is behind as one that shows nothing. */
  #compare(screen: Screen): void {
    if (screen.lines.size === 0 || this.#isCurrent(screen)) {
      screen.behindSince = null;
      screen.behindAt = null;
    } else {
      screen.behindSince ??= this.#parts.steady();
      screen.behindAt ??= this.#parts.now();
    }
  }

  #troubleOf(display: DisplayListed): Pick<WindowTrouble, 'trouble' | 'since'> | null {
    const { steady, isOpen, missesUnseen } = this.#parts;
    const screens = this.#screensOf(display);
    const there = screens.filter(({ lines }) => lines.size > 0);
    const believed = there.filter(({ trusted }) => trusted);
    const behind = believed.find(
      ({ behindSince }) => behindSince !== null && steady() - behindSince >= BEHIND_AFTER_MS,
    );
    if (behind) return { trouble: 'old-programme', since: behind.behindAt };
    const faulty = believed.find(({ faultsAt }) => faultsAt !== null);
    if (faulty) return { trouble: 'faults', since: faulty.faultsAt };
    // Whoever is not there to look at it is not missed.
    if (believed.length > 0 || !isOpen()) return null;
    // A stranger is there in place of a window only where the hub has none to believe.
    const own = screens.filter(({ trusted }) => trusted);
    const missed = own.length > 0 ? own : screens;
    if (own.length === 0 && there.length > 0) return null;
    if (missed.length === 0) {
      const isDue = steady() - this.#startedAt >= NEVER_SEEN_AFTER_MS;
      return missesUnseen && isDue ? { trouble: 'never-seen', since: null } : null;
    }
    if (!missed.every((screen) => this.#isGone(screen))) return null;
    return { trouble: 'gone', since: Math.max(...missed.map(({ goneAt }) => goneAt ?? 0)) };
  }

  #isGone({ goneSince }: Screen): boolean {
    return goneSince !== null && this.#parts.steady() - goneSince >= GONE_AFTER_MS;
  }

  /** Somebody's who looked at the page once. She is kept for the alarms, which would else take it for a window never seen. */
  #isPassedBy({ trusted, goneSince }: Screen): boolean {
    const gone = goneSince === null ? 0 : this.#parts.steady() - goneSince;
    return !trusted && gone >= PASSED_BY_AFTER_MS;
  }

  #isCurrent({ says }: Screen): boolean {
    return says !== null && says.programme === this.#parts.programme().revision;
  }

  #screensOf({ id }: DisplayListed): readonly Screen[] {
    return [...this.#screens.values()].filter((screen) => this.#displayOf(screen) === id);
  }

  /** A page that names a window the book does not have is the first. */
  #displayOf({ display }: Screen): DisplayId | undefined {
    const listed = this.#parts.listed();
    return (listed.find(({ id }) => id === display) ?? listed[0])?.id;
  }

  #who(screen: Screen): { display: string; screen: string } {
    return { display: this.#displayOf(screen) ?? '', screen: screen.screen };
  }

  /** Strangers first: by opening the page often nobody has the hub forget a window that is gone. */
  #forget(): void {
    const gone = [...this.#screens].filter(([, { goneSince }]) => goneSince !== null);
    const [own, strangers] = [true, false].map((trusted) =>
      gone.filter(([, screen]) => screen.trusted === trusted),
    );
    for (const [key, { goneSince }] of [...(strangers ?? []), ...(own ?? [])]) {
      const isOld = this.#parts.steady() - (goneSince ?? 0) > FORGET_AFTER_MS;
      if (isOld || this.#screens.size > MOST_SCREENS) this.#screens.delete(key);
    }
  }
}

const newScreen = ({ display, screen, trusted }: WhichScreen): Screen => ({
  ...{ display, screen, trusted },
  lines: new Set(),
  says: null,
  heardAt: null,
  goneSince: null,
  goneAt: null,
  behindSince: null,
  behindAt: null,
  faultsAt: null,
  lostKept: false,
  found: null,
});

const haveSameMeasures = (one: DisplayListed, other: DisplayListed): boolean =>
  one.viewingDistanceMm === other.viewingDistanceMm && one.panelWidthMm === other.panelWidthMm;

function rowOf({ id, name }: DisplayListed, screen: Screen | null, isCurrent: boolean): DisplayNow {
  const says = screen?.says;
  return {
    ...{ id, name, isCurrent },
    screen: screen?.screen ?? null,
    connected: screen !== null && screen.lines.size > 0,
    trusted: screen?.trusted ?? false,
    programme: says?.programme ?? null,
    programmeAt: says?.programmeAt ?? null,
    slide: says?.slide ?? null,
    language: says?.language ?? null,
    lastHeardAt: screen?.heardAt ?? null,
    faults: says?.faults ?? [],
    soundless: says?.soundless ?? false,
    offlineReady: says?.offlineReady ?? false,
  };
}
