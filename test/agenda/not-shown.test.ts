/** Rule PL14, as the author reads it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notShown } from '#server/schedule/not-shown.ts';
import type { Remark } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import { stockholm } from '#test/support/office.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { HOUR_MS, item, notice, programme } from './any-programme.ts';

describe('of what is not shown', () => {
  const start = stockholm('2026-11-24T12:00');
  const hour = (hours: number) => start + hours * HOUR_MS;
  const fire = notice('fire', { priority: 'urgent', from: hour(1), until: hour(30) });
  const cafe = notice('cafe', { from: hour(-9), until: hour(2) });
  const any = programme('2026-11-24', {
    items: [item('a', hour(0), hour(3)), item('b', hour(24), hour(25))],
    notices: [fire, cafe],
  });

  it('[PL14] the agenda is one remark for each thing that hides it, from its first to its last', () => {
    const takeover = { id: 't', text: { sv: 'Ut' }, from: hour(2), until: hour(4), test: false };
    expect(notShown(any, takeover, start)).toEqual([
      { code: 'agenda-not-shown', by: 'takeover', from: hour(2), until: hour(4) },
      { code: 'agenda-not-shown', by: { notice: 'fire' }, from: hour(1), until: hour(25) },
      { code: 'notice-not-shown', notice: 'fire', by: 'takeover', from: hour(2), until: hour(4) },
      {
        code: 'notice-not-shown',
        notice: 'cafe',
        by: { notice: 'fire' },
        from: hour(1),
        until: hour(2),
      },
    ]);
  });

  it('[PL14] what has been is not told of, nor what lies beyond the programme', () => {
    expect(notShown(any, null, hour(1.5))).toContainEqual(
      expect.objectContaining({ notice: 'cafe', from: hour(1.5), until: hour(2) }),
    );
    expect(notShown({ ...any, validUntil: hour(1) }, null, start)).toEqual([]);
  });
});

describe('the hub', () => {
  let hub: TestHub;
  let api: OfficeApi;
  beforeAll(async () => {
    hub = await TestHub.start();
    api = new OfficeApi(hub.url);
  });
  afterAll(async () => {
    api.close();
    await hub.end();
  });
  const put = (id: string, priority: string, from: string, until: string) =>
    api.post<{ remarks: Remark[] }>(`/notices/${id}/set`, {
      ...{ title: { sv: id }, text: null, priority, weight: 1, seconds: null },
      ...{ from: stockholm(from), until: stockholm(until) },
    });

  /** These are in Swedish alone, and that is said too. */
  const ofSchedule = (remarks: readonly Remark[]) =>
    remarks.filter(({ code }) => code !== 'language-missing');

  it('[PL14] says at once what a notice hides and what hides it, and whenever it is asked', async () => {
    const fire = await put('fire', 'urgent', '2026-11-25T09:00', '2026-11-25T10:00');
    expect(ofSchedule(fire.body.remarks)).toEqual([
      {
        code: 'agenda-not-shown',
        about: 'notices.fire',
        by: { notice: 'fire' },
        from: stockholm('2026-11-25T09:00'),
        until: stockholm('2026-11-25T10:00'),
        message:
          'notices.fire stands in place of the agenda from 2026-11-25T09:00 until 2026-11-25T10:00',
      },
    ]);
    const cafe = await put('cafe', 'normal', '2026-11-25T08:00', '2026-11-25T09:30');
    const hidden = {
      code: 'notice-not-shown',
      about: 'notices.cafe',
      message:
        'notices.cafe is not shown from 2026-11-25T09:00 until 2026-11-25T09:30: notices.fire goes before it',
    };
    expect(ofSchedule(cafe.body.remarks)).toEqual([expect.objectContaining(hidden)]);
    const { body: all } = await api.get<Remark[]>('/remarks');
    expect(all).toContainEqual(expect.objectContaining(hidden));
  });
});
