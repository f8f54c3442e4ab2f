/** A call as it is heard at the window: a real hub, a program in espeak-ng's place, a real Chromium. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi } from '#test/support/office-api.ts';
import { OfficeInABrowser } from '#test/support/office-in-a-browser.ts';
import { MadeUpVoice, SPEAKS_FOR } from '#test/voice/made-up-voice.ts';

/** What WebAudio was told to play, in its own seconds. */
type Played = { what: 'note' | 'clip'; from: number; seconds: number };

/** Run in the page: writes down what is played, beside playing it. */
const LISTEN = `
  globalThis.played = [];
  const note = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (from) {
    played.push({ what: 'note', from, seconds: 0 });
    note.call(this, from);
  };
  const clip = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (from) {
    played.push({ what: 'clip', from, seconds: this.buffer.duration });
    clip.call(this, from);
  };
`;

let voice: MadeUpVoice;
let hub: TestHub;
let office: OfficeInABrowser;
let api: OfficeApi;
beforeAll(async () => {
  voice = new MadeUpVoice();
  hub = await TestHub.alone({ PATH: `${voice.folder}:${process.env['PATH']}` });
  office = await OfficeInABrowser.open();
  office.moveTo(hub);
  api = new OfficeApi(hub.url);
});
afterAll(async () => {
  api.close();
  await office.close();
  await hub.end();
  voice.end();
});

it('[VO6] two calls made together are each heard as chime, Swedish and the ticket’s language', async () => {
  const window = await office.page('/display', { width: 1920, height: 1080 });
  await window.evaluate(LISTEN);
  for (const [desk, language] of [
    ['bord-1', 'ar'],
    ['bord-2', 'ti'],
  ]) {
    await api.post(`/desks/${desk}/open`);
    await api.issue('myndighetsbrev', { language });
  }
  for (const desk of ['bord-1', 'bord-2']) await api.post(`/desks/${desk}/call-next`);

  const played = () => window.evaluate<Played[]>('played');
  const clips = async () => (await played()).filter(({ what }) => what === 'clip');
  await expect.poll(clips, { timeout: 30_000, interval: 250 }).toHaveLength(3);
  // Of a chime's notes only the first is looked at: it has several, and each has overtones.
  const order = (await played()).filter(
    ({ what }, index, all) => what === 'clip' || all[index - 1]?.what !== 'note',
  );
  expect(order.map(({ what, seconds }) => [what, Math.round(seconds * 10) / 10])).toEqual([
    ['note', 0],
    ['clip', SPEAKS_FOR['sv']],
    ['clip', SPEAKS_FOR['ar']],
    ['note', 0],
    ['clip', SPEAKS_FOR['sv']],
  ]);
  for (const [index, { from }] of order.entries()) {
    const before = order[index - 1];
    if (before) expect(from).toBeGreaterThanOrEqual(before.from + before.seconds);
  }
  expect(new Set(voice.spoken().map(({ sentence }) => sentence))).toEqual(
    new Set(['A, 0 0 1. Bord 1.', 'A, 0 0 1. الطاولة 1.', 'A, 0 0 2. Bord 2.']),
  );
  expect(office.complaints).toEqual([]);
});
