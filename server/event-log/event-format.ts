/**
 * How the events of one kind of stream are written down and read again, also those of older hubs.
 * Pure. An event this hub cannot understand stops it: guessing would make wrong tickets.
 */
import type { z } from 'zod';
import { type Entry, EventLogNewer, EventLogUnusable, type Recorded } from './event-log.ts';

/** An event as some older hub wrote it. */
type OlderEvent = { type: string } & { [field: string]: unknown };

/** Turns an event of one shape into the shape after it. Pure; it never refuses. */
export type Upcaster = (event: OlderEvent) => OlderEvent;

export class EventFormat<Event extends { type: string }> {
  readonly kind: string;
  /** Of the shape this hub writes: 1, and one more for every upcaster. */
  readonly version: number;
  readonly #types: ReadonlySet<string>;
  readonly #upcasters: readonly Upcaster[];
  readonly #schema: z.ZodType<Event> | null;

  /**
   * @param format.kind for the operator's sentences: 'queue'
   * @param format.types every type there is; an event that is not named here does not compile
   * @param format.upcasters the first turns shape 1 into shape 2, the next 2 into 3, …
   * @param format.schema checks the whole event when it is read; left out, only its type is checked
   */
  constructor(format: {
    kind: string;
    types: Readonly<Record<Event['type'], true>>;
    upcasters?: readonly Upcaster[];
    schema?: z.ZodType<Event>;
  }) {
    this.kind = format.kind;
    this.#types = new Set(Object.keys(format.types));
    this.#upcasters = format.upcasters ?? [];
    this.version = this.#upcasters.length + 1;
    this.#schema = format.schema ?? null;
  }

  encode(event: Event): Pick<Entry<Event>, 'schema' | 'event'> {
    return { schema: this.version, event };
  }

  /** @throws {EventLogUnusable} when a newer hub wrote the event, or its content is not what was written. */
  decode(recorded: Recorded, stream: string): Event {
    const refuse = (why: string, Kind = EventLogUnusable) =>
      new Kind(`Entry ${recorded.version} of ${stream} (${recorded.id}) ${why}`);

    if (recorded.schema > this.version)
      throw refuse(
        `was written by a newer hub: ${this.kind} events in shape ${recorded.schema}, and this hub knows shapes up to ${this.version}. Start the newer version again.`,
        EventLogNewer,
      );
    if (!Number.isInteger(recorded.schema) || recorded.schema < 1 || !isOlderEvent(recorded.event))
      throw refuse('is damaged: it holds no event. Restore the newest back-up.');

    const event = this.#upcasters
      .slice(recorded.schema - 1)
      .reduce<OlderEvent>((older, upcast) => upcast(older), recorded.event);
    if (!this.#types.has(event.type))
      throw refuse(
        `is a '${event.type}', which this hub does not know among ${this.kind} events. Start the version that wrote it.`,
        EventLogNewer,
      );
    if (!this.#schema) return event as { type: string } as Event;
    const checked = this.#schema.safeParse(event);
    if (checked.success) return checked.data;
    const [issue] = checked.error.issues;
    throw refuse(
      `is damaged: ${event.type}.${issue?.path.join('.')}: ${issue?.message}. Restore the newest back-up.`,
    );
  }
}

function isOlderEvent(value: unknown): value is OlderEvent {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}
