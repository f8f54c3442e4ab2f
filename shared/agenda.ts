/**
 * The playlist: what turns in the window. The programme is made into slides, each with the time it may be
 * shown; which of them is on, and on which page, is a function of office time alone, so that a restart
 * changes nothing and windows with the same layout agree. Pure, and total: whatever a programme contains
 * and whatever time it is, some slide is on.
 *
 * Rules are numbered PL1… in docs/spec.md.
 */
import type { AgendaItem, Notice, NoticePriority, Programme, Takeover } from './programme.ts';
import type { EpochMs, Language } from './vocabulary.ts';

// Slides

/**
 * Something that is shown by itself, from an instant until another. It names what it is about, which is the
 * same all through a segment; what has ended, is going on or is still to come is for whoever draws it to tell.
 */
export type Slide = {
  readonly id: string;
  readonly priority: NoticePriority;
  /** How often it comes among its like, 1–10. */
  readonly weight: number;
  readonly from: EpochMs;
  readonly until: EpochMs;
} & (
  | {
      /** All of the local day; the seven days after it; one visiting body on the day; one event. */
      readonly kind: 'today' | 'week' | 'body' | 'event';
      readonly items: readonly [AgendaItem, ...AgendaItem[]];
    }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'hours' | 'how' | 'welcome' }
);

type Segment = {
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** All that may be shown, of every priority. Never empty. */
  readonly slides: readonly Slide[];
};

/**
 * How many words each page of a slide has, of the language with the most: the same during all of a segment,
 * whichever language is on. No pages: it cannot be drawn.
 */
export type PagesOf = (slide: Slide) => readonly number[];

export type Turn = {
  readonly slide: Slide;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  /** The language beside Swedish; Swedish when the window speaks nothing else. */
  readonly second: Language;
  readonly since: EpochMs;
  readonly until: EpochMs;
};

export type Hidden = {
  readonly slide: Slide;
  /** What is shown instead: the takeover, an urgent notice, or what is of normal priority. */
  readonly by: 'takeover' | 'normal' | Notice;
  readonly from: EpochMs;
  readonly until: EpochMs;
};

const WEEK_MS = 7 * 86_400_000;
/**
 * Beyond these, soonest over, events are only told of on 'today' and 'week': others' calendars can be long, and
 * each slide makes everyone wait longer for her language.
 */
const EVENTS_SHOWN = 4;

/** Always there, so that the window is never empty. */
const WELCOME: Slide = {
  id: 'welcome',
  kind: 'welcome',
  priority: 'evergreen',
  weight: 1,
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
};

/** Every slide of the programme, today's first. What rests on the schedule ends where the programme is no longer sure. */
export function slidesOf(programme: Programme): readonly Slide[] {
  const { days, notices, validUntil } = programme;
  const scheduled = [
    ...days.flatMap((_, place) => slidesOfDay(programme, place)),
    ...eventSlides(programme),
    ...hoursSlides(programme),
  ].map((slide) => ({ ...slide, until: Math.min(slide.until, validUntil) }));
  return [...scheduled, ...notices.map(noticeSlide), WELCOME].filter(
    ({ from, until }) => from < until,
  );
}

function slidesOfDay({ items, days }: Programme, place: number): Slide[] {
  const today = days[place];
  if (!today) return [];
  const { day, startsAt, endsAt } = today;
  const weekEndsAt = days[place + 7]?.endsAt ?? Number.POSITIVE_INFINITY;
  const todays = items.filter((item) => isOn(item, startsAt, endsAt));
  const coming = items.filter((item) => isWithin(item.startsAt, endsAt, weekEndsAt));
  const bodies = Map.groupBy(
    todays.filter(({ kind }) => kind === 'visit'),
    ({ agency, id }) => agency ?? id,
  );
  const untilOver = (shown: readonly AgendaItem[]) =>
    Math.min(endsAt, Math.max(...shown.map((item) => item.endsAt)));
  return [
    ...about('today', day, todays, 3, startsAt, untilOver(todays)),
    ...about('week', day, coming, 1, startsAt, endsAt),
    ...[...bodies].flatMap(([body, visits]) =>
      about('body', `${day}:${body}`, visits, 1, startsAt, untilOver(visits)),
    ),
  ];
}

