/** What people, children and broken hardware do to a terminal, in real Chromium. Rules HF1… in docs/spec.md. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { say } from '#shared/languages/texts.ts';
import { TestHub } from '#test/support/hub.ts';
import { OfficeInABrowser, rest, see } from '#test/support/office-in-a-browser.ts';

let office: OfficeInABrowser;
let hub: TestHub;

beforeAll(async () => {
  office = await OfficeInABrowser.open();
});
afterAll(() => office.close());
beforeEach(async () => {
  hub = await TestHub.start();
  office.moveTo(hub);
});
afterEach(async () => {
  await office.closePages();
  await hub.end();
});

const takeTicket = (terminal: Page) =>
  terminal.getByRole('button', { name: say('sv', 'terminal.take-ticket') });

async function waiting(): Promise<number> {
  const board = await (await fetch(`${hub.url}/api/v1/offices/ragsved/board`)).json();
  return (board as { waiting: number }).waiting;
}

// What runs in the page.

const DROP_A_FILE = `{
  const data = new DataTransfer();
  data.items.add(new File(['x'], 'page.html', { type: 'text/html' }));
  data.setData('text/uri-list', 'https://evil.example/');
  for (const type of ['dragstart', 'dragover', 'drop'])
    document.body.dispatchEvent(
      new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }),
    );
}`;

const REFUSED = `['contextmenu', 'selectstart', 'dragover', 'drop', 'touchmove'].map((type) => {
  const event = new Event(type, { bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
})`;

const TOUCHES_OF_NO_FINGER = `{
  const places = [-1e9, -1, NaN, 1e9, Infinity, 0];
  for (let nth = 0; nth < 10_000; nth += 1) {
    const [clientX, clientY] = [places[nth % 6], places[(nth >> 3) % 6]];
    const type = ['pointerdown', 'pointermove', 'pointerup', 'click'][nth % 4];
    const made = { bubbles: true, composed: true };
    const hasPlace = Number.isFinite(clientX) && Number.isFinite(clientY);
    document.body.dispatchEvent(
      new PointerEvent(type, hasPlace ? { ...made, clientX, clientY } : made),
    );
  }
}`;

describe('a terminal that is treated badly', () => {
  it('[HF1] AB-002 a key that stays down gives one ticket, and goes no further', async () => {
    const terminal = await office.terminal();
    await office.chooseATopic(terminal, 'sv');
    await rest(terminal);
    await takeTicket(terminal).focus();
    // Playwright's second and later downs of one key are its repeats.
    for (let times = 0; times < 200; times += 1) await terminal.keyboard.down('Enter');
    await see(terminal, 'A001');
    for (let times = 0; times < 200; times += 1) await terminal.keyboard.down('Enter');
    await see(terminal, 'A001');
    await terminal.keyboard.up('Enter');
    expect(await waiting()).toBe(1);
  });

  it('[HF2] AB-007 nothing that is pressed, pulled, dropped or typed leaves the page', async () => {
    const terminal = await office.terminal();
    await office.chooseATopic(terminal, 'sv');
    const address = terminal.url();
    const left = terminal.evaluate(
      "new Promise((gone) => addEventListener('pagehide', () => gone('left')))",
    );
    const control = await takeTicket(terminal).boundingBox();
    const x = (control?.x ?? 0) + 20;
    const y = (control?.y ?? 0) + 20;
    await terminal.mouse.click(x, y, { button: 'right' });
    await terminal.mouse.click(x, y, { button: 'middle' });
    await terminal.mouse.move(x, y);
    await terminal.mouse.wheel(900, 900);
    for (const chord of [
      'Control+w',
      'Control+p',
      'Control+l',
      'Control+a',
      'F5',
      'F12',
      'Alt+ArrowLeft',
    ])
      await terminal.keyboard.press(chord);
    await terminal.evaluate(DROP_A_FILE);
    const refused = await terminal.evaluate(REFUSED);
    expect(refused).toEqual([true, true, true, true, true]);
    const stays = new Promise((still) => setTimeout(() => still('here'), 500));
    expect(await Promise.race([left, stays])).toBe('here');
    expect(terminal.url()).toBe(address);
    expect(await terminal.evaluate('String(getSelection())')).toBe('');
    await see(terminal, say('sv', 'terminal.take-ticket'));
    expect(await waiting()).toBe(0);
  });

  it('[HF3] AB-011 touches beyond the screen, without a place, and ten thousand at a time are survived', async () => {
    const terminal = await office.terminal();
    await office.chooseATopic(terminal, 'sv');
    await terminal.evaluate(TOUCHES_OF_NO_FINGER);
    await takeTicket(terminal).click();
    await see(terminal, 'A001');
    expect(await waiting()).toBe(1);
    expect(office.complaints).toEqual([]);
  });

  it('[HF4] AB-012 a terminal whose clock is three hours wrong goes by the hub’s', async () => {
    const terminal = await office.terminal();
    const hubTime = Date.parse('2026-11-24T10:00:00+01:00');
    await terminal.clock.install({ time: hubTime + 3 * 3_600_000 + 7 * 3_600_000 });
    await terminal.reload();
    // Past closing by its own clock, and open by the office's.
    await office.takeATicket(terminal, 'sv');
    await see(terminal, 'A001');
  });
});
