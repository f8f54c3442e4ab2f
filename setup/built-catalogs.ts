/**
 * The catalogs as the built screens hold them. `ar.json?only=display,date` has only the texts whose keys
 * begin with one of those words; a message with values is parsed here, once, so that no screen has to
 * carry the parser. On Node and in tests a catalog is the file as it is, whole and unparsed.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Plugin } from 'vite';
import { isPlain } from '../shared/languages/texts.ts';

const CATALOG = /\/shared\/languages\/[a-z]+\.json(\?|$)/;

export function builtCatalogs(): Plugin {
  return {
    name: 'built-catalogs',
    enforce: 'pre', // before Vite makes a module of the JSON
    config: () => ({
      resolve: {
        alias: [
          {
            find: /^@formatjs\/icu-messageformat-parser$/,
            replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
          },
        ],
      },
    }),
    transform: {
      filter: { id: CATALOG },
      handler: (json, id) => {
        const built = JSON.stringify(builtCatalog(JSON.parse(json), wordsOf(id)));
        // Vite makes a module of a file's JSON, but not of a part of it.
        return id.includes('?') ? { code: `export default ${built}`, moduleType: 'js' } : built;
      },
    },
  };
}

/** @param words null for all texts. */
export function builtCatalog(
  { $review, ...texts }: { readonly [key: string]: unknown },
  words: readonly string[] | null,
): Record<string, unknown> {
  const wanted = Object.entries(texts).filter(
    ([key]) => words === null || words.some((word) => key.startsWith(`${word}.`)),
  );
  const built = wanted.map(([key, text]) => {
    const message = String(text);
    return [key, isPlain(message) ? message : new IntlMessageFormat(message, 'sv').getAst()];
  });
  return Object.fromEntries(built);
}

const wordsOf = (id: string): readonly string[] | null =>
  new URLSearchParams(id.split('?')[1]).get('only')?.split(',') ?? null;
