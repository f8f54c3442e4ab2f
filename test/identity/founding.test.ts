import { expect, it } from 'vitest';
import { FoundingLink } from '#server/identity/founding.ts';

it('[ID1] the one-time link is over once there is an administrator who came in another way', () => {
  let isFounded = false;
  const link = new FoundingLink(() => isFounded);
  expect(link.isRight(link.secret)).toBe(true);
  expect(link.isRight(`${link.secret}x`)).toBe(false);
  isFounded = true;
  expect(link.isRight(link.secret)).toBe(false);
  // Also where something else failed meanwhile.
  link.restore();
  expect(link.isRight(link.secret)).toBe(false);
});
