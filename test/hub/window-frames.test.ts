/** Every frame that goes to a window over a small day, as it is on the line. Rule HB12 in docs/spec.md. */
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { PROTOCOL_VERSION } from '#shared/protocol.ts';
import type { Ticket } from '#shared/views.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeApi, type Refused } from '#test/support/office-api.ts';
import ragsved from '../../office/ragsved.json' with { type: 'json' };

/** All that a board may say, by the names of its fields. */
const MAY_SAY = new Set([
  ...['office', 'log', 'day', 'version', 'at', 'officeName', 'zone', 'opening', 'open'],
  ...['closesAt', 'opensAt', 'calls', 'waiting', 'takesTickets', 'programme', 'takeover'],
  ...['id', 'number', 'desk', 'deskName', 'language', 'calledAt', 'text', 'from', 'until', 'test'],
]);

it('[HB12] AB-114 every frame to a window is numbers, desks and what the office itself says', async () => {
  const hub = await TestHub.start();
  const api = new OfficeApi(hub.url);
  onTestFinished(async () => {
    api.close();
    await hub.end();
  });
  const frames: string[] = [];
  const window = new WebSocket(`ws://127.0.0.1:${hub.port}/socket.io/?EIO=4&transport=websocket`);
  window.on('message', (data) => {
    const frame = String(data);
    frames.push(frame);
    if (frame === '2') window.send('3');
    if (frame.startsWith('0'))
      window.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, view: 'board' })}`);
    if (!frame.startsWith('42')) return;
    const [name, snapshot] = JSON.parse(frame.slice(2));
    if (name !== 'snapshot') return;
    const { day, version, at } = snapshot;
    window.send(`42${JSON.stringify(['shown', { day, version, at }])}`);
  });
  await once(window, 'open');

  // A day with everybody in it: each topic, in each language, and all that may become of a ticket.
  await api.post('/desks/bord-1/open');
  const topics = ragsved.topics.filter((topic) => 'line' in topic && topic.line !== null);
  const tokens: string[] = [];
  for (const [nth, topic] of topics.entries()) {
    const language = ragsved.languages[nth % ragsved.languages.length];
    const issued = await api.post<Ticket & Refused & { token?: string }>('/tickets', {
      ...{ topic: topic.id, language },
    });
    if (issued.body.token) tokens.push(issued.body.token);
  }
  expect(tokens.length).toBeGreaterThan(10);
  const steps = ['start', 'finish', 'recall', 'no-show', 'hold', 'undo', 'finish'];
  for (let nth = 0; nth < 30; nth += 1) {
    await api.post('/desks/bord-1/call-next');
    await api.post(`/desks/bord-1/${steps[nth % steps.length]}`);
    await api.post('/desks/bord-1/finish');
  }
  const last = await api.post<Ticket>('/tickets', { topic: 'blanketter', language: 'sv' });
  const isTold = () => frames.some((frame) => frame.includes(`"version":`));
  await expect.poll(isTold).toBe(true);
  expect(last.status).toBe(201);

  await expect
    .poll(() => frames.filter((frame) => frame.startsWith('42')).length)
    .toBeGreaterThan(3);
  const snapshots = frames.filter((frame) => frame.startsWith('42["snapshot"'));
  const told = snapshots.join('\n');
  for (const token of tokens) expect(told).not.toContain(token);
  const topicsTold = topics.filter(({ id }) => told.includes(`"${id}"`));
  expect(topicsTold).toEqual([]);
  const others: string[] = [];
  for (const frame of snapshots)
    JSON.parse(frame.slice(2), (name, value) => {
      const isText = ragsved.languages.includes(name); // a text of the office's, in that language
      if (name !== '' && Number.isNaN(Number(name)) && !isText && !MAY_SAY.has(name))
        others.push(name);
      return value;
    });
  expect([...new Set(others)]).toEqual([]);
});
