/** Looking for programs the machine already has. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/**
 * Paths of the programs called one of `names` that PATH leads to; earlier names first.
 * @param {readonly string[]} names
 */
export function onPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const ending = process.platform === 'win32' ? '.exe' : '';
  return installedAt(
    names.flatMap((name) => folders.map((folder) => join(folder, `${name}${ending}`))),
  );
}

/** Those of `paths` that can be run. @param {readonly string[]} paths */
export function installedAt(paths) {
  return paths.filter((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false; // not there, or not a program
    }
  });
}
