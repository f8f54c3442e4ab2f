import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { programmeAbout, type Turn, timelessProgramme, turnAt } from '#shared/agenda.ts';
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { Opening, Programme } from '#shared/programme.ts';
import { capitalised, clockText, weekdayText } from '#shared/ui/office-time.ts';
import type { Snapshot } from '#shared/views.ts';
import type { EpochMs, Language } from '#shared/vocabulary.ts';
import { CallsController } from '../calls-controller.ts';
import { type CountedWords, NOTHING_COUNTED } from '../counted-words.ts';
import { isDark } from '../daylight.ts';
import type { DisplaySource, Known } from '../display-source.ts';
import { PanelFailedEvent } from '../elements/panel.ts';
import { FitController } from '../fit-controller.ts';
import { type Box, type Layout, layoutOf, NEAR } from '../layout.ts';
import {
  closureAt,
  type House,
  houseAt,
  openingAt,
  takesTicketsAt,
  usualHours,
} from '../opening.ts';
import { Deck } from '../slides/deck.ts';
import { type Block, run, said, type TextSetting } from '../slides/page.ts';
import { facesHere, type MeasureWidth, widthsIn } from '../typeface.ts';
import { placeAt } from '../wandering.ts';
import { displayScreenStyles } from './display-screen-styles.ts';
import '../elements/call-board.ts';
import '../elements/closed-board.ts';
import '../elements/opening-foot.ts';
import '../elements/slide-panel.ts';
import '../elements/takeover-panel.ts';
import '../elements/words-board.ts';

/** So long are old numbers worth something to somebody who remembers them; then words stand in their place. */
const NUMBERS_LOST_AFTER_MS = 60_000;
/** A queue that has not come at all by then is no longer said to be on its way. */
const NOT_COMING_AFTER_MS = 15_000;
/** A programme that the hub has not confirmed for so long says how old it is. */
const PROGRAMME_OLD_AFTER_MS = 300_000;
/** So long after the page was loaded a remark for whoever installs it stands. */
const INSTALLER_LOOKS_FOR_MS = 600_000;
/** Of a picture of which nothing could be drawn: an hour of the day, or a call, may be what was in its way. */
const TRIED_AGAIN_AFTER_MS = 60_000;
/** What is drawn at one moment. */
type Scene = {
  readonly known: Known;
  readonly programme: Programme;
  readonly deck: Deck;
  readonly layout: Layout;
  readonly now: EpochMs;
  readonly turn: Turn;
  readonly opening: Opening | null;
  readonly house: House;
};

/** The whole window. Made by main.ts with `new`, which is how it gets what it shows. */
@customElement('display-screen')
export class DisplayScreen extends LitElement {
  readonly #source: DisplaySource;
  readonly #display: string | null;
  readonly #counted: CountedWords;
  #release: (() => void) | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;
  readonly #calls: CallsController;
  readonly #fits = new FitController(this);
  #measure: MeasureWidth = () => 0;
  /** How many faces there were when it was made. */
  #faces = -1;
  /** Of the programme, the panel and the fonts of the moment. */
  #deck: { of: Programme; layout: Layout; measure: MeasureWidth; deck: Deck } | undefined;
  #layout: { key: string; layout: Layout } | undefined;
  /** Panels that could not be drawn, why, with which data and when, by performance.now. */
  readonly #failed = new Map<string, { why: string; data: string; atMs: number }>();
  #shown = { slide: 'starting', language: 'sv' };
  /** The call in the spotlight, where nothing stands in its way. */
  #callSeen: number | null = null;
  #said = '';

  /** @param display which of the office's windows this is; null: the first */
  constructor(
    source: DisplaySource,
    display: string | null = null,
    counted: CountedWords = NOTHING_COUNTED,
  ) {
    super();
    this.#source = source;
    this.#display = display;
    this.#counted = counted;
    this.#calls = new CallsController(this, source.sounded);
  }

