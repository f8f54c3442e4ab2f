/** What `npm test` brings along really runs. */
import { createClient } from 'redis';
import { expect, it } from 'vitest';
import { openBrowser } from '#test/support/chromium.ts';
import { openRedis } from '#test/support/redis.ts';

it('a redis-server answers PING', { timeout: 30_000 }, async () => {
  const redis = await openRedis();
  const client = await createClient({ url: redis.url }).connect();
  expect(await client.ping()).toBe('PONG');
  await client.close();
  await redis.close();
});

it('a Chromium draws a page', { timeout: 30_000 }, async () => {
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.setContent('<h1>Torget</h1>');
  const box = await page.getByRole('heading', { name: 'Torget' }).boundingBox();
  expect(box?.width).toBeGreaterThan(0);
  await browser.close();
});
