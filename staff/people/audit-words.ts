/**
 * Lines of the audit trail as sentences: who, what, on what. Every act that has words is said in them; one that has
 * none, because it is newer than this page, is shown as it is written. Pure.
 */
import type { ActName, AuditLine } from '#shared/identity.ts';
import { say, type TextKey } from '#shared/languages/texts.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import { REFUSAL_CODES } from '#shared/protocol.ts';
import { RECORD_CLASS_NAMES } from '#shared/retention.ts';
import { type Texts, textIn } from '#shared/vocabulary.ts';
import { refusalKey } from '../refusal-words.ts';
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
  'activity:',
  'notice:',
  'takeover:',
  'hours:',
  'agency:',
  'visit:',
  'feed:',
  'display:',
  'printer:',
  'book:',
  'retention:',
  'audit:',
] as const;

const SAID = {
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
  'device:misbehaves': 'staff.act.device-misbehaves',
  'token:add': 'staff.act.token-add',
  'token:revoke': 'staff.act.token-revoke',
  'ticket:issue': 'staff.act.ticket-issue',
  'ticket:call': 'staff.act.ticket-call',
  'ticket:transfer': 'staff.act.ticket-transfer',
  'ticket:resume': 'staff.act.ticket-resume',
  'ticket:restore': 'staff.act.ticket-restore',
  'ticket:cancel': 'staff.act.ticket-cancel',
  'ticket:void': 'staff.act.ticket-void',
  'ticket:unvoid': 'staff.act.ticket-unvoid',
  'ticket:reprint': 'staff.act.ticket-reprint',
  'desk:open': 'staff.act.desk-open',
  'desk:call-next': 'staff.act.desk-call-next',
  'desk:recall': 'staff.act.desk-recall',
  'desk:start': 'staff.act.desk-start',
  'desk:finish': 'staff.act.desk-finish',
  'desk:no-show': 'staff.act.desk-no-show',
  'desk:hold': 'staff.act.desk-hold',
  'desk:close': 'staff.act.desk-close',
  'desk:undo': 'staff.act.desk-undo',
  'topic:pause': 'staff.act.topic-pause',
  'topic:resume': 'staff.act.topic-resume',
  'topic:set': 'staff.act.topic-set',
  'topic:remove': 'staff.act.topic-remove',
  'topics:order': 'staff.act.topics-order',
  'printer:print-page': 'staff.act.printer-print-page',
  'printer:set': 'staff.act.printer-set',
  'printer:remove': 'staff.act.printer-remove',
  'visit-note:add': 'staff.act.visit-note-add',
  'visit-note:undo': 'staff.act.visit-note-undo',
  'count:add': 'staff.act.count-add',
  'place:lend': 'staff.act.place-lend',
  'place:return': 'staff.act.place-return',
  'room:book': 'staff.act.room-book',
  'room:unbook': 'staff.act.room-unbook',
  'hours:set': 'staff.act.hours-set',
  'hours:change-day': 'staff.act.hours-change-day',
  'hours:restore-day': 'staff.act.hours-restore-day',
  'holiday:set': 'staff.act.holiday-set',
  'holiday:remove': 'staff.act.holiday-remove',
  'holiday-country:set': 'staff.act.holiday-country-set',
  'agency:set': 'staff.act.agency-set',
  'agency:remove': 'staff.act.agency-remove',
  'agency:set-visits': 'staff.act.agency-set-visits',
  'visit:cancel': 'staff.act.visit-cancel',
  'visit:change': 'staff.act.visit-change',
  'visit:restore': 'staff.act.visit-restore',
  'activity:set': 'staff.act.activity-set',
  'activity:remove': 'staff.act.activity-remove',
  'activity:change-day': 'staff.act.activity-change-day',
  'activity:cancel-day': 'staff.act.activity-cancel-day',
  'activity:restore-day': 'staff.act.activity-restore-day',
  'notice:set': 'staff.act.notice-set',
  'notice:remove': 'staff.act.notice-remove',
  'notice:announce': 'staff.act.notice-announce',
  'draft:set': 'staff.act.draft-set',
  'draft:publish': 'staff.act.draft-publish',
  'draft:discard': 'staff.act.draft-discard',
  'feed:set': 'staff.act.feed-set',
  'feed:remove': 'staff.act.feed-remove',
  'feed:import': 'staff.act.feed-import',
  'feed:read': 'staff.act.feed-read',
  'takeover:begin': 'staff.act.takeover-begin',
  'takeover:end': 'staff.act.takeover-end',
  'display:set': 'staff.act.display-set',
  'display:remove': 'staff.act.display-remove',
  'display:reload': 'staff.act.display-reload',
  'line:set': 'staff.act.line-set',
  'line:remove': 'staff.act.line-remove',
  'desk-card:set': 'staff.act.desk-card-set',
  'desk-card:remove': 'staff.act.desk-card-remove',
  'place-card:set': 'staff.act.place-card-set',
  'place-card:remove': 'staff.act.place-card-remove',
  'inquiry:set': 'staff.act.inquiry-set',
  'inquiry:remove': 'staff.act.inquiry-remove',
  'destination:set': 'staff.act.destination-set',
  'destination:remove': 'staff.act.destination-remove',
  'office:set': 'staff.act.office-set',
  'settings:set': 'staff.act.settings-set',
  'book:undo': 'staff.act.book-undo',
  'book:import': 'staff.act.book-import',
  'book:export': 'staff.act.book-export',
  'audit:export': 'staff.act.audit-export',
  'retention:set-rule': 'staff.act.retention-set-rule',
  'retention:set-back-ups': 'staff.act.retention-set-back-ups',
  'retention:mark': 'staff.act.retention-mark',
  'retention:let-go': 'staff.act.retention-let-go',
  'retention:purge': 'staff.act.retention-purge',
  'read:staff': 'staff.act.read-staff',
  'read:history': 'staff.act.read-history',
  'read:tallies': 'staff.act.read-tallies',
  'read:audit': 'staff.act.read-audit',
  'export:book': 'staff.act.export-book',
  'manage:devices': 'staff.act.manage-devices',
  'manage:accounts': 'staff.act.manage-accounts',
  'manage:tokens': 'staff.act.manage-tokens',
  'manage:retention': 'staff.act.manage-retention',
} satisfies Record<ActName, TextKey>;