  static override styles = displayScreenStyles;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#release = this.#source.onChange(this.#redraw);
    this.#tick = setInterval(this.#redraw, 1_000);
    window.addEventListener('resize', this.#redraw);
    document.fonts.addEventListener('loadingdone', this.#remeasure);
    this.addEventListener(PanelFailedEvent.eventName, this.#leaveOut);
    this.#remeasure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release?.();
    clearInterval(this.#tick);
    window.removeEventListener('resize', this.#redraw);
    document.fonts.removeEventListener('loadingdone', this.#remeasure);
  }

  readonly #redraw = (): void => this.requestUpdate();

  /** Widths are another face's until the fonts have come; a new function makes everything measure again. */
  readonly #remeasure = (): void => {
    const faces = facesHere();
    if (faces === this.#faces) return;
    this.#faces = faces;
    this.#measure = widthsIn(this);
    this.requestUpdate();
  };

  /** What failed stays away, and the rest goes on: of slides the next one comes. */
  readonly #leaveOut = (event: Event): void => {
    if (!(event instanceof PanelFailedEvent)) return;
    const [element] = event.composedPath();
    const panel = element instanceof Element ? element.localName : 'window';
    if (panel === 'slide-panel') this.#deck?.deck.failed.set(this.#shown.slide, event.why);
    else this.#fail(panel, event.why);
    this.requestUpdate();
  };

  #fail(panel: string, why: string): void {
    this.#failed.set(panel, { why, data: this.#data(), atMs: performance.now() });
  }

  /** What failed is tried again with other data; the picture as a whole is not left to that. */
  #tryAgain(): void {
    const data = this.#data();
    for (const [panel, failure] of this.#failed) {
      const isDue = panel === 'window' && performance.now() - failure.atMs >= TRIED_AGAIN_AFTER_MS;
      if (isDue || failure.data !== data) this.#failed.delete(panel);
    }
  }

  /** What the panels beside the rotation are drawn from. */
  #data(): string {
    const { queue, programme } = this.#source.known;
    const board = 'board' in queue ? `${queue.board.day} ${queue.board.version}` : queue.state;
    return `${board} ${programme?.revision}`;
  }

  override willUpdate(): void {
    this.#callSeen = null;
    this.#tryAgain();
    // It may have been the calls themselves that failed.
    if (!this.#failed.has('window')) this.#calls.follow(this.#source.known, this.#source.now());
  }

  /** The picture as a whole has a boundary, too: whatever happens, the glass is not black. */
  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch (problem) {
      // Once more at once, with as little as can fail. Where that fails too it is tried at the next tick: at
      // once again and again, nothing else on the page would ever run.
      const isFirst = !this.#failed.has('window');
      this.#fail('window', String(problem));
      if (isFirst) this.requestUpdate();
    }
  }

  protected override render() {
    return this.#failed.has('window')
      ? this.#starting(this.#source.known, this.#layoutFor(null))
      : this.#picture();
  }

  #picture(): TemplateResult {
    const { known } = this.#source;
    const now = this.#source.now();
    const programme = known.programme ?? this.#bareProgramme(known);
    const layout = this.#layoutFor(programme);
    this.#apply(layout, now);
    if (!programme) return this.#starting(known, layout);
    if (known.takeover && known.clock === 'sure') {
      return this.#takeover(known.takeover, known, programme, layout, now);
    }
    return known.clock === 'unsure'
      ? this.#timeless(programme, layout, now)
      : this.#window(this.#scene(known, programme, layout, now));
  }

