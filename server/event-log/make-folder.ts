/** Folders of the data and of its back-ups, made where they are missing. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes it, and those it is in. Node's own `recursive` never ends where a file system says of a name in a folder that is
 * there that it is not: /proc does, and so may the root of an automounter, where back-ups often go.
 * @throws what the system says
 */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode });
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || existsSync(parent)) throw fault;
    makeFolder(parent, mode);
    makeFolder(path, mode);
  }
}
