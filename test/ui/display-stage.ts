/**
 * The window with a made-up source, in a real browser: put into one state after the other without waiting.
 * Served by test/support/stage.ts.
 */
import '#shared/ui/tokens.css';
import '#shared/languages/all-languages.ts';
import type { DisplayListed } from '#shared/programme.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import type { DisplaySource, Known, Showing } from '../../display/display-source.ts';
import { layoutOf } from '../../display/layout.ts';
import { DisplayScreen } from '../../display/screens/display-screen.ts';
import { type Scene, scenes } from './made-up-window.ts';
import { contrastFaultsOf, type Fault, faultsOf } from './window-inspector.ts';

class MadeUpSource implements DisplaySource {
  #scene: Scene;
  #listener = () => {};
  shown: Showing | null = null;
  at: EpochMs;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.at = scene.now;
  }

  get known(): Known {
    return this.#scene.known;
  }

  now(): EpochMs {
    return this.at;
  }

  onChange(listener: () => void): () => void {
    this.#listener = listener;
    return () => {};
  }

  showing(what: Showing): void {
    this.shown = what;
  }

  becomes(scene: Scene, at: EpochMs): void {
    this.#scene = scene;
    this.at = at;
    this.#listener();
  }
}

let screen: DisplayScreen | undefined;
let source: MadeUpSource | undefined;

/** So far ahead a slide is looked for: longer than any rotation. */
const LOOK_AHEAD_MS = 1_200_000;
const STEP_MS = 8_000;

