/** In a file of its own: a screen that says which protocol it speaks need not carry the schemas the hub checks with. */

export const PROTOCOL_VERSION = 5;
/** Versions 1 to 4 were never released. */
export const OLDEST_PROTOCOL_SERVED = 5;
