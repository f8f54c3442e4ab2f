/** Rågsved's desk 1 on a Tuesday at ten, in every state that somebody may meet. */
import type { DeskView, WaitingTicket } from '#shared/views.ts';
import type {
  AgencyId,
  DeskId,
  DestinationId,
  DisplayId,
  EpochMs,
  InquiryId,
  Language,
  Pictogram,
  PlaceId,
  PrinterId,
  TicketNumber,
  TopicId,
} from '#shared/vocabulary.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };

export const TEN: EpochMs = Date.parse('2026-11-24T10:00:00+01:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Shown = {
  view: DeskView;
  feed?: 'live' | 'connecting' | 'stale' | 'refused';
  /** Whoever sits there. */
  who?: 'guide' | 'agency';
};

const parents = new Set(ragsved.topics.map((topic) => ('parent' in topic ? topic.parent : null)));
const topics: DeskView['topics'] = ragsved.topics.map((topic) => ({
  id: topic.id as TopicId,
  parent: ('parent' in topic ? topic.parent : null) as TopicId | null,
  label: topic.label,
  pictogram: topic.pictogram as Pictogram,
  paused: false,
  pausedWhy: null,
  choice: !parents.has(topic.id),
  yours: true,
  bring: 'bring' in topic ? (topic.bring ?? []) : [],
}));
const choices = topics.filter(({ choice }) => choice).map(({ id }) => id);
const LANGUAGES_HEARD: readonly Language[] = ['sv', 'ar', 'en', 'so', 'ti'];
const DESKS = ['bord-1', 'bord-2', 'bord-3', 'bord-4'].map((id) => id as DeskId);

const number = (ordinal: number) => `A${String(ordinal).padStart(3, '0')}` as TicketNumber;

const waits = (count: number): WaitingTicket[] =>
  Array.from({ length: count }, (_, place) => ({
    number: number(43 + place),
    topic: choices[(place * 7) % choices.length] as TopicId,
    language: LANGUAGES_HEARD[place % LANGUAGES_HEARD.length] ?? 'sv',
    issuedAt: TEN - Math.max(2, 25 - place * 3) * MINUTE,
    mine: place % 4 !== 3,
    paper: null,
  }));

const visitor = (
  state: 'called' | 'serving',
  more: Partial<NonNullable<DeskView['desk']['ticket']>> = {},
): DeskView['desk']['ticket'] => ({
  number: number(42),
  state,
  topic: 'myndighetsbrev' as TopicId,
  language: 'ar',
  desk: 'bord-1' as DeskId,
  issuedAt: TEN - 15 * MINUTE,
  ahead: null,
  calledAt: TEN - 2 * MINUTE,
  calls: 2,
  mayRecallAt: TEN - MINUTE,
  startedAt: state === 'serving' ? TEN - MINUTE : null,
  paper: null,
  ...more,
});

const held = (ordinal: number, reason: DeskView['held'][number]['reason']) => ({
  ...aside(ordinal),
  state: 'held' as const,
  reason,
  heldAt: TEN - 6 * MINUTE,
});
const noShow = (ordinal: number) => ({
  ...aside(ordinal),
  state: 'no-show' as const,
  calls: 2,
  noShowAt: TEN - 4 * MINUTE,
});
const aside = (ordinal: number) => ({
  number: number(ordinal),
  topic: choices[ordinal % choices.length] as TopicId,
  language: 'sv' as const,
  desk: 'bord-2' as DeskId,
  issuedAt: TEN - 40 * MINUTE,
  ahead: null,
});

const inquiries: DeskView['inquiries'] = ragsved.inquiries.map(({ id, label }) => ({
  id: id as InquiryId,
  label,
}));
const destinations: DeskView['destinations'] = ragsved.destinations.map(({ id, label }) => ({
  id: id as DestinationId,
  label,
}));
const places: DeskView['places'] = [
  ...[1, 2, 3, 4].map((place) => ({
    id: `dator-${place}` as PlaceId,
    kind: 'computer' as const,
    name: { sv: `Dator ${place}` },
    lentAt: place === 2 ? TEN - 20 * MINUTE : null,
    lentToday: place,
    booked: [],
  })),
  {
    id: 'inre' as PlaceId,
    kind: 'room',
    name: { sv: 'Inre rummet' },
    lentAt: null,
    lentToday: 0,
    booked: [{ from: TEN + HOUR, until: TEN + 2 * HOUR }],
  },
];

type Particulars = Omit<Partial<DeskView>, 'desk'> & { desk?: Partial<DeskView['desk']> };

