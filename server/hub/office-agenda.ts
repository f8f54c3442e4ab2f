/**
 * What is on at one office: as the window's programme, as the agenda that anybody may read, as iCalendar; and
 * what the author of its book should know of it.
 */

import type { OfficeBook } from '#shared/office-book.ts';
import type { Programme } from '#shared/programme.ts';
import type { Remark } from '#shared/views.ts';
import type { EpochMs, Language, LocalDate } from '#shared/vocabulary.ts';
import type { OfficeClock } from '../office-clock.ts';
import { agendaFor } from '../schedule/agenda.ts';
import { agendaIcs } from '../schedule/agenda-ics.ts';
import { notShown } from '../schedule/not-shown.ts';
import { localDate } from '../schedule/office-hours.ts';
import { programmeOf } from '../schedule/programme.ts';
import { remarksOn } from '../schedule/remarks.ts';
import { wordsMissing } from '../schedule/words-missing.ts';
import type { Misfit } from './displays.ts';
import { whatDoesNotFit } from './does-not-fit.ts';
import type { OfficeFeeds } from './office-feeds.ts';
import type { LiveBook } from './open-book.ts';
import { told } from './remark-words.ts';

type OfficeAgendaParts = {
  book: LiveBook;
  feeds: OfficeFeeds;
  clock: OfficeClock;
  /** The log's own name. */
  log: () => string;
  /** What the windows have no room for. */
  misfits: () => readonly Misfit[];
};

export class OfficeAgenda {
  readonly #parts: OfficeAgendaParts;

  constructor(parts: OfficeAgendaParts) {
    this.#parts = parts;
  }

  /** What the window shows beside the queue. The same object until something in it is another. */
  programme(): Programme {
    return this.programmeOf(this.#book, this.#parts.clock.now());
  }

  /** Dated, of the local day `from` and those after it. */
  days(asked: { from: LocalDate; days: number }): ReturnType<typeof agendaFor> {
    return agendaFor(this.#book, asked, this.#parts.feeds.imported());
  }

  /** Other objects when the agenda may be another. */
  madeOf(): readonly unknown[] {
    return [this.#book, this.#parts.feeds.imported()];
  }

  /** For other people's calendars. */
  ics(language: Language): string {
    const { clock, book } = this.#parts;
    return agendaIcs(this.#book, { at: clock.now(), language, edition: book.edition });
  }

  /** The office's own day. */
  today(): LocalDate {
    return localDate(this.#book.zone, this.#parts.clock.now());
  }

  remarks(): readonly Remark[] {
    return this.remarksOn(this.#book, this.#parts.clock.now());
  }

  /** @param book as it was right after a change */
  remarksOn(book: OfficeBook, at: EpochMs): readonly ReturnType<typeof told>[] {
    const { feeds, misfits } = this.#parts;
    return [
      ...remarksOn(book, feeds.imported(), at),
      ...notShown(this.programmeOf(book, at), book.takeover, at),
      ...whatDoesNotFit(book, misfits()),
      ...wordsMissing(book, at),
    ].map((remark) => told(remark, book));
  }

  /** Of a book that may never be the office's. */
  programmeOf(book: OfficeBook, at: EpochMs): Programme {
    const { log, feeds } = this.#parts;
    return programmeOf({
      ...{ book, at, log: log() },
      imported: feeds.imported(),
      feeds: feeds
        .listed()
        .filter(({ shown }) => shown)
        .map(({ name, readAt }) => ({ name, readAt })),
    });
  }

  get #book(): OfficeBook {
    return this.#parts.book.book;
  }
}
