import { describe, expect, it } from 'vitest';
import {
  ACTION_KEYS,
  actionOfKey,
  type DeskAction,
  type KeyPress,
  whyNot,
  whyNotTakeUp,
} from '../../staff/desk-actions.ts';
import { deskView, undoable, visitor, waiting } from './staff-view.ts';

const ACTIONS: readonly DeskAction[] = [
  'next',
  'finish',
  'recall',
  'start',
  'no-show',
  'hold',
  'transfer',
  'undo',
  'close',
];

const possible = (standing: Parameters<typeof whyNot>[1]): readonly DeskAction[] =>
  ACTIONS.filter((action) => whyNot(action, standing) === null);

describe('what can be done at a desk', () => {
  it('[DK1] a free desk for which somebody waits can call the next, or close', () => {
    const view = deskView({ waiting: [waiting('A043')] });
    expect(possible({ view, live: true })).toEqual(['next', 'close']);
  });

  it('[DK1] a visitor who has been called can be served at once: finish needs no start', () => {
    const view = deskView({ ticket: visitor('A042', 'called'), waiting: [waiting('A043')] });
    expect(possible({ view, live: true })).toEqual([
      'finish',
      'recall',
      'start',
      'no-show',
      'hold',
      'transfer',
    ]);
  });

  it('[DK1] a visit that has begun is neither called again nor begun again nor a no-show', () => {
    const view = deskView({ ticket: visitor('A042', 'serving') });
    expect(possible({ view, live: true })).toEqual(['finish', 'hold', 'transfer']);
    for (const action of ['recall', 'start', 'no-show'] as const)
      expect(whyNot(action, { view, live: true })).toBe('already-started');
  });

  it('[DK1] what can be undone is what the hub says can be', () => {
    expect(whyNot('undo', { view: deskView({}), live: true })).toBe('nothing-to-undo');
    expect(whyNot('undo', { view: deskView({ undo: undoable('finish') }), live: true })).toBeNull();
  });

  it('[DK2] Next says whether nobody waits, or nobody for this desk', () => {
    const others = deskView({ waiting: [waiting('C008', { mine: false })] });
    expect(whyNot('next', { view: deskView({}), live: true })).toBe('nobody-waiting');
    expect(whyNot('next', { view: others, live: true })).toBe('nobody-for-this-desk');
  });

  it('[DK2] Next and Close wait for the visitor who is here, however many wait', () => {
    const view = deskView({ ticket: visitor('A042', 'serving'), waiting: [waiting('A043')] });
    expect(whyNot('next', { view, live: true })).toBe('visitor-here');
    expect(whyNot('close', { view, live: true })).toBe('visitor-here');
  });

  it('[DK2] a closed desk does nothing but open', () => {
    const view = deskView({ open: false, undo: undoable('finish'), waiting: [waiting('A043')] });
    for (const action of ACTIONS) expect(whyNot(action, { view, live: true })).toBe('desk-closed');
  });

  it('[DK3] nothing can be done on what may be old', () => {
    const view = deskView({ ticket: visitor('A042', 'called'), undo: undoable('call') });
    for (const action of ACTIONS) expect(whyNot(action, { view, live: false })).toBe('hub-lost');
    expect(whyNotTakeUp({ view, live: false })).toBe('hub-lost');
  });

  it('[DK4] a ticket laid aside is taken up by a free desk, though nobody waits', () => {
    expect(whyNotTakeUp({ view: deskView({}), live: true })).toBeNull();
    expect(whyNotTakeUp({ view: deskView({ open: false }), live: true })).toBe('desk-closed');
    const busy = deskView({ ticket: visitor('A042', 'called') });
    expect(whyNotTakeUp({ view: busy, live: true })).toBe('visitor-here');
  });
});

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  isComposing: false,
  ...held,
});

describe('keys at a desk', () => {
  it('[DK5] serving a visitor takes two: F8 and F9', () => {
    expect(actionOfKey(press('F8'))).toBe('next');
    expect(actionOfKey(press('F9'))).toBe('finish');
  });

  it('[DK5] the last step is taken back with Ctrl and Z, in either case of the letter', () => {
    expect(actionOfKey(press('z', { ctrlKey: true }))).toBe('undo');
    expect(actionOfKey(press('Z', { ctrlKey: true }))).toBe('undo');
  });

  it('[DK5] no letter, digit or other key of its own does anything', () => {
    const alone = [
      ...'abcdefghijklmnopqrstuvwxyzåäö0123456789',
      ' ',
      'Enter',
      'Escape',
      'F5',
      'F12',
    ];
    for (const key of alone) expect(actionOfKey(press(key))).toBeNull();
  });

  it('[DK5] a combination that means something else is left alone', () => {
    for (const held of ['altKey', 'shiftKey', 'metaKey', 'isComposing'] as const)
      for (const key of ['F8', 'F9', 'F10'])
        expect(actionOfKey(press(key, { [held]: true }))).toBeNull();
    expect(actionOfKey(press('F8', { ctrlKey: true }))).toBeNull();
    expect(actionOfKey(press('z', { ctrlKey: true, shiftKey: true }))).toBeNull();
  });

  it('[DK5] every key stands for one action and is written on its button as it is pressed', () => {
    const keys = Object.entries(ACTION_KEYS);
    expect(new Set(keys.map(([, { cap }]) => cap)).size).toBe(keys.length);
    for (const [action, { key, ctrl }] of keys)
      expect(actionOfKey(press(key, { ctrlKey: ctrl }))).toBe(action);
  });
});
