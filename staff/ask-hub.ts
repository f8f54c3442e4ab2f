/** Asks the hub over HTTP: what is not of one desk and not of the moment. Same origin, the session's cookie, JSON. */
import type { Reply } from '#shared/protocol.ts';
import { randomId } from '#shared/ui/hub-connection.ts';
import { thisComputer } from './this-computer.ts';

const GIVE_UP_AFTER_MS = 9_000;
const PAUSE_MS = 400;

/**
 * @param path below /api/v1, such as '/offices/ragsved/book'
 * @param headers beside ours
 */
export const read = <Answer>(
  path: string,
  headers: Record<string, string> = {},
): Promise<Reply<Answer>> => ask('GET', path, undefined, headers);

/**
 * Has something done, once however often it is asked: it is tried again with the same request id while the hub
 * is out of reach. Never rejects: that is the refusal 'hub-unavailable'.
 */
export const tell = <Answer>(
  path: string,
  body: object = {},
  method: 'POST' | 'PUT' | 'DELETE' = 'POST',
): Promise<Reply<Answer>> => ask(method, path, { requestId: randomId(), ...body });

async function ask<Answer>(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Reply<Answer>> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    try {
      const response = await fetch(`/api/v1${path}`, {
        method,
        headers: { ...headersFor(body), ...headers },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(GIVE_UP_AFTER_MS),
      });
      if (response.status === 204) return { ok: true, answer: undefined as Answer };
      const said = await response.json();
      if (response.ok) return { ok: true, answer: said };
      if (said.code !== 'hub-unavailable') return { ok: false, ...said };
    } catch {
      // No line to the hub: asked again below, for as long as somebody would wait.
    }
    if (performance.now() > giveUpAt) return { ok: false, code: 'hub-unavailable' };
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function headersFor(body: object | undefined): Record<string, string> {
  const key = thisComputer.officeKey;
  return {
    ...(body && { 'Content-Type': 'application/json' }),
    ...(key && { Authorization: `Bearer ${key}` }),
  };
}
