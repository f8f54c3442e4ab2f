import {
  type Calendar,
  createCalendar,
  DayGrid,
  destroyCalendar,
  Interaction,
  List,
  TimeGrid,
} from '@event-calendar/core';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { say } from '#shared/languages/texts.ts';
import type { LocalDate, OfficeId, Texts } from '#shared/vocabulary.ts';
import { read } from '../ask-hub.ts';
import { deskStyles } from '../elements/styles.ts';
import { formStyles } from '../shell/form-styles.ts';
import type { ConsoleLanguage } from '../this-computer.ts';
import { type Book, officeToday } from './book.ts';
import { BookLine } from './book-line.ts';
import { clockSpan, dateText, hourText } from './hours-words.ts';
import {
  always,
  asUsual,
  type Chosen,
  calledOff,
  changeOfDay,
  onlyThatDay,
  type Span,
} from './schedule-moves.ts';
import { scheduleStyles } from './schedule-styles.ts';
import { sectionStyles } from './section-styles.ts';
import './texts-field.ts';

/** As GET …/agenda tells it. Times have the office's own offset. */
type Item = {
  id: string;
  kind: 'opening' | 'visit' | 'event';
  title: string;
  start: string;
  end: string;
  cancelled: boolean;
  allDay: boolean;
  source: string | null;
};
/** What the calendar keeps beside its own of each thing. */
type Own = Pick<Item, 'kind' | 'source' | 'allDay'> & { span: Span };

const TABLE_WORDS = [
  ...(['role', 'aria-rowcount', 'aria-colcount', 'aria-rowindex', 'aria-colindex'] as const),
  ...(['aria-rowspan', 'aria-colspan'] as const),
];
const TABLE_PARTS = [
  ...['table', 'row', 'rowgroup', 'rowheader', 'columnheader', 'cell', 'list', 'listitem'].map(
    (is) => `[role=${is}]`,
  ),
  ...TABLE_WORDS.filter((word) => word !== 'role').map((word) => `[${word}]`),
].join();

/** Narrower than this a week has no room for seven columns. */
const ROOM_FOR_A_WEEK_PX = 800;

/**
 * The schedule as a calendar one can drag in: opening hours, visits and events. Whatever is dragged, or chosen by a press
 * or a key, is asked about in a form: only this day, or every time. The form does all that dragging does.
 */
