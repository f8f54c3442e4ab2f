/** The other side of slip-drawing.ts. */
import { setImmediate as turn } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { encodePicture } from './escpos.ts';
import type { Drawn, Wanted } from './slip-drawing.ts';
import { drawSlip } from './slip-picture.ts';
import { staffPage } from './staff-pages.ts';

let last = Promise.resolve();

parentPort?.on('message', (wanted: Wanted) => {
  last = last.then(async () => {
    parentPort?.postMessage(drawn(wanted));
    // A picture's pixels, 3 MB, are given back between turns of the event loop, and messages that wait
    // are all handed out in one turn: a thread that is never idle would hold gigabytes.
    await turn();
  });
});

function drawn(wanted: Wanted): Drawn {
  const { paper } = wanted;
  try {
    if ('page' in wanted) return { bytes: staffPage(wanted.page, paper) };
    const picture = drawSlip(wanted.slip, paper);
    return { bytes: encodePicture(picture) };
  } catch (fault) {
    return { fault }; // thrown again where it was asked for
  }
}
