/** Each kind of slide as pages: what stands on them, in Swedish and one more language. Pure. */
import type { Slide } from '#shared/agenda.ts';
import { languageOf, say, type TextKey } from '#shared/languages/texts.ts';
import type { AgendaItem, Notice, Programme } from '#shared/programme.ts';
import {
  capitalised,
  dateLanguage,
  daysUntil,
  dayText,
  localDate,
  weekdayText,
} from '#shared/ui/office-time.ts';
import { type EpochMs, LANGUAGE_TAGS, type Language } from '#shared/vocabulary.ts';
import { fitsWhole } from '../lines.ts';
import { daysText, hoursRows, ticketsAheadToday } from '../opening.ts';
import type { TextStyle } from '../typeface.ts';
import {
  isHere,
  itemLine,
  itemRow,
  particulars,
  timesText,
  titleThatFits,
} from './agenda-blocks.ts';
import {
  type Band,
  type Block,
  GAP,
  HEADING_SPACE,
  heightOf,
  heightOfBands,
  inSecond,
  LEAD_WIDTH,
  type Page,
  PICTOGRAM_WIDTH,
  PLACE_WIDTH,
  pagesOfBlocks,
  pair,
  type Run,
  run,
  type Setting,
  said,
  textInSecond,
  widthOf,
  withPicture,
} from './page.ts';

/** Of a page: what stands on it again because it goes on. */
const MOST_REPEATED = 0.3;

/** At least one page; none when there is nothing left to tell. */
export function pagesOfSlide(
  slide: Slide,
  programme: Programme,
  setting: Setting,
): readonly Page[] {
  switch (slide.kind) {
    case 'today':
      return todayPages(setting, slide.items);
    case 'week':
      return weekPages(setting, slide.items);
    case 'body':
    case 'event':
      return onePages(setting, slide.kind, slide.items, programme);
    case 'notice':
      return noticePages(setting, slide.notice, slide.priority === 'urgent');
    case 'hours':
      return hoursPages(setting, programme);
    case 'how':
      return howPages(setting);
    case 'welcome':
      return welcomePages(setting, programme);
    default:
      return slide satisfies never;
  }
}

function todayPages(setting: Setting, items: readonly AgendaItem[]): readonly Page[] {
  const ahead = items.filter(({ endsAt }) => endsAt > setting.now);
  const visitsOnly = ahead.every(({ kind }) => kind === 'visit');
  const heading =
    visitsOnly && isAnyComing(ahead)
      ? headingOf(setting, 'display.here-today')
      : dayHeading(setting, setting.now);
  return pagesOfBlocks(
    setting,
    heading,
    ahead.map((item) => itemRow(setting, item)),
  );
}

function weekPages(setting: Setting, items: readonly AgendaItem[]): readonly Page[] {
  const { zone } = setting;
  const days = Map.groupBy(items, ({ startsAt }) => localDate(startsAt, zone));
  const blocks = [...days.values()].flatMap((ofDay) =>
    ofDay.map((item, index): Block => {
      const line = itemLine(setting, item);
      const day = dayBands(setting, item.startsAt);
      // The name of a day never stands alone at the foot of a page, and no page begins without one.
      return index > 0
        ? { ...line, whenFirst: day }
        : { ...line, bands: [...day, ...line.bands], whenGoesOn: day };
    }),
  );
  return pagesOfBlocks(setting, headingOf(setting, 'display.coming-days'), blocks);
}

