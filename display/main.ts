import '#shared/ui/tokens.css';
import './first-frame.css';
import '#shared/languages/window-texts.ts';
import { DeviceKey } from '#shared/ui/device-key.ts';
import { HubConnection, randomId } from '#shared/ui/hub-connection.ts';
import { KnownHubs } from '#shared/ui/known-hubs.ts';
import type { DisplayId, OfficeId } from '#shared/vocabulary.ts';
import { countedWords, NOTHING_COUNTED } from './counted-words.ts';
import { DisplayClock } from './display-clock.ts';
import { HubSource } from './hub-source.ts';
import { Pictures } from './pictures.ts';
import { recordKeeper } from './record.ts';
import { hubServesTheWindow, installNewest, loadAnew } from './reloading.ts';
import { DisplayScreen } from './screens/display-screen.ts';
import { facesLoaded } from './typeface.ts';
import { WorkerRegistration } from './worker-registration.ts';

/** How often a window that the hub finds too old tries to become a newer one. */
const RENEW_EVERY_MS = 300_000;
const SCREEN_KEY = 'torget.display.screen';

const address = new URLSearchParams(location.search);
const office = idIn<OfficeId>('office');
const display = idIn<DisplayId>('display');
const steady = () => performance.now();
const device = () => Date.now();

const hasWorkers = isSecureContext && 'serviceWorker' in navigator;
// While the window is being written (`npm run dev`) nothing of it is kept in the browser.
const registration =
  hasWorkers && import.meta.env.PROD
    ? new WorkerRegistration(
        () =>
          navigator.serviceWorker.register(workerAddress(), {
            scope: '/display',
            updateViaCache: 'none',
          }),
        steady,
      )
    : null;
let startsAlone = false;
if (hasWorkers) {
  void navigator.serviceWorker.ready.then(() => {
    startsAlone = true;
  });
  void navigator.storage?.persist?.().catch(() => false);
}

const key = new DeviceKey('display');
const line = new HubConnection(
  {
    view: 'board',
    screen: nameOfThisScreen(),
    ...(office ? { office } : {}),
    ...(display ? { display } : {}),
  },
  async (hub) => (DeviceKey.isPossible ? key.prove(hub) : null),
  new KnownHubs(location.origin),
);
const source = new HubSource({
  ...{ line, office, steady },
  clock: new DisplayClock({ device, steady, builtAt: Date.parse(document.lastModified) }),
  record: recordKeeper(`${office ?? ''}/${display ?? ''}`),
  secure: hasWorkers,
  offlineReady: () => startsAlone,
});

if (hasWorkers) {
  const pictures = new Pictures();
  source.onChange(() => {
    const { programme } = source.known;
    if (programme) void pictures.keep(programme);
  });
}

const counted = import.meta.env.PROD ? countedWords(import.meta.url) : NOTHING_COUNTED;

// A window that the hub does not know, or not any more, shows how it can be known, and nothing it was told before.
line.onChange(() => {
  const { feed } = line;
  if (feed.state === 'refused' && (feed.why === 'not-paired' || feed.why === 'revoked'))
    void becomeKnown(feed.why);
});

let isPairing = false;
async function becomeKnown(why: 'not-paired' | 'revoked'): Promise<void> {
  if (isPairing) return;
  isPairing = true;
  line.close();
  await source.forget();
  if (why === 'revoked' && DeviceKey.isPossible) await key.forget();
  await import('#shared/ui/pairing-screen.ts');
  const screen = document.createElement('pairing-screen');
  screen.key = key;
  screen.addEventListener('paired', () => location.reload());
  document.body.replaceChildren(screen);
}

let isReloading = false;
let renewAt = steady();
line.onReload(() => void reload());
line.onChange(() => {
  if (line.feed.state === 'live') registration?.tryAgain();
  const isTooOld = line.feed.state === 'refused' && line.feed.why === 'protocol-too-old';
  if (!isTooOld || steady() < renewAt) return;
  renewAt = steady() + RENEW_EVERY_MS;
  void reload();
});
void Promise.all([source.begin(), facesLoaded()]).then(() =>
  document.querySelector('.starting')?.replaceWith(new DisplayScreen(source, display, counted)),
);

async function reload(): Promise<void> {
  if (isReloading) return;
  isReloading = true;
  const stays = await loadAnew({
    ...{ device, waitMs, reloads: source.reloads, random: Math.random },
    hubAnswers: hubServesTheWindow,
    install: async () => installNewest(await registration?.current),
    keep: (reloads) => source.reloading(reloads),
    reload: () => location.reload(),
  });
  source.notReloaded(stays);
  isReloading = stays === null;
}

/** What the address says of the window, where it is a name at all. */
function idIn<Id extends string>(name: string): Id | null {
  const id = address.get(name);
  return id !== null && /^[a-z0-9][a-z0-9-]{0,39}$/.test(id) ? (id as Id) : null;
}

/** Made once by this browser. Where nothing can be kept, a new one each time. */
function nameOfThisScreen(): string {
  try {
    const name = localStorage.getItem(SCREEN_KEY) ?? randomId();
    localStorage.setItem(SCREEN_KEY, name);
    return name;
  } catch {
    return randomId();
  }
}

function waitMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The page's policy lets no text be a script's address by itself; a browser without Trusted Types takes it as it is. */
function workerAddress(): string {
  const address = '/display-worker.js';
  const policy = window.trustedTypes?.createPolicy('torget-worker', {
    createScriptURL: (_asked: string) => address,
  });
  return (policy?.createScriptURL(address) ?? address) as string;
}
