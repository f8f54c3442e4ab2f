/** An event log as a hub has it that does not hear at once what others append. */
import type { EventLog } from '#server/event-log/event-log.ts';

/** It hears nothing of the streams whose names begin so, and reads them where it must. */
export const deafTo = (log: EventLog, streams: string): EventLog =>
  followedBy(log, (stream, after, listener) =>
    stream.startsWith(streams) ? () => {} : log.follow(stream, after, listener),
  );

/** It hears nothing until `hears` is run, and then all of it. */
export function lateTo(log: EventLog): { late: EventLog; hears: () => void } {
  const held: (() => void)[] = [];
  let isLate = true;
  const late = followedBy(log, (stream, after, listener) =>
    log.follow(stream, after, (entry) => {
      if (isLate) held.push(() => listener(entry));
      else listener(entry);
    }),
  );
  const hears = () => {
    isLate = false;
    for (const heard of held.splice(0)) heard();
  };
  return { late, hears };
}

const followedBy = (log: EventLog, follow: EventLog['follow']): EventLog => ({
  isShared: log.isShared,
  read: (stream, after) => log.read(stream, after),
  append: (stream, entries, expected) => log.append(stream, entries, expected),
  follow,
  list: (prefix) => log.list(prefix),
  drop: (stream) => log.drop(stream),
  compact: () => log.compact(),
  close: () => log.close(),
});
