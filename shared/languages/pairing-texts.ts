/** What a device says that nobody knows yet, to whoever puts it up, in Swedish and English. Importing this file is enough. */
import en from './en.json?only=pairing' with { type: 'json' };
import sv from './sv.json?only=pairing' with { type: 'json' };
import { addCatalogs } from './texts.ts';

addCatalogs({ sv, en });
