/** Whether this machine lets the bench open as many sockets as it means to. */
import { existsSync, readFileSync } from 'node:fs';

const PORT_RANGE = '/proc/sys/net/ipv4/ip_local_port_range';
/** Files, timers and pipes of a process, beside its sockets. */
const OTHERS = 200;

/**
 * @param inOneProcess of all that is connected to
 * @param toOnePort of it, to the same server
 * @returns why they cannot be opened, in a sentence; null: they can, or nobody tells
 */
export function whyNoSockets(inOneProcess: number, toOnePort: number): string | null {
  const files = openFiles();
  if (files < inOneProcess + OTHERS)
    return `A process may have ${files} files open here (ulimit -n), and ${inOneProcess + OTHERS} are needed.`;
  const ports = outgoingPorts();
  if (ports < toOnePort)
    return `There are ${ports} ports for whoever connects (${PORT_RANGE}), and ${toOnePort} are needed.`;
  return null;
}

function openFiles(): number {
  if (!process.report) return Number.POSITIVE_INFINITY;
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft: number | 'unlimited' } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY;
}

function outgoingPorts(): number {
  if (!existsSync(PORT_RANGE)) return Number.POSITIVE_INFINITY;
  const [first = 0, last = 0] = readFileSync(PORT_RANGE, 'utf8').trim().split(/\s+/).map(Number);
  return last - first + 1;
}
