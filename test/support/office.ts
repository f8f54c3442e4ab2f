/** A small made-up office: a guides' line with a group and a quick errand, and one visiting body. */
import type { Activity, Agency, OfficeBook, RecurringHours, Topic } from '#shared/office-book.ts';
import type {
  ActivityId,
  AgencyId,
  DeskId,
  EpochMs,
  LineId,
  LocalDate,
  OfficeId,
  PrinterId,
  Series,
  TopicId,
} from '#shared/vocabulary.ts';

export const guides = 'guides' as LineId;
export const visitors = 'visitors' as LineId;
export const lawyer = 'lawyer' as AgencyId;
export const papers = 'papers' as TopicId;
export const letters = 'letters' as TopicId;
export const printing = 'printing' as TopicId;
export const law = 'law' as TopicId;
export const desk1 = 'desk-1' as DeskId;
export const desk3 = 'desk-3' as DeskId;

export const hoursOf = (rule: string, opens: string, closes: string): RecurringHours => ({
  rule,
  from: '2026-01-01' as LocalDate,
  until: null,
  opens,
  closes,
});

export const agencyOf = (id: AgencyId, given: Partial<Agency> = {}): Agency => ({
  id,
  name: { sv: id },
  shortName: null,
  place: null,
  speaks: null,
  visits: [],
  changes: [],
  ...given,
});

export const activityOf = (id: string, given: Partial<Activity> = {}): Activity => ({
  id: id as ActivityId,
  title: { sv: id },
  shortTitle: null,
  text: null,
  image: null,
  place: null,
  speaks: null,
  hours: [],
  changes: [],
  onHolidays: false,
  ...given,
});

export const topicOf = (id: TopicId, given: Partial<Topic> = {}): Topic => ({
  id,
  parent: null,
  line: guides,
  label: { sv: id },
  pictogram: 'letter',
  sensitive: false,
  discreetLabel: null,
  agency: null,
  headStartMinutes: 0,
  answer: null,
  bring: [],
  ...given,
});

/** Open 9–12 and 13–16 on weekdays, and 11–14 the first Saturday; a lawyer comes on Tuesdays 13–15. */
export const smallOffice: OfficeBook = {
  id: 'small' as OfficeId,
  name: 'The small office',
  zone: 'Europe/Stockholm',
  languages: ['sv', 'en'],
  lines: [
    { id: guides, series: 'A' as Series, mayWait: 20 },
    { id: visitors, series: 'B' as Series, mayWait: 5 },
  ],
  topics: [
    topicOf(papers, { line: null }),
    topicOf(letters, { parent: papers }),
    topicOf(printing, { parent: papers, headStartMinutes: 10 }),
    topicOf(law, {
      line: visitors,
      agency: lawyer,
      label: { sv: 'Prata med en jurist' },
      sensitive: true,
      discreetLabel: { sv: 'Information och råd' },
    }),
  ],
  desks: [
    { id: desk1, name: { sv: 'Bord 1' }, topics: [letters, printing], languages: ['sv', 'en'] },
    { id: desk3, name: { sv: 'Bord 3' }, topics: [law], languages: ['sv'] },
  ],
  agencies: [
    agencyOf(lawyer, {
      name: { sv: 'Juridisk rådgivning' },
      visits: [hoursOf('FREQ=WEEKLY;BYDAY=TU', '13:00', '15:00')],
    }),
  ],
  hours: [
    hoursOf('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '09:00', '12:00'),
    hoursOf('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '13:00', '16:00'),
    hoursOf('FREQ=MONTHLY;BYDAY=1SA', '11:00', '14:00'),
  ],
  hoursChanges: [],
  holidayCountry: null,
  holidays: [],
  activities: [],
  notices: [],
  feeds: [],
  displays: [],
  takeover: null,
  printers: [
    {
      id: 'printer-1' as PrinterId,
      name: { sv: 'Automat 1' },
      connection: 'virtual',
      roll: { widthMm: 80, dotsPerInch: 203 },
      answers: true,
    },
  ],
  inquiries: [],
  destinations: [],
  places: [],
  noticeDrafts: [],
  activityDrafts: [],
  settings: {
    callGivenTicket: false,
    callsBeforeNoShow: 2,
    lastTicketMinutesBeforeClosing: 15,
    recallAfterSeconds: 0,
    secondPairOfEyes: false,
  },
};

/** An instant by the clock on a wall in Stockholm: '2026-11-24T10:00'. */
export const stockholm = (wall: string): EpochMs =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime('Europe/Stockholm').epochMilliseconds;
