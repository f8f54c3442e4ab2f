/** Where in a shape somebody's own words can stand: found in the schema itself, so that no field is forgotten. */
import type { z } from 'zod';
import { LANGUAGE_TAGS } from '#shared/vocabulary.ts';

/** What no name, number, day or time of day has in it. */
const MARKUP = '<b>';

/**
 * Paths of the fields of `schema` that take any letters: 'topic.bring[]', 'agency.name'. A text in several languages is
 * one field; a string that is held to a pattern is none.
 * @throws when it meets a kind of schema that nobody has told it of
 */
export function textFieldsOf(schema: z.core.$ZodType, at = ''): readonly string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const within = (inner: z.core.$ZodType, where = at) => textFieldsOf(inner, where);
  switch (def.type) {
    case 'object': {
      if (LANGUAGE_TAGS.every((tag) => tag in def.shape)) return [at];
      return Object.entries(def.shape).flatMap(([name, field]) =>
        within(field, at === '' ? name : `${at}.${name}`),
      );
    }
    case 'array':
      return within(def.element, `${at}[]`);
    case 'union':
      return [...new Set(def.options.flatMap((option) => within(option)))];
    case 'pipe':
      return within(def.in);
    case 'nullable':
    case 'optional':
    case 'default':
      return within(def.innerType);
    case 'string':
      return isHeldToAPattern(def) ? [] : [at];
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
    // A whole book as a file: held to a shape of its own, which is that of the log (server/hub/book-file.ts).
    case 'record':
      return [];
    default:
      throw new Error(`Nobody has said whether a ${def.type} holds text, at ${at}`);
  }
}

const isHeldToAPattern = ({ checks = [] }: z.core.$ZodStringDef): boolean =>
  checks.some((check) => {
    const { def } = check._zod;
    return 'pattern' in def && def.pattern instanceof RegExp && !def.pattern.test(MARKUP);
  });
