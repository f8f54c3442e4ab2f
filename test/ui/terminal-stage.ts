/**
 * The terminal with a made-up hub, in a real browser: walked through its steps without waiting, and looked
 * over for what a visitor must never meet. Served by test/support/stage.ts.
 */
import '#shared/languages/staff-texts.ts'; // Swedish and English, until it learns all
import '#shared/ui/tokens.css';
import '../../ticket-terminal/page.css';
import type { Answers, Reply } from '#shared/protocol.ts';
import type { Feed, FeedSource, RequestSink } from '#shared/ui/hub-connection.ts';
import type { Snapshot, TerminalView } from '#shared/views.ts';
import { type EpochMs, LANGUAGES, type Language } from '#shared/vocabulary.ts';
import { PressedEvent } from '../../ticket-terminal/elements/pressed-event.ts';
import { PATIENCE, type Press } from '../../ticket-terminal/flow.ts';
import { TerminalScreen } from '../../ticket-terminal/screens/terminal-screen.ts';

type View = Snapshot<'terminal'>;

class MadeUpHub implements FeedSource<'terminal'>, RequestSink {
  feed: Feed<'terminal'> = { state: 'connecting' };
  #listener = () => {};
  #answer: (reply: Reply<never>) => void = () => {};

  onChange(listener: () => void): () => void {
    this.#listener = listener;
    return () => {};
  }

  now(): EpochMs {
    return 'snapshot' in this.feed ? this.feed.snapshot.at : 0;
  }

  request(): Promise<Reply<never>> {
    return new Promise((answer) => {
      this.#answer = answer;
    });
  }

  become(feed: Feed<'terminal'>): void {
    this.feed = feed;
    this.#listener();
  }

  answer(reply: Reply<Partial<Answers['ticket:issue']>>): void {
    this.#answer(reply as Reply<never>);
  }
}

const hub = new MadeUpHub();
/** What it says of a hub that is away, it says at once. */
const screen = new TerminalScreen(hub, { ...PATIENCE, beforeLostMs: 0 });
document.body.append(screen);

/** Every press comes a second after the last, so that none is an echo; the clock stands still meanwhile. */
let pressedAt = performance.now();

export const stage = {
  async sees(snapshot: View): Promise<void> {
    hub.become({ state: 'live', snapshot });
    await taken();
  },

  async losesTheHub(snapshot: View): Promise<void> {
    hub.become({ state: 'stale', snapshot, since: snapshot.at });
    await taken();
  },

  async presses(press: Press): Promise<void> {
    pressedAt += 1_000;
    const event = new PressedEvent(`${press.press} ${pressedAt}`, press, new MouseEvent('click'));
    Object.defineProperty(event, 'timeStamp', { value: pressedAt });
    screen.dispatchEvent(event);
    await taken();
  },

  async chooses(view: TerminalView, id: string): Promise<void> {
    const topic = view.topics.find((one) => one.id === id);
    if (!topic) throw new Error(`No topic ${id}`);
    await stage.presses({ press: 'choose-topic', topic });
  },

  async isAnswered(reply: Reply<Partial<Answers['ticket:issue']>>): Promise<void> {
    hub.answer(reply);
    await taken();
  },

  /** The catalogs that only the terminal's main.ts loads. */
  async learnsAllLanguages(): Promise<void> {
    await import('#shared/languages/all-languages.ts');
  },

  drawn,
  /** What is wrong with the step on the screen, one line each. */
  async faults(...asked: Parameters<typeof faultsIn>): Promise<string[]> {
    await drawn();
    return faultsIn(...asked);
  },
  /** What a voice would say now, and what it has said: one line for every change of what it reads. */
  spoken: () => [...screen.renderRoot.querySelectorAll('[role=status] > span')].map(textOf),
  /** Where the texts of a kind of control begin, left to right, top to bottom. */
  async places(selector: string): Promise<{ left: number; top: number }[]> {
    await drawn();
    return all(selector).map((part) => {
      const { left, top } = part.getBoundingClientRect();
      return { left: Math.round(left), top: Math.round(top) };
    });
  },
  /** The texts on the screen with the language and direction they are marked with. */
  runs: () =>
    texts().map(({ text, element }) => ({
      text,
      lang: closest(element, '[lang]')?.getAttribute('lang') ?? '',
      direction: getComputedStyle(element).direction,
    })),
};
export type Stage = typeof stage;
Object.assign(globalThis, { stage });

