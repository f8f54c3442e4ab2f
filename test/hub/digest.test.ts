/** What a request is known by when it comes again. Rule HB4 in docs/spec.md. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Asked, digestOf } from '#server/hub/commands.ts';
import { requests } from '#shared/protocol.ts';

const content = { topic: 'letters', language: 'sv', print: false, precedence: null };

const digestOfIssue = (asked: object): string =>
  digestOf({ request: 'ticket:issue', requestId: 'press-1', ...asked } as Asked);

it('[HB4] is of all that is asked, by name, whatever the order, as logs of older hubs have it', () => {
  const written =
    '[["language","sv"],["precedence",null],["print",false],["request","ticket:issue"],["topic","letters"]]';
  const digest = createHash('sha256').update(written).digest('base64url');
  expect(digestOfIssue(content)).toBe(digest);
  const backwards = Object.fromEntries(Object.entries(content).reverse());
  expect(digestOfIssue(backwards)).toBe(digest);
});

it('[HB4] has all that a request may say in it, whichever it is', () => {
  for (const [request, { shape }] of Object.entries(requests)) {
    const names = Object.keys(shape).filter((name) => name !== 'requestId');
    const asked = Object.fromEntries(names.map((name) => [name, `a ${name}`]));
    const written = [...Object.entries(asked), ['request', request]].sort();
    expect(digestOf({ request, requestId: 'press-1', ...asked } as unknown as Asked)).toBe(
      createHash('sha256').update(JSON.stringify(written)).digest('base64url'),
    );
  }
});

it('[HB4] is another for other content, and not for another request id', () => {
  expect(digestOfIssue({ ...content, requestId: 'press-2' })).toBe(digestOfIssue(content));
  expect(digestOfIssue({ ...content, print: true })).not.toBe(digestOfIssue(content));
});