function view({ desk, ...more }: Particulars = {}): DeskView {
  const waiting = more.waiting ?? waits(6);
  return {
    officeName: ragsved.name,
    zone: ragsved.zone,
    opening: { open: true, closesAt: TEN + 6 * HOUR },
    desk: {
      id: 'bord-1' as DeskId,
      name: { sv: 'Bord 1', en: 'Desk 1' },
      open: true,
      topics: choices,
      languages: [...LANGUAGES_HEARD],
      ticket: null,
      undo: null,
      ...desk,
    },
    people: ['Ann'],
    next: waiting.find(({ mine }) => mine) ?? null,
    waiting,
    held: [],
    noShows: [],
    desks: DESKS.map((id, place) => ({
      id,
      name: { sv: `Bord ${place + 1}`, en: `Desk ${place + 1}` },
      open: place < 3,
      number: place === 1 ? number(41) : null,
    })),
    topics,
    bodies: ragsved.agencies.slice(0, 3).map(({ id, name }, place) => ({
      agency: id as AgencyId,
      name,
      from: TEN + (place - 1) * 2 * HOUR,
      until: TEN + (place + 1) * 2 * HOUR,
    })),
    usual: { topics: choices, languages: [...LANGUAGES_HEARD] },
    languages: ragsved.languages as Language[],
    callGivenTicket: true,
    printers: [
      {
        id: 'door' as PrinterId,
        name: { sv: 'Kölappsskrivaren', en: 'Ticket printer' },
        state: { state: 'ready', paperLow: false, confirms: 'printed' },
        page: null,
      },
    ],
    windows: [],
    unwatchedWindows: [],
    takeover: null,
    trial: false,
    inquiries,
    destinations,
    prints: 12,
    callsBeforeNoShow: 2,
    places,
    ...more,
  };
}

const aday = {
  held: [held(38, 'form'), held(36, 'other')],
  noShows: [noShow(40)],
};
const back = { undo: { step: 'call', number: number(42) } } as const;
const LONG =
  'Jag har fått ett brev från en myndighet och förstår inte vad jag ska göra med överklagandehänvisningen';

/** Each as it would come from the hub. */
export const DESK_STATES = {
  connecting: (): Shown => ({ view: view(), feed: 'connecting' }),
  refused: (): Shown => ({ view: view(), feed: 'refused' }),
  closed: (): Shown => ({ view: view({ desk: { open: false } }) }),
  'all-closed': (): Shown => ({
    view: view({
      desk: { open: false },
      waiting: waits(3).map((ticket) => ({ ...ticket, mine: false, noOpenDesk: true as const })),
    }),
  }),
  nobody: (): Shown => ({ view: view({ waiting: [] }) }),
  waiting: (): Shown => ({ view: view({ ...aday }) }),
  'out-of-turn': (): Shown => {
    const [first, second, third, fourth, fifth] = waits(5) as [WaitingTicket, ...WaitingTicket[]];
    return {
      view: view({
        waiting: [
          { ...second, headStartMinutes: 10, mine: true },
          { ...third, headStartMinutes: 30, goesFirst: true, mine: true },
          { ...first, mine: true },
          { ...fourth, mine: false },
          { ...fifth, mine: false, noOpenDesk: true },
        ] as WaitingTicket[],
      }),
    };
  },
  'others-wait': (): Shown => ({
    view: view({ waiting: waits(3).map((ticket) => ({ ...ticket, mine: false })) }),
  }),
  called: (): Shown => ({ view: view({ ...aday, desk: { ...back, ticket: visitor('called') } }) }),
  'called-just-now': (): Shown => ({
    view: view({
      ...aday,
      desk: {
        ...back,
        ticket: visitor('called', { calls: 1, calledAt: TEN - 3_000, mayRecallAt: TEN + 7_000 }),
      },
    }),
  }),
  serving: (): Shown => ({
    view: view({ ...aday, desk: { ...back, ticket: visitor('serving') } }),
  }),
  'next-visitor': (): Shown => ({
    view: view({
      ...aday,
      desk: {
        undo: { step: 'call', number: number(43) },
        ticket: visitor('called', { number: number(43) }),
      },
    }),
  }),
  'room-soon': (): Shown => ({
    view: view({
      places: places.map((place) =>
        place.kind === 'room'
          ? { ...place, booked: [{ from: TEN + 45 * MINUTE, until: TEN + HOUR }] }
          : place,
      ),
    }),
  }),
  'two-people': (): Shown => ({
    view: view({
      people: ['Ann Berg', 'Yusuf Ali'],
      desk: { ...back, ticket: visitor('serving') },
    }),
  }),
  'two-hundred-wait': (): Shown => ({ view: view({ ...aday, waiting: waits(200) }) }),
  'long-words': (): Shown => ({
    view: view({
      ...aday,
      topics: topics.map((topic) =>
        topic.choice
          ? { ...topic, label: { sv: LONG }, bring: [{ sv: LONG }, { sv: LONG }] }
          : topic,
      ),
      desk: { ...back, ticket: visitor('serving') },
    }),
  }),
  troubles: (): Shown => ({
    view: view({
      ...aday,
      desk: { ...back, ticket: visitor('called') },
      printers: [
        {
          id: 'door' as PrinterId,
          name: { sv: 'Kölappsskrivaren' },
          state: { state: 'fault', fault: 'paper-out' },
          page: null,
        },
      ],
      windows: [
        {
          display: 'torget' as DisplayId,
          name: { sv: 'Fönstret mot torget' },
          trouble: 'old-programme',
          since: TEN - 20 * MINUTE,
        },
      ],
      takeover: {
        id: 'fire',
        text: { sv: 'Brandlarm. Gå ut på torget.' },
        from: TEN - 20 * MINUTE,
        until: TEN + HOUR,
        test: false,
      },
    }),
  }),
  lost: (): Shown => ({
    view: view({ ...aday, desk: { ...back, ticket: visitor('serving') } }),
    feed: 'stale',
  }),
  'visiting-body': (): Shown => ({
    view: view({
      waiting: waits(2),
      topics: topics.filter(({ id }) => id === ('forsakringskassan' as TopicId)),
      desks: [],
      bodies: [],
      places: [],
    }),
    who: 'agency',
  }),
} as const;
export type DeskState = keyof typeof DESK_STATES;
