/** The wire between hub and agent, made up: takes time, loses what is under way when it is cut, keeps the order. */
import type { AgentPrinting } from '#print/agent-printing.ts';
import type { AgentTicketPrinter, AgentWords } from '#print/agent-ticket-printer.ts';
import type { Timers } from '#print/timers.ts';

export type SimulatedLineParts = {
  timers: Timers;
  delayMs: number;
  hub: AgentTicketPrinter;
  agent: AgentPrinting;
  /** Of the agent. */
  id: string;
};

export class SimulatedAgentLine {
  readonly #parts: SimulatedLineParts;
  readonly #words: AgentWords | null;
  readonly #unanswered = new Set<() => void>();
  #up = true;

  /** Connects at once. */
  constructor(parts: SimulatedLineParts) {
    const { hub, agent, id } = parts;
    this.#parts = parts;
    this.#words = hub.attach({
      id,
      offer: (job) => this.#carry(() => agent.offered(job)),
      withdraw: (job) => this.#carry(() => agent.withdrawn(job)),
      drop: () => this.cut(),
    });
    if (this.#words) this.#connectAgent(this.#words);
    else this.#up = false;
  }

  get isUp(): boolean {
    return this.#up;
  }

  /**
   * Both ends hear of it, the hub `hubHearsAfterMs` later. An agent that was killed hears nothing.
   */
  cut({ hubHearsAfterMs = 0, agentIsDead = false } = {}): void {
    if (!this.#up) return;
    this.#up = false;
    if (!agentIsDead) {
      this.#parts.agent.disconnected();
      for (const lost of this.#unanswered) lost();
    }
    this.#parts.timers.after(hubHearsAfterMs, () => this.#words?.gone());
  }

  #connectAgent(words: AgentWords): void {
    this.#parts.agent.connected({
      status: (state) => this.#carry(() => words.status(state)),
      begin: (job) =>
        this.#ask<'granted' | 'refused' | 'lost'>(
          () => (words.begin(job) ? 'granted' : 'refused'),
          'lost',
        ),
      outcome: (job, outcome) =>
        this.#ask(() => {
          words.outcome(job, outcome);
          return true;
        }, false),
    });
  }

  #carry(deliver: () => void): void {
    this.#parts.timers.after(this.#parts.delayMs, () => {
      if (this.#up) deliver();
    });
  }

  #ask<Answer>(answer: () => Answer, lost: Answer): Promise<Answer> {
    if (!this.#up) return Promise.resolve(lost);
    return new Promise((resolve) => {
      const giveUp = () => resolve(lost);
      this.#unanswered.add(giveUp);
      this.#carry(() => {
        const given = answer();
        this.#carry(() => {
          this.#unanswered.delete(giveUp);
          resolve(given);
        });
      });
    });
  }
}
