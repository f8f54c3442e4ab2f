import type { EpochMs } from '#shared/vocabulary.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { StreamWriter } from '../event-log/stream-writer.ts';
import { decide, evolve, type OfficeBook, type OfficeEvent } from '../office/office-book.ts';
import { officeFormat } from '../office/office-format.ts';

/**
 * The office book as the log has it, seeded first when the log has none. From then on the log is what
 * counts, and the seed is not read again.
 * @throws {EventLogUnavailable | EventLogUnusable}
 */
export async function openBook(log: EventLog, seed: OfficeBook, at: EpochMs): Promise<OfficeBook> {
  const writer = await StreamWriter.open<OfficeBook | null, OfficeEvent>({
    log,
    stream: `office/${seed.id}`,
    format: officeFormat,
    initial: null,
    evolve,
  });
  if (!writer.state)
    await writer.submit(
      null,
      (office) => decide(office, { type: 'SeedOffice', book: seed, at }),
      () => null,
    );
  await writer.close();
  if (!writer.state) throw new Error(`office/${seed.id} could not be seeded`);
  return writer.state;
}
