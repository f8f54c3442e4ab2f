/** What every answer to what is pressed says of itself. Rule HB5 in docs/spec.md. */

export const HEADS_OF_THE_API = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'content-type': 'application/json; charset=utf-8',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** Of one that is there twice, both. */
export const headsOf = ({ headers }: Awaited<ReturnType<typeof fetch>>) =>
  Object.fromEntries(Object.keys(HEADS_OF_THE_API).map((name) => [name, headers.get(name)]));
