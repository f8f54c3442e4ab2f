/**
 * What was asked for on paper on one day, and what became of it: the stream `print/<office>/<local date>`.
 * A ticket and its paper are separate truths: nothing here changes a queue. Rules are numbered PJ1… in docs/spec.md.
 *
 * Pure: no clock, no printer.
 */
import { Map as PersistentMap } from 'immutable';
import type { Paper, PrintReason, PrintState, RefusalCode, StaffPage } from '#shared/protocol.ts';
import type { EpochMs, PrinterId, TicketNumber } from '#shared/vocabulary.ts';

/** Within its day: 'A042', 'A042/2' for the second paper of that ticket, 'page/3'. */
export type PrintJobId = string;

// What is asked

export type PrintCommand = {
  readonly at: EpochMs;
} /** The paper that was asked for together with the ticket. */ & (
  | { type: 'RequestPaper'; number: TicketNumber; printer: PrinterId }
  | { type: 'Reprint'; number: TicketNumber; printer: PrinterId }
  | { type: 'RequestPage'; page: StaffPage; printer: PrinterId }
  /** What the printer said, or what is known without it. */
  | ({ type: 'Settle'; job: PrintJobId } & Settled)
);

/** As far as anyone knows. */
export type Settled =
  | { state: 'confirmed' }
  | { state: 'likely' }
  | { state: 'not-sent'; reason: Exclude<PrintReason, ''> }
  | { state: 'unknown'; reason: Exclude<PrintReason, ''> };

// What happened

/** Facts, JSON only. Their stored shape is in print-format.ts. */
export type PrintEvent = { readonly at: EpochMs } & (
  | { type: 'PrintRequested'; job: PrintJobId; number: TicketNumber; printer: PrinterId }
  /** `copy` counts the papers of one ticket: 2 is the first reprint. */
  | {
      type: 'ReprintRequested';
      job: PrintJobId;
      number: TicketNumber;
      copy: number;
      printer: PrinterId;
    }
  | { type: 'PageRequested'; job: PrintJobId; page: StaffPage; printer: PrinterId }
  /** The printer itself said that the paper is out. */
  | { type: 'PrintConfirmed'; job: PrintJobId }
  /** A lesser printer said that it has carried out what it was sent. */
  | { type: 'PrintLikely'; job: PrintJobId }
  /** Not a dot of it is on paper, and none will be. */
  | { type: 'PrintNotSent'; job: PrintJobId; reason: PrintReason }
  /** Some, all or none of it may be on paper. The printer's later word may still tell. */
  | { type: 'PrintUnknown'; job: PrintJobId; reason: PrintReason }
);

// Where things stand

type PrintJob = {
  readonly job: PrintJobId;
  readonly subject: { readonly number: TicketNumber } | { readonly page: StaffPage };
  /** null in the record of an older hub, which had one printer. */
  readonly printer: PrinterId | null;
  readonly copy: number;
  readonly state: PrintState;
  readonly reason: PrintReason;
  readonly requestedAt: EpochMs;
};

export type PrintJobs = {
  readonly jobs: PersistentMap<PrintJobId, PrintJob>;
  /** Of each ticket its newest paper. */
  readonly papers: PersistentMap<TicketNumber, PrintJobId>;
  /** Of each printer the newest staff page. */
  readonly pages: PersistentMap<PrinterId, PrintJobId>;
};

export const noPrintJobs: PrintJobs = {
  jobs: PersistentMap(),
  papers: PersistentMap(),
  pages: PersistentMap(),
};

/** What is known of the ticket's newest paper; null when none was ever asked for. */
export function paperOf({ jobs, papers }: PrintJobs, number: TicketNumber): Paper | null {
  const job = jobs.get(papers.get(number, ''));
  return job ? { state: job.state, reason: job.reason, copy: job.copy } : null;
}

/** Printers of which the newest paper may stand half printed: nobody ever knew what became of it. */
export function printersInDoubt({ jobs }: PrintJobs): ReadonlySet<PrinterId> {
  const newest = new Map<PrinterId, PrintJob>();
  for (const job of jobs.values()) {
    if (job.printer === null) continue;
    const known = newest.get(job.printer);
    if (!known || job.requestedAt >= known.requestedAt) newest.set(job.printer, job);
  }
  const doubtful = [...newest].filter(
    ([, { state }]) => state === 'printing' || state === 'unknown',
  );
  return new Set(doubtful.map(([printer]) => printer));
}

// Decide: may it happen?

export type PrintDecision =
  | { accepted: true; events: readonly PrintEvent[] }
  | { accepted: false; refusal: RefusalCode };

