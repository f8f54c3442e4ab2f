/** Who may import whom: the arrows of ARCHITECTURE.md, kept true. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';

/**
 * Folder (or a file that is one by itself) → what its files may import besides their own folder: folders of ours, modules of Node
 * ('node:' is all of them), packages. The deepest listed folder counts.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  // Both sides of the wire, so neither Node nor the DOM.
  shared: ['zod', 'intl-messageformat'],
  'shared/ui': ['shared', 'lit', 'socket.io-client', 'idb-keyval'],

  // The domain: no clock, no disk, no socket. The log's port and nothing of its adapters (below).
  'server/queue': ['shared', 'server/event-log', 'immutable', 'zod'],
  'server/schedule': [
    'shared',
    'server/office',
    'server/event-log',
    'server/feeds',
    'rrule-temporal',
    'date-holidays',
    'ical-generator',
    'node:crypto',
  ],
  'server/office': [
    'shared',
    'server/event-log',
    'server/queue',
    'server/schedule',
    'zod',
    'node:fs',
    'node:path',
  ],

  'server/print': ['shared', 'server/event-log', 'immutable', 'zod'],
  // Calendars of others: read purely, but for the way there and the thread it is done in.
  'server/feeds': ['shared', 'server/event-log', 'ical.js', 'rrule-temporal', 'zod', 'node:'],

  // Of nothing but lines: whoever talks to a Redis keeps hers alike.
  'server/redis': ['redis'],
  'server/event-log': ['shared', 'server/redis', 'redis', 'zod', 'node:'],
  'server/shared-memory': ['server/redis', 'rate-limiter-flexible', 'redis', 'zod', 'node:'],
  'server/hub': [
    'shared',
    'server',
    'server/queue',
    'server/office',
    'server/print',
    'server/schedule',
    'server/event-log',
    'server/feeds',
    'server/room',
    'server/tallies',
    'server/identity',
    'server/retention',
    'server/media',
    'server/shared-memory',
    'ticket-terminal/print',
    'immutable',
    'socket.io',
    'zod',
    'node:',
  ],
  'server/identity': [
    'shared',
    'server/event-log',
    'server/shared-memory',
    'express-session',
    'openid-client',
    'zod',
    'node:',
  ],
  // What staff count, apart from the log on purpose.
  'server/tallies': [
    'shared',
    'server/office',
    'server/redis',
    'server/schedule',
    'redis',
    'node:',
  ],
  'server/room': ['shared', 'server/event-log', 'zod'],
  'server/retention': ['shared', 'server/event-log', 'zod'],
  'server/media': ['shared', 'sharp', 'node:'],
  'server/voice': ['shared', 'node:'],
  'server/operation': ['shared', 'server/event-log', 'pino', 'prom-client', 'zod', 'node:'],
  'server/web': [
    'shared',
    'server/hub',
    'server/identity',
    'server/media',
    'server/operation',
    'server/retention',
    'server/voice',
    'server/event-log',
    'server/shared-memory',
    'express',
    'helmet',
    'zod',
    'node:',
  ],
  // open-hub.ts, the only place that constructs, and what it alone needs.
  server: [
    'shared',
    'server/queue',
    'server/office',
    'server/schedule',
    'server/event-log',
    'server/hub',
    'server/identity',
    'server/media',
    'server/operation',
    'server/retention',
    'server/shared-memory',
    'server/tallies',
    'server/voice',
    'server/web',
    'ticket-terminal/print',
    'pino',
    'zod',
    'node:',
  ],

  'ticket-terminal/print': [
    'shared',
    '@napi-rs/canvas',
    'escpos',
    'node-thermal-printer',
    'qr',
    'socket.io-client',
    'node:',
  ],
  // A program of its own, which shares nothing with the screen beside it.
  'ticket-terminal/agent.ts': ['shared', 'ticket-terminal/print', 'node:'],
  'ticket-terminal': ['shared', 'shared/ui', 'lit'],
  display: ['shared', 'shared/ui', 'lit', 'idb-keyval', 'workbox-precaching'],
  staff: ['shared', 'shared/ui', 'lit', 'zod', '@awesome.me/webawesome', '@event-calendar/core'],
};

/** The event log as the domain knows it: types, and the shapes of its entries. Not where they are kept. */
const PORT_OF_THE_LOG = ['event-log.ts', 'event-format.ts', 'request-memory.ts'];
const DOMAIN = ['server/queue', 'server/office', 'server/print', 'server/schedule'];

type Import = { file: string; from: string; target: string; module: string };

const folders = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);
const imports = ['server', 'shared', 'display', 'staff', 'ticket-terminal']
  .flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => `${top}/${path}`),
  )
  .filter((path) => path.endsWith('.ts'))
  .flatMap(importsOf);

describe('who may import whom', () => {
  it.each(folders)('%s imports only what it may', (folder) => {
    const strays = imports
      .filter(({ from }) => from === folder)
      .filter(({ target }) => ![folder, ...(MAY_IMPORT[folder] ?? [])].some(covers(target)))
      .map(({ file, module }) => `${file} → ${module}`);
    expect(strays).toEqual([]);
  });

  it('the domain knows the event log by its port only', () => {
    const strays = imports
      .filter(({ from, target }) => DOMAIN.includes(from) && target === 'server/event-log')
      .filter(({ module }) => !PORT_OF_THE_LOG.some((file) => module.endsWith(`/${file}`)))
      .map(({ file, module }) => `${file} → ${module}`);
    expect(strays).toEqual([]);
  });
});

/** Folders are allowed by name; packages and Node's modules with all that is inside them. */
function covers(target: string) {
  return (allowed: string) =>
    target === allowed ||
    (!(allowed in MAY_IMPORT) &&
      (target.startsWith(`${allowed}/`) || (allowed === 'node:' && target.startsWith('node:'))));
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const found = source.matchAll(
    /^(?:import|export)\b[^;']*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, named, bare, later]) => {
    const module = named ?? bare ?? later ?? '';
    return { file, from: folderOf(file), target: resolve(file, module), module };
  });
}

function resolve(file: string, module: string): string {
  if (module.startsWith('#print/')) return 'ticket-terminal/print';
  if (module.startsWith('#')) return folderOf(module.slice(1));
  if (module.startsWith('.')) return folderOf(join(dirname(file), module));
  return module;
}

function folderOf(path: string): string {
  return folders.find((folder) => `${path}/`.startsWith(`${folder}/`)) ?? path;
}
