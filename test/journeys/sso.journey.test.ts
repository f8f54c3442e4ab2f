/** A guide comes in by the city's sign-on, in a browser, and leaves. The provider is a real one, on another site. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { freePort } from '#test/support/free-port.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeInABrowser, see } from '#test/support/office-in-a-browser.ts';
import { foundOffice } from '#test/support/office-people.ts';
import { CLIENT_ID, CLIENT_SECRET, OpenIdProvider } from '#test/support/openid-provider.ts';

const LABEL = 'Stockholms stad';
const SARA = { sub: '7', name: 'Sara Stad', preferred_username: 'sara', groups: ['guides'] };

let browser: OfficeInABrowser;
let hub: TestHub;
let provider: OpenIdProvider;

beforeAll(async () => {
  const port = await freePort();
  provider = await OpenIdProvider.open(`http://127.0.0.1:${port}/api/v1/session/sso/callback`);
  hub = await TestHub.start({
    ...{ PORT: String(port), OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT_ID },
    ...{ OIDC_CLIENT_SECRET: CLIENT_SECRET, OIDC_LABEL: LABEL },
    OIDC_ROLES: JSON.stringify({ guides: { role: 'guide', offices: ['ragsved'] } }),
  });
  await foundOffice(hub);
  browser = await OfficeInABrowser.open();
  browser.moveTo(hub);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await hub.end();
  await provider.close();
});
beforeEach(() => {
  provider.user = SARA;
});

const signOn = (page: Page) =>
  page.getByRole('link', { name: say('sv', 'staff.sign-in-by', { label: LABEL }) });
const isSignedOut = (page: Page) => signOn(page).waitFor();

it('[ID17] she presses the city’s button and is at the page she asked for; signing out, she is out at both', async () => {
  const page = await browser.page('/staff?page=day');
  await signOn(page).click();
  await page.locator('day-screen h1').waitFor();
  expect(new URL(page.url()).search).toBe('?page=day');
  await see(page, 'Sara Stad');
  // Nothing that lets anybody in is left where others could read it.
  const kept = await page.evaluate<string>(
    'JSON.stringify([{ ...localStorage }, document.cookie])',
  );
  expect(kept).not.toMatch(/token|code=|torget=/);
  await page.reload();
  await see(page, 'Sara Stad');

  await page.getByRole('button', { name: say('sv', 'staff.sign-out'), exact: true }).click();
  // The provider asks her on a page of its own.
  await page.waitForURL(`${provider.issuer}/**`);
  await page.getByRole('button', { name: 'Ja' }).click();
  await isSignedOut(page);
  expect(new URL(page.url()).pathname).toBe('/staff');
  await page.goBack();
  await isSignedOut(page);

  // The next one at this computer is nobody's session but her own.
  provider.user = { ...SARA, sub: '8', name: 'Ulla Ut', preferred_username: 'ulla' };
  await signOn(page).click();
  await see(page, 'Ulla Ut');
  expect(browser.complaints).toEqual([]);
});

it('[ID17] whoever has no role here is told so in words, and comes to the page she asked for when she has', async () => {
  provider.user = { ...SARA, sub: '9', name: 'Nils Ny', groups: ['others'] };
  const page = await browser.page('/staff?page=day');
  await signOn(page).click();
  await see(page, say('sv', 'staff.sso-refused', { label: LABEL }));
  provider.user = { ...SARA, sub: '9', name: 'Nils Ny' };
  await signOn(page).click();
  await see(page, 'Nils Ny');
  expect(new URL(page.url()).search).not.toContain('sso');
});
