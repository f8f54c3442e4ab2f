/** Every state of a desk, with a made-up hub in a real Chromium: by day, in the evening, narrow, and by ear. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '#shared/languages/staff-texts.ts';
import { say } from '#shared/languages/texts.ts';
import { accessibilityFaults, colourFaults } from '#test/support/axe.ts';
import { Stage } from '#test/support/stage.ts';
import { SOAKS } from '#test/support/sweep.ts';

/** Of test/ui/desk-stage.ts, whose clock stands at ten. */
type OnStage = {
  states(): string[];
  shows(state: string, language: 'sv' | 'en'): Promise<void>;
  answers(answer: object): void;
  asked(): [string, unknown][];
  overflow(): number;
};
const TEN = Date.parse('2026-11-24T10:00:00+01:00');
const SMALL = { width: 1280, height: 720 };
/** 1280 CSS pixels at 400 % (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };

let desks: Stage;
let page: Page;

beforeAll(async () => {
  desks = await Stage.open('desk');
});
afterAll(async () => {
  expect(desks.complaints).toEqual([]);
  await desks.close();
});

async function at(size: { width: number; height: number }): Promise<void> {
  page = await desks.page(size);
  await page.emulateMedia({ reducedMotion: 'reduce' });
}

const show = (state: string, language: 'sv' | 'en' = 'sv'): Promise<void> =>
  page.evaluate(
    ([state, language]) =>
      (globalThis as unknown as { stage: OnStage }).stage.shows(state, language),
    [state, language] as const,
  );
const states = (): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { stage: OnStage }).stage.states());
const overflow = (): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { stage: OnStage }).stage.overflow());
const answers = (answer: object): Promise<void> =>
  page.evaluate(
    (answer) => (globalThis as unknown as { stage: OnStage }).stage.answers({ ok: true, answer }),
    answer,
  );
const asked = (): Promise<[string, unknown][]> =>
  page.evaluate(() => (globalThis as unknown as { stage: OnStage }).stage.asked());

describe.each(['light', 'dark'] as const)('a desk that is %s', (colorScheme) => {
  const faultsOf = colorScheme === 'light' || SOAKS ? accessibilityFaults : colourFaults;
  it('[DK32] ACC-50 has no fault that axe-core finds, in any state', async () => {
    await at(SMALL);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const state of await states()) {
      await show(state, colorScheme === 'light' ? 'sv' : 'en');
      expect(await faultsOf(page), state).toEqual([]);
    }
    await page.close();
  });

  it('[DK32] nor any with the note, the menu of reasons or a dialog open', async () => {
    await at(SMALL);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await show('serving');
    await page.keyboard.press('Shift+F9');
    await page.getByRole('button', { name: 'Skola', exact: true }).click();
    await page.getByRole('button', { name: 'Biblioteket' }).click();
    expect(await faultsOf(page), 'note').toEqual([]);
    await page.getByRole('button', { name: say('sv', 'staff.hold-reasons') }).click();
    expect(await faultsOf(page), 'reasons').toEqual([]);
    await page.keyboard.press('Escape');
    for (const key of ['Shift+F6', 'Shift+F8']) {
      await page.keyboard.press(key);
      await page.getByRole('combobox').first().waitFor();
      expect(await faultsOf(page), key).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.close();
  });
});

describe('a narrow page', () => {
  it('[DK31] ACC-52 never scrolls sideways in any state, at 320 pixels or 400 %', async () => {
    await at(NARROW);
    for (const state of await states())
      for (const language of ['sv', 'en'] as const) {
        await show(state, language);
        expect(await overflow(), `${state} ${language}`).toBeLessThanOrEqual(0);
      }
    await page.close();
  });

  it('[DK31] nor with the note or a dialog open', async () => {
    await at(NARROW);
    await show('serving');
    await page.keyboard.press('Shift+F9');
    await page.getByRole('button', { name: 'Biblioteket' }).click();
    expect(await overflow(), 'note').toBeLessThanOrEqual(0);
    for (const key of ['Shift+F6', 'Shift+F8']) {
      await page.keyboard.press(key);
      await page.getByRole('combobox').first().waitFor();
      expect(await overflow(), key).toBeLessThanOrEqual(0);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.close();
  });

  it('[DK31] ACC-52 letters, lines and words may stand wider apart than ours (WCAG 1.4.12)', async () => {
    await at(NARROW);
    await page.evaluate(() => {
      const { document } = globalThis as unknown as { document: { body: object } };
      const spaced = [
        ...['letter-spacing: 0.12em', 'word-spacing: 0.16em', 'line-height: 1.5'],
      ].join(';');
      Object.assign(Reflect.get(document.body, 'style') as object, { cssText: spaced });
    });
    for (const state of ['serving', 'two-hundred-wait', 'long-words'] as const) {
      await show(state);
      expect(await overflow(), state).toBeLessThanOrEqual(0);
    }
    await page.close();
  });
});

describe('two at one desk', () => {
  it('[DK28] are told so, by name and at once', async () => {
    await at(SMALL);
    await show('serving');
    const alert = page.locator('people-note').getByRole('alert');
    expect(await alert.innerText()).toBe('');
    await show('two-people');
    expect(await alert.innerText()).toBe(
      say('sv', 'staff.two-people', { names: 'Ann Berg och Yusuf Ali' }),
    );
    await page.close();
  });
});

describe('keys of one’s own', () => {
  /** Until the dialog has taken focus, which ends every question in it. */
  const openKeys = async () => {
    await page.getByRole('button', { name: say('sv', 'staff.keys') }).click();
    await expect.poll(() => focused('localName')).toBe('input');
  };
  const row = (action: string, key: string) =>
    page.getByRole('button', { name: say('sv', 'staff.key-change-of', { action, key }) });

  it('[DK21] ACC-51 are heard, refused in words, kept on the computer and written on the buttons', async () => {
    await at(SMALL);
    await show('waiting');
    await openKeys();
    await row('Nästa', 'F8').press('Enter');
    const status = page.locator('keys-dialog').getByRole('status');
    const tells = (words: string) => expect.poll(() => status.innerText()).toBe(words);
    await tells(say('sv', 'staff.key-listening', { action: 'Nästa' }));
    await page.keyboard.press('F9');
    await tells(say('sv', 'staff.key-no.taken', { key: 'F9', action: 'Klar' }));
    await page.keyboard.press('n');
    await tells(say('sv', 'staff.key-no.character-alone', { key: 'N', action: 'Nästa' }));
    await page.keyboard.press('F5');
    await tells(say('sv', 'staff.key-no.of-the-browser', { key: 'F5', action: 'Nästa' }));
    await page.keyboard.press('F2');
    await tells(say('sv', 'staff.key-is-now', { key: 'F2', action: 'Nästa' }));
    await page
      .getByRole('button', { name: say('sv', 'staff.key-remove-of', { action: 'Klar' }) })
      .press('Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await asked()).toEqual([]);

    await page.keyboard.press('F8');
    await page.keyboard.press('F9');
    expect(await asked()).toEqual([]);
    await answers({ number: 'A043' });
    await page.keyboard.press('F2');
    expect(await asked()).toEqual([['desk:call-next', { desk: 'bord-1' }]]);
    const next = page.getByRole('button', { name: /^Nästa/ });
    expect(await next.getAttribute('aria-keyshortcuts')).toBe('F2');

    await page.reload();
    await page.waitForFunction(() => 'stage' in globalThis);
    await show('waiting');
    expect(await next.getAttribute('aria-keyshortcuts')).toBe('F2');
    const finish = page.getByRole('button', { name: 'Klar', exact: true });
    expect(await finish.getAttribute('aria-keyshortcuts')).toBeNull();
    await page.close();
  });

  it('[DK21] the usual ones come back with one press, and Escape leaves a question and not the dialog', async () => {
    await at(SMALL);
    await show('waiting');
    await openKeys();
    await row('Ångra', 'Ctrl Z').press('Enter');
    await page.keyboard.press('Escape');
    await row('Ångra', 'Ctrl Z').press('Enter');
    await page.keyboard.press('Alt+u');
    await row('Ångra', 'Alt U').waitFor();
    await page.getByRole('button', { name: say('sv', 'staff.keys-usual') }).click();
    await row('Ångra', 'Ctrl Z').waitFor();
    await page.close();
  });
});

