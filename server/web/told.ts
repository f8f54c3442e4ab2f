/** What is told in the body of a request about people and devices: read by a strict schema, or refused in words. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { requestId } from '#shared/wire-words.ts';
import { problem } from './problem.ts';

/** Our own pages always send one, so that asking again is not asking twice. */
export const mayRepeat = { requestId: requestId.optional() };

/** The body, or undefined, and then the response has been sent. */
export function toldIn<Shape extends z.ZodType>(
  schema: Shape,
  request: Request,
  response: Response,
): z.output<Shape> | undefined {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  problem(response, 'malformed-request', {
    message: `${issue?.path.join('.') || 'body'}: ${issue?.message}`,
  });
  return undefined;
}

/** One name of somebody or something, as people write it. */
export const called = (most: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1, 'is empty')
        .max(most, `has more than ${most} letters`)
        .refine((text) => !/\p{C}/u.test(text), 'has signs that cannot be seen'),
    );
