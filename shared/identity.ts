/**
 * People, their computers and devices, as they cross the wire: over HTTP only (server/web), and from our own
 * pages. Both sides import this file. What is secret is told once and never again.
 */
import type { RequestName } from './protocol.ts';
import type { AgencyId, DisplayId, EpochMs, OfficeId } from './vocabulary.ts';

declare const brand: unique symbol;
type Named<Base, Name extends string> = Base & { readonly [brand]: Name };

export type AccountId = Named<string, 'AccountId'>;
export type DeviceId = Named<string, 'DeviceId'>;
export type TokenId = Named<string, 'TokenId'>;
export type SessionId = Named<string, 'SessionId'>;

/** 'agency': somebody of a visiting body, who sees and serves its own queue only. */
export const ROLES = ['guide', 'agency', 'coordinator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** 'staff': a computer at which staff may sign in by a PIN. 'agent': a program beside a printer. */
export const DEVICE_KINDS = ['display', 'terminal', 'staff', 'agent'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** What a program's token may: read what staff read, act in the queue, change the office book. */
export const SCOPES = ['read', 'queue', 'book'] as const;
export type Scope = (typeof SCOPES)[number];

/** Whose offices: 'all' also those that come later. */
export type Offices = 'all' | readonly OfficeId[];

/** An account as an administrator sees it. Nothing secret. */
export type AccountListed = {
  id: AccountId;
  name: string;
  /** What she types to sign in, in lower case; unique on the hub. */
  login: string;
  role: Role;
  offices: Offices;
  /** Of the role 'agency', and of no other. */
  agency: AgencyId | null;
  hasPassphrase: boolean;
  hasPin: boolean;
  /** Signs in by the city's single sign-on. */
  bySso: boolean;
  /** Invited, and has not been here yet. */
  invitedUntil: EpochMs | null;
  lastSignedInAt: EpochMs | null;
};

type Person = {
  account: AccountId;
  name: string;
  role: Role;
  offices: Offices;
  agency: AgencyId | null;
  hasPin: boolean;
  hasPassphrase: boolean;
};

/** GET /api/v1/session: who is asking, and how she may sign in here. */
export type SessionNow = {
  who:
    | { kind: 'stranger' }
    /** Nobody has an account yet and this is the hub's own computer: everything may be tried. */
    | { kind: 'trial' }
    /** Signed in. While `locked` she may do nothing but unlock, or sign out. */
    | ({ kind: 'person'; locked: boolean } & Person);
  /** The staff computer that this is, when it is paired. */
  device: { id: DeviceId; name: string } | null;
  ways: {
    passphrase: boolean;
    /** Who has a PIN and may use it at this computer: for a quick switch. Empty where it is not paired. */
    pins: readonly { account: AccountId; name: string }[];
    /** What its button says: 'Stockholms stad'. */
    sso: { label: string } | null;
  };
  /** An administrator exists; before that there is trial mode and the one-time link. */
  founded: boolean;
  /** Without a press for so long the console locks itself. */
  idleLockMs: number;
};

/** A device that is paired. */
export type DeviceListed = {
  id: DeviceId;
  kind: DeviceKind;
  name: string;
  office: OfficeId;
  /** Which window it is, of kind 'display'; null: the office's first. */
  display: DisplayId | null;
  /** Of its key: the same sixteen signs as on its own screen. */
  fingerprint: string;
  pairedAt: EpochMs;
  /** Name of whoever did it. */
  pairedBy: string;
  connected: boolean;
  /** When it came on the line or left it, or somebody pressed something at it; whichever was last. */
  lastSeenAt: EpochMs | null;
  /** Two at once had its key: one of them is not what it says. */
  doubledAt: EpochMs | null;
};

/** POST /api/v1/pairing, by a device that nobody knows. */
export type PairingBegun = {
  pairing: string;
  /** Proves, when it asks how it went, that it is the same device. */
  secret: string;
  /** Eight consonants, as 'BCDF-GHJK'. */
  code: string;
  fingerprint: string;
  expiresInMs: number;
};

/** GET /api/v1/pairing/<pairing> */
export type PairingState =
  | { state: 'waiting' }
  | { state: 'paired'; device: DeviceId; name: string; office: OfficeId; display: DisplayId | null }
  | { state: 'refused' }
  | { state: 'ended' };

/** POST /api/v1/devices/look: what stands behind a code, before anybody says yes. */
export type PairingSeen = {
  pairing: string;
  kind: DeviceKind;
  /** From where it asks. */
  address: string;
  /** What it says that it is: 'Chromium 153 · Linux'. */
  browser: string;
  fingerprint: string;
  askedAt: EpochMs;
};

/** A device proves itself: its key's signature over DEVICE_PROOF_PREFIX, the hub's host and the nonce, each on a line. */
export type DeviceProof = { device: DeviceId; nonce: string; signature: string };
export const DEVICE_PROOF_PREFIX = 'torget device 1';

export type TokenListed = {
  id: TokenId;
  name: string;
  scopes: readonly Scope[];
  offices: Offices;
  createdAt: EpochMs;
  createdBy: string;
  lastUsedAt: EpochMs | null;
  expiresAt: EpochMs | null;
};

/** What is written down beside what is asked of an office: of people and devices, and of what somebody may not. */
export const OTHER_ACTS = [
  ...['session:begin', 'session:end', 'session:unlock', 'session:pin', 'session:prove'],
  ...[
    'account:found',
    'account:accept',
    'account:add',
    'account:set',
    'account:invite',
    'account:remove',
    'account:end-sessions',
    'account:set-passphrase',
    'account:set-pin',
  ],
  ...[
    'device:pair',
    'device:refuse',
    'device:set',
    'device:revoke',
    'device:doubled',
    'device:misbehaves',
  ],
  ...['token:add', 'token:revoke'],
  ...['book:export'],
  ...['audit:export'],
  ...[
    'retention:set-rule',
    'retention:set-back-ups',
    'retention:mark',
    'retention:let-go',
    'retention:purge',
  ],
  ...['read:staff', 'read:history', 'read:tallies', 'read:audit'],
  ...['export:book'],
  ...['manage:devices', 'manage:accounts', 'manage:tokens', 'manage:retention'],
] as const;
export type ActName = RequestName | (typeof OTHER_ACTS)[number];

/** One line of the audit trail. `hash` is of the line before and of everything in this one. */
export type AuditLine = {
  seq: number;
  at: EpochMs;
  /** 'account:ann', 'device:window-1', 'token:website', 'operator', 'trial', 'hub'. */
  who: string;
  /** As she was called then. */
  name: string;
  device: string | null;
  office: OfficeId | null;
  /** A request or 'session:begin', 'device:pair', 'retention:purge'… */
  what: string;
  /** 'notice:summer', 'account:ann'; '' where there is nothing to name. */
  on: string;
  /** 'done', or the code of the refusal. */
  result: string;
  why: string | null;
  hash: string;
};

/** How a key is told from another by eye: sixteen signs of the SHA-256 of its 32 bytes, in fours. Crockford's base 32: no I, L, O, U. */
export function fingerprintOf(sha256: Uint8Array): string {
  const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let bits = 0n;
  for (const byte of sha256.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  const text = Array.from(
    { length: 16 },
    (_, nth) => signs[Number((bits >> BigInt(75 - nth * 5)) & 31n)],
  );
  return [0, 4, 8, 12].map((at) => text.slice(at, at + 4).join('')).join(' ');
}
