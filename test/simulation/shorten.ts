/** The shortest part of a history that still goes wrong, by leaving out ever smaller pieces (Zeller's delta debugging). */

/**
 * @param goesWrong whether what is left still goes wrong in the same way
 * @param most how often it may be tried
 */
export async function shorten<Act>(
  history: readonly Act[],
  goesWrong: (part: readonly Act[]) => Promise<boolean>,
  most = 250,
): Promise<readonly Act[]> {
  let part = history;
  let tries = 0;
  for (let size = Math.ceil(part.length / 2); size >= 1; ) {
    let isShorter = false;
    for (let from = 0; from < part.length && tries < most; ) {
      const rest = [...part.slice(0, from), ...part.slice(from + size)];
      tries++;
      if (await goesWrong(rest)) {
        part = rest;
        isShorter = true;
      } else from += size;
    }
    if (tries >= most) break;
    if (size === 1 && !isShorter) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return part;
}
