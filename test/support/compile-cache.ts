/** The real programs are started hundreds of times. As with `npm start`, Node keeps what it has compiled of them. */
import { resolve } from 'node:path';

/** Environment of a program that is started anew. */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../../node_modules/.cache/node'),
};
