/** What is about to be counted of visits. Rule DK23 in docs/spec.md. */
import { describe, expect, it } from 'vitest';
import type { DestinationId, InquiryId, TicketNumber } from '#shared/vocabulary.ts';
import { KeptNotes } from '../../staff/kept-notes.ts';
import {
  afterVisit,
  atOnce,
  chooseVisitor,
  draftOf,
  isEmpty,
  toggleAsked,
  toggleSentOn,
  toggleWarm,
} from '../../staff/visit-drafts.ts';

const letter = 'letter' as InquiryId;
const form = 'form' as InquiryId;
const library = 'library' as DestinationId;
const of = (number: string) => draftOf(number as TicketNumber, 'ar');

describe('what a visit was about', () => {
  it('[DK23] several may be chosen, each with one press, and taken away with another', () => {
    const both = toggleAsked(toggleAsked(of('A042'), letter), form);
    expect(both.asked).toEqual([letter, form]);
    expect(toggleAsked(both, letter).asked).toEqual([form]);
  });

  it('[DK23] who was sent on got a leaflet, until it is said that there was word ahead of her', () => {
    const sent = toggleSentOn(of('A042'), library);
    expect(sent.sentOn).toEqual([{ to: library, warm: false }]);
    expect(toggleWarm(sent, library).sentOn).toEqual([{ to: library, warm: true }]);
    expect(toggleSentOn(toggleWarm(sent, library), library).sentOn).toEqual([]);
  });

  it('[DK23] a visitor is one of three or nothing, never two', () => {
    const woman = chooseVisitor(of('A042'), 'woman');
    expect(chooseVisitor(woman, 'man').visitor).toBe('man');
    expect(chooseVisitor(woman, 'woman').visitor).toBeNull();
    expect(isEmpty(of('A042'))).toBe(true);
    expect(isEmpty(woman)).toBe(false);
  });

  it('[DK23] what was begun upon stays while the next visit ends; what was not gives way', () => {
    const begun = toggleAsked(of('A042'), letter);
    expect(afterVisit([begun], of('A043'))).toEqual([begun, of('A043')]);
    expect(afterVisit([of('A042')], of('A043'))).toEqual([of('A043')]);
  });

  it('[DK23] a visit that ends twice, its end having been taken back, has one draft', () => {
    const begun = toggleAsked(of('A042'), letter);
    expect(afterVisit([begun], of('A042'))).toEqual([begun]);
  });

  it('[DK23] a question without a ticket is noted at once, and nothing begun is lost for it', () => {
    const begun = toggleAsked(of('A042'), letter);
    const question = draftOf(null, null);
    expect(atOnce([begun], question)).toEqual([question, begun]);
    expect(atOnce([question, begun], of('A042'))).toEqual([begun]);
  });

  it('[DK24] a question without a ticket leaves an open note where it is, though nothing was noted in it', () => {
    const question = draftOf(null, null);
    expect(atOnce([of('A042')], question)).toEqual([question, of('A042')]);
    expect(atOnce([question, of('A042')], of('A043'))).toEqual([of('A043')]);
  });
});

describe('notes that wait', () => {
  it('[DK37] stay at their desk for whoever began upon them, and nothing of them for anybody after her', () => {
    const kept = new KeptNotes();
    kept.belongTo('ann');
    const begun = [toggleAsked(of('A042'), letter)];
    kept.at('?desk=one').drafts = begun;
    kept.at('?desk=one').last = { note: 'a-note', number: null, after: '' };
    kept.belongTo('ann');
    expect(kept.at('?desk=one').drafts).toEqual(begun);
    expect(kept.at('?desk=two')).toEqual({ drafts: [], last: null });
    kept.belongTo('');
    kept.belongTo('ann');
    expect(kept.at('?desk=one')).toEqual({ drafts: [], last: null });
  });

  it('[DK37] are worth asking about when something was chosen', () => {
    const kept = new KeptNotes();
    kept.at('?desk=one').drafts = [of('A042')];
    expect(kept.isBegun).toBe(false);
    kept.at('?desk=one').drafts = [toggleAsked(of('A042'), letter), of('A043')];
    expect(kept.isBegun).toBe(true);
  });
});
