/** What staff and whoever looks after the machines read, in Swedish and English, whole. Importing this file is enough. */
import en from './en.json' with { type: 'json' };
import sv from './sv.json' with { type: 'json' };
import { addCatalogs } from './texts.ts';

addCatalogs({ sv, en });
