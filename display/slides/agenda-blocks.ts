/** What is on, as rows: a visiting body or an event, with its hours, where, and in which languages. Pure. */
import { languageOf, say } from '#shared/languages/texts.ts';
import type { AgendaItem } from '#shared/programme.ts';
import { daysUntil, spanText, timeText } from '#shared/ui/office-time.ts';
import { type EpochMs, LANGUAGES, type Language } from '#shared/vocabulary.ts';
import { shortSpan } from '../opening.ts';
import { lineHeight, type TextStyle } from '../typeface.ts';
import {
  type Band,
  type Block,
  GAP,
  heightOfBands,
  inSecond,
  LEAD_WIDTH,
  linesIn,
  pair,
  run,
  type Setting,
  textInSecond,
} from './page.ts';

export const isHere = ({ startsAt, endsAt, cancelled }: AgendaItem, now: EpochMs): boolean =>
  startsAt <= now && now < endsAt && !cancelled;

/** Large, to be read from the square. */
export function itemRow(setting: Setting, item: AgendaItem): Block {
  const name = run(
    setting,
    'name',
    titleThatFits(setting, item, 'name'),
    'sv',
    item.cancelled ? 'struck' : null,
  );
  const again = run(setting, 'near', titleThatFits(setting, item, 'near'), 'sv', 'quiet');
  return {
    ruled: true,
    bands: [
      { start: name },
      ...hoursAndSecond(setting, item),
      ...particulars(setting, item),
      ...whyNot(setting, item),
    ],
    ...(again.lines.length <= 2 && { whenGoesOn: [{ start: again }] }),
  };
}

/** Why it is called off, as long as that takes a line or two. */
function whyNot(setting: Setting, { cancelled, text }: AgendaItem): readonly Band[] {
  if (!cancelled || !text) return [];
  const bands = pair(setting, 'near', text.sv, textInSecond(setting, text));
  return heightOfBands(bands) <= 2 * lineHeight('near') ? bands : [];
}

/** When, with the name in the second language beside it. */
function hoursAndSecond(setting: Setting, item: AgendaItem): readonly Band[] {
  const { now } = setting;
  const second = textInSecond(setting, item.title);
  if (!item.cancelled) {
    const tone = isHere(item, now) ? 'now' : null;
    return pair(setting, 'time', timesText(item, setting), second, tone);
  }
  const words = [second, inSecond(setting, 'display.cancelled')].filter(Boolean).join(' · ');
  return pair(setting, 'name', say('sv', 'display.cancelled'), words || undefined, 'warning');
}

/** 'nu – 16.00', '14.00–17.00', 'Hela dagen'. */
export function timesText(item: AgendaItem, { now, zone }: Pick<Setting, 'now' | 'zone'>): string {
  const { startsAt, endsAt, allDay } = item;
  if (allDay || daysUntil(endsAt - 1, startsAt, zone) > 0) return say('sv', 'display.all-day');
  if (endsAt <= startsAt) return timeText(startsAt, zone, 'sv');
  return isHere(item, now)
    ? say('sv', 'display.now-until', { time: timeText(endsAt, zone, 'sv') })
    : spanText(startsAt, endsAt, zone, 'sv');
}

/** Where, and in which language beside Swedish: Swedish first, then the second language below. */
export function particulars(
  setting: Setting,
  item: AgendaItem,
  style: TextStyle = 'near',
): readonly Band[] {
  const { place, source, speaks } = item;
  const swedish = [
    place?.sv ?? source,
    speaks && say('sv', 'display.speaks', { language: nameOf(speaks, 'sv') }),
  ].filter(Boolean);
  const other = [
    textInSecond(setting, place),
    speaks && inSecond(setting, 'display.speaks', { language: nameOf(speaks, setting.second) }),
  ].filter(Boolean);
  if (swedish.length === 0) return [];
  const second = other.length > 0 ? other.join(' · ') : undefined;
  return pair(setting, style, swedish.join(' · '), second);
}

/** 'finska'; by its own name where the catalog has no other. */
const nameOf = (spoken: Language, language: Language): string =>
  languageOf(language, `language.${spoken}`) === language
    ? say(language, `language.${spoken}`)
    : LANGUAGES[spoken].name;

/** The whole title where it takes one line; else the short one, if the office has given one. */
export function titleThatFits(
  setting: Pick<Setting, 'width' | 'measure'>,
  { title, shortTitle }: Pick<AgendaItem, 'title' | 'shortTitle'>,
  style: TextStyle,
): string {
  return linesIn(setting, style, title.sv).length > 1 && shortTitle ? shortTitle.sv : title.sv;
}

/** Small, several to a page: hours in a column, then the name. */
export function itemLine(setting: Setting, item: AgendaItem): Block {
  const { width, zone } = setting;
  const times = timesOnOneLine(item, zone);
  const beside = { ...setting, width: width - LEAD_WIDTH - GAP };
  const hasLead = width >= 1050 && isShort(beside, item);
  const narrower = hasLead ? beside : setting;
  const tone = item.cancelled ? ('struck' as const) : null;
  const name = run(narrower, 'label', titleThatFits(narrower, item, 'label'), 'sv', tone);
  const called = item.cancelled ? say('sv', 'display.cancelled') : null;
  const hours = run(setting, 'words', called ?? times, 'sv', called ? 'warning' : null);
  const inOther = (text: string | undefined) =>
    text === undefined ? undefined : run(narrower, 'near', text, setting.second, 'quiet');
  const secondCalled = item.cancelled ? inSecond(setting, 'display.cancelled') : undefined;
  const secondTitle = textInSecond(setting, item.title);
  const other = inOther(secondTitle);
  const otherCalled = inOther(secondCalled);
  if (hasLead) {
    const lead = otherCalled ?? { ...hours, lines: [] };
    const start = other ?? { ...name, lines: [] };
    const isMore = other !== undefined || otherCalled !== undefined;
    return {
      ruled: true,
      bands: [{ lead: hours, start: name }, ...(isMore ? [{ lead, start }] : [])],
    };
  }
  const others = inOther([secondTitle, secondCalled].filter(Boolean).join(' · ') || undefined);
  return {
    ruled: true,
    bands: [{ start: name }, { start: hours }, ...(others ? [{ start: others }] : [])],
  };
}

/** Beside its hours, on two lines at most: longer names are shorter under them, and so is the page. */
function isShort(beside: Setting, item: AgendaItem): boolean {
  const title = titleThatFits(beside, item, 'label');
  const called = item.cancelled ? inSecond(beside, 'display.cancelled') : undefined;
  return (
    linesIn(beside, 'label', title).length <= 2 &&
    (called === undefined || beside.measure(called, 'near') <= LEAD_WIDTH)
  );
}

function timesOnOneLine({ startsAt, endsAt, allDay }: AgendaItem, zone: string): string {
  if (allDay || daysUntil(endsAt - 1, startsAt, zone) > 0) return say('sv', 'display.all-day');
  return endsAt > startsAt
    ? shortSpan({ opensAt: startsAt, closesAt: endsAt }, zone)
    : timeText(startsAt, zone, 'sv');
}
