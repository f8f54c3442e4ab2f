/** Boards and calls for the tests of the window: a Tuesday in Rågsved, 13.24. */

import type { OpeningSpan, Programme } from '#shared/programme.ts';
import type { Call, Snapshot } from '#shared/views.ts';
import type { DeskId, EpochMs, LocalDate, OfficeId, TicketNumber } from '#shared/vocabulary.ts';

export const ZONE = 'Europe/Stockholm';
export const NOW: EpochMs = Date.parse('2026-11-24T13:24:00+01:00');

/** '2026-11-24', '13:24' → an instant of the winter. */
export const winter = (day: string, time: string): EpochMs => Date.parse(`${day}T${time}:00+01:00`);

export const board = ({
  day,
  ...given
}: Partial<Omit<Snapshot<'board'>, 'day'>> & { day?: string } = {}): Snapshot<'board'> => ({
  office: 'ragsved' as OfficeId,
  log: 'log',
  version: 1,
  at: NOW,
  officeName: 'Medborgarkontoret Rågsved',
  zone: ZONE,
  opening: { open: true, closesAt: winter('2026-11-24', '16:00') },
  calls: [],
  waiting: 0,
  takesTickets: true,
  programme: '',
  takeover: null,
  ...given,
  day: (day ?? '2026-11-24') as LocalDate,
});

export const call = (id: number, number: string, { madeAt = NOW } = {}): Call => ({
  id,
  number: number as TicketNumber,
  desk: 'bord-1' as DeskId,
  deskName: { sv: 'Bord 1', en: 'Desk 1' },
  language: 'sv',
  calledAt: madeAt,
});

/** Of `spans`, with tickets until fifteen minutes before the end of each, and nothing else. */
export const programmeOf = (
  spans: readonly OpeningSpan[],
  more: Partial<Programme> = {},
): Programme => ({
  office: 'ragsved' as OfficeId,
  log: 'log',
  revision: '1',
  at: NOW,
  validUntil: winter('2026-12-08', '00:00'),
  officeName: 'Medborgarkontoret Rågsved',
  zone: ZONE,
  languages: ['sv', 'en'],
  hours: spans.map((span) => ({ ...span, ticketsUntil: span.closesAt - 15 * 60_000 })),
  ...{ days: [], closures: [], items: [], notices: [], displays: [], feeds: [] },
  ...more,
});
