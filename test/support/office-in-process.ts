/** An office as the hub runs it, without the hub around it: over any log, by a clock that a test moves. */
import { onTestFinished } from 'vitest';
import type { EventLog } from '#server/event-log/event-log.ts';
import { Office } from '#server/hub/office.ts';
import { OfficeFeeds } from '#server/hub/office-feeds.ts';
import type { OfficePrinter } from '#server/hub/office-paper.ts';
import { LiveBook } from '#server/hub/open-book.ts';
import { Presence } from '#server/hub/presence.ts';
import { PictureStore } from '#server/media/picture-store.ts';
import { OfficeClock } from '#server/office-clock.ts';
import { Tidings } from '#server/shared-memory/tidings.ts';
import { InMemoryCounters } from '#server/tallies/in-memory-counters.ts';
import type { OfficeBook } from '#shared/office-book.ts';
import type { EpochMs } from '#shared/vocabulary.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Closed when the test ends. A fault behind a screen's back fails it. */
export async function officeInProcess(
  log: EventLog,
  {
    book,
    time,
    others,
  }: {
    book: OfficeBook;
    time: { readonly at: EpochMs };
    /** Of other hubs that serve it, and the printers as this one reaches them. */
    others?: { tidings: Tidings; printers: readonly OfficePrinter[] };
  },
): Promise<Office> {
  const clock = OfficeClock.movedBy(() => time.at);
  const onFault = (fault: unknown) => {
    throw fault;
  };
  const live = await LiveBook.open(log, book, time.at);
  const now = () => clock.now();
  const tidings = others?.tidings ?? Tidings.alone();
  const feeds = await OfficeFeeds.open({
    ...{ log, office: book.id, zone: book.zone, feeds: () => live.book.feeds, now, onFault },
  });
  const office = await Office.open({
    ...{ log, logName: () => 'log-of-a-test', book: live, feeds, clock, onFault },
    counters: new InMemoryCounters(),
    presence: new Presence(now, tidings),
    pictures: await PictureStore.open(temporaryFolder()),
    openPrinters: async () => others?.printers ?? [],
    pagesAt: () => null,
    trial: () => false,
    tidings,
  });
  onTestFinished(async () => {
    await office.close();
    await feeds.close();
    await live.close();
  });
  return office;
}
