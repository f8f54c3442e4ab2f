/**
 * The floor of a request over HTTP: an Express that reads a JSON body, makes as much durable as the hub does, and
 * answers with the same bytes.
 */
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Entry } from '#server/event-log/event-log.ts';
import type { FloorSettings } from '../child.ts';
import { AT_ONCE, SameLog } from '../same-log.ts';
import { SyncedFile } from '../synced-file.ts';

const { file, bytes, entry, answer, headers }: FloorSettings = JSON.parse(process.argv[2] ?? '');
const append = entry ? await inLog(entry) : await inFile();
const body: unknown = JSON.parse(answer);
const heads = new Map(Object.entries(headers));

const server = express();
// The hub's answers have neither.
server.disable('x-powered-by');
server.disable('etag');
server.post('/', express.json(), async (_request, response) => {
  response.setHeaders(heads);
  await append();
  response.status(201).json(body);
});
const http = server.listen(0, '127.0.0.1', () => {
  process.send?.((http.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit());

async function inLog(written: Entry): Promise<() => Promise<void>> {
  const log = await SameLog.open(file);
  return () => log.append(written);
}

async function inFile(): Promise<() => Promise<void>> {
  const synced = await SyncedFile.open(file, { atOnce: AT_ONCE });
  const written = new Uint8Array(bytes);
  return () => synced.append(written);
}
