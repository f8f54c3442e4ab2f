/** The hub's certificate and key, where it serves HTTPS itself. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type Config, ConfigError } from './config.ts';

export type Tls = { cert: Buffer; key: Buffer };

/**
 * @returns null: neither is set, and the hub speaks plain HTTP
 * @throws {ConfigError} naming everything that is wrong with them
 */
export function readTls({ TLS_CERT, TLS_KEY }: Config): Tls | null {
  if (TLS_CERT === undefined && TLS_KEY === undefined) return null;
  const mistakes: string[] = [];
  const cert = fileOf('TLS_CERT', TLS_CERT, mistakes);
  const key = fileOf('TLS_KEY', TLS_KEY, mistakes);
  const certificate = cert && certificateIn(cert, mistakes);
  const privateKey = key && keyIn(key, mistakes);
  if (certificate && privateKey && !certificate.checkPrivateKey(privateKey))
    mistakes.push('TLS_KEY: is not the key of the certificate in TLS_CERT');
  if (cert && key && mistakes.length === 0) return usable({ cert, key }, mistakes);
  throw wrong(mistakes);
}

const SOON_DAYS = 21;
const DAY_MS = 86_400_000;

/**
 * What whoever starts the hub should know of its certificate; null: nothing. The hub starts with one that is out of
 * date, too: browsers refuse it, but windows that have their page and programme go on, and a proxy may not look.
 */
export function certificateRemark({ cert }: Tls, now: number): string | null {
  const { validToDate, validFromDate } = new X509Certificate(cert);
  const day = validToDate.toISOString().slice(0, 10);
  if (validToDate.getTime() <= now)
    return `TLS_CERT: the certificate expired on ${day}. Browsers refuse it: renew it, and start the hub again.`;
  if (validFromDate.getTime() > now)
    return `TLS_CERT: the certificate is not valid before ${validFromDate.toISOString()}. Browsers refuse it until then.`;
  const days = Math.floor((validToDate.getTime() - now) / DAY_MS);
  return days < SOON_DAYS
    ? `TLS_CERT: the certificate expires on ${day}, in ${days} days. Renew it, and start the hub again.`
    : null;
}

function fileOf(
  setting: 'TLS_CERT' | 'TLS_KEY',
  file: string | undefined,
  mistakes: string[],
): Buffer | undefined {
  if (file === undefined) {
    mistakes.push(`${setting}: TLS_CERT and TLS_KEY belong together; this one is missing`);
    return undefined;
  }
  try {
    return readFileSync(file);
  } catch (fault) {
    mistakes.push(`${setting}: ${file} cannot be read (${(fault as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}

function certificateIn(pem: Buffer, mistakes: string[]): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    mistakes.push('TLS_CERT: holds no certificate in PEM (-----BEGIN CERTIFICATE-----)');
    return undefined;
  }
}

function keyIn(pem: Buffer, mistakes: string[]): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    mistakes.push(
      'TLS_KEY: holds no private key in PEM (-----BEGIN PRIVATE KEY-----), or one with a passphrase',
    );
    return undefined;
  }
}

/** What is well formed may still be too weak for OpenSSL. */
function usable(tls: Tls, mistakes: string[]): Tls {
  try {
    createSecureContext(tls);
    return tls;
  } catch (fault) {
    mistakes.push(`TLS_CERT: cannot be used (${(fault as Error).message})`);
    throw wrong(mistakes);
  }
}

const wrong = (mistakes: readonly string[]): ConfigError =>
  new ConfigError(`Settings are wrong:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
