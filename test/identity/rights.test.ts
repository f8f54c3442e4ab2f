import { describe, expect, it } from 'vitest';
import type { Caller } from '#server/identity/caller.ts';
import { type Errand, mayAsk, mayFollow, mayReach } from '#server/identity/rights.ts';
import type { AccountId, DeviceId, Role, Scope, SessionId, TokenId } from '#shared/identity.ts';
import { type RequestName, requests } from '#shared/protocol.ts';
import type { AgencyId, OfficeId } from '#shared/vocabulary.ts';

const RAGSVED = 'ragsved' as OfficeId;
const OTHER = 'husby' as OfficeId;
/** No office is called so: what is the hub's. */
const HUB = '*' as OfficeId;

const person = (role: Role): Caller => ({
  ...{ kind: 'person', account: 'ann' as AccountId, name: 'Ann', role },
  offices: role === 'administrator' ? 'all' : [RAGSVED],
  agency: role === 'agency' ? ('fk' as AgencyId) : null,
  ...{ session: 's' as SessionId, device: null },
});
const program = (...scopes: Scope[]): Caller => ({
  ...{ kind: 'token', token: 't' as TokenId, name: 'Webben', scopes, offices: [RAGSVED] },
});
const device = (deviceKind: 'display' | 'terminal' | 'staff' | 'agent'): Caller => ({
  ...{ kind: 'device', device: 'd' as DeviceId, name: 'D', deviceKind, office: RAGSVED },
  display: null,
});
const ALL = Object.keys(requests) as RequestName[];
const HUBS: readonly Errand[] = [
  'manage:accounts',
  'manage:tokens',
  'read:audit',
  'manage:retention',
];

const mayAll = (caller: Caller, asked: readonly (RequestName | Errand)[], office = RAGSVED) =>
  asked.map((one) => [one, mayAsk(caller, one, office)]);
const each = (asked: readonly string[], may: boolean) => asked.map((one) => [one, may]);

describe('what each may', () => {
  it('[ID3] a guide serves and turns the day, and writes nothing in the book', () => {
    const may = [
      'desk:call-next',
      'ticket:issue',
      'topic:pause',
      'visit:cancel',
      'activity:change-day',
      'activity:restore-day',
      'takeover:begin',
    ] as const;
    const mayNot = ['topic:set', 'notice:set', 'hours:set', 'book:import', 'settings:set'] as const;
    expect(mayAll(person('guide'), may)).toEqual(each(may, true));
    expect(mayAll(person('guide'), [...mayNot, ...HUBS])).toEqual(
      each([...mayNot, ...HUBS], false),
    );
  });

  it('[ID3] a visiting body’s person serves, and does nothing else', () => {
    const beyond = ALL.filter((name) => !/^(ticket|desk|visit-note|count):/.test(name));
    expect(beyond.length).toBeGreaterThan(30);
    expect(mayAll(person('agency'), beyond)).toEqual(each(beyond, false));
    expect(mayAsk(person('agency'), 'read:staff', RAGSVED)).toBe(false);
  });

  it('[ID3] a coordinator runs her office, and not who may', () => {
    const asked = ALL.filter((name) => name !== 'book:import');
    expect(mayAll(person('coordinator'), asked)).toEqual(each(asked, true));
    expect(mayAll(person('coordinator'), [...HUBS, 'book:import'])).toEqual(
      each([...HUBS, 'book:import'], false),
    );
  });

  it('[ID3] the hub’s own matters are an administrator’s and the operator’s alone', () => {
    const callers = [
      person('guide'),
      person('agency'),
      person('coordinator'),
      program('read', 'queue', 'book'),
    ];
    for (const caller of [...callers, device('staff'), { kind: 'stranger' } as const])
      expect(mayAll(caller, HUBS, HUB)).toEqual(each(HUBS, false));
    for (const caller of [person('administrator'), { kind: 'operator' } as const])
      expect(mayAll(caller, HUBS, HUB)).toEqual(each(HUBS, true));
  });

  it('[ID15] a program does what its scopes say', () => {
    expect(mayAll(program('read'), ALL)).toEqual(each(ALL, false));
    expect(mayAsk(program('read'), 'read:staff', RAGSVED)).toBe(true);
    expect(mayAll(program('queue'), ['desk:call-next', 'notice:set'])).toEqual([
      ['desk:call-next', true],
      ['notice:set', false],
    ]);
    expect(mayAll(program('book'), ['desk:call-next', 'notice:set'])).toEqual([
      ['desk:call-next', false],
      ['notice:set', true],
    ]);
    expect(mayAsk(program('read', 'queue', 'book'), 'manage:devices', RAGSVED)).toBe(false);
  });

  it('[ID3] a terminal takes tickets, and no other device asks anything', () => {
    const granted = ALL.filter((name) => mayAsk(device('terminal'), name, RAGSVED));
    expect(granted).toEqual(['ticket:issue']);
    for (const kind of ['display', 'staff', 'agent'] as const)
      expect(mayAll(device(kind), ALL)).toEqual(each(ALL, false));
  });

  it('[ID4] AB-065 in another office than hers a person, a program and a device may and see nothing', () => {
    for (const caller of [
      ...[
        person('guide'),
        person('agency'),
        person('coordinator'),
        program('read', 'queue', 'book'),
      ],
      ...[device('terminal'), device('display')],
    ]) {
      expect(mayAll(caller, ALL, OTHER)).toEqual(each(ALL, false));
      expect(mayAsk(caller, 'read:staff', OTHER)).toBe(false);
      expect(mayReach(caller, OTHER)).toBe(false);
      for (const view of ['board', 'terminal', 'desk', 'day'] as const)
        expect(mayFollow(caller, view, OTHER)).toBe(false);
    }
    expect(mayReach(person('administrator'), OTHER)).toBe(true);
  });
});
