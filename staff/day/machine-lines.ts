/**
 * The machines of the room, a line for each: a window with the screens that show it and the devices that are paired
 * for it, printers, terminals, computers. How each stands, and what to do about it. Pure. Rule DY7 in docs/spec.md.
 */
import type { DeviceListed } from '#shared/identity.ts';
import type { PrinterListed } from '#shared/printers.ts';
import { momentText } from '#shared/ui/office-time.ts';
import type { DayView } from '#shared/views.ts';
import {
  type DisplayId,
  type EpochMs,
  type Language,
  type Texts,
  textIn,
} from '#shared/vocabulary.ts';
import type { Sentence } from '../presses.ts';
import { printerSentence } from '../printer-words.ts';

export type MachineLine = {
  id: string;
  /** 'needs': somebody has to do something. 'away': it is not there, and nobody has to do anything about that now. */
  standing: 'needs' | 'away' | 'well';
  kind: 'window' | 'printer' | DeviceListed['kind'];
  /** The office's own word, or what somebody called a device. */
  name: Texts | string;
  says: Sentence;
  /** A window that some screen shows. */
  shows?: DisplayId;
  printer?: PrinterListed;
};

type Machines = Pick<DayView, 'displays' | 'windows' | 'printers' | 'devices' | 'zone' | 'trial'>;

export function machineLines(view: Machines, now: EpochMs, language: Language): MachineLine[] {
  const { displays, printers, devices } = view;
  const moment = (at: EpochMs) => momentText(at, now, view.zone, language);
  const windows = new Map(displays.map(({ id, name }) => [id, name]));
  const [first] = windows.keys();
  /** As the hub does: what is paired for a window that the book does not have is the first. */
  const windowOf = ({ display }: DeviceListed) =>
    display !== null && windows.has(display) ? display : first;
  return [
    ...[...windows].map(([id, name]) =>
      windowLine({
        ...{ id, name, view, moment, language },
        devices: devices.filter((one) => one.kind === 'display' && windowOf(one) === id),
      }),
    ),
    ...printers.map((printer) => printerLine(printer)),
    ...devices
      .filter(({ kind }) => kind !== 'display' || first === undefined)
      .map((device) => deviceLine(device, moment)),
  ];
}

/** What the head of the list says: it follows from the worst line. */
export function machinesSentence(lines: readonly MachineLine[]): Sentence {
  const count = (standing: MachineLine['standing']) =>
    lines.filter((line) => line.standing === standing).length;
  if (count('needs') > 0) return ['staff.day-machines-trouble', { count: count('needs') }];
  if (count('away') > 0) return ['staff.day-machines-away', { count: count('away') }];
  return ['staff.day-machines-well'];
}

function windowLine({
  id,
  name,
  devices,
  view,
  moment,
  language,
}: {
  id: DisplayId;
  name: Texts;
  devices: readonly DeviceListed[];
  view: Machines;
  moment: (at: EpochMs) => string;
  language: Language;
}): MachineLine {
  const there = view.displays.filter((screen) => screen.id === id && screen.connected);
  const line = (standing: MachineLine['standing'], says: Sentence): MachineLine => ({
    ...{ id: `window/${id}`, kind: 'window', name, standing, says },
    ...(there.length > 0 && { shows: id }),
  });
  const trouble = view.windows.find(({ display }) => display === id);
  if (devices.some(({ doubledAt }) => doubledAt !== null))
    return line('needs', ['staff.day-device-doubled']);
  if (there.length === 0 && devices.length === 0)
    return view.trial
      ? line('away', ['staff.day-window-away'])
      : line('needs', ['staff.day-window-unpaired']);
  if (trouble)
    return line('needs', [
      `staff.window.${trouble.trouble}`,
      {
        window: textIn(name, language).text,
        time: trouble.since === null ? '' : moment(trouble.since),
      },
    ]);
  const away = devices.find(({ connected }) => !connected);
  if (away)
    return line('needs', [
      away.lastSeenAt === null ? 'staff.day-window-device-never' : 'staff.day-window-device-away',
      {
        device: away.name,
        time: away.lastSeenAt === null ? '' : moment(away.lastSeenAt),
      },
    ]);
  const shown = there.filter(({ slide }) => slide !== null);
  if (shown.length === 0) return line('away', ['staff.day-window-away']);
  return line('well', ['staff.day-window-well', { count: shown.length }]);
}

function printerLine(printer: PrinterListed): MachineLine {
  const { id, name, state } = printer;
  const needs = state.state === 'fault' || (state.state === 'ready' && state.paperLow);
  return {
    ...{ id: `printer/${id}`, kind: 'printer', name, printer },
    standing: needs ? 'needs' : 'well',
    says: [printerSentence(state)],
  };
}

function deviceLine(
  { id, kind, name, connected, lastSeenAt, doubledAt }: DeviceListed,
  moment: (at: EpochMs) => string,
): MachineLine {
  const line = (standing: MachineLine['standing'], says: Sentence): MachineLine => ({
    ...{ id: `device/${id}`, kind, name, standing, says },
  });
  const time = lastSeenAt === null ? '' : moment(lastSeenAt);
  if (doubledAt !== null) return line('needs', ['staff.day-device-doubled']);
  if (connected)
    return line('well', [
      kind === 'staff' ? 'staff.day-device-in-use' : 'staff.day-device-connected',
    ]);
  // A computer that nobody sits at is no trouble; a terminal or a printer's program that is away is.
  if (kind === 'staff')
    return line(
      'well',
      lastSeenAt === null ? ['staff.day-device-unused'] : ['staff.device-last-seen', { time }],
    );
  return line(
    'needs',
    lastSeenAt === null ? ['staff.day-device-never'] : ['staff.day-device-away', { time }],
  );
}
