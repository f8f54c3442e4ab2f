/** The thread of calendar-worker.ts: reads one calendar, says what it read, and is gone. */
import { parentPort, workerData } from 'node:worker_threads';
import { readCalendar } from './calendar-reading.ts';
import type { CalendarTask } from './calendar-worker.ts';

if (!parentPort) throw new Error('This file is a thread of calendar-worker.ts.');
const { text, span } = workerData as CalendarTask;
parentPort.postMessage(readCalendar(text, span));
