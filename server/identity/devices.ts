/**
 * The devices an office knows: windows, terminals, staff computers and agents, each by the key it keeps. Rules DV…
 * in docs/spec.md. Pure: no clock, no keys but public ones.
 */
import type { DeviceId, DeviceKind } from '#shared/identity.ts';
import type { DisplayId, EpochMs, OfficeId } from '#shared/vocabulary.ts';

export type Device = {
  readonly id: DeviceId;
  readonly kind: DeviceKind;
  readonly office: OfficeId;
  readonly name: string;
  /** Which window it is; null: the office's first, or no window. */
  readonly display: DisplayId | null;
  /** Ed25519, its 32 bytes as base64url. */
  readonly publicKey: string;
  readonly pairedAt: EpochMs;
  /** 'account:ann'. */
  readonly pairedBy: string;
};

/** The paired ones. Who was revoked is told by the log alone. */
export type Devices = ReadonlyMap<DeviceId, Device>;

export type DeviceCommand = { readonly at: EpochMs; readonly by: string } & (
  | { type: 'Pair'; device: Omit<Device, 'pairedAt' | 'pairedBy'> }
  | { type: 'SetDevice'; device: DeviceId; name: string; display: DisplayId | null }
  | { type: 'Revoke'; device: DeviceId }
);

export type DeviceEvent = { readonly at: EpochMs; readonly by: string } & (
  | { type: 'DevicePaired'; device: Omit<Device, 'pairedAt' | 'pairedBy'> }
  | { type: 'DeviceSet'; device: DeviceId; name: string; display: DisplayId | null }
  | { type: 'DeviceRevoked'; device: DeviceId }
);

type Decision =
  | { accepted: true; events: readonly DeviceEvent[] }
  | { accepted: false; refusal: 'unknown-device' };

export function decide(devices: Devices, command: DeviceCommand): Decision {
  const { at, by } = command;
  switch (command.type) {
    case 'Pair': {
      // A device that is paired anew is one device, and what it was before is over.
      const before = [...devices.values()].filter(
        ({ publicKey }) => publicKey === command.device.publicKey,
      );
      return accept(
        ...before.map(({ id }): DeviceEvent => ({ type: 'DeviceRevoked', device: id, at, by })),
        { type: 'DevicePaired', device: command.device, at, by },
      );
    }
    case 'SetDevice': {
      const { device, name, display } = command;
      if (!devices.has(device)) return { accepted: false, refusal: 'unknown-device' };
      return accept({ type: 'DeviceSet', device, name, display, at, by });
    }
    case 'Revoke':
      if (!devices.has(command.device)) return { accepted: false, refusal: 'unknown-device' };
      return accept({ type: 'DeviceRevoked', device: command.device, at, by });
    default:
      return command satisfies never;
  }
}

export function evolve(devices: Devices, event: DeviceEvent): Devices {
  const after = new Map(devices);
  switch (event.type) {
    case 'DevicePaired': {
      const { device, at, by } = event;
      return after.set(device.id, { ...device, pairedAt: at, pairedBy: by });
    }
    case 'DeviceSet': {
      const device = devices.get(event.device);
      if (!device) return devices;
      const { name, display } = event;
      return after.set(device.id, { ...device, name, display });
    }
    case 'DeviceRevoked':
      after.delete(event.device);
      return after;
    default:
      return event satisfies never;
  }
}

const accept = (...events: readonly DeviceEvent[]): Decision => ({ accepted: true, events });
