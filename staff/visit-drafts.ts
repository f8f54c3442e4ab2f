/**
 * What a guide is about to count of her visits: one draft for each visit that has ended or been begun upon, and one
 * for a question that never took a ticket. It stays until it is sent or put away, whoever comes next. Pure.
 */
import type { RequestInput } from '#shared/protocol.ts';
import type { Language, TicketNumber } from '#shared/vocabulary.ts';

type Note = RequestInput<'visit-note:add'>;
export type Asked = Note['asked'][number];
export type SentOn = Note['sentOn'][number];
export type VisitorCounted = NonNullable<Note['visitor']>;

export type VisitDraft = {
  /** null: a question without a ticket. Never sent: it only tells the guide which visit she is thinking of. */
  number: TicketNumber | null;
  language: Language | null;
  asked: readonly Asked[];
  sentOn: readonly SentOn[];
  visitor: VisitorCounted | null;
};

/** The first is the one on the screen. */
export type VisitDrafts = readonly VisitDraft[];

export const draftOf = (number: TicketNumber | null, language: Language | null): VisitDraft => ({
  number,
  language,
  asked: [],
  sentOn: [],
  visitor: null,
});

export const isEmpty = ({ asked, sentOn, visitor }: VisitDraft): boolean =>
  asked.length === 0 && sentOn.length === 0 && visitor === null;

/** A visit has ended: its draft is wanted. One that nothing was noted in gives way; the others keep their turn. */
export function afterVisit(drafts: VisitDrafts, draft: VisitDraft): VisitDrafts {
  if (drafts.some(({ number }) => number === draft.number)) return drafts;
  return [...drafts.filter((one) => !isEmpty(one)), draft];
}

/** Somebody wants to note this one now. A question without a ticket puts no visit's away. */
export function atOnce(drafts: VisitDrafts, draft: VisitDraft): VisitDrafts {
  const begun = drafts.find(({ number }) => number === draft.number);
  const stays = (one: VisitDraft) =>
    !isEmpty(one) || (draft.number === null && one.number !== null);
  const others = drafts.filter((one) => one !== begun && stays(one));
  return [begun ?? draft, ...others];
}

export const toggleAsked = (draft: VisitDraft, one: Asked): VisitDraft => ({
  ...draft,
  asked: draft.asked.includes(one)
    ? draft.asked.filter((asked) => asked !== one)
    : [...draft.asked, one],
});

/** By leaflet first: that is what is usual. */
export const toggleSentOn = (draft: VisitDraft, to: SentOn['to']): VisitDraft => ({
  ...draft,
  sentOn: draft.sentOn.some((sent) => sent.to === to)
    ? draft.sentOn.filter((sent) => sent.to !== to)
    : [...draft.sentOn, { to, warm: false }],
});

export const toggleWarm = (draft: VisitDraft, to: SentOn['to']): VisitDraft => ({
  ...draft,
  sentOn: draft.sentOn.map((sent) => (sent.to === to ? { to, warm: !sent.warm } : sent)),
});

export const chooseVisitor = (draft: VisitDraft, visitor: VisitorCounted): VisitDraft => ({
  ...draft,
  visitor: draft.visitor === visitor ? null : visitor,
});
