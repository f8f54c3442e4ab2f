/**
 * The service worker of the window, and of no other page: /display-worker.js, with a list of the files that
 * display/ is made of. Built apart from the pages, as a worker is one file.
 */
import type { Plugin, Rolldown } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const PAGE = 'display/index.html';
/** Scripts of no language that Torget knows. */
const NEVER_SHOWN = /-(devanagari|greek|greek-ext|math|symbols|vietnamese)-/;

export function displayWorker(): Plugin[] {
  const files = new Set<string>();
  return [
    collectFilesOf(PAGE, files),
    ...(VitePWA({
      strategies: 'injectManifest',
      srcDir: 'display',
      filename: 'display-worker.ts',
      // The window registers it itself, and no page has a manifest: it is not an app to install.
      injectRegister: false,
      manifest: false,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: [PAGE, 'assets/*'],
        // Their names carry a hash of what is in them.
        dontCacheBustURLsMatching: /^assets\//,
        manifestTransforms: [
          (entries) => ({
            manifest: entries
              .filter(({ url }) => url === PAGE || (files.has(url) && !NEVER_SHOWN.test(url)))
              .map((entry) => ({
                ...entry,
                url: entry.url === PAGE ? '/display' : `/${entry.url}`,
              })),
            warnings: [],
          }),
        ],
      },
    }) as Plugin[]),
  ];
}

/** Every file that the page asks for, now or later: its scripts, what they import, styles, fonts. */
function collectFilesOf(page: string, files: Set<string>): Plugin {
  return {
    name: 'files-of-the-display',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const visit = (name: string): void => {
          const chunk = bundle[name];
          if (files.has(name) || chunk?.type !== 'chunk') return;
          files.add(name);
          for (const asset of assetsOf(chunk)) files.add(asset);
          for (const other of [...chunk.imports, ...chunk.dynamicImports]) visit(other);
        };
        for (const [name, chunk] of Object.entries(bundle))
          if (chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith(`/${page}`)) visit(name);
      },
    },
  };
}

const assetsOf = ({ viteMetadata }: Rolldown.OutputChunk): readonly string[] => [
  ...(viteMetadata?.importedCss ?? []),
  ...(viteMetadata?.importedAssets ?? []),
];
