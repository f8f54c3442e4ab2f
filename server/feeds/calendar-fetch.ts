/**
 * Fetches a calendar of others over the Internet. The address of every hop is checked where it counts: it is
 * looked up once, and that very address is connected to. What is there is told in codes, never in its own
 * words. Rules F… in docs/spec.md.
 */
import { promises as dns } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { FeedFailure } from '#shared/feeds.ts';
import { isPublicAddress } from './public-address.ts';

type Fetched =
  | { ok: true; text: string; etag: string | null }
  /** As it was when it had this mark. */
  | { ok: true; unchanged: true }
  | { ok: false; failure: FeedFailure };

export type FetchCalendar = (
  url: string,
  options: { etag: string | null; signal: AbortSignal },
) => Promise<Fetched>;

/** The way out of the hub. */
export type Network = {
  /** @throws when the name is not known */
  addressesOf: (host: string) => Promise<readonly string[]>;
  mayConnectTo: (address: string) => boolean;
  port: number;
  /** Certificates to trust instead of Node's own. */
  ca?: string;
  timeLimitMs: number;
};

export const THE_INTERNET: Network = {
  addressesOf: async (host) =>
    (await dns.lookup(host, { all: true })).map(({ address }) => address),
  mayConnectTo: isPublicAddress,
  port: 443,
  timeLimitMs: 10_000,
};

export const LARGEST_BYTES = 2 * 1024 * 1024;
const MOST_REDIRECTS = 3;
const LONGEST_ETAG = 200;

/** Over `network`, all hops within its time limit. */
export function calendarFetcher(network: Network): FetchCalendar {
  return async (url, { etag, signal }) => {
    const timeLimit = AbortSignal.timeout(network.timeLimitMs);
    const stop = AbortSignal.any([timeLimit, signal]);
    try {
      return await Promise.race([followed(url, etag, network, stop), whenAborted(stop)]);
    } catch (error) {
      return { ok: false, failure: timeLimit.aborted ? 'too-slow' : failureOf(error) };
    }
  };
}

/** Also the look-up of a name ends with the time limit, which Node's own cannot be told. */
const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = () => reject(new FetchFailed('cannot-be-reached'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });

class FetchFailed extends Error {
  readonly failure: FeedFailure;
  constructor(failure: FeedFailure) {
    super(failure);
    this.failure = failure;
  }
}

async function followed(
  first: string,
  etag: string | null,
  network: Network,
  signal: AbortSignal,
): Promise<Fetched> {
  let url = feedAddress(first, network.port);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (!url) return { ok: false, failure: 'address-not-allowed' };
    const answer = await ask(url, etag, network, signal);
    const status = answer.statusCode ?? 0;
    const { location } = answer.headers;
    if (status >= 300 && status < 400 && status !== 304 && location !== undefined) {
      answer.destroy();
      const next = URL.canParse(location, url) ? new URL(location, url).href : '';
      url = feedAddress(next, network.port);
      continue;
    }
    if (status === 304 && etag !== null) {
      answer.destroy();
      return { ok: true, unchanged: true };
    }
    return read(answer, status);
  }
  return { ok: false, failure: 'too-many-redirects' };
}

/** The address, if a hub may ask for it: https, a name with a dot and no one's password in it. */
export function feedAddress(text: string, port = THE_INTERNET.port): URL | null {
  const https = text.trim().replace(/^webcals?:/i, 'https:');
  if (!URL.canParse(https)) return null;
  const url = new URL(https);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  if (Number(url.port || 443) !== port) return null;
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  // An address in digits, in whatever form, says nothing about whose it is.
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || !host.includes('.')) return null;
  if (/\.(localhost|local|internal|intranet|lan|home|corp|home\.arpa|arpa|onion)$/.test(host))
    return null;
  return url;
}

async function ask(
  url: URL,
  etag: string | null,
  network: Network,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/\.$/, '');
  const addresses = await network.addressesOf(host).catch(() => {
    throw new FetchFailed('cannot-be-reached');
  });
  // One that is not allowed spoils the name: which of them is used is not ours to choose.
  if (addresses.length === 0 || !addresses.every(network.mayConnectTo))
    throw new FetchFailed('address-not-allowed');

  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const asking = request(url, {
    method: 'GET',
    agent: false,
    signal,
    lookup: only(addresses),
    servername: host,
    ...(network.ca === undefined ? {} : { ca: network.ca }),
    maxHeaderSize: 16 * 1024,
    headers: {
      accept: 'text/calendar, text/plain;q=0.8, */*;q=0.1',
      // Nothing is unpacked here, so nothing small can become large.
      'accept-encoding': 'identity',
      'user-agent': 'Torget',
      ...(etag === null ? {} : { 'if-none-match': etag }),
    },
  });
  asking.once('response', resolve);
  asking.on('error', reject);
  asking.end();
  return promise;
}

/** Connects to one of the addresses that were checked, whichever answers, and asks nobody again. */
const only =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, callback) => {
    const checked = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = checked;
    if (options.all) callback(null, checked);
    else callback(null, first?.address ?? '', first?.family);
  };

async function read(answer: IncomingMessage, status: number): Promise<Fetched> {
  const failure = failureOfAnswer(answer, status);
  if (failure) {
    answer.destroy();
    return { ok: false, failure };
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop ends the connection.
    if (bytes > LARGEST_BYTES) return { ok: false, failure: 'too-large' };
    chunks.push(chunk);
  }
  const { etag } = answer.headers;
  const mark = etag !== undefined && etag.length <= LONGEST_ETAG ? etag : null;
  return { ok: true, text: decoded(Buffer.concat(chunks)), etag: mark };
}

function failureOfAnswer({ headers }: IncomingMessage, status: number): FeedFailure | null {
  if (status === 401 || status === 403) return 'not-permitted';
  if (status === 404 || status === 410) return 'not-found';
  if (status !== 200) return 'server-error';
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const type = (headers['content-type'] ?? '').toLowerCase();
  // Calendars come as anything, octets and plain text too. A page is a page, be it one that asks to sign in.
  if (encoding !== 'identity' || /\b(html|xhtml\+xml)\b/.test(type)) return 'not-a-calendar';
  if (Number(headers['content-length'] ?? 0) > LARGEST_BYTES) return 'too-large';
  return null;
}

/** UTF-8, as the standard has it; what is not is taken for the alphabet of old Windows. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function failureOf(error: unknown): FeedFailure {
  if (error instanceof FetchFailed) return error.failure;
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  return /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_SSL_)/.test(code)
    ? 'certificate-not-trusted'
    : 'cannot-be-reached';
}
