/** Rule HB34: what the page of another hub may read of this one, as a browser would ask. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestHub } from '#test/support/hub.ts';

const OTHER = 'https://ko2.example.se';
let hub: TestHub;
beforeAll(async () => {
  hub = await TestHub.start({ HUBS: `https://ko1.example.se,${OTHER}` });
});
afterAll(() => hub.end());

const asked = async (path: string, origin: string, method = 'GET') => {
  const { headers } = await fetch(`${hub.url}/api/v1${path}`, {
    method,
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
  });
  return [
    headers.get('access-control-allow-origin'),
    headers.get('access-control-allow-credentials'),
  ];
};

it('[HB34] the page of another hub may read what the window shows and ask for a word to sign, without a cookie', async () => {
  expect(await asked('/offices/ragsved/board', OTHER)).toEqual([OTHER, null]);
  expect(await asked('/offices/ragsved/programme', OTHER)).toEqual([OTHER, null]);
  expect(await asked('/device/challenge', OTHER, 'OPTIONS')).toEqual([OTHER, null]);
});

it.each([
  '/offices/ragsved/desks',
  '/offices/ragsved/book',
  '/session',
  '/accounts',
  '/city',
  '/audit',
])('[HB34] and nothing of %s', async (path) => {
  expect(await asked(path, OTHER)).toEqual([null, null]);
  expect(await asked(path, OTHER, 'OPTIONS')).toEqual([null, null]);
});

it.each([
  'https://ko3.example.se',
  'http://ko2.example.se',
  'https://ko2.example.se.evil.test',
  'null',
])('[HB34] nor may the page of %s', async (origin) => {
  for (const path of ['/offices/ragsved/board', '/offices/ragsved/programme', '/device/challenge'])
    expect(await asked(path, origin)).toEqual([null, null]);
});
