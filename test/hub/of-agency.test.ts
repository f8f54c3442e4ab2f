/** What somebody of a visiting body sees of the queue, and may do in it. Rules Q43… in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import { desksOf, isOfAgency } from '#server/hub/of-agency.ts';
import { deskView, type OfficeAt } from '#server/hub/views.ts';
import type { Queue, QueueEvent } from '#server/queue/queue.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { AgencyId, DeskId, TicketNumber, TopicId } from '#shared/vocabulary.ts';
import { queueAfter } from '#test/support/given.ts';
import {
  agencyOf,
  desk1,
  desk3,
  guides,
  law,
  lawyer,
  letters,
  smallOffice,
  stockholm,
  topicOf,
  visitors,
} from '#test/support/office.ts';

const debts = 'debts' as TopicId;
const counsel = 'debt-counsel' as AgencyId;
/** Lawyer and debt counsellor share desk 3 and its line, at other hours. */
const book: OfficeBook = {
  ...smallOffice,
  agencies: [...smallOffice.agencies, agencyOf(counsel)],
  topics: [...smallOffice.topics, topicOf(debts, { line: visitors, agency: counsel })],
  desks: smallOffice.desks.map((desk) =>
    desk.id === desk3 ? { ...desk, topics: [law, debts] } : desk,
  ),
};
const at = stockholm('2026-11-24T13:30');
const n = (text: string) => text as TicketNumber;

const issued = (number: string, topic: TopicId, line = visitors): QueueEvent => ({
  ...({ type: 'TicketIssued', number: n(number), topic, line, headStartMinutes: 0 } as const),
  ...({ language: 'sv', paper: false, token: '', from: 'counter', precedence: null, at } as const),
});
const opened = (desk: DeskId, topics: readonly TopicId[]): QueueEvent => ({
  ...({ type: 'DeskOpened', desk, topics, languages: ['sv'], at } as const),
});
const called = (number: string, desk: DeskId): QueueEvent => ({
  ...({ type: 'TicketCalled', number: n(number), desk, call: 1, at } as const),
});
const held = (number: string, desk: DeskId): QueueEvent => ({
  ...({ type: 'TicketHeld', number: n(number), desk, reason: 'form', at } as const),
});
const absent = (number: string, desk: DeskId): QueueEvent => ({
  ...({ type: 'TicketNoShow', number: n(number), desk, at } as const),
});

/** Everybody has somebody waiting, on hold and absent. */
const busy = queueAfter(
  ...[opened(desk1, [letters]), opened(desk3, [law, debts])],
  ...[issued('A001', letters, guides), issued('B001', law), issued('B002', debts)],
  ...[issued('B003', law), called('B003', desk3), held('B003', desk3)],
  ...[issued('B004', debts), called('B004', desk3), held('B004', desk3)],
  ...[issued('B005', law), called('B005', desk3), absent('B005', desk3)],
  ...[issued('B006', debts), called('B006', desk3), absent('B006', desk3)],
);
const officeWith = (queue: Queue): OfficeAt => ({
  ...{ book, queue, at, papers: [], paperOf: () => null, printers: [], peopleAt: () => [] },
  ...{ places: [], prints: 12, windows: [], unwatchedWindows: [{ sv: 'Fönstret' }], trial: false },
});
const seenBy = (agency: AgencyId | null, queue = busy) =>
  deskView(officeWith(queue), desk3, agency);
const may = (agency: AgencyId, asked: Parameters<typeof isOfAgency>[1], queue = busy) =>
  isOfAgency(agency, asked, { book, queue });

