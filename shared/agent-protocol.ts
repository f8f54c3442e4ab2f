/**
 * The wire between the hub and an agent: a program beside a printer that the hub does not reach itself. It
 * speaks in a namespace of its own, by the same version as the screens.
 */
import { z } from 'zod';
import { FAULTS, type PrinterState, REASONS } from './printers.ts';
import type { OfficeId, PrinterId } from './vocabulary.ts';
import { deviceProof, id } from './wire-words.ts';

export const AGENT_NAMESPACE = '/agent';

const jobId = z.string().min(1).max(200);
const outcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.enum(['confirmed', 'likely']) }),
  z.strictObject({ outcome: z.enum(['not-sent', 'unknown']), reason: z.enum(REASONS) }),
]);

/** Said by an agent when it connects. */
export const agentHandshake = z.strictObject({
  protocol: z.number().int(),
  /** Left out: the hub's only office. */
  office: id<OfficeId>().optional(),
  /** Left out: the office's only printer with an agent. */
  printer: id<PrinterId>().optional(),
  /** Made once by the agent and kept with its journal: the lease is its own. */
  agent: z.uuid(),
  token: z.string().max(200).optional(),
  /** Of a paired agent, made anew for each connection. */
  proof: deviceProof.optional(),
});
export type AgentHandshake = z.output<typeof agentHandshake>;

/** What the printer there says of itself. */
export const agentStatus = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('ready'),
    paperLow: z.boolean(),
    confirms: z.enum(['printed', 'carried-out', 'nothing']).nullable(),
  }),
  z.strictObject({ state: z.literal('fault'), fault: z.enum(FAULTS) }),
  z.strictObject({ state: z.literal('unknown') }),
]) satisfies z.ZodType<PrinterState>;

/** Asked right before the first byte: `true` gives the job to the agent, and it never comes back. */
export const agentBegin = z.strictObject({ job: jobId });
/** Told until the hub has answered; a later word replaces an earlier 'unknown'. */
export const agentOutcome = z.strictObject({ job: jobId, ended: outcome });
export type AgentOutcome = z.output<typeof agentOutcome>;

export type AgentToHub = {
  status: (state: PrinterState) => void;
  begin: (begin: z.input<typeof agentBegin>, reply: (granted: boolean) => void) => void;
  outcome: (outcome: z.input<typeof agentOutcome>, reply: () => void) => void;
};
export type HubToAgent = {
  /** A job on offer. `bytes` are what escpos.ts makes. */
  job: (offer: { job: string; bytes: Uint8Array }) => void;
  /** No longer on offer. One that has begun stays the agent's. */
  withdraw: (job: string) => void;
};
