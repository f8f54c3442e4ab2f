/** Takes the lock on the folder given as its argument, says so, and holds it until it is ended. */
import { DataLock } from '#server/event-log/data-lock.ts';

await DataLock.acquire(process.argv[2] ?? '');
process.stdout.write('held\n');
setInterval(() => {}, 60_000);