function onePages(
  setting: Setting,
  kind: 'body' | 'event',
  items: readonly [AgendaItem, ...AgendaItem[]],
  programme: Programme,
): readonly Page[] {
  const { now } = setting;
  const ahead = items.filter(({ endsAt, startsAt }) => endsAt > now || startsAt >= now);
  const [item] = ahead;
  if (!item) return [];
  // Nobody is 'here today' who does not come.
  const byItsDay =
    kind === 'event' ? daysUntil(item.startsAt, now, setting.zone) > 0 : !isAnyComing(ahead);
  const heading = byItsDay
    ? dayHeading(setting, Math.max(now, item.startsAt))
    : headingOf(setting, kind === 'body' ? 'display.here-today' : 'display.on-the-square');
  const hours = ahead.flatMap((one): readonly Band[] => {
    if (one.cancelled) return said(setting, 'name', 'display.cancelled', { tone: 'warning' });
    const tone = isHere(one, now) ? 'now' : null;
    return [{ start: run(setting, 'time', timesText(one, setting), 'sv', tone) }];
  });
  const below = [...hours, ...particulars(setting, item)];
  const room = setting.height - heightOfBands(heading) - HEADING_SPACE;
  const about = aboutAgain(setting, item, room);
  const blocks: Block[] = [{ ...titleBlock(setting, item, below, room), whenGoesOn: about }];
  if (kind === 'body' && isAnyComing(ahead) && ticketsAheadToday(programme, now)) {
    const take = said(setting, 'words', 'display.take-ticket');
    blocks.push({ ruled: true, bands: take, whenFirst: about });
  }
  const textSecond = textInSecond(setting, item.text);
  if (item.text) {
    const text = run(setting, 'words', item.text.sv);
    blocks.push({ bands: [{ start: text }], whenFirst: about });
  }
  const pagesIn = (style: TextStyle) =>
    pagesOfBlocks(setting, heading, [
      ...blocks,
      ...(textSecond
        ? [
            {
              bands: [{ start: run(setting, style, textSecond, setting.second, 'quiet') }],
              whenFirst: about,
            } satisfies Block,
          ]
        : []),
    ]);
  const together = pagesIn('near');
  const pages = together.length === 1 ? together : pagesIn('words');
  // What is called off is not praised by its picture.
  return withPicture(setting, pages, item.cancelled ? null : item.image, about);
}

/** For the top of each page that goes on with it: what it is and when, small; as much as leaves room for the rest. */
function aboutAgain(setting: Setting, item: AgendaItem, room: number): readonly Band[] {
  const when = item.cancelled ? say('sv', 'display.cancelled') : timesText(item, setting);
  const second = textInSecond(setting, item.title);
  const both = pair(setting, 'near', `${item.title.sv} · ${when}`, second, 'quiet');
  return smallEnough([both, both.slice(0, 1)], room);
}

const smallEnough = (choices: readonly (readonly Band[])[], room: number): readonly Band[] =>
  choices.find((bands) => heightOfBands(bands) <= room * MOST_REPEATED) ?? [];

const isAnyComing = (items: readonly AgendaItem[]): boolean =>
  items.some(({ cancelled }) => !cancelled);

/** The title as large as it can be in whole words, with hours and place on the same page. */
function titleBlock(
  setting: Setting,
  item: AgendaItem,
  below: readonly Band[],
  room: number,
): Block {
  const { measure, width } = setting;
  const second = textInSecond(setting, item.title);
  const tone = item.cancelled ? ('struck' as const) : null;
  const styles = (['big', 'name', 'label'] as const).map((style) => {
    const title = titleThatFits(setting, item, style);
    const bands: readonly Band[] = [
      { start: run(setting, style, title, 'sv', tone) },
      ...(second ? [{ start: run(setting, 'label', second, setting.second, 'quiet') }] : []),
      ...below,
    ];
    const isWhole = fitsWhole(title, width, (text) => measure(text, style));
    return { block: { ruled: true, bands }, isWhole };
  });
  const [, name] = styles;
  const fitting = styles.find(
    ({ block, isWhole }) => heightOf(block) <= room && (isWhole || block === name?.block),
  );
  return (fitting ?? styles[styles.length - 1] ?? { block: { bands: below } }).block;
}

