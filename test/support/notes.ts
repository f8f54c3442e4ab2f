/** The simplest entries there are, for tests of what stores them. */
import type { Entry } from '#server/event-log/event-log.ts';

export type Noted = { type: 'Noted'; note: string };

/** Its id is the note, so a test sees at once which it has before it. */
export const noted = (note: string): Entry<Noted> => ({
  id: `id of ${note}`,
  schema: 1,
  cause: null,
  event: { type: 'Noted', note },
});

export const notesIn = (entries: readonly Entry[]): string[] =>
  entries.map(({ event }) => (event as Noted).note);
