/**
 * Accounts of staff, and tokens of programs: who there is on this hub and what each may be. Rules ID… in
 * docs/spec.md.
 *
 * Pure: no clock, no secret. Of secrets there are only hashes here, made elsewhere.
 */
import type { AccountId, Offices, Role, Scope, TokenId } from '#shared/identity.ts';
import type { AgencyId, EpochMs } from '#shared/vocabulary.ts';

/** What an administrator says of somebody. */
export type AccountCard = {
  readonly name: string;
  /** In lower case; nobody else's. */
  readonly login: string;
  readonly role: Role;
  readonly offices: Offices;
  /** Of the role 'agency', and of no other. */
  readonly agency: AgencyId | null;
};

export type Account = AccountCard & {
  readonly id: AccountId;
  /** How the city's sign-on knows her; null: she signs in here. */
  readonly sso: { readonly issuer: string; readonly subject: string } | null;
  /** scrypt, see passphrase.ts; null: she has none. */
  readonly passphrase: string | null;
  readonly pin: string | null;
  readonly invitation: { readonly hash: string; readonly until: EpochMs } | null;
};

export type ApiToken = {
  readonly id: TokenId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly offices: Offices;
  /** SHA-256 of it: it has too many bits to be guessed from that. */
  readonly hash: string;
  readonly createdAt: EpochMs;
  readonly createdBy: string;
  readonly expiresAt: EpochMs | null;
};

export type PeopleState = {
  readonly accounts: ReadonlyMap<AccountId, Account>;
  readonly tokens: ReadonlyMap<TokenId, ApiToken>;
  /** There has been an administrator: trial mode has ended for good. */
  readonly founded: boolean;
};
export const nobody: PeopleState = { accounts: new Map(), tokens: new Map(), founded: false };

type Sso = { issuer: string; subject: string };

export type PeopleCommand = {
  readonly at: EpochMs;
  readonly by: string;
} /** The first administrator, by the one-time link; or another one by whoever runs the hub. */ & (
  | { type: 'FoundOffice'; account: AccountId; name: string; login: string; passphrase: string }
  | { type: 'AddAccount'; account: AccountId; card: AccountCard; invitation: Account['invitation'] }
  | { type: 'SetAccount'; account: AccountId; card: AccountCard }
  | { type: 'Invite'; account: AccountId; invitation: Account['invitation'] }
  /** Whoever holds the secret of an invitation says how she will sign in. */
  | { type: 'AcceptInvitation'; hash: string; passphrase: string; pin: string | null }
  | { type: 'SetPassphrase'; account: AccountId; passphrase: string }
  | { type: 'SetPin'; account: AccountId; pin: string | null }
  /** The city's sign-on says who she is and what she may be. */
  | { type: 'KnowBySso'; account: AccountId; sso: Sso; card: AccountCard }
  | { type: 'RemoveAccount'; account: AccountId }
  | { type: 'AddToken'; token: Omit<ApiToken, 'createdAt' | 'createdBy'> }
  | { type: 'RevokeToken'; token: TokenId }
);

export type PeopleEvent = { readonly at: EpochMs; readonly by: string } & (
  | { type: 'AccountAdded'; account: AccountId; card: AccountCard; sso: Sso | null }
  | { type: 'AccountSet'; account: AccountId; card: AccountCard }
  | { type: 'AccountInvited'; account: AccountId; hash: string; until: EpochMs }
  | { type: 'PassphraseSet'; account: AccountId; passphrase: string }
  | { type: 'PinSet'; account: AccountId; pin: string | null }
  | { type: 'AccountRemoved'; account: AccountId }
  | { type: 'TokenAdded'; token: Omit<ApiToken, 'createdAt' | 'createdBy'> }
  | { type: 'TokenRevoked'; token: TokenId }
);

export type PeopleRefusal =
  | 'unknown-account'
  | 'unknown-token'
  | 'login-is-taken'
  | 'role-needs-its-agency'
  | 'last-administrator'
  | 'invitation-has-ended'
  | 'signs-in-elsewhere';

type Decision =
  | { accepted: true; events: readonly PeopleEvent[] }
  | { accepted: false; refusal: PeopleRefusal };