/** What a takeover is begun on that nobody need act upon. */
const DRILL = 'test:true';

/** 'loggade in'; of what was refused 'försökte logga in'. */
export function actText(
  { what, on, result }: Pick<AuditLine, 'what' | 'on' | 'result'>,
  language: ConsoleLanguage,
): string {
  const known = Object.hasOwn(SAID, what) ? SAID[what as ActName] : undefined;
  const key = on === DRILL ? 'staff.act.takeover-drill' : known;
  if (!key) return what;
  if (result === 'done') return say(language, key, { form: 'done' });
  return `${say(language, 'staff.audit-tried')} ${say(language, key, { form: 'tried' })}`;
}

/**
 * Who did it. A person by the name she had then; what is no person, in words. Whoever gave a wrong PIN or passphrase
 * may be the one it belongs to, and nobody knows.
 */
export function whoText(
  { who, name, on, result }: Pick<AuditLine, 'who' | 'name' | 'on' | 'result'>,
  names: Names,
  language: ConsoleLanguage,
): string {
  const isTry = who === 'stranger' && result !== 'done' && on.startsWith('account:');
  const tried = isTry ? nameIn(names, on, language) : undefined;
  if (tried !== undefined) return say(language, 'staff.who.perhaps', { name: tried });
  switch (who) {
    case 'operator':
    case 'trial':
    case 'stranger':
      return say(language, `staff.who.${who}`);
    default:
      return name;
  }
}

/** What was wrong, where the answer to whoever tried names more than one thing it may be. */
const WRONG: Readonly<Record<string, TextKey>> = {
  'session:pin': 'staff.audit-pin-wrong',
  'session:prove': 'staff.audit-passphrase-wrong',
};

/** Why it was not done, as whoever asked was told. null: it was done. */
export function resultText(
  { what, result }: Pick<AuditLine, 'what' | 'result'>,
  language: ConsoleLanguage,
): string | null {
  if (result === 'done') return null;
  const wrong = result === 'wrong-credentials' && Object.hasOwn(WRONG, what) && WRONG[what];
  if (wrong) return say(language, wrong);
  const code = REFUSAL_CODES.find((one) => one === result);
  if (code && !Object.hasOwn(OTHER_ENDS, code)) return say(language, refusalKey(code));
  const key = Object.hasOwn(OTHER_ENDS, result) ? OTHER_ENDS[result] : undefined;
  return key ? say(language, key) : result;
}

