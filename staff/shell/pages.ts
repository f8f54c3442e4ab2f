/** The console's pages, who may open which, and where each is. */
import type { Role, SessionNow } from '#shared/identity.ts';
import type { TextKey } from '#shared/languages/texts.ts';
import type { DeskId, OfficeId } from '#shared/vocabulary.ts';
import type { ConsoleLanguage } from '../this-computer.ts';

export const PAGE_NAMES = [
  'desk',
  'day',
  'city',
  'replay',
  'book',
  'devices',
  'people',
  'tokens',
  'audit',
  'retention',
  'account',
] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** Whose times are the machine's, whatever the office's clock says. */
const BY_MACHINE: readonly PageName[] = [
  ...(['devices', 'people', 'tokens', 'audit', 'retention', 'account'] as const),
];
export const goesByMachine = (name: PageName): boolean => BY_MACHINE.includes(name);

/** What every page is given. */
export type PageElement = HTMLElement & {
  session: SessionNow | null;
  office: OfficeId;
  /** Of that office. What tells when goes by it, wherever the browser stands. */
  zone: string;
  language: ConsoleLanguage;
  /** Something typed there would be lost. */
  readonly isUnsaved?: boolean;
};

const OF_GUIDES: readonly Role[] = ['guide', 'coordinator', 'administrator'];
const OF_ADMINISTRATORS: readonly Role[] = ['administrator'];

const PAGES: Record<
  PageName,
  { roles: readonly Role[]; tag: string; load: () => Promise<unknown> }
> = {
  desk: {
    roles: ['agency', ...OF_GUIDES],
    tag: 'desk-screen',
    load: () => import('../screens/desk-screen.ts'),
  },
  day: { roles: OF_GUIDES, tag: 'day-screen', load: () => import('../day/day-screen.ts') },
  /** Of those who have several offices: the bar leads there only then. */
  city: { roles: OF_GUIDES, tag: 'city-screen', load: () => import('../city/city-screen.ts') },
  replay: { roles: OF_GUIDES, tag: 'replay-screen', load: () => import('../day/replay-screen.ts') },
  book: {
    roles: ['coordinator', 'administrator'],
    tag: 'book-screen',
    load: () => import('../book/book-screen.ts'),
  },
  devices: {
    roles: OF_GUIDES,
    tag: 'devices-screen',
    load: () => import('../people/devices-screen.ts'),
  },
  people: {
    roles: OF_ADMINISTRATORS,
    tag: 'people-screen',
    load: () => import('../people/people-screen.ts'),
  },
  tokens: {
    roles: OF_ADMINISTRATORS,
    tag: 'tokens-screen',
    load: () => import('../people/tokens-screen.ts'),
  },
  audit: {
    roles: OF_ADMINISTRATORS,
    tag: 'audit-screen',
    load: () => import('../people/audit-screen.ts'),
  },
  retention: {
    roles: OF_ADMINISTRATORS,
    tag: 'retention-screen',
    load: () => import('../retention/retention-screen.ts'),
  },
  /** Her own passphrase and PIN. */
  account: {
    roles: ['agency', ...OF_GUIDES],
    tag: 'account-screen',
    load: () => import('../people/account-screen.ts'),
  },
};

/** In trial everything may be looked at; but there is nobody yet whose account it could be. */
export function pagesFor({ who }: SessionNow): readonly PageName[] {
  if (who.kind === 'person')
    return PAGE_NAMES.filter((name) => PAGES[name].roles.includes(who.role));
  return PAGE_NAMES.filter((name) => name !== 'account');
}

export const isPageName = (name: string | null): name is PageName =>
  PAGE_NAMES.some((one) => one === name);

export async function openPage(name: PageName): Promise<PageElement> {
  const { load, tag } = PAGES[name];
  await load();
  return document.createElement(tag) as PageElement;
}

export const titleOf = (name: PageName): TextKey => `staff.page-${name}`;

/** @param office null where the hub has one only */
export function addressOf(
  name: PageName,
  office: OfficeId | null,
  desk: DeskId | null = null,
): string {
  const asked = new URLSearchParams({
    ...(name === 'desk' ? {} : { page: name }),
    ...(office === null ? {} : { office }),
    ...(desk === null ? {} : { desk }),
  });
  return `?${asked}`;
}
