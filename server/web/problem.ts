/** How the API says no: a code for programs and a sentence for whoever reads a log at night. */
import type { Response } from 'express';
import type { RefusalCode } from '#shared/protocol.ts';
import { EventLogUnavailable } from '../event-log/event-log.ts';
import { SharedMemoryUnavailable } from '../shared-memory/shared-memory.ts';
import { API_HEADERS } from './api-headers.ts';

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
  'signed-out': 401,
  locked: 403,
  'needs-https': 403,
  'wrong-credentials': 401,
  'invitation-has-ended': 410,
  'passphrase-too-weak': 422,
  'pin-too-simple': 422,
  'pin-not-here': 403,
  'pin-is-locked': 403,
  'unknown-account': 404,
  'unknown-token': 404,
  'unknown-session': 404,
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
  'unknown-line': 404,
  'unknown-place': 404,
  'unknown-inquiry': 404,
  'unknown-destination': 404,
  'unknown-draft': 404,
  'unknown-picture': 404,
  'unknown-version': 404,
  'unknown-moment': 404,
  'not-a-picture': 415,
  'picture-too-large': 413,
  'no-room': 507,
  'unknown-run': 404,
  'unknown-device': 404,
  'unknown-code': 404,
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
  'signed-out':
    'Nobody is signed in, or no longer: sign in, or send a token as Authorization: Bearer.',
  locked: 'The session is locked; POST /session/unlock opens it.',
  'needs-https':
    'Secrets are taken over HTTPS only. Behind a proxy, set TRUST_PROXY (docs/operations.md).',
  'wrong-credentials': 'Login and passphrase, or PIN, are not right.',
  'invitation-has-ended': 'The one-time link was used, is too old, or never was one.',
  'passphrase-too-weak': 'The passphrase repeats itself, or is little but the login.',
  'pin-too-simple': 'The PIN is one digit over and over, or digits in order.',
  'pin-not-here': 'A PIN is taken only at a paired staff computer.',
  'pin-is-locked': 'Too many wrong PINs at this computer: sign in with the passphrase.',
  'login-is-taken': 'Another account has this login.',
  'last-administrator': 'Without this account no administrator could sign in.',
  'role-needs-its-agency':
    'An administrator has all offices; a person of a visiting body has one office and its agency; others have no agency.',
  'signs-in-elsewhere': 'The account signs in by single sign-on; it has no invitation.',
  'unknown-account': 'There is no account with this id.',
  'unknown-token': 'There is no token with this id.',
  'unknown-session': 'There is no session with this id.',
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
  'unknown-line': 'The office has no line with this id.',
  'unknown-place': 'The office has no place with this id.',
  'unknown-inquiry': 'The office has no kind of question with this id.',
  'unknown-destination': 'The office has no destination with this id.',
  'unknown-draft': 'There is no draft with this id.',
  'unknown-picture': 'The hub has no such picture: send it to /offices/{office}/media first.',
  'unknown-version': 'No change of the book has this version.',
  'unknown-moment': 'That day, or that version of it, is not in the log.',
  'tickets-wait-for-it': 'Tickets of today wait for it or are served.',
  'not-open-then': 'The office would not be open then.',
  'needs-a-draft': 'Here another person reads it first: set a draft.',
  'needs-another-person': 'Another person than the author of the draft publishes it.',
  'changed-since': 'It has been changed again since.',
  'cannot-be-undone': 'Such a change is not taken back here.',
  'not-a-picture': 'These are not the bytes of a whole PNG, JPEG or WebP picture.',
  'picture-too-large': 'A picture has at most 8 MB and 40 million pixels.',
  'no-room': 'There is no room for more pictures.',
  'called-just-now': 'The number was called a moment ago.',
  'not-at-a-terminal': 'Precedence is given at the counter.',
  'nothing-waits-there': 'No ticket of that span waits.',
  'too-late-to-undo': 'That part of the day is over, and what was counted in it stays.',
  'place-is-lent': 'The place is taken.',
  'place-is-free': 'The place is free.',
  'room-is-booked': 'The room is booked at that time.',
  'room-is-not-booked': 'The room is not booked from that time.',
  'unknown-device': 'The office has no device with this id.',
  'unknown-code': 'No device shows this code, or not any more.',
  'no-legal-basis':
    'Nothing is removed without a rule for how long it is kept, and its legal basis.',
  'kept-too-briefly': 'Everything is kept for forty days at least.',
  'decision-missing': 'Name the decision under which it is removed.',
  'decision-lies-ahead': 'The decision is dated in the future.',
  'nothing-is-due': 'Nothing of it is older than its rule.',
  'run-under-way': 'Some of it is marked already: purge that, or let it go, first.',
  'unknown-run': 'Nothing was marked under this id.',
  'too-early-to-purge': 'What was marked is purged a week later at the earliest.',
  'run-has-ended': 'It has been purged or let go.',
};

/** What hub and operator know already: it is told by whoever is away, once, and not by every request. */
export const isAway = (fault: unknown): boolean =>
  fault instanceof EventLogUnavailable || fault instanceof SharedMemoryUnavailable;

/**
 * With the API's headers, where they are not set: what is pressed has come past them.
 * @param said.status every refusal that has no status of its own says that the rules, as things stand, do not allow it: 409
 */
export function problem(
  response: Response,
  code: RefusalCode,
  {
    status = STATUS[code] ?? 409,
    message = SENTENCES[code],
    details = [],
  }: Partial<Omit<Problem, 'code'> & { status: number }> = {},
): void {
  const body: Problem = { code, message, ...(details.length > 0 && { details }) };
  if (!response.hasHeader('Content-Security-Policy')) response.setHeaders(API_HEADERS);
  response.status(status).json(body);
}
