/**
 * What can be done at a desk as things stand, and why the rest cannot.
 * The hub decides; this only spares a guide presses that it would refuse. Rules DK1… in docs/spec.md.
 *
 * Pure.
 */
import type { DeskView } from '#shared/views.ts';
import type { EpochMs } from '#shared/vocabulary.ts';

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
  | 'called-just-now'
  | 'call-again-first'
  | 'nobody-waiting'
  | 'nobody-for-this-desk'
  | 'nothing-to-undo';

/** What an action hangs on: a view, whether it is as the hub has it now, and the office's time. */
export type Standing = { view: DeskView; live: boolean; now: EpochMs };

/** null: nothing stands in the way. */
export function whyNot(action: DeskAction, { view, live, now }: Standing): WhyNot | null {
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
      if (desk.ticket.state === 'serving') return 'already-started';
      if (action === 'recall') return now < desk.ticket.mayRecallAt ? 'called-just-now' : null;
      if (action === 'no-show' && desk.ticket.calls < view.callsBeforeNoShow)
        return 'call-again-first';
      return null;
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