  protected override updated(): void {
    if (document.fonts.status === 'loaded') this.#deck?.deck.keepCounted();
    const slides = [...(this.#deck?.deck.failed ?? [])].map(([panel, why]) => ({ panel, why }));
    const panels = [...this.#failed].map(([panel, { why }]) => ({ panel, why }));
    const what = {
      ...this.#shown,
      call: this.#callSeen,
      faults: [...slides, ...panels],
      soundless: this.#calls.soundless,
      fit: this.#fits.fit,
    };
    const { programme } = this.#source.known;
    const layout = this.#layout?.layout;
    if (programme && layout) this.#fits.look({ programme, layout, measure: this.#measure });
    const saying = JSON.stringify(what);
    if (saying === this.#said) return;
    this.#said = saying;
    this.#source.showing(what);
  }

  // What the picture is drawn in

  #layoutFor(programme: Programme | null): Layout {
    const displays = programme?.displays ?? [];
    const panel = displays.find(({ id }) => id === this.#display) ?? displays[0] ?? null;
    const { innerWidth: widthPx, innerHeight: heightPx } = window;
    const key = [widthPx, heightPx, panel?.panelWidthMm, panel?.viewingDistanceMm].join();
    if (this.#layout?.key !== key) {
      this.#layout = { key, layout: layoutOf({ widthPx, heightPx }, panel) };
    }
    return this.#layout.layout;
  }

  /** By script: the hub's Content-Security-Policy allows no style attribute. */
  #apply({ unitPx, arrangement, margin, queue, foot }: Layout, now: EpochMs): void {
    const set = (name: string, units: number) =>
      this.style.setProperty(name, `${(units * unitPx).toFixed(3)}px`);
    set('--window-unit', 1);
    set('--window-margin', margin);
    // A zone at the edge of the picture reaches as far beyond it as the picture wanders.
    set('--queue-width', queue.width + 4);
    set('--queue-height', queue.height + 4);
    set('--foot-height', foot.height + 4);
    const { x, y } = placeAt(now);
    // By whole pixels, and never by more: between two of them letters blur, and beyond the room of its zones the picture
    // shows what is behind it.
    this.style.translate = `${(x * unitPx) | 0}px ${(y * unitPx) | 0}px`;
    this.setAttribute('arrangement', arrangement);
  }

  #dress(house: House, now: EpochMs, zone: string): void {
    const isNight = house === 'closed';
    this.classList.toggle('night', isNight);
    this.classList.toggle('dim', isNight && isDark(now, zone));
  }

  #scene(known: Known, programme: Programme, layout: Layout, now: EpochMs): Scene {
    const deck = this.#deckOf(programme, layout);
    const board = 'board' in known.queue ? known.queue.board : null;
    const opening = openingAt(board?.opening ?? null, programme, now);
    const house = houseAt(opening, board?.calls ?? [], now);
    // A page never turns under a call: what is read beside it stands still.
    const turningAt = this.#calls.showing?.since ?? now;
    deck.turnTo(turningAt);
    const { about } = this.#source;
    const turning = about ? programmeAbout(programme, about) : programme;
    const turn = turnAt(turning, turningAt, deck.pagesOf);
    this.#dress(house, now, programme.zone);
    this.#shown = { slide: turn.slide.id, language: turn.second };
    return { known, programme, deck, layout, now, turn, opening, house };
  }

  #deckOf(programme: Programme, layout: Layout): Deck {
    const measure = this.#measure;
    const { of, layout: drawnIn, measure: measured, deck } = this.#deck ?? {};
    if (deck && of === programme && drawnIn === layout && measured === measure) return deck;
    const made = new Deck(programme, layout, measure, this.#counted);
    this.#deck = { of: programme, layout, measure, deck: made };
    return made;
  }

  // The zones

  #window(scene: Scene): TemplateResult {
    const { deck, turn, layout } = scene;
    const page = deck.pageOf(turn.slide, turn.page, turn.second);
    const slide =
      page &&
      html`<main>
      ${keyed(turn.slide.id, html`<slide-panel .page=${page}></slide-panel>`)}
    </main>`;
    const queue = html`<aside>${this.#queue(scene)}</aside>`;
    const zones =
      layout.arrangement !== 'single'
        ? html`${slide}${queue}`
        : slide && !this.#calls.showing
          ? slide
          : queue;
    return html`${zones}
      <footer>${this.#foot(scene)}</footer>`;
  }

