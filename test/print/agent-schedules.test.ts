/**
 * Hub, agent and printer through made-up misfortune, in made-up time: lines cut, hub and agent killed, paper
 * out, words lost. Rule AG13 in docs/spec.md. Schedules: SCHEDULES, 300 when it is not set;
 * `npm run soak` takes 1,000.
 */
import { expect, it } from 'vitest';
import { AgentJournal } from '#print/agent-journal.ts';
import { AgentPrinting } from '#print/agent-printing.ts';
import { AgentTicketPrinter } from '#print/agent-ticket-printer.ts';
import type { PrintOutcome } from '#print/ticket-printer.ts';
import { seeded } from '#test/support/seeded.ts';
import { SimulatedAgentLine } from '#test/support/simulated-agent-line.ts';
import { type Fate, SimulatedPrinter } from '#test/support/simulated-printer.ts';
import { SimulatedTimers } from '#test/support/simulated-timers.ts';
import { times } from '#test/support/sweep.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const SCHEDULES = times('SCHEDULES', 300, 1_000);
const SEED = Number(process.env['SCHEDULE_SEED'] ?? 20261126);
const JOBS = 12;
const TROUBLE_MS = 60_000;

it(`[AG13] a slip comes out once at most, and as it was told, in ${SCHEDULES} schedules (seed ${SEED})`, async () => {
  const folder = temporaryFolder();
  for (let n = 0; n < SCHEDULES; n++) {
    const town = new Town(SEED + n, folder);
    await town.live();
    expect({ seed: SEED + n, wrong: town.wrongs() }).toEqual({ seed: SEED + n, wrong: [] });
  }
});

/** One hub, one agent, one printer, and what befalls them. */
class Town {
  readonly #random: () => number;
  readonly #seed: number;
  readonly #folder: string;
  readonly #timers = new SimulatedTimers();
  readonly #paper: string[] = [];
  /** What the hub has told about each job: a hub that was killed leaves 'unknown' to its successor. */
  readonly #told = new Map<string, string>();
  /** An earlier hub had asked for them: that this one has not sent them says nothing of that one. */
  readonly #inDoubt = new Set<string>();
  #troubled = true;
  #hub!: AgentTicketPrinter;
  #journal!: AgentJournal;
  #printer!: SimulatedPrinter;
  #agent!: AgentPrinting;
  #line!: SimulatedAgentLine;
  readonly #wrong: string[] = [];

  constructor(seed: number, folder: string) {
    this.#seed = seed;
    this.#random = seeded(seed);
    this.#folder = folder;
  }

  async live(): Promise<void> {
    this.#startHub();
    this.#startAgent();
    this.#connect();
    for (let n = 0; n < JOBS; n++)
      this.#timers.after(this.#random() * TROUBLE_MS, () => this.#submit(`${this.#seed}-${n}`));
    for (let n = 0; n < 8; n++)
      this.#timers.after(this.#random() * TROUBLE_MS, () => this.#strike());
    await this.#pass(TROUBLE_MS);
    this.#troubled = false;
    this.#connect();
    await this.#pass(3 * TROUBLE_MS);
    if (this.#journal.untold().length > 0) this.#wrong.push('the hub was not told all');
    // All is well again, and so a slip is printed.
    const last = `${this.#seed}-last`;
    this.#submit(last);
    await this.#timers.until(() => this.#told.get(last) !== 'printing');
    if (this.#told.get(last) !== 'confirmed') this.#wrong.push(`last is ${this.#told.get(last)}`);
    this.#journal.close();
  }

  wrongs(): readonly string[] {
    const times = Map.groupBy(this.#paper, (id) => id);
    for (const [id, state] of this.#told) {
      const count = times.get(id)?.length ?? 0;
      const most = state === 'not-sent' ? 0 : 1;
      const least = state === 'confirmed' ? 1 : 0;
      if (count > most || count < least) this.#wrong.push(`${id} is ${state}, printed ${count}×`);
      if (state === 'printing') this.#wrong.push(`${id} has no answer`);
    }
    return this.#wrong;
  }

  async #pass(ms: number): Promise<void> {
    let isOver = false;
    this.#timers.after(ms, () => {
      isOver = true;
    });
    await this.#timers.until(() => isOver);
  }

