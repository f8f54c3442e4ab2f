/** When what is on a page has come to rest. */
import type { Page } from 'playwright-core';

/** What moves or fades and comes to an end has come there. What turns for ever is not waited for. */
export const untilNothingMoves = (page: Page): Promise<void> => page.evaluate(UNTIL_NOTHING_MOVES);

const UNTIL_NOTHING_MOVES = `(() => {
  const rootsIn = (root) =>
    [root, ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ? rootsIn(shadowRoot) : [])];
  const ending = rootsIn(document)
    .flatMap((root) => root.getAnimations())
    .filter(({ playState, effect }) =>
      playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime));
  return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => {});
})()`;
