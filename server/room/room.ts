/**
 * What is lent in the room on one day: computer places, and the inner room for a talk. Nobody is named: a place is
 * taken or free. Rules RO… in docs/spec.md. Pure.
 */
import type { RefusalCode } from '#shared/protocol.ts';
import type { EpochMs, PlaceId, PlaceKind } from '#shared/vocabulary.ts';

type Booking = { readonly from: EpochMs; readonly until: EpochMs };

export type PlaceState = {
  /** null: it is free. */
  readonly lentAt: EpochMs | null;
  readonly lentToday: number;
  /** In order, none over another. */
  readonly booked: readonly Booking[];
};

export type Room = ReadonlyMap<PlaceId, PlaceState>;
export const emptyRoom: Room = new Map();

const FREE: PlaceState = { lentAt: null, lentToday: 0, booked: [] };
export const placeIn = (room: Room, place: PlaceId): PlaceState => room.get(place) ?? FREE;

export type RoomCommand = { readonly at: EpochMs } & (
  | { type: 'Lend'; place: PlaceId }
  | { type: 'Return'; place: PlaceId }
  | { type: 'Book'; place: PlaceId; from: EpochMs; until: EpochMs }
  | { type: 'Unbook'; place: PlaceId; from: EpochMs }
);

export type RoomEvent = { readonly at: EpochMs } & (
  | { type: 'PlaceLent'; place: PlaceId }
  | { type: 'PlaceReturned'; place: PlaceId }
  | { type: 'RoomBooked'; place: PlaceId; from: EpochMs; until: EpochMs }
  | { type: 'RoomUnbooked'; place: PlaceId; from: EpochMs }
);

/** What the office book says at the command's `at`. */
export type RoomRules = {
  readonly places: ReadonlyMap<PlaceId, PlaceKind>;
  /** The office's day: nothing is booked beyond it. */
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
};

type Decision =
  | { accepted: true; events: readonly RoomEvent[] }
  | { accepted: false; refusal: RefusalCode };

export function decide(room: Room, command: RoomCommand, rules: RoomRules): Decision {
  const { place, at } = command;
  const { lentAt, booked } = placeIn(room, place);
  const kind = rules.places.get(place);
  switch (command.type) {
    case 'Lend':
      if (kind !== 'computer') return refuse('unknown-place');
      if (lentAt !== null) return refuse('place-is-lent');
      return accept({ type: 'PlaceLent', place, at });
    case 'Return':
      // One that has left the book meanwhile is given back all the same.
      if (lentAt === null) return refuse(kind === 'computer' ? 'place-is-free' : 'unknown-place');
      return accept({ type: 'PlaceReturned', place, at });
    case 'Book': {
      const { from, until } = command;
      if (kind !== 'room') return refuse('unknown-place');
      if (from >= until || until <= at) return refuse('malformed-request');
      if (from < rules.startsAt || until > rules.endsAt) return refuse('malformed-request');
      if (booked.some((one) => from < one.until && one.from < until))
        return refuse('room-is-booked');
      return accept({ type: 'RoomBooked', place, from, until, at });
    }
    case 'Unbook': {
      const { from } = command;
      if (!booked.some((one) => one.from === from)) return refuse('room-is-not-booked');
      return accept({ type: 'RoomUnbooked', place, from, at });
    }
    default:
      return command satisfies never;
  }
}

export function evolve(room: Room, event: RoomEvent): Room {
  const before = placeIn(room, event.place);
  return new Map(room).set(event.place, placeAfter(before, event));
}

function placeAfter(before: PlaceState, event: RoomEvent): PlaceState {
  switch (event.type) {
    case 'PlaceLent':
      return { ...before, lentAt: event.at, lentToday: before.lentToday + 1 };
    case 'PlaceReturned':
      return { ...before, lentAt: null };
    case 'RoomBooked': {
      const { from, until } = event;
      const booked = [...before.booked, { from, until }].sort((a, b) => a.from - b.from);
      return { ...before, booked };
    }
    case 'RoomUnbooked':
      return { ...before, booked: before.booked.filter(({ from }) => from !== event.from) };
    default:
      return event satisfies never;
  }
}

const accept = (...events: readonly RoomEvent[]): Decision => ({ accepted: true, events });
const refuse = (refusal: RefusalCode): Decision => ({ accepted: false, refusal });
