/**
 * The floor of a request over HTTP: an Express that reads a JSON body, makes as many bytes durable as the
 * hub does, and answers with the same body.
 */
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { FloorSettings } from '../child.ts';
import { SyncedFile } from '../synced-file.ts';

const { file, bytes, answer }: FloorSettings = JSON.parse(process.argv[2] ?? '');
const synced = await SyncedFile.open(file);
const entry = new Uint8Array(bytes);
const body: unknown = JSON.parse(answer);

const server = express();
server.post('/', express.json(), async (_request, response) => {
  await synced.append(entry);
  response.status(201).json(body);
});
const http = server.listen(0, '127.0.0.1', () => {
  process.send?.((http.address() as AddressInfo).port);
});
process.once('disconnect', () => process.exit());