export const stage = {
  /** Every state by name. */
  names: (): string[] => Object.keys(scenes('en', LISTED)),

  /** @returns what the window then says it shows; null when the slide never comes */
  async shows(
    name: string,
    second: Language | 'all',
    display: DisplayListed,
  ): Promise<Showing | null> {
    const scene = scenes(second, display)[name];
    if (!scene) throw new Error(`No state ${name}`);
    return stage.plays(scene);
  },

  async plays(scene: Scene): Promise<Showing | null> {
    localStorage.clear();
    source = new MadeUpSource(scene);
    screen?.remove();
    screen = new DisplayScreen(source);
    document.body.append(screen);
    for (let at = scene.now; at <= scene.now + LOOK_AHEAD_MS; at += STEP_MS) {
      source.becomes(scene, at);
      await drawn(screen);
      if (source.shown?.slide.startsWith(scene.slide ?? '')) return source.shown;
    }
    return null;
  },

  /** A takeover with a language that cannot be drawn. */
  async breaksTakeover(display: DisplayListed): Promise<Showing | null> {
    const { takeover: scene } = scenes('en', display);
    const { takeover } = scene?.known ?? {};
    if (!scene || !takeover) throw new Error('No state');
    const text = {
      ...takeover.text,
      get fi(): string {
        throw new Error('cannot be read');
      },
    };
    const broken = { ...scene, known: { ...scene.known, takeover: { ...takeover, text } } };
    await stage.plays(broken);
    return stage.later(broken, 0);
  },

  /** Today's slide, or the queue, has something in it that cannot be drawn. */
  async breaks(what: 'today' | 'queue', display: DisplayListed): Promise<Showing | null> {
    const { open } = scenes('en', display);
    if (!open?.known.programme || !('board' in open.known.queue)) throw new Error('No state');
    const { programme, queue } = open.known;
    const [call] = queue.board.calls;
    const unreadable = {
      get sv(): string {
        throw new Error('cannot be read');
      },
    };
    const known: Known =
      what === 'queue' && call
        ? {
            ...open.known,
            queue: {
              state: 'live',
              board: { ...queue.board, calls: [{ ...call, deskName: unreadable }] },
            },
          }
        : {
            ...open.known,
            programme: {
              ...programme,
              items: programme.items.map((item) =>
                item.kind === 'visit' && item.startsAt < open.now + 12 * 3_600_000
                  ? { ...item, place: unreadable }
                  : item,
              ),
            },
          };
    await stage.plays({ now: open.now, known });
    if (what === 'queue') return stage.later({ now: open.now, known }, 0);
    for (let ms = 0; ms < LOOK_AHEAD_MS; ms += STEP_MS) {
      const shown = await stage.later({ now: open.now, known }, ms);
      if (shown?.faults.length) return stage.later({ now: open.now, known }, ms);
    }
    return source?.shown ?? null;
  },

  /** Even the queue's own calls cannot be read. */
  async breaksAltogether(display: DisplayListed): Promise<Showing | null> {
    const { open } = scenes('en', display);
    if (!open || !('board' in open.known.queue)) throw new Error('No state');
    const { calls: _, ...board } = open.known.queue.board;
    const unreadable = Object.defineProperty(board as typeof open.known.queue.board, 'calls', {
      configurable: true,
      get: () => {
        throw new Error('cannot be read');
      },
    });
    return stage.plays({
      now: open.now,
      known: { ...open.known, queue: { state: 'live', board: unreadable } },
    });
  },

  /** What could not be read can be, with the same data, a minute later. */
  async mendsAfterAMinute(): Promise<Showing | null> {
    const { open } = scenes('en', LISTED);
    if (!open || !source || !screen || !('board' in source.known.queue))
      throw new Error('No state');
    Object.defineProperty(source.known.queue.board, 'calls', { get: () => [] });
    const { now } = performance;
    performance.now = () => now.call(performance) + 60_000;
    try {
      return await stage.later({ now: open.now, known: source.known }, 0);
    } finally {
      performance.now = now;
    }
  },

  /** The queue is on its way, and the panel that says so cannot be drawn. */
  async breaksWords(display: DisplayListed): Promise<Showing | null> {
    const { connecting } = scenes('en', display);
    const board = customElements.get('words-board')?.prototype;
    if (!connecting || !board) throw new Error('No state');
    const { render } = board;
    board.render = () => {
      throw new Error('cannot be drawn');
    };
    try {
      await stage.plays(connecting);
      return await stage.later(connecting, 0);
    } finally {
      board.render = render;
    }
  },

  /** Which call is seen while a takeover is in force, what was sounded by then, and which is seen after it. */
  async callUnderTakeover(
    display: DisplayListed,
  ): Promise<{ during: number | null; sounded: string | null; after: number | null }> {
    const { takeover, call } = scenes('en', display);
    if (!takeover || !call) throw new Error('No state');
    const under = { ...call.known, takeover: takeover.known.takeover };
    await stage.plays({ now: call.now, known: under });
    const during = (await stage.later({ now: call.now, known: under }, 5_000))?.call ?? null;
    const sounded = localStorage.getItem('torget.display.sounded');
    const after = (await stage.later({ now: call.now, known: call.known }, 10_000))?.call ?? null;
    return { during, sounded, after };
  },

  /** What a screen reader is told while the pages of a long takeover turn for two minutes. */
  async takeoverTold(display: DisplayListed): Promise<{ pages: number; alerts: string[] }> {
    const { takeover: scene } = scenes('en', display);
    const { takeover } = scene?.known ?? {};
    if (!scene || !takeover) throw new Error('No state');
    const sv = `${takeover.text.sv} `.repeat(30);
    const long = { ...scene, known: { ...scene.known, takeover: { ...takeover, text: { sv } } } };
    await stage.plays(long);
    const panel = screen?.renderRoot.querySelector('takeover-panel')?.shadowRoot;
    const alert = panel?.querySelector('[role="alert"]');
    if (!panel || !alert) throw new Error('No takeover');
    const alerts = [alert.textContent ?? ''];
    new MutationObserver(() => alerts.push(alert.textContent ?? '')).observe(alert, {
      ...{ childList: true, characterData: true, subtree: true },
    });
    const pages = new Set<string | undefined>();
    for (let ms = 0; ms < 120_000; ms += 6_000) {
      await stage.later(long, ms);
      pages.add(panel.querySelector('.texts')?.textContent ?? undefined);
    }
    return { pages: pages.size, alerts };
  },

  /** Which pages stand beside a call that comes just before one would have turned. */
  async slidesUnderACall(display: DisplayListed): Promise<{ during: string[]; after: string }> {
    const { open, call: calling } = scenes('en', display);
    if (!open || !calling || !('board' in calling.known.queue)) throw new Error('No state');
    const first = await stage.plays({ now: open.now, known: open.known });
    let turnsAt = open.now;
    while (turnsAt < open.now + LOOK_AHEAD_MS) {
      turnsAt += 1_000;
      const shown = await stage.later(open, turnsAt - open.now);
      if (shown?.slide !== first?.slide) break;
    }
    const { board } = calling.known.queue;
    const calls = board.calls.map((one) =>
      one.id === 5 ? { ...one, calledAt: turnsAt - 2_000 } : one,
    );
    const known: Known = { ...calling.known, queue: { state: 'live', board: { ...board, calls } } };
    const at = async (seconds: number) =>
      (await stage.later({ now: turnsAt, known }, seconds * 1_000))?.slide ?? '';
    const during = [await at(-2), await at(0), await at(5), await at(9)];
    return { during, after: await at(11) };
  },

  /** The same state, later. */
  async later(scene: Scene, ms: number): Promise<Showing | null> {
    if (!screen || !source) throw new Error('Nothing is on');
    source.becomes(scene, scene.now + ms);
    await drawn(screen);
    // What failed has been left out in a second drawing.
    await drawn(screen);
    return source.shown;
  },

  /**
   * Every state, and every page of the rotation, in one language: what is wrong with any of them.
   * @param content 'long' for names that are as long, and as strange, as names can be
   */
  async tour(
    second: Language | 'all',
    display: DisplayListed,
    content: 'usual' | 'long',
  ): Promise<Fault[]> {
    const faults: Fault[] = [];
    const states = scenes(second, display, content);
    const seen = new Set<string>();
    for (const [name, scene] of Object.entries(states)) {
      // Those that only wait for another slide are all seen while the first of them turns.
      const looks = JSON.stringify([scene.now, scene.known]);
      if (seen.has(looks)) continue;
      seen.add(looks);
      const steps = name === 'open' ? LOOK_AHEAD_MS / STEP_MS / 2 : 1;
      // Whichever slide is on: those of the rotation are all seen under 'open'.
      await stage.plays({ now: scene.now, known: scene.known });
      let before = '';
      for (let step = 0; step < steps; step++) {
        source?.becomes(scene, scene.now + step * STEP_MS);
        if (screen) await drawn(screen);
        const page = JSON.stringify(source?.shown) + textOf(screen);
        if (page === before) continue;
        before = page;
        const where = `${name}, ${source?.shown?.slide}: `;
        for (const { of, what } of inspect(display, second === 'ar'))
          faults.push({ of, what: where + what });
        for (const { panel, why } of source?.shown?.faults ?? [])
          faults.push({ of: 'place', what: `${where}${panel}: ${why}` });
      }
    }
    return faults;
  },
};

