/** Appends to the log given as its argument until it is killed, and says of each note when it is durable. */
import { SqliteEventLog } from '#server/event-log/sqlite-event-log.ts';
import { noted } from '#test/support/notes.ts';

const WRITERS = 8;
const log = await SqliteEventLog.open(process.argv[2] ?? '');

await Promise.all(
  Array.from({ length: WRITERS }, async (_, writer) => {
    const stream = `queue/${writer}`;
    let version = (await log.read(stream)).length;
    for (;;) {
      const notes = [noted(`${stream} ${version + 1}`), noted(`${stream} ${version + 2}`)];
      const result = await log.append(stream, notes, version);
      if (!result.appended) throw new Error(`${stream} is at ${result.currentVersion}`);
      version = result.version;
      process.stdout.write(`${stream} ${version}\n`);
    }
  }),
);
