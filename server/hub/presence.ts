/**
 * Who is where at this moment, by the lines that are open, here and at the other hubs: people at desks and computers,
 * devices on the line. In memory.
 */
import { z } from 'zod';
import type { AccountId, DeviceId } from '#shared/identity.ts';
import type { DeskId, EpochMs, OfficeId } from '#shared/vocabulary.ts';
import type { Tidings } from '../shared-memory/tidings.ts';
import { ToldByOthers } from './told-by-others.ts';

type AtDesk = { office: OfficeId; desk: DeskId; account: AccountId; name: string };
/** Two that cut each other come back at once, for hours: that is told of when it begins. */
const QUARREL_OVER_MS = 10 * 60_000;

/**
 * What hubs tell of a line. `since`: in milliseconds, later than of any line whose place it takes. `besides`: its hub knew
 * of another machine with the same key, and has told of it.
 */
const line = z.object({
  screen: z.string(),
  since: z.number(),
  besides: z.boolean().default(false),
});
type Line = z.output<typeof line> & { cut: () => void; onDoubled: () => void };
const people = z.array(z.tuple([z.string(), z.string()]));
const LINES = 'lines';
/** Named by computer; at which office it is open. */
const PAGES = 'pages';
/** Named by office and desk; accounts and names. */
const DESKS = 'desks';

export class Presence {
  readonly #people = new Set<AtDesk>();
  readonly #lines = new Map<DeviceId, Line>();
  /** Pages of the console that are open at a paired computer, by whoever is signed in there. */
  readonly #pages = new Map<DeviceId, number>();
  readonly #seenAt = new Map<DeviceId, EpochMs>();
  readonly #doubledAt = new Map<DeviceId, EpochMs>();
  readonly #listeners = new Set<(office: OfficeId) => void>();
  readonly #now: () => EpochMs;
  readonly #tidings: Tidings;
  readonly #linesElsewhere: ToldByOthers<z.output<typeof line>>;
  readonly #pagesElsewhere: ToldByOthers<string>;
  readonly #desksElsewhere: ToldByOthers<z.output<typeof people>>;

