/**
 * Slips and staff pages drawn and encoded on a thread of their own: a picture takes about 10 ms, which a
 * called ticket must not wait for.
 */
import { Worker } from 'node:worker_threads';
import type { Slip } from './slip.ts';
import type { Paper } from './slip-paper.ts';
import type { StaffPageFacts } from './staff-pages.ts';

/** What the thread is asked. */
export type Wanted = { paper: Paper } & ({ slip: Slip } | { page: StaffPageFacts });

/** What the thread answers, in the order it was asked. */
export type Drawn = { bytes: Uint8Array } | { fault: unknown };

type Asked = { resolve: (bytes: Uint8Array) => void; reject: (fault: unknown) => void };

export class SlipDrawing {
  #worker = startThread();
  #asked: Asked[] = [];
  #closed = false;

  private constructor() {
    this.#listen();
  }

  /** Returns at once; the thread reads its fonts meanwhile. */
  static open(): SlipDrawing {
    return new SlipDrawing();
  }

  /** Rejects with what went wrong; the next one is drawn all the same. */
  draw(slip: Slip, paper: Paper): Promise<Uint8Array> {
    return this.#ask({ slip, paper });
  }

  /** As draw(). */
  drawPage(page: StaffPageFacts, paper: Paper): Promise<Uint8Array> {
    return this.#ask({ page, paper });
  }

  /** What is not drawn yet is rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }

  #ask(wanted: Wanted): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(new Error('No slip is drawn after close()'));
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#worker.postMessage(wanted);
    });
  }

  #listen(): void {
    let cause: unknown;
    this.#worker.on('message', (drawn: Drawn) => {
      const asked = this.#asked.shift();
      if ('fault' in drawn) asked?.reject(drawn.fault);
      else asked?.resolve(drawn.bytes);
    });
    this.#worker.on('error', (error) => {
      cause = error;
    });
    this.#worker.on('exit', () => {
      const fault = new Error('The thread that draws slips has ended', { cause });
      for (const { reject } of this.#asked.splice(0)) reject(fault);
      if (this.#closed) return;
      // One slip that cannot be drawn must not be the last of the day.
      this.#worker = startThread();
      this.#listen();
    });
  }
}

const startThread = (): Worker =>
  new Worker(new URL('./slip-drawing-thread.ts', import.meta.url), {
    // The machine's fonts are never used: not looking for them starts the thread sooner.
    env: { ...process.env, DISABLE_SYSTEM_FONTS_LOAD: '1' },
  });
