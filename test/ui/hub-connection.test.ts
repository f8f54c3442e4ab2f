import { describe, expect, it } from 'vitest';
import type { Stamp } from '#shared/protocol.ts';
import { isOlder } from '#shared/ui/hub-connection.ts';
import type { LocalDate, OfficeId } from '#shared/vocabulary.ts';

const shown: Stamp = {
  office: 'ragsved' as OfficeId,
  log: 'one-log',
  day: '2026-11-24' as LocalDate,
  version: 41,
  at: 1_000,
};

describe('a screen that is sent a snapshot', () => {
  it('[HB19] refuses an earlier version of the day, and an earlier day whatever its version', () => {
    expect(isOlder({ ...shown, version: 40, at: 2_000 }, shown)).toBe(true);
    expect(isOlder({ ...shown, day: '2026-11-23' as LocalDate, version: 900 }, shown)).toBe(true);
  });

  it('[HB19] goes on to a later version, and to a new day that begins at nought', () => {
    expect(isOlder({ ...shown, version: 42 }, shown)).toBe(false);
    expect(isOlder({ ...shown, day: '2026-11-25' as LocalDate, version: 0 }, shown)).toBe(false);
  });

  it('[HB19] takes what arrives later at the same version: the hour or the printer has changed', () => {
    expect(isOlder({ ...shown, at: 2_000 }, shown)).toBe(false);
    expect(isOlder({ ...shown, at: 500 }, shown)).toBe(false); // office time set back at a restart
  });

  it('[HB19] follows the hub to another log, which is another truth', () => {
    expect(isOlder({ ...shown, log: 'another-log', version: 0 }, shown)).toBe(false);
  });
});