describe('what somebody of a visiting body sees', () => {
  it('[Q43] AB-065 is who waits, is on hold or was absent for that body, and nobody else', () => {
    const view = seenBy(lawyer);
    const numbers = (list: readonly { number: TicketNumber }[]) => list.map(({ number }) => number);
    expect(numbers(view.waiting)).toEqual(['B001']);
    expect(numbers(view.held)).toEqual(['B003']);
    expect(numbers(view.noShows)).toEqual(['B005']);
    expect(view.desks.map(({ id }) => id)).toEqual([desk3]);
    expect(view.next?.number).toBe('B001');
    expect(seenBy(counsel).next).toBeNull(); // the desk would call somebody else first
    expect(JSON.stringify(view)).not.toMatch(/A001|B002|B004|B006/);
    expect(numbers(seenBy(null).waiting)).toEqual(['A001', 'B001', 'B002']);
  });

  it('[Q43] AB-065 does not show whom another body has left at the desk they share', () => {
    const queue = queueAfter(opened(desk3, [debts]), issued('B001', debts), called('B001', desk3));
    expect(seenBy(lawyer, queue).desk).toMatchObject({ ticket: null, undo: null });
    expect(seenBy(counsel, queue).desk).toMatchObject({
      ticket: { number: 'B001' },
      undo: { step: 'call' },
    });
  });

  it('[Q43] says which topics are hers; a ticket may be sent on to the others', () => {
    const view = seenBy(lawyer);
    expect(view.topics.filter(({ yours }) => yours).map(({ id }) => id)).toEqual([law]);
    expect(view.topics).toHaveLength(book.topics.length);
    expect(view.usual.topics).toEqual([law]);
  });

  it('[Q43] is nothing of what the office counts and looks after', () => {
    expect(seenBy(lawyer)).toMatchObject({
      ...{ inquiries: [], destinations: [], places: [], prints: null },
      ...{ windows: [], unwatchedWindows: [] },
    });
    expect(seenBy(null)).toMatchObject({ prints: 12, unwatchedWindows: [{ sv: 'Fönstret' }] });
  });
});

describe('what somebody of a visiting body may do', () => {
  it('[Q44] sits at the desks of visiting bodies that serve hers, and at no desk of the guides', () => {
    expect(desksOf(book, lawyer)).toEqual(new Set([desk3]));
    const everything = book.desks.map((desk) => ({ ...desk, topics: [letters, law] }));
    expect(desksOf({ ...book, desks: everything }, lawyer)).toEqual(new Set());
    const quiet = queueAfter();
    const open = (desk: DeskId, topics?: readonly TopicId[]) =>
      may(lawyer, { request: 'desk:open', desk, topics }, quiet);
    expect(open(desk3, [law])).toBe(true);
    expect(open(desk3, [law, debts])).toBe(false);
    expect(open(desk3)).toBe(false); // left out, it would be everything
    expect(open(desk1, [law])).toBe(false);
  });

  it('[Q44] AB-065 reaches the tickets of that body by number, and no other', () => {
    for (const verb of ['call', 'cancel', 'restore', 'resume', 'reprint', 'transfer']) {
      const asked = (number: string) => ({ request: `ticket:${verb}`, number: n(number) });
      expect([verb, may(lawyer, asked('B001')), may(lawyer, asked('B002'))]).toEqual([
        ...[verb, true, false],
      ]);
      expect(may(lawyer, asked('B999'))).toBe(false);
    }
    const sentOn = { request: 'ticket:transfer', number: n('B001'), topic: letters };
    expect(may(lawyer, sentOn)).toBe(true);
    expect(may(lawyer, { request: 'ticket:issue', topic: letters })).toBe(false);
    expect(may(lawyer, { request: 'ticket:issue', topic: law })).toBe(true);
  });

  it('[Q44] AB-065 calls nobody at a shared desk while it serves others', () => {
    const next = { request: 'desk:call-next', desk: desk3 };
    expect(may(lawyer, next, queueAfter(opened(desk3, [law, debts])))).toBe(false);
    expect(may(lawyer, next, queueAfter(opened(desk3, [law])))).toBe(true);
  });

  it('[Q44] AB-065 does nothing to whom another body has left at a shared desk', () => {
    const left = queueAfter(opened(desk3, [law]), issued('B001', debts), called('B001', desk3));
    for (const request of ['desk:finish', 'desk:recall', 'desk:no-show', 'desk:open', 'desk:undo'])
      expect(may(lawyer, { request, desk: desk3, topics: [law] }, left)).toBe(false);
    const absentLeft = queueAfter(
      ...[opened(desk3, [law]), issued('B001', debts), called('B001', desk3)],
      absent('B001', desk3),
    );
    expect(may(lawyer, { request: 'desk:undo', desk: desk3 }, absentLeft)).toBe(false);
    expect(may(lawyer, { request: 'desk:close', desk: desk3 }, absentLeft)).toBe(true);
  });

  it('[Q44] does not void what may be others’, and counts nothing into the office’s sums', () => {
    for (const request of ['ticket:void', 'ticket:unvoid', 'visit-note:add', 'count:add'])
      expect([request, may(lawyer, { request })]).toEqual([request, false]);
  });
});
