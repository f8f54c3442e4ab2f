/**
 * Proof of what the windows showed: a stream of its own for each day, `shown/<office>/<local date>`, with a fact
 * for every change and the whole programme once for each revision. Nothing in it points at anybody.
 *
 * Nobody waits for it: a window and a call go on when the log cannot be written, and the proof has a gap.
 */
import { Map as ImmutableMap, Set as ImmutableSet } from 'immutable';
import { z } from 'zod';
import type { Programme } from '#shared/programme.ts';
import type { EpochMs, LocalDate, OfficeId } from '#shared/vocabulary.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { localDate } from '../schedule/office-hours.ts';

/** How the streams of an office's days begin. There are none before a window was opened. */
export const shownStreams = (office: OfficeId): string => `shown/${office}/`;

/** Which window, and which browser showed it. */
type ByScreen = { display: string; screen: string };

export type ShownFact =
  /** Everything that the revision holds. */
  | { type: 'ProgrammeMade'; revision: string; programme: unknown }
  | ({ type: 'ProgrammeShown'; revision: string } & ByScreen)
  | ({ type: 'CallShown'; call: number } & ByScreen)
  | ({ type: 'TakeoverShown'; takeover: string } & ByScreen)
  /** None: they are over. */
  | ({ type: 'FaultsReported'; faults: readonly { panel: string; why: string }[] } & ByScreen)
  | ({ type: 'WindowLost' } & ByScreen)
  | ({ type: 'WindowBack' } & ByScreen);
export type ShownEvent = ShownFact & { at: EpochMs };

const byScreen = { display: z.string(), screen: z.string() };
const fact = <Type extends ShownFact['type'], Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
) => z.strictObject({ type: z.literal(type), ...shape, at: z.number() });

const shownFormat = new EventFormat<ShownEvent>({
  kind: 'shown',
  types: {
    ProgrammeMade: true,
    ProgrammeShown: true,
    CallShown: true,
    TakeoverShown: true,
    FaultsReported: true,
    WindowLost: true,
    WindowBack: true,
  },
  schema: z.discriminatedUnion('type', [
    // Kept as it was sent: what a programme is may change, and what was shown may not.
    fact('ProgrammeMade', { revision: z.string(), programme: z.unknown() }),
    fact('ProgrammeShown', { revision: z.string(), ...byScreen }),
    fact('CallShown', { call: z.number(), ...byScreen }),
    fact('TakeoverShown', { takeover: z.string(), ...byScreen }),
    fact('FaultsReported', {
      faults: z.array(z.strictObject({ panel: z.string(), why: z.string() })),
      ...byScreen,
    }),
    fact('WindowLost', byScreen),
    fact('WindowBack', byScreen),
  ]),
});

/** Of one day: the latest of each kind, by what it is about. What changes nothing is not written again. */
type Shown = ImmutableMap<string, string>;

const about = (event: ShownFact): readonly [about: string, said: string] => {
  const who = 'screen' in event ? `${event.display}/${event.screen}` : '';
  switch (event.type) {
    case 'ProgrammeMade':
      return [`made ${event.revision}`, ''];
    case 'ProgrammeShown':
      return [`programme ${who}`, event.revision];
    case 'CallShown':
      return [`call ${event.call} ${who}`, ''];
    case 'TakeoverShown':
      return [`takeover ${event.takeover} ${who}`, ''];
    case 'FaultsReported':
      return [`faults ${who}`, JSON.stringify(event.faults)];
    case 'WindowLost':
    case 'WindowBack':
      return [`there ${who}`, event.type];
    default:
      return event satisfies never;
  }
};

/** What is so as long as nothing has been written of it. */
const UNSAID = ImmutableSet(['WindowBack', '[]']);

const evolve = (shown: Shown, event: ShownEvent): Shown => shown.set(...about(event));

const isNews = (shown: Shown, told: ShownFact): boolean => {
  const [what, said] = about(told);
  const before = shown.get(what);
  return before === undefined ? !UNSAID.has(said) : before !== said;
};

/** More than a slow disk falls behind; what comes then is not kept. */
const MOST_WAITING = 1_000;

export type ShownLogParts = {
  log: EventLog;
  office: OfficeId;
  zone: string;
  now: () => EpochMs;
  onFault: (fault: unknown) => void;
};

type Writer = StreamWriter<Shown, ShownEvent>;

export class ShownLog {
  readonly #parts: ShownLogParts;
  #day: { date: LocalDate; writer: Writer } | null = null;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #fails = false;
  #closed = false;

  constructor(parts: ShownLogParts) {
    this.#parts = parts;
  }

  /** Returns at once. @param programme the one that is shown, where it is the hub's own */
  keep(facts: readonly ShownFact[], programme?: Programme): void {
    if (this.#closed || this.#waiting >= MOST_WAITING) return;
    const at = this.#parts.now();
    const made: readonly ShownFact[] = programme
      ? [{ type: 'ProgrammeMade', revision: programme.revision, programme }]
      : [];
    this.#waiting++;
    this.#last = this.#last.then(async () => {
      try {
        await this.#write([...made, ...facts], at);
        this.#fails = false;
      } catch (fault) {
        if (!this.#fails) this.#parts.onFault(fault);
        this.#fails = true;
      }
      this.#waiting--;
    });
  }

  /** @throws {EventLogUnavailable | EventLogUnusable} */
  async read(date: LocalDate): Promise<readonly ShownEvent[]> {
    const stream = this.#stream(date);
    const entries = await this.#parts.log.read(stream);
    return entries.map((entry) => shownFormat.decode(entry, stream));
  }

  /** Resolves when everything said is kept. The log stays open. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    await this.#day?.writer.close();
  }

  async #write(facts: readonly ShownFact[], at: EpochMs): Promise<void> {
    const writer = await this.#writerFor(localDate(this.#parts.zone, at));
    // Most of what a window says is that another slide is on, which proves nothing new.
    if (!facts.some((one) => isNews(writer.state, one))) return;
    await writer.submit(
      null,
      (shown) => ({
        accepted: true,
        events: facts.filter((one) => isNews(shown, one)).map((one) => ({ ...one, at })),
      }),
      () => null,
    );
  }

  async #writerFor(date: LocalDate): Promise<Writer> {
    if (this.#day?.date === date) return this.#day.writer;
    const before = this.#day;
    const writer = await StreamWriter.open({
      log: this.#parts.log,
      stream: this.#stream(date),
      format: shownFormat,
      initial: ImmutableMap<string, string>(),
      evolve,
    });
    this.#day = { date, writer };
    await before?.writer.close();
    return writer;
  }

  #stream(date: LocalDate): string {
    return `${shownStreams(this.#parts.office)}${date}`;
  }
}