  #queue(scene: Scene): TemplateResult {
    const { known, house, now, layout, programme, turn } = scene;
    const { queue } = known;
    if (house === 'closed') return this.#closed(scene);
    switch (queue.state) {
      case 'connecting':
        if (queue.silentForMs >= NOT_COMING_AFTER_MS) {
          return this.#words(layout, turn.second, [['label', 'display.no-live']]);
        }
        return this.#words(layout, turn.second, [
          ['label', 'display.connecting'],
          ['near', 'display.ask-reception'],
        ]);
      case 'refused':
        return this.#words(layout, turn.second, [['label', 'display.no-live']], queue.why);
      case 'live':
        return this.#board(scene, queue.board, null);
      case 'stale': {
        const updatedAt = clockText(queue.board.at, programme.zone);
        return queue.silentForMs < NUMBERS_LOST_AFTER_MS && now - queue.board.at < 12 * 3_600_000
          ? this.#board(scene, queue.board, updatedAt)
          : this.#words(layout, turn.second, [['label', 'display.no-live']]);
      }
      default:
        return queue satisfies never;
    }
  }

  #board(
    { known, programme, now, layout, turn }: Scene,
    board: Snapshot<'board'>,
    updatedAt: string | null,
  ) {
    if (this.#failed.has('call-board')) {
      return this.#words(layout, turn.second, [['label', 'display.no-live']]);
    }
    this.#callSeen = this.#calls.showing?.call.id ?? null;
    return html`<call-board
      .showing=${this.#calls.showing?.call ?? null}
      .calls=${board.calls}
      .waiting=${board.waiting}
      .takesTickets=${takesTicketsAt(known.queue, programme, now)}
      .updatedAt=${updatedAt}
      .soundless=${isNew() && this.#calls.soundless}
      .second=${turn.second}
      .box=${layout.queue}
      .margin=${layout.margin}
      .strip=${stripHeight(layout)}
      .measure=${this.#measure}
    ></call-board>`;
  }

  #closed({ programme, opening, now, layout, turn }: Scene) {
    if (this.#failed.has('closed-board')) {
      return this.#words(layout, turn.second, [['name', 'display.closed-now']]);
    }
    return html`<closed-board
      .opening=${opening}
      .closure=${closureAt(programme, now)}
      .hours=${programme}
      .now=${now}
      .zone=${programme.zone}
      .second=${turn.second}
      .box=${layout.queue}
      .margin=${layout.margin}
      .strip=${stripHeight(layout)}
      .measure=${this.#measure}
    ></closed-board>`;
  }

  #words(
    layout: Layout,
    second: Language,
    texts: readonly (readonly ['name' | 'label' | 'near', TextKey])[],
    why: string | null = null,
    box: Box = layout.queue,
  ) {
    const setting = { ...this.#textSetting(layout, second), width: box.width - 2 * layout.margin };
    const blocks: Block[] = texts.map(([style, key]) => ({
      bands: said(setting, style, key).flatMap(({ start, end }) =>
        // Across the whole picture nobody would see that they belong together.
        end && box !== layout.queue
          ? [{ start }, { start: end }]
          : [{ start, ...(end && { end }) }],
      ),
    }));
    if (why !== null) {
      blocks.push({
        bands: [{ start: run(setting, 'near', say('sv', 'display.refused-why', { why })) }],
      });
    }
    return this.#wordsBoard(blocks, box, box !== layout.queue, texts);
  }

  /** @param texts of which the first stands there, in Swedish, where not even words can be drawn */
  #wordsBoard(
    blocks: readonly Block[],
    box: Box,
    alone: boolean,
    [first]: readonly (readonly [string, TextKey])[],
  ) {
    if (!this.#failed.has('words-board')) {
      return html`<words-board .blocks=${blocks} .box=${box} ?alone=${alone}></words-board>`;
    }
    const text = first ? say('sv', first[1]) : '';
    this.style.setProperty('--plain-size', String(plainSize(text, box)));
    return html`<p class="plain words" lang="sv">${text}</p>`;
  }

  #textSetting({ queue, margin }: Layout, second: Language): TextSetting {
    return { width: queue.width - 2 * margin, measure: this.#measure, second };
  }

  #foot({ known, programme, opening, house, now, layout, turn }: Scene) {
    if (this.#failed.has('opening-foot')) return nothing;
    const { programmeConfirmedAt: confirmedAt } = known;
    const hasBoard = layout.arrangement !== 'single' && !this.#failed.has('closed-board');
    const opensElsewhere = house === 'closed' && hasBoard;
    const isOld = confirmedAt !== null && now - confirmedAt > PROGRAMME_OLD_AFTER_MS;
    return html`<opening-foot
      .now=${now}
      .zone=${programme.zone}
      .opening=${opening}
      .house=${house}
      .officeName=${programme.officeName}
      .opensElsewhere=${opensElsewhere}
      .confirmedAt=${isOld ? confirmedAt : null}
      .remark=${isNew() && !known.secure ? say('sv', 'display.not-secure') : null}
      .second=${turn.second}
      .box=${layout.foot}
      .margin=${layout.margin}
      .measure=${this.#measure}
    ></opening-foot>`;
  }

  // Instead of the zones

  #takeover(
    takeover: NonNullable<Known['takeover']>,
    { queue }: Known,
    { zone }: Programme,
    layout: Layout,
    now: EpochMs,
  ) {
    this.#shown = { slide: 'takeover', language: 'sv' };
    const { margin } = layout;
    const box = wholeOf(layout);
    if (this.#failed.has('takeover-panel')) {
      this.style.setProperty('--plain-size', String(plainSize(takeover.text.sv, box)));
      return html`<main class="whole plain" lang="sv">${takeover.text.sv}</main>`;
    }
    return html`<main class="whole"><takeover-panel
      .takeover=${takeover}
      .now=${now}
      .zone=${zone}
      .heardAt=${queue.state === 'stale' ? queue.board.at : null}
      .box=${box}
      .margin=${margin}
      .measure=${this.#measure}
    ></takeover-panel></main>`;
  }

  /** Nobody knows what time it is: no clock, nothing that is on now, and hours by the day of the week only. */
  #timeless(whole: Programme, layout: Layout, now: EpochMs) {
    const programme = this.#timelessOf(whole);
    const deck = this.#deckOf(programme, layout);
    deck.turnTo(now);
    const turn = turnAt(programme, now, deck.pagesOf);
    this.#shown = { slide: turn.slide.id, language: turn.second };
    this.classList.remove('night', 'dim');
    const page = deck.pageOf(turn.slide, turn.page, turn.second);
    const setting = this.#textSetting(layout, turn.second);
    const blocks: readonly Block[] = [
      { bands: said(setting, 'label', 'display.ask-reception') },
      ...usualBlocks(setting, whole),
    ];
    const plain = [['label', 'display.ask-reception']] as const;
    const queue = html`<aside>${this.#wordsBoard(blocks, layout.queue, false, plain)}</aside>`;
    const slide = html`<main>${keyed(turn.slide.id, html`<slide-panel .page=${page}></slide-panel>`)}</main>`;
    return html`${layout.arrangement === 'single' ? (page ? slide : queue) : html`${slide}${queue}`}
      <footer><opening-foot
        .now=${null}
        .officeName=${programme.officeName}
        .house=${'unknown'}
        .remark=${say('sv', 'display.clock-unsure')}
        .second=${turn.second}
        .box=${layout.foot}
        .margin=${layout.margin}
        .measure=${this.#measure}
      ></opening-foot></footer>`;
  }

  #bare: Programme | undefined;

  /** As long as no programme has come: the same object for every board. */
  #bareProgramme({ queue }: Known): Programme | null {
    if (!('board' in queue)) return null;
    this.#bare ??= programmeOfBoard(queue.board);
    return this.#bare;
  }

  #timelessFrom: { whole: Programme; timeless: Programme } | undefined;

  /** The same object for as long as the programme is the same: its slides are found once. */
  #timelessOf(whole: Programme): Programme {
    if (this.#timelessFrom?.whole !== whole) {
      this.#timelessFrom = { whole, timeless: timelessProgramme(whole) };
    }
    return this.#timelessFrom.timeless;
  }

  /** Before anything is known there is no clock, no door and no queue to tell of. */
  #starting({ queue }: Known, layout: Layout) {
    const isRefused = queue.state === 'refused';
    this.#shown = { slide: isRefused ? 'refused' : 'starting', language: 'sv' };
    const title = isRefused ? 'display.refused' : 'display.starting';
    const why = isRefused ? queue.why : null;
    return html`<main class="whole">${this.#words(
      layout,
      'en',
      [
        ['name', title],
        ['label', 'display.ask-reception'],
      ],
      why,
      wholeOf(layout),
    )}</main>`;
  }
}

