/** For whoever writes the names: which of them this window can only show in broken words. Pure. */
import type { Programme } from '#shared/programme.ts';
import type { Language } from '#shared/vocabulary.ts';
import type { Layout } from '../layout.ts';
import { fitsWhole } from '../lines.ts';
import type { MeasureWidth } from '../typeface.ts';

export type NameTooLong = { readonly item: string; readonly language: Language };

/**
 * By the id of one item each, and the language: a shorter title in that language is missing there. What others
 * call theirs is not looked at: the office cannot give it a shorter name.
 */
export function namesTooLong(
  { items, languages }: Pick<Programme, 'items' | 'languages'>,
  { rotation, margin }: Pick<Layout, 'rotation' | 'margin'>,
  measure: MeasureWidth,
): readonly NameTooLong[] {
  const width = rotation.width - 2 * margin;
  const seen = new Set<string>();
  const found: NameTooLong[] = [];
  for (const { id, title, shortTitle, source } of items)
    for (const language of source === null ? languages : []) {
      const name = shortTitle?.[language] ?? title[language];
      if (name === undefined || seen.has(`${language} ${name}`)) continue;
      seen.add(`${language} ${name}`);
      const style = language === 'sv' ? 'name' : 'near';
      if (!fitsWhole(name, width, (word) => measure(word, style)))
        found.push({ item: id, language });
    }
  return found;
}
