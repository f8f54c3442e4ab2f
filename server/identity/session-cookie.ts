/**
 * The cookie that a session hangs on, by express-session over our own store.
 *
 * SameSite=Strict: nothing that another site asks for comes with it, not even a link. The way back from the city's
 * sign-on does come from another site; it has a cookie of its own for those minutes (sso.ts).
 * No Expires: at a computer that many use, closing the browser signs out.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import session, { type SessionData, Store } from 'express-session';
import type { SharedMemory } from '../shared-memory/shared-memory.ts';
import { hostName, isLoopbackName } from './own-computer.ts';
import type { Session as Kept, Sessions } from './sessions.ts';

declare module 'express-session' {
  interface SessionData {
    kept?: Kept;
    /** The id whose place it takes when it is kept. */
    instead?: { secretId: string; goesOn: boolean };
  }
}

/** Browsers take a cookie of this name only over HTTPS, for the whole host and for no other. */
const SECURE_NAME = '__Host-torget';
/** At the hub's own computer there is nobody on the way. */
const LOOPBACK_NAME = 'torget';

export type Asking = IncomingMessage & {
  /** As Express has it: also where a proxy that is trusted says so. */
  secure?: boolean;
  sessionID?: string;
  session?: session.Session & Partial<SessionData>;
  /** Makes `session` for whoever came without a cookie. */
  beginSession?: Middleware;
  /** As Express has it: the answer to this request. */
  res?: ServerResponse | undefined;
};
type Middleware = (
  request: Asking,
  response: ServerResponse,
  next: (fault?: unknown) => void,
) => void;

export class SessionCookie {
  readonly #secure: Middleware;
  readonly #loopback: Middleware;

  /** @param key signs the ids, so that the store is asked only for what this hub gave out */
  constructor(sessions: Sessions, key: string) {
    const named = (name: string, secure: boolean) =>
      session({
        // A store each: express-session writes into its store what cookies it makes.
        store: new LogStore(sessions),
        ...{ name, secret: key, resave: false, saveUninitialized: false },
        genid: () => randomBytes(32).toString('base64url'),
        cookie: { path: '/', httpOnly: true, sameSite: 'strict', secure },
      }) as unknown as Middleware;
    this.#secure = named(SECURE_NAME, true);
    this.#loopback = named(LOOPBACK_NAME, false);
  }

  /** Reads the cookie, of an HTTP request and of a socket's upgrade alike. */
  readonly read: Middleware = (request, response, next) => {
    const has = (name: string) => request.headers.cookie?.includes(`${name}=`) ?? false;
    const isSecure = request.secure ?? has(SECURE_NAME);
    const read = isSecure ? this.#secure : this.#loopback;
    if (has(isSecure ? SECURE_NAME : LOOPBACK_NAME)) return read(request, response, next);
    // Windows, terminals and programs have none: a session is made for whoever signs in, and for nobody else.
    // Not a closure that holds this request: V8 frees neither before it collects old objects. Of many at once that was a tenth of the hub's time.
    request.beginSession = read;
    next();
  };
}

/** Whether a secret can be sent here: over HTTPS, or without leaving this computer. */
export const isPrivate = (request: Asking): boolean =>
  request.secure === true || isLoopbackName(hostName(request.headers.host));

/**
 * A new id for what begins or changes here: one that somebody else may have seen, or set, is worth nothing.
 * @param goesOn it is the same session, and nothing is kept where that has been ended meanwhile
 */
export async function keepAnew(
  request: Asking,
  kept: Kept,
  { goesOn = false } = {},
): Promise<void> {
  const before = request.session && request.sessionID;
  await done((then) => (request.session ? request.session.regenerate(then) : begin(request, then)));
  if (request.session) {
    request.session.kept = kept;
    if (before !== undefined) request.session.instead = { secretId: before, goesOn };
  }
  // Durable before anything is answered.
  await done((then) => request.session?.save(then));
}

export const endHere = async ({ session }: Asking): Promise<void> => {
  if (session) await done((then) => session.destroy(then));
};

function begin(request: Asking, then: (fault?: unknown) => void): void {
  const { beginSession, res } = request;
  if (!beginSession || !res) throw new Error('This path does not read the cookie.');
  beginSession(request, res, then);
}

/** The same for all hubs, so that each knows what another gave out. */
export async function sharedKey(memory: SharedMemory, name: string): Promise<string> {
  const made = randomBytes(32).toString('base64url');
  if (await memory.claim(name, made, null)) return made;
  return (await memory.get(name)) ?? made;
}

/** Of a hub that shares with nobody: made once, and readable by its own user only. */
export function sessionKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
    const key = randomBytes(32).toString('base64url');
    writeFileSync(file, key, { mode: 0o600, flag: 'wx' });
    return key;
  }
}

class LogStore extends Store {
  /** Makes a session of a new id. It is express-session's own, and given to every store. */
  declare readonly generate: (request: IncomingMessage) => void;
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    super();
    this.#sessions = sessions;
  }

  override get(id: string, then: (fault: unknown, data?: SessionData | null) => void): void {
    const tell = (found: Awaited<ReturnType<Sessions['findAnywhere']>>) => {
      if (!found) return then(null, null);
      const { id: _, ...kept } = found;
      then(null, { cookie: { originalMaxAge: null } as SessionData['cookie'], kept });
    };
    this.#sessions.findAnywhere(id).then(tell, then);
  }

  override set(
    id: string,
    { kept, instead }: SessionData,
    then: (fault?: unknown) => void = () => {},
  ): void {
    if (!kept) then();
    else this.#sessions.keep(id, kept, instead).then(() => then(), then);
  }

  /** The old id ends when the new one is kept, and not before. */
  override regenerate(request: Parameters<Store['regenerate']>[0], then: () => void): void {
    this.generate(request);
    then();
  }

  override destroy(id: string, then: (fault?: unknown) => void = () => {}): void {
    const found = this.#sessions.find(id);
    if (!found) then();
    else this.#sessions.end(found.id, 'renewed').then(() => then(), then);
  }
}

const done = (work: (then: (fault?: unknown) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    work((fault) => (fault ? reject(fault) : resolve()));
  });
