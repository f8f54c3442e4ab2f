/**
 * The ready-made controls of the console: only those in use, with drawings of our own. Web Awesome would
 * fetch its icons from a CDN, and those it carries from data: addresses, which our policy does not let through.
 */
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/checkbox/checkbox.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/switch/switch.js';
import '@awesome.me/webawesome/dist/translations/sv.js';
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import check from './icons/check.svg?no-inline';
import cross from './icons/cross.svg?no-inline';
import minus from './icons/minus.svg?no-inline';

/** Web Awesome's name for a drawing → ours. */
const DRAWINGS: Readonly<Record<string, string>> = {
  check,
  indeterminate: minus,
  xmark: cross,
};

for (const library of ['default', 'system'])
  registerIconLibrary(library, { resolver: (name) => DRAWINGS[name] ?? '' });
