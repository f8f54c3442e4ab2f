/**
 * One message to many screens, encoded once and handed to each connection as it goes over the wire. Socket.io's own way to
 * many looks every screen up in the sets of its rooms, gives the network each frame in two pieces and tells of each to
 * whoever listens: a seventh of the time from a call to the last of a thousand windows.
 */
import type { ScreenSocket } from './announce.ts';

/** Of the main namespace: an event, without acknowledgement (Socket.IO protocol 5). */
const EVENT = '2';
/** Engine.IO protocol 4. */
const MESSAGE = '4';
// Of a WebSocket frame (RFC 6455, 5.2): text, whole, not masked; a length that does not fit in seven bits.
const FINAL_TEXT = 0x81;
const [MOST_IN_7_BITS, IN_16_BITS, IN_64_BITS] = [125, 126, 127];

/** Of a WebSocket's states. (The name of Node's own class loads the class.) */
const OPEN = 1;

/** Of Engine.IO's transport, which hands over a frame in the same way (its transports/websocket.js); it is not documented. */
type Transport = {
  /** Nothing waits before it. */
  writable: boolean;
  socket?: {
    readyState?: number;
    _sender?: { sendFrame?: (pieces: readonly Buffer[]) => void };
  };
};

/**
 * @param to screens that are let in, each with whatever is known of it; one that has gone meanwhile is passed over
 * @param said as JSON: what ServerToClientEvents has of `name`
 */
export function sayToAll(
  to: Iterable<readonly [Pick<ScreenSocket, 'conn'>, ...unknown[]]>,
  name: 'snapshot' | 'still',
  said: string,
): void {
  const packet = `${EVENT}["${name}",${said}]`;
  const frame = [frameOf(MESSAGE + packet)];
  for (const [{ conn }] of to) {
    const { writable, socket } = conn.transport as unknown as Transport;
    const isIdle = writable && socket?.readyState === OPEN;
    if (isIdle && socket._sender?.sendFrame) socket._sender.sendFrame(frame);
    else conn.write(packet, { compress: false });
  }
}

function frameOf(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const head = headOf(bytes);
  const frame = Buffer.allocUnsafe(head.length + bytes);
  head.copy(frame);
  frame.write(text, head.length);
  return frame;
}

function headOf(bytes: number): Buffer {
  if (bytes <= MOST_IN_7_BITS) return Buffer.of(FINAL_TEXT, bytes);
  const isShort = bytes <= 0xffff;
  const head = Buffer.alloc(isShort ? 4 : 10);
  head.set([FINAL_TEXT, isShort ? IN_16_BITS : IN_64_BITS]);
  head.writeUIntBE(bytes, isShort ? 2 : 4, isShort ? 2 : 6);
  return head;
}
