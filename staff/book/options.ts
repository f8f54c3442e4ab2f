/** What can be chosen in the forms of the office book, each by a name that says what it is. Pure. */
import {
  LANGUAGE_TAGS,
  LANGUAGES,
  PICTOGRAMS,
  type Pictogram,
  type Texts,
} from '#shared/vocabulary.ts';
import type { Book } from './book.ts';

export type Option = { value: string; text: Texts | string };

export const languages: readonly Option[] = LANGUAGE_TAGS.map((tag) => ({
  value: tag,
  text: LANGUAGES[tag].name,
}));
export const topics = (book: Book): readonly Option[] =>
  book.topics
    .filter(({ line }) => line !== null)
    .map(({ id, label }) => ({ value: id, text: label }));
export const agencies = (book: Book): readonly Option[] =>
  book.agencies.map(({ id, name }) => ({ value: id, text: name }));
/** The terminal shows no more at once (O6). */
export const TOPICS_ON_A_SCREEN = 8;
export const groupsOf = (book: Book) => book.topics.filter(({ parent }) => parent === null);

/** How many of its topics a line is known by. */
const NAMED_BY = 2;
/** 'A: Förstå ett brev, Söka bostad och 5 till': by its letter and what one stands in it for. */
export function lineName({ id, series }: Book['lines'][number], book: Book): Texts | string {
  const of = book.topics.filter(({ line }) => line === id);
  if (of.length === 0) return series;
  const named = (language: 'sv' | 'en', more: string) => {
    const first = of.slice(0, NAMED_BY).map(({ label }) => label[language] ?? label.sv);
    return `${series}: ${first.join(', ')}${of.length > NAMED_BY ? ` ${more}` : ''}`;
  };
  const others = of.length - NAMED_BY;
  return { sv: named('sv', `och ${others} till`), en: named('en', `and ${others} more`) };
}
export const lines = (book: Book): readonly Option[] =>
  book.lines.map((line) => ({ value: line.id, text: lineName(line, book) }));

/** What each shows. */
const PICTURED: Record<Pictogram, Texts> = {
  letter: { sv: 'Brev', en: 'Letter' },
  computer: { sv: 'Dator', en: 'Computer' },
  child: { sv: 'Barn', en: 'Child' },
  home: { sv: 'Hus', en: 'House' },
  money: { sv: 'Pengar', en: 'Money' },
  shield: { sv: 'Sköld', en: 'Shield' },
  care: { sv: 'Vård', en: 'Care' },
  people: { sv: 'Människor', en: 'People' },
  work: { sv: 'Arbete', en: 'Work' },
  study: { sv: 'Studier', en: 'Studies' },
  law: { sv: 'Lag', en: 'Law' },
  police: { sv: 'Polis', en: 'Police' },
  printer: { sv: 'Skrivare', en: 'Printer' },
  form: { sv: 'Blankett', en: 'Form' },
  speech: { sv: 'Pratbubbla', en: 'Speech bubble' },
  ball: { sv: 'Boll', en: 'Ball' },
  question: { sv: 'Frågetecken', en: 'Question mark' },
  leaf: { sv: 'Löv', en: 'Leaf' },
};
export const pictograms: readonly Option[] = PICTOGRAMS.map((name) => ({
  value: name,
  text: PICTURED[name],
}));

export const priorities: readonly Option[] = [
  { value: 'normal', text: { sv: 'Vanligt', en: 'Normal' } },
  { value: 'urgent', text: { sv: 'Viktigt: visas ensamt', en: 'Urgent: shown alone' } },
  {
    value: 'evergreen',
    text: { sv: 'När inget annat är på gång', en: 'When nothing else is on' },
  },
];

export const placeKinds: readonly Option[] = [
  { value: 'computer', text: { sv: 'Dator som lånas', en: 'Computer that is lent' } },
  { value: 'room', text: { sv: 'Rum som bokas', en: 'Room that is booked' } },
];