/**
 * On each event of the coming week, until it is over; of those that recur, on the next. One that is called off has
 * its slide as long, and says so.
 */
function eventSlides({ items }: Programme): Slide[] {
  const events = items.filter(({ kind }) => kind === 'event').toSorted(byEnd);
  const overBefore = new Map<string, EpochMs>();
  return events.flatMap((event, place) => {
    const name = JSON.stringify([event.title.sv, event.place?.sv]);
    const from = Math.max(
      event.startsAt - WEEK_MS,
      events[place - EVENTS_SHOWN]?.endsAt ?? Number.NEGATIVE_INFINITY,
      overBefore.get(name) ?? Number.NEGATIVE_INFINITY,
    );
    overBefore.set(name, event.endsAt);
    return about('event', event.id, [event], 1, from, event.endsAt);
  });
}

/** The hours, always; and how it works here, while the door is open and tickets are given. */
function hoursSlides({ days, hours, closures }: Programme): Slide[] {
  const first = days[0];
  const told = hours.length + closures.length > 0;
  return [
    ...hours.map(({ opensAt, ticketsUntil }) =>
      plain('how', `how:${opensAt}`, opensAt, ticketsUntil),
    ),
    ...(first && told ? [plain('hours', 'hours', first.startsAt, Number.POSITIVE_INFINITY)] : []),
  ];
}

function about(
  kind: 'today' | 'week' | 'body' | 'event',
  of: string,
  [first, ...rest]: readonly AgendaItem[],
  weight: number,
  from: EpochMs,
  until: EpochMs,
): Slide[] {
  if (!first) return [];
  const items = [first, ...rest] as const;
  return [{ id: `${kind}:${of}`, kind, items, priority: 'normal', weight, from, until }];
}

function plain(kind: 'hours' | 'how', id: string, from: EpochMs, until: EpochMs): Slide {
  return { id, kind, priority: 'normal', weight: 1, from, until };
}

function noticeSlide(notice: Notice): Slide {
  const { id, priority, from, until } = notice;
  const weight = clamped(Math.round(notice.weight), 1, 10);
  return { id: `notice:${id}`, kind: 'notice', notice, priority, weight, from, until };
}

/** Also something that takes no time. */
const isOn = ({ startsAt, endsAt }: AgendaItem, from: EpochMs, until: EpochMs): boolean =>
  startsAt < until && (endsAt > from || startsAt === from);

const isWithin = (at: EpochMs, from: EpochMs, until: EpochMs): boolean => at >= from && at < until;

const byEnd = (a: AgendaItem, b: AgendaItem): number =>
  a.endsAt - b.endsAt || a.startsAt - b.startsAt;

// Segments: between two of their boundaries the same may be shown, and it says the same

/** What follows from a programme, found once. */
type Timeline = {
  readonly slides: readonly Slide[];
  /** In order, each once. */
  readonly boundaries: readonly EpochMs[];
  /** The one last asked for. */
  latest: Segment | null;
};

const timelines = new WeakMap<Programme, Timeline>();

function timelineOf(programme: Programme): Timeline {
  let timeline = timelines.get(programme);
  if (!timeline) {
    const slides = slidesOf(programme);
    timeline = { slides, boundaries: boundariesOf(programme, slides), latest: null };
    timelines.set(programme, timeline);
  }
  return timeline;
}

/** Where the set of slides can change, midnights, and where something begins or ends that a slide tells of. */
function boundariesOf({ days, items, hours }: Programme, slides: readonly Slide[]): EpochMs[] {
  const instants = [
    ...slides.flatMap(({ from, until }) => [from, until]),
    ...[...days, ...items].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ...hours.flatMap(({ opensAt, ticketsUntil, closesAt }) => [opensAt, ticketsUntil, closesAt]),
  ];
  return [...new Set(instants.filter(isDate))].sort((a, b) => a - b);
}

