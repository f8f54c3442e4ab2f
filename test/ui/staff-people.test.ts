/** Who is led where on the console, and the audit trail in words. */
import { describe, expect, it } from 'vitest';
import { bookRequests } from '#shared/book-requests.ts';
import { OTHER_ACTS, type Role, type SessionNow } from '#shared/identity.ts';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import { requests } from '#shared/protocol.ts';
import type { Texts } from '#shared/vocabulary.ts';
import {
  actText,
  type Names,
  namesInBook,
  namesOfEnded,
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
    expect(guide).toEqual(['desk', 'day', 'city', 'replay', 'devices', 'account']);
    expect(coordinator).toEqual(['desk', 'day', 'city', 'replay', 'book', 'devices', 'account']);
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
    const said = (what: string, result = 'done') => actText({ on: '', what, result }, 'sv');
    expect(said('session:begin')).toBe('loggade in');
    expect(said('device:pair', 'unknown-code')).toBe('försökte koppla en enhet');
    expect(said('device:paint')).toBe('device:paint');
    expect(said('constructor')).toBe('constructor');
  });

  it.each(['sv', 'en'] as const)(
    '[SH10] has words in %s for everything that can be written down',
    (language) => {
      const acts = [...Object.keys(requests), ...Object.keys(bookRequests), ...OTHER_ACTS];
      for (const what of acts)
        for (const result of ['done', 'not-allowed']) {
          const said = actText({ on: '', what, result }, language);
          expect(said, what).not.toContain(':');
          expect(said, what).toMatch(/\p{L} ?\p{L}/u);
        }
    },
  );

  it('[SH10] tells why something was refused, and nothing of what was done', () => {
    expect(resultText({ what: 'book:undo', result: 'done' }, 'sv')).toBeNull();
    const refused = resultText({ what: 'account:remove', result: 'last-administrator' }, 'en');
    expect(refused).toBe(say('en', 'refusal.last-administrator'));
    expect(resultText({ what: 'session:pin', result: 'pin-locked' }, 'sv')).toBe(
      say('sv', 'refusal.pin-is-locked'),
    );
    expect(resultText({ what: 'book:undo', result: 'toString' }, 'sv')).toBe('toString');
    const wrong = (what: string) => resultText({ what, result: 'wrong-credentials' }, 'sv');
    expect(wrong('session:pin')).toBe('Pinkoden stämmer inte.');
    expect(wrong('session:prove')).toBe('Lösenordet stämmer inte.');
    expect(wrong('session:begin')).toBe(say('sv', 'refusal.wrong-credentials'));
  });

  it('[SH10] names people and things that are known, and the others by what they are called in the log', () => {
    const names = new Map<string, string | Texts>([
      ['account:a1', 'Ann'],
      ['topic:skatt', { sv: 'Skatt', en: 'Tax' }],
      ['notice:n1', { sv: 'Sommar' }],
    ]);
    expect(thingsText('account:a1 topic:skatt topic:hyra', names, 'en')).toBe('Ann, Tax, hyra');
    expect(thingsText('kind:notice id:n1', names, 'sv')).toBe('Sommar');
    expect(thingsText('class:tickets', names, 'sv')).toBe('Kölappar');
    expect(thingsText('', names, 'sv')).toBe('');
  });

  it('[SH10] names nothing for what a request left open', () => {
    expect(thingsText('activity:julpyssel agency:null topic:undefined', new Map(), 'sv')).toBe(
      'julpyssel',
    );
  });

  it('[SH10] calls everything in the office book by its name there', () => {
    const EMPTY = { agencies: [], displays: [], printers: [], places: [], inquiries: [] };
    const BARE = {
      destinations: [],
      noticeDrafts: [],
      activityDrafts: [],
      activities: [],
      feeds: [],
    };
    const book = {
      ...{ ...EMPTY, ...BARE, lines: [{ id: 'guides', series: 'A' }] },
      topics: [{ id: 'law', label: { sv: 'Prata med en jurist' } }],
      desks: [{ id: 'desk-1', name: { sv: 'Bord 1' } }],
      notices: [{ id: 'n1', title: { sv: 'Sommar' } }],
    } as unknown as OfficeBook;
    const on = 'desk:desk-1 topic:law notice:n1 line:guides';
    const names = new Map(namesInBook(book));
    expect(thingsText(on, names, 'sv')).toBe('Bord 1, Prata med en jurist, Sommar, kö A');
  });

  it('[SH10] calls what is gone by the name it went with, once', () => {
    const line = {
      ...{ seq: 1, at: 0, who: 'account:a1', name: 'Ann', device: null, office: null, hash: '' },
      ...{ what: 'device:revoke', on: 'device:d1', result: 'done', why: 'Datorn i fönstret' },
    };
    const names = new Map(namesOfEnded([line, { ...line, what: 'device:set', on: 'device:d2' }]));
    expect(thingsText('device:d1 device:d2', names, 'sv')).toBe('Datorn i fönstret, d2');
    expect(whyText(line, names, 'sv')).toBe('');
  });

  it('[SH10] says by what way somebody came in', () => {
    const said = (why: string | null, names: Names) =>
      whyText({ what: 'session:begin', why }, names, 'sv');
    expect(said('pin', new Map())).toBe(say('sv', 'staff.way-pin'));
    expect(said('device:d1', new Map([['device:d1', 'Bord 1']]))).toBe('Bord 1');
    expect(said(null, new Map())).toBe('');
  });

  it('[SH10] says who did it: a person as she was called then, the rest in words', () => {
    const names = new Map([['account:a1', 'Ann']]);
    const act = { on: 'account:a1', result: 'wrong-credentials' };
    const who = (line: { who: string; name: string }) => whoText({ ...act, ...line }, names, 'sv');
    expect(who({ who: 'account:a1', name: 'Ann' })).toBe('Ann');
    expect(who({ who: 'operator', name: 'operator' })).toBe(say('sv', 'staff.who.operator'));
    // Who gave a wrong PIN at Ann's locked screen nobody knows.
    const tried = { who: 'stranger', name: 'stranger' };
    expect(who(tried)).toBe('Någon, kanske Ann,');
    expect(whoText({ ...act, ...tried, on: '' }, names, 'sv')).toBe(
      say('sv', 'staff.who.stranger'),
    );
  });

  it('[SH10] tells a drill from what was meant', () => {
    const takeover = { what: 'takeover:begin', result: 'done' };
    expect(actText({ ...takeover, on: '' }, 'sv')).toBe('fyllde alla skärmar');
    expect(actText({ ...takeover, on: 'test:true' }, 'sv')).toBe('övade att fylla alla skärmar');
    expect(thingsText('test:true', new Map(), 'sv')).toBe('');
  });

  it('[SH10] gives nobody instructions who only reads what became of it', () => {
    const refused = (result: string) => resultText({ what: 'topic:set', result }, 'sv');
    expect(refused('book-has-mistakes')).toBe(say('sv', 'staff.audit-book-mistakes'));
    expect(refused('malformed-request')).toBe(say('sv', 'staff.audit-malformed'));
  });

  it.each(SUBJECTS.filter((subject) => subject !== ''))(
    '[SH10] can be asked for by kind: %s',
    (subject) => {
      const key = `staff.subject.${subject.slice(0, -1)}` as 'staff.subject.session';
      expect(say('sv', key)).not.toBe(say('en', key));
    },
  );
});
