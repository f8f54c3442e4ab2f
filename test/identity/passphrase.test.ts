import { describe, expect, it } from 'vitest';
import { isGuessable, isWeak, Passphrases, TooManyHashes } from '#server/identity/passphrase.ts';

const cheap = () => new Passphrases({ N: 2 ** 4 });

describe('a secret that is kept', () => {
  it('[ID7] is right with itself only, and two of the same are kept differently', async () => {
    const passphrases = cheap();
    const kept = await passphrases.hash('några ord i rad');
    expect(kept).not.toContain('ord');
    expect(await passphrases.hash('några ord i rad')).not.toBe(kept);
    expect(await passphrases.isRight('några ord i rad', kept)).toBe(true);
    expect(await passphrases.isRight('några ord i rad ', kept)).toBe(false);
    expect(await passphrases.isRight('några ord i rad', null)).toBe(false);
  });

  it('[ID7] is the same however its letters were put together', async () => {
    const passphrases = cheap();
    const kept = await passphrases.hash('ångström på linan'.normalize('NFC'));
    expect(await passphrases.isRight('ångström på linan'.normalize('NFD'), kept)).toBe(true);
  });

  it('[ID9] says what it was made with, and is read by a hub that takes another cost', async () => {
    const kept = await cheap().hash('några ord i rad');
    expect(kept).toMatch(/^scrypt\$16\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await new Passphrases({ N: 2 ** 5 }).isRight('några ord i rad', kept)).toBe(true);
  });

  it('[ID9] is made with OWASP’s cost by a hub', async () => {
    expect(await new Passphrases().hash('några ord i rad')).toMatch(/^scrypt\$131072\$8\$1\$/);
  });

  it('[ID9] AB-069 of fifty at once two are hashed, twenty wait, and the rest are told to come again', async () => {
    const passphrases = cheap();
    const all = await Promise.allSettled(
      Array.from({ length: 50 }, () => passphrases.isRight('x', null)),
    );
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(28);
    for (const { reason } of refused as PromiseRejectedResult[])
      expect(reason).toBeInstanceOf(TooManyHashes);
    // And there is room again.
    expect(await passphrases.isRight('x', null)).toBe(false);
  });
});

it.each([
  ['aaaaaaaaaaaaaaaa', true],
  ['abababababababab', true],
  ['gun.svensson1', true],
  ['GUN.SVENSSON12', true],
  ['korrekt häst batteri', false],
])('[ID7] %s is weak: %s', (passphrase, weak) => {
  expect(isWeak(passphrase, 'gun.svensson')).toBe(weak);
});

it.each([
  ['000000', true],
  ['345678', true],
  ['765432', true],
  ['890123', true],
  ['121212', false],
  ['274951', false],
])('[ID13] %s is a PIN that is tried first: %s', (pin, guessable) => {
  expect(isGuessable(pin)).toBe(guessable);
});
