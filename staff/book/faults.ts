/** What a form can have wrong, from the hub's own words to the console's. Pure. */
import type { TextKey } from '#shared/languages/texts.ts';

/** As server/office/book-mistakes.ts writes them. */
export const FAULTS: Readonly<Record<string, TextKey>> = {
  'is there already': 'staff.fault-there-already',
  'is the series of another line: two visitors would have one number': 'staff.fault-series',
  'is outside what is allowed': 'staff.fault-out-of-bounds',
  'names a parent that is not a topic': 'staff.fault-parent',
  'only groups other topics, so no ticket is given for it and it has no line': 'staff.fault-group',
  'is sensitive and needs a discreetLabel to show and print': 'staff.fault-discreet',
  'has a discreetLabel with the words it is meant to hide': 'staff.fault-reveals',
  'is served by no desk: its visitors would wait in vain': 'staff.fault-nobody',
  'must have Swedish among the languages: other texts fall back on it': 'staff.fault-swedish',
  'must be one capital letter, A to Z': 'staff.fault-letter',
  'has more than 8 topics on one screen': 'staff.fault-too-many-topics',
  'lies on a third level: there are only two': 'staff.fault-third-level',
  'needs a line for its tickets': 'staff.fault-no-line',
  'names a line that is not there': 'staff.fault-line-gone',
  'names a visiting body that is not there': 'staff.fault-agency-gone',
  'serves no topic at all: are its lines there?': 'staff.fault-serves-nothing',
  'names a topic that is not there': 'staff.fault-topic-gone',
  'names a topic that only groups others': 'staff.fault-serves-group',
  'names a language the office does not offer': 'staff.fault-language-not-offered',
  'must be days as RFC 5545 says them, such as FREQ=WEEKLY;BYDAY=MO,TH; no times of day':
    'staff.fault-rule',
  'must begin on a day of the calendar, such as 2026-01-01': 'staff.fault-day',
  'must be times of day, such as 09:30': 'staff.fault-time',
  'must close after it opens, on the same day': 'staff.fault-closes-first',
  'are more than an office can have': 'staff.fault-too-many',
  'must last 10 seconds to 12 hours: seconds from 10 to 43200, or such an until':
    'staff.fault-takeover',
  'must not end before it has begun': 'staff.fault-ends-first',
  'is further off than anything is planned or kept': 'staff.fault-too-far',
  'must be a country as ISO 3166 has it, such as SE': 'staff.fault-country',
  'must be an address that begins with https:// and names no user': 'staff.fault-address',
  'must be there, as a hub has drawn it': 'staff.fault-not-in-file',
};

/** As the shapes of requests say it (shared/wire-words.ts): each field, before the book is asked. */
export const SHAPE_FAULTS: Readonly<Record<string, TextKey>> = {
  'says nothing': 'staff.fault-says-nothing',
  'has half a letter in it': 'staff.fault-half-letter',
  'is a day such as 2026-11-24': 'staff.fault-day',
  'is a time of day such as 09:30': 'staff.fault-time',
  'Invalid URL': 'staff.fault-no-url',
};
export const TOO_LONG = /^is longer than (\d+) letters$/;

/** Those that are of a whole thing, and are mended in one field of it. */
export const FIELD_OF_FAULT: Readonly<Record<string, string>> = {
  'is sensitive and needs a discreetLabel to show and print': 'discreetLabel',
  'has a discreetLabel with the words it is meant to hide': 'discreetLabel',
  'is served by no desk: its visitors would wait in vain': 'desks',
  'needs a line for its tickets': 'line',
  'serves no topic at all: are its lines there?': 'topics',
};
