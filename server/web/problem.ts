/** How the API says no: a code for programs and a sentence for whoever reads a log at night. */
import type { Response } from 'express';
import type { RefusalCode } from '#shared/protocol.ts';

/** Names a refusal or a fault to the caller. */
export type Problem = {
  code: RefusalCode | 'not-found' | 'method-not-allowed';
  message: string;
  /** Every mistake of a book, with its place; why a calendar could not be read. */
  details?: readonly string[];
};

const STATUS: Partial<Record<RefusalCode, number>> = {
  'malformed-request': 400,
  'book-has-mistakes': 400,
  'not-allowed': 403,
  'unknown-office': 404,
  'unknown-desk': 404,
  'unknown-topic': 404,
  'unknown-printer': 404,
  'unknown-ticket': 404,
  'unknown-agency': 404,
  'unknown-activity': 404,
  'unknown-notice': 404,
  'unknown-feed': 404,
  'unknown-display': 404,
  'too-many-requests': 429,
  'hub-unavailable': 503,
};

/** Of each code: what a number or a title was refused for must not be guessed from a word. */
const SENTENCES: Readonly<Record<RefusalCode, string>> = {
  'malformed-request': 'Something in the path is not written as docs/api.md says.',
  'hub-unavailable':
    'The log cannot be reached. Nothing was done, or it is not known to be; repeat with the same requestId.',
  'request-id-reused': 'This requestId was used for another request.',
  'too-many-requests': 'Too many in a short time. Wait a little.',
  'not-allowed': 'Whoever asks may not do this.',
  'office-closed': 'The office is closed.',
  'topic-closed': 'The visiting body of this topic is not here now.',
  'topic-paused': 'No tickets are given for this topic for the moment; the desk has paused it.',
  'topic-is-a-group': 'This topic only groups others: take a ticket for one of those.',
  'language-not-offered': 'The office does not offer this language.',
  'too-many-waiting': 'As many as may wait in this line wait already.',
  'too-late-today': 'It is so late that no more tickets are given today.',
  'nobody-waiting': 'Nobody waits whom this desk serves.',
  'desk-closed': 'The desk is closed: open it first.',
  'desk-is-busy': 'The desk has a ticket already: finish or hold that one first.',
  'desk-has-no-ticket': 'The desk has no ticket at the moment.',
  'already-started': 'The visit has begun already.',
  'called-too-few-times':
    'The ticket has not been called as often as the office wants before anybody counts as absent.',
  'call-given-ticket-is-off': 'This office calls no tickets out of turn.',
  'ticket-not-waiting': 'The ticket does not wait.',
  'ticket-not-held': 'The ticket is not on hold.',
  'ticket-not-no-show': 'The ticket is not one of a visitor who did not come.',
  'ticket-has-ended': 'The ticket has ended.',
  'nothing-to-undo': 'There is no step at this desk that could be taken back.',
  'topic-not-paused': 'The topic is not paused.',
  'topic-already-paused': 'The topic is paused already.',
  'day-has-ended': 'That day has ended.',
  'unknown-office': 'There is no office with this id here.',
  'unknown-desk': 'The office has no desk with this id.',
  'unknown-topic': 'The office has no topic with this id.',
  'unknown-printer': 'The office has no printer with this id.',
  'unknown-agency': 'The office has no visiting body with this id.',
  'unknown-activity': 'The office has no event with this id.',
  'unknown-notice': 'The office has no notice with this id.',
  'unknown-feed': 'The office takes in no calendar with this id.',
  'unknown-display': 'The office has no window with this id.',
  'printer-cannot-print': 'The printer cannot print now; GET /offices/{office}/printers says why.',
  'paper-on-its-way': 'That paper is on its way out of the printer.',
  'unknown-ticket': 'No ticket with this number was issued today.',
  'book-has-mistakes': 'The office book cannot have it so.',
  'no-visit-that-day': 'The visiting body would not have come on that day.',
  'no-event-that-day': 'The event would not have taken place on that day.',
  'day-not-changed': 'Nothing was said of that day, so there is nothing to take back.',
  'no-takeover': 'No takeover is in force.',
  'display-not-connected': 'That window is not connected.',
  'feed-cannot-be-read': 'The calendar could not be read; what was last read is kept.',
};

/** Every refusal that has no status of its own says that the rules, as things stand, do not allow it: 409. */
export function problem(
  response: Response,
  code: RefusalCode,
  { message = SENTENCES[code], details = [] }: Partial<Omit<Problem, 'code'>> = {},
): void {
  const body: Problem = { code, message, ...(details.length > 0 && { details }) };
  response.status(STATUS[code] ?? 409).json(body);
}
