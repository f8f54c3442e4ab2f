/** Words with the language they are in, so that whatever draws them can mark it. Pure. */
import { languageOf, say, type TextKey, type TextValues } from '#shared/languages/texts.ts';
import type { Language } from '#shared/vocabulary.ts';

/** As textIn() gives them of what the office wrote. */
export type Words = { text: string; language: Language };

/** One text in `language`; in Swedish, and marked so, where that lacks it. */
export const words = (language: Language, key: TextKey, values?: TextValues): Words => ({
  text: say(language, key, values),
  language: languageOf(language, key),
});
