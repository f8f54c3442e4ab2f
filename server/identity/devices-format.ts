/** How the facts of devices are written down. */
import { z } from 'zod';
import { DEVICE_KINDS, type DeviceId } from '#shared/identity.ts';
import type { DisplayId, OfficeId } from '#shared/vocabulary.ts';
import { named } from '#shared/wire-words.ts';
import { EventFormat } from '../event-log/event-format.ts';
import type { DeviceEvent } from './devices.ts';

const at = z.number();
const by = z.string();
const id = named<DeviceId>(z.string());
const display = named<DisplayId>(z.string()).nullable();

export const devicesFormat = new EventFormat<DeviceEvent>({
  kind: 'device',
  types: { DevicePaired: true, DeviceSet: true, DeviceRevoked: true },
  schema: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('DevicePaired'),
      device: z.strictObject({
        id,
        kind: z.enum(DEVICE_KINDS),
        office: named<OfficeId>(z.string()),
        name: z.string(),
        display,
        publicKey: z.string(),
      }),
      by,
      at,
    }),
    z.strictObject({
      type: z.literal('DeviceSet'),
      device: id,
      name: z.string(),
      display,
      by,
      at,
    }),
    z.strictObject({ type: z.literal('DeviceRevoked'), device: id, by, at }),
  ]),
});
