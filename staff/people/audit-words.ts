/**
 * Lines of the audit trail as sentences: who, what, on what. Every act that has words is said in them; one that has
 * none, because it is newer than this page, is shown as it is written. Pure.
 */
import type { AuditLine } from '#shared/identity.ts';
import { say, type TextKey } from '#shared/languages/texts.ts';
import { REFUSAL_CODES } from '#shared/protocol.ts';
import type { ConsoleLanguage } from '../this-computer.ts';

/** What can be asked for: everything, or acts that begin so. */
export const SUBJECTS = [
  '',
  'session:',
  'account:',
  'device:',
  'token:',
  'ticket:',
  'desk:',
  'topic:',
  'notice:',
  'takeover:',
  'hours:',
  'agency:',
  'visit:',
  'book:',
  'retention:',
  'audit:',
] as const;

const SAID: Readonly<Record<string, TextKey>> = {
  'session:begin': 'staff.act.session-begin',
  'session:end': 'staff.act.session-end',
  'session:unlock': 'staff.act.session-unlock',
  'session:pin': 'staff.act.session-pin',
  'session:prove': 'staff.act.session-prove',
  'account:found': 'staff.act.account-found',
  'account:accept': 'staff.act.account-accept',
  'account:add': 'staff.act.account-add',
  'account:set': 'staff.act.account-set',
  'account:invite': 'staff.act.account-invite',
  'account:remove': 'staff.act.account-remove',
  'account:end-sessions': 'staff.act.account-end-sessions',
  'account:set-passphrase': 'staff.act.account-set-passphrase',
  'account:set-pin': 'staff.act.account-set-pin',
  'device:pair': 'staff.act.device-pair',
  'device:refuse': 'staff.act.device-refuse',
  'device:set': 'staff.act.device-set',
  'device:revoke': 'staff.act.device-revoke',
  'device:doubled': 'staff.act.device-doubled',
  'token:add': 'staff.act.token-add',
  'token:revoke': 'staff.act.token-revoke',
  'ticket:call': 'staff.act.ticket-call',
  'ticket:cancel': 'staff.act.ticket-cancel',
  'ticket:issue': 'staff.act.ticket-issue',
  'desk:open': 'staff.act.desk-open',
  'desk:close': 'staff.act.desk-close',
  'topic:pause': 'staff.act.topic-pause',
  'topic:resume': 'staff.act.topic-resume',
  'takeover:begin': 'staff.act.takeover-begin',
  'takeover:end': 'staff.act.takeover-end',
  'book:export': 'staff.act.book-export',
  'book:import': 'staff.act.book-import',
  'audit:export': 'staff.act.audit-export',
};

export function actText({ what }: Pick<AuditLine, 'what'>, language: ConsoleLanguage): string {
  const key = Object.hasOwn(SAID, what) ? SAID[what] : undefined;
  return key ? say(language, key) : what;
}

/** Who did it. A person by the name she had then; what is no person, in words. */
export function whoText(
  { who, name }: Pick<AuditLine, 'who' | 'name'>,
  language: ConsoleLanguage,
): string {
  switch (who) {
    case 'operator':
    case 'trial':
    case 'stranger':
      return say(language, `staff.who.${who}`);
    default:
      return name;
  }
}

/** Why it was not done, as whoever asked was told. null: it was done. */
export function resultText(
  { result }: Pick<AuditLine, 'result'>,
  language: ConsoleLanguage,
): string | null {
  if (result === 'done') return null;
  const code = REFUSAL_CODES.find((one) => one === result);
  if (code) return say(language, `refusal.${code}`);
  const key = Object.hasOwn(OTHER_ENDS, result) ? OTHER_ENDS[result] : undefined;
  return key ? say(language, key) : result;
}

/** How a sign-in can end besides. */
const OTHER_ENDS: Readonly<Record<string, TextKey>> = {
  'pin-locked': 'refusal.pin-is-locked',
  refused: 'staff.sso-refused',
  failed: 'staff.sso-failed',
  unavailable: 'staff.sso-failed',
};

/** 'account:ann' → what she is called, where that is known. Several, in their order. */
export const thingsText = (on: string, names: ReadonlyMap<string, string>): string =>
  on
    .split(' ')
    .filter((thing) => thing !== '')
    .map((thing) => names.get(thing) ?? thing.slice(thing.indexOf(':') + 1))
    .join(', ');

const WAYS = ['passphrase', 'pin', 'sso'] as const;

/** By what way somebody came in, or where. */
export function whyText(
  why: string,
  names: ReadonlyMap<string, string>,
  language: ConsoleLanguage,
): string {
  const way = WAYS.find((one) => one === why);
  return way ? say(language, `staff.way-${way}`) : (names.get(why) ?? why);
}
