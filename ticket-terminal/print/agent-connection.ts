/**
 * The agent's connection to the hub over Socket.io: comes back by itself whenever it is lost or refused, and hands
 * on what is said in either direction. Decides nothing (agent-printing.ts).
 */
import { io, type Socket } from 'socket.io-client';
import {
  AGENT_NAMESPACE,
  type AgentHandshake,
  type AgentToHub,
  type HubToAgent,
} from '#shared/agent-protocol.ts';
import type { DeviceProof } from '#shared/identity.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { AgentPrinting, HubLine } from './agent-printing.ts';

/** How often the hub hears that the agent lives: what it shows of the printer is true to two seconds. */
const STATUS_EVERY_MS = 500;
/** A hub that has ended answers nothing; the connection is then known to be lost after 18 s at the latest. */
const ANSWER_WITHIN_MS = 3_000;
const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 5_000;
/** The hub that cut us may be restarting; or two agents with one name take the printer from each other. */
const RETRY_CUT_MS = 1_000;
/** The hub's settings, or another agent, may change while we wait. */
const RETRY_REFUSED_MS = 5_000;

/** How it stands between the agent and its hub. */
export type Reach =
  | { state: 'in-service' }
  /** Nobody answers there. It is tried again. */
  | { state: 'out-of-reach' }
  /** The hub does not let this agent in, and says why. It is tried again. */
  | { state: 'refused'; why: string };

export type AgentConnectionParts = {
  hub: URL;
  who: Omit<AgentHandshake, 'protocol' | 'proof'>;
  /** That it is a paired agent, anew for each connection; null: it is none. Rejects when the hub does not answer. */
  prove: () => Promise<DeviceProof | null>;
  /** The hub does not know this agent, or not any more. Resolves when it is worth trying again. */
  becomeKnown: (why: 'not-paired' | 'revoked') => Promise<void>;
  printing: AgentPrinting;
  onReach: (reach: Reach) => void;
};

type AgentSocket = Socket<HubToAgent, AgentToHub>;

/** @returns a function that ends the connection for good. */
export function connectAgent({
  hub,
  who,
  prove,
  becomeKnown,
  printing,
  onReach,
}: AgentConnectionParts): () => void {
  const socket: AgentSocket = io(new URL(AGENT_NAMESPACE, hub).href, {
    transports: ['websocket'],
    auth: (say) => {
      prove().then(
        (proof) => say({ protocol: PROTOCOL_VERSION, ...who, ...(proof && { proof }) }),
        // Nothing is said, so the hub ends the line, and it is tried again: without its proof it would be a stranger.
        () => {},
      );
    },
    reconnectionDelay: FIRST_RETRY_MS,
    reconnectionDelayMax: LAST_RETRY_MS,
    forceNew: true,
  });
  let retry: NodeJS.Timeout | undefined;
  let isEnded = false;
  const comeBack = (ms: number) => {
    retry = setTimeout(() => socket.connect(), ms);
  };
  socket.on('connect', () => {
    onReach({ state: 'in-service' });
    printing.connected(lineOver(socket));
  });
  socket.on('disconnect', () => {
    printing.disconnected();
    onReach({ state: 'out-of-reach' });
    if (!socket.active) comeBack(RETRY_CUT_MS); // Socket.io takes a cut by the hub for the end of it
  });
  socket.on('connect_error', ({ message }) => {
    if (socket.active) return onReach({ state: 'out-of-reach' });
    onReach({ state: 'refused', why: message });
    if (message !== 'not-paired' && message !== 'revoked') return comeBack(RETRY_REFUSED_MS);
    void becomeKnown(message).then(() => {
      if (!isEnded) socket.connect();
    });
  });
  const heartbeat = setInterval(() => printing.repeatStatus(), STATUS_EVERY_MS);
  socket.on('job', ({ job, bytes }) => printing.offered({ id: job, bytes }));
  socket.on('withdraw', (job) => printing.withdrawn(job));
  return () => {
    isEnded = true;
    clearTimeout(retry);
    clearInterval(heartbeat);
    socket.off('disconnect');
    socket.disconnect();
    printing.disconnected();
  };
}

/** Over a line that is lost nothing is said: Socket.io would keep it, and say it over the next one. */
function lineOver(socket: AgentSocket): HubLine {
  return {
    status: (state) => {
      if (socket.connected) socket.emit('status', state);
    },
    begin: async (job) => {
      if (!socket.connected) return 'lost';
      try {
        const isGranted = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('begin', { job });
        return isGranted ? 'granted' : 'refused';
      } catch {
        return 'lost'; // no answer in time, or the line is gone
      }
    },
    outcome: async (job, ended) => {
      if (!socket.connected) return false;
      try {
        await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('outcome', { job, ended });
        return true;
      } catch {
        return false; // it is told again over the next line
      }
    },
  };
}
