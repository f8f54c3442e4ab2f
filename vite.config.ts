/** The screens: built into dist/, or served while they are being written (`npm run dev`). */
import { defineConfig, type Plugin } from 'vite';
import { builtCatalogs } from './setup/built-catalogs.ts';
import { displayWorker } from './setup/display-worker.ts';

/** Where a page is on the hub → the file it is made from. */
const PAGES: Readonly<Record<string, string>> = {
  '/': 'shared/ui/welcome.html',
  '/display': 'display/index.html',
  '/display/preview': 'display/preview.html',
  '/terminal': 'ticket-terminal/index.html',
  '/staff': 'staff/index.html',
  '/paper': 'ticket-terminal/paper.html',
};
/** Filled in by the hub for each ticket: server/web/ticket-page.ts. */
const TICKET_PAGE = 'ticket-terminal/ticket-page/index.html';

/** What the hub answers itself; the development server passes it on. */
const hub = `http://${process.env['HOST'] || '127.0.0.1'}:${process.env['PORT'] || '3000'}`;

export default defineConfig({
  appType: 'mpa',
  publicDir: false,
  plugins: [builtCatalogs(), displayWorker(), groundFirst(), addressesOfTheHub()],
  build: {
    outDir: 'dist',
    rolldownOptions: { input: [...Object.values(PAGES), TICKET_PAGE] },
    // The hub's Content-Security-Policy allows no inline script and no data: address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': hub,
      '/healthz': hub,
      '/socket.io': { target: hub, ws: true },
      '^/paper/': hub,
      '^/t/': hub,
    },
  },
});

/** Development only: serves each page at the address it has on the hub. */
function addressesOfTheHub(): Plugin {
  return {
    name: 'addresses-of-the-hub',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const [path = '', query] = (request.url ?? '').split('?');
        const page = PAGES[path];
        if (page) request.url = query === undefined ? `/${page}` : `/${page}?${query}`;
        next();
      });
    },
  };
}

/**
 * The window's first frame waits for first-frame.css, which is the last of its styles, and for nothing else: its
 * worker hands out one file after the other. A stylesheet in the body holds up what comes after it only.
 */
function groundFirst(): Plugin {
  return {
    name: 'ground-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (page, { filename }) => {
        if (!filename.endsWith(`/${PAGES['/display']}`)) return page;
        const styles = page.match(STYLES) ?? [];
        const ground = styles.pop() ?? '';
        return page
          .replace(STYLES, '')
          .replace(/\n *<script /, `${ground}$&`)
          .replace(/\n *<\/body>/, `${styles.join('')}$&`);
      },
    },
  };
}

const STYLES = /\n *<link rel="stylesheet"[^>]*>/g;
