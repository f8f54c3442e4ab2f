/**
 * Devices over HTTP: a device nobody knows asks to be paired and how that went; staff look at what asks, pair it, name
 * it and revoke it; a paired one asks for a word to sign. Rules DV… in docs/spec.md.
 */
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type ActName, DEVICE_KINDS, type DeviceId, type PairingSeen } from '#shared/identity.ts';
import type { DisplayId, OfficeId } from '#shared/vocabulary.ts';
import { id, requestId, written } from '#shared/wire-words.ts';
import type { RequestMark } from '../event-log/request-memory.ts';
import type { Limits } from '../hub/limits.ts';
import { listed, listedDevices } from '../hub/listed-devices.ts';
import type { Office } from '../hub/office.ts';
import type { Presence } from '../hub/presence.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import { type Caller, nameOf } from '../identity/caller.ts';
import { type DeviceProofs, publicKeyOf } from '../identity/device-proof.ts';
import { type Doorkeeper, fromOwnPage } from '../identity/doorkeeper.ts';
import type { LiveDevices } from '../identity/live-devices.ts';
import type { Pairings } from '../identity/pairing.ts';
import type { Callers } from './callers.ts';
import { problem } from './problem.ts';
import { toldIn } from './told.ts';

export type DeviceParts = {
  doorkeeper: Pick<Doorkeeper, 'isOfHub'>;
  offices: ReadonlyMap<OfficeId, Office>;
  devices: LiveDevices;
  proofs: DeviceProofs;
  pairings: Pairings;
  presence: Presence;
  limits: Limits;
  audit: Pick<AuditTrail, 'record'>;
  /** What 'account:ann' is called. */
  nameOfAuthor: (by: string) => string;
};

const NAME_GRAPHEMES = 60;
/** As a browser calls itself, shortened by our page. */
const BROWSER_LENGTH = 80;
const device = z.string().max(60);
const office = id<OfficeId>();
const name = written(NAME_GRAPHEMES);
const display = id<DisplayId>().nullable().default(null);

const begin = z.strictObject({
  kind: z.enum(DEVICE_KINDS),
  /** Ed25519: 32 bytes as base64url. */
  publicKey: z.string().regex(/^[\w-]{43}$/),
  browser: z.string().max(BROWSER_LENGTH),
});
const challenge = z.strictObject({ device });
const look = z.strictObject({ requestId: requestId.optional(), office, code: z.string().max(40) });
const pair = z.strictObject({
  ...{ requestId, office, name, display },
  kind: z.enum(DEVICE_KINDS),
  pairing: z.string().max(40),
});
const refuse = z.strictObject({
  requestId: requestId.optional(),
  office,
  pairing: z.string().max(40),
});
const set = z.strictObject({ requestId, name, display });
const revoke = z.strictObject({ requestId });

const json = express.json({ limit: '4kb', strict: true, type: () => true });

