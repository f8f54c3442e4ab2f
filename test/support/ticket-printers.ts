/** Every adapter of the TicketPrinter port, with a virtual printer at the other end of its line. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeviceTicketPrinter } from '#print/device-ticket-printer.ts';
import { NetworkTicketPrinter } from '#print/network-ticket-printer.ts';
import type { PrinterOptions } from '#print/session-ticket-printer.ts';
import type { TicketPrinter } from '#print/ticket-printer.ts';
import type { VirtualPrinter } from '#print/virtual-printer.ts';
import { type DeviceUnderTest, makeDeviceFile } from './device-file.ts';

export type OpenedPrinter = {
  printer: TicketPrinter;
  /** Where the printer was, there is nothing. */
  takeAway(): Promise<void>;
  bringBack(): Promise<void>;
  close(): Promise<void>;
};

export type OpenPrinter = (
  paper: VirtualPrinter,
  options: PrinterOptions,
) => Promise<OpenedPrinter>;

/** Long enough for a machine that does much else: a late reply must not be taken for silence. */
export const PATIENT: PrinterOptions = {
  replyMs: 1_500,
  firstRetryMs: 10,
  lastRetryMs: 50,
  graceMs: 100,
  goOnMs: 50,
  closeMs: 50,
  fastestMmPerSecond: 10_000,
};

/** A printer's network socket, which can be taken out of the wall. */
async function listen(paper: VirtualPrinter, port = 0) {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    paper.attach(socket, () => socket.resetAndDestroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

export const byNetwork: OpenPrinter = async (paper, options) => {
  let server = await listen(paper);
  const { port } = server;
  const printer = NetworkTicketPrinter.open(
    { host: '127.0.0.1', port },
    { ...PATIENT, ...options },
  );
  return {
    printer,
    takeAway: () => server.close(),
    bringBack: async () => {
      server = await listen(paper, port);
    },
    close: async () => {
      await printer.close();
      paper.close();
      await server.close();
    },
  };
};

/** Through a link, as udev makes them: the printer may come back as another device. */
export const byDevice: OpenPrinter = async (paper, options) => {
  const folder = mkdtempSync(join(tmpdir(), 'torget-device-'));
  const path = join(folder, 'ticket-printer');
  let device: DeviceUnderTest;
  let isOver = false;
  const plugIn = async () => {
    device = await makeDeviceFile();
    if (isOver) return device.unplug();
    symlinkSync(device.path, path);
    // What resets it makes it a new device.
    paper.attach(device.line, () => void takeAway().then(plugIn));
  };
  const takeAway = async () => {
    rmSync(path, { force: true });
    device.unplug();
  };
  await plugIn();
  const printer = DeviceTicketPrinter.open(path, { ...PATIENT, ...options });
  return {
    printer,
    takeAway,
    bringBack: plugIn,
    close: async () => {
      isOver = true;
      await printer.close();
      paper.close();
      device.unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