  #submit(id: string): void {
    const hub = this.#hub;
    this.#told.set(id, 'printing');
    const submittedAt = this.#timers.now();
    void hub.print({ id, bytes: Uint8Array.of(1) }).then((outcome: PrintOutcome) => {
      if (hub !== this.#hub) return; // it was killed before it could say so
      const isNotSent = outcome.outcome === 'not-sent';
      this.#told.set(id, isNotSent && this.#inDoubt.has(id) ? 'unknown' : outcome.outcome);
      const tookMs = this.#timers.now() - submittedAt;
      if (tookMs > 90_000) this.#wrong.push(`${id} was answered after ${tookMs} ms`);
      // Whoever is told that nothing was sent tries again, now and then.
      if (isNotSent && this.#random() < 0.3) this.#submit(id);
    });
  }

  #strike(): void {
    const kind = Math.floor(this.#random() * 4);
    if (kind === 0) this.#line.cut({ hubHearsAfterMs: this.#someMs(18_000) });
    if (kind === 1) this.#line.cut();
    if (kind === 2) this.#killAgent();
    if (kind === 3) this.#killHub();
    this.#timers.after(this.#someMs(6_000), () => this.#connect());
  }

  #connect(): void {
    if (this.#line?.isUp) return;
    this.#line = new SimulatedAgentLine({
      timers: this.#timers,
      delayMs: this.#troubled ? this.#someMs(400) : 1,
      hub: this.#hub,
      agent: this.#agent,
      id: this.#journal.agent,
    });
  }

  #startHub(): void {
    const hub = new AgentTicketPrinter({
      timers: this.#timers,
      // What happens to lines is in the schedules; a made-up agent keeps none alive by talking.
      silentMs: 3_600_000,
    });
    this.#hub = hub;
    hub.onLateWord((id, { outcome }) => {
      if (hub === this.#hub && this.#told.get(id) === 'unknown') this.#told.set(id, outcome);
    });
  }

  #killHub(): void {
    this.#line.cut();
    const underWay = [...this.#told].flatMap(([id, state]) => (state === 'printing' ? [id] : []));
    for (const id of underWay) {
      this.#told.set(id, 'unknown');
      this.#inDoubt.add(id);
    }
    this.#startHub();
    // No hub asks for a job of its predecessor's again. If one did, it would not come out twice.
    for (const id of underWay)
      if (this.#random() < 0.5)
        this.#timers.after(this.#someMs(5_000), () => {
          if (this.#told.get(id) === 'unknown') this.#submit(id);
        });
  }

  #startAgent(): void {
    this.#journal = AgentJournal.open(this.#folder);
    const journal = this.#journal;
    this.#printer = new SimulatedPrinter(this.#timers, this.#paper, () => this.#fate());
    this.#agent = new AgentPrinting({
      printer: this.#printer,
      journal,
      onFault: (fault) => {
        if (journal === this.#journal) throw fault;
      },
    });
  }

  #killAgent(): void {
    this.#line.cut({ hubHearsAfterMs: this.#someMs(50), agentIsDead: true });
    this.#printer.die();
    this.#journal.close();
    this.#startAgent();
  }

  #fate(): Fate {
    const at = this.#random();
    if (!this.#troubled || at < 0.6) return { fate: 'printed' };
    if (at < 0.75) return { fate: 'refused', reason: 'paper-out' };
    return {
      fate: 'in doubt',
      reason: 'connection-lost',
      comesOut: this.#random() < 0.5,
      saidAfterMs: this.#random() < 0.5 ? this.#someMs(30_000) : null,
    };
  }

  #someMs(most: number): number {
    return this.#random() * most;
  }
}