  /** @param now the machine's own time */
  constructor(now: () => EpochMs, tidings: Tidings) {
    this.#now = now;
    this.#tidings = tidings;
    this.#linesElsewhere = new ToldByOthers(
      tidings,
      LINES,
      line,
      ({ hub, name, word, silentMs }) => {
        this.#seenElsewhere(name as DeviceId, silentMs);
        if (word) this.#hearOfLine(name as DeviceId, { ...word, hub });
      },
    );
    this.#pagesElsewhere = new ToldByOthers(tidings, PAGES, z.string(), (heard) => {
      this.#seenElsewhere(heard.name as DeviceId, heard.silentMs);
      this.#tell((heard.word ?? heard.before) as OfficeId);
    });
    this.#desksElsewhere = new ToldByOthers(tidings, DESKS, people, ({ name }) => {
      this.#tell(name.split('/')[0] as OfficeId);
    });
  }

  /** Somebody who is signed in has opened a desk's page. @returns what ends it */
  sits(person: AtDesk): () => void {
    const one = { ...person };
    this.#people.add(one);
    this.#tellOfDesk(one);
    return () => {
      this.#people.delete(one);
      this.#tellOfDesk(one);
    };
  }

  /** Somebody signed in has a page open at a paired computer, which has no line of its own. @returns what ends it */
  worksAt(computer: DeviceId, office: OfficeId): () => void {
    this.#pages.set(computer, this.#pagesAt(computer) + 1);
    this.#tidings.tell(PAGES, computer, office);
    this.#tell(office);
    return () => {
      const left = this.#pagesAt(computer) - 1;
      if (left > 0) this.#pages.set(computer, left);
      else {
        this.#pages.delete(computer);
        this.#tidings.tell(PAGES, computer, null);
      }
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
    const elsewhere = this.#desksElsewhere.of(deskOf({ office, desk })).flat();
    return [...new Map([...elsewhere, ...this.#peopleHere({ office, desk })]).values()];
  }

  /**
   * A device has proved itself. A line it still had is cut, by the hub that has it: of two the newer is believed.
   * @param comes.screen of the browser, or the program: another one with the same key is not the same device
   * @param comes.onDoubled run when it is news that there are two, at one hub
   * @returns what ends the line
   */
  deviceOnLine(
    device: DeviceId,
    { screen, cut, onDoubled }: Pick<Line, 'screen' | 'cut' | 'onDoubled'>,
  ): () => void {
    const here = this.#lines.get(device);
    const before = [...(here ? [here] : []), ...this.#linesElsewhere.of(device)];
    if (this.#noteIfTwo(device, screen, before)) onDoubled();
    // Also where the clock of the hub that it comes from is ahead.
    const since = Math.max(this.#now(), ...before.map((one) => one.since + 1));
    const besides = before.some((one) => one.screen !== screen);
    const comes = { screen, since, besides, cut, onDoubled };
    this.#lines.set(device, comes);
    this.#seenAt.set(device, this.#now());
    this.#tidings.tell(LINES, device, { screen, since, besides });
    here?.cut();
    return () => {
      this.#seenAt.set(device, this.#now());
      if (this.#lines.get(device) !== comes) return;
      this.#lines.delete(device);
      this.#tidings.tell(LINES, device, null);
    };
  }

  device(id: DeviceId): {
    connected: boolean;
    lastSeenAt: EpochMs | null;
    doubledAt: EpochMs | null;
  } {
    const connected =
      this.#lines.has(id) ||
      this.#pagesAt(id) > 0 ||
      this.#linesElsewhere.of(id).length > 0 ||
      this.#pagesElsewhere.of(id).length > 0;
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

  /** Two hubs that hear of one another at once agree on which line is the newer. */
  #hearOfLine(
    device: DeviceId,
    { screen, since, besides, hub }: z.output<typeof line> & { hub: string },
  ): void {
    const own = this.#lines.get(device);
    if (!own) return;
    const isNews = this.#noteIfTwo(device, screen, [own]);
    const isNewer = own.since === since ? hub > this.#tidings.hub : since > own.since;
    if (!isNewer) return;
    // The other hub did not know of this one's: the one that cuts its own tells of both.
    if (isNews && !besides) own.onDoubled();
    own.cut();
  }

  /** @returns whether it is news */
  #noteIfTwo(device: DeviceId, screen: string, before: readonly Pick<Line, 'screen'>[]): boolean {
    if (before.every((one) => one.screen === screen)) return false;
    const lastSeenTwo = this.#doubledAt.get(device) ?? Number.NEGATIVE_INFINITY;
    this.#doubledAt.set(device, this.#now());
    return this.#now() - lastSeenTwo >= QUARREL_OVER_MS;
  }

  #seenElsewhere(device: DeviceId, silentMs: number): void {
    this.seen(device, Math.max(this.#seenAt.get(device) ?? 0, this.#now() - silentMs));
  }

  #peopleHere({ office, desk }: Pick<AtDesk, 'office' | 'desk'>): [AccountId, string][] {
    const there = [...this.#people].filter((one) => one.office === office && one.desk === desk);
    return [...new Map(there.map(({ account, name }) => [account, name]))];
  }

  #tellOfDesk(desk: Pick<AtDesk, 'office' | 'desk'>): void {
    const here = this.#peopleHere(desk);
    this.#tidings.tell(DESKS, deskOf(desk), here.length > 0 ? here : null);
    this.#tell(desk.office);
  }

  #pagesAt(computer: DeviceId): number {
    return this.#pages.get(computer) ?? 0;
  }

  #tell(office: OfficeId): void {
    for (const listener of this.#listeners) listener(office);
  }
}

const deskOf = ({ office, desk }: Pick<AtDesk, 'office' | 'desk'>): string => `${office}/${desk}`;
