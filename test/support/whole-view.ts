/** What a bare socket is told of its view, with the words that were sent apart from it. */
import type { Socket } from 'socket.io-client';
import { together, type Words } from '#shared/words-apart.ts';

/** Runs `listener` at every snapshot, until the returned function is run. */
export function onWholeView<View>(socket: Socket, listener: (view: View) => void): () => void {
  let words: Words = { revision: 0, texts: [] };
  const onWords = (told: Words) => {
    words = told;
  };
  const onSnapshot = (told: object) => listener(together(told, words.texts) as View);
  socket.on('words', onWords);
  socket.on('snapshot', onSnapshot);
  return () => {
    socket.off('words', onWords);
    socket.off('snapshot', onSnapshot);
  };
}
