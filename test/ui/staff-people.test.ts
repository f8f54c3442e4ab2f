/** Who is led where on the console, and the audit trail in words. */
import { describe, expect, it } from 'vitest';
import type { Role, SessionNow } from '#shared/identity.ts';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import {
  actText,
  resultText,
  SUBJECTS,
  thingsText,
  whoText,
  whyText,
} from '../../staff/people/audit-words.ts';
import { PAGE_NAMES, pagesFor } from '../../staff/shell/pages.ts';

const ASLEEP = {
  device: null,
  ways: { passphrase: true, pins: [], sso: null },
  founded: true,
  idleLockMs: 300_000,
};
const session = (role: Role): SessionNow =>
  ({
    ...ASLEEP,
    who: {
      ...{ kind: 'person', locked: false, account: 'ann', name: 'Ann', role, offices: 'all' },
      ...{ agency: null, hasPin: false, hasPassphrase: true },
    },
  }) as unknown as SessionNow;

describe('the pages of a role', () => {
  it('[SH2] are more with each role, and an administrator has all', () => {
    const [guide, coordinator, administrator] = (
      ['guide', 'coordinator', 'administrator'] as const
    ).map((role) => pagesFor(session(role)));
    expect(guide).toEqual(['desk', 'day', 'replay', 'devices', 'account']);
    expect(coordinator).toEqual(['desk', 'day', 'replay', 'book', 'devices', 'account']);
    expect(administrator).toEqual([...PAGE_NAMES]);
  });

  it('[SH6] of a visiting body are its desks and her account', () => {
    expect(pagesFor(session('agency'))).toEqual(['desk', 'account']);
  });

  it('[SH2] in trial are all but an account, since nobody has one', () => {
    const trial: SessionNow = { ...ASLEEP, founded: false, who: { kind: 'trial' } };
    expect(pagesFor(trial)).toEqual(PAGE_NAMES.filter((name) => name !== 'account'));
  });
});

describe('a line of the audit trail', () => {
  it('[SH10] says what it has words for, and an act that is newer than the page as it is written', () => {
    expect(actText({ what: 'device:pair' }, 'sv')).toBe('koppla en enhet');
    expect(actText({ what: 'device:paint' }, 'sv')).toBe('device:paint');
    expect(actText({ what: 'constructor' }, 'sv')).toBe('constructor');
  });

  it('[SH10] tells why something was refused, and nothing of what was done', () => {
    expect(resultText({ result: 'done' }, 'sv')).toBeNull();
    const refused = resultText({ result: 'last-administrator' }, 'en');
    expect(refused).toBe(say('en', 'refusal.last-administrator'));
    expect(resultText({ result: 'pin-locked' }, 'sv')).toBe(say('sv', 'refusal.pin-is-locked'));
    expect(resultText({ result: 'toString' }, 'sv')).toBe('toString');
  });

  it('[SH10] names people and things that are known, and the others by what they are called in the log', () => {
    const names = new Map([['account:a1', 'Ann']]);
    expect(thingsText('account:a1 topic:skatt', names)).toBe('Ann, skatt');
    expect(thingsText('', names)).toBe('');
  });

  it('[SH10] says by what way somebody came in', () => {
    expect(whyText('pin', new Map(), 'sv')).toBe(say('sv', 'staff.way-pin'));
    expect(whyText('device:d1', new Map([['device:d1', 'Bord 1']]), 'sv')).toBe('Bord 1');
  });

  it('[SH10] says who did it: a person as she was called then, the rest in words', () => {
    expect(whoText({ who: 'account:a1', name: 'Ann' }, 'sv')).toBe('Ann');
    expect(whoText({ who: 'operator', name: 'operator' }, 'sv')).toBe(
      say('sv', 'staff.who.operator'),
    );
  });

  it.each(SUBJECTS.filter((subject) => subject !== ''))(
    '[SH10] can be asked for by kind: %s',
    (subject) => {
      const key = `staff.subject.${subject.slice(0, -1)}` as 'staff.subject.session';
      expect(say('sv', key)).not.toBe(say('en', key));
    },
  );
});
