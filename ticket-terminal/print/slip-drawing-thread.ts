/** The other side of slip-drawing.ts. */
import { parentPort } from 'node:worker_threads';
import { encodePicture } from './escpos.ts';
import type { Drawn, Wanted } from './slip-drawing.ts';
import { drawSlip } from './slip-picture.ts';
import { staffPage } from './staff-pages.ts';

parentPort?.on('message', (wanted: Wanted) => {
  parentPort?.postMessage(drawn(wanted));
});

function drawn(wanted: Wanted): Drawn {
  const { paper } = wanted;
  try {
    if ('page' in wanted) return staffPage(wanted.page, paper);
    const picture = drawSlip(wanted.slip, paper);
    return { bytes: encodePicture(picture), lengthMm: picture.heightDots / paper.dotsPerMm };
  } catch (fault) {
    return { fault }; // thrown again where it was asked for
  }
}
