/** A made-up office for the window: everything that can stand in it, and every state that it can be in. */

import type { AgendaItem, DisplayListed, Notice, Programme, Takeover } from '#shared/programme.ts';
import type { Call, Snapshot } from '#shared/views.ts';
import {
  type AgencyId,
  type DeskId,
  type DisplayId,
  type EpochMs,
  LANGUAGE_TAGS,
  type Language,
  type LocalDate,
  type OfficeId,
  type Texts,
  type TicketNumber,
} from '#shared/vocabulary.ts';
import type { Known } from '../../display/display-source.ts';

const ZONE = 'Europe/Stockholm';
const DAY_MS = 86_400_000;
/** A Tuesday, in winter. */
const TODAY = '2026-11-24';
const at = (time: string, day = TODAY): EpochMs => Date.parse(`${day}T${time}:00+01:00`);
const dayAfter = (days: number): LocalDate =>
  new Date(Date.parse(TODAY) + days * DAY_MS).toISOString().slice(0, 10) as LocalDate;

export const NAMES = {
  employment: {
    sv: 'Arbetsförmedlingen',
    fi: 'Työnvälitys (Arbetsförmedlingen)',
    en: 'Employment service',
    so: 'Xafiiska Shaqada (Arbetsförmedlingen)',
    ar: 'مكتب العمل (Arbetsförmedlingen)',
    ti: 'ቤት ጽሕፈት መራኸብቲ ስራሕ (Arbetsförmedlingen)',
    fa: 'اداره کاریابی (Arbetsförmedlingen)',
    ckb: 'نووسینگەی کار (Arbetsförmedlingen)',
    tr: 'Arbetsförmedlingen (iş bulma kurumu)',
    es: 'Arbetsförmedlingen (servicio de empleo)',
    pl: 'Arbetsförmedlingen (urząd pracy)',
    uk: 'Arbetsförmedlingen (служба зайнятості)',
  },
  debt: {
    sv: 'Budget- och skuldrådgivning',
    en: 'Budget and debt advice',
    fi: 'Talous- ja velkaneuvonta',
    ar: 'مشورة الميزانية والديون',
    ti: 'ምኽሪ ባጀትን ዕዳን',
  },
  insurance: {
    sv: 'Försäkringskassan',
    en: 'Social Insurance Agency',
    fi: 'Vakuutuskassa',
    ar: 'صندوق التأمينات',
    ti: 'ሕቡራዊ መድሕን',
  },
  police: {
    sv: 'Närpolisen',
    en: 'Local police',
    fi: 'Lähipoliisi',
    ar: 'الشرطة المحلية',
    ti: 'ናይ ከባቢ ፖሊስ',
  },
  cafe: {
    sv: 'Språkkafé',
    en: 'Language café',
    fi: 'Kielikahvila',
    ar: 'مقهى اللغة',
    ti: 'ካፈ ቋንቋ',
  },
  homework: {
    sv: 'Läxhjälp för barn och unga på biblioteket, torsdagar även på arabiska och somaliska',
    en: 'Homework help',
    ar: 'المساعدة في الواجبات المدرسية',
  },
} as const satisfies Record<string, Texts>;

export function item(
  title: Texts,
  from: EpochMs,
  until: EpochMs,
  more: Partial<AgendaItem> = {},
): AgendaItem {
  return {
    id: `${title.sv.slice(0, 20)} ${from}`,
    kind: 'visit',
    agency: title.sv.slice(0, 20) as AgencyId,
    title,
    shortTitle: null,
    text: null,
    image: null,
    place: null,
    speaks: null,
    startsAt: from,
    endsAt: until,
    allDay: false,
    cancelled: false,
    source: null,
    ...more,
  };
}

const event = (...[title, from, until, more]: Parameters<typeof item>): AgendaItem =>
  item(title, from, until, { kind: 'event', agency: null, ...more });