/** Whoever installs the screen is still there. */
const isNew = (): boolean => performance.now() < INSTALLER_LOOKS_FOR_MS;

/** Rotation, queue and foot together. */
const wholeOf = ({ rotation, foot, queue, arrangement }: Layout): Box => ({
  width: arrangement === 'wide' ? rotation.width + queue.width : rotation.width,
  height: rotation.height + foot.height + (arrangement === 'tall' ? queue.height : 0),
});

/** As large as so many letters have room for without being measured. */
const plainSize = ({ length }: string, { width, height }: Box): number =>
  Math.max(NEAR, Math.min(150, Math.sqrt((0.75 * width * height) / length)));

/** As high as the foot beside it, where it stands beside one. */
const stripHeight = ({ arrangement, foot }: Layout): number =>
  arrangement === 'wide' ? foot.height : 120;

/** 'måndag 9.30–16', in Swedish and by nobody's date. */
function usualBlocks(setting: TextSetting, programme: Programme): readonly Block[] {
  const days = usualHours(programme);
  if (days.length === 0) return [];
  return [
    { bands: said(setting, 'near', 'display.usual-hours') },
    ...days.map(
      ({ day, times }): Block => ({
        ruled: true,
        bands: [
          {
            start: run(setting, 'near', capitalised(weekdayText(day, programme.zone, 'sv'))),
            end: run(setting, 'near', times),
          },
        ],
      }),
    ),
  ];
}

/** The little that the queue's own word tells, while the programme is on its way: enough for a welcome. */
function programmeOfBoard({ office, log, at, officeName, zone }: Snapshot<'board'>): Programme {
  return {
    ...{ office, log, revision: '', at, validUntil: at, officeName, zone, languages: ['sv'] },
    ...{ days: [], hours: [], closures: [], items: [], notices: [], displays: [], feeds: [] },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'display-screen': DisplayScreen;
  }
}
