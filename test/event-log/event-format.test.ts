/** Events as they are written down, and those of other hubs as they are read. Rules EF1… in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EventFormat } from '#server/event-log/event-format.ts';
import { EventLogUnusable, type Recorded } from '#server/event-log/event-log.ts';

type DeskEvent =
  | { type: 'DeskOpened'; desk: string; topics: string[] }
  | { type: 'DeskClosed'; desk: string };

/** Shape 1 had one topic, shape 2 called it `topics` as a text, shape 3 has a list. */
const format = new EventFormat<DeskEvent>({
  kind: 'desk',
  types: { DeskOpened: true, DeskClosed: true },
  upcasters: [
    ({ topic, ...event }) => (event.type === 'DeskOpened' ? { ...event, topics: topic } : event),
    (event) => (event.type === 'DeskOpened' ? { ...event, topics: [event['topics']] } : event),
  ],
  schema: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('DeskOpened'),
      desk: z.string(),
      topics: z.array(z.string()),
    }),
    z.strictObject({ type: z.literal('DeskClosed'), desk: z.string() }),
  ]),
});

const recorded = (schema: number, event: unknown): Recorded => ({
  version: 17,
  id: 'an-id',
  schema,
  cause: null,
  event,
});
const decode = (schema: number, event: unknown) =>
  format.decode(recorded(schema, event), 'desks/a');
const opened: DeskEvent = { type: 'DeskOpened', desk: '1', topics: ['passport'] };

describe('events of every age', () => {
  it('[EF1] an event comes back as it was written, in the newest shape', () => {
    expect(format.encode(opened)).toEqual({ schema: 3, event: opened });
    expect(decode(3, opened)).toEqual(opened);
  });

  it('[EF2] AB-134 an older event is lifted through every shape since', () => {
    expect(decode(1, { type: 'DeskOpened', desk: '1', topic: 'passport' })).toEqual(opened);
    expect(decode(2, { type: 'DeskOpened', desk: '1', topics: 'passport' })).toEqual(opened);
    expect(decode(1, { type: 'DeskClosed', desk: '1' })).toEqual({ type: 'DeskClosed', desk: '1' });
  });

  it('[EF3] AB-134 an event of a newer hub is refused, with what to do', () => {
    expect(() => decode(4, opened)).toThrow(EventLogUnusable);
    expect(() => decode(4, opened)).toThrow(
      'Entry 17 of desks/a (an-id) was written by a newer hub: desk events in shape 4, and this hub knows shapes up to 3. Start the newer version again.',
    );
  });

  it('[EF3] so is one of a type nobody knows here', () => {
    expect(() => decode(3, { type: 'DeskPainted', desk: '1' })).toThrow(
      /is a 'DeskPainted', which/,
    );
  });

  it('[EF4] content that is not what was written is refused, with where', () => {
    expect(() => decode(3, { type: 'DeskOpened', desk: 1, topics: [] })).toThrow(
      /is damaged: DeskOpened\.desk: .*Restore the newest back-up/,
    );
    expect(() => decode(3, { ...opened, colour: 'red' })).toThrow(/is damaged: DeskOpened/);
  });

  it.each([null, 'DeskOpened', 7, [], {}, { type: 7 }])('[EF4] %j is no event', (event) => {
    expect(() => decode(3, event)).toThrow(/is damaged: it holds no event/);
  });

  it.each([0, -1, 1.5, Number.NaN])('[EF4] %j is no shape', (schema) => {
    expect(() => decode(schema, opened)).toThrow(EventLogUnusable);
  });
});
