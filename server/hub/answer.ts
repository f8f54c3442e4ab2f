import type { RefusalCode, Reply, RequestName } from '#shared/protocol.ts';
import { requests } from '#shared/protocol.ts';
import { EventLogUnavailable } from '../event-log/event-log.ts';
import type { ScreenSocket } from './announce.ts';
import type { Asked } from './commands.ts';

/**
 * Answers every request of `socket` exactly once: may it ask this, has it the right shape, then the
 * hub's own answer. A fault becomes 'hub-unavailable' for the screen and goes to `onFault` whole.
 */
export function answer(
  socket: ScreenSocket,
  options: {
    /** Why this screen may not ask this now; undefined when it may. */
    refuse: (name: RequestName) => Promise<RefusalCode | undefined>;
    /** Does what has the right shape. Throws for a fault; a refusal is a value. */
    perform: (asked: Asked) => Promise<Reply<unknown>>;
    /** Told of each message that no screen of ours would send. */
    onOutOfTurn: () => void;
    onFault: (fault: unknown) => void;
  },
): void {
  const { refuse, perform, onOutOfTurn, onFault } = options;
  const answerOne = async (name: RequestName, request: unknown): Promise<Reply<unknown>> => {
    const refusal = await refuse(name);
    if (refusal === 'not-allowed') onOutOfTurn();
    if (refusal) return { ok: false, code: refusal };
    const parsed = requests[name].safeParse(request);
    if (!parsed.success) return MALFORMED;
    // `requests` pairs name and payload; TypeScript cannot follow that through a name that varies.
    return perform({ request: name, ...parsed.data } as Asked);
  };
  const handle = async (name: RequestName, sent: readonly unknown[]): Promise<void> => {
    // Socket.io hands over the acknowledgement last, whatever was sent before it.
    const reply = sent.at(-1);
    if (typeof reply !== 'function') return onOutOfTurn(); // nobody to answer
    try {
      reply(sent.length === 2 ? await answerOne(name, sent[0]) : MALFORMED);
    } catch (fault) {
      if (!(fault instanceof EventLogUnavailable)) onFault(fault); // of the log's, the office tells
      reply({ ok: false, code: 'hub-unavailable' } satisfies Reply<unknown>);
    }
  };
  // One listener, and not one for each request: eighty of them were half of what an idle window cost.
  socket.onAny((name: string, ...sent: readonly unknown[]) => {
    if (isRequest(name)) void handle(name, sent);
  });
}

/** Whether it is something that a screen may ask at all. */
export const isRequest = (name: string): name is RequestName => Object.hasOwn(requests, name);

const MALFORMED: Reply<unknown> = { ok: false, code: 'malformed-request' };
