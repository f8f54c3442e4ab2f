import { describe, expect, it } from 'vitest';
import {
  type AccountCard,
  accountByLogin,
  decide,
  evolve,
  nobody,
  type PeopleCommand,
  type PeopleState,
} from '#server/identity/people.ts';
import { networkOf, SignInLimits } from '#server/identity/sign-in-limits.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import type { AccountId, DeviceId } from '#shared/identity.ts';
import type { AgencyId, OfficeId } from '#shared/vocabulary.ts';
import { seeded } from '../support/seeded.ts';

const NOW = 1_000_000;
const WEEK_MS = 7 * 86_400_000;
const RAGSVED = 'ragsved' as OfficeId;
const id = (text: string) => text as AccountId;

type Asked = PeopleCommand extends infer One
  ? One extends PeopleCommand
    ? Omit<One, 'at' | 'by'>
    : never
  : never;

const whole = (asked: Asked, at = NOW) => ({ ...asked, at, by: 'account:ada' }) as PeopleCommand;

function having(state: PeopleState, ...asked: Asked[]): PeopleState {
  return asked.reduce((before, one) => {
    const decision = decide(before, whole(one));
    if (!decision.accepted) throw new Error(decision.refusal);
    return decision.events.reduce(evolve, before);
  }, state);
}
function refusalOf(state: PeopleState, asked: Asked, at = NOW): string | null {
  const decision = decide(state, whole(asked, at));
  return decision.accepted ? null : decision.refusal;
}

const card = (more: Partial<AccountCard> = {}): AccountCard => ({
  ...{ name: 'Gun', login: 'gun', role: 'guide', offices: [RAGSVED], agency: null },
  ...more,
});
const invitation = { hash: 'hash-of-secret', until: NOW + WEEK_MS };
const found: Asked = {
  type: 'FoundOffice',
  ...{ account: id('ada'), name: 'Ada', login: 'ada', passphrase: 'kept' },
};
const addGun: Asked = { type: 'AddAccount', account: id('gun'), card: card(), invitation };
const founded = having(nobody, found);

