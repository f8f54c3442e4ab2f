/**
 * The thread that owns the database, so that waiting for the disk never holds up the hub. It takes
 * everything that waits at once: the busier the hub, the more calls share a sync.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { openSqliteFile } from './sqlite-file.ts';
import { type Call, type Fault, faultOf, type Reply, SqliteWriter } from './sqlite-writer.ts';

export type WriterSettings = { file: string; mostPages: number; isToStand: boolean };
/** What the hub sends: the calls of one turn of its event loop. */
export type Asked = readonly Call[];
/** What it gets: first Opened, then Answered after Answered: a reply to each call, in the order in which they were asked. */
export type Opened = { opened: true; wasOlder: boolean } | { opened: false; fault: Fault };
export type Answered = readonly Reply[];

if (!parentPort) throw new Error('This file is a thread of SqliteEventLog.');
const hub = parentPort;
const { file, mostPages, isToStand } = workerData as WriterSettings;

try {
  const { db, wasOlder } = openSqliteFile(file, { mostPages, isToStand });
  serve(new SqliteWriter(db, file));
  hub.postMessage({ opened: true, wasOlder } satisfies Opened);
} catch (error) {
  hub.postMessage({ opened: false, fault: faultOf(error, file) } satisfies Opened);
}

function serve(writer: SqliteWriter): void {
  hub.on('message', (first: Asked) => {
    const asked = [...first];
    for (let more = waiting(); more; more = waiting()) asked.push(...more);
    hub.postMessage(writer.answer(asked) satisfies Answered);
    if (asked.some(([what]) => what === 'close')) hub.close();
  });
}

function waiting(): Asked | undefined {
  return receiveMessageOnPort(hub)?.message;
}
