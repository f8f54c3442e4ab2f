/**
 * The window's very own picture, in a frame of the staff console: of a book that is being written, or of a day that is
 * past. It hears nobody but the page around it, of the same origin.
 */
import '#shared/ui/tokens.css';
import './first-frame.css';
import '#shared/languages/window-texts.ts';
import { DisplayScreen } from './screens/display-screen.ts';
import { type Told, ToldSource, toldBy } from './told-source.ts';
import { facesLoaded } from './typeface.ts';

/** To the page around it: it may begin to tell. */
const READY = 'torget:ready';
const steady = () => performance.now();

let source: ToldSource | null = null;

function show(told: Told): void {
  if (source?.goesOnWith(told)) {
    source.tell(told);
  } else {
    source = new ToldSource(told, steady);
    document.body.replaceChildren(new DisplayScreen(source, told.display));
  }
}

await facesLoaded();
window.addEventListener('message', ({ origin, source: from, data }) => {
  if (origin !== location.origin || from !== window.parent) return;
  const told = toldBy(data);
  if (told) show(told);
});
window.parent.postMessage({ kind: READY }, location.origin);