function noticePages(given: Setting, notice: Notice, urgent: boolean): readonly Page[] {
  const setting = { ...given, second: secondOf(notice, given.second) };
  const heading = urgent
    ? said(headingSetting(setting), 'name', 'display.urgent')
    : headingOf(setting, 'display.notice');
  const room = setting.height - heightOfBands(heading) - HEADING_SPACE;
  const pagesIn = (first: TextStyle, ...others: readonly [TextStyle, TextStyle]) =>
    pagesOfBlocks(setting, heading, noticeBlocks(setting, notice, room, first, others));
  // With pages of its own the second language is as large as Swedish; what is urgent is so wherever there is room.
  const apart = () => pagesIn('name', 'name', 'words');
  const together = () => pagesIn('name', 'label', 'near');
  const choices = urgent ? [() => pagesIn('big', 'name', 'words'), apart, together] : [together];
  const pages =
    choices
      .values()
      .map((choice) => choice())
      .find(({ length }) => length === 1) ?? apart();
  const about = urgent ? null : [{ start: run(setting, 'near', notice.title.sv, 'sv', 'quiet') }];
  const pictured = withPicture(setting, pages, notice.image, about);
  return urgent ? pictured.map((page) => ({ ...page, urgent })) : pictured;
}

/** That of the window's turn where it is written in it, else English, else the next that it is written in. */
function secondOf({ title, text }: Notice, second: Language): Language {
  const place = LANGUAGE_TAGS.indexOf(second);
  const inTurn = [...LANGUAGE_TAGS.slice(place), ...LANGUAGE_TAGS.slice(0, place)];
  const isWritten = (tag: Language) => title[tag] !== undefined || text?.[tag] !== undefined;
  const others = inTurn.filter((tag) => tag !== 'sv' && isWritten(tag));
  return [second, 'en' as const].find((tag) => others.includes(tag)) ?? others[0] ?? 'sv';
}

/** @param others the styles of title and text in the second language */
function noticeBlocks(
  setting: Setting,
  { title, text }: Notice,
  room: number,
  style: TextStyle,
  [otherTitle, otherText]: readonly [TextStyle, TextStyle],
): readonly Block[] {
  const { second } = setting;
  const again = (words: string, language: Language = 'sv') =>
    smallEnough([[{ start: run(setting, 'near', words, language, 'quiet') }]], room);
  const swedish: Block = {
    ruled: true,
    bands: [
      { start: run(setting, style, title.sv) },
      ...(text ? [{ start: run(setting, 'words', text.sv) }] : []),
    ],
    whenGoesOn: again(title.sv),
  };
  const [secondTitle, secondText] = [textInSecond(setting, title), textInSecond(setting, text)];
  if (!secondTitle && !secondText) return [swedish];
  const other: Block = {
    ruled: true,
    bands: [
      ...(secondTitle ? [{ start: run(setting, otherTitle, secondTitle, second) }] : []),
      ...(secondText ? [{ start: run(setting, otherText, secondText, second) }] : []),
    ],
    ...(!secondTitle && { whenFirst: again(title.sv) }),
    whenGoesOn: secondTitle ? again(secondTitle, second) : again(title.sv),
  };
  return [swedish, other];
}

function hoursPages(setting: Setting, programme: Programme): readonly Page[] {
  const { now, zone, second } = setting;
  const heading = headingOf(setting, 'display.opening-hours');
  const blocks = hoursRows(programme, now).map((row): Block => {
    const today = daysUntil(row.firstDay, now, zone) <= 0;
    const name = row.closed && run(setting, 'near', capitalised(row.closed.sv));
    const names: readonly Band[] = name ? [{ start: name }] : [];
    const times = row.closed ? say('sv', 'display.closed') : row.times;
    const end = run(
      setting,
      today ? 'label' : 'words',
      times,
      'sv',
      row.closed ? 'warning' : today ? 'now' : null,
    );
    const start = run(
      setting,
      'label',
      capitalised(daysText(row, now, zone, 'sv') ?? ''),
      'sv',
      today ? 'now' : null,
    );
    const other = second === 'sv' ? undefined : daysText(row, now, zone, second);
    const otherDays = other && run(setting, 'near', other, second, 'quiet');
    if (otherDays && !name && fitsBeside(setting, start, otherDays, end)) {
      return { ruled: true, bands: [{ lead: start, start: otherDays, end }] };
    }
    const below: readonly Band[] = otherDays
      ? [{ start: otherDays, ...(name && { end: name }) }]
      : names;
    return { ruled: true, bands: [...beside(setting, start, end), ...below] };
  });
  return pagesOfBlocks(setting, heading, blocks);
}

