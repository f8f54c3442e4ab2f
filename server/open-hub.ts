/**
 * The hub: the only place that constructs. Opens the log, listens, and closes in the order that keeps everything
 * acknowledged. Whose process it is in does not matter to it.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server as HttpServer, type ServerOptions } from 'node:http';
import { createServer as createSecureServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OfficeId } from '#shared/vocabulary.ts';
import { type Config, ConfigError } from './config.ts';
import { picturesIn } from './hub/book-file.ts';
import { dayKept } from './hub/day-kept.ts';
import { Limits } from './hub/limits.ts';
import { listedDevices } from './hub/listed-devices.ts';
import { Office } from './hub/office.ts';
import { OfficeFeeds } from './hub/office-feeds.ts';
import { LiveBook } from './hub/open-book.ts';
import { serveSockets } from './hub/sockets.ts';
import { checkStamp, openClock } from './hub/stamp.ts';
import { Passphrases } from './identity/passphrase.ts';
import { nameOfAuthor } from './identity/people.ts';
import { isOfAStore } from './is-of-a-store.ts';
import { PictureStore } from './media/picture-store.ts';
import { loadOfficeSeeds } from './office/seed-file.ts';
import { type Identity, openIdentity } from './open-identity.ts';
import { openLog } from './open-log.ts';
import { Operation } from './open-operation.ts';
import { OpenPrinters } from './open-printers.ts';
import { notesTo } from './operation/notes.ts';
import { LiveRetention } from './retention/live-retention.ts';
import { Tidings } from './shared-memory/tidings.ts';
import { sideBySide } from './side-by-side.ts';
import { certificateRemark, readTls } from './tls.ts';
import { Voices } from './voice/voices.ts';
import { addressOf, app } from './web/app.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const OFFICE_SEEDS = resolve(PROJECT, 'office');
/** A thousand offices one after another would be a slow start; all at once, a crowd at the log. */
const OFFICES_OPENED_AT_ONCE = 16;
const SCREENS = resolve(PROJECT, 'dist');
const LAST_ANSWERS_MS = 1_000;
/** Offices, when the hub says what it serves. */
const NAMED_AT_MOST = 5;
const HTTP_OPTIONS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  // Whoever offers HTTP/2 is answered in HTTP/1.1, as if she had not.
  shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
};

/**
 * Longer than nginx and Caddy keep a connection that nobody uses: one minute, and two. Were the hub first, what comes
 * just then on that connection would be answered by the proxy, with an error.
 */
const BEHIND_A_PROXY_KEPT_IDLE_MS = 130_000;

type Server = HttpServer | HttpsServer;

type Output = Parameters<typeof notesTo>[0];