const ITEMS: readonly AgendaItem[] = [
  item(NAMES.employment, at('09:30'), at('16:00')),
  item(NAMES.debt, at('13:00'), at('17:00'), { shortTitle: { sv: 'Skuldrådgivning' } }),
  item(NAMES.police, at('15:30'), at('18:00')),
  item(NAMES.insurance, at('09:30', dayAfter(1)), at('12:00', dayAfter(1)), { speaks: 'fi' }),
  event(NAMES.cafe, at('17:00', dayAfter(1)), at('19:00', dayAfter(1)), {
    place: { sv: 'Folkets Hus, Rågsveds torg', en: 'Folkets Hus, on the square' },
    text: {
      sv: 'Öva svenska över en kopp kaffe. Du behöver inte anmäla dig.',
      en: 'Practise Swedish over a cup of coffee. No need to book.',
      ar: 'تدرّب على اللغة السويدية مع فنجان قهوة. لا حاجة إلى التسجيل.',
    },
  }),
  item(NAMES.debt, at('13:00', dayAfter(2)), at('16:00', dayAfter(2)), { cancelled: true }),
  event(NAMES.homework, at('15:00', dayAfter(2)), at('17:00', dayAfter(2)), {
    source: 'Biblioteket',
  }),
  item(NAMES.employment, at('13:00', dayAfter(3)), at('16:00', dayAfter(3))),
];

const NOTICE: Notice = {
  id: 'vatten',
  image: null,
  title: {
    sv: 'Vattnet är avstängt i morgon',
    en: 'The water is off tomorrow',
    fi: 'Vesi on poikki huomenna',
    ar: 'المياه مقطوعة غدًا',
    ti: 'ማይ ጽባሕ ክዕጾ እዩ',
  },
  text: {
    sv: 'Mellan 9.00 och 12.00 finns ingen toalett på kontoret. Biblioteket bredvid har öppet.',
    en: 'Between 9:00 and 12:00 there is no toilet at the office. The library next door is open.',
    ar: 'بين الساعة 9:00 و12:00 لا يوجد مرحاض في المكتب. المكتبة المجاورة مفتوحة.',
    ti: 'ካብ ሰዓት 9:00 ክሳብ 12:00 ኣብቲ ቤት ጽሕፈት ሽቓቕ የለን።',
  },
  priority: 'normal',
  from: at('00:00'),
  until: at('12:00', dayAfter(1)),
  weight: 1,
  seconds: null,
};

const TAKEOVER: Takeover = {
  id: 'rok',
  text: {
    sv: 'Gå ut lugnt. Samlas vid fontänen på torget.',
    en: 'Leave calmly. Gather by the fountain on the square.',
    fi: 'Poistu rauhallisesti. Kokoontukaa suihkulähteelle.',
    ar: 'اخرجوا بهدوء. تجمّعوا عند النافورة في الساحة.',
    ti: 'ብህድኣት ውጹ። ኣብ ጥቓ ፋውንተን ተኣከቡ።',
  },
  from: at('13:20'),
  until: at('15:30'),
  test: false,
};

/** As long, and as strange, as a name can be. */
const LONG_NAMES: readonly Texts[] = [
  { sv: 'Å'.repeat(300), en: 'W'.repeat(300), ar: 'م'.repeat(300), ti: 'ሰ'.repeat(300) },
  {
    sv: 'Rådgivning 🧑‍🧑‍🧒‍🧒 مكتب العمل 112 Försäkringskassan ኣብ 9:00',
    en: 'Office مكتب 112',
    ar: 'مكتب Arbetsförmedlingen 112 (9:00)',
  },
  {
    sv: '<img src=x onerror=alert(1)> \u202e evil \u2066 {name} &amp;',
    en: '\u202e\u202e reversed',
    ar: '<b>سطر</b>',
  },
  NAMES.homework,
];
const LONG_ITEMS: readonly AgendaItem[] = LONG_NAMES.flatMap((title, index) => [
  item(title, at('13:00'), at(`1${5 + index}:00`), {
    id: `long ${index}`,
    place: title,
    speaks: 'ckb',
  }),
  event(title, at('09:30', dayAfter(1 + index)), at('12:00', dayAfter(1 + index)), {
    ...{ id: `long event ${index}`, text: title, place: title, cancelled: index === 1 },
  }),
]);
const LONG_NOTICE: Notice = {
  ...NOTICE,
  title: {
    sv: 'En mycket lång rubrik om ingenting alls, skriven av någon med gott om tid',
    ar: 'م'.repeat(300),
  },
  text: { sv: 'Ordentligt långt. '.repeat(80), en: 'Long indeed. '.repeat(80) },
};

/** 75 inches read at 5 metres. */
const LANDSCAPE: DisplayListed = {
  id: 'fonster' as DisplayId,
  name: { sv: 'Fönstret' },
  viewingDistanceMm: 5_000,
  panelWidthMm: 1_660,
};

const hours = Array.from({ length: 15 }, (_, days) => dayAfter(days)).flatMap((day) => {
  const weekday = new Date(day).getUTCDay();
  if (weekday === 0 || weekday === 6) return [];
  const closes = weekday === 3 ? '19:00' : weekday === 5 ? '14:00' : '16:00';
  const closesAt = at(closes, day);
  return [{ opensAt: at('09:30', day), closesAt, ticketsUntil: closesAt - 15 * 60_000 }];
});

