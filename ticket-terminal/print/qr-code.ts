/** An address as a QR code. Pure. Symbol: ISO/IEC 18004, error correction M, as `qr` makes it. */
import { encodeQR } from 'qr';

/** The white around a code, without which a reader does not find it; in modules. */
export const QUIET_ZONE = 4;

/** Longer ones become so dense that a phone's camera gives up, and wider than the narrow roll. */
const LONGEST_ADDRESS = 250;

/** Rows of modules with the quiet zone around them, true is black; null for an address that is too long. */
export const qrCode = (address: string): boolean[][] | null =>
  address.length > LONGEST_ADDRESS
    ? null
    : encodeQR(address, 'raw', { ecc: 'medium', border: QUIET_ZONE });
