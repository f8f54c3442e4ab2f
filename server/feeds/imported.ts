/** What is taken over from a calendar of others, and how their words become text that can stand anywhere. Pure. */
import { plainText } from '#shared/plain-text.ts';
import type { EpochMs, FeedId } from '#shared/vocabulary.ts';

/** One thing of theirs on one day, or over some: dated, and told in clean text. */
export type ImportedItem = {
  feed: FeedId;
  /** Of the event and the day it was planned for: the same for as long as it is the same thing. */
  uid: string;
  title: string;
  place: string | null;
  text: string | null;
  startsAt: EpochMs;
  endsAt: EpochMs;
  /** It has days and no times of day: from the start of the first to the end of the last, in the office's zone. */
  allDay: boolean;
  /** Called off, and still told of. */
  cancelled: boolean;
};

export const TITLE_GRAPHEMES = 120;
export const TEXT_GRAPHEMES = 400;

/** `text` as it may stand on a wall. Longer than `mostGraphemes` it ends in '…'. '' when nothing can be seen. */
export const cleanText = (text: string, mostGraphemes: number): string =>
  cut(plainText(text.slice(0, mostGraphemes * LONGEST_GRAPHEME).toWellFormed()), mostGraphemes);

/** In UTF-16. No letter or emoji in use needs more; what does is joined without end. */
const LONGEST_GRAPHEME = 40;

const graphemes = new Intl.Segmenter('sv', { granularity: 'grapheme' });

function cut(text: string, most: number): string {
  const kept: string[] = [];
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length === most) {
      kept[most - 1] = '…';
      break;
    }
    kept.push(
      segment.length > LONGEST_GRAPHEME
        ? String.fromCodePoint(segment.codePointAt(0) ?? 0)
        : segment,
    );
  }
  return kept.join('');
}
