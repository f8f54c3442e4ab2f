/** So many of a kind at most, for so long: when one more comes the oldest gives way. Whoever floods pushes out her own. */
import { randomBytes } from 'node:crypto';
import type { SharedMemory } from './shared-memory.ts';

export class NewestKept {
  readonly #memory: SharedMemory;
  readonly #name: string;
  readonly #most: number;
  readonly #ms: number;

  constructor(memory: SharedMemory, name: string, { most, ms }: { most: number; ms: number }) {
    this.#memory = memory;
    this.#name = name;
    this.#most = most;
    this.#ms = ms;
  }

  /** @returns under what it is found, which nobody guesses; and what gave way to it */
  async add(value: string): Promise<{ id: string; gaveWay: string | null }> {
    const id = randomBytes(18).toString('base64url');
    const place = (await this.#memory.count(`${this.#name}-places`, null)) % this.#most;
    const before = await this.#memory.get(`${this.#name}-place:${place}`);
    const gaveWay = before === null ? null : await this.take(before);
    await this.#memory.put(`${this.#name}-place:${place}`, id, this.#ms);
    await this.#memory.put(this.#keyOf(id), value, this.#ms);
    return { id, gaveWay };
  }

  get(id: string): Promise<string | null> {
    return this.#memory.get(this.#keyOf(id));
  }

  take(id: string): Promise<string | null> {
    return this.#memory.take(this.#keyOf(id));
  }

  #keyOf(id: string): string {
    return `${this.#name}:${id}`;
  }
}
