/**
 * GET /api/v1/offices/{office}/calls/{call}/voice?language=sv: a call of the board, read aloud. Nobody can
 * have anything else said: neither what no board shows, nor in a language that the call is not in.
 */
import type { Request, Response, Router } from 'express';
import type { OfficeId } from '#shared/vocabulary.ts';
import type { Office } from '../hub/office.ts';
import { callSentence } from '../voice/call-sentence.ts';
import type { Voices } from '../voice/voices.ts';

export type CallVoiceParts = {
  offices: ReadonlyMap<OfficeId, Office>;
  voices: Voices;
};

/** Never kept by anybody: the calls of a day are counted from 1, and tomorrow the same address is another call. */
export const CALL_VOICE_PATH = '/offices/:office/calls/:call/voice';

export function callVoiceReading(router: Router, { offices, voices }: CallVoiceParts): void {
  router.get(CALL_VOICE_PATH, async (request, response) => {
    const call = callOf(request);
    const language = request.query['language'] ?? 'sv';
    if (!call || (language !== 'sv' && language !== call.language)) return notFound(response);
    const clip = await voices.clip(language, callSentence(call, language));
    if (clip) response.type('audio/wav').send(clip);
    else response.status(204).end(); // there is such a call, and no voice for it
  });

  function callOf({ params }: Request<{ office: string; call: string }>) {
    const office = offices.get(params.office as OfficeId);
    return office?.snapshot('board').calls.find(({ id }) => String(id) === params.call);
  }
}

function notFound(response: Response): void {
  response
    .status(404)
    .json({ code: 'not-found', message: 'No such call is on the board, or not in this language.' });
}
