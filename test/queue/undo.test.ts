import { describe, expect, it } from 'vitest';
import type { QueueCommand, QueueEvent, Step } from '#server/queue/queue.ts';
import { ticketAtDesk, ticketOf, undoOf } from '#server/queue/views.ts';
import {
  benefits,
  desk1,
  desk2,
  given,
  letters,
  queueAfter,
  visitingDesk,
} from '#test/support/given.ts';
import {
  A001,
  A002,
  absent,
  called,
  cancelled,
  closed,
  finished,
  held,
  issued,
  now,
  opened,
  recalled,
  restored,
  resumed,
  started,
  transferred,
  undone,
} from './facts.ts';

const undo: QueueCommand = { type: 'Undo', desk: desk1, at: now };
const atDesk = [opened(), issued(), called()];
const inVisit = [...atDesk, started()];

describe('taking back the last step', () => {
  it.each<{ step: Step; before: QueueEvent[]; event: QueueEvent }>([
    { step: 'call', before: [opened(), issued()], event: called() },
    { step: 'start', before: atDesk, event: started() },
    { step: 'finish', before: inVisit, event: finished() },
    { step: 'no-show', before: [...atDesk, recalled()], event: absent() },
    { step: 'hold', before: inVisit, event: held() },
    { step: 'transfer', before: inVisit, event: transferred(A001, benefits) },
    { step: 'cancel', before: inVisit, event: cancelled() },
  ])('[Q24] leaves ticket and desk as they were before: $step', ({ step, before, event }) => {
    given(...before, event)
      .when(undo)
      .happens(undone(step));
    expect(undoOf(queueAfter(...before, event), desk1)).toEqual({ step, number: A001 });
    const taken = queueAfter(...before, event, undone(step));
    expect(ticketOf(taken, A001)).toEqual(ticketOf(queueAfter(...before), A001));
    expect(ticketAtDesk(taken, desk1)).toEqual(ticketAtDesk(queueAfter(...before), desk1));
  });

  it('[Q24] puts a ticket that a desk fetched from hold back on hold', () => {
    const fetched = [...atDesk, held(), opened(desk2), called(A001, desk2, 2)];
    given(...fetched)
      .when({ ...undo, desk: desk2 })
      .happens(undone('call', A001, desk2));
    const queue = queueAfter(...fetched, undone('call', A001, desk2));
    expect(ticketOf(queue, A001)).toMatchObject({ state: 'held', desk: desk1 });
  });

  it('[Q24] can follow another call at the desk, and takes back that one only', () => {
    given(...inVisit, finished(), issued(A002), called(A002, desk1, 2))
      .when(undo)
      .happens(undone('call', A002));
  });

  it('[Q25] takes back the call, however often it was repeated', () => {
    const repeated = [...atDesk, recalled(), recalled(A001, desk1, 3)];
    given(...repeated)
      .when(undo)
      .happens(undone('call'));
    expect(ticketOf(queueAfter(...repeated, undone('call')), A001)).toMatchObject({
      state: 'waiting',
    });
  });

  it('[Q26] AB-024 happens once', () => {
    given(...inVisit, undone('start'))
      .when(undo)
      .refuses('nothing-to-undo');
    given(...inVisit, finished(), issued(A002), called(A002, desk1, 2), undone('call', A002))
      .when(undo)
      .refuses('nothing-to-undo');
  });

  it('[Q26] does not touch a ticket that something else has become of since', () => {
    const heldThen = [...atDesk, held()];
    for (const since of [
      [resumed()],
      [opened(desk2), called(A001, desk2, 2)],
      [transferred(A001, letters)],
      [cancelled()],
      [opened(desk2), called(A001, desk2, 2), undone('call', A001, desk2)],
    ])
      given(...heldThen, ...since)
        .when(undo)
        .refuses('nothing-to-undo');
    given(...atDesk, recalled(), absent(), restored())
      .when(undo)
      .refuses('nothing-to-undo');
    given(
      ...inVisit,
      transferred(A001, benefits),
      opened(visitingDesk),
      called(A001, visitingDesk, 2),
    )
      .when(undo)
      .refuses('nothing-to-undo');
  });

  it('[Q26] ends when the desk closes: whoever opens it next takes back nothing of what was before', () => {
    given(...inVisit, finished(), closed())
      .when(undo)
      .refuses('desk-closed');
    given(...inVisit, finished(), closed(), opened())
      .when(undo)
      .refuses('nothing-to-undo');
    given(...inVisit, finished(), opened(desk1, [benefits]))
      .when(undo)
      .happens(undone('finish'));
  });

  it('[Q27] is of steps at the desk: what was done to a ticket at no desk stays done', () => {
    given(opened(), issued(), transferred(A001, benefits)).when(undo).refuses('nothing-to-undo');
    given(opened(), issued(), cancelled()).when(undo).refuses('nothing-to-undo');
    given(...atDesk, held(), cancelled())
      .when(undo)
      .refuses('nothing-to-undo');
    given(opened()).when(undo).refuses('nothing-to-undo');
  });

  it('[Q27] leaves what was done elsewhere alone, and can still take back the own step', () => {
    given(...inVisit, finished(), issued(A002), cancelled(A002))
      .when(undo)
      .happens(undone('finish'));
    given(...inVisit, opened(desk2), finished())
      .when({ ...undo, desk: desk2 })
      .refuses('nothing-to-undo');
  });
});
