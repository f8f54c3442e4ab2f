/**
 * Does for a caller what she asks of an office: sockets and HTTP come through here alike. Looks whether she may, says
 * in whose name it is done, and writes down what others may have to ask about. Rules ID… and AU… in docs/spec.md.
 */
import { bookRequests } from '#shared/book-requests.ts';
import type { Reply } from '#shared/protocol.ts';
import type { AuditTrail } from '../identity/audit-trail.ts';
import { type Caller, nameOf } from '../identity/caller.ts';
import { mayAsk } from '../identity/rights.ts';
import { type Asked, type Asker, digestOf } from './commands.ts';
import type { Office } from './office.ts';

/** What of the queue is written down, too: what was done out of turn, and who sat where. */
const OUT_OF_TURN: ReadonlySet<string> = new Set([
  ...['ticket:call', 'ticket:cancel', 'ticket:void', 'ticket:unvoid'],
  ...['topic:pause', 'topic:resume'],
  ...['desk:open', 'desk:close'],
]);

/**
 * Refused with 'not-allowed' when it is not hers to ask.
 * @param how.from a terminal is held to more than the counter is
 * @throws {EventLogUnavailable} it is not known whether it was done; the same request may be repeated
 */
export async function performFor(
  caller: Caller,
  office: Office,
  asked: Asked,
  { audit, from }: { audit: Pick<AuditTrail, 'record'>; from: Asker['from'] },
): Promise<Reply<unknown>> {
  const agency = caller.kind === 'person' ? caller.agency : null;
  const reply: Reply<unknown> = mayAsk(caller, asked.request, office.book.id)
    ? await office.perform(asked, { from, by: authorOf(caller), agency })
    : { ok: false, code: 'not-allowed' };
  const result = reply.ok ? 'done' : reply.code;
  // A hub may die between the two: the log itself says whose act it was, and whoever repeats it brings the line.
  if (result === 'not-allowed' ? canBeAskedAbout(caller) : isWrittenDown(asked))
    await audit.record({
      ...{ caller, office: office.book.id, what: asked.request, on: thingsIn(asked), result },
      ...(reply.ok && { once: onceOf(caller, office, asked) }),
    });
  return reply;
}

/** An id of the queue's is known for two days; then it may be used for something else. */
function onceOf(caller: Caller, office: Office, asked: Asked): string {
  const { requestId } = asked;
  const day = office.rememberedBy(requestId);
  return JSON.stringify([office.book.id, day, nameOf(caller), requestId, digestOf(asked)]);
}

/** A program that keeps asking in vain would fill the trail; its token is at fault, and it is told. */
export const canBeAskedAbout = ({ kind }: Caller): boolean =>
  kind === 'person' || kind === 'device';

const authorOf = (caller: Caller): string | null =>
  caller.kind === 'trial' ? null : nameOf(caller);

function isWrittenDown(asked: Asked): boolean {
  if (asked.request === 'ticket:issue') return 'precedence' in asked && asked.precedence != null;
  return OUT_OF_TURN.has(asked.request) || Object.hasOwn(bookRequests, asked.request);
}

/** What the request names: 'agency:lawyer day:2026-11-24', and of a takeover 'test:true' when it is a drill. Its texts are the book's, and no visitor is among them. */
const thingsIn = (asked: Asked): string =>
  NAMES.map((name) => [name, (asked as Record<string, unknown>)[name]])
    .filter(([, thing]) => thing !== undefined && thing !== null && thing !== false)
    .map(([name, thing]) => `${name}:${thing}`)
    .join(' ');

const NAMES = [
  ...['kind', 'id', 'agency', 'activity', 'notice', 'feed', 'display', 'topic', 'line', 'desk'],
  ...['place', 'inquiry', 'destination', 'printer', 'number', 'from', 'to', 'day', 'version'],
  'test',
] as const;
