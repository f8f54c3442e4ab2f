/** What is told in the body of a request about people and devices: read by a strict schema, or refused in words. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { requestId } from '#shared/wire-words.ts';
import { PASSPHRASE_LENGTH, PIN_LENGTH } from '../identity/passphrase.ts';
import { normalLogin } from '../identity/people.ts';
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

export const passphrase = z
  .string()
  .min(PASSPHRASE_LENGTH.least, `has fewer than ${PASSPHRASE_LENGTH.least} signs`)
  .max(PASSPHRASE_LENGTH.most, `has more than ${PASSPHRASE_LENGTH.most} signs`);
export const pin = z
  .string()
  .regex(
    new RegExp(`^\\d{${PIN_LENGTH.least},${PIN_LENGTH.most}}$`),
    `is ${PIN_LENGTH.least} to ${PIN_LENGTH.most} digits`,
  );
/** What is tried need not be one that could be set; but it is never longer. */
export const triedPassphrase = z.string().min(1).max(PASSPHRASE_LENGTH.most, 'is too long');
export const login = z
  .string()
  .max(60)
  .transform(normalLogin)
  .pipe(z.string().regex(/^[\p{L}\p{N}._@+-]{1,60}$/u, 'is letters, digits and . _ @ + - only'));
