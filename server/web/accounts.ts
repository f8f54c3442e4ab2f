/** Accounts, who is signed in, and the tokens of programs, over HTTP. For administrators. */
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import {
  type AccountId,
  type AccountListed,
  type ActName,
  type DeviceId,
  ROLES,
  SCOPES,
  type SessionId,
  type TokenId,
  type TokenListed,
} from '#shared/identity.ts';
import type { AgencyId, OfficeId } from '#shared/vocabulary.ts';
import { id, instant, requestId } from '#shared/wire-words.ts';
import type { Office } from '../hub/office.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import { type Caller, nameOf } from '../identity/caller.ts';
import type { People } from '../identity/live-people.ts';
import { type Account, type AccountCard, type ApiToken, nameOfAuthor } from '../identity/people.ts';
import type { Errand } from '../identity/rights.ts';
import type { Sessions } from '../identity/sessions.ts';
import type { Callers } from './callers.ts';
import { problem } from './problem.ts';
import { called, login, mayRepeat, toldIn } from './told.ts';

export type AccountsParts = {
  callers: Callers;
  offices: ReadonlyMap<OfficeId, Office>;
  people: People;
  sessions: Sessions;
  audit: Pick<AuditTrail, 'record' | 'lines'>;
  /** null: it is not paired any more. */
  deviceName: (device: DeviceId) => string | null;
};

const offices = z.union([z.literal('all'), z.array(id<OfficeId>()).min(1).max(100)]);
const card = {
  name: called(60),
  login,
  role: z.enum(ROLES),
  offices,
  agency: id<AgencyId>().nullable(),
};
const added = z.strictObject({ ...card, requestId });
const named = z.strictObject({ requestId });
const token = z.strictObject({
  ...{ requestId, name: called(60), offices },
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  expiresAt: instant.nullable(),
});

