/** What a bare socket is told of its view, with the words that were sent apart from it. */
import type { Socket } from 'socket.io-client';
import { putTogether, type Words } from '#shared/words-apart.ts';

/** Runs `listener` at every snapshot. @throws when one refers to words that were not sent before it */
export function onWholeView<View>(socket: Socket, listener: (view: View) => void): void {
  let words: Words = { revision: 0, texts: [] };
  socket.on('words', (told: Words) => {
    words = told;
  });
  socket.on('snapshot', ({ words: revision = words.revision, ...told }: { words?: number }) => {
    if (revision !== words.revision)
      throw new Error(`words ${revision}, and not ${words.revision}`);
    listener(putTogether(told, words.texts) as View);
  });
}
