/** Who is where at this moment, by the lines that are open: people at desks and computers, devices on the line. In memory. */
import type { AccountId, DeviceId } from '#shared/identity.ts';
import type { DeskId, EpochMs, OfficeId } from '#shared/vocabulary.ts';

type AtDesk = { office: OfficeId; desk: DeskId; account: AccountId; name: string };
/** Two that cut each other come back at once, for hours: that is told of when it begins. */
const QUARREL_OVER_MS = 10 * 60_000;

type Line = { screen: string; cut: () => void };

export class Presence {
  readonly #people = new Set<AtDesk>();
  readonly #lines = new Map<DeviceId, Line>();
  /** Pages of the console that are open at a paired computer, by whoever is signed in there. */
  readonly #pages = new Map<DeviceId, number>();
  readonly #seenAt = new Map<DeviceId, EpochMs>();
  readonly #doubledAt = new Map<DeviceId, EpochMs>();
  readonly #listeners = new Set<(office: OfficeId) => void>();
  readonly #now: () => EpochMs;

  /** @param now the machine's own time */
  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  /** Somebody who is signed in has opened a desk's page. @returns what ends it */
  sits(person: AtDesk): () => void {
    const one = { ...person };
    this.#people.add(one);
    this.#tell(one.office);
    return () => {
      this.#people.delete(one);
      this.#tell(one.office);
    };
  }

  /** Somebody signed in has a page open at a paired computer, which has no line of its own. @returns what ends it */
  worksAt(computer: DeviceId, office: OfficeId): () => void {
    this.#pages.set(computer, this.#pagesAt(computer) + 1);
    this.#tell(office);
    return () => {
      const left = this.#pagesAt(computer) - 1;
      if (left > 0) this.#pages.set(computer, left);
      else this.#pages.delete(computer);
      this.seen(computer);
      this.#tell(office);
    };
  }

  /** A computer has proved itself, or somebody has pressed something at it. */
  seen(computer: DeviceId, at: EpochMs = this.#now()): void {
    this.#seenAt.set(computer, at);
  }

  /** Each once, however many pages she has open. */
  peopleAt(office: OfficeId, desk: DeskId): readonly string[] {
    const there = [...this.#people].filter((one) => one.office === office && one.desk === desk);
    return [...new Map(there.map(({ account, name }) => [account, name])).values()];
  }

  /**
   * A device has proved itself. A line it still had is cut: of two the newer is believed.
   * @param line.screen of the browser, or the program: another one with the same key is not the same device
   * @returns whether it is news that there are two, and what ends the line
   */
  deviceOnLine(device: DeviceId, line: Line): { doubled: boolean; gone: () => void } {
    const before = this.#lines.get(device);
    const areTwo = before !== undefined && before.screen !== line.screen;
    const lastSeenTwo = this.#doubledAt.get(device) ?? Number.NEGATIVE_INFINITY;
    const doubled = areTwo && this.#now() - lastSeenTwo >= QUARREL_OVER_MS;
    if (areTwo) this.#doubledAt.set(device, this.#now());
    this.#lines.set(device, line);
    this.#seenAt.set(device, this.#now());
    before?.cut();
    const gone = () => {
      this.#seenAt.set(device, this.#now());
      if (this.#lines.get(device) === line) this.#lines.delete(device);
    };
    return { doubled, gone };
  }

  device(id: DeviceId): {
    connected: boolean;
    lastSeenAt: EpochMs | null;
    doubledAt: EpochMs | null;
  } {
    const connected = this.#lines.has(id) || this.#pagesAt(id) > 0;
    return {
      connected,
      lastSeenAt: this.#seenAt.get(id) ?? null,
      doubledAt: this.#doubledAt.get(id) ?? null,
    };
  }

  /** It was revoked or changed: what it is has to be looked at anew. */
  cutDevice(id: DeviceId): void {
    this.#lines.get(id)?.cut();
  }

  /** Runs `listener` with the office when somebody has come to a desk or a computer there, or gone. @returns ends it */
  onChange(listener: (office: OfficeId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #pagesAt(computer: DeviceId): number {
    return this.#pages.get(computer) ?? 0;
  }

  #tell(office: OfficeId): void {
    for (const listener of this.#listeners) listener(office);
  }
}
