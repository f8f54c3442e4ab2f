/** The API's commands: path and body of each, cut out of the one schema that the sockets use too. */
import { z } from 'zod';
import { type RefusalCode, type RequestName, requests } from '#shared/protocol.ts';

type Param = 'desk' | 'number' | 'topic' | 'printer';

export type CommandRoute = {
  request: RequestName;
  /** Express path. */
  path: string;
  param: Param | null;
  /** What is said when `param` is not even shaped like one. */
  unknown: RefusalCode;
  body: z.ZodType<Record<string, unknown>>;
};

const UNKNOWN = {
  desk: 'unknown-desk',
  number: 'unknown-ticket',
  topic: 'unknown-topic',
  printer: 'unknown-printer',
} as const;

export const COMMAND_ROUTES: readonly CommandRoute[] = [
  route('ticket:issue', '/offices/:office/tickets', null),
  ...(['call', 'transfer', 'resume', 'restore', 'cancel', 'reprint'] as const).map((verb) =>
    route(`ticket:${verb}`, `/offices/:office/tickets/:number/${verb}`, 'number'),
  ),
  ...(
    ['open', 'call-next', 'recall', 'start', 'finish', 'no-show', 'hold', 'close', 'undo'] as const
  ).map((verb) => route(`desk:${verb}`, `/offices/:office/desks/:desk/${verb}`, 'desk')),
  ...(['pause', 'resume'] as const).map((verb) =>
    route(`topic:${verb}`, `/offices/:office/topics/:topic/${verb}`, 'topic'),
  ),
  route('printer:print-page', '/offices/:office/printers/:printer/print-page', 'printer'),
];

/** Checks the part of the path that the request carries; the office is looked up apart. */
export function pathSchema({ request, param }: CommandRoute): z.ZodType<Record<string, unknown>> {
  if (param === null) return z.object({});
  const shape: Record<string, z.ZodType> = requests[request].shape;
  return z.object({ [param]: shape[param] ?? z.never() });
}

function route(request: RequestName, path: string, param: Param | null): CommandRoute {
  const shape: Record<string, z.ZodType> = { ...requests[request].shape };
  if (param) delete shape[param];
  return {
    request,
    path,
    param,
    unknown: param ? UNKNOWN[param] : 'malformed-request',
    body: z.strictObject(shape),
  };
}
