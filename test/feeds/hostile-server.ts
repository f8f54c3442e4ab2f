/** A real server on this computer, with a certificate that names kalender.example.org, and a network in which that name is here. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Network } from '#server/feeds/calendar-fetch.ts';

const pem = (name: string) => readFileSync(new URL(`./tls/${name}.pem`, import.meta.url), 'utf8');

export type HostileServer = {
  port: number;
  /** Of kalender.example.org there. */
  url: (path?: string) => string;
  asked: IncomingMessage[];
  network: Network;
};

/** Ends with the test that asked for it. */
export async function hostileServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HostileServer> {
  const asked: IncomingMessage[] = [];
  const server = createServer(
    { key: pem('key'), cert: pem('certificate') },
    (request, response) => {
      asked.push(request);
      response.on('error', () => {}); // whoever asked has gone
      answer(request, response);
    },
  );
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path = '/kalender.ics') => `https://kalender.example.org:${port}${path}`,
    asked,
    network: {
      addressesOf: async () => ['127.0.0.1'],
      mayConnectTo: () => true,
      port,
      ca: pem('certificate'),
      timeLimitMs: 10_000,
    },
  };
}