/** The segment that `now` is in. The first begins and the last ends at no time. */
export function segmentAt(programme: Programme, now: EpochMs): Segment {
  const timeline = timelineOf(programme);
  const { boundaries, slides, latest } = timeline;
  const at = instant(now);
  if (latest && isWithin(at, latest.from, latest.until)) return latest;
  const next = countUpTo(boundaries, at);
  const from = boundaries[next - 1] ?? Number.NEGATIVE_INFINITY;
  const until = boundaries[next] ?? Number.POSITIVE_INFINITY;
  const inForce = slides.filter((slide) => isWithin(instant(from), slide.from, slide.until));
  const segment = { from, until, slides: inForce };
  timeline.latest = segment;
  return segment;
}

/** How many of the sorted `instants` are not after `at`. */
function countUpTo(instants: readonly EpochMs[], at: EpochMs): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Rotation: the order in which the slides of one priority come round

/** As in protocol.ts, which would bring all of the wire with it. */
const PRIORITIES = ['urgent', 'normal', 'evergreen'] as const satisfies readonly NoticePriority[];
/** A longer one would keep some languages away for the better part of an hour. */
const LONGEST_ROTATION = 200;

/**
 * Each as often as its weight says and evenly spread, the heaviest first, none twice in a row, going round.
 * Weights are evened out where they would make it too long, and no slide has more than half of it.
 */
export function rotationOf(slides: readonly Slide[]): readonly Slide[] {
  const extra = slides.reduce((sum, { weight }) => sum + weight - 1, 0);
  const room = Math.max(0, LONGEST_ROTATION - slides.length);
  const share = Math.min(1, room / Math.max(1, extra));
  const all = slides.map((slide) => ({ slide, turns: 1 + Math.floor((slide.weight - 1) * share) }));
  let ring = all.filter(({ turns }) => turns === 1).map(({ slide }) => slide);
  const more = all.filter(({ turns }) => turns > 1).reverse();
  more.sort((a, b) => a.turns - b.turns);
  for (const { slide, turns } of more) {
    const most = slide === more.at(-1)?.slide ? Math.max(1, ring.length) : turns;
    ring = spreadInto(ring, slide, Math.min(turns, most));
  }
  return ring;
}

/**
 * Puts a slide into the gaps of a ring: first where two of the same stand together, then evenly. When slides come
 * in order of their turns, the lightest first, and the last has at most half, none is left beside itself.
 */
function spreadInto(ring: readonly Slide[], slide: Slide, turns: number): Slide[] {
  if (ring.length === 0) return Array.from({ length: turns }, () => slide);
  const gaps = ring.map((after, gap) => ({ parts: after === ring.at(gap - 1), turns: 0 }));
  const parting = gaps.filter(({ parts }) => parts).slice(0, turns);
  for (const gap of parting) gap.turns = 1;
  const others = parting.length < gaps.length ? gaps.filter(({ parts }) => !parts) : gaps;
  const left = turns - parting.length;
  for (let turn = 0; turn < left; turn++) {
    const gap = others[Math.floor((turn * others.length) / left)];
    if (gap) gap.turns += 1;
  }
  return ring.flatMap((after, gap) => [
    ...Array.from({ length: gaps[gap]?.turns ?? 0 }, () => slide),
    after,
  ]);
}

const rotations = new WeakMap<Segment, readonly (readonly Slide[])[]>();

/** Of a segment, the highest priority first. */
function rotationsOf(segment: Segment): readonly (readonly Slide[])[] {
  let found = rotations.get(segment);
  if (!found) {
    found = PRIORITIES.map((priority) =>
      rotationOf(segment.slides.filter((slide) => slide.priority === priority)),
    );
    rotations.set(segment, found);
  }
  return found;
}

// Time on the screen

const SHORTEST_DWELL_MS = 8_000;
const LONGEST_DWELL_MS = 60_000;

/** Two seconds to find it, and two words a second: a second language, read in passing. */
export const dwellMs = (words: number): number =>
  clamped(Math.round(2_000 + words * 500), SHORTEST_DWELL_MS, LONGEST_DWELL_MS);

type Page = Pick<Turn, 'slide' | 'page' | 'pages'> & { readonly ms: number };
/** `cycle`: which of its round, from 0; one begins each time that the heaviest slide does. */
type PageInRound = Page & { readonly cycle: number };
type Round = readonly [PageInRound, ...PageInRound[]];

