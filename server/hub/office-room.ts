/** The room of one office as the hub runs it: a stream for each day, begun when the first thing is lent. */

import type { OfficeBook } from '#shared/office-book.ts';
import type { Reply, Request } from '#shared/protocol.ts';
import type { PlaceNow } from '#shared/views.ts';
import type { EpochMs, LocalDate, OfficeId, PlaceId } from '#shared/vocabulary.ts';
import type { Cause, EventLog } from '../event-log/event-log.ts';
import type { RequestMark } from '../event-log/request-memory.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import {
  decide,
  emptyRoom,
  evolve,
  placeIn,
  type Room,
  type RoomCommand,
  type RoomEvent,
} from '../room/room.ts';
import { roomFormat } from '../room/room-format.ts';
import { localDate, localDaySpan } from '../schedule/office-hours.ts';

export type RoomAsked =
  | ({ request: 'place:lend' } & Request<'place:lend'>)
  | ({ request: 'place:return' } & Request<'place:return'>)
  | ({ request: 'room:book' } & Request<'room:book'>)
  | ({ request: 'room:unbook' } & Request<'room:unbook'>);

export const isOfRoom = (asked: { request: string }): asked is RoomAsked =>
  asked.request.startsWith('place:') || asked.request.startsWith('room:');

type RoomParts = {
  log: EventLog;
  book: () => OfficeBook;
  now: () => EpochMs;
};
type Today = { date: LocalDate; writer: StreamWriter<Room, RoomEvent> };

export class OfficeRoom {
  readonly #parts: RoomParts;
  #today: Today;
  /** Its requests may be repeated after midnight; nothing else of it is asked for. */
  #yesterday: Today | undefined;
  #turning: Promise<void> | undefined;
  #listener: () => void = () => {};

  private constructor(parts: RoomParts, today: Today, yesterday: Today | undefined) {
    this.#parts = parts;
    this.#today = today;
    this.#yesterday = yesterday;
    today.writer.onDurable(() => this.#listener());
  }

  /** @throws {EventLogUnavailable | EventLogUnusable} */
  static async open(parts: RoomParts): Promise<OfficeRoom> {
    const { log, book, now } = parts;
    const { id, zone } = book();
    const date = localDate(zone, now());
    const known = await log.list(streamOf(id, ''));
    const days = known.map((stream) => stream.split('/').at(-1) as LocalDate);
    const before = days.findLast((day) => day < date);
    const yesterday = before === undefined ? undefined : await openDay(parts, before);
    return new OfficeRoom(parts, await openDay(parts, date), yesterday);
  }

  /** @throws {EventLogUnavailable} it is not known whether it was done; the same request may be repeated */
  async perform(mark: RequestMark, asked: RoomAsked): Promise<Reply<unknown>> {
    const { writer } = await this.#day();
    const earlier = this.#yesterday?.writer.answered(mark.requestId);
    if (earlier)
      return earlier.digest === mark.digest
        ? { ok: true, answer: earlier.answer }
        : { ok: false, code: 'request-id-reused' };
    return writer.submit(
      mark,
      (room) => {
        const { book, now } = this.#parts;
        const { zone, places } = book();
        const at = now();
        return decide(room, commandFor(asked, at), {
          ...localDaySpan(zone, at),
          places: new Map(places.map(({ id, kind }) => [id, kind])),
        });
      },
      (room) => this.#placeNow(room, asked.place),
    );
  }

  /** Of what the book has, in its order. */
  places(): readonly PlaceNow[] {
    const room = this.#isOver() ? emptyRoom : this.#today.writer.state;
    return this.#parts.book().places.map(({ id }) => this.#placeNow(room, id));
  }

  /** Runs `listener` when anything in it has become durable. */
  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  answered(requestId: string): Cause | undefined {
    return this.#today.writer.answered(requestId) ?? this.#yesterday?.writer.answered(requestId);
  }

  async close(): Promise<void> {
    await this.#turning?.catch(() => {}); // whoever waited for it has been told
    await this.#today.writer.close();
    await this.#yesterday?.writer.close();
  }

  #placeNow(room: Room, id: PlaceId): PlaceNow {
    const known = this.#parts.book().places.find((place) => place.id === id);
    const { kind = 'computer', name = { sv: id } } = known ?? {};
    return { id, kind, name, ...placeIn(room, id) };
  }

  /** The day it is: what was lent yesterday has been given back, or nobody knows. */
  async #day(): Promise<Today> {
    if (this.#isOver())
      this.#turning ??= this.#turn().finally(() => {
        this.#turning = undefined;
      });
    await this.#turning;
    return this.#today;
  }

  /** A clock that was set back does not bring back a day that has been. */
  #isOver(): boolean {
    const { book, now } = this.#parts;
    return localDate(book().zone, now()) > this.#today.date;
  }

  async #turn(): Promise<void> {
    const { book, now } = this.#parts;
    const before = this.#today;
    // What is under way there, or has failed and is written all the same, is known from then on and not done again.
    await before.writer.catchUp();
    const today = await openDay(this.#parts, localDate(book().zone, now()));
    await before.writer.close();
    const dayBeforeLast = this.#yesterday;
    this.#today = today;
    this.#today.writer.onDurable(() => this.#listener());
    this.#yesterday = before;
    await dayBeforeLast?.writer.close();
  }
}

const streamOf = (office: OfficeId, date: LocalDate | ''): string => `room/${office}/${date}`;

async function openDay({ log, book }: RoomParts, date: LocalDate): Promise<Today> {
  const stream = streamOf(book().id, date);
  const writer = await StreamWriter.open<Room, RoomEvent>({
    ...{ log, stream, format: roomFormat, initial: emptyRoom, evolve },
  });
  return { date, writer };
}

function commandFor(asked: RoomAsked, at: EpochMs): RoomCommand {
  const { place } = asked;
  switch (asked.request) {
    case 'place:lend':
      return { type: 'Lend', place, at };
    case 'place:return':
      return { type: 'Return', place, at };
    case 'room:book':
      return { type: 'Book', place, from: asked.from, until: asked.until, at };
    case 'room:unbook':
      return { type: 'Unbook', place, from: asked.from, at };
    default:
      return asked satisfies never;
  }
}
