/** What a hub costs while it is played at: memory, processor, how late its event loop is. Looked at once a second. */
import { readFileSync } from 'node:fs';

export type HubSample = {
  /** Seconds since the watch began. */
  atS: number;
  /** Resident. */
  memoryMb: number;
  /** Of one core: 1 is all of it. */
  cores: number;
  /** null: nobody tells. */
  loopDelayMs: number | null;
};

/** Linux's clock tick, by which /proc counts. */
const TICKS_PER_S = 100;
const MB = 1_048_576;

type Reading = { memoryMb: number; cpuS: number; loopDelayMs: number | null };

export class HubWatch {
  readonly name: string;
  readonly samples: HubSample[] = [];
  readonly #read: () => Promise<Reading | undefined>;
  #beganAt: number | undefined;
  #before: { at: number; cpuS: number } | undefined;

  private constructor(name: string, read: () => Promise<Reading | undefined>) {
    this.name = name;
    this.#read = read;
  }

  /** A process of this machine's, with the probe in it. */
  static ofProcess(name: string, pid: number, probe: string): HubWatch {
    return new HubWatch(name, async () => readProcess(pid, probe));
  }

  /** Told by the hub itself, if it tells. */
  static ofMetrics(url: string, token: string): HubWatch {
    return new HubWatch(url, () => readMetrics(url, token));
  }

  async look(): Promise<void> {
    const reading = await this.#read();
    if (!reading) return;
    const at = performance.now();
    const { memoryMb, cpuS, loopDelayMs } = reading;
    this.#beganAt ??= at;
    if (this.#before) {
      const cores = (cpuS - this.#before.cpuS) / ((at - this.#before.at) / 1_000);
      this.samples.push({ atS: (at - this.#beganAt) / 1_000, memoryMb, cores, loopDelayMs });
    }
    this.#before = { at, cpuS };
  }
}

function readProcess(pid: number, probe: string): Reading | undefined {
  try {
    // The name of the program stands in brackets and may have spaces in it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const lastLine = readText(probe).trimEnd().split('\n').at(-1) ?? '';
    const delay = Number.parseFloat(lastLine);
    return {
      memoryMb: (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1_024) / MB,
      cpuS: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_S,
      loopDelayMs: Number.isFinite(delay) ? delay : null,
    };
  } catch {
    return undefined; // it has ended, or this is not Linux
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // nothing has been written yet
  }
}

/** As prom-client names them. */
async function readMetrics(url: string, token: string): Promise<Reading | undefined> {
  try {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/metrics`, { headers, signal: AbortSignal.timeout(900) });
    if (!response.ok) return undefined;
    const text = await response.text();
    const value = (name: string) => {
      const [, found] = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text) ?? [];
      return found === undefined ? null : Number(found);
    };
    const [memory, cpuS] = ['process_resident_memory_bytes', 'process_cpu_seconds_total'].map(
      value,
    );
    const delay = value('nodejs_eventloop_lag_p99_seconds');
    if (memory == null || cpuS == null) return undefined;
    return { memoryMb: memory / MB, cpuS, loopDelayMs: delay === null ? null : delay * 1_000 };
  } catch {
    return undefined; // it does not answer now
  }
}
