import type { DeskView, WaitingTicket } from '#shared/views.ts';
import type { DeskId, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import type { Standing } from '../../staff/desk-actions.ts';

export const AT = Date.parse('2026-11-24T13:24:00+01:00');

type Particulars = Pick<DeskView['desk'], 'open' | 'ticket' | 'undo'> &
  Pick<DeskView, 'waiting' | 'topics' | 'printers'>;

/** A desk's view, open, free and quiet but for what is said otherwise. */
export function deskView({
  open = true,
  ticket = null,
  undo = null,
  waiting = [],
  topics = [],
  printers = [],
}: Partial<Particulars>): DeskView {
  return {
    officeName: 'Rågsved',
    zone: 'Europe/Stockholm',
    opening: { open: true, closesAt: AT + 3_600_000 },
    desk: {
      id: 'guide-1' as DeskId,
      name: { sv: 'Bord 1' },
      open,
      topics: [],
      languages: [],
      ticket,
      undo,
    },
    next: waiting.find((ticket) => ticket.mine) ?? null,
    waiting,
    held: [],
    noShows: [],
    bodies: [],
    people: [],
    inquiries: [],
    destinations: [],
    places: [],
    prints: null,
    callsBeforeNoShow: 1,
    desks: [],
    topics,
    usual: { topics: [], languages: [] },
    languages: ['sv'],
    callGivenTicket: false,
    printers,
    windows: [],
    unwatchedWindows: [],
    takeover: null,
    trial: false,
  };
}

/** As it is on the screen, live unless it is said otherwise. */
export const standing = (
  view: DeskView,
  { live = true, now = AT }: Partial<Omit<Standing, 'view'>> = {},
): Standing => ({ view, live, now });

export const waiting = (number: string, { mine = true } = {}): WaitingTicket => ({
  number: number as TicketNumber,
  topic: 'letter' as TopicId,
  language: 'sv',
  issuedAt: AT - 600_000,
  mine,
  paper: null,
});

export const undoable = (
  step: NonNullable<DeskView['desk']['undo']>['step'],
): DeskView['desk']['undo'] => ({ step, number: 'A042' as TicketNumber });

export const visitor = (
  number: string,
  state: 'called' | 'serving',
  { mayRecallAt = AT - 50_000 } = {},
): DeskView['desk']['ticket'] => ({
  number: number as TicketNumber,
  state,
  topic: 'letter' as TopicId,
  language: 'sv',
  desk: 'guide-1' as DeskId,
  issuedAt: AT - 600_000,
  ahead: null,
  calledAt: AT - 60_000,
  calls: 1,
  mayRecallAt,
  startedAt: state === 'serving' ? AT - 30_000 : null,
  paper: null,
});
