/**
 * Keys at a desk: which press stands for what, and which may be chosen for it. Function keys or a modifier, never a
 * character alone (WCAG 2.1.4), so that nothing typed can call anyone. Rules DK5 and DK21… in docs/spec.md.
 *
 * Pure.
 */

/** What has a key, or may be given one. */
export const KEYED_ACTIONS = [
  'next',
  'finish',
  'recall',
  'start',
  'no-show',
  'hold',
  'transfer',
  'undo',
  'note',
  'quick',
  'issue',
  'lock',
] as const;
export type KeyedAction = (typeof KEYED_ACTIONS)[number];

/** Modifiers in this order and then KeyboardEvent.key in lower case: 'f8', 'ctrl+z', 'shift+f9', 'ctrl+alt+n'. */
export type Combination = string;
/** null: no key. */
export type Keys = Readonly<Record<KeyedAction, Combination | null>>;

export const USUAL_KEYS: Keys = {
  next: 'f8',
  finish: 'f9',
  recall: 'f7',
  start: 'f4',
  'no-show': 'f10',
  hold: 'f6',
  transfer: 'shift+f6',
  undo: 'ctrl+z',
  note: 'shift+f9',
  quick: 'ctrl+f9',
  issue: 'shift+f8',
  lock: 'ctrl+alt+l',
};

/** The part of a KeyboardEvent that decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'
>;

/** Why a combination cannot be had. Said in words under `staff.key-no.<code>`. */
export type KeyRefusal = 'character-alone' | 'of-the-browser' | 'not-a-key' | 'taken';

/** null: a modifier by itself, a letter under composition, or with the system's own key. */
export function combinationOf(press: KeyPress): Combination | null {
  if (press.isComposing || press.metaKey || MODIFIERS.includes(press.key)) return null;
  if (press.key === '' || press.key === 'Dead' || press.key === 'Unidentified') return null;
  return [
    ...(press.ctrlKey ? ['ctrl'] : []),
    ...(press.altKey ? ['alt'] : []),
    ...(press.shiftKey ? ['shift'] : []),
    press.key === ' ' ? 'space' : press.key.toLowerCase(),
  ].join('+');
}

/** The action a press stands for; null for every other key and combination. */
export function actionOfKey(press: KeyPress, keys: Keys = USUAL_KEYS): KeyedAction | null {
  const combination = combinationOf(press);
  if (combination === null) return null;
  return KEYED_ACTIONS.find((action) => keys[action] === combination) ?? null;
}

/** Why this combination cannot stand for anything; null when it can. */
export function whyNotKey(combination: Combination): Exclude<KeyRefusal, 'taken'> | null {
  const { modifiers, key } = partsOf(combination);
  if (OF_THE_BROWSER.includes(combination)) return 'of-the-browser';
  if (FUNCTION_KEY.test(key)) return null;
  // AltGr, on many keyboards, is Ctrl and Alt: what it writes is a character. Only a letter or digit is safe to show.
  if (!/^[\p{L}\p{N}]$/u.test(key)) return 'not-a-key';
  return modifiers.includes('ctrl') || modifiers.includes('alt') ? null : 'character-alone';
}

/** Which other action has it already. */
export const takenBy = (
  combination: Combination,
  action: KeyedAction,
  keys: Keys,
): KeyedAction | null =>
  KEYED_ACTIONS.find((other) => other !== action && keys[other] === combination) ?? null;

/** As written on the button: 'F8', 'Ctrl Z', 'Shift F9'. */
export const capOf = (combination: Combination): string => written(combination, ' ', 'Ctrl');

/** For aria-keyshortcuts: 'F8', 'Control+Z'. */
export const ariaOf = (combination: Combination): string => written(combination, '+', 'Control');

/** What somebody chose before, where it still makes sense; the usual keys for the rest. */
export function keysFrom(chosen: unknown): Keys {
  const keys: Record<KeyedAction, Combination | null> = { ...USUAL_KEYS };
  if (typeof chosen !== 'object' || chosen === null) return keys;
  for (const action of KEYED_ACTIONS) {
    const choice: unknown = Reflect.get(chosen, action);
    if (choice === null) keys[action] = null;
    else if (typeof choice === 'string' && whyNotKey(choice) === null) keys[action] = choice;
  }
  // A key that stands for two things stands for the one that comes first.
  for (const action of KEYED_ACTIONS) {
    const first = KEYED_ACTIONS.find((other) => keys[other] === keys[action]);
    if (first !== action) keys[action] = null;
  }
  return keys;
}

const MODIFIERS: readonly string[] = [
  'Control',
  'Alt',
  'AltGraph',
  'Shift',
  'Meta',
  'CapsLock',
  'Fn',
];
const FUNCTION_KEY = /^f([1-9]|1\d|2[0-4])$/;

/** What a browser keeps for itself, or what somebody at a desk would miss: help, find, reload, copy, the address. */
const OF_THE_BROWSER: readonly Combination[] = [
  ...['f1', 'f5', 'f11', 'f12', 'ctrl+f4', 'alt+f4', 'ctrl+f5', 'shift+f10', 'shift+f5'],
  ...[...'acdfhjlnoprstuvwx0'].map((letter) => `ctrl+${letter}`),
  ...[...'nptwijc'].map((letter) => `ctrl+shift+${letter}`),
  ...['alt+d', 'alt+e', 'alt+f'],
];

function partsOf(combination: Combination): { modifiers: readonly string[]; key: string } {
  const parts = combination.split('+');
  return { modifiers: parts.slice(0, -1), key: parts.at(-1) ?? '' };
}

function written(combination: Combination, between: string, ctrl: string): string {
  const { modifiers, key } = partsOf(combination);
  const names: Readonly<Record<string, string>> = { ctrl, alt: 'Alt', shift: 'Shift' };
  return [...modifiers.map((modifier) => names[modifier] ?? modifier), key.toUpperCase()].join(
    between,
  );
}
