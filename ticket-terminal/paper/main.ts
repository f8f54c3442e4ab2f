/** What came out of the virtual printer. In Swedish, or as the address says: /paper?language=en. */
import '#shared/ui/tokens.css';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { LANGUAGE_TAGS } from '#shared/vocabulary.ts';
import { PaperScreen } from './paper-screen.ts';

const asked = new URLSearchParams(location.search).get('language');
const language = LANGUAGE_TAGS.find((tag) => tag === asked) ?? 'sv';

document.documentElement.lang = language;
document.title = `${say(language, 'paper.title')} · Torget`;
document.body.append(new PaperScreen(language));
