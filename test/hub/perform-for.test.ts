/** What is asked in somebody's name, and what is written down of it. Rules Q44 and AU6 in docs/spec.md. */
import { expect, it } from 'vitest';
import { EventLogUnavailable } from '#server/event-log/event-log.ts';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import type { Asked } from '#server/hub/commands.ts';
import { performFor } from '#server/hub/perform-for.ts';
import { AuditTrail } from '#server/identity/audit-trail.ts';
import type { Caller } from '#server/identity/caller.ts';
import type { AccountId, SessionId } from '#shared/identity.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { AgencyId, TopicId } from '#shared/vocabulary.ts';
import {
  agencyOf,
  desk3,
  hoursOf,
  law,
  lawyer,
  letters,
  smallOffice,
  stockholm,
  topicOf,
  visitors,
} from '#test/support/office.ts';
import { officeInProcess } from '#test/support/office-in-process.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const at = stockholm('2026-11-24T13:30');
const debts = 'debts' as TopicId;
const counsel = 'debt-counsel' as AgencyId;
/** Lawyer and debt counsellor share desk 3. */
const book: OfficeBook = {
  ...smallOffice,
  agencies: [
    ...smallOffice.agencies,
    agencyOf(counsel, { visits: [hoursOf('FREQ=WEEKLY;BYDAY=TU', '13:00', '15:00')] }),
  ],
  topics: [...smallOffice.topics, topicOf(debts, { line: visitors, agency: counsel })],
  desks: smallOffice.desks.map((desk) =>
    desk.id === desk3 ? { ...desk, topics: [law, debts] } : desk,
  ),
};
const person = (name: string, agency: AgencyId | null): Caller => ({
  ...{ kind: 'person', account: name as AccountId, name, offices: 'all', agency },
  ...{ role: agency ? 'agency' : 'coordinator', session: name as SessionId, device: null },
});
const ann = person('ann', null);
const lea = person('lea', lawyer);

async function anOffice() {
  const log = new TamperedEventLog(new InMemoryEventLog());
  const trailLog = new TamperedEventLog(new InMemoryEventLog());
  const clock = { at };
  const audit = await AuditTrail.open(trailLog, () => clock.at);
  const office = await officeInProcess(log, { book, time: clock });
  let nth = 0;
  const ask = (caller: Caller, asked: object, requestId = `request-${nth++}`) =>
    performFor(caller, office, { requestId, ...asked } as Asked, { audit, from: 'counter' });
  const lines = async () =>
    (await audit.lines({ from: 0, to: clock.at + 1, most: 100 })).map(
      ({ who, what, result }) => `${who} ${what} ${result}`,
    );
  return { log, trailLog, audit, clock, ask, lines };
}

it('[Q44] AB-065 calls nobody of others, also when the desk was opened for them a moment before', async () => {
  const { log, ask } = await anOffice();
  await ask(ann, { request: 'ticket:issue', topic: debts, language: 'sv', print: false });
  expect(await ask(lea, { request: 'desk:open', desk: desk3, topics: [law] })).toMatchObject({
    ok: true,
  });
  const written = Promise.withResolvers<void>();
  log.pause = () => written.promise;
  const opened = ask(ann, { request: 'desk:open', desk: desk3, topics: [law, debts] });
  const called = ask(lea, { request: 'desk:call-next', desk: desk3 });
  written.resolve();
  expect((await opened).ok).toBe(true);
  expect(await called).toEqual({ ok: false, code: 'not-allowed' });
});

it('[AU6] is one line in the trail, however often it is asked', async () => {
  const { ask, lines } = await anOffice();
  const pause = { request: 'topic:pause', topic: letters, why: null };
  expect(await ask(ann, pause, 'once')).toEqual(await ask(ann, pause, 'once'));
  expect(await lines()).toEqual(['account:ann topic:pause done']);
});

it('[AU6] that is refused is a line each time, whatever it is called', async () => {
  const { ask, lines } = await anOffice();
  for (const topic of [letters, debts, debts])
    await ask(lea, { request: 'topic:pause', topic, why: null }, 'one-id');
  expect(await lines()).toEqual(Array(3).fill('account:lea topic:pause not-allowed'));
});

it('[AU6] is nobody else’s: who sends another’s request is told nothing, and no line says that she did it', async () => {
  const { ask, lines } = await anOffice();
  await ask(ann, { request: 'ticket:issue', topic: letters, language: 'sv', print: false });
  const cancel = { request: 'ticket:cancel', number: 'A001' };
  expect(await ask(ann, cancel, 'cancel-A001')).toMatchObject({ ok: true });
  for (const other of [lea, person('bo', null)])
    expect(await ask(other, cancel, 'cancel-A001')).toEqual({
      ok: false,
      code: 'request-id-reused',
    });
  expect(await lines()).toEqual([
    'account:ann ticket:cancel done',
    'account:lea ticket:cancel request-id-reused',
    'account:bo ticket:cancel request-id-reused',
  ]);
});

it('[AU6] under an id of another day is another act', async () => {
  const { clock, ask, lines } = await anOffice();
  const pause = { request: 'topic:pause', topic: letters, why: null };
  for (const day of ['24', '25', '26', '27']) {
    clock.at = stockholm(`2026-11-${day}T10:30`);
    expect(await ask(ann, pause, 'pause-letters'), day).toMatchObject({ ok: true });
  }
  // The day before is remembered, so each second one is a repeat.
  expect(await lines()).toEqual(Array(2).fill('account:ann topic:pause done'));
});

it('[AU1] tells a drill from what was meant', async () => {
  const { audit, ask } = await anOffice();
  const takeover = { request: 'takeover:begin', text: { sv: 'Gå ut' }, seconds: 60 };
  await ask(ann, { ...takeover, test: true });
  await ask(ann, { ...takeover, test: false });
  const lines = await audit.lines({ from: 0, to: at + 1, most: 2 });
  expect(lines.map(({ on }) => on)).toEqual(['test:true', '']);
});

it('[AU6] has its line with the repeat, when the hub came no further than the act', async () => {
  const { trailLog, ask, lines } = await anOffice();
  trailLog.troubles = ['unwritten'];
  const pause = { request: 'topic:pause', topic: letters, why: null };
  await expect(ask(ann, pause, 'once')).rejects.toThrow(EventLogUnavailable);
  expect(await lines()).toEqual([]);
  expect(await ask(ann, pause, 'once')).toMatchObject({ ok: true });
  expect(await lines()).toEqual(['account:ann topic:pause done']);
});
