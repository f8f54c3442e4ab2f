/**
 * How much one caller may ask for. What she may ask of an office is counted by its hubs together; what wears on a hub
 * itself, and on a connection, by that hub.
 */
import { type Caller, nameOf } from '../identity/caller.ts';
import { InMemorySharedMemory } from '../shared-memory/in-memory-shared-memory.ts';
import type { Limiter } from '../shared-memory/limiter.ts';
import type { SharedMemory } from '../shared-memory/shared-memory.ts';

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
/** Of one address, device or person. */
const CONNECTIONS_AT_MOST = 50;

export class Limits {
  readonly #tickets: Limiter;
  readonly #messages: Limiter;
  readonly #pages: Limiter;
  readonly #agendas: Limiter;
  readonly #pairings: Limiter;
  readonly #challenges: Limiter;
  readonly #codes: Limiter;
  readonly #connections = new Map<string, number>();

  /** @param memory of all hubs */
  constructor(memory: SharedMemory) {
    // Without it a visitor still gets her ticket, and nobody guesses at codes.
    this.#tickets = memory.limiter('tickets', TICKETS, 'let-through');
    this.#pairings = memory.limiter('pairings', PAIRINGS, 'let-through');
    this.#codes = memory.limiter('codes', CODES, 'refuse');
    const own = new InMemorySharedMemory(() => Date.now());
    this.#messages = own.limiter('messages', MESSAGES);
    this.#pages = own.limiter('pages', PAGES);
    this.#agendas = own.limiter('agendas', AGENDAS);
    this.#challenges = own.limiter('challenges', CHALLENGES);
  }

  /** Takes one ticket's worth from `terminal`. Resolves to 0, or to the seconds to wait. */
  ticketFrom(terminal: string): Promise<number> {
    return this.#tickets.consume(terminal);
  }

  /** Takes one message's worth from `connection`. Resolves to 0, or to the seconds to wait. */
  messageFrom(connection: string): Promise<number> {
    return this.#messages.consume(connection);
  }

  /** Takes one page's worth from `address`. Resolves to 0, or to the seconds to wait. */
  async pageFrom(address: string): Promise<number> {
    return isLoopback(address) ? 0 : this.#pages.consume(address);
  }

  /** Takes one agenda's worth from `address`. Resolves to 0, or to the seconds to wait. */
  async agendaFrom(address: string): Promise<number> {
    return isLoopback(address) ? 0 : this.#agendas.consume(address);
  }

  /** Takes one pairing's worth from `address`. Resolves to 0, or to the seconds to wait. */
  pairingFrom(address: string): Promise<number> {
    return this.#pairings.consume(address);
  }

  /** Takes one word's worth from `address`. Resolves to 0, or to the seconds to wait. */
  challengeFrom(address: string): Promise<number> {
    return this.#challenges.consume(address);
  }

  /** Takes one code's worth from `person`. Resolves to 0, or to the seconds to wait. @throws {SharedMemoryUnavailable} */
  codeFrom(person: string): Promise<number> {
    return this.#codes.consume(person);
  }

  mayConnect(caller: Caller, address: string): boolean {
    const open = this.#connections.get(countedFor(caller, address)) ?? 0;
    return open < CONNECTIONS_AT_MOST || isLoopback(address);
  }

  /** Counts a connection in. @returns counts it out */
  connected(caller: Caller, address: string): () => void {
    const from = countedFor(caller, address);
    this.#connections.set(from, (this.#connections.get(from) ?? 0) + 1);
    return () => {
      const open = this.#connections.get(from) ?? 0;
      if (open > 1) this.#connections.set(from, open - 1);
      else this.#connections.delete(from);
    };
  }
}

/** A device and a person count for themselves wherever they are: behind one address may be a whole city. Anybody else counts for her address. */
const countedFor = (caller: Caller, address: string): string =>
  caller.kind === 'device' || caller.kind === 'person' ? nameOf(caller) : address;

/** A proxy on this machine brings everybody from one address; it counts for itself. */
const isLoopback = (address: string): boolean => address === '::1' || address.endsWith('127.0.0.1');
