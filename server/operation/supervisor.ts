/**
 * systemd, where it started the hub as a unit with Type=notify: told when the hub listens, when it stops, and, with
 * WatchdogSec, again and again that its event loop turns. When that falls silent systemd kills the hub and starts it
 * anew.
 *
 * Node cannot write to systemd's socket (a Unix datagram socket), so `systemd-notify` does: a process of a few
 * milliseconds every third of WatchdogSec, for which the unit needs NotifyAccess=all.
 */
import { spawn } from 'node:child_process';

export class Supervisor {
  readonly #isThere: boolean;
  readonly #beatMs: number | null;
  #beating: NodeJS.Timeout | undefined;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#isThere = !!env['NOTIFY_SOCKET'];
    const microseconds = Number(env['WATCHDOG_USEC'] ?? 0);
    this.#beatMs = microseconds > 0 ? microseconds / 1000 / 3 : null;
  }

  ready(): void {
    this.#tell('READY=1');
    if (this.#beatMs === null) return;
    this.#beating = setInterval(() => this.#tell('WATCHDOG=1'), this.#beatMs);
    this.#beating.unref();
  }

  /** The beat goes on: a hub that hangs while it stops is killed, too. */
  stopping(): void {
    this.#tell('STOPPING=1');
  }

  #tell(news: string): void {
    if (!this.#isThere) return;
    // Where there is no such program, systemd says itself that it was never told.
    spawn('systemd-notify', [news], { stdio: 'ignore' })
      .on('error', () => {})
      .unref();
  }
}
