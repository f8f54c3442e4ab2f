/**
 * GET /api/v1/offices/{office}/calls/{call}/voice?language=sv: a call of the board, read aloud. Nobody can
 * have anything else said: neither what no board shows, nor in a language that the call is not in.
 */
import { type Request, type Response, Router } from 'express';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { Office } from '../hub/office.ts';
import { callSentence } from '../voice/call-sentence.ts';
import type { Voices } from '../voice/voices.ts';

export type CallVoiceParts = {
  offices: ReadonlyMap<OfficeId, Office>;
  voices: Voices;
};

/** Put before the API, whose part it is but for its answer being sound. */
export function callVoice({ offices, voices }: CallVoiceParts): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/offices/:office/calls/:call/voice', async (request, response) => {
    response.set(HEADERS);
    const call = callOf(request);
    const language = request.query['language'] ?? 'sv';
    if (!call || (language !== 'sv' && language !== call.language)) return notFound(response);
    const clip = await voices.clip(language, callSentence(call, language));
    if (clip) response.type('audio/wav').send(clip);
    else response.status(204).end(); // there is such a call, and no voice for it
  });
  return router;

  function callOf({ params }: Request<{ office: string; call: string }>) {
    const office = offices.get(params.office as OfficeId);
    return office?.snapshot('board').calls.find(({ id }) => String(id) === params.call);
  }
}

const HEADERS = {
  // The calls of a day are counted from 1: tomorrow the same address is another call.
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

function notFound(response: Response): void {
  response
    .status(404)
    .json({ code: 'not-found', message: 'No such call is on the board, or not in this language.' });
}
