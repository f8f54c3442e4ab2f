/**
 * A look into a log's file from beside: what somebody must know who copies it. Also into one whose tables are older,
 * since a back-up is older than the hub that puts it back.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Version } from './event-log.ts';
import { TABLES_VERSION, tablesVersion } from './sqlite-streams.ts';

/** null: entries that are of no stream. */
export type LookedAt = {
  stream: string | null;
  version: Version;
  isWhole: boolean;
  isReadable: boolean;
};

/** How many entries each stream says it has. */
export function endsOfStreams(db: DatabaseSync): Map<string, Version> {
  const rows = db.prepare(isOlder(db) ? OLDER_ENDS : 'SELECT name, version FROM streams').all();
  return new Map(rows.map(({ name, version }) => [String(name), Number(version)]));
}

/** Every stream: whether it is there without a gap, and every entry JSON. */
export function* lookThrough(db: DatabaseSync): Generator<LookedAt> {
  for (const row of db.prepare(isOlder(db) ? OLDER_LOOK : LOOK).iterate())
    yield {
      stream: row['name'] === null ? null : String(row['name']),
      version: Number(row['version']),
      isWhole: row['is_whole'] === 1,
      isReadable: row['is_readable'] === 1,
    };
}

const isOlder = (db: DatabaseSync): boolean => tablesVersion(db) < TABLES_VERSION;

const IS_READABLE =
  'json_valid(events.event) AND (events.cause IS NULL OR json_valid(events.cause))';

/**
 * Whole is a stream of as many entries as it says, whose newest is where it says and of which each comes after another
 * of it: so they are all on the way back from the newest.
 */
const LOOK = `
  WITH entries AS MATERIALIZED (
    SELECT events.stream, ${IS_READABLE} AS is_readable,
      CASE events.version WHEN 1 THEN events.previous IS NULL
      ELSE before.stream = events.stream AND before.version = events.version - 1 END AS follows
    FROM events LEFT JOIN events AS before ON before.place = events.previous
  ), sums AS (
    SELECT stream, count(*) AS entries, sum(is_readable) AS readable, sum(follows) AS following
    FROM entries GROUP BY stream
  )
  SELECT name, streams.version,
    sums.entries = streams.version AND sums.following = streams.version
      AND newest.stream = streams.id AND newest.version = streams.version AS is_whole,
    sums.readable = sums.entries AS is_readable
  FROM sums FULL JOIN streams ON streams.id = sums.stream
    LEFT JOIN events AS newest ON newest.place = streams.newest
`;

const OLDER_ENDS = 'SELECT stream AS name, max(version) AS version FROM events GROUP BY stream';
const OLDER_LOOK = `
  SELECT stream AS name, max(version) AS version,
    count(*) = max(version) AS is_whole, sum(${IS_READABLE}) = count(*) AS is_readable
  FROM events GROUP BY stream
`;