export function decide(record: PrintJobs, command: PrintCommand): PrintDecision {
  const { at } = command;
  switch (command.type) {
    case 'RequestPaper': {
      const { number, printer } = command;
      if (record.papers.has(number)) return refuse('paper-on-its-way');
      return accept({ type: 'PrintRequested', job: number, number, printer, at });
    }
    case 'Reprint': {
      const { number, printer } = command;
      const before = record.jobs.get(record.papers.get(number, ''));
      if (!before) return accept({ type: 'PrintRequested', job: number, number, printer, at });
      if (before.state === 'printing') return refuse('paper-on-its-way');
      const copy = before.copy + 1;
      const job = `${number}/${copy}`;
      return accept({ type: 'ReprintRequested', job, number, copy, printer, at });
    }
    case 'RequestPage': {
      const { page, printer } = command;
      const before = record.jobs.get(record.pages.get(printer, ''));
      if (before?.state === 'printing') return refuse('paper-on-its-way');
      const count = record.jobs.count(({ subject }) => 'page' in subject);
      return accept({ type: 'PageRequested', job: `page/${count + 1}`, page, printer, at });
    }
    case 'Settle': {
      const { job } = command;
      const known = record.jobs.get(job);
      // Nothing new is no fault: a word may come twice.
      if (!known || !mayBecome(known.state, command.state)) return accept();
      switch (command.state) {
        case 'confirmed':
          return accept({ type: 'PrintConfirmed', job, at });
        case 'likely':
          return accept({ type: 'PrintLikely', job, at });
        case 'not-sent':
          return accept({ type: 'PrintNotSent', job, reason: command.reason, at });
        case 'unknown':
          return accept({ type: 'PrintUnknown', job, reason: command.reason, at });
        default:
          return command satisfies never;
      }
    }
    default:
      return command satisfies never;
  }
}

/** A later word may only say more than the one before it, and never that what was printed was not. */
function mayBecome(was: PrintState, becomes: Settled['state']): boolean {
  switch (was) {
    case 'printing':
      return true;
    case 'unknown':
      return becomes === 'confirmed' || becomes === 'likely';
    case 'likely':
      return becomes === 'confirmed';
    case 'confirmed':
    case 'not-sent':
      return false;
    default:
      return was satisfies never;
  }
}

// Evolve: given that it happened, where do things stand? Never refuses, never throws.

export function evolve(record: PrintJobs, event: PrintEvent): PrintJobs {
  switch (event.type) {
    case 'PrintRequested':
      return withPaper(record, { ...event, copy: 1 });
    case 'ReprintRequested':
      return withPaper(record, event);
    case 'PageRequested': {
      const { job, page, printer, at } = event;
      const asked = { job, subject: { page }, printer, copy: 1, ...PRINTING, requestedAt: at };
      return {
        ...record,
        jobs: record.jobs.set(job, asked),
        pages: record.pages.set(printer, job),
      };
    }
    case 'PrintConfirmed':
      return settled(record, event, { state: 'confirmed', reason: '' });
    case 'PrintLikely':
      return settled(record, event, { state: 'likely', reason: '' });
    case 'PrintNotSent':
      return settled(record, event, { state: 'not-sent', reason: event.reason });
    case 'PrintUnknown':
      return settled(record, event, { state: 'unknown', reason: event.reason });
    default:
      return event satisfies never;
  }
}

const PRINTING = { state: 'printing', reason: '' } as const;

function withPaper(
  record: PrintJobs,
  asked: { job: PrintJobId; number: TicketNumber; printer: PrinterId; copy: number; at: EpochMs },
): PrintJobs {
  const { job, number, printer, copy, at } = asked;
  const paper = { job, subject: { number }, printer, copy, ...PRINTING, requestedAt: at };
  return {
    ...record,
    jobs: record.jobs.set(job, paper),
    papers: record.papers.set(number, job),
  };
}

function settled(
  record: PrintJobs,
  { job, at }: PrintEvent & { job: PrintJobId },
  known: Pick<PrintJob, 'state' | 'reason'>,
): PrintJobs {
  // An older hub wrote down only how it ended, and the ticket's number was the job.
  const number = job as TicketNumber;
  const before = record.jobs.get(job) ?? {
    ...{ job, subject: { number }, printer: null, copy: 1, requestedAt: at },
  };
  const isFirstOfTicket = 'number' in before.subject && !record.papers.has(before.subject.number);
  return {
    ...record,
    jobs: record.jobs.set(job, { ...before, ...known }),
    papers: isFirstOfTicket ? record.papers.set(number, job) : record.papers,
  };
}

const accept = (...events: PrintEvent[]): PrintDecision => ({ accepted: true, events });
const refuse = (refusal: RefusalCode): PrintDecision => ({ accepted: false, refusal });
