/** A window whose worker could not be registered while the hub was away. */
import { expect, it } from 'vitest';
import { WorkerRegistration } from '../../display/worker-registration.ts';

it('[W22] a registration that failed is tried again when the hub is heard, at most once a minute', async () => {
  let steadyMs = 0;
  let isThere = false;
  let tries = 0;
  const worker = {} as ServiceWorkerRegistration;
  const registration = new WorkerRegistration(
    async () => {
      tries += 1;
      if (!isThere) throw new TypeError('Failed to fetch');
      return worker;
    },
    () => steadyMs,
  );
  expect(await registration.current).toBeUndefined();
  isThere = true;
  registration.tryAgain();
  expect(tries).toBe(1);
  steadyMs = 60_000;
  registration.tryAgain();
  expect(await registration.current).toBe(worker);
  steadyMs = 600_000;
  registration.tryAgain();
  expect(tries).toBe(2);
});
