/**
 * How much one caller may ask for. By the machine's own time, in memory: a limit forgotten at a restart
 * costs nothing.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** A family of six takes its tickets at once; a child who plays does not empty the roll. */
const TICKETS = { points: 6, duration: 15 };
/** Per connection. A guide who hammers a key stays under it. */
const MESSAGES = { points: 40, duration: 4 };
/** Of tickets' own pages. A full room on one wireless network, and a stranger who guesses for ever in vain. */
const PAGES = { points: 200, duration: 10 };
/** Of the agenda. A page that shows it asks once; nobody needs a year of it in a second. */
const AGENDAS = { points: 60, duration: 60 };
/** Devices that ask to be paired, from one address: a whole office of them at once, and a loop of one that fails. */
const PAIRINGS = { points: 60, duration: 600 };
/** Words to sign: five hundred screens behind one address that all come back. */
const CHALLENGES = { points: 1_200, duration: 60 };
/** Pairing codes that one person tries. */
const CODES = { points: 20, duration: 3_600 };
const CONNECTIONS_PER_ADDRESS = 50;

export class Limits {
  readonly #tickets = new RateLimiterMemory(TICKETS);
  readonly #messages = new RateLimiterMemory(MESSAGES);
  readonly #pages = new RateLimiterMemory(PAGES);
  readonly #agendas = new RateLimiterMemory(AGENDAS);
  readonly #pairings = new RateLimiterMemory(PAIRINGS);
  readonly #challenges = new RateLimiterMemory(CHALLENGES);
  readonly #codes = new RateLimiterMemory(CODES);
  readonly #connections = new Map<string, number>();

  /** Takes one ticket's worth from `terminal`. Resolves to 0, or to the seconds to wait. */
  ticketFrom(terminal: string): Promise<number> {
    return secondsToWait(this.#tickets, terminal);
  }

  /** Takes one message's worth from `connection`. Resolves to 0, or to the seconds to wait. */
  messageFrom(connection: string): Promise<number> {
    return secondsToWait(this.#messages, connection);
  }

  /** Takes one page's worth from `address`. Resolves to 0, or to the seconds to wait. */
  async pageFrom(address: string): Promise<number> {
    return isLoopback(address) ? 0 : secondsToWait(this.#pages, address);
  }

  /** Takes one agenda's worth from `address`. Resolves to 0, or to the seconds to wait. */
  async agendaFrom(address: string): Promise<number> {
    return isLoopback(address) ? 0 : secondsToWait(this.#agendas, address);
  }

  /** Takes one pairing's worth from `address`. Resolves to 0, or to the seconds to wait. */
  pairingFrom(address: string): Promise<number> {
    return secondsToWait(this.#pairings, address);
  }

  /** Takes one word's worth from `address`. Resolves to 0, or to the seconds to wait. */
  challengeFrom(address: string): Promise<number> {
    return secondsToWait(this.#challenges, address);
  }

  /** Takes one code's worth from `person`. Resolves to 0, or to the seconds to wait. */
  codeFrom(person: string): Promise<number> {
    return secondsToWait(this.#codes, person);
  }

  mayConnect(address: string): boolean {
    const open = this.#connections.get(address) ?? 0;
    return open < CONNECTIONS_PER_ADDRESS || isLoopback(address);
  }

  /** Counts a connection in; disconnected() counts it out. */
  connected(address: string): void {
    this.#connections.set(address, (this.#connections.get(address) ?? 0) + 1);
  }

  disconnected(address: string): void {
    const open = this.#connections.get(address) ?? 0;
    if (open > 1) this.#connections.set(address, open - 1);
    else this.#connections.delete(address);
  }
}

async function secondsToWait(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.ceil(refused.msBeforeNext / 1000);
    throw refused;
  }
}

/** A proxy on this machine brings everybody from one address; it counts for itself. */
const isLoopback = (address: string): boolean => address === '::1' || address.endsWith('127.0.0.1');
