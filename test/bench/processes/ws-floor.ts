/**
 * The floor of sockets: a bare `ws` server. At /echo every message is answered, once as many bytes are
 * durable as the hub writes, with an answer of the same bytes. Every POST becomes durable likewise, is
 * answered, and goes to all displays, with the call it names: the frame is made once and written as it is.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Board } from '#shared/views.ts';
import type { FloorSettings } from '../child.ts';
import { SyncedFile } from '../synced-file.ts';

// Of a websocket frame (RFC 6455, 5.2): text, whole; a length of two bytes
const FINAL_TEXT = 0x81;
const LENGTH_FOLLOWS = 126;

const { file, bytes, answer, snapshot }: FloorSettings = JSON.parse(process.argv[2] ?? '');
const synced = await SyncedFile.open(file);
const entry = new Uint8Array(bytes);
const displays = new Map<WebSocket, Socket>();

const http = createServer(async (request, response) => {
  const { call }: { call: number } = JSON.parse(await text(request));
  await synced.append(entry);
  response.writeHead(201, { 'Content-Length': Buffer.byteLength(answer) }).end(answer);
  const frame = frameOf(call);
  for (const connection of displays.values()) connection.write(frame);
});

new WebSocketServer({ server: http }).on(
  'connection',
  (socket: WebSocket, { url, socket: connection }: IncomingMessage) => {
    if (url === '/echo')
      socket.on('message', () => void synced.append(entry).then(() => socket.send(answer)));
    else {
      displays.set(socket, connection);
      socket.send('40'); // in; what a display says to a snapshot is read and left
      socket.on('close', () => displays.delete(socket));
    }
  },
);

http.listen(0, '127.0.0.1', () => {
  process.send?.((http.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit());

/** The hub's snapshot, with another call at the top. */
function frameOf(id: number): Buffer {
  const board: Board = JSON.parse(snapshot);
  const [latest, ...others] = board.calls;
  const calls = [{ ...latest, id }, ...others];
  const payload = Buffer.from(`42${JSON.stringify(['snapshot', { ...board, calls }])}`);
  const head = Buffer.from([FINAL_TEXT, LENGTH_FOLLOWS, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
