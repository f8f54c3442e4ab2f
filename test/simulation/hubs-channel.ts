/** The channel of the store on which hubs hear one another: what is said comes a little later, in order, or not at all. */
import type { HubsLine } from '#server/shared-memory/hubs-line.ts';
import type { Way } from './shared-log.ts';
import type { Machine, World } from './world.ts';

const LATER_MS = 5;

type Listener = { machine: Machine; way: () => Way; hear: (text: string) => void };

export class HubsChannel {
  readonly #world: World;
  readonly #listeners = new Set<Listener>();

  constructor(world: World) {
    this.#world = world;
  }

  /** @param way to the store */
  line(machine: Machine, way: () => Way): HubsLine {
    const own: Listener = { machine, way, hear: () => {} };
    for (const one of this.#listeners) if (!one.machine.alive) this.#listeners.delete(one);
    this.#listeners.add(own);
    return {
      say: (text) => {
        if (!this.#isLost(own)) for (const one of this.#listeners) this.#carry(one, text);
      },
      onSaid: (listener) => {
        own.hear = listener;
      },
      close: async () => void this.#listeners.delete(own),
    };
  }

  #carry(to: Listener, text: string): void {
    if (!this.#isLost(to)) this.#world.on(to.machine, LATER_MS, () => to.hear(text));
  }

  #isLost({ machine, way }: Listener): boolean {
    return !machine.alive || way().cut || this.#world.chance(way().losesAsked);
  }
}
