/** The smallest shapes that cross the wire, as the hub checks them: what requests are put together from. */
import { z } from 'zod';
import type { DeviceId } from './identity.ts';
import { graphemesIn, plainText } from './plain-text.ts';
import { LANGUAGE_TAGS, type Language, type LocalDate, type Texts } from './vocabulary.ts';

/**
 * A text that is a `Name` from here on. Nothing runs for it: a transform that says so is a call and two objects for each
 * text that is read.
 */
export const named = <Name extends string>(text: z.ZodString) =>
  text as unknown as z.ZodType<Name, string>;

export const id = <Id extends string>() =>
  named<Id>(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is an id: 1 to 40 of a–z, 0–9 and -, the first not -'),
  );

/** Made by the caller, new for every press. The same id again answers the same and does nothing. */
export const requestId = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, 'is 1 to 100 printable characters of ASCII, no space')
  .describe('Made by the caller; a repeat answers what the first answered and does nothing');

export const language = z.enum(LANGUAGE_TAGS);

/** See DeviceProof in identity.ts. */
export const deviceProof = z.strictObject({
  device: named<DeviceId>(z.string().max(60)),
  nonce: z.string().max(100),
  signature: z.string().max(200),
});

/** A day of the office's own calendar. */
export const day = named<LocalDate>(
  z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is a day such as 2026-11-24'),
);

/** On the office's wall clock. */
export const time = z.string().regex(/^\d{2}:\d{2}$/, 'is a time of day such as 09:30');

/** Milliseconds since 1970, UTC. Within what a Date can hold. */
export const instant = z
  .int('is milliseconds since 1970-01-01T00:00Z, a whole number')
  .min(0)
  .max(8_000_000_000_000);

/** No letter takes more units of UTF-16 in any language we know; what does is heaped on purpose. */
const UNITS_PER_GRAPHEME = 10;

/**
 * Text that somebody wrote, made plain. Letters by halves are refused, and so is what says nothing or is
 * longer than `mostGraphemes`: a text is never cut behind its author's back.
 */
export const written = (mostGraphemes: number) =>
  z
    .string()
    .max(mostGraphemes * UNITS_PER_GRAPHEME)
    .refine((text) => text.isWellFormed(), 'has half a letter in it')
    .transform(plainText)
    .refine((text) => text !== '', 'says nothing')
    .refine(
      (text) => graphemesIn(text) <= mostGraphemes,
      `is longer than ${mostGraphemes} letters`,
    );

/** The same text in the languages that somebody has it in; Swedish always. */
export function writtenTexts(mostGraphemes: number) {
  const text = written(mostGraphemes);
  const others = Object.fromEntries(LANGUAGE_TAGS.map((tag) => [tag, text.optional()])) as Record<
    Language,
    z.ZodOptional<typeof text>
  >;
  return z.strictObject({ ...others, sv: text }).transform((texts): Texts => texts);
}
