/** Streams in the tables of a file, beside streams in memory, whatever is asked of both and however much of it shares a commit. */
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lookThrough } from '#server/event-log/sqlite-look.ts';
import { TABLES, TABLES_VERSION } from '#server/event-log/sqlite-streams.ts';
import { type Call, SqliteWriter } from '#server/event-log/sqlite-writer.ts';

const NAMES = ['a', 'a/b', 'b', 'å'];
const name = fc.constantFrom(...NAMES);
const ofNone = fc.constant(0);
/** How far from where the stream is; mostly where it is. */
const off = fc.oneof({ weight: 6, arbitrary: ofNone }, fc.integer({ min: -2, max: 2 }));
const asked = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('append'), name, off, fc.nat(3)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('drop'), name, ofNone, ofNone) },
);
const together = fc.record({
  writes: fc.array(asked, { minLength: 1, maxLength: 8 }),
  undone: fc.boolean(),
});

it('[EL2] [EL3] [EL8] [EL9] hold what they would in memory, and what is undone is as if it had not been', () => {
  fc.assert(
    fc.property(
      fc.array(together, { maxLength: 20 }),
      fc.nat(9),
      fc.integer({ min: 1, max: 5 }),
      (turns, after, most) => {
        const db = new DatabaseSync(':memory:');
        db.exec(`${TABLES} PRAGMA user_version = ${TABLES_VERSION}`);
        const writer = new SqliteWriter(db, 'log.db');
        let model = new Map<string, string[]>();
        let count = 0;
        for (const { writes, undone } of turns) {
          const before = structuredClone(model);
          const wanted: unknown[] = [];
          const calls = writes.map(([what, stream, far, entries]): Call => {
            const there = model.get(stream) ?? [];
            if (what === 'drop') {
              model.delete(stream);
              wanted.push(null);
              return ['drop', stream];
            }
            const ids = Array.from({ length: entries }, () => `${stream} ${++count}`);
            const expected = there.length + far;
            wanted.push(far === 0 ? null : there.length);
            if (far === 0 && entries > 0) model.set(stream, [...there, ...ids]);
            return ['append', stream, expected, ids.map((id) => [id, 1, null, '{}'])];
          });
          // The last of them cannot be kept, and nothing that came with it.
          if (undone) {
            db.exec(
              `CREATE TEMP TRIGGER refuse BEFORE INSERT ON events WHEN NEW.id = 'no' BEGIN SELECT raise(ABORT, 'no'); END`,
            );
            calls.push(['append', 'refused', 0, [['no', 1, null, '{}']]]);
            expect(writer.answer(calls)).toEqual(calls.map(() => ({ fault: expect.anything() })));
            db.exec('DROP TRIGGER refuse');
            model = before;
          } else expect(writer.answer(calls)).toEqual(wanted);
        }
        for (const stream of NAMES) {
          const ids = model.get(stream) ?? [];
          const rows = ids.map((id, nth) => [nth + 1, id, 1, null, '{}']);
          expect(writer.answer([['read', stream, after, most]])).toEqual([
            rows.slice(after, after + most),
          ]);
        }
        for (const prefix of ['', 'a', 'å', 'c'])
          expect(writer.answer([['list', prefix]])).toEqual([
            [...model.keys()].filter((stream) => stream.startsWith(prefix)).toSorted(),
          ]);
        const looked = [...lookThrough(db)].toSorted((one, other) =>
          String(one.stream) < String(other.stream) ? -1 : 1,
        );
        expect(looked).toEqual(
          [...model].toSorted().map(([stream, { length: version }]) => ({
            stream,
            version,
            isWhole: true,
            isReadable: true,
          })),
        );
        db.close();
      },
    ),
  );
});
