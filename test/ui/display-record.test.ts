/** What a window believes of its own record. That it is written and read is seen in a real browser: test/journeys. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Programme } from '#shared/programme.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { isProgramme, NO_RECORD, recordIn, reloadsOf } from '../../display/record.ts';

const NOON = Date.parse('2026-11-24T12:00:00+01:00');
const programme: Programme = {
  office: 'ragsved' as OfficeId,
  ...{ log: 'log', revision: 'one', at: NOON, validUntil: NOON + 1 },
  ...{ officeName: 'Medborgarkontoret', zone: 'Europe/Stockholm', languages: ['sv'] },
  ...{
    days: [],
    hours: [{ opensAt: NOON, closesAt: NOON + 1, ticketsUntil: NOON }],
    closures: [],
    items: [],
  },
  ...{ notices: [], displays: [], feeds: [] },
};
const kept = {
  format: 1,
  programme,
  confirmedAt: NOON,
  takeover: { id: 'a', text: { sv: 'Gå ut' }, from: NOON, until: NOON + 1, test: false },
  clock: { officeMs: NOON, deviceMs: NOON },
  reloads: [NOON],
};

describe('a record', () => {
  it('[W17] counts the reloads of all pages that write it, of the last hour', () => {
    const now = Date.now();
    const mine = { ...NO_RECORD, reloads: [now - 2_000, now - 3_600_000] };
    expect(reloadsOf({ ...kept, reloads: [now - 9_000, now - 2_000] }, mine)).toEqual([
      now - 9_000,
      now - 2_000,
    ]);
    expect(reloadsOf('damaged', mine)).toEqual([now - 2_000]);
  });

  it('[W8] is read as it was written', () => {
    const { format, ...record } = kept;
    expect(recordIn(structuredClone(kept))).toEqual(record);
  });

  it('[W8] of another format, or none at all, is no record', () => {
    for (const other of [
      null,
      undefined,
      '',
      7,
      [],
      {},
      { ...kept, format: 2 },
      { ...kept, reloads: 'x' },
    ])
      expect(recordIn(other)).toBeNull();
  });

  it('[W8] of which one part is damaged keeps the others', () => {
    expect(recordIn({ ...kept, programme: { ...programme, hours: null } })).toMatchObject({
      programme: null,
      takeover: kept.takeover,
    });
    expect(recordIn({ ...kept, clock: { officeMs: Number.NaN } })?.clock).toBeNull();
    expect(recordIn({ ...kept, takeover: { until: 'for ever' } })?.takeover).toBeNull();
  });

  it('[W8] that holds anything at all is read without a fault', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ format: fc.constant(1), programme: fc.anything(), reloads: fc.anything() }),
      fc
        .tuple(fc.constantFrom(...Object.keys(programme)), fc.anything())
        .map(([field, value]) => ({ ...kept, programme: { ...programme, [field]: value } })),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const record = recordIn(value);
        if (record?.programme) expect(isProgramme(record.programme)).toBe(true);
      }),
    );
  });
});
