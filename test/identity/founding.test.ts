import { expect, it } from 'vitest';
import { FoundingLinks } from '#server/identity/founding.ts';
import { InMemorySharedMemory } from '#server/shared-memory/in-memory-shared-memory.ts';

it('[ID1] the one-time link is over once there is an administrator who came in another way', async () => {
  let isFounded = false;
  const links = new FoundingLinks(new InMemorySharedMemory(() => 0), () => isFounded);
  await links.make('first');
  const secret = links.printed ?? '';
  expect(await links.isRight(secret)).toBe(true);
  expect(await links.isRight(`${secret}x`)).toBe(false);
  const giveBack = await links.spend(secret);
  expect(await links.isRight(secret)).toBe(false);
  // Nothing came of it.
  await giveBack?.();
  expect(await links.isRight(secret)).toBe(true);
  isFounded = true;
  expect(await links.isRight(secret)).toBe(false);
  expect(await links.spend(secret)).toBeNull();
});

it('[MH6] a link that one hub printed is good at any, once, and not after its hub has ended', async () => {
  const memory = new InMemorySharedMemory(() => 0);
  const [one, other] = [
    new FoundingLinks(memory, () => false),
    new FoundingLinks(memory, () => true),
  ];
  await one.make('first');
  const first = one.printed ?? '';
  // That hub has heard of an administrator.
  expect(await other.isRight(first)).toBe(false);
  await other.make('one-more');
  const more = other.printed ?? '';
  expect([await one.isRight(more), await one.isRight(first)]).toEqual([true, true]);
  expect(await one.spend(more)).not.toBeNull();
  expect(await other.spend(more)).toBeNull();
  await one.close();
  expect(await one.isRight(first)).toBe(false);
});
