/**
 * What the window says, in every language, and nothing else: it is loaded whole, and kept, by a small
 * computer behind a large screen. Importing this file is enough.
 */
import ar from './ar.json?only=display,date,language' with { type: 'json' };
import ckb from './ckb.json?only=display,date,language' with { type: 'json' };
import en from './en.json?only=display,date,language' with { type: 'json' };
import es from './es.json?only=display,date,language' with { type: 'json' };
import fa from './fa.json?only=display,date,language' with { type: 'json' };
import fi from './fi.json?only=display,date,language' with { type: 'json' };
import pl from './pl.json?only=display,date,language' with { type: 'json' };
import so from './so.json?only=display,date,language' with { type: 'json' };
import sv from './sv.json?only=display,date,language' with { type: 'json' };
import { addCatalogs } from './texts.ts';
import ti from './ti.json?only=display,date,language' with { type: 'json' };
import tr from './tr.json?only=display,date,language' with { type: 'json' };
import uk from './uk.json?only=display,date,language' with { type: 'json' };

addCatalogs({ sv, fi, en, so, ar, ti, fa, ckb, tr, es, pl, uk });
