/** Where things are, and how a person is spoken to. */
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @param {string[]} parts a path inside the project */
export const inside = (...parts) => join(ROOT, ...parts);

/** What was fetched for tests and may be thrown away; outside node_modules, which `npm ci` empties. */
export const TOOLS = inside('.tools');

/** Something only a person can mend. The message is a sentence that says what to do. */
export class CannotSetUp extends Error {
  /** @override */
  name = 'CannotSetUp';
}

/** @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`);
