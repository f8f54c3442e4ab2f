/** Opens what tells of the hub itself: its figures, whether it is ready, and its supervisor's line. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { EventLog } from './event-log/event-log.ts';
import type { OpenLog } from './open-log.ts';
import { MeasuredEventLog } from './operation/measured-log.ts';
import { Metrics, type ScreensSeen } from './operation/metrics.ts';
import type { Notes } from './operation/notes.ts';
import { Readiness } from './operation/readiness.ts';
import { Supervisor } from './operation/supervisor.ts';

type Server = {
  on(
    name: 'request',
    listener: (
      request: { url?: string },
      response: { statusCode: number; on(name: 'finish', then: () => void): unknown },
    ) => void,
  ): unknown;
};

export class Operation {
  /** The log that was opened, watched. */
  readonly log: EventLog;
  readonly readiness: Readiness;
  readonly metrics = new Metrics();
  readonly metricsToken: string | undefined;
  readonly #measured: MeasuredEventLog;
  readonly #opened: OpenLog;
  readonly #notes: Notes;
  readonly #supervisor: Supervisor;

  /** @param dist folder of the built screens */
  constructor(config: Config, opened: OpenLog, { dist, notes }: { dist: string; notes: Notes }) {
    this.#opened = opened;
    this.#notes = notes;
    this.metricsToken = config.METRICS_TOKEN;
    this.#measured = new MeasuredEventLog(opened.log, (seen) => {
      this.metrics.appended(seen);
      this.readiness.appended(seen.outcome);
    });
    this.log = this.#measured;
    this.readiness = new Readiness({
      log: this.#measured,
      state: opened.state,
      screensBuilt: () => existsSync(join(dist, 'display', 'index.html')),
    });
    notes.listen((fault) => this.readiness.failed(fault));
    this.#supervisor = new Supervisor(process.env);
  }

  /** The hub listens. */
  started(
    http: Server,
    offices: ReadonlyMap<string, { opening(): { open: boolean } }>,
    screens: () => readonly ScreensSeen[],
  ): void {
    this.metrics.watch({
      screens,
      offices: () => [...offices].map(([id, office]) => ({ id, isOpen: office.opening().open })),
      streamsFollowed: () => this.#measured.followed,
      log: this.#opened.state,
    });
    http.on('request', ({ url }, response) => {
      if (url !== '/readyz')
        response.on('finish', () => this.metrics.answered(response.statusCode));
    });
    this.readiness.opened([...offices.keys()]);
    this.#notes.said.info({ offices: offices.size, pid: process.pid }, 'started');
    this.#supervisor.ready();
  }

  stopping(): void {
    this.readiness.stopping();
    this.#supervisor.stopping();
    this.#notes.said.info('stopping');
  }

  stopped(): void {
    this.#notes.said.info('stopped');
  }
}