/** How a sign-in can end besides; and what tells whoever tried how to go on, which is nothing to read here. */
const OTHER_ENDS: Readonly<Record<string, TextKey>> = {
  'book-has-mistakes': 'staff.audit-book-mistakes',
  'malformed-request': 'staff.audit-malformed',
  'pin-locked': 'refusal.pin-is-locked',
  refused: 'staff.sso-refused',
  failed: 'staff.sso-failed',
  unavailable: 'staff.sso-failed',
};

/** What things are called, by 'account:ann'. The office's own are in its languages. */
export type Names = ReadonlyMap<string, string | Texts>;

/** Acts that end something say what it was called: it can be looked up nowhere else. */
export const ENDINGS = ['account:remove', 'token:revoke', 'device:revoke'] as const;

const isEnding = (what: string): boolean => ENDINGS.some((one) => one === what);

export const namesOfEnded = (lines: readonly AuditLine[]): (readonly [string, string])[] =>
  lines.flatMap(({ what, on, why }) => (isEnding(what) && why !== null ? [[on, why]] : []));

type Thing = { id: string } & ({ name: string | Texts } | { label: Texts } | { title: Texts });

export function namesInBook(book: OfficeBook): (readonly [string, string | Texts])[] {
  const things: Readonly<Record<string, readonly Thing[]>> = {
    ...{ topic: book.topics, desk: book.desks, agency: book.agencies, feed: book.feeds },
    ...{ display: book.displays, printer: book.printers, place: book.places },
    ...{ inquiry: book.inquiries, destination: book.destinations },
    notice: [...book.noticeDrafts.map(({ content }) => content), ...book.notices],
    activity: [...book.activityDrafts.map(({ content }) => content), ...book.activities],
    line: book.lines.map(({ id, series }) => ({ id, name: series })),
  };
  return Object.entries(things).flatMap(([kind, those]) =>
    those.map((thing) => [`${kind}:${thing.id}`, wordOf(thing)] as const),
  );
}

const wordOf = (thing: Thing): string | Texts =>
  'name' in thing ? thing.name : 'label' in thing ? thing.label : thing.title;

/** 'account:ann' → what she is called, where that is known. Several, in their order; nothing for what is left out. */
export function thingsText(on: string, names: Names, language: ConsoleLanguage): string {
  const things = on.split(' ').filter((thing) => thing !== '' && !/:(null|undefined)$/.test(thing));
  const kind = things.find((thing) => thing.startsWith('kind:'))?.slice('kind:'.length);
  return things
    .filter((thing) => !thing.startsWith('kind:') && thing !== DRILL)
    .map((thing) => {
      // A draft is named by what it would be.
      const known = thing.startsWith('id:') ? `${kind}:${thing.slice('id:'.length)}` : thing;
      const name = nameIn(names, known, language);
      // A letter by itself says nothing.
      if (name !== undefined && known.startsWith('line:'))
        return say(language, 'staff.audit-line', { series: name });
      return name ?? classText(thing, language) ?? afterColon(thing);
    })
    .join(', ');
}

const afterColon = (thing: string): string => thing.slice(thing.indexOf(':') + 1);

function nameIn(names: Names, thing: string, language: ConsoleLanguage): string | undefined {
  const name = names.get(thing);
  return name === undefined || typeof name === 'string' ? name : textIn(name, language).text;
}

/** What retention is about. */
function classText(thing: string, language: ConsoleLanguage): string | undefined {
  const found = RECORD_CLASS_NAMES.find((name) => thing === `class:${name}`);
  return found && say(language, `staff.retention-class-${found}`);
}

const WAYS = ['passphrase', 'pin', 'sso'] as const;

/** By what way somebody came in, or where; '' where the thing itself is called so. */
export function whyText(
  { what, why }: Pick<AuditLine, 'what' | 'why'>,
  names: Names,
  language: ConsoleLanguage,
): string {
  if (why === null || isEnding(what)) return '';
  const way = WAYS.find((one) => one === why);
  return way ? say(language, `staff.way-${way}`) : (nameIn(names, why, language) ?? why);
}
