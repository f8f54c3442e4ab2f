/** Rules F19–F24, against real servers that mean no good. */
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  calendarFetcher,
  feedAddress,
  LARGEST_BYTES,
  type Network,
  THE_INTERNET,
} from '#server/feeds/calendar-fetch.ts';
import { isPublicAddress } from '#server/feeds/public-address.ts';
import { calendarFile } from './calendar-text.ts';
import { hostileServer } from './hostile-server.ts';

const calendar = calendarFile('google');
const never = new AbortController().signal;

const fetchFrom = (url: string, network: Network, etag: string | null = null) =>
  calendarFetcher(network)(url, { etag, signal: never });
const failed = (failure: string) => ({ ok: false, failure });

describe('where', () => {
  it('[F19] (AB-098) https and webcal, at the usual port and by name; nothing else', () => {
    const good = [
      ['https://kalender.example.org/a.ics?b=c', 'https://kalender.example.org/a.ics?b=c'],
      ['webcal://kalender.example.org/a.ics', 'https://kalender.example.org/a.ics'],
      ['WEBCAL://kalender.example.org:443', 'https://kalender.example.org/'],
      [' https://bücher.example/ ', 'https://xn--bcher-kva.example/'],
    ];
    for (const [text, url] of good) expect(feedAddress(text ?? '')?.href).toBe(url);
    const bad = [
      'http://kalender.example.org/',
      'file:///etc/passwd',
      'ftp://kalender.example.org/',
      'gopher://kalender.example.org/',
      'data:text/calendar,BEGIN:VCALENDAR',
      'https://anna:hemligt@kalender.example.org/',
      'https://anna@kalender.example.org/',
      'https://kalender.example.org:22/',
      'https://kalender.example.org:6379/',
      'kalender.example.org',
      '',
    ];
    for (const text of bad) expect([text, feedAddress(text)]).toEqual([text, null]);
  });

  it('[F19] (AB-095) an address in digits, in any form, and a name that is only nearby are refused', () => {
    const hosts = [
      ...['127.0.0.1', '[::1]', '0.0.0.0', 'localhost', 'localhost.', '2130706433', '0x7f.1'],
      ...['017700000001', '127.1', '[::ffff:10.0.0.1]', '169.254.169.254', '100.64.0.1'],
      ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', '8.8.8.8', '[2606:4700::1111]', '１２７.0.0.1'],
      ...[
        'metadata.google.internal',
        'skrivare.local',
        'hub.lan',
        'intranet',
        'a.localhost',
        'a.home.arpa.',
      ],
    ];
    for (const host of hosts) expect([host, feedAddress(`https://${host}/`)]).toEqual([host, null]);
  });

  it('[F20] (AB-095) only addresses of the public Internet are public', () => {
    const near = [
      ...['127.0.0.1', '127.255.255.255', '0.0.0.0', '10.0.0.5', '172.16.0.1', '172.31.255.255'],
      ...[
        '192.168.1.1',
        '169.254.169.254',
        '100.64.0.1',
        '100.127.255.255',
        '192.0.0.8',
        '198.18.0.1',
      ],
      ...[
        '192.0.2.1',
        '198.51.100.7',
        '203.0.113.9',
        '192.88.99.1',
        '224.0.0.1',
        '239.255.255.255',
      ],
      ...[
        '240.0.0.1',
        '255.255.255.255',
        '::',
        '::1',
        '::7f00:1',
        '::ffff:10.0.0.1',
        '::ffff:a00:1',
      ],
      ...[
        '::ffff:8.8.8.8',
        '64:ff9b::a00:1',
        '64:ff9b:1::1',
        '2002:a00:1::1',
        '2001:0:1::',
        '2001:db8::1',
      ],
      ...[
        '100::1',
        'fc00::1',
        'fd12:3456::1',
        'fe80::1',
        'fe80::1%eth0',
        'fec0::1',
        'ff02::1',
        '3fff::1',
      ],
      ...['', 'localhost', '2130706433', '0x7f.1', '10.0.0.5 '],
    ];
    for (const address of near)
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
    const far = [
      '8.8.8.8',
      '194.71.11.69',
      '100.63.255.255',
      '172.32.0.1',
      '2606:4700::1111',
      '2a00:801:f0::1',
    ];
    for (const address of far) expect([address, isPublicAddress(address)]).toEqual([address, true]);
  });

  it('[F20] (AB-096) a public name that leads nearby is refused, also among others', async () => {
    const server = await hostileServer((_, response) => response.end(calendar));
    for (const addresses of [
      ['127.0.0.1'],
      ['194.71.11.69', '10.0.0.5'],
      ['::ffff:127.0.0.1'],
      [],
    ]) {
      const network = {
        ...server.network,
        addressesOf: async () => addresses,
        mayConnectTo: isPublicAddress,
      };
      expect(await fetchFrom(server.url(), network)).toEqual(failed('address-not-allowed'));
    }
    expect(server.asked).toEqual([]);
  });

  it('[F20] (AB-096) a name that leads elsewhere the second time is asked for once only', async () => {
    const server = await hostileServer((_, response) => response.end(calendar));
    // Nobody is at the first address; were it looked up anew for the connection, the server would be asked.
    const answers = [['127.0.0.2'], ['127.0.0.1']];
    let lookups = 0;
    const network: Network = {
      ...server.network,
      addressesOf: async () => answers[lookups++] ?? [],
      mayConnectTo: (address) => address === '127.0.0.2',
    };
    expect(await fetchFrom(server.url(), network)).toEqual(failed('cannot-be-reached'));
    expect([lookups, server.asked.length]).toEqual([1, 0]);
  });

  it('[F20] of several addresses one that answers is taken', async () => {
    const server = await hostileServer((_, response) => response.end(calendar));
    const network = { ...server.network, addressesOf: async () => ['::1', '127.0.0.1'] };
    expect(await fetchFrom(server.url(), network)).toMatchObject({ ok: true, text: calendar });
  });

  it('[F20] over the Internet itself, this computer cannot be asked', async () => {
    const network: Network = { ...THE_INTERNET, addressesOf: async () => ['127.0.0.1'] };
    expect(await fetchFrom('https://kalender.example.org/', network)).toEqual(
      failed('address-not-allowed'),
    );
    expect(THE_INTERNET.port).toBe(443);
  });

  it('[F21] (AB-097) three redirects are followed, each to what may be asked for; a fourth is not', async () => {
    const server = await hostileServer((request, response) => {
      const left = Number(new URL(request.url ?? '', 'https://x').searchParams.get('left'));
      if (left === 0) response.end(calendar);
      else response.writeHead(302, { location: `/?left=${left - 1}` }).end('moved');
    });
    expect(await fetchFrom(server.url('/?left=3'), server.network)).toMatchObject({
      text: calendar,
    });
    expect(await fetchFrom(server.url('/?left=4'), server.network)).toEqual(
      failed('too-many-redirects'),
    );
    server.asked.length = 0;
    expect(await fetchFrom(server.url('/?left=30'), server.network)).toEqual(
      failed('too-many-redirects'),
    );
    expect(server.asked.length).toBe(4);
  });

  it('[F21] (AB-097) no redirect leads out of https, to a file, to digits or nearby', async () => {
    let location = '';
    const server = await hostileServer((_, response) =>
      response.writeHead(301, { location }).end(),
    );
    const targets = [
      ...['http://kalender.example.org/', 'file:///etc/passwd', 'https://127.0.0.1/', '//[::1]/'],
      ...[
        'https://a:b@kalender.example.org/',
        'https://kalender.example.org:6379/',
        'https://x.internal/',
      ],
      'https://',
    ];
    for (location of targets) {
      const fetched = await fetchFrom(server.url(), server.network);
      expect([location, fetched]).toEqual([location, failed('address-not-allowed')]);
    }
    expect(server.asked.length).toBe(targets.length);

    location = `https://annan.example.org:${server.port}/`;
    const network: Network = {
      ...server.network,
      addressesOf: async (host) => [host.startsWith('annan') ? '10.0.0.5' : '127.0.0.1'],
      mayConnectTo: (address) => address === '127.0.0.1',
    };
    expect(await fetchFrom(server.url(), network)).toEqual(failed('address-not-allowed'));
  });
});