describe('accounts', () => {
  it('[ID1] with the first administrator trial mode has ended, and stays so', () => {
    expect(nobody.founded).toBe(false);
    expect(founded.founded).toBe(true);
    const demoted = having(founded, { ...found, account: id('bo'), login: 'bo' } as Asked, {
      type: 'RemoveAccount',
      account: id('ada'),
    });
    expect(demoted.founded).toBe(true);
  });

  it('[ID2] an invitation holds a week, works once, and takes what was there before', () => {
    const invited = having(founded, addGun);
    const accept: Asked = {
      ...{ type: 'AcceptInvitation', hash: 'hash-of-secret', passphrase: 'kept', pin: 'kept-too' },
    };
    expect(refusalOf(invited, accept, NOW + WEEK_MS)).toBe('invitation-has-ended');
    expect(refusalOf(invited, accept, NOW + WEEK_MS - 1)).toBeNull();
    const here = having(invited, accept);
    expect(here.accounts.get(id('gun'))).toMatchObject({ passphrase: 'kept', invitation: null });
    expect(refusalOf(here, accept)).toBe('invitation-has-ended');
    const anew = having(here, { type: 'Invite', account: id('gun'), invitation });
    expect(anew.accounts.get(id('gun'))).toMatchObject({ passphrase: null, pin: null });
  });

  it('[ID2] a login is found however it is typed, and is nobody else’s', () => {
    const state = having(founded, addGun);
    expect(accountByLogin(state, ' GUN ')?.id).toBe('gun');
    expect(refusalOf(state, { ...addGun, account: id('gun-2') } as Asked)).toBe('login-is-taken');
  });

  it.each([
    ['an administrator of one office', { role: 'administrator' as const }],
    ['a guide of a visiting body', { agency: 'fk' as AgencyId }],
    ['somebody of a visiting body without it', { role: 'agency' as const }],
    [
      'somebody of a visiting body in all offices',
      { role: 'agency' as const, offices: 'all' as const, agency: 'fk' as AgencyId },
    ],
  ])('[ID2] %s cannot be', (_what, more) => {
    const asked = { ...addGun, card: card(more) } as Asked;
    expect(refusalOf(founded, asked)).toBe('role-needs-its-agency');
  });

  it('[ID6] an invited administrator is no other administrator', () => {
    const second: Asked = {
      ...{ type: 'AddAccount', account: id('bo'), invitation },
      card: card({ login: 'bo', role: 'administrator', offices: 'all' }),
    };
    const remove: Asked = { type: 'RemoveAccount', account: id('ada') };
    const invited = having(founded, second);
    expect(refusalOf(invited, remove)).toBe('last-administrator');
    const accept: Asked = {
      ...{ type: 'AcceptInvitation', hash: 'hash-of-secret', passphrase: 'kept', pin: null },
    };
    expect(refusalOf(having(invited, accept), remove)).toBeNull();
  });

  it('[ID6] whatever is done in whatever order, somebody who can sign in stays administrator', () => {
    const seed = Date.now() % 1_000_000;
    const random = seeded(seed);
    const pick = <Item>(items: readonly Item[]) =>
      items[Math.floor(random() * items.length)] as Item;
    let state = founded;
    for (let nth = 0; nth < 400; nth++) {
      const account = pick(['ada', 'bo', 'cy', 'di'].map(id));
      const role = pick(['administrator', 'guide'] as const);
      const offices = role === 'administrator' ? ('all' as const) : [RAGSVED];
      const asked = pick<Asked>([
        {
          type: 'AddAccount',
          account,
          card: card({ login: account, role, offices }),
          invitation: { ...invitation, hash: account },
        },
        { type: 'SetAccount', account, card: card({ login: account, role, offices }) },
        { type: 'RemoveAccount', account },
        { type: 'Invite', account, invitation: { ...invitation, hash: account } },
        { type: 'AcceptInvitation', hash: account, passphrase: 'kept', pin: null },
      ]);
      const decision = decide(state, whole(asked));
      if (decision.accepted) state = decision.events.reduce(evolve, state);
      const able = [...state.accounts.values()].filter(
        (one) => one.role === 'administrator' && one.passphrase !== null,
      );
      expect(able.length, `seed ${seed}, step ${nth}, ${JSON.stringify(asked)}`).toBeGreaterThan(0);
    }
  });

  it('[ID17] is the same person by issuer and subject, whatever she is called', () => {
    const sso = { issuer: 'https://idp.example', subject: '17' };
    const known: Asked = { type: 'KnowBySso', account: id('a'), sso, card: card() };
    const state = having(founded, known);
    const renamed = having(state, {
      ...known,
      account: id('b'),
      card: card({ name: 'Gun Ny' }),
    } as Asked);
    expect([...renamed.accounts.keys()]).toEqual(['ada', 'a']);
    const other = { ...known, account: id('c'), sso: { ...sso, issuer: 'https://other.example' } };
    // Her login is taken, and she is not let into it.
    expect(refusalOf(renamed, other as Asked)).toBe('login-is-taken');
  });
});

