/** Keys at a desk: what they stand for, and which may be chosen. Rules DK5 and DK21 in docs/spec.md. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionOfKey,
  ariaOf,
  capOf,
  combinationOf,
  KEYED_ACTIONS,
  type KeyPress,
  keysFrom,
  takenBy,
  USUAL_KEYS,
  whyNotKey,
} from '../../staff/desk-keys.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  isComposing: false,
  ...held,
});
const ctrl = { ctrlKey: true };
const shift = { shiftKey: true };

describe('keys at a desk', () => {
  it('[DK5] serving a visitor takes two: F8 and F9', () => {
    expect(actionOfKey(press('F8'))).toBe('next');
    expect(actionOfKey(press('F9'))).toBe('finish');
  });

  it('[DK5] the last step is taken back with Ctrl and Z, in either case of the letter', () => {
    expect(actionOfKey(press('z', ctrl))).toBe('undo');
    expect(actionOfKey(press('Z', ctrl))).toBe('undo');
  });

  it('[DK5] no letter, digit or other key of its own does anything', () => {
    const alone = [
      ...'abcdefghijklmnopqrstuvwxyzåäö0123456789',
      ...[' ', 'Enter', 'Escape', 'F5', 'F12', 'Shift', 'Control', 'AltGraph', 'Dead'],
    ];
    for (const key of alone) expect(actionOfKey(press(key)), key).toBeNull();
  });

  it('[DK5] a combination that means something else is left alone', () => {
    for (const held of ['altKey', 'metaKey', 'isComposing'] as const)
      for (const key of ['F8', 'F9', 'F10'])
        expect(actionOfKey(press(key, { [held]: true }))).toBeNull();
    expect(actionOfKey(press('F8', ctrl))).toBeNull();
    expect(actionOfKey(press('z', { ...ctrl, ...shift }))).toBeNull();
  });

  it('[DK5] every usual key stands for one action, may be had, and is written as it is pressed', () => {
    const combinations = KEYED_ACTIONS.map((action) => USUAL_KEYS[action] ?? '');
    expect(new Set(combinations).size).toBe(KEYED_ACTIONS.length);
    for (const combination of combinations) expect(whyNotKey(combination)).toBeNull();
    expect(capOf('shift+f9')).toBe('Shift F9');
    expect(capOf('ctrl+z')).toBe('Ctrl Z');
    expect(ariaOf('ctrl+alt+n')).toBe('Control+Alt+N');
  });
});

describe('choosing a key', () => {
  it('[DK21] a function key may be had, and a letter or digit with Ctrl or Alt', () => {
    for (const combination of ['f2', 'shift+f2', 'ctrl+f8', 'alt+n', 'ctrl+alt+1', 'ctrl+å'])
      expect(whyNotKey(combination), combination).toBeNull();
  });

  it('[DK21] never a character alone, with Shift or without', () => {
    for (const combination of ['n', '1', 'shift+n', 'å'])
      expect(whyNotKey(combination), combination).toBe('character-alone');
  });

  it('[DK21] nor what the browser keeps, nor a key that walks or writes', () => {
    for (const combination of ['f5', 'f12', 'ctrl+w', 'ctrl+c', 'ctrl+shift+t', 'alt+f4'])
      expect(whyNotKey(combination), combination).toBe('of-the-browser');
    for (const combination of ['enter', 'ctrl+enter', 'space', 'escape', 'alt+arrowleft', 'ctrl+€'])
      expect(whyNotKey(combination), combination).toBe('not-a-key');
  });

  it('[DK21] one that is another action’s is told to be', () => {
    expect(takenBy('f9', 'next', USUAL_KEYS)).toBe('finish');
    expect(takenBy('f8', 'next', USUAL_KEYS)).toBeNull();
  });

  it('[DK21] what was chosen is what counts, and a key that was removed does nothing', () => {
    const keys = keysFrom({ ...USUAL_KEYS, next: 'f2', recall: null });
    expect(actionOfKey(press('F2'), keys)).toBe('next');
    expect(actionOfKey(press('F8'), keys)).toBeNull();
    expect(actionOfKey(press('F7'), keys)).toBeNull();
    expect(actionOfKey(press('F9'), keys)).toBe('finish');
  });

  it('[DK21] whatever is kept on a computer, keys are possible ones and each stands for one action', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.dictionary(
            fc.constantFrom(...KEYED_ACTIONS),
            fc.oneof(fc.constantFrom('f8', 'f9', 'n', 'ctrl+w', null), fc.string()),
          ),
        ),
        (kept) => {
          const keys = keysFrom(kept);
          const had = KEYED_ACTIONS.flatMap((action) => keys[action] ?? []);
          expect(new Set(had).size).toBe(had.length);
          for (const combination of had) expect(whyNotKey(combination)).toBeNull();
        },
      ),
    );
  });

  it('[DK21] a press is heard whole: modifiers in one order, and not before its key', () => {
    expect(combinationOf(press('F2', { shiftKey: true, ctrlKey: true }))).toBe('ctrl+shift+f2');
    expect(combinationOf(press(' ', ctrl))).toBe('ctrl+space');
    for (const key of ['Control', 'Shift', 'Alt', 'Meta'])
      expect(combinationOf(press(key))).toBeNull();
  });
});
