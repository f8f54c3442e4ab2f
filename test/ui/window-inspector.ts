/** Looks over what the window shows at this moment, text by text, as a person with a measuring tape would. */
import { LANGUAGES, type Language } from '#shared/vocabulary.ts';
import { CAPITAL_EM } from '../../display/layout.ts';

/** null: nobody has said yet what hangs there. */
export type Measures = {
  readonly panelWidthMm: number;
  readonly viewingDistanceMm: number;
  /** Too small for its distance: what is asked of sizes does not hold. */
  readonly tooSmall: boolean;
};

/** Set in these, it must be read from the distance. */
const MUST_READ = '.name, .time, .number, .big';
/** EN 301 549 5.1.4. */
const READ_ANGLE = (0.7 * Math.PI) / 180;
/** What rounding of pixels may do. */
const SLACK_PX = 1;

type Seen = { text: string; element: Element; line: Element; box: DOMRect; zone: Element };

export type Fault = {
  readonly of: 'size' | 'place' | 'language' | 'contrast';
  readonly what: string;
};

export function faultsOf(root: Element, measures: Measures | null): Fault[] {
  finishMovements(root);
  const seen = textsIn(root);
  if (seen.length === 0) return [{ of: 'place', what: 'nothing is shown' }];
  const faults = {
    size: measures ? seen.flatMap((one) => sizeFaults(one, measures)) : [],
    place: [...seen.flatMap(roomFaults), ...collisions(seen)],
    language: seen.flatMap(languageFaults),
    contrast: seen.flatMap(contrastFaults),
  };
  return (Object.keys(faults) as Fault['of'][]).flatMap((of) =>
    faults[of].map((what) => ({ of, what })),
  );
}

/** Of the same picture in another theme. */
export const contrastFaultsOf = (root: Element): Fault[] =>
  textsIn(root)
    .flatMap(contrastFaults)
    .map((what) => ({ of: 'contrast', what }));

/** What comes in with a movement has come. */
function finishMovements({ shadowRoot }: Element): void {
  if (!shadowRoot) return;
  for (const animation of shadowRoot.getAnimations()) animation.finish();
  for (const element of shadowRoot.querySelectorAll('*')) finishMovements(element);
}

function textsIn(root: Element): Seen[] {
  const found: Seen[] = [];
  const visit = (node: Node, zone: Element) => {
    if (node instanceof Text) {
      const element = node.parentElement;
      if (!element || node.data.trim() === '') return;
      const range = document.createRange();
      range.selectNodeContents(node);
      const line = lineOf(element);
      const [ink, around] = [range.getBoundingClientRect(), line.getBoundingClientRect()];
      // As wide as its letters and as high as its line: taller scripts reach beyond, as they may.
      const box = new DOMRect(ink.left, around.top, ink.width, around.height);
      found.push({ text: node.data.trim(), element, line, box, zone });
      return;
    }
    if (!(node instanceof Element) || node.localName === 'style') return;
    // Heard, and not seen.
    if (node.role === 'alert' && getComputedStyle(node).clipPath !== 'none') return;
    const within = ['main', 'aside', 'footer'].includes(node.localName) ? node : zone;
    for (const child of (node.shadowRoot ?? node).childNodes) visit(child, within);
  };
  visit(root, root);
  return found;
}

const lineOf = (element: Element): Element =>
  element.closest('.line') ?? element.closest('.run, .name, .number') ?? element;

function sizeFaults({ text, element }: Seen, measures: Measures): string[] {
  const { panelWidthMm, viewingDistanceMm, tooSmall } = measures;
  if (tooSmall) return [];
  const capitalPx = Number.parseFloat(getComputedStyle(element).fontSize) * CAPITAL_EM;
  const capitalMm = (capitalPx * panelWidthMm) / innerWidth;
  const leastMm = element.closest(MUST_READ)
    ? 2 * viewingDistanceMm * Math.tan(READ_ANGLE / 2)
    : viewingDistanceMm / 155;
  return capitalMm >= leastMm - 0.01
    ? []
    : [`${text}: capitals of ${capitalMm.toFixed(1)} mm, not ${leastMm.toFixed(1)}`];
}

function roomFaults({ text, box, zone }: Seen): string[] {
  const room = zone.getBoundingClientRect();
  const isInside = (outer: { left: number; right: number; top: number; bottom: number }) =>
    box.left >= outer.left - SLACK_PX &&
    box.right <= outer.right + SLACK_PX &&
    box.top >= outer.top - SLACK_PX &&
    box.bottom <= outer.bottom + SLACK_PX;
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  return isInside(room) && isInside(screen)
    ? []
    : [`${text}: outside its zone, ${placeOf(box)} not in ${placeOf(room)}`];
}

const placeOf = ({ left, top, right, bottom }: DOMRect): string =>
  `${[left, top].map(Math.round)}–${[right, bottom].map(Math.round)}`;

function languageFaults({ text, element }: Seen): string[] {
  const named = ancestorOrSelf(element, (one) => one.hasAttribute('lang'));
  const language = named?.getAttribute('lang') as Language | null | undefined;
  if (!named || !language || named === document.documentElement) return [`${text}: no language`];
  const { direction } = LANGUAGES[language];
  return getComputedStyle(element).direction === direction
    ? []
    : [`${text}: not read ${direction}`];
}

function contrastFaults({ text, element }: Seen): string[] {
  const behind = ancestorOrSelf(
    element,
    (one) => alphaOf(getComputedStyle(one).backgroundColor) > 0,
  );
  const ground = getComputedStyle(behind ?? document.body).backgroundColor;
  const ratio = contrast(getComputedStyle(element).color, ground);
  return ratio >= 7 ? [] : [`${text}: contrast ${ratio.toFixed(2)}`];
}

/** Texts that stand in each other. */
function collisions(seen: readonly Seen[]): string[] {
  return seen.flatMap((one, index) =>
    seen
      .slice(index + 1)
      .filter((other) => other.line !== one.line && overlap(one.box, other.box))
      .map((other) => `${one.text} × ${other.text}`),
  );
}

const overlap = (a: DOMRect, b: DOMRect): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > SLACK_PX &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > SLACK_PX;

function ancestorOrSelf(from: Element, is: (element: Element) => boolean): Element | null {
  for (let at: Element | null = from; at; at = at.parentElement ?? hostOf(at)) {
    if (is(at)) return at;
  }
  return null;
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

const partsOf = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
const alphaOf = (color: string): number => partsOf(color)[3] ?? 1;

/** WCAG 2.2, relative luminance. */
function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [one, other].map((color) => {
    const [red = 0, green = 0, blue = 0] = partsOf(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
