import { describe, expect, it } from 'vitest';
import { type DeskAction, whyNot, whyNotTakeUp } from '../../staff/desk-actions.ts';
import { AT, deskView, standing, undoable, visitor, waiting } from './staff-view.ts';

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
    expect(possible(standing(view))).toEqual(['next', 'close']);
  });

  it('[DK1] a visitor who has been called can be served at once: finish needs no start', () => {
    const view = deskView({ ticket: visitor('A042', 'called'), waiting: [waiting('A043')] });
    expect(possible(standing(view))).toEqual([
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
    expect(possible(standing(view))).toEqual(['finish', 'hold', 'transfer']);
    for (const action of ['recall', 'start', 'no-show'] as const)
      expect(whyNot(action, standing(view))).toBe('already-started');
  });

  it('[DK22] nobody is called again a moment after she was called', () => {
    const view = deskView({ ticket: visitor('A042', 'called', { mayRecallAt: AT + 4_200 }) });
    expect(whyNot('recall', standing(view))).toBe('called-just-now');
    expect(whyNot('recall', standing(view, { now: AT + 4_200 }))).toBeNull();
    expect(possible(standing(view))).toEqual(['finish', 'start', 'no-show', 'hold', 'transfer']);
  });

  it('[DK22] nobody is a no-show before she has been called as often as the office wants', () => {
    const view = { ...deskView({ ticket: visitor('A042', 'called') }), callsBeforeNoShow: 2 };
    expect(whyNot('no-show', standing(view))).toBe('call-again-first');
    expect(whyNot('recall', standing(view))).toBeNull();
  });

  it('[DK1] what can be undone is what the hub says can be', () => {
    expect(whyNot('undo', standing(deskView({})))).toBe('nothing-to-undo');
    expect(whyNot('undo', standing(deskView({ undo: undoable('finish') })))).toBeNull();
  });

  it('[DK2] Next says whether nobody waits, or nobody for this desk', () => {
    const others = deskView({ waiting: [waiting('C008', { mine: false })] });
    expect(whyNot('next', standing(deskView({})))).toBe('nobody-waiting');
    expect(whyNot('next', standing(others))).toBe('nobody-for-this-desk');
  });

  it('[DK2] Next and Close wait for the visitor who is here, however many wait', () => {
    const view = deskView({ ticket: visitor('A042', 'serving'), waiting: [waiting('A043')] });
    expect(whyNot('next', standing(view))).toBe('visitor-here');
    expect(whyNot('close', standing(view))).toBe('visitor-here');
  });

  it('[DK2] a closed desk does nothing but open', () => {
    const view = deskView({ open: false, undo: undoable('finish'), waiting: [waiting('A043')] });
    for (const action of ACTIONS) expect(whyNot(action, standing(view))).toBe('desk-closed');
  });

  it('[DK3] nothing can be done on what may be old', () => {
    const view = deskView({ ticket: visitor('A042', 'called'), undo: undoable('call') });
    for (const action of ACTIONS)
      expect(whyNot(action, standing(view, { live: false }))).toBe('hub-lost');
    expect(whyNotTakeUp(standing(view, { live: false }))).toBe('hub-lost');
  });

  it('[DK4] a ticket laid aside is taken up by a free desk, though nobody waits', () => {
    expect(whyNotTakeUp(standing(deskView({})))).toBeNull();
    expect(whyNotTakeUp(standing(deskView({ open: false })))).toBe('desk-closed');
    const busy = deskView({ ticket: visitor('A042', 'called') });
    expect(whyNotTakeUp(standing(busy))).toBe('visitor-here');
  });
});