describe('a desk that is closed', () => {
  it('[DK39] says how many wait whom no open desk serves, and marks each of them', async () => {
    await at(SMALL);
    await show('closed');
    const nobody = page.getByText(say('sv', 'staff.no-open-desk'), { exact: true });
    expect(await nobody.count()).toBe(0);
    await show('all-closed');
    await page.getByText(say('sv', 'staff.desk-closed-waits', { count: 3 })).waitFor();
    expect(await nobody.count()).toBe(3);
    await page.close();
  });
});

describe('the note of a visit', () => {
  const note = () => page.locator('visit-note');

  it('[DK23] is filled in by keyboard and sent whole, without the number it was of', async () => {
    await at(SMALL);
    await show('serving');
    await page.keyboard.press('Shift+F9');
    await expect.poll(() => focusedText()).toBe(say('sv', 'staff.note-of', { number: 'A042' }));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focusedText()).toBe(say('sv', 'staff.note-leaflet'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await answers({ note: 'a-note' });
    await page.keyboard.press('Control+Enter');
    await note().waitFor({ state: 'detached' });
    const [, sent] = (await asked())[0] ?? [];
    expect(sent).toEqual({
      desk: 'bord-1',
      asked: ['myndighetsbrev', 'annat'],
      sentOn: [{ to: 'forsakringskassan', warm: true }],
      visitor: 'woman',
      quick: false,
      language: 'ar',
    });
    await page.getByRole('button', { name: say('sv', 'staff.note-undo') }).click();
    await expect
      .poll(async () => (await asked()).at(-1))
      .toEqual(['visit-note:undo', { note: 'a-note' }]);
    await page.close();
  });

  it('[DK16] counted last is what Undo and its key take back, and no longer once something else is done', async () => {
    await at(SMALL);
    const count = async () => {
      await page.keyboard.press('Control+F9');
      await page.getByRole('button', { name: 'Skola', exact: true }).click();
      await answers({ note: 'a-note' });
      await page.keyboard.press('Control+Enter');
      await note().waitFor({ state: 'detached' });
    };
    const said = page.locator('.said');
    const last = async () => (await asked()).at(-1);
    await show('serving');
    await said.getByRole('button', { name: 'A042 · anropet' }).waitFor();
    await count();
    expect(await said.getByRole('button').allInnerTexts()).toEqual([
      expect.stringMatching(/^Ångra räkningen\s+En fråga utan kölapp\s+Ctrl Z$/),
    ]);
    await page.keyboard.press('Control+z');
    await expect.poll(last).toEqual(['visit-note:undo', { note: 'a-note' }]);
    await said.getByRole('button', { name: 'A042 · anropet' }).waitFor();

    await count();
    await show('next-visitor');
    const older = page.locator('.room').getByRole('button', { name: /^Ångra räkningen/ });
    expect(await older.innerText()).not.toContain('Ctrl Z');
    expect(await said.getByRole('button').count()).toBe(1);
    await answers({ number: 'A042', state: 'waiting' });
    await page.keyboard.press('Control+z');
    await expect.poll(last).toEqual(['desk:undo', { desk: 'bord-1' }]);
    await page.close();
  });

  it('[DK24] is begun beside the open note of a visit, by a key of its own, and both say whose they are', async () => {
    await at(SMALL);
    await show('serving');
    await page.keyboard.press('Shift+F9');
    await expect.poll(() => focusedText()).toBe(say('sv', 'staff.note-of', { number: 'A042' }));
    await page.keyboard.press('Control+F9');
    await expect.poll(() => focusedText()).toBe(say('sv', 'staff.note-quick'));
    await page.getByRole('button', { name: 'Skola', exact: true }).click();
    await page.getByRole('button', { name: /^A042: vad gällde det/ }).click();
    await expect.poll(() => focusedText()).toBe(say('sv', 'staff.note-of', { number: 'A042' }));
    expect(await note().getByRole('button', { pressed: true }).count()).toBe(0);
    await page.getByRole('button', { name: /^En fråga utan kölapp/ }).click();
    expect(await note().getByRole('button', { pressed: true }).allInnerTexts()).toEqual(['Skola']);
    await page.close();
  });

  it('[DK24] says how many choices are not in sight, and shows them all', async () => {
    await at(SMALL);
    await show('serving');
    await page.keyboard.press('Shift+F9');
    const lastChip = note().getByRole('toolbar').first().getByRole('button').last();
    const isWhole = () =>
      lastChip.evaluate((chip) => {
        type Box = { getBoundingClientRect(): { bottom: number } };
        const list = Reflect.get(chip, 'parentElement') as Box;
        return (
          (chip as unknown as Box).getBoundingClientRect().bottom <=
          list.getBoundingClientRect().bottom
        );
      });
    expect(await isWhole()).toBe(false);
    await note()
      .getByRole('button', { name: /^Visa \d+ till$/ })
      .first()
      .click();
    expect(await isWhole()).toBe(true);
    await note()
      .getByRole('button', { name: say('sv', 'staff.show-fewer') })
      .first()
      .click();
    expect(await isWhole()).toBe(false);
    await page.close();
  });

  it.each([{ width: 1366, height: 850 }, SMALL])(
    '[DK41] has its buttons in sight and cuts through no choice, at $width × $height',
    async (size) => {
      await at(size);
      await show('serving');
      await page.keyboard.press('Shift+F9');
      await page.getByRole('button', { name: 'Skola', exact: true }).click();
      await page.keyboard.press('Control+F9');
      await page.getByRole('button', { name: /^A042: vad gällde det/ }).click();
      await show('next-visitor');
      await note().getByText(say('sv', 'staff.note-before')).waitFor();
      const away = note().getByRole('button', { name: say('sv', 'staff.note-away') });
      await expect
        .poll(async () => {
          const box = await away.boundingBox();
          return box && box.y + box.height <= size.height;
        })
        .toBe(true);
      for (const list of await note().locator('.lists [role=toolbar]').all()) {
        const edge = await list.boundingBox();
        const bottom = (edge?.y ?? 0) + (edge?.height ?? 0);
        for (const chip of await list.getByRole('button').all()) {
          const box = await chip.boundingBox();
          const isCut = box !== null && box.y < bottom - 1 && box.y + box.height > bottom + 1;
          expect(isCut, await chip.innerText()).toBe(false);
        }
      }
      await page.close();
    },
  );

  it('[DK23] stays as it is while the next visitor is called, and says that it is of the one before', async () => {
    await at(SMALL);
    await show('serving');
    await page.keyboard.press('Shift+F9');
    await page.getByRole('button', { name: 'Skola', exact: true }).click();
    await show('nobody');
    expect(await note().getByText(say('sv', 'staff.note-before')).count()).toBe(0);
    await show('next-visitor');
    await note().getByText(say('sv', 'staff.note-before')).waitFor();
    expect(await note().getByRole('button', { pressed: true }).allInnerTexts()).toEqual(['Skola']);
    expect(await asked()).toEqual([]);
    await note()
      .getByRole('button', { name: say('sv', 'staff.note-away') })
      .click();
    await note().waitFor({ state: 'detached' });
    expect(await asked()).toEqual([]);
    await page.close();
  });

  it('[DK23] finds a kind of question by its first letters, while its list has focus and nowhere else', async () => {
    await at(SMALL);
    await show('waiting');
    await page.keyboard.press('Shift+F9');
    await expect.poll(() => focusedText()).toBe(say('sv', 'staff.note-quick'));
    await page.keyboard.press('f');
    expect(await focusedText()).toBe(say('sv', 'staff.note-quick'));
    await page.keyboard.press('Tab');
    for (const found of ['Förskola', 'Fritid för barn och unga']) {
      await page.keyboard.press('f');
      expect(await focusedText()).toBe(found);
    }
    expect(await note().getByRole('button', { pressed: true }).count()).toBe(0);
    await page.close();
  });

  it('[DK24] of a question without a ticket is begun with one press, and says that it is one', async () => {
    await at(SMALL);
    await show('waiting');
    await page.getByRole('button', { name: say('sv', 'staff.quick') }).click();
    await note()
      .getByRole('heading', { name: say('sv', 'staff.note-quick') })
      .waitFor();
    await page.getByRole('button', { name: 'Förskola', exact: true }).click();
    await answers({ note: 'a-note' });
    await note()
      .getByRole('button', { name: say('sv', 'staff.note-send') })
      .click();
    await note().waitFor({ state: 'detached' });
    expect(await asked()).toMatchObject([['visit-note:add', { quick: true, language: null }]]);
    await page.close();
  });

  it('[DK23] with nothing in it sends nothing, and says why', async () => {
    await at(SMALL);
    await show('waiting');
    await page.keyboard.press('Shift+F9');
    await expect.poll(() => focusedText()).toBe(say('sv', 'staff.note-quick'));
    await note()
      .getByRole('button', { name: say('sv', 'staff.note-send') })
      .press('Enter');
    await page.locator('.work').getByText(say('sv', 'staff.note-empty')).waitFor();
    expect(await asked()).toEqual([]);
    await page.close();
  });
});

describe('who waits', () => {
  it('[DK35] says why she stands before others, and when no open desk serves her', async () => {
    await at(SMALL);
    await show('out-of-turn');
    const rows = await page.locator('waiting-list .what small').allInnerTexts();
    expect(rows[0]).toContain('försprång 10 min');
    expect(rows[1]).toContain('förtur');
    expect(rows[1]).not.toContain('försprång');
    expect(rows[2]).not.toMatch(/för(tur|språng)/);
    expect(rows[3]).toContain(say('sv', 'staff.not-yours'));
    expect(rows[4]).toContain(say('sv', 'staff.no-open-desk'));
    const next = page.getByRole('button', { name: /^Nästa/ });
    expect(await next.innerText()).toContain('försprång 10 min');
    await page.close();
  });
});

describe('a dialog', () => {
  it.each([
    { width: 768, height: 720, scrolls: false },
    { width: 320, height: 640, scrolls: true },
    { width: 320, height: 256, scrolls: true },
  ])(
    '[DK36] of $width×$height shows its last button whole, or after scrolling to it',
    async ({ width, height, scrolls }) => {
      await at({ width, height });
      await show('serving');
      await page.keyboard.press('Shift+F6');
      await page.getByRole('combobox').first().waitFor();
      const last = page.locator('ticket-dialog wa-button[variant=danger]');
      if (scrolls) await last.scrollIntoViewIfNeeded();
      // What can be pressed in its middle is in sight there.
      await expect.poll(async () => (await last.boundingBox())?.y).toBeGreaterThan(0);
      const box = await last.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
      await answers({ number: 'A042' });
      await last.click();
      await expect.poll(async () => (await asked()).at(-1)?.[0]).toBe('ticket:cancel');
      await page.close();
    },
  );
});

describe('somebody who did not come', () => {
  it('[DK16] is put back, and it is said that Undo does not take that back', async () => {
    await at(SMALL);
    await show('waiting');
    await answers({ number: 'A040' });
    await page
      .getByRole('button', { name: say('sv', 'staff.put-back-number', { number: 'A040' }) })
      .click();
    await page
      .locator('.said')
      .getByText(say('sv', 'staff.done.restored', { number: 'A040' }))
      .waitFor();
    expect(await asked()).toEqual([['ticket:restore', { number: 'A040' }]]);
    await page.close();
  });
});

describe('laying aside', () => {
  it('[DK25] takes a reason out of a menu, by keyboard, or none', async () => {
    await at(SMALL);
    await show('serving');
    await answers({ number: 'A042' });
    await page.getByRole('button', { name: say('sv', 'staff.hold-reasons') }).press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await asked()).toEqual([['desk:hold', { desk: 'bord-1', reason: 'copies' }]]);
    await page.close();
  });

  it('[DK25] says why, who holds, and since when', async () => {
    await at(SMALL);
    await show('waiting');
    const row = page.locator('aside-list[kind=held] li').first();
    expect(await row.innerText()).toContain('fyller i en blankett · hos Bord 2 · 6 min');
    const absent = page.locator('aside-list[kind=no-show] li').first();
    expect(await absent.innerText()).toContain('kallad 2 gånger, 4 min');
    await page.close();
  });
});