/** All pages of the highest priority that can be drawn, as often as each comes. */
function roundOf(segment: Segment, pagesOf: PagesOf): Round {
  for (const rotation of rotationsOf(segment)) {
    const drawn = new Map([...new Set(rotation)].map((slide) => [slide, pagesIn(slide, pagesOf)]));
    const heaviest = rotation.find((slide) => drawn.get(slide)?.length);
    let cycle = -1;
    const [first, ...rest] = rotation.flatMap((slide) => {
      if (slide === heaviest) cycle += 1;
      return (drawn.get(slide) ?? []).map((page) => ({ ...page, cycle }));
    });
    if (first) return [first, ...rest];
  }
  return [{ slide: WELCOME, page: 0, pages: 1, ms: SHORTEST_DWELL_MS, cycle: 0 }];
}

function pagesIn(slide: Slide, pagesOf: PagesOf): readonly Page[] {
  const seconds = slide.kind === 'notice' ? slide.notice.seconds : null;
  const given = seconds === null ? null : Math.round(seconds * 1_000);
  return pagesOf(slide).map((words, page, { length: pages }) => {
    const ms =
      given === null ? dwellMs(words) : clamped(given, SHORTEST_DWELL_MS, LONGEST_DWELL_MS);
    return { slide, page, pages, ms };
  });
}

/**
 * What is on at `now`, and until when nothing else is. Rounds are counted from the beginning of the segment. A page that the end of the segment would tear away is not begun: the one before it stays.
 */
export function turnAt(programme: Programme, now: EpochMs, pagesOf: PagesOf): Turn {
  const at = instant(now);
  const segment = segmentAt(programme, at);
  const round = roundOf(segment, pagesOf);
  const anchor = Number.isFinite(segment.from) ? segment.from : 0;
  const turn = turnIn(round, at - anchor);
  const last = segment.until - SHORTEST_DWELL_MS - anchor;
  const { page, sinceMs, rounds } =
    turn.sinceMs > last && anchor + turn.sinceMs > segment.from
      ? turnIn(round, turn.sinceMs - 1)
      : turn;
  const endMs = sinceMs + page.ms;
  return {
    slide: page.slide,
    page: page.page,
    pages: page.pages,
    second: secondOf(programme, round, anchor, rounds, page.cycle),
    since: anchor + sinceMs,
    until: endMs > last ? segment.until : anchor + endMs,
  };
}

/** Which page of which round is on, and since when, counted from the beginning of the first. */
function turnIn(
  round: Round,
  elapsedMs: number,
): { page: PageInRound; sinceMs: number; rounds: number } {
  const roundMs = lengthOf(round);
  const intoRoundMs = remainder(elapsedMs, roundMs);
  const beganMs = elapsedMs - intoRoundMs;
  let [page] = round;
  let startMs = 0;
  for (const next of round) {
    page = next;
    if (intoRoundMs < startMs + next.ms) break;
    startMs += next.ms;
  }
  return { page, sinceMs: beganMs + startMs, rounds: Math.round(beganMs / roundMs) };
}

const lengthOf = (round: Round): number => round.reduce((sum, { ms }) => sum + ms, 0);

/**
 * One language to a cycle: from the heaviest slide until it comes again, about a minute, so that everyone's comes
 * soon. Where each round would meet a slide with the same languages, the order moves on by one. A segment goes on
 * about where the one before it was, and does not begin with the same language each time.
 */
function secondOf(
  { languages }: Programme,
  round: Round,
  anchor: EpochMs,
  rounds: number,
  cycle: number,
): Language {
  const seconds = languages.filter((language) => language !== 'sv');
  const cycles = (round.at(-1)?.cycle ?? 0) + 1;
  const first = Math.floor((anchor / lengthOf(round)) * cycles);
  const alike = seconds.length / commonFactor(cycles, seconds.length);
  const moved = Math.floor(rounds / alike);
  return seconds[remainder(first + rounds * cycles + cycle + moved, seconds.length)] ?? 'sv';
}

/** By Euclid; both are whole and positive, or the second is nought. */
function commonFactor(one: number, other: number): number {
  return other === 0 ? one : commonFactor(other, one % other);
}

