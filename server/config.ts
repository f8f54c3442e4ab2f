/** Every setting of the hub, read once by main.ts. docs/operations.md lists them in the same words. */
import { z } from 'zod';
import { CONNECTION_WORDS, connectionOf } from './office/printer-connection.ts';

const eventLog = z.string().transform((text, context) => {
  if (text.startsWith('sqlite:') && text.length > 'sqlite:'.length)
    return { kind: 'sqlite' as const, file: text.slice('sqlite:'.length) };
  context.addIssue(
    text.startsWith('redis:') || text.startsWith('rediss:')
      ? 'a log on Redis is not built yet; use sqlite:<file>'
      : 'must be sqlite:<file>',
  );
  return z.NEVER;
});

const printer = z.string().transform((text, context) => {
  const connection = connectionOf(text);
  if (connection !== null) return connection;
  context.addIssue(`must be ${CONNECTION_WORDS}`);
  return z.NEVER;
});

const publicUrl = z
  .url({ protocol: /^https?$/, message: 'must be an address such as https://ko.example.se' })
  .transform((text) => text.replace(/\/+$/, ''));

const clock = z.string().transform((text, context) => {
  try {
    return Temporal.ZonedDateTime.from(text).epochMilliseconds;
  } catch {
    context.addIssue(
      'must be an instant with a zone, such as 2026-11-24T10:00:00+01:00[Europe/Stockholm]',
    );
    return z.NEVER;
  }
});

const environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
    .transform(Number)
    .pipe(z.number().max(65_535, 'must be a number from 0 to 65535'))
    .prefault('3000')
    .describe('TCP port the hub listens on; 0 takes any that is free'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address the hub listens on'),
  DATA_DIR: z.string().min(1).default('./data').describe('Folder of the log; made when missing'),
  EVENT_LOG: eventLog
    .prefault('sqlite:torget.db')
    .describe('Where events are kept: sqlite:<file>, in DATA_DIR when relative'),
  PRINTER: printer
    .optional()
    .describe(
      `Where the ticket printer of the only office is, instead of where the office book says: ${CONNECTION_WORDS}`,
    ),
  PUBLIC_URL: publicUrl
    .optional()
    .describe(
      'Where visitors reach the hub with their phones, for the code on the ticket. Without it there is no code, but on a virtual printer',
    ),
  TLS_CERT: z
    .string()
    .optional()
    .describe('File of the certificate, with its chain, in PEM: the hub then serves HTTPS'),
  TLS_KEY: z.string().optional().describe('File of its private key, in PEM, without a passphrase'),
  API_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be at most 200 visible ASCII characters, no spaces')
    .optional()
    .describe('Whoever sends it as `Authorization: Bearer` has full rights over desks and tickets'),
  VOICE: z
    .enum(['auto', 'off'], { error: 'must be auto or off' })
    .prefault('auto')
    .describe(
      'auto: calls are read aloud where espeak-ng is installed on the hub’s computer, in the languages it has; off: the chime alone',
    ),
  CLOCK: clock
    .optional()
    .describe(
      'For a demonstration: office time starts here (or at the last event of the log, if that is later) and runs on',
    ),
});

export type Config = Readonly<z.output<typeof environment>>;

/** @throws {ConfigError} naming every wrong setting at once, so that they are mended in one visit. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  // `PORT= npm start` means "no setting", not the number nought.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
  );
  throw new ConfigError(`Settings are wrong:\n${problems.join('\n')}`);
}

/** The message is for a person, and names every setting that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
