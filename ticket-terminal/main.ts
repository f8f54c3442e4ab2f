/** The touch screen inside the door. Its address may say how patient it is: /terminal?idle=90 (seconds). */
import '#shared/ui/tokens.css';
import './page.css';
import '#shared/languages/all-languages.ts';
import { DeviceKey } from '#shared/ui/device-key.ts';
import { HubConnection } from '#shared/ui/hub-connection.ts';
import { KnownHubs } from '#shared/ui/known-hubs.ts';
import { keepOnPage } from './keep-on-page.ts';
import { patienceOf } from './patience.ts';
import { TerminalScreen } from './screens/terminal-screen.ts';

const key = new DeviceKey('terminal');
const hub = new HubConnection(
  { view: 'terminal' },
  async (at) => (DeviceKey.isPossible ? key.prove(at) : null),
  new KnownHubs(location.origin),
);
keepOnPage(document);
document.body.append(new TerminalScreen(hub, patienceOf(location.search)));

let isPairing = false;
hub.onChange(() => {
  const { feed } = hub;
  if (feed.state === 'refused' && (feed.why === 'not-paired' || feed.why === 'revoked'))
    void becomeKnown(feed.why);
});

/** A terminal that the hub does not know, or not any more, shows how it can be known, and nothing else. */
async function becomeKnown(why: 'not-paired' | 'revoked'): Promise<void> {
  if (isPairing) return;
  isPairing = true;
  hub.close();
  if (why === 'revoked' && DeviceKey.isPossible) await key.forget();
  await import('#shared/ui/pairing-screen.ts');
  const screen = document.createElement('pairing-screen');
  screen.key = key;
  screen.what = 'terminal';
  screen.addEventListener('paired', () => location.reload());
  document.body.replaceChildren(screen);
}
