/**
 * What the agent has begun and what became of it, in a folder of its own: written and synced before the first byte
 * goes to the printer, so that a job is never printed again by an agent that was killed. SQLite as the hub
 * uses it (server/event-log/sqlite-file.ts), and for the same reasons: a power cut leaves it whole. The lock
 * that it holds on the file as long as it is open keeps a second agent away; the system lets go of it with the process.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PrintOutcome } from './ticket-printer.ts';

/** 'TorA' in ASCII: how the file says whose it is. */
const APPLICATION_ID = 0x546f7241;
const TABLES_VERSION = 1;

const TABLES = `
  CREATE TABLE agent (id TEXT NOT NULL) STRICT;
  CREATE TABLE jobs (
    job     TEXT    PRIMARY KEY,
    outcome TEXT,             -- JSON; null while it is being printed
    told    INTEGER NOT NULL  -- 1: the hub has answered that it knows
  ) STRICT;
`;

/** An agent that is being restarted has this long to end. */
const WAIT_FOR_OTHER_MS = 2_000;
const SQLITE_BUSY = 5;

/** Told jobs beyond these, the oldest first, are forgotten: no hub asks again for the paper of last week. */
const TOLD_KEPT = 1_000;
/** More than come out while a hub writes one of them down. */
const TOLD_AGAIN = 20;

/** The message is a sentence for whoever installs the agent. */
export class JournalUnusable extends Error {
  override readonly name = 'JournalUnusable';
}

export class AgentJournal {
  readonly #db: DatabaseSync;
  /** Tells this agent from any other, to its hub. */
  readonly agent: string;

  private constructor(db: DatabaseSync, agent: string) {
    this.#db = db;
    this.agent = agent;
  }

  /**
   * Jobs that had begun and not ended are 'unknown' from now on.
   * @param folder made when missing
   * @throws {JournalUnusable} when another agent has it, or it cannot be kept there
   */
  static open(folder: string): AgentJournal {
    const file = join(folder, 'agent.db');
    let db: DatabaseSync | undefined;
    try {
      mkdirSync(folder, { recursive: true });
      db = new DatabaseSync(file, { timeout: WAIT_FOR_OTHER_MS });
      const agent = openTables(db, file);
      const outcome: PrintOutcome = { outcome: 'unknown', reason: 'agent-restarted' };
      db.prepare('UPDATE jobs SET outcome = ? WHERE outcome IS NULL').run(JSON.stringify(outcome));
      return new AgentJournal(db, agent);
    } catch (cause) {
      if (db?.isOpen) db.close();
      throw cause instanceof JournalUnusable ? cause : unusable(folder, file, cause);
    }
  }

  /** What became of a job; undefined for one that is not known, or being printed. */
  outcomeOf(job: string): PrintOutcome | undefined {
    const row = this.#db.prepare('SELECT outcome FROM jobs WHERE job = ?').get(job);
    return typeof row?.['outcome'] === 'string' ? JSON.parse(row['outcome']) : undefined;
  }

  /** Whether the last job that was sent may have left a slip in the printer, half printed or uncut. What was not sent says nothing of it. */
  get lastIsInDoubt(): boolean {
    const last = this.#db
      .prepare(
        `SELECT outcome ->> 'outcome' AS outcome FROM jobs
         WHERE outcome ->> 'outcome' <> 'not-sent' ORDER BY rowid DESC LIMIT 1`,
      )
      .get();
    return last !== undefined && last['outcome'] !== 'confirmed';
  }