function programme(second: Language | 'all', more: Partial<Programme> = {}): Programme {
  return {
    office: 'ragsved' as OfficeId,
    log: 'log',
    revision: JSON.stringify(more).slice(0, 40),
    at: at('09:12'),
    validUntil: at('00:00', dayAfter(14)),
    officeName: 'Medborgarkontoret Rågsved',
    zone: ZONE,
    languages:
      second === 'all' ? ['sv', ...LANGUAGE_TAGS.filter((tag) => tag !== 'sv')] : ['sv', second],
    days: Array.from({ length: 15 }, (_, days) => ({
      day: dayAfter(days),
      startsAt: at('00:00', dayAfter(days)),
      endsAt: at('00:00', dayAfter(days + 1)),
    })),
    hours,
    closures: [{ day: dayAfter(7), name: { sv: 'Planeringsdag', en: 'Planning day' } }],
    items: ITEMS,
    notices: [NOTICE],
    displays: [LANDSCAPE],
    feeds: [],
    ...more,
  };
}

const call = (
  id: number,
  number: string,
  calledAt: EpochMs,
  language: Language = 'sv',
  desk = 'Bord 2',
): Call => ({
  id,
  number: number as TicketNumber,
  desk: 'bord-2' as DeskId,
  deskName: { sv: desk, en: 'Desk 2', ar: 'مكتب 2', ti: 'ጠረጴዛ 2', fi: 'Pöytä 2' },
  language,
  calledAt,
});

function board(now: EpochMs, more: Partial<Snapshot<'board'>> = {}): Snapshot<'board'> {
  return {
    office: 'ragsved' as OfficeId,
    log: `log ${now}`,
    day: TODAY as LocalDate,
    version: 1,
    at: now,
    officeName: 'Medborgarkontoret Rågsved',
    zone: ZONE,
    opening: { open: true, closesAt: at('16:00') },
    calls: [],
    waiting: 6,
    takesTickets: true,
    programme: '',
    takeover: null,
    ...more,
  };
}

export type Scene = { readonly now: EpochMs; readonly known: Known; readonly slide?: string };

