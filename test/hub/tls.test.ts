/** A hub that serves HTTPS itself. */
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Config, ConfigError, loadConfig } from '#server/config.ts';
import { certificateRemark, readTls } from '#server/tls.ts';
import { TestHub } from '#test/support/hub.ts';
import { type SelfSigned, selfSigned } from '#test/support/self-signed.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let ours: SelfSigned;
beforeAll(() => {
  ours = selfSigned();
});

/** @returns a setting: the file that holds `text` */
const file = (text: string): string => {
  const path = join(temporaryFolder(), 'one.pem');
  writeFileSync(path, text);
  return path;
};

const mistakesOf = (settings: Record<string, string>): string => {
  try {
    readTls(loadConfig(settings) as Config);
  } catch (fault) {
    if (fault instanceof ConfigError) return fault.message;
    throw fault;
  }
  return '';
};

describe('TLS_CERT and TLS_KEY', () => {
  it('[HB20] belong together: one without the other is named', () => {
    expect(mistakesOf({ TLS_CERT: file(ours.cert) })).toMatch(/TLS_KEY: .*missing/);
    expect(mistakesOf({ TLS_KEY: file(ours.key) })).toMatch(/TLS_CERT: .*missing/);
    expect(mistakesOf({})).toBe('');
  });

  it('[HB20] every mistake is named at once', () => {
    const said = mistakesOf({ TLS_CERT: '/nowhere/cert.pem', TLS_KEY: file('no key at all') });
    expect(said).toContain('TLS_CERT: /nowhere/cert.pem cannot be read (ENOENT)');
    expect(said).toContain('TLS_KEY: holds no private key in PEM');
  });

  it('[HB20] another certificate’s key is named', () => {
    const said = mistakesOf({ TLS_CERT: file(ours.cert), TLS_KEY: file(selfSigned().key) });
    expect(said).toContain('TLS_KEY: is not the key of the certificate');
    expect(mistakesOf({ TLS_CERT: file(ours.key), TLS_KEY: file(ours.key) })).toContain(
      'TLS_CERT: holds no certificate in PEM',
    );
  });

  it('[HB20] with both the hub speaks HTTPS, and says so', async () => {
    const hub = await TestHub.start({ TLS_CERT: file(ours.cert), TLS_KEY: file(ours.key) });
    expect(hub.url).toMatch(/^https:/);
    expect(await statusOf(`${hub.url}/healthz`, ours.cert)).toBe(200);
    await expect(fetch(hub.url.replace('https', 'http'))).rejects.toThrow();
    await hub.end();
  });
});

describe('a certificate', () => {
  const DAY = 86_400_000;
  const remark = (days: number) =>
    certificateRemark({ ...tlsOf(selfSigned(days * DAY + 60_000)) }, Date.now());

  it('[HB30] that has expired, or does within three weeks, is told of at the start', () => {
    expect(remark(22)).toBeNull();
    expect(remark(20)).toMatch(/expires on 20..-..-.., in 20 days/);
    expect(remark(-2)).toMatch(/expired on 20..-..-..\. Browsers refuse it/);
    expect(certificateRemark(tlsOf(ours), Date.now() - 2 * 365 * DAY)).toMatch(/not valid before/);
  });

  it('[HB30] that has expired keeps no hub from starting', async () => {
    const old = selfSigned(-2 * DAY);
    const hub = await TestHub.start({ TLS_CERT: file(old.cert), TLS_KEY: file(old.key) });
    expect(hub.url).toMatch(/^https:/);
    expect(hub.errors).toContain('TLS_CERT: the certificate expired on');
    await hub.end();
  });
});

const tlsOf = ({ cert, key }: SelfSigned) => ({ cert: Buffer.from(cert), key: Buffer.from(key) });

function statusOf(url: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca }, (answer) => resolve(answer.resume().statusCode));
    asked.once('error', reject);
    asked.end();
  });
}
