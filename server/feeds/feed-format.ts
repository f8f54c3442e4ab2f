/**
 * What is remembered of a calendar of others: its text as it was last good, and that it still was so on later
 * days. Written down as server/event-log/event-format.ts says.
 */
import { z } from 'zod';
import type { EpochMs } from '#shared/vocabulary.ts';
import { EventFormat } from '../event-log/event-format.ts';

export type FeedEvent = { readonly at: EpochMs } & (
  | { type: 'CalendarRead'; text: string; digest: string; how: 'url' | 'file'; understood: number }
  /** Read again, and the same. At most once a local day. */
  | { type: 'CalendarConfirmed' }
);

/** The last that was good; null: there has been none. */
export type LastGood = {
  readonly text: string;
  readonly digest: string;
  readonly how: 'url' | 'file';
  /** How many events in it were understood. */
  readonly understood: number;
  readonly changedAt: EpochMs;
  readonly readAt: EpochMs;
} | null;

export function evolve(last: LastGood, event: FeedEvent): LastGood {
  switch (event.type) {
    case 'CalendarRead': {
      const { text, digest, how, understood, at } = event;
      return { text, digest, how, understood, changedAt: at, readAt: at };
    }
    case 'CalendarConfirmed':
      return last && { ...last, readAt: event.at };
    default:
      return event satisfies never;
  }
}

const at = z.number();

export const feedFormat = new EventFormat<FeedEvent>({
  kind: 'feed',
  types: { CalendarRead: true, CalendarConfirmed: true },
  schema: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('CalendarRead'),
      text: z.string(),
      digest: z.string(),
      how: z.enum(['url', 'file']),
      understood: z.int().nonnegative(),
      at,
    }),
    z.strictObject({ type: z.literal('CalendarConfirmed'), at }),
  ]),
});
