/**
 * What was asked for on paper on one day, and what became of it: the stream `print/<office>/<local date>`.
 * A ticket and its paper are separate truths: nothing here changes a queue. Rules are numbered PJ1… in docs/spec.md.
 *
 * Pure: no clock, no printer.
 */
import { Map as PersistentMap } from 'immutable';
import type { Paper, PrintReason, PrintState } from '#shared/printers.ts';
import type { RefusalCode } from '#shared/protocol.ts';
import type { EpochMs, PrinterId, StaffPage, TicketNumber } from '#shared/vocabulary.ts';

/** Within its day: 'A042', 'A042/2' for the second try of that ticket's paper, 'page/3'. */
export type PrintJobId = string;

/** An offer is taken by then or never. Its asker waits for four seconds only, but hubs' clocks may differ by a minute. */
const OFFER_STANDS_MS = 60_000;

// What is asked

export type PrintCommand = {
  readonly at: EpochMs;
} /** The paper that was asked for together with the ticket. */ & (
  | ({ type: 'RequestPaper'; number: TicketNumber } & ToPrinter)
  | ({ type: 'Reprint'; number: TicketNumber; offered?: boolean } & ToPrinter)
  /** `offered`: as of a reprint, to whichever hub has the printer. */
  | ({ type: 'RequestPage'; page: StaffPage; offered?: boolean } & ToPrinter)
  /** A hub that has the printer takes what was offered under `offer`. Of several one does. */
  | { type: 'Take'; job: PrintJobId; offer: string; key: string }
  /** What the printer said, or what is known without it. */
  | ({ type: 'Settle'; job: PrintJobId; key: string } & Settled)
);

type ToPrinter = {
  printer: PrinterId;
  /**
   * Made at random, another for each job: what the printer's side knows it by. A number is given out again where a
   * log begins anew, and an agent remembers what it has printed.
   */
  key: string;
};

/** As far as anyone knows. */
export type Settled =
  | { state: 'confirmed' }
  | { state: 'likely' }
  | { state: 'not-sent'; reason: Exclude<PrintReason, ''> }
  | { state: 'unknown'; reason: Exclude<PrintReason, ''> };

// What happened

