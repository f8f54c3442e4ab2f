/** The other side of slip-drawing.ts. */
import { parentPort } from 'node:worker_threads';
import { encodeSlip } from './escpos.ts';
import type { Slip } from './slip.ts';
import type { Drawn } from './slip-drawing.ts';
import { drawSlip } from './slip-picture.ts';

parentPort?.on('message', (slip: Slip) => {
  parentPort?.postMessage(drawn(slip));
});

function drawn(slip: Slip): Drawn {
  try {
    return { bytes: encodeSlip(drawSlip(slip)) };
  } catch (fault) {
    return { fault }; // thrown again where it was asked for
  }
}
