/** What the pages about people and devices read from the hub's own account of an office. */
import type { AccountId, SessionId } from '#shared/identity.ts';
import type { Reply } from '#shared/protocol.ts';
import type { EpochMs, OfficeId } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';

export type Named<Id> = { id: Id; name: string };

/** GET /sessions: who is signed in, and where. */
export type SessionListed = {
  session: SessionId;
  account: AccountId;
  name: string;
  /** The paired computer's name; null: another. */
  device: string | null;
  way: 'passphrase' | 'pin' | 'sso';
  beganAt: EpochMs;
  lockedAt: EpochMs | null;
};

export const readOffices = (): Promise<Reply<readonly Named<OfficeId>[]>> =>
  read<readonly Named<OfficeId>[]>('/offices');

export const readBook = <Part>(office: OfficeId): Promise<Reply<Part>> =>
  read<Part>(`/offices/${encodeURIComponent(office)}/book`);

/** A one-time link on this hub. What is behind the # is sent to nobody. */
export const invitationLink = (secret: string): string =>
  `${location.origin}/staff#invitation=${secret}`;
