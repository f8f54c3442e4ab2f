/** The hub's sockets for agents: who is let in, and what is heard. Rule AG10 in docs/spec.md. */
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENT_NAMESPACE, type AgentToHub, type HubToAgent } from '#shared/agent-protocol.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import { AgentHub } from '#test/support/agent-hub.ts';
import { TOKEN } from '#test/support/hub.ts';
import { READY } from '#test/support/simulated-printer.ts';

type AgentSocket = Socket<HubToAgent, AgentToHub>;

const who = { protocol: PROTOCOL_VERSION, agent: randomUUID() };
const forwarded = { 'X-Forwarded-For': '192.0.2.1' };
const job = { id: '1', bytes: Uint8Array.of(1, 2, 3) };

let hub: AgentHub;
let sockets: AgentSocket[];
beforeEach(async () => {
  hub = await AgentHub.open();
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.disconnect();
  await hub.close();
});

function connect(auth: object, extraHeaders: Record<string, string> = {}): AgentSocket {
  const socket: AgentSocket = io(new URL(AGENT_NAMESPACE, hub.url).href, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders,
  });
  sockets.push(socket);
  return socket;
}

async function letIn(auth: object = who, headers?: Record<string, string>): Promise<AgentSocket> {
  const socket = connect(auth, headers);
  await heard(socket, 'connect');
  return socket;
}

/** The next time that something is said, or happens, to a socket. */
const heard = <Message>(socket: AgentSocket, name: string) =>
  new Promise<Message>((resolve) => (socket as Socket).once(name, resolve));

/** Why a connection with this handshake is refused. */
async function refusal(auth: object, headers?: Record<string, string>): Promise<string> {
  const error = await heard<Error>(connect(auth, headers), 'connect_error');
  return error.message;
}

describe('who is let in', () => {
  it.each([
    ['nothing', {}, 'malformed-request'],
    ['a name that is none', { ...who, agent: 'anna' }, 'malformed-request'],
    ['a protocol of the past', { ...who, protocol: 0 }, 'protocol-too-old'],
    ['a protocol of the future', { ...who, protocol: 99 }, 'protocol-too-new'],
    ['an office that is not here', { ...who, office: 'elsewhere' }, 'unknown-office'],
    ['a printer that is not there', { ...who, printer: 'automat-9' }, 'unknown-printer'],
    ['a wrong token', { ...who, token: 'wrong' }, 'not-allowed'],
  ])('[AG10] an agent that brings %s is told why not', async (_what, auth, why) => {
    expect(await refusal(auth)).toBe(why);
  });

  it('[AG10] a stranger is not, and whoever has the token is', async () => {
    expect(await refusal(who, forwarded)).toBe('not-allowed');
    const named = { ...who, office: 'ragsved', printer: 'automat-1', token: TOKEN };
    expect((await letIn(named, forwarded)).connected).toBe(true);
  });

  it('[AG5] another agent is not while the first is there; its own line is replaced', async () => {
    const first = await letIn();
    expect(await refusal({ ...who, agent: randomUUID() })).toBe('printer-has-agent');
    const replaced = heard(first, 'disconnect');
    await letIn();
    await replaced;
  });
});

describe('what is heard', () => {
  it('[AG10] a job is offered, begun and ended', async () => {
    const socket = await letIn();
    const outcome = hub.printer.print(job);
    const offered = heard<{ job: string; bytes: Uint8Array }>(socket, 'job');
    socket.emit('status', READY);
    const { job: id, bytes } = await offered;
    expect([id, [...bytes]]).toEqual(['1', [1, 2, 3]]);
    expect(await socket.emitWithAck('begin', { job: '1' })).toBe(true);
    expect(hub.printer.status).toEqual(READY);
    await socket.emitWithAck('outcome', { job: '1', ended: { outcome: 'confirmed' } });
    expect(await outcome).toEqual({ outcome: 'confirmed' });
  });

  it('[AG10] what cannot be understood reaches nobody, and ends the connection in the end', async () => {
    const socket = await letIn();
    const anything = socket as unknown as { emit(name: string, ...message: unknown[]): void };
    const ended = heard(socket, 'disconnect');
    const nonsense: [string, ...unknown[]][] = [
      ['status', { state: 'ready' }],
      ['begin', { job: 1 }, () => {}],
      ['begin', { job: '1' }],
      [
        'outcome',
        { job: '1', ended: { outcome: 'not-sent', reason: 'no-confirmation' } },
        () => {},
      ],
      ['outcome', { job: '1', ended: { outcome: 'unknown', reason: 'not-drawn' } }, () => {}],
      ['outcome', { job: '1', ended: { outcome: 'confirmed', reason: '' } }, () => {}],
      ['ticket:issue', {}],
    ];
    for (let n = 0; n < 3; n++)
      for (const [name, ...rest] of nonsense) anything.emit(name, ...rest);
    await ended;
    expect(hub.printer.isHeldByOther(randomUUID())).toBe(false);
  });
});