  /** The last that came out, oldest first: a hub that was killed right after it heard of them may not know. */
  lastPrinted(): { job: string; outcome: PrintOutcome }[] {
    return this.#read(
      `SELECT * FROM (
         SELECT rowid, job, outcome FROM jobs
         WHERE told AND outcome ->> 'outcome' IN ('confirmed', 'likely')
         ORDER BY rowid DESC LIMIT ${TOLD_AGAIN}
       ) ORDER BY rowid`,
    );
  }

  /** Outcomes that the hub has not said it knows, oldest first. */
  untold(): { job: string; outcome: PrintOutcome }[] {
    return this.#read(
      'SELECT job, outcome FROM jobs WHERE NOT told AND outcome IS NOT NULL ORDER BY rowid',
    );
  }

  /**
   * Durable once it returns; nothing may be sent to the printer before.
   * @throws when it cannot be written
   */
  begun(job: string): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      this.#db.prepare('INSERT OR REPLACE INTO jobs VALUES (?, NULL, 0)').run(job);
      this.#db
        .prepare('DELETE FROM jobs WHERE told AND rowid <= (SELECT max(rowid) FROM jobs) - ?')
        .run(TOLD_KEPT);
      this.#db.exec('COMMIT');
    } catch (fault) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw fault;
    }
  }

  /** The hub is to be told. @throws when it cannot be written */
  ended(job: string, outcome: PrintOutcome): void {
    this.#db
      .prepare(
        `INSERT INTO jobs VALUES (:job, :outcome, 0)
         ON CONFLICT (job) DO UPDATE SET outcome = :outcome, told = 0`,
      )
      .run({ job, outcome: JSON.stringify(outcome) });
  }

  /** The hub knows `outcome`; if there was a later word meanwhile, that is still to be told. @throws when it cannot be written */
  told(job: string, outcome: PrintOutcome): void {
    this.#db
      .prepare('UPDATE jobs SET told = 1 WHERE job = ? AND outcome = ?')
      .run(job, JSON.stringify(outcome));
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #read(sql: string): { job: string; outcome: PrintOutcome }[] {
    return this.#db
      .prepare(sql)
      .all()
      .map(({ job, outcome }) => ({
        job: String(job),
        outcome: JSON.parse(String(outcome)),
      }));
  }
}

/** @returns the agent's own name, made with the tables */
function openTables(db: DatabaseSync, file: string): string {
  // Before anything is read, so that the lock is taken with the first reading and kept.
  db.exec('PRAGMA locking_mode = EXCLUSIVE');
  const application = numberOf(db, 'PRAGMA application_id');
  const version = numberOf(db, 'PRAGMA user_version');
  const isNew = application === 0 && numberOf(db, 'SELECT count(*) FROM sqlite_schema') === 0;
  if (!isNew && application !== APPLICATION_ID)
    throw new JournalUnusable(`${file} is a database of some other program. ${ANOTHER_FOLDER}`);
  if (version > TABLES_VERSION)
    throw new JournalUnusable(`${file} was made by a newer agent. Start the newer version again.`);
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  db.exec('PRAGMA synchronous = FULL'); // what was begun must survive a power cut
  if (mode !== 'wal' || numberOf(db, 'PRAGMA synchronous') !== 2)
    throw new JournalUnusable(`${file} cannot be kept durably. Put it on a local disk.`);
  if (isNew) {
    db.exec(`
      BEGIN IMMEDIATE;
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${TABLES_VERSION};
      ${TABLES}
      INSERT INTO agent VALUES ('${randomUUID()}');
      COMMIT;
    `);
  }
  return String(db.prepare('SELECT id FROM agent').get()?.['id']);
}

const ANOTHER_FOLDER = 'Give the agent another folder with --data.';

function unusable(folder: string, file: string, cause: unknown): JournalUnusable {
  const said = cause instanceof Error ? cause.message : String(cause);
  const isHeld = cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY;
  return new JournalUnusable(
    isHeld
      ? `Another agent is using ${folder}. Stop it first, or give this one a folder of its own with --data.`
      : `${file} cannot be used (${said}). Check that the agent's user may write there. ${ANOTHER_FOLDER}`,
    { cause },
  );
}

function numberOf(db: DatabaseSync, sql: string): number {
  return Number(Object.values(db.prepare(sql).get() ?? {})[0]);
}