export function decide(people: PeopleState, command: PeopleCommand): Decision {
  const { at, by } = command;
  switch (command.type) {
    case 'FoundOffice': {
      const { account, name, login, passphrase } = command;
      const card = { name, login, role: 'administrator', offices: 'all', agency: null } as const;
      if (isTaken(people, login)) return refuse('login-is-taken');
      return accept(
        { type: 'AccountAdded', account, card, sso: null, at, by },
        { type: 'PassphraseSet', account, passphrase, at, by },
      );
    }
    case 'AddAccount': {
      const { account, card, invitation } = command;
      const wrong = wrongWith(people, card);
      if (wrong) return refuse(wrong);
      const added: PeopleEvent = { type: 'AccountAdded', account, card, sso: null, at, by };
      return accept(added, ...invited(account, invitation, at, by));
    }
    case 'SetAccount': {
      const { account, card } = command;
      const known = people.accounts.get(account);
      if (!known) return refuse('unknown-account');
      const wrong = wrongWith(people, card, account);
      if (wrong) return refuse(wrong);
      if (card.role !== 'administrator' && isLastAdministrator(people, account))
        return refuse('last-administrator');
      return accept({ type: 'AccountSet', account, card, at, by });
    }
    case 'Invite': {
      const { account, invitation } = command;
      const known = people.accounts.get(account);
      if (!known) return refuse('unknown-account');
      if (known.sso) return refuse('signs-in-elsewhere');
      // An invitation takes what she had: if it is never used, nobody is left.
      if (isLastAdministrator(people, account)) return refuse('last-administrator');
      return accept(...invited(account, invitation, at, by));
    }
    case 'AcceptInvitation': {
      const { hash, passphrase, pin } = command;
      const account = [...people.accounts.values()].find((one) => one.invitation?.hash === hash);
      if (!account?.invitation || account.invitation.until <= at)
        return refuse('invitation-has-ended');
      return accept(
        { type: 'PassphraseSet', account: account.id, passphrase, at, by },
        ...(pin === null ? [] : [{ type: 'PinSet', account: account.id, pin, at, by } as const]),
      );
    }
    case 'SetPassphrase': {
      const { account, passphrase } = command;
      if (!people.accounts.has(account)) return refuse('unknown-account');
      return accept({ type: 'PassphraseSet', account, passphrase, at, by });
    }
    case 'SetPin': {
      const { account, pin } = command;
      if (!people.accounts.has(account)) return refuse('unknown-account');
      return accept({ type: 'PinSet', account, pin, at, by });
    }
    case 'KnowBySso': {
      const { sso, card } = command;
      const known = accountBySso(people, sso);
      const wrong = wrongWith(people, card, known?.id);
      if (wrong) return refuse(wrong);
      if (!known)
        return accept({ type: 'AccountAdded', account: command.account, card, sso, at, by });
      if (card.role !== 'administrator' && isLastAdministrator(people, known.id))
        return refuse('last-administrator');
      const isAsBefore = JSON.stringify(cardOf(known)) === JSON.stringify(cardOf(card));
      return isAsBefore
        ? accept()
        : accept({ type: 'AccountSet', account: known.id, card, at, by });
    }
    case 'RemoveAccount': {
      const { account } = command;
      if (!people.accounts.has(account)) return refuse('unknown-account');
      if (isLastAdministrator(people, account)) return refuse('last-administrator');
      return accept({ type: 'AccountRemoved', account, at, by });
    }
    case 'AddToken':
      return accept({ type: 'TokenAdded', token: command.token, at, by });
    case 'RevokeToken':
      if (!people.tokens.has(command.token)) return refuse('unknown-token');
      return accept({ type: 'TokenRevoked', token: command.token, at, by });
    default:
      return command satisfies never;
  }
}

