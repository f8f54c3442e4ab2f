/**
 * The agents' sockets: which agent may have which printer, and whether what it says can be understood. What its words
 * mean is for AgentTicketPrinter. A namespace of its own on the server that serves the screens.
 */
import type { IncomingMessage } from 'node:http';
import type { Namespace } from 'socket.io';
import type { AgentTicketPrinter } from '#print/agent-ticket-printer.ts';
import type { NotSentReason, PrintOutcome, UnknownReason } from '#print/ticket-printer.ts';
import {
  AGENT_NAMESPACE,
  type AgentOutcome,
  type AgentToHub,
  agentBegin,
  agentHandshake,
  agentOutcome,
  agentStatus,
  type HubToAgent,
} from '#shared/agent-protocol.ts';
import { FAULTS } from '#shared/printers.ts';
import { type ConnectRefusal, OLDEST_PROTOCOL_SERVED, PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { OfficeId, PrinterId } from '#shared/vocabulary.ts';
import type { Caller } from '../identity/caller.ts';
import type { Doorkeeper } from '../identity/doorkeeper.ts';
import { cut, type Hub } from './announce.ts';
import type { Limits } from './limits.ts';
import type { Presence } from './presence.ts';

/** So many messages that cannot be understood, and the connection is ended. */
const PATIENCE = 20;

export type AgentPrinters = ReadonlyMap<OfficeId, ReadonlyMap<PrinterId, AgentTicketPrinter>>;

export type AgentParts = {
  hub: Hub;
  printers: AgentPrinters;
  offices: ReadonlyMap<OfficeId, unknown>;
  doorkeeper: Doorkeeper;
  limits: Limits;
  presence: Presence;
  /** Whose request it is: behind a proxy that is trusted, whom that names. */
  addressOf: (request: IncomingMessage) => string;
  /** Told when it is news that two machines have an agent's key. */
  onDoubled: (caller: Extract<Caller, { kind: 'device' }>) => void;
  /** Told why nobody could be recognised just now. */
  onAway: (fault: unknown) => null;
};

type AgentRefusal = ConnectRefusal | 'unknown-printer' | 'printer-has-agent';

type Admitted = { printer: AgentTicketPrinter; agent: string; caller: Caller };

/** @returns a function that lets every agent go, at once. */
export function serveAgents({
  hub,
  printers,
  offices,
  doorkeeper,
  limits,
  presence,
  addressOf,
  onDoubled,
  onAway,
}: AgentParts): () => void {
  // Socket.io has one set of event types for all its namespaces.
  const agents = hub.of(AGENT_NAMESPACE) as unknown as Namespace<AgentToHub, HubToAgent>;

  agents.use((socket, next) => {
    letIn(socket, next).catch(onAway);
  });

  agents.on('connection', (socket) => {
    const { printer, agent, caller } = socket.data as Admitted;
    const disconnected = limits.connected(caller, addressOf(socket.request));
    const leaves =
      caller.kind === 'device' &&
      presence.deviceOnLine(caller.device, {
        screen: agent,
        cut: () => cut(socket),
        onDoubled: () => onDoubled(caller),
      });
    const words = printer.attach({
      id: agent,
      offer: ({ id, bytes }) => socket.emit('job', { job: id, bytes }),
      withdraw: (id) => socket.emit('withdraw', id),
      drop: () => cut(socket),
    });
    socket.on('disconnect', () => {
      disconnected();
      if (leaves) leaves();
      words?.gone();
    });
    if (!words) {
      cut(socket); // another agent came while this one was let in
      return;
    }

    let patience = PATIENCE;
    const losePatience = () => {
      patience--;
      if (patience < 0) cut(socket);
    };
    socket.on('status', (message: unknown) => {
      const state = agentStatus.safeParse(message);
      if (state.success) words.status(state.data);
      else losePatience();
    });
    socket.on('begin', (message: unknown, reply: unknown) => {
      const begin = agentBegin.safeParse(message);
      if (!begin.success || typeof reply !== 'function') return losePatience();
      reply(words.begin(begin.data.job));
    });
    socket.on('outcome', (message: unknown, reply: unknown) => {
      const told = agentOutcome.safeParse(message);
      const outcome = told.success ? outcomeOf(told.data) : null;
      if (!told.success || outcome === null || typeof reply !== 'function') return losePatience();
      words.outcome(told.data.job, outcome);
      reply();
    });
    socket.onAny((name: string) => {
      if (!MESSAGES.has(name)) losePatience();
    });
  });

  return () => {
    for (const socket of agents.sockets.values()) cut(socket);
  };

  async function letIn(
    socket: Parameters<Parameters<typeof agents.use>[0]>[0],
    next: (fault?: Error) => void,
  ): Promise<void> {
    const refuse = (why: AgentRefusal) => {
      next(new Error(why));
      // After the refusal, which Socket.io sends in the next tick: who guesses at tokens connects anew for each.
      setImmediate(() => socket.conn.close());
    };
    const admitted = await admit(socket.request, socket.handshake.auth).catch(onAway);
    if (admitted === null) {
      socket.conn.close(); // it comes again
      return;
    }
    if (typeof admitted === 'string') return refuse(admitted);
    if (!limits.mayConnect(admitted.caller, addressOf(socket.request)))
      return refuse('too-many-connections');
    Object.assign(socket.data, admitted);
    next();
  }

  /** @throws {EventLogUnavailable | SharedMemoryUnavailable} */
  async function admit(request: IncomingMessage, auth: unknown): Promise<Admitted | AgentRefusal> {
    const parsed = agentHandshake.safeParse(auth);
    if (!parsed.success) return 'malformed-request';
    const { protocol, agent, token, proof, ...named } = parsed.data;
    if (protocol < OLDEST_PROTOCOL_SERVED) return 'protocol-too-old';
    if (protocol > PROTOCOL_VERSION) return 'protocol-too-new';
    const proven = proof && (await doorkeeper.prove(request, proof));
    const trust = doorkeeper.recognise(request, token, proven);
    if (!trust.ok) return proof && trust.why === 'wrong-credential' ? 'revoked' : 'not-allowed';
    const { caller } = trust;
    if (caller.kind === 'stranger') return doorkeeper.founded ? 'not-paired' : 'not-allowed';
    if (!mayPrint(caller)) return 'not-allowed';
    if (caller.kind === 'device') named.office = caller.office;
    if (named.office !== undefined && !offices.has(named.office)) return 'unknown-office';
    const office = namedOrOnly(printers, named.office);
    if (!office)
      return named.office === undefined && printers.size > 1 ? 'unknown-office' : 'unknown-printer';
    const printer = namedOrOnly(office, named.printer);
    if (!printer) return 'unknown-printer';
    if (printer.isHeldByOther(agent)) return 'printer-has-agent';
    return { printer, agent, caller };
  }
}

/** An agent that is paired, whoever runs the hub, and in trial anybody at the hub's own computer. */
const mayPrint = (caller: Caller): boolean =>
  caller.kind === 'operator' ||
  caller.kind === 'trial' ||
  (caller.kind === 'device' && caller.deviceKind === 'agent');

const MESSAGES: ReadonlySet<string> = new Set<keyof AgentToHub>(['status', 'begin', 'outcome']);

function namedOrOnly<Id, Item>(
  items: ReadonlyMap<Id, Item>,
  name: Id | undefined,
): Item | undefined {
  if (name !== undefined) return items.get(name);
  return items.size === 1 ? [...items.values()][0] : undefined;
}

const NOT_SENT: readonly string[] = [
  ...FAULTS,
  'closed',
  'agent-restarted',
] satisfies NotSentReason[];
const UNKNOWN: readonly string[] = [
  ...FAULTS,
  'connection-lost',
  'no-confirmation',
  'closed',
  'agent-restarted',
] satisfies UnknownReason[];

/** null for a reason that does not go with the outcome. */
function outcomeOf({ ended }: AgentOutcome): PrintOutcome | null {
  switch (ended.outcome) {
    case 'not-sent':
      return NOT_SENT.includes(ended.reason)
        ? { outcome: 'not-sent', reason: ended.reason as NotSentReason }
        : null;
    case 'unknown':
      return UNKNOWN.includes(ended.reason)
        ? { outcome: 'unknown', reason: ended.reason as UnknownReason }
        : null;
    default:
      return { outcome: ended.outcome };
  }
}
