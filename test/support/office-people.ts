/** The people of an office on a real hub: the first administrator by the printed link, the others by invitation. */
import { randomUUID } from 'node:crypto';
import type { AccountListed, Role, SessionNow } from '#shared/identity.ts';
import type { TestHub } from './hub.ts';
import type { ApiAnswer, Refused } from './office-api.ts';

export const PASSPHRASE = 'fyra ord som ingen gissar';

/** A browser as the hub sees it: one cookie jar, and the Origin of our own pages. */
export class PersonApi {
  readonly #hub: TestHub;
  readonly #cookies: Map<string, string>;
  /** What the hub calls her; '' until she is known. */
  account = '';

  constructor(hub: TestHub, cookies = new Map<string, string>()) {
    this.#hub = hub;
    this.#cookies = cookies;
  }

  /** The same browser, at another hub. */
  at(hub: TestHub): PersonApi {
    return new PersonApi(hub, this.#cookies);
  }

  /** What a socket of hers comes with. */
  get headers(): { cookie: string; origin: string } {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { cookie, origin: this.#hub.url };
  }

  /** @param path below /api/v1 */
  get<Body>(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer<Body>> {
    return this.send('GET', path, undefined, headers);
  }

  /** A new request id is made unless `body` has one. */
  post<Body = SessionNow & Refused>(
    path: string,
    body: object = {},
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Body>> {
    return this.send('POST', path, { requestId: randomUUID(), ...body }, headers);
  }

  put<Body = SessionNow & Refused>(path: string, body: object): Promise<ApiAnswer<Body>> {
    return this.send('PUT', path, body);
  }

  delete<Body = { leaveAt: string | null } & Refused>(path: string): Promise<ApiAnswer<Body>> {
    return this.send('DELETE', path, {});
  }

  signIn(login: string, passphrase = PASSPHRASE): Promise<ApiAnswer<SessionNow & Refused>> {
    return this.post('/session', { login, passphrase });
  }

  async send<Body>(
    method: string,
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Body>> {
    const response = await fetch(`${this.#hub.url}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: { 'Content-Type': 'application/json', ...this.headers, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    this.keep(response);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body };
  }

  /** What the hub sets and clears. */
  keep(response: Response): void {
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

export type Office = {
  hub: TestHub;
  administrator: PersonApi;
  /** Makes an account of the role, and comes in by its invitation. */
  comes(role: Role, more?: Partial<NewAccount> & { pin?: string }): Promise<PersonApi>;
  /** As comes(), signed in by nobody yet: the one-time link's secret. */
  invite(
    role: Role,
    more?: Partial<NewAccount>,
  ): Promise<{ account: AccountListed; invitation: string }>;
  stranger(): PersonApi;
};

type NewAccount = { name: string; login: string; offices: 'all' | string[]; agency: string | null };

/** The secret in the one-time link that the hub printed at its last start. */
export const printedSecret = (hub: TestHub): string =>
  /\/staff#first=([\w-]+)/.exec(hub.output)?.[1] ?? '';

/** Trial mode has ended after this: who asks must be somebody. */
export async function foundOffice(hub: TestHub): Promise<Office> {
  const administrator = new PersonApi(hub);
  const founded = await administrator.post('/first-administrator', {
    secret: printedSecret(hub),
    name: 'Ada Administratör',
    login: 'ada',
    passphrase: PASSPHRASE,
  });
  if (founded.status !== 201) throw new Error(`Not founded: ${JSON.stringify(founded.body)}`);
  administrator.account = accountIn(founded.body);

  const invite: Office['invite'] = async (role, more = {}) => {
    const { offices = role === 'administrator' ? 'all' : ['ragsved'], ...rest } = more;
    const agency = role === 'agency' ? 'arbetsformedlingen' : null;
    const login = `${role}-${randomUUID().slice(0, 8)}`;
    const made = await administrator.post<{ account: AccountListed; invitation: string } & Refused>(
      '/accounts',
      { name: `En ${role}`, login, role, offices, agency, ...rest },
    );
    if (made.status !== 201) throw new Error(`No account: ${JSON.stringify(made.body)}`);
    return made.body;
  };
  return {
    ...{ hub, administrator, invite },
    comes: async (role, { pin, ...more } = {}) => {
      const { account, invitation } = await invite(role, more);
      const person = new PersonApi(hub);
      const came = await person.post('/invitation', {
        ...{ secret: invitation, passphrase: PASSPHRASE, ...(pin !== undefined && { pin }) },
      });
      if (came.status !== 201) throw new Error(`Did not come in: ${JSON.stringify(came.body)}`);
      person.account = account.id;
      return person;
    },
    stranger: () => new PersonApi(hub),
  };
}

const accountIn = ({ who }: SessionNow): string => (who.kind === 'person' ? who.account : '');
