/**
 * A hub as far as an agent meets it, in a process of its own that can be killed. Prints the slips it is sent the
 * numbers of, and says what it hears of them. Its port is its argument.
 */
import { AgentHub } from '#test/support/agent-hub.ts';
import { numberedSlip } from '../numbered-slip.ts';

export type HubSays =
  | { says: 'status'; ready: boolean }
  | { says: 'outcome' | 'late-word'; slip: number; outcome: string };

const say = (word: HubSays) => void process.send?.(word);

const { printer } = await AgentHub.open({ port: Number(process.argv[2]) });
printer.onStatus(({ state }) => say({ says: 'status', ready: state === 'ready' }));
printer.onLateWord((id, { outcome }) => say({ says: 'late-word', slip: Number(id), outcome }));
say({ says: 'status', ready: false });
process.on('message', (slip: number) => {
  void printer
    .print({ id: String(slip), bytes: numberedSlip(slip) })
    .then(({ outcome }) => say({ says: 'outcome', slip, outcome }));
});
