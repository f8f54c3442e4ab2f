/** For whoever keeps the hub running: is it alive, is it ready, how does it do. Rules OP… in docs/spec.md. */
import { timingSafeEqual } from 'node:crypto';
import { type Request, Router } from 'express';
import { bearerOf, type Doorkeeper } from '../identity/doorkeeper.ts';
import type { Metrics } from '../operation/metrics.ts';
import type { Readiness } from '../operation/readiness.ts';

export type OperationParts = {
  doorkeeper: Doorkeeper;
  readiness: Readiness;
  metrics: Metrics;
  /** The METRICS_TOKEN setting. */
  metricsToken: string | undefined;
};

export function operation({
  doorkeeper,
  readiness,
  metrics,
  metricsToken,
}: OperationParts): Router {
  const router = Router();

  // The process answers: nothing else is asked, or a hub would be restarted for a Redis that is away.
  router.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });

  router.get('/readyz', async (_request, response) => {
    const { ready, why } = await readiness.look();
    response.status(ready ? 200 : 503).json({ ready, why });
  });

  router.get('/metrics', async (request, response, next) => {
    // To anybody else there is nothing at this address.
    if (!mayRead(request)) next('router');
    else response.type(metrics.contentType).send(await metrics.read());
  });

  return router;

  /** With METRICS_TOKEN whoever sends it, wherever she is; without, the hub's own computer. And whoever runs the hub. */
  function mayRead(request: Request): boolean {
    const presented = bearerOf(request);
    if (presented === undefined)
      return metricsToken === undefined && doorkeeper.isOwnComputer(request);
    if (metricsToken !== undefined && isSame(presented, metricsToken)) return true;
    const trust = doorkeeper.recognise(request, presented);
    return trust.ok && trust.caller.kind === 'operator';
  }
}

function isSame(presented: string, token: string): boolean {
  const [one, other] = [Buffer.from(presented), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