/** For a window that does not know what time it is: nothing in it rests on that. */
export const timelessProgramme = (programme: Programme): Programme => ({
  ...programme,
  days: [],
  hours: [],
  closures: [],
  items: [],
  notices: [],
});

// For the author

/** One thing of the office book that a window shows by itself. */
export type About = { readonly kind: 'notice' | 'event'; readonly id: string };

const rotationsAbout = new WeakMap<Programme, Map<string, Programme>>();

/** The programme with nothing in it but that one thing, so that its slide is on whenever it may be. */
export function programmeAbout(programme: Programme, { kind, id }: About): Programme {
  const known = rotationsAbout.get(programme) ?? new Map<string, Programme>();
  rotationsAbout.set(programme, known);
  const key = `${kind}/${id}`;
  const alone = known.get(key) ?? {
    ...programme,
    ...{ days: [], hours: [], closures: [] },
    items: kind === 'event' ? programme.items.filter((item) => item.id.startsWith(`${key}/`)) : [],
    notices: kind === 'notice' ? programme.notices.filter((notice) => notice.id === id) : [],
  };
  known.set(key, alone);
  return alone;
}

/** From when until when its own slide may be on, the next time; null: at no time that the programme knows of. */
export function shownWhen(
  programme: Programme,
  about: About,
  now: EpochMs,
): { from: EpochMs; until: EpochMs } | null {
  const next = slidesOf(programmeAbout(programme, about))
    .filter((slide) => slide !== WELCOME && slide.until > now)
    .toSorted((a, b) => a.from - b.from)[0];
  return next ? { from: next.from, until: next.until } : null;
}

/**
 * What may be shown between `from` and `until` and is not, since something goes before it: an entry for each slide
 * and each thing that hides it, for as long as that lasts. Of the welcome nothing is told.
 */
export function hiddenBy(
  programme: Programme,
  takeover: Takeover | null,
  from: EpochMs,
  until: EpochMs,
): readonly Hidden[] {
  const { slides } = timelineOf(programme);
  const hiders = [
    ...(takeover ? [{ by: 'takeover' as const, hides: PRIORITIES, spans: [takeover] }] : []),
    ...slides.flatMap((slide) =>
      slide.kind === 'notice' && slide.priority === 'urgent'
        ? [{ by: slide.notice, hides: PRIORITIES.slice(1), spans: [slide] }]
        : [],
    ),
    {
      by: 'normal' as const,
      hides: PRIORITIES.slice(2),
      spans: joined(slides.filter(({ priority }) => priority === 'normal')),
    },
  ];
  return slides
    .filter((slide) => slide !== WELCOME)
    .flatMap((slide) =>
      hiders
        .filter(({ hides }) => hides.includes(slide.priority))
        .flatMap(({ by, spans }) =>
          spans.map((span) => ({
            slide,
            by,
            from: Math.max(slide.from, span.from, from),
            until: Math.min(slide.until, span.until, until),
          })),
        ),
    )
    .filter((hidden) => hidden.from < hidden.until);
}

type Span = { readonly from: EpochMs; readonly until: EpochMs };

/** The same time in as few spans as can be, in order. */
function joined(spans: readonly Span[]): readonly Span[] {
  const inOrder = spans.toSorted((a, b) => a.from - b.from);
  return inOrder.reduce<Span[]>((found, { from, until }) => {
    const last = found.at(-1);
    if (last && from <= last.until) {
      found[found.length - 1] = { from: last.from, until: Math.max(last.until, until) };
    } else found.push({ from, until });
    return found;
  }, []);
}

// Instants and numbers

/** Not a number is nought. */
const clamped = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value || 0));

/** The furthest instants that a Date can hold. */
const FURTHEST_MS = 8_640_000_000_000_000;
const isDate = (at: EpochMs): boolean => Math.abs(at) <= FURTHEST_MS;
/** In whole milliseconds: a browser counts parts of them, and sums of those are not exact. */
const instant = (at: EpochMs): EpochMs => Math.floor(clamped(at, -FURTHEST_MS, FURTHEST_MS));

/** From 0 up to `of`, for negative values too. */
const remainder = (value: number, of: number): number => ((value % of) + of) % of;