export type Hub = {
  /** For whoever started it: where everything is. */
  welcome: string;
  /** Says that it is about to stop, and serves on for as long as the settings say, or until `hurry` is aborted. */
  drain: (hurry: AbortSignal) => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Resolves when the hub listens.
 * @param output what it does, a line of JSON each
 * @param errors what goes wrong, and what will
 * @param passphrases for tests, which need not be as hard to guess
 * @throws {ConfigError | EventLogUnusable | EventLogUnavailable | CountersUnavailable | SharedMemoryUnavailable | SeedFileError}
 *   and what the system says of a port or a file
 */
export async function openHub(
  config: Config,
  {
    output,
    errors,
    passphrases = new Passphrases(),
  }: { output: Output; errors: Output; passphrases?: Passphrases },
): Promise<Hub> {
  const notes = notesTo(output, errors, isOfAStore);
  const { faults, onFault } = notes;
  const tls = readTls(config);
  // By the machine's own clock, as browsers go by theirs.
  const remark = tls && certificateRemark(tls, Date.now());
  if (remark) errors.write(`${remark}\n`);
  let operation: Operation | null = null;
  const opened = await openLog(config, onFault, (store, news) => {
    faults.warn(`${store} is ${news}`);
    if (store === 'Redis' && news === 'back') operation?.readiness.logIsBack();
  });
  const { counters, memory, where, folder } = opened;
  const tidings = new Tidings(opened.hubsLine, onFault);
  operation = new Operation(config, opened, { dist: SCREENS, notes });
  const { log, readiness, metrics, metricsToken } = operation;
  const stamp = await checkStamp(log, config.CLOCK === undefined ? 'real' : 'demonstration', where);
  const clock = await openClock(log, config.CLOCK);

  const seeds = await loadOfficeSeeds(config.OFFICES ?? OFFICE_SEEDS);
  if (config.PRINTER && seeds.length > 1)
    throw new ConfigError(
      'PRINTER is for a hub with one office; with several, each has its printers in its book.',
    );
  const printers = new OpenPrinters({
    clock,
    ticketPrinter: config.PRINTER,
    onFault,
    onPrinter: (printer, news) => faults.warn({ printer }, news),
    onOddBytes: (line) => faults.warn(line),
  });
  const pictures = await PictureStore.open(resolve(folder, 'media'));
  const offices = new Map<OfficeId, Office>();
  const identity = await openIdentity({
    ...{ config, log, memory, tidings, passphrases, onFault, sessionKey: opened.sessionKey },
    ownAddress: () => ownAddress(config, http),
    firstOffice: () => [...offices.keys()][0],
  });
  const { doorkeeper } = identity;
  const retention = await LiveRetention.open({
    log,
    now: identity.now,
    zone: seeds[0]?.zone ?? 'UTC',
    keptOf: (stream) => dayKept(log, stream),
    onFault,
  });
  const closings: (() => Promise<void>)[] = [];
  const opening = await sideBySide(seeds, OFFICES_OPENED_AT_ONCE, async (seed) => {
    const live = await LiveBook.open(log, seed, clock.now());
    const { book } = live;
    const feeds = await OfficeFeeds.open({
      ...{ log, office: book.id, zone: book.zone, onFault },
      feeds: () => live.book.feeds,
      now: () => clock.now(),
    });
    closings.push(
      () => feeds.close(),
      () => live.close(),
    );
    const trial = () => doorkeeper.trialPossible;
    return Office.open({
      log,
      logName: () => `${stamp}/${opened.epoch()}`,
      book: live,
      feeds,
      pictures,
      counters,
      presence: identity.presence,
      devices: (office) =>
        listedDevices(identity.devices.state, office, {
          presence: identity.presence,
          nameOfAuthor: (by) => nameOfAuthor(identity.people.state, by),
        }),
      clock,
      openPrinters: (inDoubt) => printers.of(book, inDoubt),
      // A code on a real slip must lead somewhere; on a virtual one it may lead to this computer.
      pagesAt: () =>
        config.PUBLIC_URL ?? (printers.printsVirtually(book) ? ownAddress(config, http) : null),
      trial,
      tidings,
      onFault,
    });
  });
  for (const office of opening) offices.set(office.book.id, office);

  pictures.keepNamed((media) =>
    [...offices.values()].some(({ book }) => picturesIn(book).includes(media)),
  );

  const limits = new Limits(memory);
  const voices = config.VOICE === 'off' ? Voices.none : await Voices.find({ onFault });
  const pagesAndApi = app({
    ...identity,
    ...{ offices, retention, limits, pictures, voices, onFault, dist: SCREENS },
    ...{ readiness, metrics, metricsToken },
    virtualPrinter: printers.virtualPrinter,
    trustProxy: config.TRUST_PROXY,
    hubs: config.HUBS ?? [],
  });
  const http = tls
    ? createSecureServer({ ...HTTP_OPTIONS, ...tls }, pagesAndApi)
    : createServer(HTTP_OPTIONS, pagesAndApi);
  http.maxConnections = 10_000;
  if (config.TRUST_PROXY !== undefined) http.keepAliveTimeout = BEHIND_A_PROXY_KEPT_IDLE_MS;
  const sockets = serveSockets({
    ...{ http, offices, doorkeeper, limits, identity, onFault },
    agentPrinters: printers.withAgents,
    addressOf: (request) => addressOf(pagesAndApi, request),
    hubs: config.HUBS ?? [],
  });
  await listen(http, config);
  operation.started(http, offices, sockets.screens);
  return {
    welcome: welcome(config, http, offices, identity, {
      hasPaper: printers.virtualPrinter !== undefined,
      mayBeTried: doorkeeper.trialPossible,
      remark: opened.remark,
    }),
    drain: async (hurry) => {
      operation.stopping();
      await pause(config.DRAIN_SECONDS * 1_000, null, { signal: hurry }).catch(() => {});
    },
    close: async () => {
      const silent = once(http, 'close');
      http.close();
      // Whoever is being answered is let finish; whoever dawdles is not waited for.
      setTimeout(() => http.closeAllConnections(), LAST_ANSWERS_MS);
      await printers.close();
      sockets.close();
      await silent;
      for (const office of offices.values()) await office.close();
      for (const closeOne of closings) await closeOne();
      await retention.close();
      await identity.close();
      await tidings.close();
      await opened.close();
      operation.stopped();
    },
  };
}

function listen(http: Server, { HOST, PORT }: Config): Promise<void> {
  return new Promise((opened, failed) => {
    http.once('error', failed);
    http.listen(PORT, HOST, opened);
  });
}

function ownAddress({ HOST, TLS_CERT }: Config, http: Server): string {
  const scheme = TLS_CERT === undefined ? 'http' : 'https';
  const { port } = http.address() as AddressInfo;
  return `${scheme}://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`;
}

/** What a newcomer needs to know, and nothing else. */
function welcome(
  config: Config,
  http: Server,
  offices: ReadonlyMap<OfficeId, Office>,
  { founding, people }: Identity,
  {
    hasPaper,
    mayBeTried,
    remark,
  }: { hasPaper: boolean; mayBeTried: boolean; remark: string | null },
): string {
  const { CLOCK, API_TOKEN, EVENT_LOG } = config;
  const root = config.PUBLIC_URL ?? ownAddress(config, http);
  const at = (path: string) => `${root}${path}`;
  const open = [...offices.values()].some((office) => office.opening().open);
  const names = [...offices.values()].map((office) => office.book.name).join(', ');
  const served = offices.size > NAMED_AT_MOST ? `${offices.size} offices are` : `${names} is`;
  const lines = [
    `${served} served at ${at('/')}${config.PUBLIC_URL === undefined ? '' : `; this hub listens at ${ownAddress(config, http)}`}`,
    '',
    `  window           ${at('/display')}`,
    `  ticket terminal  ${at('/terminal')}`,
    `  desk             ${at('/staff')}`,
    ...(hasPaper ? [`  paper            ${at('/paper')}`] : []),
    '',
  ];
  if (remark !== null) lines.push(remark);
  if (CLOCK !== undefined) lines.push('A demonstration: CLOCK is set, and office time is made up.');
  if (!open && CLOCK === undefined && EVENT_LOG.kind === 'sqlite')
    lines.push(
      'The office is closed at this hour. To see it open, on a log of its own:',
      '  CLOCK=2026-11-24T10:00:00+01:00[Europe/Stockholm] DATA_DIR=./data/demo npm start',
    );
  if (API_TOKEN !== undefined && API_TOKEN.length < 16)
    lines.push('API_TOKEN is short; 16 characters or more are hard to guess.');
  if (founding.printed !== null)
    lines.push(
      people.state.founded
        ? 'A new administrator signs in by this link, once (ADMINISTRATOR_LINK is set):'
        : `${mayBeTried ? 'Until there is an administrator, everything may be tried on this computer. ' : ''}The first administrator begins here, once:`,
      `  ${at('/staff')}#first=${founding.printed}`,
    );
  if (!existsSync(SCREENS)) lines.push('The screens are not built; `npm start` builds them.');
  return `${lines.join('\n')}\n`;
}
