/** Opens what the hub knows of people, their computers and devices, and of what was done by whom. */
import type { DeviceId } from '#shared/identity.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { Config } from './config.ts';
import type { EventLog } from './event-log/event-log.ts';
import { Presence } from './hub/presence.ts';
import { AuditTrail } from './identity/audit-trail.ts';
import { DeviceProofs, publicKeyOf } from './identity/device-proof.ts';
import { Doorkeeper } from './identity/doorkeeper.ts';
import { FoundingLinks } from './identity/founding.ts';
import { LiveDevices } from './identity/live-devices.ts';
import { People } from './identity/live-people.ts';
import { Pairings } from './identity/pairing.ts';
import type { Passphrases } from './identity/passphrase.ts';
import { SessionCookie, sharedKey } from './identity/session-cookie.ts';
import { Sessions } from './identity/sessions.ts';
import { SignInLimits } from './identity/sign-in-limits.ts';
import { SingleSignOn } from './identity/sso.ts';
import type { SharedMemory } from './shared-memory/shared-memory.ts';
import type { Tidings } from './shared-memory/tidings.ts';

const MINUTE_MS = 60_000;
const SSO_CALLBACK = '/api/v1/session/sso/callback';

export type Identity = Awaited<ReturnType<typeof openIdentity>>;

/**
 * @param memory of all hubs
 * @param sessionKey signs the cookies' ids
 * @param ownAddress where the hub is reached, once it listens
 */
export async function openIdentity({
  config,
  log,
  memory,
  passphrases,
  tidings,
  sessionKey,
  ownAddress,
  firstOffice,
  onFault,
}: {
  config: Config;
  log: EventLog;
  memory: SharedMemory;
  passphrases: Passphrases;
  tidings: Tidings;
  sessionKey: string;
  ownAddress: () => string;
  /** Of the computer at which the first administrator sits. */
  firstOffice: () => OfficeId | undefined;
  onFault: (fault: unknown) => void;
}) {
  // The machine's own time, whatever CLOCK says: nobody is signed in longer in a demonstration.
  const now = () => Date.now();
  const people = await People.open(log, now);
  const devices = await LiveDevices.open(log, now);
  const audit = await AuditTrail.open(log, now);
  const sessions = await Sessions.open({
    ...{ log, memory, now, people, onFault },
    idleLockMs: config.IDLE_LOCK_MINUTES * MINUTE_MS,
  });
  // Whoever sits at a computer that is revoked is signed out there.
  devices.onChange((device) => {
    if (!devices.state.has(device)) sessions.endAllAt(device).catch(onFault);
  });
  const presence = new Presence(now, tidings);
  const proofs = new DeviceProofs({
    ...{ devices, memory, now },
    key: await sharedKey(memory, 'proof-key'),
  });
  const doorkeeper = new Doorkeeper(
    config.HOST,
    config.API_TOKEN,
    { people, sessions, devices: proofs },
    config.HUBS,
  );
  // Whoever sat at a computer whose revocation a crash cut short is signed out as well.
  for (const { device, beganAt } of sessions.open()) {
    if (device === null) continue;
    if (devices.state.has(device)) presence.seen(device, beganAt);
    else await sessions.endAllAt(device);
  }
  const founding = new FoundingLinks(memory, () => people.state.founded);
  if (config.ADMINISTRATOR_LINK !== undefined) await founding.make('one-more');
  else if (!people.state.founded) await founding.make('first');

  return {
    ...{ people, devices, audit, sessions, proofs, doorkeeper, founding, presence, now },
    pairings: new Pairings(memory, now),
    passphrases,
    signInLimits: new SignInLimits(memory, now),
    cookie: new SessionCookie(sessions, sessionKey),
    sso: singleSignOn(config, ownAddress, { memory, now }),
    computers: {
      seen: (device: DeviceId) => presence.seen(device),
      nameOf: (device: DeviceId) => devices.state.get(device)?.name ?? null,
      officeOf: (device: DeviceId) => devices.state.get(device)?.office ?? null,
      enrol: async (computer: { publicKey: string; name: string }, by: string) => {
        const office = firstOffice();
        if (office === undefined || !publicKeyOf(computer.publicKey)) return null;
        const mark = { requestId: `enrol-${by}`, digest: computer.publicKey, by };
        const card = { ...computer, kind: 'staff', office, display: null } as const;
        const paired = await devices.pair(mark, card, by);
        return paired.ok ? paired.answer : null;
      },
    },
    /** Resolves when all is durable. */
    close: async () => {
      // A memory that is away is not waited for.
      await founding.close().catch(() => {});
      await sessions.close();
      await people.close();
      await devices.close();
      await audit.close();
    },
  };
}

function singleSignOn(
  config: Config,
  ownAddress: () => string,
  shared: { memory: SharedMemory; now: () => number },
): SingleSignOn | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_ROLES } = config;
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || !OIDC_ROLES) return null;
  return new SingleSignOn(
    {
      ...{ issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, rolesOfGroups: OIDC_ROLES },
      clientSecret: config.OIDC_CLIENT_SECRET ?? null,
      label: config.OIDC_LABEL,
      groupsClaim: config.OIDC_GROUPS_CLAIM,
    },
    () => `${config.PUBLIC_URL ?? ownAddress()}${SSO_CALLBACK}`,
    shared,
  );
}
