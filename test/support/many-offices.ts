/** Offices of a made-up city: Rågsved's book under other names, for the OFFICES setting. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfficeId } from '#shared/vocabulary.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };

export class ManyOffices {
  /** As the OFFICES setting has it. */
  readonly folder = mkdtempSync(join(tmpdir(), 'torget-offices-'));
  readonly ids: readonly OfficeId[];

  /**
   * @param names of the first of them; the others are numbered
   * @param printers 'agent': an agent comes for them, as in a city; 'virtual': each in the hub's own software
   */
  constructor(
    count: number,
    {
      names = [],
      printers = 'virtual',
    }: { names?: readonly string[]; printers?: 'agent' | 'virtual' } = {},
  ) {
    this.ids = Array.from({ length: count }, (_, nth) => {
      const id = `kontor-${String(nth + 1).padStart(4, '0')}` as OfficeId;
      const book = {
        ...{ ...ragsved, id, name: names[nth] ?? `Kontor ${nth + 1}` },
        printers: ragsved.printers.map((printer) => ({ ...printer, connection: printers })),
      };
      writeFileSync(join(this.folder, `${id}.json`), JSON.stringify(book));
      return id;
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
