/** Every setting of the hub, read once by main.ts. docs/operations.md lists them in the same words. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { ROLES } from '#shared/identity.ts';
import type { AgencyId, OfficeId } from '#shared/vocabulary.ts';
import { id } from '#shared/wire-words.ts';
import { fits } from './identity/people.ts';
import { CONNECTION_WORDS, connectionOf } from './office/printer-connection.ts';

const eventLog = z.string().transform((text, context) => {
  if (text.startsWith('sqlite:') && text.length > 'sqlite:'.length)
    return { kind: 'sqlite' as const, file: text.slice('sqlite:'.length) };
  if (isRedis(text)) return { kind: 'redis' as const, url: text };
  context.addIssue(
    'must be sqlite:<file> or redis[s]://[user:password@]host[:port], without the number of a database',
  );
  return z.NEVER;
});

/** Without the number of a database: hubs of all databases of a Redis would hear one another. */
const isRedis = (text: string): boolean => {
  const { protocol = '', hostname = '', pathname = '' } = URL.parse(text) ?? {};
  return /^rediss?:$/.test(protocol) && hostname !== '' && /^\/?$/.test(pathname);
};

const printer = z.string().transform((text, context) => {
  const connection = connectionOf(text);
  if (connection !== null) return connection;
  context.addIssue(`must be ${CONNECTION_WORDS}`);
  return z.NEVER;
});

const publicUrl = z
  .url({ protocol: /^https?$/, message: 'must be an address such as https://ko.example.se' })
  .transform((text) => text.replace(/\/+$/, ''));

const hubs = z.string().transform((text, context) => {
  const origins = text.split(',').map((one) => URL.parse(one.trim()));
  const isOrigin = (url: URL | null): url is URL =>
    url !== null && /^https?:$/.test(url.protocol) && url.pathname + url.search === '/';
  if (origins.every(isOrigin)) return origins.map(({ origin }) => origin);
  context.addIssue('must be addresses such as https://ko1.example.se, with commas between');
  return z.NEVER;
});

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

const trustProxy = z.string().transform((text, context) => {
  if (/^[1-9]$/.test(text)) return Number(text);
  const networks = text.split(',').map((one) => one.trim());
  if (networks.every(isNetwork)) return networks;
  context.addIssue(
    'must be how many proxies stand before the hub (1 to 9), or their addresses: 10.0.0.2, 10.1.0.0/16, loopback',
  );
  return z.NEVER;
});

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const isPart = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return text === 'loopback' || (most > 0 && isPart && more.length === 0);
}

const rolesOfGroups = z.string().transform((text, context) => {
  try {
    const parsed = z.record(z.string().min(1), roleOfGroup).safeParse(JSON.parse(text));
    if (parsed.success) return new Map(Object.entries(parsed.data));
  } catch {
    // Said below, as for every other mistake in it.
  }
  context.addIssue(
    'must be JSON such as {"torget-guides": {"role": "guide", "offices": ["ragsved"]}}; an agency has one office and "agency", an administrator "all"',
  );
  return z.NEVER;
});
const roleOfGroup = z
  .strictObject({
    role: z.enum(ROLES),
    offices: z.union([z.literal('all'), z.array(id<OfficeId>()).min(1)]),
    agency: id<AgencyId>().nullable().default(null),
  })
  .refine(fits);

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
    .describe(
      'Where events are kept: sqlite:<file>, in DATA_DIR when relative; or redis://host:port, which several hubs share',
    ),
  REDIS_DURABILITY: z
    .enum(['strict', 'relaxed'], { error: 'must be strict or relaxed' })
    .prefault('strict')
    .describe(
      'relaxed: a Redis is taken that may lose what it has acknowledged, when the power goes',
    ),
  TALLIES: z
    .string()
    .refine(
      isRedis,
      'must be redis[s]://[user:password@]host[:port], without the number of a database',
    )
    .optional()
    .describe(
      'With EVENT_LOG on Redis, and needed then: another Redis, without a journal, for what staff count of visits',
    ),
  OFFICES: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder of the files that new offices begin from, one for each; left out: the one that comes with the hub',
    ),
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
  HUBS: hubs
    .optional()
    .describe(
      'Of several hubs with one EVENT_LOG, where screens reach each, this one too: https://ko1.example.se,https://ko2.example.se',
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
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'must be 16 to 200 visible ASCII characters, no spaces')
    .optional()
    .describe(
      'Whoever sends it as `Authorization: Bearer` may read /metrics. Without it the hub’s own computer may, while HOST is loopback',
    ),
  DRAIN_SECONDS: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a number of seconds, from 0 to 60')
    .transform(Number)
    .pipe(z.number().max(60, 'must be 60 or less'))
    .prefault('0')
    .describe(
      'Behind a proxy that asks /readyz: told to stop, the hub says there that it is, and serves on for so long',
    ),
  TRUST_PROXY: trustProxy
    .optional()
    .describe(
      'Behind a reverse proxy: how many there are, or their addresses. Only then is believed what they say of address and HTTPS',
    ),
  IDLE_LOCK_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a number of minutes, from 1 to 720')
    .transform(Number)
    .pipe(z.number().min(1, 'must be 1 or more').max(720, 'must be 720 or less'))
    .prefault('5')
    .describe('Without a press for so long the console locks itself'),
  ADMINISTRATOR_LINK: z
    .literal('1', { error: 'must be 1' })
    .optional()
    .describe(
      'When no administrator can sign in any more: 1 prints a one-time link for a new one at the start',
    ),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, message: 'must be the issuer’s address' })
    .optional()
    .describe('Single sign-on: the OpenID provider'),
  OIDC_CLIENT_ID: z.string().optional().describe('What the provider calls this hub'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('Its secret there, where it has one'),
  OIDC_LABEL: z
    .string()
    .max(60)
    .prefault('SSO')
    .describe('What the button for it says: Stockholms stad'),
  OIDC_GROUPS_CLAIM: z.string().prefault('groups').describe('Where the provider names her groups'),
  OIDC_ROLES: rolesOfGroups
    .optional()
    .describe('JSON: what each group may; whoever is in none of them cannot sign in'),
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
  const parsed = environment.superRefine(together).safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
  );
  throw new ConfigError(`Settings are wrong:\n${problems.join('\n')}`);
}

/** What makes sense only with something else. */
function together(config: z.output<typeof environment>, context: z.RefinementCtx): void {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_ROLES, EVENT_LOG, TALLIES } = config;
  const say = (message: string) => context.addIssue({ code: 'custom', path: ['TALLIES'], message });
  const isShared = EVENT_LOG.kind === 'redis';
  if (isShared && TALLIES === undefined)
    say('is missing: what is counted of visits must not lie beside the log. Name another Redis');
  if (!isShared && TALLIES !== undefined) say('is for hubs with EVENT_LOG on Redis');
  if (isShared && TALLIES && new URL(TALLIES).host === new URL(EVENT_LOG.url).host)
    say('must be another Redis than EVENT_LOG: beside the log, a count could be told whose it was');
  const oidc = { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_ROLES };
  const missing = Object.entries(oidc).filter(([, value]) => value === undefined);
  if (missing.length === 0 || missing.length === 3) return;
  for (const [name] of missing)
    context.addIssue({ code: 'custom', path: [name], message: 'is missing for single sign-on' });
}

/** The message is for a person, and names every setting that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
