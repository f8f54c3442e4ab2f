/** Accounts and tokens, live: as the log has them at any moment, whichever hub changed them last. */
import { createHash, randomBytes } from 'node:crypto';
import type { AccountId, Offices, Scope, TokenId } from '#shared/identity.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import type { EventLog } from '../event-log/event-log.ts';
import type { Outcome, RequestMark } from '../event-log/request-memory.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import {
  type Account,
  type ApiToken,
  decide,
  evolve,
  nobody,
  type PeopleCommand,
  type PeopleEvent,
  type PeopleRefusal,
  type PeopleState,
} from './people.ts';
import { peopleFormat } from './people-format.ts';

type Refusal = PeopleRefusal | 'request-id-reused';
/** As a command, but for when it is given. */
type Asked = PeopleCommand extends infer Command
  ? Command extends PeopleCommand
    ? Omit<Command, 'at'>
    : never
  : never;

const INVITATION_MS = 7 * 86_400_000;
const TOKEN_PREFIX = 'torget';

export class People {
  readonly #writer: StreamWriter<PeopleState, PeopleEvent>;
  readonly #now: () => EpochMs;
  /** When each was last seen to work; not worth a fact. */
  readonly #used = new Map<TokenId, EpochMs>();

  private constructor(writer: StreamWriter<PeopleState, PeopleEvent>, now: () => EpochMs) {
    this.#writer = writer;
    this.#now = now;
  }

  /**
   * @param now the machine's own time
   * @throws {EventLogUnavailable | EventLogUnusable}
   */
  static async open(log: EventLog, now: () => EpochMs): Promise<People> {
    const writer = await StreamWriter.open<PeopleState, PeopleEvent>({
      ...{ log, stream: 'identity/hub', format: peopleFormat, initial: nobody, evolve },
    });
    return new People(writer, now);
  }

  get state(): PeopleState {
    return this.#writer.state;
  }

  /** @returns the account, as it is after it, of whoever the command is about; null: of nobody any more, or of a token */
  submit(mark: RequestMark | null, asked: Asked): Promise<Outcome<AccountId | null, Refusal>> {
    return this.#writer.submit(
      mark,
      (people) => decide(people, { ...asked, at: this.#now() } as PeopleCommand),
      (_people, [event]) => (event && 'account' in event ? event.account : null),
    );
  }

  /** Resolves when `state` has what any hub did before it was asked for. @throws {EventLogUnavailable} */
  async catchUp(): Promise<void> {
    await this.#writer.catchUp();
  }

  account(id: AccountId): Account | undefined {
    return this.state.accounts.get(id);
  }

  newAccountId(): AccountId {
    return randomBytes(6).toString('hex') as AccountId;
  }

  /** A secret that is told once, and what is kept of it. */
  newInvitation(): { secret: string; invitation: NonNullable<Account['invitation']> } {
    const secret = randomBytes(24).toString('base64url');
    return { secret, invitation: { hash: digest(secret), until: this.#now() + INVITATION_MS } };
  }

  /** @returns the token itself, told once */
  async addToken(
    mark: RequestMark,
    made: { name: string; scopes: readonly Scope[]; offices: Offices; expiresAt: EpochMs | null },
    by: string,
  ): Promise<Outcome<{ id: TokenId; token: string }, Refusal>> {
    const id = randomBytes(6).toString('hex') as TokenId;
    const token = `${TOKEN_PREFIX}_${id}_${randomBytes(32).toString('base64url')}`;
    const added = await this.submit(mark, {
      ...{ type: 'AddToken', token: { ...made, id, hash: digest(token) }, by },
    });
    if (!added.ok) return added;
    // Asked again: what was told once is not known any more.
    if (!this.state.tokens.has(id)) return { ok: false, code: 'request-id-reused' };
    return { ok: true, answer: { id, token } };
  }

  /** Whose token this is, while it holds. */
  tokenOf(presented: string): ApiToken | undefined {
    const [prefix, id] = presented.split('_');
    const token = prefix === TOKEN_PREFIX ? this.state.tokens.get(id as TokenId) : undefined;
    // A hash of 256 random bits: comparing it tells nothing of them.
    if (!token || token.hash !== digest(presented)) return undefined;
    if (token.expiresAt !== null && token.expiresAt <= this.#now()) return undefined;
    this.#used.set(token.id, this.#now());
    return token;
  }

  lastUsedAt(token: TokenId): EpochMs | null {
    return this.#used.get(token) ?? null;
  }

  /** Runs `listener` with everything new, whichever hub brought it about. @returns ends it */
  onChange(listener: (event: PeopleEvent) => void): () => void {
    return this.#writer.onDurable((news) => {
      for (const { event } of news) listener(event);
    });
  }

  /** Resolves when every change asked for has its outcome. The log stays open. */
  close(): Promise<void> {
    return this.#writer.close();
  }
}

/** Of a secret with so many bits that nothing slower is needed. */
export const digest = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');
