/**
 * Does `act` with each of `items`, at most so many at a time.
 * @returns what came of each, in the order of `items`
 * @throws what the first that failed threw; no other is begun then
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  most: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  let failed = false;
  const takeTurns = async () => {
    for (const [nth, item] of left) {
      if (failed) return;
      try {
        results[nth] = await act(item);
      } catch (fault) {
        failed = true;
        throw fault;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, takeTurns));
  return results;
}
