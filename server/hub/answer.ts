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
    onFault: (fault: unknown) => void;
  },
): void {
  const { refuse, perform, onFault } = options;
  for (const name of Object.keys(requests) as RequestName[]) {
    const answerOne = async (request: unknown): Promise<Reply<unknown>> => {
      const refusal = await refuse(name);
      if (refusal) return { ok: false, code: refusal };
      const parsed = requests[name].safeParse(request);
      if (!parsed.success) return { ok: false, code: 'malformed-request' };
      // `requests` pairs name and payload; TypeScript cannot follow that through a loop.
      return perform({ name, ...parsed.data } as Asked);
    };
    socket.on(
      name as never,
      (async (request: unknown, reply: unknown) => {
        if (typeof reply !== 'function') return; // sent without an acknowledgement: nobody to answer
        try {
          reply(await answerOne(request));
        } catch (fault) {
          if (!(fault instanceof EventLogUnavailable)) onFault(fault);
          reply({ ok: false, code: 'hub-unavailable' });
        }
      }) as never,
    );
  }
}
