/** Who asks, once the doorkeeper has looked. */
import type {
  AccountId,
  DeviceId,
  DeviceKind,
  Offices,
  Role,
  Scope,
  SessionId,
  TokenId,
} from '#shared/identity.ts';
import type { AgencyId, DisplayId, OfficeId } from '#shared/vocabulary.ts';

export type Caller =
  | { kind: 'stranger' }
  /** At the hub's own computer, before there is an administrator: may do everything. */
  | { kind: 'trial' }
  /** Has the API_TOKEN of the hub's settings: whoever runs it. */
  | { kind: 'operator' }
  | { kind: 'token'; token: TokenId; name: string; scopes: readonly Scope[]; offices: Offices }
  | {
      kind: 'person';
      account: AccountId;
      name: string;
      role: Role;
      offices: Offices;
      agency: AgencyId | null;
      session: SessionId;
      /** The paired computer she sits at. */
      device: DeviceId | null;
    }
  | {
      kind: 'device';
      device: DeviceId;
      name: string;
      deviceKind: DeviceKind;
      office: OfficeId;
      display: DisplayId | null;
    };

/** As history and audit name her: 'account:ann'. Never an address. */
export function nameOf(caller: Caller): string {
  switch (caller.kind) {
    case 'person':
      return `account:${caller.account}`;
    case 'token':
      return `token:${caller.token}`;
    case 'device':
      return `device:${caller.device}`;
    default:
      return caller.kind;
  }
}
