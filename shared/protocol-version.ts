/** In a file of its own: a screen that says which protocol it speaks need not carry the schemas the hub checks with. */

export const PROTOCOL_VERSION = 3;
/** Versions 1 and 2 were never released. */
export const OLDEST_PROTOCOL_SERVED = 3;
