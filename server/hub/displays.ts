/**
 * The windows of one office, at whatever hub: which are there, what each says it shows, and what of that somebody should
 * go and look at. A window that is connected may still show yesterday, so it is asked what it shows, not whether it lives.
 *
 * Anybody may open the window's page. Whoever is a stranger counts as being there; her word is no alarm, no proof
 * and no remark.
 */

import { z } from 'zod';
import type { DisplayListed, Programme } from '#shared/programme.ts';
import { type ShowingSaid, showing } from '#shared/protocol.ts';
import type { DisplayNow, WindowTrouble } from '#shared/views.ts';
import type {
  DisplayId,
  EpochMs,
  Language,
  LocalDate,
  OfficeId,
  Texts,
} from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import type { Tidings } from '../shared-memory/tidings.ts';
import type { ShownEvent, ShownFact, ShownLog } from './shown-log.ts';
import { ToldByOthers, type Understood } from './told-by-others.ts';

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
/** For so long the other hubs are told that a window is to begin anew; one that starts meanwhile has it done again. */
const RELOAD_TOLD_MS = 5_000;

export type DisplaysParts = {
  office: OfficeId;
  tidings: Tidings;
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

/**
 * Of what a window says, what other hubs are told: what staff may have to do something about. Which slide is on changes
 * every few seconds, and only the hub that it is said to knows.
 */
const saidElsewhere = z.object(
  showing.omit({ slide: true, language: true, call: true, takeover: true }).shape,
);
const screenElsewhere = z.object({
  display: named<DisplayId>(z.string()).nullable(),
  screen: z.string(),
  trusted: z.boolean(),
  says: saidElsewhere.nullable(),
  faultsAt: z.number().nullable(),
  /** Since when it shows another programme than its hub has. Hubs read the calendars of others each at its time. */
  behindAt: z.number().nullable().default(null),
});
type Says = z.output<typeof saidElsewhere> & { [Of in 'slide' | 'language']: string | null };

type Screen = {
  readonly display: DisplayId | undefined;
  readonly screen: string;
  readonly trusted: boolean;
  /** A page that is loaded anew may be there twice for a moment. */
  readonly lines: Set<WhichScreen>;
  /** Other hubs that have a line to it. */
  readonly elsewhere: Set<string>;
  says: Says | null;
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
  readonly #screensElsewhere: ToldByOthers<z.output<typeof screenElsewhere>>;
  readonly #reloadsElsewhere: ToldByOthers<string>;
  /**
   * Those that said something at another hub. A hub that has just started hears of all at once, and has no programme yet to
   * compare with: it is made when the office looks at its windows next.
   */
  readonly #unread = new Set<Screen>();
  /** Told to the other hubs, and when each is not any more. */
  readonly #reloads = new Map<DisplayId, NodeJS.Timeout>();
  #reloadsAsked = 0;

  constructor(parts: DisplaysParts) {
    this.#parts = parts;
    this.#startedAt = parts.steady();
    this.#watch = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#screensElsewhere = new ToldByOthers(
      parts.tidings,
      this.#aboutScreens,
      screenElsewhere,
      (heard) => this.#hear(heard),
    );
    this.#reloadsElsewhere = new ToldByOthers(
      parts.tidings,
      this.#aboutReloads,
      z.string(),
      ({ name, word }) => {
        if (word !== null) this.#reloadHere(name as DisplayId);
      },
    );
  }

  connected(who: WhichScreen): ScreenLine {
    const screen = this.#comes(who);
    screen.lines.add(who);
    this.#isBack(screen);
    this.#tell(screen);
    return {
      said: (showing) => this.#said(screen, showing),
      gone: () => {
        screen.lines.delete(who);
        this.#tell(screen);
        if (!isThere(screen)) this.#hasGone(screen, 0);
        else if (screen.lines.size === 0)
          for (const word of this.#screensElsewhere.of(keyOf(screen))) this.#believe(screen, word);
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
            const shows = isThere(screen) && this.#isCurrent(screen);
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
      const there = this.#screensOf(display).filter(isThere);
      return there.length > 0 && there.every(({ trusted }) => !trusted) ? [display.name] : [];
    });
  }

  /** For the author of the book: each thing once, as long as its window has the measures it was found for. */
  misfits(): readonly Misfit[] {
    const found = this.#parts.listed().flatMap((display) => {
      const screens = this.#screensOf(display);
      const there = screens.filter(isThere);
      // Switched off for the night, a window has room for no more than by day.
      return (there.length > 0 ? there : screens).flatMap(({ found }) =>
        found && haveSameMeasures(found.panel, display) ? found.misfits : [],
      );
    });
    return [...new Map(found.map((misfit) => [JSON.stringify(misfit), misfit])).values()];
  }

  /** Whichever hub it is connected to. @returns false: no such window is there */
  reload(id: DisplayId): boolean {
    const screens = this.#screensShowing(id);
    this.#reloadHere(id);
    if (screens.some(({ elsewhere }) => elsewhere.size > 0)) this.#reloadElsewhere(id);
    return screens.some(isThere);
  }

  /** @throws {EventLogUnavailable | EventLogUnusable} */
  proof(day: LocalDate): Promise<readonly ShownEvent[]> {
    return this.#parts.shown.read(day);
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#screensElsewhere.close();
    this.#reloadsElsewhere.close();
    for (const told of this.#reloads.values()) clearTimeout(told);
    await this.#parts.shown.close();
  }

  get #aboutScreens(): string {
    return `screens/${this.#parts.office}`;
  }

  get #aboutReloads(): string {
    return `reloads/${this.#parts.office}`;
  }

  #comes(who: Which): Screen {
    const key = keyOf(who);
    const screen = this.#screens.get(key) ?? newScreen(who);
    this.#screens.delete(key); // and to the end of those that may be forgotten
    this.#screens.set(key, screen);
    return screen;
  }

  #isBack(screen: Screen): void {
    screen.goneSince = null;
    screen.goneAt = null;
    if (screen.lostKept) this.#prove(screen, [{ type: 'WindowBack', ...this.#who(screen) }]);
    screen.lostKept = false;
    this.#forget();
  }

  #hasGone(screen: Screen, agoMs: number): void {
    screen.goneSince = this.#parts.steady() - agoMs;
    screen.goneAt = this.#parts.now() - agoMs;
  }

  /** The other hubs, of one that has a line to this hub, or has no more. */
  #tell(screen: Screen): void {
    const { display, trusted, lines, says, faultsAt, behindAt } = screen;
    const which = { display: display ?? null, screen: screen.screen, trusted };
    const told = says && { ...says, slide: undefined, language: undefined };
    const word = lines.size > 0 ? { ...which, says: told, faultsAt, behindAt } : null;
    this.#parts.tidings.tell(this.#aboutScreens, keyOf(screen), word);
  }

  #hear({ hub, name, word, silentMs }: Understood<z.output<typeof screenElsewhere>>): void {
    if (!word) {
      const screen = this.#screens.get(name);
      if (screen?.elsewhere.delete(hub) && !isThere(screen)) this.#hasGone(screen, silentMs);
      return;
    }
    const screen = this.#comes({ ...word, display: word.display ?? undefined });
    screen.elsewhere.add(hub);
    this.#isBack(screen);
    if (screen.lines.size === 0) this.#believe(screen, word); // else it says so itself
  }

  #believe(screen: Screen, word: z.output<typeof screenElsewhere>): void {
    screen.says = word.says && { ...word.says, slide: null, language: null };
    screen.heardAt = this.#parts.now();
    screen.faultsAt = word.faultsAt;
    screen.behindAt = word.behindAt;
    const behindMs = word.behindAt === null ? null : this.#parts.now() - word.behindAt;
    screen.behindSince = behindMs === null ? null : this.#parts.steady() - Math.max(0, behindMs);
    this.#unread.add(screen);
  }

  #said(screen: Screen, said: ShowingSaid): void {
    const { call, takeover, ...says } = said;
    const hadFaults = (screen.says?.faults.length ?? 0) > 0;
    screen.says = says;
    screen.heardAt = this.#parts.now();
    if (says.faults.length === 0) screen.faultsAt = null;
    else if (!hadFaults) screen.faultsAt = screen.heardAt;
    this.#compare(screen);
    this.#find(screen, says);
    this.#tell(screen);
    const who = this.#who(screen);
    const facts: ShownFact[] = [{ type: 'FaultsReported', faults: says.faults, ...who }];
    if (says.programme) facts.push({ type: 'ProgrammeShown', revision: says.programme, ...who });
    if (call !== null) facts.push({ type: 'CallShown', call, ...who });
    if (takeover) facts.push({ type: 'TakeoverShown', takeover, ...who });
    this.#prove(screen, facts);
  }

  /** What it says of another programme than the hub's is about names that nobody may have any more. */
  #find(screen: Screen, { fit }: Says): void {
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
    const isShown = screen.says?.programme === programme.revision;
    this.#parts.shown.keep(facts, isShown ? programme : undefined);
  }

  #look(): void {
    for (const screen of this.#unread) if (screen.says) this.#find(screen, screen.says);
    this.#unread.clear();
    for (const screen of this.#screens.values()) {
      if (this.#compare(screen)) this.#tell(screen);
      if (screen.lostKept || !this.#isGone(screen)) continue;
      screen.lostKept = true;
      this.#prove(screen, [{ type: 'WindowLost', ...this.#who(screen) }]);
    }
  }

  /** A window that has said nothing yet is behind as one that shows nothing. @returns whether it is news */
  #compare(screen: Screen): boolean {
    if (isOnlyElsewhere(screen)) return false; // its own hub does
    const isBehind = isThere(screen) && !this.#isCurrent(screen);
    if (isBehind === (screen.behindAt !== null)) return false;
    screen.behindSince = isBehind ? this.#parts.steady() : null;
    screen.behindAt = isBehind ? this.#parts.now() : null;
    return true;
  }

  #troubleOf(display: DisplayListed): Pick<WindowTrouble, 'trouble' | 'since'> | null {
    const { steady, isOpen, missesUnseen } = this.#parts;
    const screens = this.#screensOf(display);
    const there = screens.filter(isThere);
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

  #isCurrent(screen: Screen): boolean {
    const { says, behindAt } = screen;
    if (isOnlyElsewhere(screen)) return says !== null && behindAt === null;
    return says !== null && says.programme === this.#parts.programme().revision;
  }

  #screensShowing(id: DisplayId): readonly Screen[] {
    const display = this.#parts.listed().find((one) => one.id === id);
    return display ? this.#screensOf(display) : [];
  }

  #reloadHere(id: DisplayId): void {
    for (const { lines } of this.#screensShowing(id)) for (const line of lines) line.reload();
  }

  #reloadElsewhere(id: DisplayId): void {
    const { tidings } = this.#parts;
    clearTimeout(this.#reloads.get(id));
    this.#reloadsAsked += 1; // so that it is news when it is asked for again meanwhile
    tidings.tell(this.#aboutReloads, id, String(this.#reloadsAsked));
    const takeBack = () => tidings.tell(this.#aboutReloads, id, null);
    this.#reloads.set(id, setTimeout(takeBack, RELOAD_TOLD_MS));
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

type Which = Pick<WhichScreen, 'display' | 'screen' | 'trusted'>;

/** Nobody becomes another by knowing her name. */
const keyOf = ({ trusted, display, screen }: Which): string =>
  `${trusted}/${display ?? ''}/${screen}`;

const isThere = ({ lines, elsewhere }: Pick<Screen, 'lines' | 'elsewhere'>): boolean =>
  lines.size > 0 || elsewhere.size > 0;

const isOnlyElsewhere = ({ lines, elsewhere }: Pick<Screen, 'lines' | 'elsewhere'>): boolean =>
  lines.size === 0 && elsewhere.size > 0;

const newScreen = ({ display, screen, trusted }: Which): Screen => ({
  ...{ display, screen, trusted },
  lines: new Set(),
  elsewhere: new Set(),
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
    connected: screen !== null && isThere(screen),
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
