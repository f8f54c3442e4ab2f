/** Socket.io's frames, for those who speak it by hand: Engine.IO's packet types, then Socket.IO's after a 4. */
export const OPEN = '0';
export const PING = '2';
export const PONG = '3';
export const CONNECT = '40';
export const EVENT = '42';
export const ACKNOWLEDGEMENT = '43';
export const REFUSED = '44';

/** Where a hub's sockets are, behind its address. */
export const SOCKET_PATH = '/socket.io/?EIO=4&transport=websocket';
