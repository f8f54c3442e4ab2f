/** The address under which a window has a call read aloud. Rules VO1… in docs/spec.md. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { MadeUpVoice } from './made-up-voice.ts';

const DESK = 'bord-2';

async function calledIn(hub: TestHub, language: string): Promise<void> {
  const api = new OfficeApi(hub.url);
  await api.post(`/desks/${DESK}/open`);
  await api.issue('myndighetsbrev', { language });
  await api.post(`/desks/${DESK}/call-next`);
  api.close();
}

const voiceAt = (hub: TestHub, path: string, method = 'GET') =>
  fetch(`${hub.url}/api/v1/offices/${path}`, { method });

describe('a hub with a voice', () => {
  let voice: MadeUpVoice;
  let hub: TestHub;
  beforeAll(async () => {
    voice = new MadeUpVoice();
    hub = await TestHub.alone({ PATH: `${voice.folder}:${process.env['PATH']}` });
    await calledIn(hub, 'ar');
  });
  afterAll(async () => {
    await hub.end();
    voice.end();
  });

  it('[VO1] reads a call of the board to whoever asks, in Swedish and in the ticket’s language', async () => {
    for (const [language, sentence] of [
      ['sv', 'A, 0 0 1. Bord 2.'],
      ['ar', 'A, 0 0 1. الطاولة 2.'],
    ]) {
      const response = await voiceAt(hub, `ragsved/calls/1/voice?language=${language}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('audio/wav');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const file = Buffer.from(await response.arrayBuffer());
      expect(file.subarray(0, 4).toString()).toBe('RIFF');
      expect(voice.spoken().at(-1)?.sentence).toBe(sentence);
    }
  });

  it.each([
    ['a call that is not on the board', 'ragsved/calls/2/voice?language=sv'],
    ['no number', 'ragsved/calls/x/voice?language=sv'],
    ['another language than the call’s', 'ragsved/calls/1/voice?language=en'],
    ['no language', 'ragsved/calls/1/voice?language=tlh'],
    ['two languages', 'ragsved/calls/1/voice?language=sv&language=ar'],
    ['another office', 'elsewhere/calls/1/voice?language=sv'],
  ])('[VO3] reads nothing else: %s', async (_what, path) => {
    const before = voice.spoken().length;
    const response = await voiceAt(hub, path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not-found' });
    expect(voice.spoken()).toHaveLength(before);
  });

  it('[VO2] answers that there is no voice for a language that has none', async () => {
    const api = new OfficeApi(hub.url);
    await api.post(`/desks/${DESK}/finish`);
    await api.issue('myndighetsbrev', { language: 'ti' });
    await api.post(`/desks/${DESK}/call-next`);
    api.close();
    const response = await voiceAt(hub, 'ragsved/calls/2/voice?language=ti');
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect((await voiceAt(hub, 'ragsved/calls/2/voice?language=sv')).status).toBe(200);
  });
});

describe('a hub that is told to be silent', () => {
  it('[VO7] does not look for a voice, and reads nothing', async () => {
    const voice = new MadeUpVoice();
    const hub = await TestHub.alone({
      PATH: `${voice.folder}:${process.env['PATH']}`,
      VOICE: 'off',
    });
    await calledIn(hub, 'sv');
    expect((await voiceAt(hub, 'ragsved/calls/1/voice?language=sv')).status).toBe(204);
    expect(voice.spoken()).toEqual([]);
    await hub.end();
    voice.end();
  });
});
