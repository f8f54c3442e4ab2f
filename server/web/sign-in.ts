/** Signing in and out, locking and unlocking, and what she signs in by, over HTTP. Rules ID… in docs/spec.md. */
import { type Request, Router } from 'express';
import { z } from 'zod';
import { deviceProof } from '#shared/wire-words.ts';
import { isGuessable, isWeak } from '../identity/passphrase.ts';
import { type Account, accountByLogin, normalLogin } from '../identity/people.ts';
import { endHere, keepAnew } from '../identity/session-cookie.ts';
import { addressOf, type Entrance, isHeld, NOBODY, on, type SignInParts } from './entrance.ts';
import { problem } from './problem.ts';
import { mayRepeat, passphrase, pin, toldIn, triedPassphrase } from './told.ts';

const signIn = z.strictObject({
  login: z.string().max(200),
  passphrase: triedPassphrase,
  proof: deviceProof.optional(),
  ...mayRepeat,
});
const pinSignIn = z.strictObject({
  account: z.string().max(60),
  pin,
  proof: deviceProof,
  ...mayRepeat,
});
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
export function signInRoutes(parts: SignInParts, entrance: Entrance): Router {
  const { doorkeeper, people, sessions, passphrases, signInLimits, sso } = parts;
  const {
    idTokens,
    guarded,
    sessionNow,
    answerNow,
    enter,
    changedSecret,
    isHerPassphrase,
    isStillHers,
    keepHers,
    isRightPin,
    hers,
    mayTellSecrets,
    deviceOf,
    tellTrail,
  } = entrance;
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/session', async (request, response) => {
    response.json(await sessionNow(request, await deviceOf(request, response)));
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
    const device = await deviceOf(request, response, told.proof);
    // One answer for whoever is not there and for whoever mistyped.
    if (!account || !isRight) {
      await tellTrail(NOBODY, 'session:begin', account ? on(account) : '', 'wrong-credentials');
      return problem(response, 'wrong-credentials');
    }
    await attempt.right();
    if (device) await signInLimits.pinUnlocked(account.id, device.id);
    if (await enter(request, response, { account, way: 'passphrase', device }))
      await answerNow(request, response);
  });

  router.post('/session/pin', guarded, async (request, response) => {
    const told = toldIn(pinSignIn, request, response);
    if (!told || !mayTellSecrets(request, response)) return;
    const device = await deviceOf(request, response, told.proof);
    if (!device) return problem(response, 'pin-not-here');
    const account = people.state.accounts.get(told.account as Account['id']);
    if (!(await isRightPin(account, device.id, told.pin, response)) || !account) return;
    if (await enter(request, response, { account, way: 'pin', device }))
      await answerNow(request, response);
  });

  router.post('/session/press', guarded, (request, response) => {
    const signedIn = hers(request, response);
    if (!signedIn) return;
    const { id, device } = signedIn.session;
    sessions.pressed(id);
    if (device) parts.computers.seen(device);
    response.status(204).end();
  });

  router.post('/session/lock', guarded, async (request, response) => {
    const signedIn = doorkeeper.sessionOf(request);
    if (!toldIn(nothing, request, response)) return;
    if (!signedIn) return problem(response, 'signed-out');
    if (!signedIn.locked) {
      const { id: _, ...session } = signedIn.session;
      await keepAnew(request, { ...session, lockedAt: parts.now() }, { goesOn: true });
    }
    await answerNow(request, response);
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
    const { id: _, ...kept } = session;
    const by = 'pin' in told ? 'pin' : 'passphrase';
    const way = by === 'pin' && account.role !== 'administrator' ? kept.way : by;
    const unlocked = { ...kept, way, lockedAt: null };
    if (!(await keepHers(request, account, by, unlocked, { goesOn: true })))
      return problem(response, 'signed-out');
    await tellTrail(signedIn.caller, 'session:unlock', on(account), 'done');
    await answerNow(request, response);
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
    const since = { ...signedIn, account: { ...account, passphrase: kept } };
    await changedSecret(request, since, 'account:set-passphrase', set.ok ? 'done' : set.code);
    if (!set.ok) return problem(response, set.code);
    await answerNow(request, response);
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
    await answerNow(request, response);
  });

  return router;
}

const ownPage = (request: Request): string => `${request.protocol}://${request.get('Host')}/staff`;
