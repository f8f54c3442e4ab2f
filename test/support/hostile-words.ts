/** Words that would be something else than words wherever they are not taken for text; each can be told from all others. */
import { plainText } from '#shared/plain-text.ts';
import type { Language, Texts } from '#shared/vocabulary.ts';

/** None is longer than the shortest text there may be. */
const PAYLOADS: readonly ((nth: number) => string)[] = [
  (nth) => `<img src=x onerror=pwned(${nth})>`,
  (nth) => `</title><script>pwned(${nth})`,
  (nth) => `<svg onload=pwned(${nth})>`,
  (nth) => `'"><b id=pwned onclick=${nth}>`,
  (nth) => `{{7*7}}\${7*7}__proto__ ${nth}`,
  (nth) => `javascript:url(//a.test/${nth})`,
  (nth) => `&lt;b&gt;&#60;%3Cb%3E\\x3c ${nth}`,
  (nth) => `🇸🇪 كيلو 12 مارس kg 3:${nth}`,
];

/** In which languages each is written, in each with another of the payloads. */
const LANGUAGES = ['sv', 'en', 'ar'] as const satisfies readonly Language[];

type Written = { readonly sv: string } & { readonly [Tag in Language]?: string };

export class HostileWords {
  readonly #written = new Map<string, readonly Written[]>();
  #nth = 100;

  /** In the languages of the office, for the field that is called so. */
  texts(field: string): Texts {
    this.#nth += 1;
    const [sv, en, ar] = LANGUAGES.map((_, index) => this.#payload(index)) as [
      string,
      string,
      string,
    ];
    return this.#write(field, { sv, en, ar });
  }

  /** For a field that has one language. */
  text(field: string): string {
    this.#nth += 1;
    return this.#write(field, { sv: this.#payload(0) }).sv;
  }

  /** For a field that no payload suits: what is seen of what was put there. */
  given(field: string, seen: string): void {
    this.#write(field, { sv: seen });
  }

  /** Every field that has been given words. */
  get fields(): readonly string[] {
    return [...this.#written.keys()];
  }

  /** Whether anything that was written for `field`, in `language` where it has that, can be read in `text`. */
  isReadIn(text: string, field: string, language: Language): boolean {
    const inOneRun = squeezed(text);
    const written = this.#written.get(field) ?? [];
    return written.some((words) => inOneRun.includes(squeezed(words[language] ?? words.sv)));
  }

  /** Whether any of it can, in any language. */
  isAnyReadIn(text: string, field: string): boolean {
    return LANGUAGES.some((language) => this.isReadIn(text, field, language));
  }

  #write<Words extends Written>(field: string, words: Words): Words {
    this.#written.set(field, [...(this.#written.get(field) ?? []), words]);
    return words;
  }

  #payload(index: number): string {
    const payload = PAYLOADS[(this.#nth + index) % PAYLOADS.length];
    return payload?.(this.#nth) ?? '';
  }
}

/** With what the hub takes out of any text that comes in: a sign that turns the letters after it. */
export const withOverride = (text: string): string => `${text}\u202e`;

/** Wherever a screen has broken its lines, and with or without a hyphen there. */
const squeezed = (text: string): string =>
  plainText(text).replace(/[\s\u00ad\u2066-\u2069-]+/gu, '');
