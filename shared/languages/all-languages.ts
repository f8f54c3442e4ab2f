/**
 * Every catalog whole: for the hub, the paper and the terminal. Importing this file is enough: say() knows
 * them from then on. Other than Swedish and English they hold what a visitor reads and hears (VISITOR_TEXTS),
 * nothing for staff.
 */
import { LANGUAGE_TAGS, LANGUAGES, type Language } from '../vocabulary.ts';
import ar from './ar.json' with { type: 'json' };
import ckb from './ckb.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fa from './fa.json' with { type: 'json' };
import fi from './fi.json' with { type: 'json' };
import pl from './pl.json' with { type: 'json' };
import so from './so.json' with { type: 'json' };
import sv from './sv.json' with { type: 'json' };
import { addCatalogs, type Catalog, type TextKey } from './texts.ts';
import ti from './ti.json' with { type: 'json' };
import tr from './tr.json' with { type: 'json' };
import uk from './uk.json' with { type: 'json' };

/** Who outside has read a catalog, and when; null while nobody has. */
type Review = { readonly by: string | null; readonly on: string | null };

const CATALOGS: { readonly [Tag in Language]: Catalog & { readonly $review: Review } } = {
  ...{ sv, fi, en, so, ar, ti, fa, ckb, tr, es, pl, uk },
};

addCatalogs(CATALOGS);

/** What a visitor may meet of the hub's refusals. The others are for staff. */
const VISITOR_REFUSALS: ReadonlySet<string> = new Set<TextKey>([
  'refusal.malformed-request',
  'refusal.request-id-reused',
  'refusal.not-allowed',
  'refusal.too-many-requests',
  'refusal.hub-unavailable',
  'refusal.unknown-office',
  'refusal.unknown-topic',
  'refusal.office-closed',
  'refusal.topic-closed',
  'refusal.topic-paused',
  'refusal.topic-is-a-group',
  'refusal.language-not-offered',
  'refusal.too-many-waiting',
  'refusal.too-late-today',
  'refusal.day-has-ended',
  'refusal.protocol-too-old',
  'refusal.protocol-too-new',
  'refusal.too-many-connections',
]);

/** The last four are what staff have said for them with one press. */
const FOR_VISITORS =
  /^(slip|ticket|terminal|display|announce|pause-reason|takeover-text|visit-reason)\./;

/** The texts of the slip, the ticket's own page, the terminal and the window. */
export const VISITOR_TEXTS: readonly TextKey[] = (Object.keys(sv) as (keyof typeof sv)[]).filter(
  (key): key is TextKey => FOR_VISITORS.test(key) || VISITOR_REFUSALS.has(key),
);

export type LanguageReview = {
  language: Language;
  /** By itself: 'Suomi'. */
  name: string;
  reviewedBy: string | null;
  /** '2026-11-24' */
  reviewedOn: string | null;
  /** How many of the texts for visitors it has, and how many it lacks, which are shown in Swedish. */
  texts: number;
  missing: number;
};

/** How far each language has come, in the order of LANGUAGES. */
export const reviews = (): LanguageReview[] =>
  LANGUAGE_TAGS.map((language) => {
    const { $review, ...catalog } = CATALOGS[language];
    const texts = VISITOR_TEXTS.filter((key) => catalog[key] !== undefined).length;
    return {
      language,
      name: LANGUAGES[language].name,
      reviewedBy: $review.by,
      reviewedOn: $review.on,
      texts,
      missing: VISITOR_TEXTS.length - texts,
    };
  });
