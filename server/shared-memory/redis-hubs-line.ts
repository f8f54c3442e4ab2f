/**
 * A channel of the Redis that has the hubs' log. What is said there is kept nowhere and written to no journal: whoever
 * does not listen has missed it.
 */
import { createClient } from 'redis';
import { lineTo, notOpened, type Opening, whereIs } from '../redis/redis-line.ts';
import type { HubsLine } from './hubs-line.ts';
import { SharedMemoryUnavailable } from './shared-memory.ts';

const CHANNEL = 'torget:{hub}:tidings';

type Client = ReturnType<typeof clientOf>;

export class RedisHubsLine implements HubsLine {
  readonly #client: Client;
  #hear: (text: string) => void = () => {};

  private constructor(client: Client) {
    this.#client = client;
  }

  /** @throws {SharedMemoryUnavailable} nobody answers there, or this hub may not listen */
  static async open(url: string): Promise<RedisHubsLine> {
    const opening = { isOpen: false };
    const client = clientOf(url, opening);
    client.on('error', () => {}); // heard by the others' silence
    const line = new RedisHubsLine(client);
    try {
      await client.connect();
      // After an outage the client listens again by itself.
      await client.subscribe(CHANNEL, (text) => line.#hear(text));
      opening.isOpen = true;
      return line;
    } catch (cause) {
      if (client.isOpen) client.destroy();
      throw new SharedMemoryUnavailable(
        String(cause).includes('NOPERM')
          ? `Redis at ${whereIs(url)} does not let this hub hear the others: give its user &torget:* +publish +subscribe (docs/operations.md).`
          : notOpened(url, 'EVENT_LOG', cause),
        { cause },
      );
    }
  }

  say(text: string): void {
    this.#client.publish(CHANNEL, text).catch(() => {}); // lost, and missed by whoever counts
  }

  onSaid(listener: (text: string) => void): void {
    this.#hear = listener;
  }

  async close(): Promise<void> {
    if (this.#client.isReady) await this.#client.close();
    else if (this.#client.isOpen) this.#client.destroy();
  }
}

const clientOf = (url: string, opening: Opening) =>
  lineTo(url, 'torget-tidings', opening, (line) => createClient(line));