/** Facts, JSON only. Their stored shape is in print-format.ts. */
export type PrintEvent = { readonly at: EpochMs } & (
  | ({ type: 'PrintRequested'; job: PrintJobId; number: TicketNumber } & ToPrinter)
  /** `copy` counts the papers of one ticket that may be about: 2 is the first copy. */
  | ({
      type: 'ReprintRequested';
      job: PrintJobId;
      number: TicketNumber;
      copy: number;
    } & ToPrinter)
  | ({ type: 'PageRequested'; job: PrintJobId; page: StaffPage } & ToPrinter)
  /** The hub that was asked does not have the printer. */
  | { type: 'PrintOffered'; job: PrintJobId }
  /** By the hub that prints it, which knows it by another key. */
  | { type: 'PrintTaken'; job: PrintJobId; key: string }
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
  readonly key: string;
  /** Until a hub that has the printer takes it. */
  readonly offered: boolean;
  readonly copy: number;
  readonly state: PrintState;
  readonly reason: PrintReason;
  readonly requestedAt: EpochMs;
  /** Of asking, in its day: 1, 2, 3… */
  readonly order: number;
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

/** Printers in which a slip may stand, half printed or uncut: of the last that they were sent nobody knows for sure that it is out. */
export function printersInDoubt({ jobs }: PrintJobs): ReadonlySet<PrinterId> {
  const last = new Map<PrinterId, PrintJob>();
  for (const job of jobs.values()) {
    // What was not sent says nothing of what stands in the printer.
    if (job.printer === null || job.state === 'not-sent') continue;
    const before = last.get(job.printer);
    if (!before || job.order > before.order) last.set(job.printer, job);
  }
  const doubtful = [...last].filter(([, { state }]) => state !== 'confirmed');
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
      const { number, printer, key } = command;
      if (record.papers.has(number)) return refuse('paper-on-its-way');
      return accept({ type: 'PrintRequested', job: number, number, printer, key, at });
    }
    case 'Reprint': {
      const { number, printer, key } = command;
      const before = record.jobs.get(record.papers.get(number, ''));
      if (!before)
        return accept(
          { type: 'PrintRequested', job: number, number, printer, key, at },
          ...offer(command, number),
        );
      if (before.state === 'printing') return refuse('paper-on-its-way');
      // What was not sent is on no paper: the next one is not a copy of it.
      const copy = before.state === 'not-sent' ? before.copy : before.copy + 1;
      const job = `${number}/${attemptOf(before.job) + 1}`;
      return accept(
        { type: 'ReprintRequested', job, number, copy, printer, key, at },
        ...offer(command, job),
      );
    }
    case 'RequestPage': {
      const { page, printer, key } = command;
      const before = record.jobs.get(record.pages.get(printer, ''));
      if (before?.state === 'printing') return refuse('paper-on-its-way');
      const count = record.jobs.count(({ subject }) => 'page' in subject);
      const job = `page/${count + 1}`;
      return accept({ type: 'PageRequested', job, page, printer, key, at }, ...offer(command, job));
    }
    case 'Take': {
      const { job, offer: known, key } = command;
      const offered = record.jobs.get(job);
      // Another hub was first, or nobody came in time: no fault, and nothing to print.
      if (!offered?.offered || offered.key !== known || offered.state !== 'printing')
        return accept();
      if (at - offered.requestedAt > OFFER_STANDS_MS) return accept();
      return accept({ type: 'PrintTaken', job, key, at });
    }
    case 'Settle': {
      const { job, key } = command;
      const known = record.jobs.get(job);
      // Nothing new is no fault: a word may come twice, or be of another job that had this name.
      if (known?.key !== key || !mayBecome(known.state, command.state)) return accept();
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

const offer = (
  { offered = false, at }: { offered?: boolean; at: EpochMs },
  job: PrintJobId,
): PrintEvent[] => (offered ? [{ type: 'PrintOffered', job, at }] : []);

/** Which try of a ticket's paper a job is: 1 for 'A042', 2 for 'A042/2'. */
const attemptOf = (job: PrintJobId): number => Number(job.split('/')[1] ?? 1);

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
      const { job, page, printer, key, at } = event;
      const asked = { job, subject: { page }, printer, key, copy: 1, ...PRINTING, requestedAt: at };
      return {
        ...record,
        jobs: record.jobs.set(job, { ...asked, order: record.jobs.size + 1 }),
        pages: record.pages.set(printer, job),
      };
    }
    case 'PrintOffered':
      return settled(record, event, { offered: true });
    case 'PrintTaken':
      return settled(record, event, { offered: false, key: event.key });
    // After a doubt its reason is kept: a slip in which the roll was changed is out, and in two pieces.
    case 'PrintConfirmed':
      return settled(record, event, { state: 'confirmed' });
    case 'PrintLikely':
      return settled(record, event, { state: 'likely' });
    case 'PrintNotSent':
      return settled(record, event, { state: 'not-sent', reason: event.reason });
    case 'PrintUnknown':
      return settled(record, event, { state: 'unknown', reason: event.reason });
    default:
      return event satisfies never;
  }
}

const PRINTING = { state: 'printing', reason: '', offered: false } as const;

function withPaper(
  record: PrintJobs,
  asked: { job: PrintJobId; number: TicketNumber; copy: number; at: EpochMs } & ToPrinter,
): PrintJobs {
  const { job, number, printer, key, copy, at } = asked;
  const paper = { job, subject: { number }, printer, key, copy, ...PRINTING, requestedAt: at };
  return {
    ...record,
    jobs: record.jobs.set(job, { ...paper, order: record.jobs.size + 1 }),
    papers: record.papers.set(number, job),
  };
}

function settled(
  record: PrintJobs,
  { job, at }: PrintEvent & { job: PrintJobId },
  known: Partial<Pick<PrintJob, 'state' | 'reason' | 'offered' | 'key'>>,
): PrintJobs {
  // An older hub wrote down only how it ended, and the ticket's number was the job.
  const number = job as TicketNumber;
  const before = record.jobs.get(job) ?? {
    ...{
      job,
      subject: { number },
      printer: null,
      key: '',
      copy: 1,
      ...PRINTING,
      requestedAt: at,
    },
    order: record.jobs.size + 1,
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
