/** The address that a leaflet gives: typed by somebody, or copied, and then it must be all there. */
import { expect, it } from 'vitest';
import { restOf, siteOf } from '../../ticket-terminal/elements/leaflet.ts';

it.each([
  ['https://www.bostad.stockholm.se/', 'bostad.stockholm.se', ''],
  ['https://start.stockholm/forskola/', 'start.stockholm', '/forskola'],
  ['https://example.se/?id=7', 'example.se', '/?id=7'],
  ['https://example.se:8443/a/?id=7&b=c#del-2', 'example.se:8443', '/a/?id=7&b=c#del-2'],
])('[TT20] of %s is given whole', (url, site, rest) => {
  expect([siteOf(url), restOf(url)]).toEqual([site, rest]);
});
