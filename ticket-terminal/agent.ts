/**
 * The agent: a program on the computer that a printer hangs on, which prints there for the hub. The only place
 * that constructs its parts. Ends within five seconds of a signal, with the slip under way finished if it can be.
 */

import { hostname } from 'node:os';
import { connectAgent, type Reach } from '#print/agent-connection.ts';
import { AgentJournal, JournalUnusable } from '#print/agent-journal.ts';
import { AgentKey, KeyUnusable } from '#print/agent-key.ts';
import { AgentPairing } from '#print/agent-pairing.ts';
import { AgentPrinting } from '#print/agent-printing.ts';
import {
  type AgentPrinterPlace,
  type AgentSettings,
  AgentSettingsError,
  agentSettings,
  HELP,
} from '#print/agent-settings.ts';
import { DeviceTicketPrinter } from '#print/device-ticket-printer.ts';
import { NetworkTicketPrinter } from '#print/network-ticket-printer.ts';
import type { PrinterOptions } from '#print/session-ticket-printer.ts';
import type { OfficeId, PrinterId } from '#shared/vocabulary.ts';

const CLOSE_WITHIN_MS = 4_500;
const EXIT_SETTINGS = 2;
/** As the hub takes it. */
const CALLED_LENGTH = 80;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`${line}\n`);
// Whoever read it may have gone, or its disk be full. An agent that cannot complain goes on printing.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

try {
  const settings = agentSettings(process.argv.slice(2), process.env);
  if (settings === 'help') process.stdout.write(HELP);
  else openAgent(settings);
} catch (error) {
  endOver(error);
}

/** What somebody can mend is told in a sentence. Anything else is a bug, and shown whole. */
function endOver(error: unknown): void {
  const isMendable =
    error instanceof AgentSettingsError ||
    error instanceof JournalUnusable ||
    error instanceof KeyUnusable;
  if (!isMendable) throw error;
  complain(error.message);
  process.exitCode = EXIT_SETTINGS;
}

function openAgent(settings: AgentSettings): void {
  const { hub, printerWords, dataFolder, mute } = settings;
  const journal = AgentJournal.open(dataFolder);
  const key = AgentKey.open(dataFolder);
  const pairing = new AgentPairing({
    ...{ hub, key, say },
    called: `Torget agent · ${hostname()}`.slice(0, CALLED_LENGTH),
  });
  const printer = openPrinter(settings.printer, { mute, staleSlip: journal.lastIsInDoubt });
  let wasFault = false;
  printer.onStatus((status) => {
    if (status.state === 'fault') complain(`The printer cannot print: ${status.fault}.`);
    else if (wasFault) say('The printer works again.');
    wasFault = status.state === 'fault';
  });
  const printing = new AgentPrinting({
    printer,
    journal,
    onFault: (fault) =>
      complain(
        `The journal in ${dataFolder} cannot be written, so nothing is printed: ${fault instanceof Error ? fault.message : fault}.`,
      ),
  });
  const disconnect = connectAgent({
    hub,
    who: {
      agent: journal.agent,
      ...(settings.office === undefined ? {} : { office: settings.office as OfficeId }),
      ...(settings.printsFor === undefined ? {} : { printer: settings.printsFor as PrinterId }),
      ...(settings.token === undefined ? {} : { token: settings.token }),
    },
    // Whoever has the token needs no key, and the hub believes one of them only.
    prove: async () => (settings.token === undefined ? pairing.prove() : null),
    becomeKnown: (why) =>
      pairing.pair({ isAnew: why === 'revoked' }).catch((fault) => {
        endOver(fault);
        process.exit();
      }),
    printing,
    onReach: reporter(hub, key),
  });
  say(`The agent prints for ${hub.origin} on ${printerWords}; its journal is in ${dataFolder}.`);

  const close = async () => {
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    pairing.close();
    await printing.close();
    disconnect();
    journal.close();
    process.exit(0);
  };
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (!closing) void close();
      closing = true;
    });
}

function openPrinter(place: AgentPrinterPlace, options: PrinterOptions) {
  return place.kind === 'device'
    ? DeviceTicketPrinter.open(place.path, options, complain)
    : NetworkTicketPrinter.open(place, options);
}

/** Says how it stands with the hub, once for each change. What the hub never let in was installed wrongly, and ends. */
function reporter({ origin }: URL, key: AgentKey): (reach: Reach) => void {
  let [said, wasInService] = ['', false];
  const sayOnce = (line: string, how: typeof say) => {
    if (line !== said) how(line);
    said = line;
  };
  return (reach) => {
    switch (reach.state) {
      case 'in-service':
        if (wasInService) sayOnce(`${origin} is back.`, say);
        wasInService = true;
        said = '';
        return;
      case 'out-of-reach':
        return sayOnce(`${origin} is out of reach. The agent tries again.`, complain);
      case 'refused': {
        const words = REFUSALS[reach.why];
        // One that is paired was let in once: the hub may have been started again while it was proving itself.
        if (words?.isMistake && !wasInService && key.device === null) {
          complain(words.sentence);
          process.exit(EXIT_SETTINGS);
        }
        const sentence = words?.sentence ?? `${origin} does not let this agent in: ${reach.why}.`;
        return sayOnce(
          words?.isToBePaired ? sentence : `${sentence} The agent tries again.`,
          complain,
        );
      }
      default:
        return reach satisfies never;
    }
  };
}

/** By the hub's own codes, and Socket.io's for an address where nobody serves agents. */
const REFUSALS: Readonly<
  Record<string, { sentence: string; isMistake: boolean; isToBePaired?: true }>
> = {
  'protocol-too-old': {
    sentence: 'This agent is older than its hub. Install the version that the hub has.',
    isMistake: true,
  },
  'protocol-too-new': {
    sentence: 'This agent is newer than its hub. Install the version that the hub has.',
    isMistake: true,
  },
  'malformed-request': {
    sentence: 'The hub does not understand this agent. Install the version that the hub has.',
    isMistake: true,
  },
  'Invalid namespace': {
    sentence: 'This hub knows of no agents. Install the version that the agent has.',
    isMistake: true,
  },
  'unknown-office': {
    sentence: 'The hub has no such office. Name one that it has with --office.',
    isMistake: true,
  },
  'unknown-printer': {
    sentence:
      "The office book has no such printer with an agent. Name one with --for, or give that printer the connection 'agent' in the book.",
    isMistake: true,
  },
  'not-allowed': {
    sentence:
      "The hub does not trust this agent: its token is not the hub's API_TOKEN, or the hub has no administrator yet who could pair it. Mend or leave out AGENT_TOKEN, and start it again.",
    isMistake: true,
  },
  'not-paired': {
    sentence: 'The hub does not know this agent yet.',
    isMistake: false,
    isToBePaired: true,
  },
  revoked: {
    sentence: 'The hub does not know this agent any more.',
    isMistake: false,
    isToBePaired: true,
  },
  'printer-has-agent': {
    sentence: 'Another agent prints for this printer.',
    isMistake: false,
  },
  'too-many-connections': {
    sentence: 'The hub has too many connections from this computer.',
    isMistake: false,
  },
};
