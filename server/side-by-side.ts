import { Readable } from 'node:stream';

/**
 * Does `act` with each of `items`, at most so many at a time.
 * @returns what came of each, in the order of `items`
 * @throws what the first that failed threw; no other is begun then
 */
export const sideBySide = <Item, Result>(
  items: readonly Item[],
  most: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> =>
  Readable.from(items)
    .map((item: Item) => act(item), { concurrency: most })
    .toArray() as Promise<Result[]>;
