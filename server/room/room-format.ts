/** How the facts of the room are written down. */
import { z } from 'zod';
import type { PlaceId } from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { RoomEvent } from './room.ts';

const place = named<PlaceId>(z.string());
const at = z.number();
const from = z.number();

export const roomFormat = new EventFormat<RoomEvent>({
  kind: 'room',
  types: { PlaceLent: true, PlaceReturned: true, RoomBooked: true, RoomUnbooked: true },
  schema: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('PlaceLent'), place, at }),
    z.strictObject({ type: z.literal('PlaceReturned'), place, at }),
    z.strictObject({ type: z.literal('RoomBooked'), place, from, until: z.number(), at }),
    z.strictObject({ type: z.literal('RoomUnbooked'), place, from, at }),
  ]),
});
