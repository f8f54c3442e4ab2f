/** What every way in has in common: who is asking, whether she is right, and how she comes in. Rules ID… in docs/spec.md. */
import type { Request, Response } from 'express';
import type { AccountId, ActName, DeviceId, DeviceProof, SessionNow } from '#shared/identity.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import type { Caller } from '../identity/caller.ts';
import type { Device } from '../identity/devices.ts';
import { type Doorkeeper, fromOwnPage, type SignedIn } from '../identity/doorkeeper.ts';
import type { FoundingLinks } from '../identity/founding.ts';
import type { People } from '../identity/live-people.ts';
import type { Passphrases } from '../identity/passphrase.ts';
import type { Account } from '../identity/people.ts';
import { endHere, isPrivate, keepAnew } from '../identity/session-cookie.ts';
import type { Session, Sessions, Way } from '../identity/sessions.ts';
import type { SignInLimits, Try } from '../identity/sign-in-limits.ts';
import type { SingleSignOn } from '../identity/sso.ts';
import { SharedMemoryUnavailable } from '../shared-memory/shared-memory.ts';
import { provenIn } from './callers.ts';
import { problem } from './problem.ts';

export type SignInParts = {
  doorkeeper: Doorkeeper;
  people: People;
  sessions: Sessions;
  passphrases: Passphrases;
  signInLimits: SignInLimits;
  founding: FoundingLinks;
  sso: SingleSignOn | null;
  audit: Pick<AuditTrail, 'record'>;
  /** Staff's own computers; that of whoever founds the office is paired at once. */
  computers: {
    /** Somebody has pressed something there. */
    seen(device: DeviceId): void;
    nameOf(device: DeviceId): string | null;
    officeOf(device: DeviceId): OfficeId | null;
    enrol(computer: { publicKey: string; name: string }, by: string): Promise<Device | null>;
  };
  now: () => number;
};

export const NOBODY: Caller = { kind: 'stranger' };

export type Entrance = ReturnType<typeof entranceOf>;

export function entranceOf(parts: SignInParts) {
  const { doorkeeper, people, sessions, passphrases, signInLimits, audit, sso } = parts;

  /** To sign the city's sign-on out as well; what is lost by a restart is asked of her there. */
  const idTokens = new Map<Account['id'], string>();

  return {
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
  };

  /** Of every write here: only from our own pages, or from no page at all. */
  function guarded(request: Request, response: Response, next: () => void): void {
    if (fromOwnPage(request)) next();
    else
      problem(response, 'not-allowed', {
        message: 'Requests from pages of another origin are not served.',
      });
  }

  async function sessionNow(request: Request, proven: Device | null): Promise<SessionNow> {
    const signedIn = doorkeeper.sessionOf(request);
    const at = proven?.id ?? signedIn?.session.device ?? null;
    const name = at && parts.computers.nameOf(at);
    return {
      who: whoIs(request, signedIn),
      device: at && name !== null && name !== '' ? { id: at, name } : null,
      ways: {
        passphrase: true,
        pins: at && name !== null ? await pinsAt(at) : [],
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
  async function pinsAt(device: DeviceId): Promise<SessionNow['ways']['pins']> {
    const office = parts.computers.officeOf(device);
    const withPin = [...people.state.accounts.values()]
      .filter(({ pin: herPin }) => herPin !== null)
      .filter(({ offices }) => offices === 'all' || !office || offices.includes(office));
    const locked = await Promise.all(withPin.map(({ id }) => isPinLocked(id, device)));
    return withPin
      .filter((_, index) => !locked[index])
      .map(({ id, name }) => ({ account: id, name }));
  }

  /** Where it cannot be found out she is shown: whoever then tries is told. */
  async function isPinLocked(account: AccountId, device: DeviceId): Promise<boolean> {
    try {
      return await signInLimits.isPinLocked(account, device);
    } catch (fault) {
      if (fault instanceof SharedMemoryUnavailable) return false;
      throw fault;
    }
  }

  async function answerNow(request: Request, response: Response): Promise<void> {
    response.json(await sessionNow(request, null));
  }

  /**
   * Signed in.
   * @param account as it was when she proved herself
   * @returns false: what she came by was taken from her while she came in. She is out, and has been told
   */
  async function enter(
    request: Request,
    response: Response,
    { account, way, device }: { account: Account; way: Way; device: Pick<Device, 'id'> | null },
  ): Promise<boolean> {
    const isIn = await keepHers(request, account, way, {
      ...{ account: account.id, way, device: device?.id ?? null },
      ...{ beganAt: parts.now(), lockedAt: null },
    });
    if (!isIn) {
      await tellTrail(NOBODY, 'session:begin', on(account), 'wrong-credentials', way);
      problem(response, 'wrong-credentials');
      return false;
    }
    const caller = doorkeeper.sessionOf(request)?.caller ?? NOBODY;
    await tellTrail(caller, 'session:begin', on(account), 'done', way);
    return true;
  }

  /**
   * Keeps a session of hers under an id that nobody has seen before, as long as what she came by is hers. Whoever takes it
   * from her ends the sessions that there are, and this one may have come just after.
   * @param account as it was when she proved herself
   * @param options.goesOn it is the same session, which may have been ended meanwhile
   * @returns false: she is out
   * @throws {EventLogUnavailable} nobody knows, and she is out
   */
  async function keepHers(
    request: Request,
    account: Account,
    by: Way,
    session: Session,
    { goesOn = false } = {},
  ): Promise<boolean> {
    await keepAnew(request, session, { goesOn });
    try {
      await people.catchUp();
    } catch (fault) {
      await endHere(request).catch(() => {}); // her browser has not been told the id
      throw fault;
    }
    if (by !== 'sso' && !isStillHers(account, by)) await endHere(request);
    return doorkeeper.sessionOf(request) !== null;
  }

  /**
   * Whoever knew the old one is out, wherever she sits; and this browser has a new id, too.
   * @param signedIn.account as it is since
   */
  async function changedSecret(
    request: Request,
    { session, account, caller }: SignedIn,
    what: ActName,
    result: string,
  ): Promise<void> {
    if (result === 'done') {
      await sessions.endAllOf(account.id, 'ended', session.id);
      const { id: _, ...kept } = session;
      await keepHers(request, account, 'passphrase', kept, { goesOn: true });
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
      if (!isRight) await attempt.wrong();
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

  /** The staff computer that proves itself, in what is told or in the request's head; null: none does. */
  async function deviceOf(
    request: Request,
    response: Response,
    given?: DeviceProof | undefined,
  ): Promise<Device | null> {
    const proven = given ? await doorkeeper.prove(request, given) : provenIn(response);
    if (!proven || proven === 'stale' || proven.kind !== 'staff') return null;
    parts.computers.seen(proven.id);
    return proven;
  }

  function tellTrail(
    caller: Caller,
    what: ActName,
    about: string,
    result: string,
    why?: string,
  ): Promise<void> {
    return audit.record({ caller, office: null, what, on: about, result, ...(why && { why }) });
  }
}

export const on = ({ id }: Account): string => `account:${id}`;

/** As a proxy that is trusted says; limits need it, and nothing else does. */
export const addressOf = (request: Request): string => request.ip ?? '';

export function isHeld({ waitSeconds }: Try, response: Response): boolean {
  if (waitSeconds <= 0) return false;
  const isForNow = Number.isFinite(waitSeconds);
  if (isForNow) response.set('Retry-After', String(waitSeconds));
  const code: RefusalCode = isForNow ? 'too-many-requests' : 'pin-is-locked';
  problem(response, code);
  return true;
}
