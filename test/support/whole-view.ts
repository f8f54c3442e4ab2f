/** What a bare socket is told of its view, with the words that were sent apart from it. */
import type { Socket } from 'socket.io-client';
import type { Shown } from '#shared/protocol.ts';
import { putTogether, type Words } from '#shared/words-apart.ts';

/**
 * Runs `listener` at every snapshot, and says `shown` as a screen does.
 * @throws when one refers to words that were not sent before it
 */
export function onWholeView<View>(socket: Socket, listener: (view: View) => void): void {
  let words: Words = { revision: 0, texts: [] };
  const show = ({ day, version, at }: Shown) => socket.emit('shown', { day, version, at });
  socket.on('words', (told: Words) => {
    words = told;
  });
  socket.on('snapshot', (snapshot: Shown & { words?: number }) => {
    const { words: revision = words.revision, ...told } = snapshot;
    if (revision !== words.revision)
      throw new Error(`words ${revision}, and not ${words.revision}`);
    show(snapshot);
    listener(putTogether<unknown>(told, words.texts) as View);
  });
  socket.on('still', show);
}
