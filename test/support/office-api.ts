/** A small client of HTTP API v1, as an integrator would write it. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Ticket } from '#shared/views.ts';
import { TOKEN } from './hub.ts';

export type ApiAnswer<Body = unknown> = { status: number; body: Body };
export type Refused = { code: string; message: string };

export class OfficeApi {
  readonly #url: string;
  readonly #token: string | null;
  readonly #agent = new Agent({ keepAlive: true });

  /** @param token null to ask without one */
  constructor(url: string, token: string | null = TOKEN, office = 'ragsved') {
    this.#url = `${url}/api/v1/offices/${office}`;
    this.#token = token;
  }

  get<Body>(path: string): Promise<ApiAnswer<Body>> {
    return this.#send('GET', path);
  }

  /** A new request id is made unless `body` has one. */
  post<Body = Ticket & Refused>(
    path: string,
    body: object = {},
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Body>> {
    const whole = JSON.stringify({ requestId: randomUUID(), ...body });
    return this.#send('POST', path, { body: whole, headers });
  }

  /** Sends `body` as it is. */
  postRaw<Body = Refused>(path: string, body: string): Promise<ApiAnswer<Body>> {
    return this.#send('POST', path, { body });
  }

  issue(topic: string, more: object = {}) {
    return this.post('/tickets', { topic, language: 'sv', ...more });
  }

  close(): void {
    this.#agent.destroy();
  }

  #send<Body>(
    method: string,
    path: string,
    { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {},
  ): Promise<ApiAnswer<Body>> {
    const authorization = this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
    return new Promise((resolve, reject) => {
      const sent = request(
        this.#url + path,
        {
          method,
          agent: this.#agent,
          headers: { 'Content-Type': 'application/json', ...authorization, ...headers },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }),
          );
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