/** What is wrong with what is on now. Colours are the same in every language, so one is enough to judge them by. */
function inspect(
  { panelWidthMm, viewingDistanceMm }: DisplayListed,
  inEveryTheme: boolean,
): Fault[] {
  if (!screen) return [];
  const before = screen.className;
  const themes = inEveryTheme ? ['', 'night', 'night dim'] : [];
  const otherThemes = themes.flatMap((theme) => {
    if (!screen) return [];
    screen.className = theme;
    return contrastFaultsOf(screen);
  });
  screen.className = before;
  if (!source?.known.programme) return [...otherThemes, ...faultsOf(screen, null)];
  const picture = { widthPx: innerWidth, heightPx: innerHeight };
  const { tooSmall } = layoutOf(picture, { panelWidthMm, viewingDistanceMm });
  return [...otherThemes, ...faultsOf(screen, { panelWidthMm, viewingDistanceMm, tooSmall })];
}

const textOf = (of: DisplayScreen | undefined): string =>
  of?.renderRoot.querySelector('slide-panel')?.shadowRoot?.textContent ?? '';

const LISTED = {
  id: 'x',
  name: { sv: 'x' },
  viewingDistanceMm: 5_000,
  panelWidthMm: 1_660,
} as DisplayListed;

async function drawn(element: DisplayScreen): Promise<void> {
  await element.updateComplete;
  const panels = element.renderRoot.querySelectorAll<DisplayScreen>(
    'slide-panel, call-board, closed-board, words-board, opening-foot, takeover-panel',
  );
  for (const panel of panels) await panel.updateComplete;
}

declare global {
  interface Window {
    stage: typeof stage;
  }
}
// Every face, so that the first look is as all later ones.
const { fontFamily } = getComputedStyle(document.body);
for (const weight of [500, 700])
  await document.fonts.load(`${weight} 16px ${fontFamily}`, 'aÅłşІжأکڕፈቋ');
window.stage = stage;
