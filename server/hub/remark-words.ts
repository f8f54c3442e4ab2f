/** Remarks on the schedule in words, for whoever reads an answer of the API. Pure. */

import type { OfficeBook } from '#shared/office-book.ts';
import type { Remark as ToldRemark } from '#shared/views.ts';
import type { DisplayId, EpochMs } from '#shared/vocabulary.ts';
import type { NotShown } from '../schedule/not-shown.ts';
import type { Remark as OnSchedule, RemarkSubject } from '../schedule/remarks.ts';
import type { WordsAbout, WordsMissing } from '../schedule/words-missing.ts';
import type { DoesNotFit } from './does-not-fit.ts';

type Remark = OnSchedule | NotShown | DoesNotFit | WordsMissing;

/** Where in the book it is, by ids, as a mistake says it: 'agencies.lawyer'. */
export type RemarkAbout =
  | 'hours'
  | 'takeover'
  | `agencies.${string}`
  | `activities.${string}`
  | `notices.${string}`
  | `feeds.${string}`
  | `displays.${string}`
  | WordsAbout;

export const told = (remark: Remark, book: OfficeBook): ToldRemark & { about: RemarkAbout } => ({
  ...remark,
  about: aboutOf(remark),
  message: inWords(remark, book),
});

function aboutOf(remark: Remark): RemarkAbout {
  switch (remark.code) {
    case 'overlaps-other-calendar':
    case 'falls-on-holiday':
    case 'name-too-long':
      return subject(remark.of);
    case 'visit-outside-opening-hours':
      return `agencies.${remark.agency}`;
    case 'event-without-time':
      return `activities.${remark.activity}`;
    case 'notice-has-ended':
    case 'notice-not-shown':
      return `notices.${remark.notice}`;
    case 'calendar-too-full':
      return `feeds.${remark.feed}`;
    case 'takeover-goes-on':
      return 'takeover';
    case 'agenda-not-shown':
      return remark.by === 'takeover' ? 'takeover' : `notices.${remark.by.notice}`;
    case 'window-too-small':
      return `displays.${remark.window}`;
    case 'language-missing':
    case 'no-alternative-text':
      return remark.about;
    default:
      return remark satisfies never;
  }
}

function subject(of: RemarkSubject): RemarkAbout {
  if (of.kind === 'opening') return 'hours';
  return of.kind === 'visit' ? `agencies.${of.id}` : `activities.${of.id}`;
}

function inWords(remark: Remark, book: OfficeBook): string {
  const about = aboutOf(remark);
  switch (remark.code) {
    case 'overlaps-other-calendar': {
      const feed = book.feeds.find(({ id }) => id === remark.feed)?.name ?? remark.feed;
      return `${about} overlaps ${feed} (“${remark.title}”) on ${remark.firstDay}${andMore(remark)}`;
    }
    case 'visit-outside-opening-hours':
      return `${about} comes when the office is not open, on ${remark.firstDay}${andMore(remark)}`;
    case 'falls-on-holiday': {
      const holiday = remark.holiday?.sv ?? 'a holiday';
      return `${about} falls away on ${remark.firstDay} (${holiday})${andMore(remark)}`;
    }
    case 'event-without-time':
      return `${about} has no time, so it is shown nowhere`;
    case 'notice-has-ended':
      return `${about} has ended and is no longer shown`;
    case 'calendar-too-full':
      return `${about} has more than a window takes: ${remark.leftOut} of it are not shown, the first of them on ${remark.firstDay}`;
    case 'takeover-goes-on':
      return 'A takeover has filled the screens for an hour or more';
    case 'notice-not-shown': {
      const { by } = remark;
      const before = typeof by === 'string' ? BEFORE_A_NOTICE[by] : `notices.${by.notice}`;
      return `${about} is not shown ${spanOf(remark, book)}: ${before} goes before it`;
    }
    case 'agenda-not-shown':
      return `${about} stands in place of the agenda ${spanOf(remark, book)}`;
    case 'name-too-long': {
      const { of, name, language, window } = remark;
      const field = of.kind === 'visit' ? 'shortName' : 'shortTitle';
      return `“${name}” does not fit in whole words into ${windowIn(book, window)}, in ${ENGLISH.of(language)}: give ${about} a shorter ${field}.${language}`;
    }
    case 'window-too-small':
      return `What ${windowIn(book, remark.window)} must show from its viewingDistanceMm has no room on a panel of its panelWidthMm`;
    case 'language-missing': {
      const names = remark.languages.map((tag) => ENGLISH.of(tag)).join(', ');
      return `${about} is not written, or not all of it, in ${names}`;
    }
    case 'no-alternative-text':
      return `${about} has a picture without an alternative text: say what it shows`;
    default:
      return remark satisfies never;
  }
}

const ENGLISH = new Intl.DisplayNames('en', { type: 'language' });

function windowIn({ displays }: OfficeBook, id: DisplayId): string {
  const name = displays.find((display) => display.id === id)?.name.sv ?? id;
  return `the window “${name}”`;
}

const BEFORE_A_NOTICE = { takeover: 'the takeover', normal: 'all of normal priority' };

const spanOf = ({ from, until }: { from: EpochMs; until: EpochMs }, book: OfficeBook): string =>
  `from ${wall(from, book)} until ${wall(until, book)}`;

const wall = (at: EpochMs, { zone }: OfficeBook): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toString({ smallestUnit: 'minute', offset: 'never', timeZoneName: 'never' });

const andMore = ({ days }: { days: number }): string =>
  days > 1 ? ` and ${days - 1} more ${days > 2 ? 'days' : 'day'} of the coming two months` : '';
