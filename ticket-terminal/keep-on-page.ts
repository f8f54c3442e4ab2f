/**
 * Nothing a visitor or a child does leaves the page: long press, drag, drop, zoom, a keyboard plugged in.
 * What the browser keeps for itself (Alt+F4, F11) is the kiosk's settings in docs/operations.md.
 */
export function keepOnPage(page: Document): void {
  const refuse = (event: Event) => event.preventDefault();
  for (const type of ['contextmenu', 'selectstart', 'dragstart', 'dragover', 'drop'])
    page.addEventListener(type, refuse);
  page.addEventListener('wheel', refuse, { passive: false });
  page.addEventListener('touchmove', refuse, { passive: false });
  page.addEventListener('auxclick', refuse);
  page.addEventListener(
    'keydown',
    (event) => {
      // A key that is held must not press again and again; a chord is never meant for us.
      if (
        event.repeat ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        !OUR_KEYS.has(event.key)
      )
        event.preventDefault();
    },
    { capture: true },
  );
}

/** All it takes to go the whole way without touching. */
const OUR_KEYS: ReadonlySet<string> = new Set(['Tab', 'Enter', ' ', 'Escape', 'Shift']);
