/**
 * Who may ask what. One table, looked at for every message and every HTTP request; rules ID… in docs/spec.md.
 * Pure. That somebody of a visiting body keeps to its own topics and desks is `ofAgency` of the hub's.
 */
import type { Offices, Role, Scope } from '#shared/identity.ts';
import type { RequestName } from '#shared/protocol.ts';
import type { ViewName } from '#shared/views.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { Caller } from './caller.ts';

/** What is asked beside the requests of shared/protocol.ts. */
export type Errand =
  /** What staff read: printers, windows, feeds, remarks, the book. */
  | 'read:staff'
  | 'read:history'
  | 'read:tallies'
  | 'export:book'
  | 'manage:devices'
  | 'manage:accounts'
  | 'manage:tokens'
  | 'read:audit'
  | 'manage:retention';

/** What a right is about: requests by their beginning ('desk:'), or by their whole name. */
type Right = string;

const OF_QUEUE: readonly Right[] = ['ticket:', 'desk:', 'visit-note:', 'count:'];
const OF_ROOM: readonly Right[] = ['place:', 'room:'];
/** What one press of the day view does. */
const OF_DAY: readonly Right[] = [
  ...['topic:pause', 'topic:resume', 'printer:print-page', 'display:reload'],
  ...['visit:', 'takeover:', 'hours:change-day', 'hours:restore-day', 'activity:cancel-day'],
  ...['activity:change-day', 'activity:restore-day', 'notice:announce', 'feed:read'],
];

const OF_ROLE: Record<Role, readonly Right[]> = {
  agency: [...OF_QUEUE],
  guide: [...OF_QUEUE, ...OF_ROOM, ...OF_DAY, 'read:staff', 'manage:devices'],
  coordinator: ['everything-in-office'],
  administrator: ['everything'],
};
const OF_SCOPE: Record<Scope, readonly Right[]> = {
  read: ['read:staff'],
  queue: [...OF_QUEUE, ...OF_ROOM, 'topic:pause', 'topic:resume', 'read:staff'],
  book: ['everything-in-book', 'read:staff'],
};
/** Coordinators run an office; who may do so is for administrators. */
const ADMINISTRATORS_ONLY: readonly Right[] = [
  ...['manage:accounts', 'manage:tokens', 'read:audit', 'manage:retention', 'book:import'],
];
/** A program that writes the book lets no device in: what it paired would do more than it may. */
const NOT_OF_BOOK: readonly Right[] = [
  ...[...OF_QUEUE, ...OF_ROOM, ...ADMINISTRATORS_ONLY],
  'manage:devices',
];

export function mayAsk(caller: Caller, asked: RequestName | Errand, office: OfficeId): boolean {
  switch (caller.kind) {
    case 'trial':
    case 'operator':
      return true;
    case 'stranger':
      return false;
    case 'device':
      return caller.deviceKind === 'terminal' && caller.office === office
        ? asked === 'ticket:issue'
        : false;
    case 'token':
      return (
        isOf(caller.offices, office) && caller.scopes.some((scope) => holds(OF_SCOPE[scope], asked))
      );
    case 'person':
      return isOf(caller.offices, office) && holds(OF_ROLE[caller.role], asked);
    default:
      return caller satisfies never;
  }
}

/** Which view a screen may follow. */
export function mayFollow(caller: Caller, view: ViewName, office: OfficeId): boolean {
  switch (caller.kind) {
    case 'trial':
    case 'operator':
      return true;
    case 'stranger':
      return false;
    case 'device':
      if (caller.office !== office) return false;
      return (
        (caller.deviceKind === 'display' && view === 'board') ||
        (caller.deviceKind === 'terminal' && view === 'terminal')
      );
    case 'token':
      return isOf(caller.offices, office) && view === 'board';
    case 'person':
      return isOf(caller.offices, office);
    default:
      return caller satisfies never;
  }
}

/** Whether she may know that there is such an office at all. What the window shows, everybody may. */
export function mayReach(caller: Caller, office: OfficeId): boolean {
  if (caller.kind === 'person' || caller.kind === 'token') return isOf(caller.offices, office);
  return caller.kind !== 'device' || caller.office === office;
}

const isOf = (offices: Offices, office: OfficeId): boolean =>
  offices === 'all' || offices.includes(office);

function holds(rights: readonly Right[], asked: string): boolean {
  return rights.some((right) => {
    if (right === 'everything') return true;
    if (right === 'everything-in-office') return !matches(ADMINISTRATORS_ONLY, asked);
    if (right === 'everything-in-book') return !matches(NOT_OF_BOOK, asked);
    return matches([right], asked);
  });
}

const matches = (rights: readonly Right[], asked: string): boolean =>
  rights.some((right) => asked === right || (right.endsWith(':') && asked.startsWith(right)));