@customElement('schedule-section')
export class ScheduleSection extends LitElement {
  @property({ attribute: false }) book!: Book;
  @property() office!: OfficeId;
  @property() language: ConsoleLanguage = 'sv';
  @state() private chosen: Chosen | null = null;
  @state() private why: Texts | null = null;
  @query('.calendar') private place!: HTMLElement;
  #calendar: Calendar | null = null;
  #read = 0;
  readonly #line = new BookLine(this);
  /** The calendar calls itself a table or a list, and has not the parts that those must have. Each entry says its own day. */
  readonly #plain = new MutationObserver(() => {
    for (const part of this.place.querySelectorAll(TABLE_PARTS))
      for (const word of TABLE_WORDS) part.removeAttribute(word);
    // Days stand under the name of the week.
    for (const day of this.place.querySelectorAll('h4')) day.setAttribute('aria-level', '3');
  });

  static override styles = [deskStyles, formStyles, sectionStyles, ...scheduleStyles];

  get isUnsaved(): boolean {
    return this.chosen !== null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#plain.disconnect();
    if (this.#calendar) void destroyCalendar(this.#calendar);
    this.#calendar = null;
  }

  protected override updated(): void {
    if (!this.#calendar) this.#open();
    if (this.book.edition.version === this.#read) return;
    this.#read = this.book.edition.version;
    this.#calendar?.refetchEvents();
  }

  protected override render() {
    const { language, chosen } = this;
    return html`
      <h1>${say(language, 'staff.book-schedule')}</h1>
      <p class="lead">${say(language, 'staff.book-schedule-how')}</p>
      ${this.#line.said()} ${chosen ? this.#form(chosen) : nothing}
      <div class="calendar"></div>
    `;
  }

  #form(chosen: Chosen) {
    const { language, book } = this;
    const { of, title, becomes } = chosen;
    const change = (part: Partial<Span>) => {
      this.chosen = { ...chosen, becomes: { ...becomes, ...part } };
    };
    const typed = ({ target }: Event) => (target as HTMLInputElement).value;
    const isChanged = changeOfDay(book, chosen) !== undefined;
    return html`
      <form class="card" @submit=${(event: SubmitEvent) => event.preventDefault()}>
        <h2 tabindex="-1">${title}, ${dateText(becomes.day, language)}</h2>
        <p>${this.#wasText(chosen)}</p>
        <div class="row">
          <label>${say(language, 'staff.book-day')}<input type="date" required .value=${becomes.day} @change=${(event: Event) => change({ day: typed(event) as LocalDate })} /></label>
          <label>${say(language, 'staff.hours-opens')}<input type="time" required .value=${becomes.opens} @change=${(event: Event) => change({ opens: typed(event) })} /></label>
          <label>${say(language, 'staff.hours-closes')}<input type="time" required .value=${becomes.closes} @change=${(event: Event) => change({ closes: typed(event) })} /></label>
        </div>
        <texts-field
          .value=${this.why}
          .languages=${book.languages}
          .label=${say(language, 'staff.book-why')}
          .most=${80}
          optional
          .language=${language}
          @texts-changed=${({ detail }: CustomEvent<Texts | null>) => {
            this.why = detail;
          }}
        ></texts-field>
        <div class="acts">
          <button type="button" class="main" @click=${() => this.#ask(onlyThatDay(book, chosen, this.why))}>${say(language, 'staff.book-this-day')}</button>
          ${isChanged ? nothing : html`<button type="button" @click=${() => this.#ask(always(book, chosen))}>${say(language, 'staff.book-every-time')}</button>`}
          <button type="button" @click=${() => this.#ask(calledOff(book, chosen, this.why))}>${say(language, of === 'opening' ? 'staff.book-close-day' : 'staff.book-call-off')}</button>
          ${isChanged ? html`<button type="button" @click=${() => this.#ask(asUsual(chosen))}>${say(language, 'staff.book-as-usual')}</button>` : nothing}
          <button type="button" @click=${() => this.#putAway()}>${say(language, 'staff.cancel')}</button>
        </div>
      </form>
    `;
  }

  /** How it is without the change. */
  #wasText({ was }: Chosen): string {
    const { language } = this;
    const span = clockSpan(was.opens, was.closes, language);
    return say(language, 'staff.book-is-now', { day: dateText(was.day, language), span });
  }

  // The calendar

  #open(): void {
    const { language } = this;
    this.#plain.observe(this.place, { childList: true, subtree: true });
    this.#calendar = createCalendar(this.place, [TimeGrid, DayGrid, List, Interaction], {
      view: this.clientWidth < ROOM_FOR_A_WEEK_PX ? 'listWeek' : 'timeGridWeek',
      date: officeToday(this.book),
      locale: language === 'en' ? 'en-GB' : language,
      slotLabelFormat: (time) => hourText(timeOf(time), language),
      firstDay: 1,
      // Today is the office's: the calendar's own goes by this computer.
      highlightedDates: [officeToday(this.book)],
      theme: (theme) => ({ ...theme, today: 'not-ours', highlight: theme['today'] ?? '' }),
      height: 'auto',
      allDaySlot: true,
      allDayContent: say(language, 'staff.book-whole-day'),
      noEventsContent: say(language, 'staff.book-nothing-on'),
      slotEventOverlap: false,
      slotMinTime: '07:00',
      slotMaxTime: '21:00',
      editable: true,
      eventStartEditable: true,
      eventDurationEditable: true,
      headerToolbar: {
        start: 'title',
        center: '',
        end: 'timeGridWeek,dayGridMonth,listWeek officeToday prev,next',
      },
      customButtons: {
        officeToday: {
          text: say(language, 'staff.book-today'),
          click: () => void this.#calendar?.setOption('date', officeToday(this.book)),
        },
      },
      buttonText: {
        listWeek: say(language, 'staff.book-list'),
        timeGridWeek: say(language, 'staff.book-week'),
        dayGridMonth: say(language, 'staff.book-month'),
        prev: say(language, 'staff.book-earlier'),
        next: say(language, 'staff.book-later'),
      },
      eventSources: [
        { events: ({ start, end }: { start: Date; end: Date }) => this.#items(start, end) },
      ],
      eventContent: ({ event }) => this.#face(event),
      eventDidMount: ({ el }) => {
        // The press is its button's, which says the day as well.
        el.removeAttribute('role');
        el.removeAttribute('tabindex');
      },
      eventClick: ({ event }) => this.#choose(event, event), // also by its button, whose press rises to it
      eventDrop: ({ event, oldEvent, revert }) => {
        this.#choose(oldEvent, event);
        revert(); // the calendar shows the book; what was dragged is asked about first
      },
      eventResize: ({ event, oldEvent, revert }) => {
        this.#choose(oldEvent, event);
        revert();
      },
    });
  }

  async #items(start: Date, end: Date): Promise<Calendar.EventInput[]> {
    const days = Math.round((end.getTime() - start.getTime()) / 86_400_000);
    const from = dayOf(start);
    const query = `?from=${from}&days=${Math.min(62, days)}&language=${this.language}`;
    const reply = await read<{ items: readonly Item[] }>(`/offices/${this.office}/agenda${query}`);
    if (!reply.ok) return [];
    return reply.answer.items.flatMap((item) => this.#drawn(item));
  }

  /** Hours that are open colour their part of the day, and stand above it to be pressed. */
  #drawn(item: Item): Calendar.EventInput[] {
    // By the office's clock, wherever the browser is: its offset is left out.
    const [start, end] = [item.start.slice(0, 16), item.end.slice(0, 16)];
    const { kind, source, allDay, cancelled } = item;
    const [day, opens, closes] = [start.slice(0, 10), start.slice(11), end.slice(11)];
    const span = { day: day as LocalDate, opens, closes };
    const own: Own = { kind, source, allDay, span };
    const drawn = {
      ...{ id: item.id, title: item.title, start, end, allDay, extendedProps: own },
      classNames: [kind, ...(cancelled ? ['cancelled'] : [])],
      editable: source === null && !cancelled && !allDay,
    };
    if (kind !== 'opening' || cancelled) return [drawn];
    const title = say(this.language, 'staff.book-open', {
      span: clockSpan(opens, closes, this.language),
    });
    return [
      { id: `${item.id}/ground`, start, end, display: 'background', extendedProps: own },
      { ...drawn, title, start: day, end: day, allDay: true, editable: false },
    ];
  }

  /** What stands on it, as a button: reached and pressed by a key like any other. */
  #face({ display, title, extendedProps }: Calendar.Event): Calendar.Content {
    if (display === 'background') return '';
    const { kind, allDay, span } = extendedProps as Own;
    const day = document.createElement('span');
    day.className = 'unseen';
    day.textContent = `${dateText(span.day, this.language)} `;
    const when = document.createElement('span');
    when.className = 'time';
    if (!allDay) {
      const until = document.createElement('span');
      until.className = 'until';
      until.textContent = `–${hourText(span.closes, this.language)}`;
      when.append(hourText(span.opens, this.language), until);
    }
    const face = document.createElement('button');
    face.type = 'button';
    // Where there is no room for all of it.
    face.title = `${when.textContent} ${typeof title === 'string' ? title : ''}`.trim();
    const what = document.createElement('span');
    what.className = 'what';
    what.textContent = typeof title === 'string' ? title : '';
    face.append(day, kind === 'opening' ? '' : when, ' ', what);
    return { domNodes: [face] };
  }

  #choose(was: Calendar.Event, becomes: Calendar.Event): void {
    const { kind, source, allDay, span } = was.extendedProps as Own;
    if (source !== null || allDay) return; // of a calendar of others: theirs to change
    this.why = null;
    this.#line.forget();
    const [, id = ''] = String(was.id).split('/');
    this.chosen = {
      of: kind,
      id: kind === 'opening' ? '' : id,
      title: kind === 'opening' ? say(this.language, 'staff.book-opening-hours') : nameOf(was),
      was: span,
      becomes: becomes === was ? span : spanOf(becomes),
    };
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('form h2')?.focus(),
    );
  }

  async #ask(asked: { path: string; body: object }): Promise<void> {
    if (await this.#line.ask(asked)) this.#putAway(true);
  }

  #putAway(keepWord = false): void {
    this.chosen = null;
    this.why = null;
    if (!keepWord) this.#line.forget();
  }
}

const two = (count: number): string => String(count).padStart(2, '0');
/** The calendar's dates are the office's own clock, written as if the browser were there. */
const dayOf = (date: Date): LocalDate =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` as LocalDate;
const timeOf = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}`;
const spanOf = ({ start, end }: Calendar.Event): Span => ({
  day: dayOf(start),
  opens: timeOf(start),
  closes: timeOf(end),
});

const nameOf = ({ title }: Calendar.Event): string => (typeof title === 'string' ? title : '');

declare global {
  interface HTMLElementTagNameMap {
    'schedule-section': ScheduleSection;
  }
}
