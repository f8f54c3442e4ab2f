/** Paired devices as staff see them: what is known of each, and whether it is on the line. */
import type { DeviceListed } from '#shared/identity.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { Device, Devices } from '../identity/devices.ts';
import { fingerprintOfKey } from '../identity/pairing.ts';
import type { Presence } from './presence.ts';

type Known = {
  presence: Pick<Presence, 'device'>;
  /** Who is behind 'account:ann', as she is called now. */
  nameOfAuthor: (by: string) => string;
};

/** Those of one office. Of a key only its fingerprint is told. */
export const listedDevices = (
  devices: Devices,
  office: OfficeId,
  known: Known,
): readonly DeviceListed[] =>
  [...devices.values()].filter((one) => one.office === office).map((one) => listed(one, known));

export function listed(
  { publicKey, pairedBy, ...device }: Device,
  { presence, nameOfAuthor }: Known,
): DeviceListed {
  return {
    ...device,
    pairedBy: nameOfAuthor(pairedBy),
    fingerprint: fingerprintOfKey(publicKey),
    ...presence.device(device.id),
  };
}