export function deviceRoutes(parts: DeviceParts, callers: Callers): Router {
  const { doorkeeper, offices, devices, proofs, pairings, limits, audit } = parts;
  const router = Router({ caseSensitive: true, strict: true });

  // Of devices themselves

  router.post('/pairing', ofOwnPage, json, async (request, response) => {
    const asked = toldIn(begin, request, response);
    if (!asked) return;
    if (await isTooMuch(limits.pairingFrom(addressOf(request)), response)) return;
    if (!publicKeyOf(asked.publicKey))
      return problem(response, 'malformed-request', { message: 'publicKey: is no Ed25519 key' });
    response.status(201).json(await pairings.begin({ ...asked, address: addressOf(request) }));
  });

  router.get('/pairing/:pairing', async (request, response) => {
    const secret = request.get('Pairing-Secret') ?? '';
    response.json(await pairings.state(request.params.pairing, secret));
  });

  router.post('/device/challenge', ofOurPages, json, async (request, response) => {
    const asked = toldIn(challenge, request, response);
    if (!asked || (await isTooMuch(limits.challengeFrom(addressOf(request)), response))) return;
    response.json(proofs.challenge(asked.device as DeviceId));
  });

  // Of staff

  router.post('/devices/look', json, async (request, response) => {
    const asked = toldIn(look, request, response);
    const caller = asked && staff(request, response, asked.office);
    if (!caller) return;
    // A code is short: whoever tries many is stopped long before she meets one.
    if (await isTooMuch(limits.codeFrom(nameOf(caller)), response)) return;
    const seen = await pairings.look(asked.code);
    if (seen) response.json(seen satisfies PairingSeen);
    else problem(response, 'unknown-code');
  });

  router.post('/devices/pair', json, async (request, response) => {
    const asked = toldIn(pair, request, response);
    const caller = asked && staff(request, response, asked.office);
    if (!caller) return;
    if (!isWindowOf(asked.office, asked.display)) return problem(response, 'unknown-display');
    const before = devices.answered(asked.requestId);
    const taken = before ? null : await pairings.take(asked.pairing, asked.kind);
    if (!before && !taken) return problem(response, 'unknown-code');
    const by = nameOf(caller);
    const { office: at, kind, name: called, display: shows } = asked;
    const card = { kind, office: at, name: called, display: shows };
    const made = await devices
      .pair(markOf(asked.requestId, asked, by), { ...card, publicKey: taken?.publicKey ?? '' }, by)
      .catch(async (fault) => {
        await pairings.release(asked.pairing);
        throw fault;
      });
    if (made.ok) await pairings.paired(asked.pairing, made.answer);
    await told(
      caller,
      at,
      'device:pair',
      made.ok ? made.answer.id : '',
      made.ok ? 'done' : made.code,
    );
    if (made.ok) response.status(201).json(listed(made.answer, parts));
    else problem(response, made.code);
  });

  router.post('/devices/refuse', json, async (request, response) => {
    const asked = toldIn(refuse, request, response);
    const caller = asked && staff(request, response, asked.office);
    if (!caller) return;
    const taken = await pairings.take(asked.pairing, null);
    // What nobody asks any more needs no refusal; that it was tried is told all the same.
    const result = taken ? 'done' : 'unknown-code';
    await told(caller, asked.office, 'device:refuse', '', result);
    response.status(204).end();
  });

  router.get('/offices/:office/devices', (request, response) => {
    const at = officeIn(request, response);
    if (!at || !callers.of(request, response, 'read:staff', at)) return;
    response.json(listedDevices(devices.state, at, parts));
  });

  router.post('/offices/:office/devices/:device/set', json, async (request, response) => {
    const found = deviceIn(request, response);
    if (!found) return;
    const asked = toldIn(set, request, response);
    if (!asked) return;
    const { caller, device: one, at } = found;
    const { name: called, display: shows } = asked;
    if (!isWindowOf(at, shows)) return problem(response, 'unknown-display');
    const by = nameOf(caller);
    const done = await devices.set(
      markOf(asked.requestId, { ...asked, device: one.id }, by),
      { device: one.id, name: called, display: shows },
      by,
    );
    await told(caller, at, 'device:set', one.id, done.ok ? 'done' : done.code);
    if (done.ok) response.json(listed(done.answer, parts));
    else problem(response, done.code);
  });

  router.post('/offices/:office/devices/:device/revoke', json, async (request, response) => {
    const found = deviceIn(request, response);
    if (!found) return;
    const asked = toldIn(revoke, request, response);
    if (!asked) return;
    const { caller, device: one, at } = found;
    const by = nameOf(caller);
    const done = await devices.revoke(markOf(asked.requestId, { device: one.id }, by), one.id, by);
    // With its name, which nobody can look up any more.
    await told(caller, at, 'device:revoke', one.id, done.ok ? 'done' : done.code, one.name);
    if (done.ok) response.status(204).end();
    else problem(response, done.code);
  });

  return router;

  function staff(request: Request, response: Response, at: OfficeId): Caller | undefined {
    if (offices.has(at)) return callers.of(request, response, 'manage:devices', at);
    problem(response, 'unknown-office');
    return undefined;
  }

  function officeIn(request: Request, response: Response): OfficeId | undefined {
    const at = request.params['office'] as OfficeId;
    if (offices.has(at)) return at;
    problem(response, 'unknown-office');
    return undefined;
  }

  function isWindowOf(at: OfficeId, shows: DisplayId | null): boolean {
    const { displays = [] } = offices.get(at)?.book ?? {};
    return shows === null || displays.some(({ id: one }) => one === shows);
  }

  /** Also of another hub, whose screens go on here when it is away. */
  function ofOurPages(request: Request, response: Response, next: () => void): void {
    if (doorkeeper.isOfHub(request)) next();
    else ofOwnPage(request, response, next);
  }

  /** What a device asks of its own accord: from our own pages, or from no page at all. */
  function ofOwnPage(request: Request, response: Response, next: () => void): void {
    if (fromOwnPage(request)) next();
    else
      problem(response, 'not-allowed', {
        message: 'Requests from pages of another origin are not served.',
      });
  }

  /** Another office's device is not there. */
  function deviceIn(request: Request, response: Response) {
    const at = officeIn(request, response);
    const caller = at && staff(request, response, at);
    if (!caller) return undefined;
    const one = devices.state.get(request.params['device'] as DeviceId);
    if (one?.office === at) return { caller, device: one, at };
    problem(response, 'unknown-device');
    return undefined;
  }

  function told(
    caller: Caller,
    at: OfficeId,
    what: ActName,
    on: string,
    result: string,
    why?: string,
  ) {
    const about = on && `device:${on}`;
    return audit.record({ caller, office: at, what, on: about, result, ...(why && { why }) });
  }
}

const addressOf = (request: Request): string => request.ip ?? '';

const markOf = (requestId_: string, content: object, by: string): RequestMark => ({
  requestId: requestId_,
  digest: JSON.stringify(content),
  by,
});

async function isTooMuch(waiting: Promise<number>, response: Response): Promise<boolean> {
  const seconds = await waiting;
  if (seconds === 0) return false;
  response.set('Retry-After', String(seconds));
  problem(response, 'too-many-requests');
  return true;
}
