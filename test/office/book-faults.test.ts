/** Each thing that can be wrong in a book is told in the console's own words, and not in the hub's English. */

import { expect, it } from 'vitest';
import { NOT_AS_DRAWN } from '#server/hub/book-changes.ts';
import { type BookMistake, inWords } from '#server/office/book-mistakes.ts';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { FAULTS } from '../../staff/book/faults.ts';

/** Whether something that is written in the console can be it. The compiler sees to it that none is left out. */
const IN_A_FORM: Readonly<Record<BookMistake['mistake'], boolean>> = {
  'no-such-zone': false,
  'swedish-is-missing': true,
  'named-twice': true,
  'series-is-not-a-letter': true,
  'series-used-twice': true,
  'out-of-bounds': true,
  'too-many-topics': true,
  'no-such-parent': true,
  'parent-is-not-at-the-top': true,
  'group-has-a-line': true,
  'topic-without-a-line': true,
  'no-such-line': true,
  'no-such-agency': true,
  'sensitive-without-discreet-label': true,
  'discreet-label-reveals': true,
  'nobody-serves-it': true,
  'serves-nothing': true,
  'no-such-topic': true,
  'desk-serves-a-group': true,
  'language-not-offered': true,
  'no-such-connection': false,
  'rule-is-not-understood': true,
  'no-such-day': true,
  'ends-before-it-begins': true,
  'no-such-time': true,
  'closes-before-it-opens': true,
  'too-many': true,
  'takeover-lasts-wrong': true,
  'too-far-away': true,
  'no-such-country': true,
  'no-such-address': true,
};
const mistakes = (Object.keys(IN_A_FORM) as BookMistake['mistake'][]).filter(
  (mistake) => IN_A_FORM[mistake],
);
const asTheHubSaysIt = (mistake: BookMistake['mistake']) =>
  inWords({ at: 'x', mistake }).slice('x '.length);

it.each(mistakes)('[BK8] %s has its words in the console', (mistake) => {
  const key = FAULTS[asTheHubSaysIt(mistake)];
  if (key === undefined) throw new Error(`Nothing says '${asTheHubSaysIt(mistake)}'`);
  expect(say('sv', key)).not.toBe(say('en', key));
});

it('[BK8] the console has words for nothing that the hub never says', () => {
  expect(Object.keys(FAULTS).sort()).toEqual(
    [...mistakes.map(asTheHubSaysIt), NOT_AS_DRAWN].sort(),
  );
});