export function evolve(people: PeopleState, event: PeopleEvent): PeopleState {
  switch (event.type) {
    case 'AccountAdded': {
      const { account: id, card, sso } = event;
      const secrets = { passphrase: null, pin: null, invitation: null };
      return withAccount(people, { id, ...card, sso, ...secrets });
    }
    case 'AccountSet':
      return changed(people, event.account, event.card);
    case 'AccountInvited': {
      const { account, hash, until } = event;
      // Whoever is invited anew has lost what she had, or somebody else has it.
      return changed(people, account, {
        ...{ invitation: { hash, until }, passphrase: null, pin: null },
      });
    }
    case 'PassphraseSet': {
      const { account, passphrase } = event;
      return changed(people, account, { passphrase, invitation: null });
    }
    case 'PinSet':
      return changed(people, event.account, { pin: event.pin });
    case 'AccountRemoved': {
      const accounts = new Map(people.accounts);
      accounts.delete(event.account);
      return { ...people, accounts };
    }
    case 'TokenAdded': {
      const { token, at: createdAt, by: createdBy } = event;
      const tokens = new Map(people.tokens).set(token.id, { ...token, createdAt, createdBy });
      return { ...people, tokens };
    }
    case 'TokenRevoked': {
      const tokens = new Map(people.tokens);
      tokens.delete(event.token);
      return { ...people, tokens };
    }
    default:
      return event satisfies never;
  }
}

export const accountBySso = ({ accounts }: PeopleState, sso: Sso): Account | undefined =>
  [...accounts.values()].find((account) => isSame(account.sso, sso));

/** Whoever signs in with this; what she typed may have capitals and blanks around it. */
export function accountByLogin({ accounts }: PeopleState, login: string): Account | undefined {
  const typed = normalLogin(login);
  return [...accounts.values()].find((account) => account.login === typed);
}

/** What 'account:ann' is called now; what is no account, and no longer one, stays as it is written. */
export const nameOfAuthor = ({ accounts }: PeopleState, by: string): string =>
  accounts.get(by.replace(/^account:/, '') as AccountId)?.name ?? by;

export const normalLogin = (login: string): string => login.trim().normalize('NFC').toLowerCase();

function withAccount(people: PeopleState, account: Account): PeopleState {
  const accounts = new Map(people.accounts).set(account.id, account);
  return { ...people, accounts, founded: people.founded || account.role === 'administrator' };
}

function changed(people: PeopleState, id: AccountId, change: Partial<Account>): PeopleState {
  const account = people.accounts.get(id);
  return account ? withAccount(people, { ...account, ...change }) : people;
}

function wrongWith(people: PeopleState, card: AccountCard, own?: AccountId): PeopleRefusal | null {
  if (isTaken(people, card.login, own)) return 'login-is-taken';
  return fits(card) ? null : 'role-needs-its-agency';
}

/**
 * Administrators have all offices: what they decide on is the hub's. A visiting body is one of one office, and its
 * people are nobody elsewhere.
 */
export function fits({
  role,
  offices,
  agency,
}: Pick<AccountCard, 'role' | 'offices' | 'agency'>): boolean {
  if (role === 'agency') return agency !== null && offices !== 'all' && offices.length === 1;
  return agency === null && (role !== 'administrator' || offices === 'all');
}

const isTaken = ({ accounts }: PeopleState, login: string, own?: AccountId): boolean =>
  [...accounts.values()].some((account) => account.login === login && account.id !== own);

/** Who was invited and has not come could be nobody: she does not count as another. */
const isLastAdministrator = ({ accounts }: PeopleState, id: AccountId): boolean =>
  accounts.get(id)?.role === 'administrator' &&
  ![...accounts.values()].some(
    (one) => one.id !== id && one.role === 'administrator' && (one.passphrase ?? one.sso) !== null,
  );

const isSame = (one: Account['sso'], other: Sso): boolean =>
  one?.issuer === other.issuer && one.subject === other.subject;

const cardOf = ({ name, login, role, offices, agency }: AccountCard): AccountCard => ({
  ...{ name, login, role, offices, agency },
});

const invited = (
  account: AccountId,
  invitation: Account['invitation'],
  at: EpochMs,
  by: string,
): PeopleEvent[] =>
  invitation ? [{ type: 'AccountInvited', account, ...invitation, at, by }] : [];

const accept = (...events: readonly PeopleEvent[]): Decision => ({ accepted: true, events });
const refuse = (refusal: PeopleRefusal): Decision => ({ accepted: false, refusal });
