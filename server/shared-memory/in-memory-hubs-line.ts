/** Of hubs in one process, as tests have them. */
import type { HubsLine } from './hubs-line.ts';

export class InMemoryHubsLine implements HubsLine {
  readonly #house: Set<InMemoryHubsLine>;
  #hear: (text: string) => void = () => {};

  /** @param house the lines of all of them */
  constructor(house: Set<InMemoryHubsLine>) {
    this.#house = house;
    house.add(this);
  }

  say(text: string): void {
    for (const line of this.#house) queueMicrotask(() => line.#hear(text));
  }

  onSaid(listener: (text: string) => void): void {
    this.#hear = listener;
  }

  async close(): Promise<void> {
    this.#house.delete(this);
  }
}
