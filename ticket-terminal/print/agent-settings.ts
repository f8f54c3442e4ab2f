/** The agent's settings, from its command line and its environment. Pure. */
import { parseArgs } from 'node:util';

export type AgentPrinterPlace =
  | { kind: 'device'; path: string }
  | { kind: 'tcp'; host: string; port: number };

export type AgentSettings = {
  hub: URL;
  printer: AgentPrinterPlace;
  /** As it was written, for whoever reads what the agent says. */
  printerWords: string;
  /** The printer hears and never answers. */
  mute: boolean;
  office: string | undefined;
  /** Which of the office's printers this one is. */
  printsFor: string | undefined;
  dataFolder: string;
  token: string | undefined;
};

export const HELP = `Prints for a hub on a printer that hangs on this computer.

  npm run agent -- --hub http://hub.example:3000 --printer device:/dev/usb/lp0

  --hub      where the hub is: http://host:port, or https
  --printer  where the printer is: device:/dev/usb/lp0, or tcp://host:port
  --for      which printer of the office book this is; needed when several have an agent
  --office   which office; needed when the hub has several
  --mute     the printer cannot answer: it is sent to, and nobody is told that a ticket came out
  --data     folder of its journal and its key, this agent's own; ./agent-data if left out
  --help     this page

At its first start it prints a code: type it in the console, under Devices, and the hub knows the agent from
then on. Without anybody to type it, give it the hub's API_TOKEN in the environment, as AGENT_TOKEN or API_TOKEN,
and never on the command line, which everybody on the computer can read. In trial mode, on the hub's own
computer, neither is needed.
`;

/** The message names every mistake, each in a sentence. */
export class AgentSettingsError extends Error {
  override readonly name = 'AgentSettingsError';
}

/** @throws {AgentSettingsError} @returns 'help' when that was asked for */
export function agentSettings(
  args: readonly string[],
  env: Record<string, string | undefined>,
): AgentSettings | 'help' {
  const given = parse(args);
  if (given.help) return 'help';
  const mistakes: string[] = [];
  const hub = hubOf(given.hub);
  if (typeof hub === 'string') mistakes.push(hub);
  const printer = printerOf(given.printer);
  if (typeof printer === 'string') mistakes.push(printer);
  for (const [option, name] of [
    ['--office', given.office],
    ['--for', given.for],
  ] as const)
    if (name !== undefined && !/^[a-z0-9][a-z0-9-]{0,39}$/.test(name))
      mistakes.push(
        `${option} is a name of the office book, such as automat-1, and not '${name}'.`,
      );
  if (given.data === '') mistakes.push('--data must name a folder.');
  const token = env['AGENT_TOKEN'] || env['API_TOKEN'] || undefined;
  if (token !== undefined && !/^[\x21-\x7e]{1,200}$/.test(token))
    mistakes.push('The token is at most 200 visible ASCII characters, without spaces.');
  if (typeof hub === 'string' || typeof printer === 'string' || mistakes.length > 0)
    throw new AgentSettingsError(`${mistakes.join('\n')}\nHelp: npm run agent -- --help`);
  return {
    hub,
    printer,
    printerWords: given.printer ?? '',
    mute: given.mute ?? false,
    office: given.office,
    printsFor: given.for,
    dataFolder: given.data ?? './agent-data',
    token,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        hub: { type: 'string' },
        printer: { type: 'string' },
        for: { type: 'string' },
        office: { type: 'string' },
        mute: { type: 'boolean' },
        data: { type: 'string' },
        help: { type: 'boolean' },
      },
      strict: true,
    }).values;
  } catch (cause) {
    // An option that is unknown or lacks its value; Node says which, in its first sentence.
    const said = cause instanceof Error ? (cause.message.split(/\. |\n/)[0] ?? '') : String(cause);
    throw new AgentSettingsError(`${said}.\nHelp: npm run agent -- --help`, { cause });
  }
}

function hubOf(text: string | undefined): URL | string {
  if (text === undefined) return '--hub is missing: where the hub is, such as http://hub:3000.';
  const url = URL.parse(text);
  const isHub =
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.pathname === '/' &&
    url.search + url.hash + url.username + url.password === '';
  return isHub ? url : `--hub must be http://host:port or https://host:port, and not '${text}'.`;
}

function printerOf(text: string | undefined): AgentPrinterPlace | string {
  const words = 'device:/dev/usb/lp0 or tcp://host:port';
  if (text === undefined) return `--printer is missing: ${words}.`;
  if (/^device:\/./.test(text)) return { kind: 'device', path: text.slice('device:'.length) };
  const url = URL.parse(text);
  if (url?.protocol === 'tcp:' && url.hostname !== '' && url.port !== '' && url.pathname === '')
    return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
  return `--printer must be ${words}, and not '${text}'.`;
}
