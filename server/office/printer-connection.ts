/** How the hub reaches a printer, as the office book and the setting PRINTER say it. Pure. */

export type PrinterConnection =
  /** A printer in software; its paper is at /paper. */
  | { kind: 'virtual' }
  | { kind: 'tcp'; host: string; port: number }
  /** A device file of the hub's own computer. */
  | { kind: 'device'; path: string }
  /** A program on another computer has it and comes for its jobs (ticket-terminal/agent.ts). */
  | { kind: 'agent' };

/** For whoever wrote it wrong. */
export const CONNECTION_WORDS = 'virtual, tcp://host:port, device:/path or agent';

/** null when it is none of CONNECTION_WORDS. */
export function connectionOf(text: string): PrinterConnection | null {
  if (text === 'virtual' || text === 'agent') return { kind: text };
  if (/^device:\/./.test(text)) return { kind: 'device', path: text.slice('device:'.length) };
  const url = URL.parse(text);
  if (url?.protocol !== 'tcp:' || url.hostname === '' || url.port === '') return null;
  return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
}
