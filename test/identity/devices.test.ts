/** Pairing a device, its proof, and its end: the rules, by a clock of the test's. Rules DV1… in docs/spec.md. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InMemoryEventLog } from '#server/event-log/in-memory-event-log.ts';
import { DeviceProofs, NONCE_MS } from '#server/identity/device-proof.ts';
import type { Device } from '#server/identity/devices.ts';
import { LiveDevices } from '#server/identity/live-devices.ts';
import { PAIRING_MS, Pairings } from '#server/identity/pairing.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';
import { DEVICE_PROOF_PREFIX, type DeviceId, fingerprintOf } from '#shared/identity.ts';
import type { OfficeId } from '#shared/vocabulary.ts';
import { TamperedEventLog } from '#test/support/tampered-event-log.ts';

const HOST = 'torget.example';
const by = 'account:ann';
let requests = 0;
const mark = () => {
  requests += 1;
  return { requestId: `request-${requests}`, digest: 'one' };
};

function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: String(publicKey.export({ format: 'jwk' }).x), privateKey };
}

const asked = (publicKey: string) => ({
  ...{ kind: 'display' as const, publicKey, browser: 'Chromium 153 · Linux' },
  address: '192.0.2.7',
});

const signed = (privateKey: KeyObject, nonce: string, host = HOST) =>
  sign(null, Buffer.from(`${DEVICE_PROOF_PREFIX}\n${host}\n${nonce}`), privateKey).toString(
    'base64url',
  );

async function office() {
  const clock = { at: 1_000_000 };
  const now = () => clock.at;
  const log = new InMemoryEventLog();
  const devices = await LiveDevices.open(log, now);
  const memory = new InMemorySharedMemory(now);
  const proofs = new DeviceProofs({ devices, memory, key: 'one of the hubs', now });
  return { clock, log, devices, memory, proofs, pairings: new Pairings(memory, now) };
}

async function pairedWindow(world?: Awaited<ReturnType<typeof office>>) {
  world ??= await office();
  const key = newKey();
  const paired = await world.devices.pair(
    mark(),
    {
      ...{ kind: 'display', office: 'ragsved' as OfficeId, name: 'Fönstret', display: null },
      publicKey: key.publicKey,
    },
    by,
  );
  if (!paired.ok) throw new Error(paired.code);
  return { ...world, key, device: paired.answer };
}

describe('a code', () => {
  it('[DV1] is eight consonants, and is found however it is typed', async () => {
    const { pairings } = await office();
    const { code, fingerprint, pairing } = await pairings.begin(asked(newKey().publicKey));
    expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    for (const typed of [code, code.toLowerCase(), code.replace('-', ' '), ` ${code}\n`])
      expect(await pairings.look(typed)).toMatchObject({ pairing, fingerprint, kind: 'display' });
    expect(await pairings.look('BBBB-BBBB')).toBeNull();
  });

  it('[DV1] AB-072 shows kind, address, browser and fingerprint before anybody says yes', async () => {
    const { pairings, devices } = await office();
    const key = newKey();
    const { code } = await pairings.begin(asked(key.publicKey));
    const sha256 = createHash('sha256').update(Buffer.from(key.publicKey, 'base64url')).digest();
    expect(await pairings.look(code)).toEqual({
      pairing: expect.any(String),
      kind: 'display',
      address: '192.0.2.7',
      browser: 'Chromium 153 · Linux',
      fingerprint: fingerprintOf(sha256),
      askedAt: 1_000_000,
    });
    expect(devices.state.size).toBe(0);
  });

  it('[DV2] AB-073 is good once, for ten minutes, and not after the hub was started again', async () => {
    const { pairings, clock } = await office();
    const first = await pairings.begin(asked(newKey().publicKey));
    expect(await pairings.take(first.pairing, 'terminal')).toBeNull();
    expect(await pairings.take(first.pairing, 'display')).toMatchObject({ kind: 'display' });
    expect(await pairings.take(first.pairing, 'display')).toBeNull();
    expect(await pairings.look(first.code)).toBeNull();

    const second = await pairings.begin(asked(newKey().publicKey));
    clock.at += PAIRING_MS - 1;
    expect(await pairings.look(second.code)).not.toBeNull();
    clock.at += 1;
    expect(await pairings.look(second.code)).toBeNull();
    expect(await pairings.take(second.pairing, null)).toBeNull();

    const third = await pairings.begin(asked(newKey().publicKey));
    const { pairings: afterRestart } = await office();
    expect(await afterRestart.look(third.code)).toBeNull();
    expect(await afterRestart.state(third.pairing, third.secret)).toEqual({ state: 'ended' });
  });

  it('[DV2] AB-071 dies with its pairing when somebody else asks how it went five times', async () => {
    const { pairings } = await office();
    const { pairing, secret, code } = await pairings.begin(asked(newKey().publicKey));
    for (let guess = 0; guess < 4; guess += 1)
      expect(await pairings.state(pairing, `guess-${guess}`)).toEqual({ state: 'ended' });
    expect(await pairings.state(pairing, secret)).toEqual({ state: 'waiting' });
    await pairings.state(pairing, 'guess-5');
    expect(await pairings.state(pairing, secret)).toEqual({ state: 'ended' });
    expect(await pairings.look(code)).toBeNull();
  });

  it('[DV2] AB-078 a thousand that wait are two hundred, and the oldest have given way', async () => {
    const { pairings } = await office();
    const begun = [];
    for (let nth = 0; nth < 1_000; nth++)
      begun.push(await pairings.begin(asked(newKey().publicKey)));
    const seen = await Promise.all(begun.map(({ code }) => pairings.look(code)));
    const waiting = begun.filter((_, index) => seen[index]);
    expect(waiting).toEqual(begun.slice(-200));
    expect(new Set(begun.map(({ code }) => code)).size).toBeGreaterThan(990);
  });

  it('[DV2] tells the device, and nobody else, what it has become', async () => {
    const { pairings, devices } = await office();
    const { pairing, secret } = await pairings.begin(asked(newKey().publicKey));
    const taken = await pairings.take(pairing, 'display');
    if (!taken) throw new Error('gone');
    expect(await pairings.state(pairing, secret)).toEqual({ state: 'waiting' });
    const { kind, publicKey } = taken;
    const made = await devices.pair(
      mark(),
      { kind, publicKey, office: 'ragsved' as OfficeId, name: 'Fönstret', display: null },
      by,
    );
    if (!made.ok) throw new Error(made.code);
    await pairings.paired(pairing, made.answer);
    expect(await pairings.state(pairing, secret)).toEqual({
      ...{ state: 'paired', device: made.answer.id, name: 'Fönstret' },
      ...{ office: 'ragsved', display: null },
    });
    expect(await pairings.state(pairing, 'guess')).toEqual({ state: 'ended' });
  });
});

describe('a pairing that could not be written down', () => {
  it('[DV12] is taken again by whoever tries once more, and one that was refused is not', async () => {
    const { pairings } = await office();
    const { code, pairing, secret } = await pairings.begin(asked(newKey().publicKey));
    expect(await pairings.take(pairing, 'display')).not.toBeNull();
    expect(await pairings.take(pairing, 'display')).toBeNull();
    await pairings.release(pairing);
    expect(await pairings.look(code)).toMatchObject({ pairing });
    expect(await pairings.state(pairing, secret)).toEqual({ state: 'waiting' });
    expect(await pairings.take(pairing, null)).not.toBeNull();
    await pairings.release(pairing);
    expect(await pairings.take(pairing, 'display')).toBeNull();
  });
});

describe('a proof', () => {
  it('[DV3] is the signature of the hub’s word with the key that was paired', async () => {
    const { proofs, device, key } = await pairedWindow();
    const { nonce } = proofs.challenge(device.id);
    const proof = { device: device.id, nonce, signature: signed(key.privateKey, nonce) };
    expect(await proofs.prove(proof, HOST)).toEqual(device);
  });

  it('[DV3] AB-074 is worth nothing when it is sent again', async () => {
    const { proofs, device, key } = await pairedWindow();
    const { nonce } = proofs.challenge(device.id);
    const proof = { device: device.id, nonce, signature: signed(key.privateKey, nonce) };
    await proofs.prove(proof, HOST);
    expect(await proofs.prove(proof, HOST)).toBe('stale');
  });

  it('[DV3] is worth nothing of another key, for another hub, of another device, late, or of no key at all', async () => {
    const { proofs, device, key, clock } = await pairedWindow();
    const nonce = () => proofs.challenge(device.id).nonce;
    const proof = (made: string, signature: string, id: DeviceId = device.id) =>
      proofs.prove({ device: id, nonce: made, signature }, HOST);

    const one = nonce();
    expect(await proof(one, signed(newKey().privateKey, one))).toBeNull();
    const two = nonce();
    expect(await proof(two, signed(key.privateKey, two, 'evil.example'))).toBeNull();
    const three = nonce();
    expect(await proof(three, signed(key.privateKey, three), 'display-other' as DeviceId)).toBe(
      'stale',
    );
    const four = nonce();
    clock.at += NONCE_MS;
    expect(await proof(four, signed(key.privateKey, four))).toBe('stale');
    expect(await proof(nonce(), '')).toBeNull();
    expect(await proof('made-up', signed(key.privateKey, 'made-up'))).toBe('stale');
  });

  it('[DV3] tells nobody which devices there are', async () => {
    const { proofs } = await office();
    const unknown = 'no-such-device' as DeviceId;
    const { nonce } = proofs.challenge(unknown);
    expect(nonce).toMatch(/^[\w-]{43}$/);
    const proof = { device: unknown, nonce, signature: signed(newKey().privateKey, nonce) };
    // As a known one whose signature is wrong.
    expect(await proofs.prove(proof, HOST)).toBeNull();
  });
});

describe('a proof at another hub', () => {
  it('[MH7] of a device that this hub has not heard of yet is taken, and of one nobody paired is not', async () => {
    const world = await office();
    const { log, memory, clock, proofs } = world;
    const now = () => clock.at;
    const devices = await LiveDevices.open(new TamperedEventLog(log, { hearing: false }), now);
    const { key, device } = await pairedWindow(world);
    const there = new DeviceProofs({ devices, memory, key: 'one of the hubs', now });
    const signs = (id: DeviceId) => {
      const { nonce } = proofs.challenge(id);
      return { device: id, nonce, signature: signed(key.privateKey, nonce) };
    };
    expect(devices.state.has(device.id)).toBe(false);
    expect(await there.prove(signs(device.id), HOST)).toEqual(device);
    expect(await there.prove(signs('display-other' as DeviceId), HOST)).toBeNull();
  });

  it('[MH8] is worth nothing when it has been used at the first, or is written in another way', async () => {
    const { memory, clock, key, device, devices, proofs } = await pairedWindow();
    const there = new DeviceProofs({
      ...{ devices, memory, key: 'one of the hubs' },
      now: () => clock.at,
    });
    const { nonce } = proofs.challenge(device.id);
    const proof = { device: device.id, nonce, signature: signed(key.privateKey, nonce) };
    const both = await Promise.all([proofs.prove(proof, HOST), there.prove(proof, HOST)]);
    expect(both).toEqual([device, 'stale']);
    for (const other of [`${nonce}=`, `${nonce} `, `${nonce.slice(0, -1)}${nextSign(nonce)}`]) {
      const again = { device: device.id, nonce: other, signature: signed(key.privateKey, other) };
      expect(await there.prove(again, HOST)).toBe('stale');
    }
    const stranger = new DeviceProofs({
      ...{ devices, memory, key: 'of another house' },
      now: () => clock.at,
    });
    const fresh = stranger.challenge(device.id).nonce;
    const strange = { device: device.id, nonce: fresh, signature: signed(key.privateKey, fresh) };
    expect(await there.prove(strange, HOST)).toBe('stale');
  });
});

/** Of the last sign of 32 bytes two bits say nothing. */
const nextSign = (nonce: string): string =>
  String.fromCharCode((nonce.at(-1) ?? '').charCodeAt(0) + 1);

