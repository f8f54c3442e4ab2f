/** The API's commands: path and body of each, cut out of the one schema that the sockets use too. */
import { z } from 'zod';
import { type RefusalCode, type RequestName, requests } from '#shared/protocol.ts';

/** What of a request its path carries, and what is said when it is not even shaped like one. */
const UNKNOWN = {
  desk: 'unknown-desk',
  number: 'unknown-ticket',
  topic: 'unknown-topic',
  printer: 'unknown-printer',
  agency: 'unknown-agency',
  activity: 'unknown-activity',
  notice: 'unknown-notice',
  feed: 'unknown-feed',
  display: 'unknown-display',
  line: 'unknown-line',
  place: 'unknown-place',
  inquiry: 'unknown-inquiry',
  destination: 'unknown-destination',
  day: 'malformed-request',
} as const satisfies Record<string, RefusalCode>;
type Param = keyof typeof UNKNOWN;

export type CommandRoute = {
  request: RequestName;
  /** Express path. */
  path: string;
  /** In the order of the path, the office left out. */
  params: readonly Param[];
  body: z.ZodType<Record<string, unknown>>;
};

export const COMMAND_ROUTES: readonly CommandRoute[] = [
  route('ticket:issue', 'tickets'),
  ...(['call', 'transfer', 'resume', 'restore', 'cancel', 'reprint'] as const).map((verb) =>
    route(`ticket:${verb}`, `tickets/:number/${verb}`),
  ),
  ...(
    ['open', 'call-next', 'recall', 'start', 'finish', 'no-show', 'hold', 'close', 'undo'] as const
  ).map((verb) => route(`desk:${verb}`, `desks/:desk/${verb}`)),
  ...(['pause', 'resume'] as const).map((verb) => route(`topic:${verb}`, `topics/:topic/${verb}`)),
  route('printer:print-page', 'printers/:printer/print-page'),
  ...(['void', 'unvoid'] as const).map((verb) => route(`ticket:${verb}`, `tickets/${verb}`)),
  route('visit-note:add', 'visit-notes'),
  route('visit-note:undo', 'visit-notes/undo'),
  route('count:add', 'counts'),
  ...(['lend', 'return'] as const).map((verb) => route(`place:${verb}`, `places/:place/${verb}`)),
  ...(['book', 'unbook'] as const).map((verb) => route(`room:${verb}`, `places/:place/${verb}`)),

  route('hours:set', 'hours/set'),
  route('hours:change-day', 'hours/:day/change'),
  route('hours:restore-day', 'hours/:day/restore'),
  route('holiday:set', 'holidays/:day/set'),
  route('holiday:remove', 'holidays/:day/remove'),
  route('agency:set', 'agencies/:agency/set'),
  route('agency:set-visits', 'agencies/:agency/set-visits'),
  ...(['cancel', 'change', 'restore'] as const).map((verb) =>
    route(`visit:${verb}`, `agencies/:agency/visits/:day/${verb}`),
  ),
  ...(['set', 'remove'] as const).map((verb) =>
    route(`activity:${verb}`, `activities/:activity/${verb}`),
  ),
  ...(['change', 'cancel', 'restore'] as const).map((verb) =>
    route(`activity:${verb}-day`, `activities/:activity/days/:day/${verb}`),
  ),
  ...(['set', 'remove'] as const).map((verb) => route(`notice:${verb}`, `notices/:notice/${verb}`)),
  ...(['set', 'remove', 'import', 'read'] as const).map((verb) =>
    route(`feed:${verb}`, `feeds/:feed/${verb}`),
  ),
  ...(['begin', 'end'] as const).map((verb) => route(`takeover:${verb}`, `takeover/${verb}`)),
  ...(['set', 'remove', 'reload'] as const).map((verb) =>
    route(`display:${verb}`, `displays/:display/${verb}`),
  ),

  route('agency:remove', 'agencies/:agency/remove'),
  route('notice:announce', 'notices/announce'),
  ...(['set', 'publish', 'discard'] as const).map((verb) =>
    route(`draft:${verb}`, `drafts/${verb}`),
  ),
  ...(['set', 'remove'] as const).flatMap((verb) => [
    route(`topic:${verb}`, `topics/:topic/${verb}`),
    route(`line:${verb}`, `lines/:line/${verb}`),
    route(`desk-card:${verb}`, `desk-cards/:desk/${verb}`),
    route(`place-card:${verb}`, `place-cards/:place/${verb}`),
    route(`inquiry:${verb}`, `inquiries/:inquiry/${verb}`),
    route(`destination:${verb}`, `destinations/:destination/${verb}`),
    route(`printer:${verb}`, `printers/:printer/${verb}`),
  ]),
  route('topics:order', 'topics/order'),
  route('office:set', 'set'),
  route('settings:set', 'settings/set'),
  route('holiday-country:set', 'holiday-country/set'),
  route('book:undo', 'book/undo'),
  route('book:import', 'book/import'),
];

/** Checks the part of the path that the request carries; the office is looked up apart. */
export function pathSchema({ request, params }: CommandRoute): z.ZodType<Record<string, unknown>> {
  const shape: Record<string, z.ZodType> = requests[request].shape;
  return z.object(Object.fromEntries(params.map((param) => [param, shape[param] ?? z.never()])));
}

/** What is said of the first part of a path that is not shaped like what it names. */
export function wrongInPath(
  { request, params }: CommandRoute,
  { issues }: z.ZodError,
): { code: RefusalCode; message?: string } {
  for (const param of params) {
    const issue = issues.find(({ path }) => path[0] === param);
    if (!issue) continue;
    // What is not written as an id names nothing that is there; but here it would name something new.
    const code = request.endsWith(':set') ? 'malformed-request' : UNKNOWN[param];
    return code === 'malformed-request'
      ? { code, message: `${param}: ${issue.message}` }
      : { code };
  }
  return { code: 'malformed-request' };
}

function route(request: RequestName, path: string): CommandRoute {
  const params = [...path.matchAll(/:(\w+)/g)].map(([, param]) => param as Param);
  const schema: z.ZodObject = requests[request];
  const shape: Record<string, z.ZodType> = { ...schema.shape };
  for (const param of params) delete shape[param];
  // What is said of several fields at once is said of the body.
  const checks = (schema.def.checks ?? []) as z.core.$ZodCheck<Record<string, unknown>>[];
  return {
    request,
    path: `/offices/:office/${path}`,
    params,
    body: z.strictObject(shape).check(...checks),
  };
}