describe('how much, and how long', () => {
  it('[F22] (AB-084) two megabytes are read, and not a byte more', async () => {
    const server = await hostileServer((request, response) => {
      if (request.url === '/fits') response.end('x'.repeat(LARGEST_BYTES));
      else if (request.url === '/told')
        response.writeHead(200, { 'content-length': 2e8 }).write('x');
      else {
        // Never ends, and says nothing of how long it is.
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      }
    });
    expect(await fetchFrom(server.url('/fits'), server.network)).toMatchObject({ ok: true });
    expect(await fetchFrom(server.url('/told'), server.network)).toEqual(failed('too-large'));
    expect(await fetchFrom(server.url('/endless'), server.network)).toEqual(failed('too-large'));
  });

  it('[F22] (AB-084) nothing that is packed is unpacked', async () => {
    const bomb = gzipSync('x'.repeat(50_000_000));
    const server = await hostileServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    expect(await fetchFrom(server.url(), server.network)).toEqual(failed('not-a-calendar'));
    expect(server.asked[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('[F22] (AB-099) whoever is slow, silent or never done with the head is given up', async () => {
    const server = await hostileServer((request, response) => {
      if (request.url === '/silent') return;
      if (request.url === '/redirects')
        return void response.writeHead(302, { location: '/silent' }).end();
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const network = { ...server.network, timeLimitMs: 300 };
    for (const path of ['/silent', '/drip', '/redirects'])
      expect([path, await fetchFrom(server.url(path), network)]).toEqual([
        path,
        failed('too-slow'),
      ]);
    // A door that opens and says nothing, and a name that nobody answers for.
    const mute = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    onTestFinished(() => void mute.close());
    await new Promise((resolve) => mute.once('listening', resolve));
    const port = (mute.address() as { port: number }).port;
    const atMute = `https://kalender.example.org:${port}/`;
    expect(await fetchFrom(atMute, { ...network, port })).toEqual(failed('too-slow'));
    const nobody: Network = { ...network, addressesOf: () => new Promise(() => {}) };
    expect(await fetchFrom(server.url(), nobody)).toEqual(failed('too-slow'));
  });

  it('[F22] a fetch ends when the hub does', async () => {
    const closing = new AbortController();
    const server = await hostileServer(() => closing.abort());
    const options = { etag: null, signal: closing.signal };
    expect(await calendarFetcher(server.network)(server.url(), options)).toEqual(
      failed('cannot-be-reached'),
    );
  });
});

describe('what came', () => {
  it('[F23] (AB-088, AB-100) what went wrong is told in codes, and nothing of what was there', async () => {
    const secret = 'intern hemlighet';
    const answers: Record<string, [number, Record<string, string>, string]> = {
      '/401': [401, {}, 'not-permitted'],
      '/403': [403, {}, 'not-permitted'],
      '/404': [404, {}, 'not-found'],
      '/410': [410, {}, 'not-found'],
      '/429': [429, {}, 'server-error'],
      '/500': [500, {}, 'server-error'],
      '/204': [204, {}, 'server-error'],
      '/page': [200, { 'content-type': 'text/html; charset=utf-8' }, 'not-a-calendar'],
      '/xhtml': [200, { 'content-type': 'application/xhtml+xml' }, 'not-a-calendar'],
      '/304': [304, {}, 'server-error'],
    };
    const server = await hostileServer((request, response) => {
      const [status, headers] = answers[request.url ?? ''] ?? [500, {}];
      response.writeHead(status, headers).end(secret);
    });
    for (const [path, [, , failure]] of Object.entries(answers))
      expect([path, await fetchFrom(server.url(path), server.network)]).toEqual([
        path,
        failed(failure),
      ]);
  });

  it('[F23] a certificate of nobody known, or of another, is not trusted; a line that breaks is told', async () => {
    const server = await hostileServer((_, response) => {
      response.writeHead(200, { 'content-length': 5_000 }).write('BEGIN:VCALENDAR');
      setTimeout(() => response.destroy(), 50);
    });
    const { ca: _, ...strangers } = server.network;
    expect(await fetchFrom(server.url(), strangers)).toEqual(failed('certificate-not-trusted'));
    const other = server.url().replace('kalender', 'tredje');
    expect(await fetchFrom(other, server.network)).toEqual(failed('certificate-not-trusted'));
    expect(await fetchFrom(server.url(), server.network)).toEqual(failed('cannot-be-reached'));
    const nowhere: Network = {
      ...server.network,
      addressesOf: () => Promise.reject(new Error('ENOTFOUND')),
    };
    expect(await fetchFrom(server.url(), nowhere)).toEqual(failed('cannot-be-reached'));
  });

  it('[F24] a calendar that is as it was is not sent again, and nobody is known by a cookie', async () => {
    const server = await hostileServer((request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"v1"', 'set-cookie': 'who=hub' }).end(calendar);
    });
    const first = await fetchFrom(server.url(), server.network);
    expect(first).toEqual({ ok: true, text: calendar, etag: '"v1"' });
    expect(await fetchFrom(server.url(), server.network, '"v1"')).toEqual({
      ok: true,
      unchanged: true,
    });
    expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });

  it('[F24] letters are UTF-8, and what is not is read as old Windows wrote it', async () => {
    const server = await hostileServer((request, response) =>
      response.end(Buffer.from('Rågsved', request.url === '/old' ? 'latin1' : 'utf8')),
    );
    for (const path of ['/new', '/old'])
      expect(await fetchFrom(server.url(path), server.network)).toMatchObject({ text: 'Rågsved' });
  });
});
