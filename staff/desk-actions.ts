/**
 * What can be done at a desk as things stand, why the rest cannot, and on which keys.
 * The hub decides; this only spares a guide presses that it would refuse. Rules DK1… in docs/spec.md.
 *
 * Pure.
 */
import type { DeskView } from '#shared/protocol.ts';

export type DeskAction =
  | 'next'
  | 'finish'
  | 'recall'
  | 'start'
  | 'no-show'
  | 'hold'
  | 'transfer'
  | 'undo'
  | 'close';

/** Said in words under `staff.why.<code>`. */
export type WhyNot =
  | 'hub-lost'
  | 'desk-closed'
  | 'visitor-here'
  | 'no-visitor'
  | 'already-started'
  | 'nobody-waiting'
  | 'nobody-for-this-desk'
  | 'nothing-to-undo';

/** What an action hangs on: a view, and whether it is as the hub has it now. */
export type Standing = { view: DeskView; live: boolean };

/** null: nothing stands in the way. */
export function whyNot(action: DeskAction, { view, live }: Standing): WhyNot | null {
  if (!live) return 'hub-lost';
  const { desk, next, waiting } = view;
  if (!desk.open) return 'desk-closed';
  switch (action) {
    case 'undo':
      return desk.undo === null ? 'nothing-to-undo' : null;
    case 'next':
      if (desk.ticket) return 'visitor-here';
      if (next) return null;
      return waiting.length === 0 ? 'nobody-waiting' : 'nobody-for-this-desk';
    case 'close':
      return desk.ticket ? 'visitor-here' : null;
    case 'recall':
    case 'start':
    case 'no-show':
      if (!desk.ticket) return 'no-visitor';
      return desk.ticket.state === 'serving' ? 'already-started' : null;
    case 'finish':
    case 'hold':
    case 'transfer':
      return desk.ticket ? null : 'no-visitor';
    default:
      return action satisfies never;
  }
}

/** Why a ticket laid aside cannot be taken up at this desk. */
export function whyNotTakeUp({ view, live }: Standing): WhyNot | null {
  if (!live) return 'hub-lost';
  if (!view.desk.open) return 'desk-closed';
  return view.desk.ticket ? 'visitor-here' : null;
}

// Keys: function keys or a modifier, never a letter alone (WCAG 2.1.4), so that nothing typed can call anyone.

export type ActionKey = {
  /** KeyboardEvent.key, in lower case. */
  key: string;
  ctrl: boolean;
  /** As written on the button. */
  cap: string;
  /** For aria-keyshortcuts. */
  aria: string;
};

export const ACTION_KEYS: { readonly [Action in DeskAction]?: ActionKey } = {
  next: functionKey(8),
  finish: functionKey(9),
  recall: functionKey(7),
  'no-show': functionKey(10),
  hold: functionKey(6),
  undo: { key: 'z', ctrl: true, cap: 'Ctrl Z', aria: 'Control+Z' },
};

/** The part of a KeyboardEvent that decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'
>;

/** The action a key stands for; null for every other key and combination. */
export function actionOfKey(press: KeyPress): DeskAction | null {
  if (press.altKey || press.shiftKey || press.metaKey || press.isComposing) return null;
  const key = press.key.toLowerCase();
  for (const [action, of] of Object.entries(ACTION_KEYS))
    if (of.key === key && of.ctrl === press.ctrlKey) return action as DeskAction;
  return null;
}

function functionKey(number: number): ActionKey {
  return { key: `f${number}`, ctrl: false, cap: `F${number}`, aria: `F${number}` };
}
