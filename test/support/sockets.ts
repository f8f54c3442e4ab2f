/** Bare sockets of a hub, as a browser or an agent opens them; and how they fare. */
import { io, type Socket } from 'socket.io-client';
import type { DeviceProof } from '#shared/identity.ts';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';

/** Does not come back by itself. Close it. */
export const socketTo = (
  url: string,
  view: object,
  { proof, headers = {} }: { proof?: DeviceProof; headers?: Record<string, string> } = {},
): Socket =>
  io(url, {
    ...{ transports: ['websocket'], reconnection: false, forceNew: true },
    auth: { protocol: PROTOCOL_VERSION, ...view, ...(proof && { proof }) },
    extraHeaders: headers,
  });

/** 'connected', or why it is not let in. */
export const connected = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', ({ message }) => resolve(message));
  });

/** Resolves when its line has ended, to why: 'io server disconnect' where the hub said so. */
export const isGone = (socket: Socket): Promise<string | null> =>
  new Promise((resolve) => {
    if (socket.disconnected) resolve(null);
    else socket.once('disconnect', (reason) => resolve(reason));
  });