/** Every state of the window, by name. */
export function scenes(
  second: Language | 'all',
  display: DisplayListed,
  content: 'usual' | 'long' = 'usual',
): Record<string, Scene> {
  const noon = at('13:24');
  const earlier = (seconds: number) => noon - seconds * 1_000;
  const listed = [
    call(4, 'A041', earlier(240)),
    call(3, 'C007', earlier(400), 'sv', 'Bord 3'),
    call(2, 'A040', earlier(500), 'sv', 'Försäkringskassans rum'),
    call(1, 'A039', earlier(600)),
  ];
  const other = second === 'all' ? 'ar' : second;
  const calling = call(5, 'A042', noon, other);
  const displays = [display];
  const long = content === 'long' ? { items: LONG_ITEMS, notices: [LONG_NOTICE] } : {};
  const whole = programme(second, { displays, ...long });
  const evening = at('21:07');
  const closedBoard = board(evening, {
    opening: { open: false, opensAt: at('09:30', dayAfter(1)) },
    waiting: 0,
  });
  const xmas = programme(second, {
    displays,
    closures: [
      {
        day: TODAY as LocalDate,
        name: {
          sv: 'Julafton',
          en: 'Christmas Eve',
          ar: 'ليلة عيد الميلاد',
          ti: 'ዋዜማ ልደት',
          fi: 'Jouluaatto',
        },
      },
    ],
  });
  const live = (
    at: EpochMs,
    more: Partial<Snapshot<'board'>> = {},
    of: Programme = whole,
  ): Known => ({
    queue: { state: 'live', board: board(at, more) },
    programme: of,
    programmeConfirmedAt: at,
    takeover: null,
    clock: 'sure',
    secure: true,
  });
  const stale = (silentForMs: number): Known => ({
    ...live(noon),
    queue: { state: 'stale', board: board(noon - silentForMs, { calls: listed }), silentForMs },
  });
  const urgent = { ...NOTICE, priority: 'urgent' as const };
  const { sv, en } = NOTICE.title;
  const inTwo = { ...urgent, title: { sv, en }, text: null };
  const why = { sv: 'Sjukdom', en: 'Illness', ar: 'مرض' };
  const calledOff = item(NAMES.insurance, at('13:00'), at('16:00'), { cancelled: true, text: why });
  return {
    open: { now: noon, slide: 'today', known: live(noon, { calls: listed }) },
    'week-ahead': { now: noon, slide: 'week', known: live(noon, { calls: listed }) },
    body: { now: noon, slide: 'body', known: live(noon, { calls: listed }) },
    event: { now: noon, slide: 'event', known: live(noon, { calls: listed }) },
    hours: { now: noon, slide: 'hours', known: live(noon, { calls: listed }) },
    notice: { now: noon, slide: 'notice', known: live(noon, { calls: listed }) },
    urgent: {
      now: noon,
      slide: 'notice',
      known: live(noon, { calls: listed }, programme(second, { displays, notices: [urgent] })),
    },
    'urgent-in-two': {
      now: noon,
      slide: 'notice',
      known: live(noon, { calls: listed }, programme(second, { displays, notices: [inTwo] })),
    },
    'called-off': {
      now: noon,
      slide: 'body',
      known: live(noon, { calls: listed }, programme(second, { displays, items: [calledOff] })),
    },
    how: { now: noon, slide: 'how', known: live(noon, { calls: listed }) },
    welcome: {
      now: noon,
      slide: 'welcome',
      known: live(
        noon,
        {},
        programme(second === 'all' ? 'all' : second, {
          displays,
          items: [],
          notices: [],
          hours: [],
          closures: [],
        }),
      ),
    },
    call: { now: noon, known: live(noon, { calls: [calling, ...listed] }) },
    'call-long': {
      now: noon,
      known: live(noon, {
        calls: [
          {
            ...calling,
            number: 'A1042' as TicketNumber,
            deskName: { sv: 'Försäkringskassans rum' },
          },
          ...listed,
        ],
      }),
    },
    nobody: { now: noon, slide: 'today', known: live(noon, { waiting: 0 }) },
    'no-more-tickets': {
      now: at('15:50'),
      slide: 'today',
      known: live(at('15:50'), { waiting: 0, takesTickets: false }),
    },
    'last-visits': {
      now: at('16:05'),
      slide: 'today',
      known: live(at('16:05'), {
        calls: [call(9, 'A051', at('16:01'))],
        opening: { open: false, opensAt: at('09:30', dayAfter(1)) },
      }),
    },
    closed: {
      now: at('17:30'),
      slide: 'today',
      known: live(at('17:30'), {
        opening: { open: false, opensAt: at('09:30', dayAfter(1)) },
        waiting: 0,
      }),
    },
    night: {
      now: evening,
      slide: 'week',
      known: { ...live(evening), queue: { state: 'live', board: closedBoard } },
    },
    holiday: {
      now: noon,
      slide: 'week',
      known: live(
        noon,
        { opening: { open: false, opensAt: at('09:30', dayAfter(1)) }, waiting: 0 },
        { ...xmas, items: ITEMS.slice(3), hours: hours.slice(1) },
      ),
    },
    takeover: { now: noon, known: { ...live(noon), takeover: TAKEOVER } },
    'takeover-test': { now: noon, known: { ...live(noon), takeover: { ...TAKEOVER, test: true } } },
    'takeover-stale': { now: noon, known: { ...stale(20_000), takeover: TAKEOVER } },
    connecting: {
      now: noon,
      slide: 'today',
      known: { ...live(noon), queue: { state: 'connecting', silentForMs: 0 } },
    },
    starting: {
      now: noon,
      known: { ...live(noon), queue: { state: 'connecting', silentForMs: 0 }, programme: null },
    },
    stale: { now: noon, slide: 'today', known: stale(20_000) },
    lost: {
      now: noon,
      slide: 'today',
      known: { ...stale(90_000), programmeConfirmedAt: at('13:22') },
    },
    offline: {
      now: noon,
      slide: 'week',
      known: {
        ...live(noon),
        queue: { state: 'connecting', silentForMs: 15_000 },
        programmeConfirmedAt: at('09:12'),
      },
    },
    outdated: {
      now: noon,
      known: {
        ...live(noon),
        queue: { state: 'connecting', silentForMs: 0 },
        programme: { ...whole, validUntil: at('09:00') },
        programmeConfirmedAt: at('09:12', '2026-11-10'),
      },
    },
    'wrong-clock': {
      now: noon,
      known: { ...live(noon), queue: { state: 'connecting', silentForMs: 0 }, clock: 'unsure' },
    },
    refused: {
      now: noon,
      slide: 'today',
      known: { ...live(noon), queue: { state: 'refused', why: 'unknown-office' } },
    },
  };
}
