/** The machines of the room as the day has them: a line for each, and a head that follows from the worst of them. */
import { expect, it } from 'vitest';
import type { DeviceId, DeviceKind, DeviceListed } from '#shared/identity.ts';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import type { DisplayNow, WindowTrouble } from '#shared/views.ts';
import type { DisplayId, OfficeId } from '#shared/vocabulary.ts';
import { machineLines, machinesSentence } from '../../staff/day/machine-lines.ts';
import { AT } from './staff-view.ts';

const WINDOW = 'fonstret' as DisplayId;
const NAME = { sv: 'Fönstret mot torget' };

const shown = (connected: boolean, slide: string | null = 'a'): DisplayNow => ({
  ...{ id: WINDOW, name: NAME, screen: null, connected, trusted: true, programme: null },
  ...{ programmeAt: null, isCurrent: connected, slide, language: 'sv', lastHeardAt: null },
  ...{ faults: [], soundless: false, offlineReady: true },
});
const device = (kind: DeviceKind, more: Partial<DeviceListed> = {}): DeviceListed => ({
  ...{ id: `${kind}-1` as DeviceId, kind, name: 'Datorn', office: 'o' as OfficeId, display: null },
  ...{ fingerprint: '', pairedAt: 0, pairedBy: 'Ann', connected: true, lastSeenAt: AT },
  ...{ doubledAt: null, ...more },
});
const gone: WindowTrouble = { display: WINDOW, name: NAME, trouble: 'gone', since: AT };

type Room = Partial<Parameters<typeof machineLines>[0]>;
const linesOf = (room: Room) =>
  machineLines(
    {
      ...{ displays: [], windows: [], printers: [], devices: [], trial: false },
      ...{ zone: 'Europe/Stockholm', ...room },
    },
    AT,
    'sv',
  ).map((line) => ({ standing: line.standing, says: say('sv', ...line.says) }));
const headOf = (room: Room) => {
  const view = { displays: [], windows: [], printers: [], devices: [], trial: false };
  const lines = machineLines({ ...view, zone: 'Europe/Stockholm', ...room }, AT, 'sv');
  return machinesSentence(lines)[0];
};

it('[DY9] a window, its screens and what is paired for it are one line', () => {
  const room = {
    displays: [shown(false), shown(true), shown(false)],
    devices: [device('display'), device('display', { display: WINDOW })],
  };
  expect(linesOf(room)).toEqual([{ standing: 'well', says: 'visar det som gäller' }]);
  expect(headOf(room)).toBe('staff.day-machines-well');
});

it('[DY9] a window whose last screen was revoked needs somebody, whatever the hour', () => {
  const room = { displays: [shown(false), shown(false)] };
  expect(linesOf(room)).toEqual([
    { standing: 'needs', says: say('sv', 'staff.day-window-unpaired') },
  ]);
  expect(headOf(room)).toBe('staff.day-machines-trouble');
  expect(linesOf({ ...room, windows: [gone] })).toHaveLength(1);
});

it('[DY9] a screen that is paired and away is named, and what the hub tells of its window goes before', () => {
  const away = device('display', { connected: false, lastSeenAt: null, name: 'Datorn i hörnet' });
  const [line] = linesOf({ displays: [shown(true)], devices: [away] });
  expect(line?.standing).toBe('needs');
  expect(line?.says).toContain('Datorn i hörnet');
  const [told] = linesOf({ displays: [shown(false)], devices: [away], windows: [gone] });
  expect(told?.says).toContain('är borta sedan');
});

it.each([
  ['in trial', { displays: [shown(false)], trial: true }],
  ['that is just starting', { displays: [shown(true, null)] }],
])('[DY9] a window nobody shows %s is no trouble, and not well either', (_when, room) => {
  expect(linesOf(room)).toEqual([{ standing: 'away', says: say('sv', 'staff.day-window-away') }]);
  expect(headOf(room)).toBe('staff.day-machines-away');
});

it('[DY9] a staff computer says whether somebody works there, and is never missed', () => {
  const saysOf = (more: Partial<DeviceListed>) => linesOf({ devices: [device('staff', more)] })[0];
  expect(saysOf({})?.says).toBe('i bruk');
  expect(saysOf({ connected: false })?.says).toMatch(/^senast sedd /);
  expect(saysOf({ connected: false, lastSeenAt: null })).toEqual({
    standing: 'well',
    says: say('sv', 'staff.day-device-unused'),
  });
  expect(headOf({ devices: [device('terminal', { connected: false })] })).toBe(
    'staff.day-machines-trouble',
  );
});