describe('who guesses', () => {
  const ann = id('ann');
  const device = 'staff-1' as DeviceId;

  it('[ID13] AB-055 waits longer after each wrong PIN, and after the fifth it is not taken there', async () => {
    let now = 0;
    const limits = new SignInLimits(new InMemorySharedMemory(() => now), () => now);
    const tries: [number, boolean][] = [];
    for (const later of [0, 0, 2_000, 4_000, 8_000, 3_600_000]) {
      now += later - 1;
      if (later > 0) expect((await limits.pin(ann, device)).waitSeconds).toBeGreaterThan(0);
      now += 1;
      const { waitSeconds, isLast, wrong } = await limits.pin(ann, device);
      // While it is looked at, no other is.
      expect((await limits.pin(ann, device)).waitSeconds).toBeGreaterThan(0);
      await wrong();
      tries.push([waitSeconds, isLast]);
    }
    const free: [number, boolean] = [0, false];
    expect(tries).toEqual([free, free, free, free, [0, true], [Number.POSITIVE_INFINITY, false]]);
    expect(await limits.isPinLocked(ann, device)).toBe(true);
    expect(await limits.isPinLocked(ann, 'staff-2' as DeviceId)).toBe(false);
    await limits.pinUnlocked(ann, device);
    expect((await limits.pin(ann, device)).waitSeconds).toBe(0);
  });

  it('[MH9] AB-055 waits as long, and is locked as soon, when she tries now at one hub, now at another', async () => {
    let now = 0;
    const memory = new InMemorySharedMemory(() => now);
    const hubs = [new SignInLimits(memory, () => now), new SignInLimits(memory, () => now)];
    const last: boolean[] = [];
    for (const [nth, later] of [0, 0, 2_000, 4_000, 8_000].entries()) {
      now += later;
      const [here, other] = nth % 2 === 0 ? hubs : hubs.toReversed();
      const tried = await here?.pin(ann, device);
      expect((await other?.pin(ann, device))?.waitSeconds).toBeGreaterThan(0);
      await tried?.wrong();
      last.push(tried?.isLast ?? false);
    }
    expect(last).toEqual([false, false, false, false, true]);
    for (const hub of hubs) expect(await hub.isPinLocked(ann, device)).toBe(true);
    await hubs[0]?.pinUnlocked(ann, device);
    expect(await hubs[1]?.isPinLocked(ann, device)).toBe(false);
  });

  it('[ID8] AB-055 spread over users, or over computers, is stopped by the hour', async () => {
    const overUsers = new SignInLimits(new InMemorySharedMemory(() => 0), () => 0);
    const overDevices = new SignInLimits(new InMemorySharedMemory(() => 0), () => 0);
    let users = 0;
    let devices = 0;
    while ((await overUsers.pin(id(`user-${users}`), device)).waitSeconds === 0) users += 1;
    while ((await overDevices.pin(ann, `staff-${devices}` as DeviceId)).waitSeconds === 0)
      devices += 1;
    expect([users, devices]).toEqual([20, 20]);
    const overBoth = new SignInLimits(new InMemorySharedMemory(() => 0), () => 0);
    let both = 0;
    while ((await overBoth.pin(id(`u-${both}`), `d-${both}` as DeviceId)).waitSeconds === 0)
      both += 1;
    expect(both).toBe(100);
  });

  it('[ID8] spread over logins, or over networks, passphrases are stopped as well, and links with them', async () => {
    const overLogins = new SignInLimits(new InMemorySharedMemory(() => 0), () => 0);
    let logins = 0;
    while ((await overLogins.passphrase(`user-${logins}`, '10.0.0.1')).waitSeconds === 0)
      logins += 1;
    expect(logins).toBe(60);
    expect((await overLogins.link('10.0.0.1')).waitSeconds).toBeGreaterThan(0);
    expect((await overLogins.link('10.0.0.2')).waitSeconds).toBe(0);
    const overBoth = new SignInLimits(new InMemorySharedMemory(() => 0), () => 0);
    let both = 0;
    while ((await overBoth.passphrase(`user-${both}`, `10.0.${both}.1`)).waitSeconds === 0)
      both += 1;
    expect(both).toBe(600);
  });

  it('[ID8] whoever is right pays nothing, and other networks are free', async () => {
    const limits = new SignInLimits(new InMemorySharedMemory(() => 0), () => 0);
    for (let nth = 0; nth < 30; nth++) await (await limits.passphrase('ann', '10.0.0.1')).right();
    for (let nth = 0; nth < 8; nth++) await limits.passphrase('ann', '10.0.0.1');
    expect((await limits.passphrase('ann', '10.0.0.1')).waitSeconds).toBeGreaterThan(0);
    expect((await limits.passphrase('ann', '10.0.0.2')).waitSeconds).toBe(0);
  });

  it.each([
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::7', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('[ID8] %s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