describe('sending on', () => {
  it('[DK26] offers the bodies of today before the topics, those that are here first', async () => {
    await at(SMALL);
    await show('serving');
    await answers({ number: 'A042' });
    await page.keyboard.press('Shift+F6');
    const bodies = page.getByRole('region', { name: say('sv', 'staff.bodies-here') });
    const offered = await bodies.getByRole('button').allInnerTexts();
    expect(offered.map((words) => words.split('\n').at(-1))).toEqual([
      'här till 12.00',
      'här till 14.00',
      'kommer 12.00',
    ]);
    await bodies.getByRole('button', { name: 'Försäkringskassan' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await asked()).toEqual([
      ['ticket:transfer', { number: 'A042', agency: 'forsakringskassan' }],
    ]);
    await page.close();
  });
});

describe('a ticket by hand', () => {
  it('[DK27] is given by keyboard, with a language and a reason to go before, and its number is told large', async () => {
    await at(SMALL);
    await show('waiting');
    await answers({ number: 'A051', ahead: 2 });
    await page.keyboard.press('Shift+F8');
    await page.getByRole('combobox', { name: say('sv', 'staff.issue-topic') }).waitFor();
    await page.keyboard.type('förskola');
    await page.keyboard.press('Enter');
    await page.getByLabel(say('sv', 'staff.issue-language')).selectOption('ar');
    await page.getByLabel(say('sv', 'staff.issue-turn.cannot-wait')).press('Space');
    await page.getByLabel(say('sv', 'staff.issue-print')).press('Space');
    await page.getByRole('button', { name: say('sv', 'staff.issue-give') }).press('Enter');
    await expect.poll(() => focusedText()).toBe('A051');
    expect(await asked()).toEqual([
      [
        'ticket:issue',
        { topic: 'forskola', language: 'ar', print: false, precedence: 'cannot-wait' },
      ],
    ]);
    await page.getByText(say('sv', 'staff.issue-tell')).waitFor();
    await page.locator('desk-action[pending]').waitFor({ state: 'detached' });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.close();
  });
});

describe('the room', () => {
  it('[DK29] counts a print, lends a computer and takes it back, and books the inner room', async () => {
    await at(SMALL);
    await show('waiting');
    const room = page.getByRole('region', { name: say('sv', 'staff.room-tools') });
    await answers({});
    const presses = [
      [say('sv', 'staff.print-count'), 'count:add', { kind: 'prints' }],
      [say('sv', 'staff.place-lend-of', { place: 'Dator 1' }), 'place:lend', { place: 'dator-1' }],
      [
        say('sv', 'staff.place-return-of', { place: 'Dator 2' }),
        'place:return',
        { place: 'dator-2' },
      ],
    ] as const;
    for (const [name, request, body] of presses) {
      await room.getByRole('button', { name }).click();
      await expect.poll(async () => (await asked()).at(-1)).toEqual([request, body]);
      await show('waiting');
      await page.locator('desk-action[pending]').waitFor({ state: 'detached' });
    }
    await room
      .getByRole('button', {
        name: say('sv', 'staff.room-book-of', { place: 'Inre rummet', minutes: 30 }),
      })
      .click();
    await expect.poll(async () => (await asked()).at(-1)?.[0]).toBe('room:book');
    const [, talk] = (await asked()).at(-1) ?? [];
    expect(talk).toEqual({ place: 'inre', from: TEN, until: TEN + 30 * 60_000 });
    await page.close();
  });

  it('[DK29] does not offer a talk longer than until the next one', async () => {
    await at(SMALL);
    await show('room-soon');
    const room = page.getByRole('region', { name: say('sv', 'staff.room-tools') });
    const books = room.getByRole('button', { name: /: Inre rummet$/ });
    expect(await books.allInnerTexts()).toEqual([say('sv', 'staff.room-book', { minutes: 30 })]);
    await page.close();
  });
});

describe('somebody of a visiting body', () => {
  it('[DK33] has no room to lend, no topics of others to pause and nothing to count', async () => {
    await at(SMALL);
    await show('visiting-body');
    const quick = page.getByRole('button', { name: say('sv', 'staff.quick') });
    expect(await page.locator('room-tools, topic-pauses').count()).toBe(0);
    expect(await quick.count()).toBe(0);
    await page.keyboard.press('Control+F9');
    await page.keyboard.press('Shift+F9');
    expect(await page.locator('visit-note').count()).toBe(0);
    await show('waiting');
    expect(await page.locator('room-tools, topic-pauses').count()).toBe(2);
    expect(await quick.count()).toBe(1);
    await page.keyboard.press('Control+F9');
    await page.locator('visit-note').waitFor();
    await page.close();
  });
});

/** Of the element that has focus, through every shadow root. */
const focused = (what: 'innerText' | 'localName'): Promise<string> =>
  page.evaluate((what) => {
    type Focused = {
      shadowRoot: { activeElement: Focused | null } | null;
      innerText: string;
      localName: string;
    };
    const { document } = globalThis as unknown as { document: { activeElement: Focused | null } };
    let inner = document.activeElement;
    while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
    return inner?.[what] ?? '';
  }, what);
const focusedText = (): Promise<string> => focused('innerText');
