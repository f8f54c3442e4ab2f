/** How somebody comes in the first time: by the link that the hub prints, or by an invitation. Rules ID… in docs/spec.md. */
import { Router } from 'express';
import { z } from 'zod';
import { deviceProof } from '#shared/wire-words.ts';
import { digest } from '../identity/live-people.ts';
import { isGuessable, isWeak } from '../identity/passphrase.ts';
import type { Account } from '../identity/people.ts';
import { addressOf, type Entrance, isHeld, NOBODY, on, type SignInParts } from './entrance.ts';
import { problem } from './problem.ts';
import { called, login, mayRepeat, passphrase, pin, toldIn } from './told.ts';

/** Longer than any, and it is not even looked at. */
const secretText = z.string().max(400);
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
  /** Of the paired computer at which she opens the link: her PIN is then taken there. */
  proof: deviceProof.optional(),
  ...mayRepeat,
});

export function firstStepsRoutes(parts: SignInParts, entrance: Entrance): Router {
  const { people, passphrases, signInLimits, founding, audit } = parts;
  const { guarded, answerNow, enter, mayTellSecrets, deviceOf, tellTrail } = entrance;
  const router = Router({ caseSensitive: true, strict: true });

  router.post('/first-administrator', guarded, async (request, response) => {
    const told = toldIn(firstAdministrator, request, response);
    if (!told || !mayTellSecrets(request, response)) return;
    const attempt = await signInLimits.link(addressOf(request));
    if (isHeld(attempt, response)) return;
    if (!(await founding.isRight(told.secret))) return problem(response, 'invitation-has-ended');
    await attempt.right();
    if (isWeak(told.passphrase, told.login)) return problem(response, 'passphrase-too-weak');
    const kept = await passphrases.hash(told.passphrase);
    // Of two who come at once with the same link, one is first.
    const giveBack = await founding.spend(told.secret);
    if (!giveBack) return problem(response, 'invitation-has-ended');
    const id = people.newAccountId();
    const { name, login: typed } = told;
    const made = await people
      .submit(null, {
        ...{ type: 'FoundOffice', account: id, name, login: typed, passphrase: kept },
        by: 'operator',
      })
      .catch(async (fault) => {
        await giveBack();
        throw fault;
      });
    await tellTrail(
      { kind: 'operator' },
      'account:found',
      `account:${id}`,
      made.ok ? 'done' : made.code,
    );
    if (!made.ok) {
      await giveBack();
      return problem(response, made.code);
    }
    const by = `account:${id}`;
    const device = told.computer ? await parts.computers.enrol(told.computer, by) : null;
    if (device)
      await audit.record({
        ...{ caller: { kind: 'operator' }, office: device.office, what: 'device:pair' },
        ...{ on: `device:${device.id}`, result: 'done' },
      });
    const founder = people.account(id);
    if (!founder) return problem(response, 'hub-unavailable');
    const account = { ...founder, passphrase: kept };
    if (!(await enter(request, response, { account, way: 'passphrase', device }))) return;
    response.status(201);
    await answerNow(request, response);
  });

  router.post('/invitation', guarded, async (request, response) => {
    const told = toldIn(invitation, request, response);
    if (!told || !mayTellSecrets(request, response)) return;
    const attempt = await signInLimits.link(addressOf(request));
    if (isHeld(attempt, response)) return;
    const hash = digest(told.secret);
    const invited = invitedBy(hash) ?? (await people.catchUp().then(() => invitedBy(hash)));
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
    const account = { ...invited, ...kept };
    const device = await deviceOf(request, response, told.proof);
    if (!(await enter(request, response, { account, way: 'passphrase', device }))) return;
    response.status(201);
    await answerNow(request, response);
  });

  return router;

  function invitedBy(hash: string): Account | undefined {
    return [...people.state.accounts.values()].find((account) => account.invitation?.hash === hash);
  }
}
