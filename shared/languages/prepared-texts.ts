/**
 * Sentences that staff have said for them with one press, in every language: why a topic is paused, why a visiting
 * body does not come, what covers every screen. The console carries these of the ten languages it is not written in.
 */
import type { Language, Texts } from '../vocabulary.ts';
import ar from './ar.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import ckb from './ckb.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import en from './en.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import es from './es.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import fa from './fa.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import fi from './fi.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import pl from './pl.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import so from './so.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import sv from './sv.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import type { Catalog, TextKey } from './texts.ts';
import ti from './ti.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import tr from './tr.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };
import uk from './uk.json?only=pause-reason,takeover-text,visit-reason' with { type: 'json' };

const CATALOGS: { readonly [Tag in Language]: Catalog } = {
  ...{ sv, fi, en, so, ar, ti, fa, ckb, tr, es, pl, uk },
};

export const PAUSE_REASONS = ['away', 'system', 'soon', 'full'] as const;
export const VISIT_REASONS = ['hindered', 'delayed'] as const;
export const TAKEOVER_TEXTS = ['leave', 'closed', 'queue-down'] as const;

export type Prepared =
  | `pause-reason.${(typeof PAUSE_REASONS)[number]}`
  | `visit-reason.${(typeof VISIT_REASONS)[number]}`
  | `takeover-text.${(typeof TAKEOVER_TEXTS)[number]}`;

/** One of them in the office's languages, Swedish always among them. */
export function prepared(key: Prepared & TextKey, languages: readonly Language[]): Texts {
  const said = languages.flatMap((language) => {
    const text = CATALOGS[language][key];
    return typeof text === 'string' ? [[language, text] as const] : [];
  });
  return { ...Object.fromEntries(said), sv: String(CATALOGS.sv[key]) };
}