describe('the devices', () => {
  it('[DV4] are there after a restart, with who paired them', async () => {
    const { log, device, devices } = await pairedWindow();
    await devices.close();
    const again = await LiveDevices.open(log, () => 0);
    expect([...again.state.values()]).toEqual([{ ...device, pairedBy: by } satisfies Device]);
  });

  it('[DV4] one that is paired anew with its key is one, and its former self is told to have ended', async () => {
    const { devices, device, key } = await pairedWindow();
    const changed: DeviceId[] = [];
    devices.onChange((id) => changed.push(id));
    const again = await devices.pair(
      mark(),
      {
        ...{ kind: 'display', office: 'ragsved' as OfficeId, name: 'Nya', display: null },
        publicKey: key.publicKey,
      },
      by,
    );
    await new Promise((resolve) => setImmediate(resolve));
    if (!again.ok) throw new Error(again.code);
    expect([...devices.state.keys()]).toEqual([again.answer.id]);
    expect(changed).toEqual([device.id, again.answer.id]);
  });

  it('[DV5] AB-076 one that was revoked proves nothing any more', async () => {
    const { devices, proofs, device, key } = await pairedWindow();
    const { nonce } = proofs.challenge(device.id);
    await devices.revoke(mark(), device.id, by);
    const proof = { device: device.id, nonce, signature: signed(key.privateKey, nonce) };
    expect(await proofs.prove(proof, HOST)).toBeNull();
    expect(await devices.revoke(mark(), device.id, by)).toEqual({
      ok: false,
      code: 'unknown-device',
    });
  });
});
