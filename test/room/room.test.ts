/** What is lent in the room. Rules RO1… in docs/spec.md. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decide,
  emptyRoom,
  evolve,
  placeIn,
  type Room,
  type RoomCommand,
  type RoomEvent,
  type RoomRules,
} from '#server/room/room.ts';
import { roomFormat } from '#server/room/room-format.ts';
import type { PlaceId } from '#shared/vocabulary.ts';

const computer = 'dator-1' as PlaceId;
const room = 'samtalsrum' as PlaceId;
const hour = (count: number) => count * 3_600_000;
const at = hour(10);
const rules: RoomRules = {
  places: new Map([
    [computer, 'computer'],
    [room, 'room'],
  ]),
  startsAt: 0,
  endsAt: hour(24),
};
const roomAfter = (...events: RoomEvent[]): Room => events.reduce(evolve, emptyRoom);
const given = (...events: RoomEvent[]) => ({
  when: (command: RoomCommand) => decide(roomAfter(...events), command, rules),
});
const lent: RoomEvent = { type: 'PlaceLent', place: computer, at };
const booked = (from: number, until: number): RoomEvent => ({
  ...{ type: 'RoomBooked', place: room, from: hour(from), until: hour(until), at },
});
const book = (from: number, until: number): RoomCommand => ({
  ...{ type: 'Book', place: room, from: hour(from), until: hour(until), at },
});

describe('a computer place', () => {
  it('[RO1] is taken by one at a time, and counted each time', () => {
    expect(given().when({ type: 'Lend', place: computer, at })).toEqual({
      ...{ accepted: true, events: [lent] },
    });
    expect(given(lent).when({ type: 'Lend', place: computer, at })).toMatchObject({
      refusal: 'place-is-lent',
    });
    const returned: RoomEvent = { type: 'PlaceReturned', place: computer, at: at + 1 };
    expect(given(lent).when({ type: 'Return', place: computer, at: at + 1 })).toMatchObject({
      events: [returned],
    });
    expect(given(lent, returned).when({ type: 'Return', place: computer, at })).toMatchObject({
      refusal: 'place-is-free',
    });
    expect(placeIn(evolve(roomAfter(lent, returned), lent), computer)).toEqual({
      ...{ lentAt: at, lentToday: 2, booked: [] },
    });
  });

  it('[RO1] that the office does not have, or that is a room, is not lent; one that has left the book is given back', () => {
    for (const place of ['dator-9' as PlaceId, room])
      expect(given().when({ type: 'Lend', place, at })).toMatchObject({ refusal: 'unknown-place' });
    const without: RoomRules = { ...rules, places: new Map() };
    expect(decide(roomAfter(lent), { type: 'Return', place: computer, at }, without)).toMatchObject(
      {
        accepted: true,
      },
    );
  });
});

describe('the inner room', () => {
  it('[RO2] is booked for one talk at a time; one may follow the other', () => {
    expect(given(booked(11, 12)).when(book(10, 11))).toMatchObject({ accepted: true });
    expect(given(booked(11, 12)).when(book(12, 13))).toMatchObject({ accepted: true });
    for (const [from, until] of [
      [11, 12],
      [10, 13],
      [11.5, 11.6],
      [11.5, 14],
      [10, 11.1],
    ] as const)
      expect(given(booked(11, 12)).when(book(from, until))).toMatchObject({
        refusal: 'room-is-booked',
      });
  });

  it('[RO2] is not booked backwards, in the past, or beyond the day', () => {
    for (const [from, until] of [
      [12, 12],
      [13, 12],
      [8, 10],
      [23, 25],
    ] as const)
      expect(given().when(book(from, until))).toMatchObject({ refusal: 'malformed-request' });
    expect(given().when(book(9.5, 10.5))).toMatchObject({ accepted: true }); // it has begun
    const fromNine = { ...rules, startsAt: hour(9) };
    expect(decide(emptyRoom, book(8.9, 10.5), fromNine)).toMatchObject({
      refusal: 'malformed-request',
    });
    expect(given().when({ ...book(11, 12), place: computer })).toMatchObject({
      refusal: 'unknown-place',
    });
  });

  it('[RO2] is free again when the talk is called off', () => {
    const unbook: RoomCommand = { type: 'Unbook', place: room, from: hour(11), at };
    expect(given(booked(11, 12)).when(unbook)).toMatchObject({ accepted: true });
    expect(given(booked(11, 12)).when({ ...unbook, from: hour(12) })).toMatchObject({
      refusal: 'room-is-not-booked',
    });
    const off: RoomEvent = { type: 'RoomUnbooked', place: room, from: hour(11), at };
    expect(given(booked(11, 12), off).when(book(11, 12))).toMatchObject({ accepted: true });
  });
});

it('[RO3] whatever is asked, no two talks overlap, and the facts are read again as they were written', () => {
  const place = fc.constantFrom(computer, room, 'nowhere' as PlaceId);
  const time = fc.integer({ min: 0, max: 25 }).map(hour);
  const anyCommand: fc.Arbitrary<RoomCommand> = fc.oneof(
    fc.record({ type: fc.constant('Lend' as const), place, at: time }),
    fc.record({ type: fc.constant('Return' as const), place, at: time }),
    fc.record({ type: fc.constant('Book' as const), place, from: time, until: time, at: time }),
    fc.record({ type: fc.constant('Unbook' as const), place, from: time, at: time }),
  );
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 60 }), (commands) => {
      let state = emptyRoom;
      for (const command of commands) {
        const decided = decide(state, command, rules);
        if (!decided.accepted) continue;
        for (const event of decided.events) {
          const encoded = { version: 1, id: 'x', cause: null, ...roomFormat.encode(event) };
          const stored = JSON.parse(JSON.stringify(encoded));
          expect(roomFormat.decode(stored, 'room/ragsved/2026-11-24')).toEqual(event);
          state = evolve(state, event);
        }
      }
      const talks = placeIn(state, room).booked;
      for (const [nth, talk] of talks.entries()) {
        expect(talk.from).toBeLessThan(talk.until);
        expect(talk.from).toBeGreaterThanOrEqual(talks[nth - 1]?.until ?? 0);
      }
    }),
  );
});
