/** Who asks over HTTP, and whether she may. Whoever may not has had her answer when these return undefined. */
import type { NextFunction, Request, Response } from 'express';
import type { DeviceProof } from '#shared/identity.ts';
import type { RefusalCode, RequestName } from '#shared/protocol.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { Caller } from '../identity/caller.ts';
import type { Proven } from '../identity/device-proof.ts';
import { bearerOf, type Doorkeeper } from '../identity/doorkeeper.ts';
import { type Errand, mayAsk, mayReach } from '../identity/rights.ts';
import { problem } from './problem.ts';

type OnRefused = (caller: Caller, asked: RequestName | Errand, office: OfficeId | null) => void;

export class Callers {
  readonly #doorkeeper: Doorkeeper;
  readonly #onRefused: OnRefused;

  /** @param onRefused told of whoever is known and asks for what is not hers */
  constructor(doorkeeper: Doorkeeper, onRefused: OnRefused) {
    this.#doorkeeper = doorkeeper;
    this.#onRefused = onRefused;
  }

  /** Before anything is answered: a device's proof is good once, so it is looked at once, and by all hubs. */
  readonly prove = (request: Request, response: Response, next: NextFunction) => {
    const proof = deviceProofOf(request);
    if (!proof) return next(); // as most have none, they wait for nothing
    return this.#doorkeeper.prove(request, proof).then((proven) => {
      response.locals['proven'] = proven;
      next();
    });
  };

  /** Anybody but strangers. */
  known(request: Request, response: Response): Caller | undefined {
    const trust = this.#doorkeeper.recognise(request, bearerOf(request), provenIn(response));
    if (!trust.ok) {
      refuseEntry(response, ENTRY[trust.why]);
      return undefined;
    }
    if (trust.caller.kind === 'stranger') {
      refuseEntry(response, this.#doorkeeper.founded ? 'signed-out' : 'not-allowed');
      return undefined;
    }
    return trust.caller;
  }

  /** For what is one office's. Of another office than hers she learns nothing, not even that it is there. */
  of(
    request: Request,
    response: Response,
    asked: RequestName | Errand,
    office: OfficeId,
  ): Caller | undefined {
    const caller = this.known(request, response);
    if (!caller) return undefined;
    if (mayAsk(caller, asked, office)) return caller;
    this.#onRefused(caller, asked, office);
    problem(response, mayReach(caller, office) ? 'not-allowed' : 'unknown-office');
    return undefined;
  }

  /** For what is the hub's: accounts, tokens, the audit trail, what is kept. */
  manager(request: Request, response: Response, errand: Errand): Caller | undefined {
    const caller = this.known(request, response);
    if (!caller) return undefined;
    if (mayAsk(caller, errand, EVERY_OFFICE)) return caller;
    this.#onRefused(caller, errand, null);
    problem(response, 'not-allowed');
    return undefined;
  }
}

/** No office is called so: only who has all of them has this one. */
const EVERY_OFFICE = '*' as OfficeId;

const ENTRY = {
  'foreign-origin': 'foreign-origin',
  'wrong-credential': 'not-allowed',
  'stale-proof': 'not-allowed',
  locked: 'locked',
} as const;

function refuseEntry(response: Response, code: 'foreign-origin' | RefusalCode): void {
  if (code === 'signed-out' || code === 'not-allowed') response.set('WWW-Authenticate', 'Bearer');
  if (code === 'foreign-origin')
    problem(response, 'not-allowed', {
      message: 'Requests from pages of another origin are not served.',
    });
  else if (code === 'not-allowed')
    problem(response, code, {
      status: 401,
      message: 'Send the API_TOKEN as Authorization: Bearer.',
    });
  else problem(response, code);
}

/** What came of the proof in the request's head; undefined: there was none. */
export const provenIn = (response: Response): Proven | undefined =>
  response.locals['proven'] as Proven | undefined;

/** `Device-Proof: <device>.<nonce>.<signature>`, as shared/identity.ts has it. */
function deviceProofOf(request: Request): DeviceProof | undefined {
  const [device, nonce, signature, ...more] = request.get('Device-Proof')?.split('.') ?? [];
  if (!device || !nonce || !signature || more.length > 0) return undefined;
  return { device: device as DeviceProof['device'], nonce, signature };
}
