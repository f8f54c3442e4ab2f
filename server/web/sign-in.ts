/** Signing in and out, locking and unlocking, over HTTP; and how the first of all comes in. Rules ID… in docs/spec.md. */
import { type CookieOptions, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { DeviceId, DeviceProof, SessionNow } from '#shared/identity.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import type { Caller } from '../identity/caller.ts';
import type { Device } from '../identity/devices.ts';
import { type Doorkeeper, fromOwnPage, type SignedIn } from '../identity/doorkeeper.ts';
import type { FoundingLink } from '../identity/founding.ts';
import { digest, type People } from '../identity/live-people.ts';
import {
  isGuessable,
  isWeak,
  PASSPHRASE_LENGTH,
  type Passphrases,
  PIN_LENGTH,
} from '../identity/passphrase.ts';
import { type Account, accountByLogin, accountBySso, normalLogin } from '../identity/people.ts';
import { endHere, isPrivate, keepAnew } from '../identity/session-cookie.ts';
import type { Sessions, Way } from '../identity/sessions.ts';
import type { SignInLimits, Try } from '../identity/sign-in-limits.ts';
import type { SingleSignOn } from '../identity/sso.ts';
import { deviceProofOf } from './callers.ts';
import { problem } from './problem.ts';
import { called, mayRepeat, toldIn } from './told.ts';

export type SignInParts = {
  doorkeeper: Doorkeeper;
  people: People;
  sessions: Sessions;
  passphrases: Passphrases;
  signInLimits: SignInLimits;
  founding: FoundingLink | null;
  sso: SingleSignOn | null;
  audit: Pick<AuditTrail, 'record'>;
  /** Staff's own computers: one proves itself, and that of whoever founds the office is paired at once. */
  computers: {
    prove(proof: DeviceProof, host: string): Device | null;
    nameOf(device: DeviceId): string | null;
    officeOf(device: DeviceId): OfficeId | null;
    enrol(computer: { publicKey: string; name: string }, by: string): Promise<Device | null>;
  };
  now: () => number;
};

/** Longer than any, and it is not even looked at. */
const secretText = z.string().max(400);
const passphrase = z
  .string()
  .min(PASSPHRASE_LENGTH.least, `has fewer than ${PASSPHRASE_LENGTH.least} signs`)
  .max(PASSPHRASE_LENGTH.most, `has more than ${PASSPHRASE_LENGTH.most} signs`);
const pin = z
  .string()
  .regex(
    new RegExp(`^\\d{${PIN_LENGTH.least},${PIN_LENGTH.most}}$`),
    `is ${PIN_LENGTH.least} to ${PIN_LENGTH.most} digits`,
  );
/** What is tried need not be one that could be set; but it is never longer. */
const triedPassphrase = z.string().min(1).max(PASSPHRASE_LENGTH.most, 'is too long');
export const login = z
  .string()
  .max(60)
  .transform(normalLogin)
  .pipe(z.string().regex(/^[\p{L}\p{N}._@+-]{1,60}$/u, 'is letters, digits and . _ @ + - only'));
const proof = z.strictObject({
  device: z
    .string()
    .max(60)
    .transform((text) => text as DeviceId),
  nonce: z.string().max(100),
  signature: z.string().max(200),
});

const signIn = z.strictObject({
  login: z.string().max(200),
  passphrase: triedPassphrase,
  proof: proof.optional(),
  ...mayRepeat,
});
const pinSignIn = z.strictObject({ account: z.string().max(60), pin, proof, ...mayRepeat });
const unlock = z.union([
  z.strictObject({ pin, ...mayRepeat }),
  z.strictObject({ passphrase: triedPassphrase, ...mayRepeat }),
]);
const nothing = z.strictObject(mayRepeat);
const nextPassphrase = z.strictObject({
  current: triedPassphrase.optional(),
  next: passphrase,
  ...mayRepeat,
});
const nextPin = z.strictObject({ passphrase: triedPassphrase, pin: pin.nullable(), ...mayRepeat });
const firstAdministrator = z.strictObject({
  secret: secretText,
  name: called(60),
  login,
  passphrase,
  computer: z
    .strictObject({ publicKey: z.string().regex(/^[\w-]{43}$/), name: called(60) })
    .optional(),
  ...mayRepeat,
});
const invitation = z.strictObject({
  secret: secretText,
  passphrase,
  pin: pin.optional(),
  ...mayRepeat,
});

const NOBODY: Caller = { kind: 'stranger' };
const FLOW_COOKIE = 'torget-sso';

export function signInRoutes(parts: SignInParts): Router {
  const { doorkeeper, people, sessions, passphrases, signInLimits, audit, sso } = parts;
  const router = Router({ caseSensitive: true, strict: true });
  /** To sign the city's sign-on out as well; what is lost by a restart is asked of her there. */
  const idTokens = new Map<Account['id'], string>();

  router.get('/session', (request, response) => {
    response.json(sessionNow(request, deviceOf(request, deviceProofOf(request))));
  });

  router.post('/session', guarded, async (request, response) => {
    const told = toldIn(signIn, request, response);
    if (!told || !mayTellSecrets(request, response)) return;
    const typed = normalLogin(told.login);
    const attempt = await signInLimits.passphrase(typed, addressOf(request));
    if (isHeld(attempt, response)) return;
    const account = accountByLogin(people.state, typed);
    const isRight =
      (await passphrases.isRight(told.passphrase, account?.passphrase ?? null)) &&
      isStillHers(account, 'passphrase');
    const device = deviceOf(request, told.proof);
    // One answer for whoever is not there and for whoever mistyped.
    if (!account || !isRight) {
      await tellTrail(NOBODY, 'session:begin', account ? on(account) : '', 'wrong-credentials');
      return problem(response, 'wrong-credentials');
    }
    await attempt.right();
    if (device) signInLimits.pinUnlocked(account.id, device.id);
    await enter(request, account, 'passphrase', device);
    answerNow(request, response);
  });

  router.post('/session/pin', guarded, async (request, response) => {
    const told = toldIn(pinSignIn, request, response);
    if (!told || !mayTellSecrets(request, response)) return;
    const device = deviceOf(request, told.proof);
    if (!device) return problem(response, 'pin-not-here');
    const account = people.state.accounts.get(told.account as Account['id']);
    if (!(await isRightPin(account, device.id, told.pin, response)) || !account) return;
    await enter(request, account, 'pin', device);
    answerNow(request, response);
  });

  router.post('/session/press', guarded, (request, response) => {
    const signedIn = hers(request, response);
    if (!signedIn) return;
    sessions.pressed(signedIn.session.id);
    response.status(204).end();
  });

  router.post('/session/lock', guarded, async (request, response) => {
    const signedIn = doorkeeper.sessionOf(request);
    if (!toldIn(nothing, request, response)) return;
    if (!signedIn) return problem(response, 'signed-out');
    if (!signedIn.locked) {
      const { id: _, ...session } = signedIn.session;
      await keepAnew(request, { ...session, lockedAt: parts.now() });
    }
    answerNow(request, response);
  });

  router.post('/session/unlock', guarded, async (request, response) => {
    const told = toldIn(unlock, request, response);
    if (!told || !mayTellSecrets(request, response)) return;
    const signedIn = doorkeeper.sessionOf(request);
    if (!signedIn) return problem(response, 'signed-out');
    const { account, session } = signedIn;
    if ('pin' in told) {
      if (session.device === null || parts.computers.nameOf(session.device) === null)
        return problem(response, 'pin-not-here');
      if (!(await isRightPin(account, session.device, told.pin, response))) return;
    } else if (!(await isHerPassphrase(request, response, account, told.passphrase))) return;
    // What was ended meanwhile does not come back under another id.
    if (!doorkeeper.sessionOf(request)) return problem(response, 'signed-out');
    const { id: _, ...kept } = session;
    const way = 'pin' in told && account.role === 'administrator' ? 'pin' : kept.way;
    await keepAnew(request, {
      ...kept,
      way: 'passphrase' in told ? 'passphrase' : way,
      lockedAt: null,
    });
    await tellTrail(signedIn.caller, 'session:unlock', on(account), 'done');
    answerNow(request, response);
  });

  router.delete('/session', guarded, async (request, response) => {
    if (!toldIn(nothing, request, response)) return;
    const signedIn = doorkeeper.sessionOf(request);
    if (!signedIn) {
      response.json({ leaveAt: null });
      return;
    }
    const { id, way, account } = signedIn.session;
    await sessions.end(id, 'signed-out');
    await endHere(request);
    await tellTrail(signedIn.caller, 'session:end', on(signedIn.account), 'done');
    const leaveAt =
      way === 'sso' && sso ? await sso.endAt(idTokens.get(account), ownPage(request)) : null;
    idTokens.delete(account);
    response.json({ leaveAt });
  });

  router.put('/session/passphrase', guarded, async (request, response) => {
    const told = toldIn(nextPassphrase, request, response);
    const signedIn = told && hers(request, response);
    if (!signedIn || !mayTellSecrets(request, response)) return;
    const { account } = signedIn;
    // Whoever comes by the city's sign-on has none to say.
    if (account.passphrase !== null || signedIn.session.way !== 'sso')
      if (!(await isHerPassphrase(request, response, account, told.current ?? ''))) return;
    if (isWeak(told.next, account.login)) return problem(response, 'passphrase-too-weak');
    const kept = await passphrases.hash(told.next);
    if (!hers(request, response)) return; // ended while it was hashed
    const set = await people.submit(null, {
      ...{ type: 'SetPassphrase', account: account.id, passphrase: kept },
      by: `account:${account.id}`,
    });
    await changedSecret(request, signedIn, 'account:set-passphrase', set.ok ? 'done' : set.code);
    if (!set.ok) return problem(response, set.code);
    answerNow(request, response);
  });

  router.put('/session/pin', guarded, async (request, response) => {
    const told = toldIn(nextPin, request, response);
    const signedIn = told && hers(request, response);
    if (!signedIn || !mayTellSecrets(request, response)) return;
    const { account } = signedIn;
    if (!(await isHerPassphrase(request, response, account, told.passphrase))) return;
    if (told.pin !== null && isGuessable(told.pin)) return problem(response, 'pin-too-simple');
    const kept = told.pin === null ? null : await passphrases.hash(told.pin);
    if (!hers(request, response)) return; // ended while it was hashed
    const set = await people.submit(null, {
      ...{ type: 'SetPin', account: account.id, pin: kept, by: `account:${account.id}` },
    });
    await changedSecret(request, signedIn, 'account:set-pin', set.ok ? 'done' : set.code);
    if (!set.ok) return problem(response, set.code);
    answerNow(request, response);
  });

  router.post('/first-administrator', guarded, async (request, response) => {
    const told = toldIn(firstAdministrator, request, response);
    if (!told || !mayTellSecrets(request, response)) return;
    const attempt = await signInLimits.link(addressOf(request));
    if (isHeld(attempt, response)) return;
    if (!parts.founding?.isRight(told.secret)) return problem(response, 'invitation-has-ended');
    await attempt.right();
    if (isWeak(told.passphrase, told.login)) return problem(response, 'passphrase-too-weak');
    const kept = await passphrases.hash(told.passphrase);
    // Looked at again: of two who come at once with the same link, one is first.
    if (!parts.founding.isRight(told.secret)) return problem(response, 'invitation-has-ended');
    parts.founding.spend();
    const id = people.newAccountId();
    const { name, login: typed } = told;
    const made = await people
      .submit(null, {
        ...{ type: 'FoundOffice', account: id, name, login: typed, passphrase: kept },
        by: 'operator',
      })
      .catch((fault) => {
        parts.founding?.restore();
        throw fault;
      });
    await tellTrail(
      { kind: 'operator' },
      'account:found',
      `account:${id}`,
      made.ok ? 'done' : made.code,
    );
    if (!made.ok) {
      parts.founding.restore();
      return problem(response, made.code);
    }
    const by = `account:${id}`;
    const device = told.computer ? await parts.computers.enrol(told.computer, by) : null;
    if (device)
      await audit.record({
        ...{ caller: { kind: 'operator' }, office: device.office, what: 'device:pair' },
        ...{ on: `device:${device.id}`, result: 'done' },
      });
    const account = people.account(id);
    if (!account) return problem(response, 'hub-unavailable');
    await enter(request, account, 'passphrase', device);
    response.status(201);
    answerNow(request, response);
  });

  router.post('/invitation', guarded, async (request, response) => {
    const told = toldIn(invitation, request, response);
    if (!told || !mayTellSecrets(request, response)) return;
    const attempt = await signInLimits.link(addressOf(request));
    if (isHeld(attempt, response)) return;
    const hash = digest(told.secret);
    const invited = [...people.state.accounts.values()].find(
      (account) => account.invitation?.hash === hash,
    );
    if (!invited) return problem(response, 'invitation-has-ended');
    await attempt.right();
    if (isWeak(told.passphrase, invited.login)) return problem(response, 'passphrase-too-weak');
    if (told.pin !== undefined && isGuessable(told.pin)) return problem(response, 'pin-too-simple');
    const kept = {
      passphrase: await passphrases.hash(told.passphrase),
      pin: told.pin === undefined ? null : await passphrases.hash(told.pin),
    };
    const accepted = await people.submit(null, {
      ...{ type: 'AcceptInvitation', hash, ...kept, by: `account:${invited.id}` },
    });
    await tellTrail(NOBODY, 'account:accept', on(invited), accepted.ok ? 'done' : accepted.code);
    if (!accepted.ok) return problem(response, accepted.code);
    await enter(request, invited, 'passphrase', deviceOf(request, deviceProofOf(request)));
    response.status(201);
    answerNow(request, response);
  });

  router.get('/session/sso', async (request, response) => {
    const asked = request.query['returnTo'];
    const begun = isPrivate(request)
      ? await sso?.begin(typeof asked === 'string' ? asked : undefined)
      : null;
    if (!begun) return response.redirect(303, '/staff?sso=unavailable');
    response.cookie(flowCookie(request), begun.flow, { ...flowOptions(request), maxAge: 600_000 });
    response.redirect(303, begun.to.href);
  });

  router.get('/session/sso/callback', async (request, response) => {
    const name = flowCookie(request);
    const flow = cookieIn(request, name);
    response.clearCookie(name, flowOptions(request));
    const query = new URL(request.originalUrl, 'http://own.invalid').searchParams;
    // Whoever comes back from nowhere, again and again, fills no trail.
    const attempt = await signInLimits.link(addressOf(request));
    const outcome = sso && attempt.waitSeconds === 0 ? await sso.finish(flow, query) : null;
    if (!outcome) return response.redirect(303, '/staff?sso=unavailable');
    if (!outcome.ok) {
      const known = outcome.identity && accountBySso(people.state, outcome.identity);
      // Whoever has no group any more is not here any more.
      if (known) await sessions.endAllOf(known.id, 'rights-changed');
      await tellTrail(NOBODY, 'session:begin', known ? on(known) : '', outcome.why, outcome.detail);
      return response.redirect(303, `/staff?sso=${outcome.why}`);
    }
    await attempt.right();
    const { identity, idToken, rights, name: herName } = outcome.person;
    const known = accountBySso(people.state, identity);
    const id = known?.id ?? people.newAccountId();
    const free = known?.login ?? freeLogin(outcome.person.login, id);
    const card = { name: herName, login: free, ...rights };
    const set = await people.submit(null, {
      ...{ type: 'KnowBySso', account: id, sso: identity, card, by: 'sso' },
    });
    // As somebody else's hub, or her other window, may have written her down a moment ago.
    const account = accountBySso(people.state, identity);
    if (!set.ok || !account) {
      await tellTrail(NOBODY, 'session:begin', '', set.ok ? 'failed' : set.code);
      return response.redirect(303, '/staff?sso=refused');
    }
    await enter(request, account, 'sso', null);
    idTokens.set(account.id, idToken);
    response.redirect(303, outcome.returnTo);
  });

  return router;

  /** Of every write here: only from our own pages, or from no page at all. */
  function guarded(request: Request, response: Response, next: () => void): void {
    if (fromOwnPage(request)) next();
    else
      problem(response, 'not-allowed', {
        message: 'Requests from pages of another origin are not served.',
      });
  }

  function sessionNow(request: Request, proven: Device | null): SessionNow {
    const signedIn = doorkeeper.sessionOf(request);
    const at = proven?.id ?? signedIn?.session.device ?? null;
    const name = at && parts.computers.nameOf(at);
    return {
      who: whoIs(request, signedIn),
      device: at && name !== null && name !== '' ? { id: at, name } : null,
      ways: {
        passphrase: true,
        pins: at && name !== null ? pinsAt(at) : [],
        sso: sso && { label: sso.label },
      },
      founded: doorkeeper.founded,
      idleLockMs: sessions.idleLockMs,
    };
  }

  function whoIs(request: Request, signedIn: SignedIn | null): SessionNow['who'] {
    if (signedIn) {
      const { caller, account, locked } = signedIn;
      const { name, role, offices, agency } = caller;
      const { pin: herPin, passphrase: hers } = account;
      return {
        ...{ kind: 'person', locked, account: account.id, name, role, offices, agency },
        ...{ hasPin: herPin !== null, hasPassphrase: hers !== null },
      };
    }
    const trust = doorkeeper.recognise(request, undefined);
    return { kind: trust.ok && trust.caller.kind === 'trial' ? 'trial' : 'stranger' };
  }

  /** Whose PIN is taken at this computer: those of its office. */
  function pinsAt(device: DeviceId): SessionNow['ways']['pins'] {
    const office = parts.computers.officeOf(device);
    return [...people.state.accounts.values()]
      .filter(({ pin: herPin }) => herPin !== null)
      .filter(({ offices }) => offices === 'all' || !office || offices.includes(office))
      .filter(({ id }) => !signInLimits.isPinLocked(id, device))
      .map(({ id, name }) => ({ account: id, name }));
  }

  function answerNow(request: Request, response: Response): void {
    response.json(sessionNow(request, null));
  }

  /** Signed in, under an id that nobody has seen before. */
  async function enter(
    request: Request,
    account: Account,
    way: Way,
    device: Pick<Device, 'id'> | null,
  ): Promise<void> {
    await keepAnew(request, {
      ...{ account: account.id, way, device: device?.id ?? null },
      ...{ beganAt: parts.now(), lockedAt: null },
    });
    const caller = doorkeeper.sessionOf(request)?.caller ?? NOBODY;
    await tellTrail(caller, 'session:begin', on(account), 'done', way);
  }

  /** Whoever knew the old one is out, wherever she sits; and this browser has a new id, too. */
  async function changedSecret(
    request: Request,
    { session, account, caller }: SignedIn,
    what: string,
    result: string,
  ): Promise<void> {
    if (result === 'done') {
      await sessions.endAllOf(account.id, 'ended', session.id);
      const { id: _, ...kept } = session;
      if (doorkeeper.sessionOf(request)) await keepAnew(request, kept);
    }
    await tellTrail(caller, what, on(account), result);
  }

  async function isHerPassphrase(
    request: Request,
    response: Response,
    account: Account,
    typed: string,
  ): Promise<boolean> {
    const attempt = await signInLimits.passphrase(account.login, addressOf(request));
    if (isHeld(attempt, response)) return false;
    if (
      (await passphrases.isRight(typed, account.passphrase)) &&
      isStillHers(account, 'passphrase')
    ) {
      await attempt.right();
      return true;
    }
    await tellTrail(NOBODY, 'session:prove', on(account), 'wrong-credentials');
    problem(response, 'wrong-credentials');
    return false;
  }

  /** Hashing takes its time: what was hers when it began is looked at again. */
  function isStillHers(account: Account | undefined, secret: 'passphrase' | 'pin'): boolean {
    return account !== undefined && people.account(account.id)?.[secret] === account[secret];
  }

  async function isRightPin(
    account: Account | undefined,
    device: DeviceId,
    typed: string,
    response: Response,
  ): Promise<boolean> {
    const attempt = await signInLimits.pin(account?.id ?? ('' as Account['id']), device);
    if (isHeld(attempt, response)) return false;
    let isRight = false;
    try {
      isRight =
        (await passphrases.isRight(typed, account?.pin ?? null)) && isStillHers(account, 'pin');
    } finally {
      if (!isRight) attempt.wrong();
    }
    if (isRight) {
      await attempt.right();
      return true;
    }
    const result = attempt.isLast ? 'pin-locked' : 'wrong-credentials';
    await tellTrail(NOBODY, 'session:pin', account ? on(account) : '', result, `device:${device}`);
    problem(response, 'wrong-credentials');
    return false;
  }

  /** Signed in, and not locked. */
  function hers(request: Request, response: Response): SignedIn | undefined {
    const trust = doorkeeper.recognise(request, undefined);
    const signedIn = doorkeeper.sessionOf(request);
    if (trust.ok && signedIn) return signedIn;
    problem(response, signedIn?.locked ? 'locked' : signedIn ? 'not-allowed' : 'signed-out');
    return undefined;
  }

  /** A passphrase that goes over the network in the clear is everybody's. */
  function mayTellSecrets(request: Request, response: Response): boolean {
    if (isPrivate(request)) return true;
    problem(response, 'needs-https');
    return false;
  }

  /** The staff computer that proves itself; null: none does. */
  function deviceOf(request: Request, given: DeviceProof | undefined): Device | null {
    const device = given && parts.computers.prove(given, request.get('Host') ?? '');
    return device?.kind === 'staff' ? device : null;
  }

  function freeLogin(wished: string, id: string): string {
    const typed = normalLogin(wished);
    return typed === '' || accountByLogin(people.state, typed) ? `sso-${id}` : typed;
  }

  function tellTrail(
    caller: Caller,
    what: string,
    about: string,
    result: string,
    why?: string,
  ): Promise<void> {
    return audit.record({ caller, office: null, what, on: about, result, ...(why && { why }) });
  }
}

const on = ({ id }: Account): string => `account:${id}`;

/** As a proxy that is trusted says; limits need it, and nothing else does. */
const addressOf = (request: Request): string => request.ip ?? '';

function isHeld({ waitSeconds }: Try, response: Response): boolean {
  if (waitSeconds <= 0) return false;
  const isForNow = Number.isFinite(waitSeconds);
  if (isForNow) response.set('Retry-After', String(waitSeconds));
  const code: RefusalCode = isForNow ? 'too-many-requests' : 'pin-is-locked';
  problem(response, code);
  return true;
}

/** The way back from the provider comes from another site: Lax lets a navigation have it, and nothing else. */
const flowCookie = ({ secure }: Request): string =>
  secure ? `__Host-${FLOW_COOKIE}` : FLOW_COOKIE;
const flowOptions = ({ secure }: Request): CookieOptions => ({
  ...{ path: '/', httpOnly: true, sameSite: 'lax', secure },
});

function cookieIn(request: Request, name: string): string | undefined {
  for (const one of request.get('Cookie')?.split(';') ?? []) {
    const [key, value] = one.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

const ownPage = (request: Request): string => `${request.protocol}://${request.get('Host')}/staff`;