export function accountRoutes(parts: AccountsParts): Router {
  const { people, sessions, callers, audit } = parts;
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/accounts', async (request, response) => {
    if (!callers.manager(request, response, 'manage:accounts')) return;
    const accounts = await Promise.all([...people.state.accounts.values()].map(listed));
    response.json(accounts.sort((one, other) => one.name.localeCompare(other.name, 'sv')));
  });

  router.post('/accounts', async (request, response) => {
    const caller = founder(request, response, 'manage:accounts');
    const told = caller && toldIn(added, request, response);
    if (!told || !areKnown(told, response)) return;
    const { requestId: asked, ...wished } = told;
    const account = people.newAccountId();
    const { secret, invitation } = people.newInvitation();
    const made = await people.submit(markOf(asked, '/accounts', wished, caller), {
      ...{ type: 'AddAccount', account, card: wished, invitation, by: nameOf(caller) },
    });
    await tellTrail(caller, 'account:add', made.ok ? `account:${made.answer}` : '', made);
    if (!made.ok) return problem(response, made.code);
    const known = made.answer && people.account(made.answer);
    if (!known) return problem(response, 'unknown-account');
    // Asked again, the link is not known any more; another can be made.
    const isNew = made.answer === account;
    response.status(201).json({ account: await listed(known), invitation: isNew ? secret : null });
  });

  router.post('/accounts/:account/set', async (request, response) => {
    const caller = founder(request, response, 'manage:accounts');
    const told = caller && toldIn(added, request, response);
    if (!told || !areKnown(told, response)) return;
    const { requestId: asked, ...wished } = told;
    const account = request.params.account as AccountId;
    const set = await people.submit(markOf(asked, `/accounts/${account}/set`, wished, caller), {
      ...{ type: 'SetAccount', account, card: wished, by: nameOf(caller) },
    });
    await tellTrail(caller, 'account:set', on(account), set);
    const known = people.account(account);
    if (!set.ok) problem(response, set.code);
    else if (known) response.json(await listed(known));
    else problem(response, 'unknown-account');
  });

  router.post('/accounts/:account/invite', async (request, response) => {
    const caller = founder(request, response, 'manage:accounts');
    const told = caller && toldIn(named, request, response);
    if (!told) return;
    const account = request.params.account as AccountId;
    const { secret, invitation } = people.newInvitation();
    const path = `/accounts/${account}/invite`;
    const invited = await people.submit(markOf(told.requestId, path, {}, caller), {
      ...{ type: 'Invite', account, invitation, by: nameOf(caller) },
    });
    // What she had is somebody else's by now, or lost: it is worth nothing from here on.
    if (invited.ok) await sessions.endAllOf(account, 'ended');
    await tellTrail(caller, 'account:invite', on(account), invited);
    if (!invited.ok) return problem(response, invited.code);
    const isNew = people.account(account)?.invitation?.hash === invitation.hash;
    response.json({ invitation: isNew ? secret : null });
  });

  router.post('/accounts/:account/remove', async (request, response) => {
    const caller = founder(request, response, 'manage:accounts');
    const told = caller && toldIn(named, request, response);
    if (!told) return;
    const account = request.params.account as AccountId;
    const path = `/accounts/${account}/remove`;
    const { name } = people.account(account) ?? {};
    const removed = await people.submit(markOf(told.requestId, path, {}, caller), {
      ...{ type: 'RemoveAccount', account, by: nameOf(caller) },
    });
    if (removed.ok) await sessions.endAllOf(account, 'ended');
    // With her name, which nobody can look up any more.
    const called = name ?? (await nameOfGone('account:remove', on(account)));
    await tellTrail(caller, 'account:remove', on(account), removed, called);
    if (removed.ok) response.json({});
    else problem(response, removed.code);
  });

  router.post('/accounts/:account/end-sessions', async (request, response) => {
    const caller = founder(request, response, 'manage:accounts');
    const told = caller && toldIn(z.strictObject(mayRepeat), request, response);
    if (!told) return;
    const account = request.params.account as AccountId;
    if (!people.account(account)) return problem(response, 'unknown-account');
    await sessions.endAllOf(account, 'ended');
    await tellTrail(caller, 'account:end-sessions', on(account), { ok: true });
    response.json({});
  });

  router.get('/sessions', (request, response) => {
    if (!callers.manager(request, response, 'manage:accounts')) return;
    response.json(
      sessions
        .open()
        .map(({ id: session, account, device, way, beganAt, lockedAt, idleSince }) => ({
          ...{ session, account, name: people.account(account)?.name ?? '' },
          ...{ device: device && parts.deviceName(device), way, beganAt, lockedAt, idleSince },
        })),
    );
  });

  router.post('/sessions/:session/end', async (request, response) => {
    const caller = founder(request, response, 'manage:accounts');
    if (!caller || !toldIn(z.strictObject(mayRepeat), request, response)) return;
    const session = request.params.session as SessionId;
    const hers = sessions.open().find((one) => one.id === session);
    if (!hers) return problem(response, 'unknown-session');
    await sessions.end(session, 'ended');
    await tellTrail(caller, 'session:end', on(hers.account), { ok: true });
    response.json({});
  });

  router.get('/tokens', (request, response) => {
    if (!callers.manager(request, response, 'manage:tokens')) return;
    response.json([...people.state.tokens.values()].map(tokenListed));
  });

  router.post('/tokens', async (request, response) => {
    const caller = founder(request, response, 'manage:tokens');
    const told = caller && toldIn(token, request, response);
    if (!told || !areKnown({ ...told, agency: null }, response)) return;
    const { requestId: asked, ...wished } = told;
    const made = await people.addToken(
      markOf(asked, '/tokens', wished, caller),
      wished,
      nameOf(caller),
    );
    await tellTrail(caller, 'token:add', made.ok ? `token:${made.answer.id}` : '', made);
    if (!made.ok) return problem(response, made.code);
    const known = people.state.tokens.get(made.answer.id);
    if (!known) return problem(response, 'unknown-token');
    response.status(201).json({ token: made.answer.token, listed: tokenListed(known) });
  });

  router.post('/tokens/:token/revoke', async (request, response) => {
    const caller = founder(request, response, 'manage:tokens');
    const told = caller && toldIn(named, request, response);
    if (!told) return;
    const revoked = request.params.token as TokenId;
    const path = `/tokens/${revoked}/revoke`;
    const { name } = people.state.tokens.get(revoked) ?? {};
    const done = await people.submit(markOf(told.requestId, path, {}, caller), {
      ...{ type: 'RevokeToken', token: revoked, by: nameOf(caller) },
    });
    const called = name ?? (await nameOfGone('token:revoke', `token:${revoked}`));
    await tellTrail(caller, 'token:revoke', `token:${revoked}`, done, called);
    if (done.ok) response.json({});
    else problem(response, done.code);
  });

  return router;

  /** Before there is an administrator, nobody makes accounts: the first comes by the one-time link. */
  function founder(request: Request, response: Response, errand: Errand): Caller | undefined {
    const caller = callers.manager(request, response, errand);
    if (caller?.kind !== 'trial') return caller;
    problem(response, 'not-allowed', {
      message: 'The first account is made by the one-time link that the hub prints when it starts.',
    });
    return undefined;
  }

  /** The offices there are, and a visiting body of them. */
  function areKnown(
    { offices: asked, agency }: Pick<AccountCard, 'offices' | 'agency'>,
    response: Response,
  ): boolean {
    const unknown = asked === 'all' ? undefined : asked.find((one) => !parts.offices.has(one));
    if (unknown !== undefined) {
      problem(response, 'unknown-office');
      return false;
    }
    const [first] = asked === 'all' ? [...parts.offices.keys()] : asked;
    const book = first === undefined ? undefined : parts.offices.get(first)?.book;
    if (agency === null || book?.agencies.some((one) => one.id === agency)) return true;
    problem(response, 'unknown-agency');
    return false;
  }

  async function listed(account: Account): Promise<AccountListed> {
    const { id: hers, name, login: typed, role, offices: all, agency, invitation } = account;
    return {
      ...{ id: hers, name, login: typed, role, offices: all, agency },
      hasPassphrase: account.passphrase !== null,
      hasPin: account.pin !== null,
      bySso: account.sso !== null,
      invitedUntil: invitation?.until ?? null,
      lastSignedInAt: await sessions.lastSignedInAt(hers),
    };
  }

  function tokenListed({ hash: _, ...one }: ApiToken): TokenListed {
    return {
      ...one,
      createdBy: nameOfAuthor(people.state, one.createdBy),
      lastUsedAt: people.lastUsedAt(one.id),
    };
  }

  /** What was called so is gone when it is asked again: the line of the first time knows. */
  async function nameOfGone(what: ActName, about: string): Promise<string | undefined> {
    const lines = await audit.lines({ from: 0, to: THE_END_OF_TIME, what, most: MOST_ENDINGS });
    return (
      lines.findLast(({ on: ended, why }) => ended === about && why !== null)?.why ?? undefined
    );
  }

  function tellTrail(
    caller: Caller,
    what: ActName,
    about: string,
    done: { ok: true } | { ok: false; code: string },
    why?: string,
  ): Promise<void> {
    const result = done.ok ? 'done' : done.code;
    return audit.record({ caller, office: null, what, on: about, result, ...(why && { why }) });
  }
}

const THE_END_OF_TIME = Date.parse('9999-12-31');
/** More than any hub ends. */
const MOST_ENDINGS = 100_000;

const on = (account: AccountId): string => `account:${account}`;

const markOf = (asked: string, path: string, wished: object, caller: Caller) => ({
  requestId: asked,
  digest: JSON.stringify([path, wished]),
  by: nameOf(caller),
});