/** In three columns, the first of them for the days. */
const fitsBeside = (setting: Setting, days: Run, other: Run, times: Run): boolean =>
  widthOf(setting, days) <= LEAD_WIDTH &&
  LEAD_WIDTH + widthOf(setting, other) + widthOf(setting, times) + 2 * GAP <= setting.width;

/** Two texts on one line where they fit. */
function beside(setting: Setting, start: Band['start'], end: Band['start']): readonly Band[] {
  const width = widthOf(setting, start) + GAP + widthOf(setting, end);
  return width <= setting.width ? [{ start, end }] : [{ start }, { start: end }];
}

const STEPS: readonly { pictogram: NonNullable<Block['pictogram']>; key: TextKey }[] = [
  { pictogram: 'slot', key: 'display.how-ticket' },
  { pictogram: 'seat', key: 'display.how-wait' },
  { pictogram: 'speech', key: 'display.how-called' },
];

function howPages(setting: Setting): readonly Page[] {
  const narrower = { ...setting, width: setting.width - PICTOGRAM_WIDTH };
  const blocks = STEPS.map(({ pictogram, key }): Block => {
    const second = inSecond(setting, key);
    return {
      ruled: true,
      pictogram,
      bands: [
        { start: run(narrower, 'label', say('sv', key)) },
        ...(second ? [{ start: run(narrower, 'near', second, setting.second, 'quiet') }] : []),
      ],
    };
  });
  return pagesOfBlocks(setting, headingOf(setting, 'display.how'), blocks);
}

/** Welcome in every language that the window speaks, each in its own script. */
function welcomePages(setting: Setting, { officeName, languages }: Programme): readonly Page[] {
  const spoken = languages.filter(
    (language) => language !== 'sv' && languageOf(language, 'display.welcome') === language,
  );
  const style = spoken.length <= 2 ? 'big' : spoken.length <= 6 ? 'label' : 'near';
  const words = spoken.map((language) =>
    run(setting, style, say(language, 'display.welcome'), language, 'quiet'),
  );
  const heading: readonly Band[] = [
    { start: run(setting, setting.height < 500 ? 'label' : 'big', say('sv', 'display.welcome')) },
  ];
  const office: Block = {
    bands: [
      { start: run(setting, 'label', officeName) },
      { start: run(setting, 'words', say('sv', 'display.guides-help')) },
    ],
  };
  const pages = pagesOfBlocks(setting, heading, [
    office,
    { ruled: true, bands: besideEachOther(setting, words) },
  ]);
  return pages.map((page) => ({ ...page, place: null }));
}

/** Two to a line where they fit. */
function besideEachOther(setting: Setting, words: readonly Run[]): readonly Band[] {
  const [start, end, ...rest] = words;
  if (!start) return [];
  if (end && widthOf(setting, start) + GAP + widthOf(setting, end) <= setting.width)
    return [{ start, end }, ...besideEachOther(setting, rest)];
  return [{ start }, ...besideEachOther(setting, words.slice(1))];
}

/** The number of the page stands in it, too. */
const headingSetting = (setting: Setting): Setting => ({
  ...setting,
  width: setting.width - PLACE_WIDTH,
});

const headingOf = (setting: Setting, key: TextKey): readonly Band[] =>
  said(headingSetting(setting), 'label', key, { tone: 'now' });

/** 'I dag, tisdag', 'I morgon, onsdag', 'Torsdag', 'Tis 1 dec.'. */
const dayHeading = (setting: Setting, at: EpochMs): readonly Band[] =>
  dayBands(headingSetting(setting), at);

function dayBands(setting: Setting, at: EpochMs): readonly Band[] {
  const { second } = setting;
  const other =
    second === 'sv' || dateLanguage(second) !== second ? undefined : dayName(setting, at, second);
  return pair(setting, 'label', dayName(setting, at, 'sv'), other, 'now');
}

function dayName({ now, zone }: Setting, at: EpochMs, language: Language): string {
  const day = dayText(at, now, zone, language);
  const near = daysUntil(at, now, zone) <= 1 && language === 'sv';
  return capitalised(near ? `${day}, ${weekdayText(at, zone, language)}` : day);
}
