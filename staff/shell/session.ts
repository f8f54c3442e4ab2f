/** Who sits here, as the hub knows it; and coming in, locking, going. */
import type { AccountId, SessionNow } from '#shared/identity.ts';
import type { Reply } from '#shared/protocol.ts';
import { DeviceKey } from '#shared/ui/device-key.ts';
import { read, tell } from '../ask-hub.ts';

/** Of this computer, once it is paired. */
export const computerKey = new DeviceKey('staff');

/** With the computer's own proof, so that the hub can say who may use a PIN here. */
export async function readSession(): Promise<Reply<SessionNow>> {
  const proof = await proofOfComputer();
  const headers = proof && { 'Device-Proof': `${proof.device}.${proof.nonce}.${proof.signature}` };
  return read<SessionNow>('/session', headers ?? {});
}

export async function signIn(login: string, passphrase: string): Promise<Reply<SessionNow>> {
  const proof = await proofOfComputer();
  return tell<SessionNow>('/session', { login, passphrase, ...(proof && { proof }) });
}

export async function signInByPin(account: AccountId, pin: string): Promise<Reply<SessionNow>> {
  const proof = await proofOfComputer();
  if (!proof) return { ok: false, code: 'pin-not-here' };
  return tell<SessionNow>('/session/pin', { account, pin, proof });
}

export const lock = (): Promise<Reply<SessionNow>> => tell<SessionNow>('/session/lock');

export const unlock = (by: { pin: string } | { passphrase: string }): Promise<Reply<SessionNow>> =>
  tell<SessionNow>('/session/unlock', by);

/** Somebody sits here: the hub does not lock the console yet. */
export const press = (): Promise<Reply<unknown>> => tell('/session/press');

/** @returns where else to sign out: the city's sign-on; null: nowhere */
export async function signOut(): Promise<string | null> {
  const reply = await tell<{ leaveAt: string | null }>('/session', {}, 'DELETE');
  return reply.ok ? reply.answer.leaveAt : null;
}

/** The first administrator, by the one-time link; this computer is paired with it. */
export async function found(asked: {
  secret: string;
  name: string;
  login: string;
  passphrase: string;
  computer: string;
}): Promise<Reply<SessionNow>> {
  const { computer, ...rest } = asked;
  const publicKey = DeviceKey.isPossible ? await computerKey.publicKey() : null;
  const reply = await tell<SessionNow>('/first-administrator', {
    ...rest,
    ...(publicKey && { computer: { publicKey, name: computer } }),
  });
  if (reply.ok && reply.answer.device) await computerKey.paired(reply.answer.device.id);
  return reply;
}

export async function accept(
  secret: string,
  passphrase: string,
  pin: string | null,
): Promise<Reply<SessionNow>> {
  const proof = await proofOfComputer();
  return tell<SessionNow>('/invitation', {
    ...{ secret, passphrase },
    ...(pin !== null && { pin }),
    ...(proof && { proof }),
  });
}

/** null: this computer is not paired, or the hub cannot be asked for a word to sign. */
async function proofOfComputer() {
  if (!DeviceKey.isPossible) return null;
  try {
    return await computerKey.prove();
  } catch {
    return null; // what is asked next finds out the same
  }
}
