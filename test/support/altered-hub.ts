/** A hub behind a proxy that alters what it serves: a newer build of the window, without building one. */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { TestHub } from './hub.ts';

/** @returns what is sent instead of `body` */
export type Alter = (path: string, body: string) => string;

export class AlteredHub {
  readonly #server: Server;
  alter: Alter = (_path, body) => body;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async before(hub: TestHub): Promise<AlteredHub> {
    const server = createServer();
    const altered = new AlteredHub(server);
    server.on('request', (asked, answer) => {
      const { method, url: path = '/' } = asked;
      const headers = { ...asked.headers };
      if (!path.startsWith('/api')) {
        // The hub would say that its own, unaltered, is the newest.
        delete headers['if-none-match'];
        delete headers['if-modified-since'];
      }
      const options = { port: hub.port, method, path, headers };
      const passed = request({ host: '127.0.0.1', ...options }, async (original) => {
        const pieces: Buffer[] = [];
        for await (const piece of original) pieces.push(piece as Buffer);
        const isText = /html|javascript/.test(original.headers['content-type'] ?? '');
        const whole = Buffer.concat(pieces);
        const body = isText ? Buffer.from(altered.alter(path, whole.toString())) : whole;
        const { 'content-length': _, 'transfer-encoding': __, ...rest } = original.headers;
        answer.writeHead(original.statusCode ?? 502, { ...rest, 'content-length': body.length });
        answer.end(method === 'HEAD' ? undefined : body);
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
    server.on('upgrade', ({ url, headers }, socket, head) => {
      const hubs = connect(hub.port, '127.0.0.1', () => {
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
        hubs.write(`GET ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
        hubs.write(head);
        hubs.pipe(socket).pipe(hubs);
      });
      for (const end of [hubs, socket]) end.on('error', () => {});
      hubs.on('close', () => socket.destroy());
      socket.on('close', () => hubs.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return altered;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
