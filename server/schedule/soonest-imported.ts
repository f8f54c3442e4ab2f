/** How much of others' calendars a window is given: every one of them fetches and keeps all of it. Pure. */
import type { EpochMs } from '#shared/vocabulary.ts';
import type { ImportedItem } from '../feeds/imported.ts';
import { overlaps } from './agenda.ts';

/** Of one calendar: more than anybody reads on a wall in two weeks. */
const MOST_OF_A_CALENDAR = 200;

/** Of what goes on at some time in `fromMs` … `untilMs`, those of each calendar that begin first, and the others. */
export function soonestImported(
  imported: readonly ImportedItem[],
  fromMs: EpochMs,
  untilMs: EpochMs,
): { taken: readonly ImportedItem[]; leftOut: readonly ImportedItem[] } {
  const ofEach = Map.groupBy(
    imported
      .filter((item) => overlaps(item, fromMs, untilMs))
      .toSorted((a, b) => a.startsAt - b.startsAt),
    ({ feed }) => feed,
  );
  const calendars = [...ofEach.values()];
  return {
    taken: calendars.flatMap((items) => items.slice(0, MOST_OF_A_CALENDAR)),
    leftOut: calendars.flatMap((items) => items.slice(MOST_OF_A_CALENDAR)),
  };
}