/** Whoever waits for the hub's answer has it, and the step that comes of it is made; it need not be drawn yet. */
async function taken(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await screen.updateComplete;
}

/** Once with the letters there are, and once with those that this has asked for. */
async function drawn(): Promise<void> {
  await settled();
  await settled();
}

async function settled(): Promise<void> {
  await screen.updateComplete;
  await new Promise(requestAnimationFrame);
  await document.fonts.ready;
}

/** Of a screen of 1080×1920 or as many pixels lying. */
const LEAST_LETTERS_PX = 26;
const LEAST_TARGET_PX = 64;

function faultsIn(language: Language, { reach }: { reach: boolean }): string[] {
  const { direction } = LANGUAGES[language];
  const found: string[] = [];
  const upright = innerHeight > innerWidth;

  if (document.documentElement.scrollHeight > innerHeight) found.push('the page scrolls');
  for (const part of all('main > *, .walled, button'))
    if (part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1)
      found.push(`does not hold its content: ${nameOf(part)}`);
  for (const word of all('.broken')) found.push(`broken inside a word: ${textOf(word)}`);

  for (const button of all('button')) {
    const { top, bottom, width, height } = button.getBoundingClientRect();
    if (Math.min(width, height) < LEAST_TARGET_PX) found.push(`too small: ${textOf(button)}`);
    if (bottom > innerHeight) found.push(`below the screen: ${textOf(button)}`);
    if (upright && reach && top < innerHeight / 3 - 1) found.push(`too high: ${textOf(button)}`);
  }

  for (const { text, element, node } of texts()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const walls = (
      closest(element, 'button, header, main') ?? document.body
    ).getBoundingClientRect();
    for (const { left, right, top, bottom } of range.getClientRects())
      if (left < walls.left - 1 || right > walls.right + 1 || top < -1 || bottom > walls.bottom + 1)
        found.push(`cut off: ${text}`);
    const { fontSize, direction: itsOwn } = getComputedStyle(element);
    if (Number.parseFloat(fontSize) < LEAST_LETTERS_PX) found.push(`${fontSize}: ${text}`);
    if (itsOwn === 'rtl' && /[\p{Script=Latin}\d]/u.test(text))
      found.push(`turned round by its neighbours: ${text}`);
    const lang = (closest(element, '[lang]')?.getAttribute('lang') ?? '') as Language;
    if (
      !SCRIPTS.some(([script, tags]) => script.test(text) && tags.includes(lang)) &&
      /\p{L}/u.test(text)
    )
      found.push(`marked as ${lang}: ${text}`);
  }
  if (document.documentElement.dir !== direction) found.push(`the page is not ${direction}`);
  return found;
}

/** Which languages a letter may belong to. Latin names stand in every text. */
const SCRIPTS: readonly (readonly [RegExp, readonly Language[]])[] = [
  [/\p{Script=Arabic}/u, ['ar', 'fa', 'ckb']],
  [/\p{Script=Ethiopic}/u, ['ti']],
  [/\p{Script=Cyrillic}/u, ['uk']],
  [/\p{Script=Latin}/u, Object.keys(LANGUAGES) as Language[]],
];

/** Elements of the terminal by selector, inside every shadow root. */
function all(selector: string, root: ParentNode = screen.renderRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((part) => [
    ...(part.matches(selector) ? [part] : []),
    ...(part.shadowRoot ? all(selector, part.shadowRoot) : []),
  ]);
}

/** Every text that is seen. */
function texts(): { text: string; element: Element; node: Text }[] {
  return all(':not(style, script, .spoken, .spoken *)').flatMap((element) =>
    [...element.childNodes]
      .filter((node): node is Text => node instanceof Text && node.data.trim() !== '')
      .map((node) => ({ text: node.data.trim(), element, node })),
  );
}

function closest(element: Element, selector: string): Element | null {
  const found = element.closest(selector);
  if (found) return found;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? closest(root.host, selector) : null;
}

const textOf = (part: Element): string => (part.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
const nameOf = (part: Element): string =>
  `${part.localName}.${part.className} ${textOf(part).slice(0, 40)}`;
