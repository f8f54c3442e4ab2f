/** Plain text on the virtual printer. Rules VP20… in docs/spec.md. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Raster } from '#print/escpos.ts';
import { letterOf } from '#print/virtual-code-pages.ts';
import { VirtualPrinter } from '#print/virtual-printer.ts';
import '#print/virtual-text.ts'; // fetched before time is made up
import { SimulatedTimers } from '#test/support/simulated-timers.ts';
import { MadeUpHost } from './made-up-host.ts';

const INITIALISE = '\x1b@';
const CUT = '\x1dVB\0';

let printer: VirtualPrinter;
let host: MadeUpHost;
beforeEach(() => {
  const timers = new SimulatedTimers();
  printer = new VirtualPrinter({ timers, now: () => 0 });
  host = new MadeUpHost(printer, timers);
});

async function printed(...parts: readonly (string | Uint8Array)[]): Promise<Raster> {
  host.send(INITIALISE, ...parts, CUT);
  await host.untilRest();
  const [paper] = printer.papers;
  if (paper === undefined) throw new Error('no paper');
  expect(paper).toMatchObject({ cut: true, refused: [] });
  return paper.raster;
}

/** From the first to the last dot of ink: columns, then rows. */
function inkOf({ widthDots, heightDots, dots }: Raster) {
  const inked: { x: number; y: number }[] = [];
  for (let y = 0; y < heightDots; y++)
    for (let x = 0; x < widthDots; x++)
      if (((dots[(y * widthDots + x) >> 3] ?? 0) & (0x80 >> (x & 7))) !== 0) inked.push({ x, y });
  const xs = inked.map(({ x }) => x);
  const ys = inked.map(({ y }) => y);
  return {
    left: Math.min(...xs),
    right: Math.max(...xs) + 1,
    top: Math.min(...ys),
    bottom: Math.max(...ys) + 1,
    dots: inked.length,
  };
}

describe('letters', () => {
  it('[VP20] stand in cells of 12 by 24 dots, 30 dots from line to line', async () => {
    const one = await printed('\xdb\n'); // a whole cell of code page 437, were it drawn
    expect(one.heightDots).toBe(30);
    const three = await printed('H\nH\nH');
    expect(three.heightDots).toBe(30 + 30 + 24);
    const { left, right } = inkOf(await printed('H'.repeat(48)));
    expect([left, right]).toEqual([expect.closeTo(2, -1), expect.closeTo(574, -1)]);
  });

  it('[VP20] that do not fit go on in the next line', async () => {
    expect((await printed('H'.repeat(49))).heightDots).toBe(30 + 24);
  });

  it.each([
    ['centred', '\x1ba\x01', 282, 294],
    ['to the right', '\x1ba2', 564, 576],
    ['after a margin', '\x1dL\x64\0', 100, 112],
    ['centred in an area', '\x1dL\x64\0\x1dW\x64\0\x1ba\x01', 144, 156],
    ['in an absolute place', '\x1b$\xc8\0', 200, 212],
    ['after a tab', '\t', 96, 108],
  ])('[VP20] stand %s', async (_where, command, from, to) => {
    const { left, right } = inkOf(await printed(command, 'H\n'));
    expect(left).toBeGreaterThanOrEqual(from);
    expect(right).toBeLessThanOrEqual(to);
  });

  it('[VP20] are as large, bold, underlined or reversed as they are told to be', async () => {
    const plain = inkOf(await printed('H\n'));
    const large = inkOf(await printed('\x1d!\x77H\n'));
    expect(large.right - large.left).toBeGreaterThan((plain.right - plain.left) * 7);
    expect(large.bottom - large.top).toBeGreaterThan((plain.bottom - plain.top) * 7);
    expect(inkOf(await printed('\x1bE\x01H\n')).dots).toBeGreaterThan(plain.dots);
    expect(inkOf(await printed('\x1b-\x02H\n'))).toMatchObject({ left: 0, right: 12, bottom: 24 });
    expect(inkOf(await printed('\x1dB\x01H\n'))).toMatchObject({ left: 0, right: 12, bottom: 24 });
    const mode = inkOf(await printed('\x1b!\x30H\n'));
    expect(mode.bottom - mode.top).toBeGreaterThan((plain.bottom - plain.top) * 1.8);
    expect((await printed('\x1bM1H')).heightDots).toBe(17);
  });

  it('[VP20] stand on their heads, where they would have stood from the other end', async () => {
    const upright = inkOf(await printed('L'));
    const turned = inkOf(await printed('\x1b{\x01L'));
    expect(turned).toMatchObject({ left: 576 - upright.right, right: 576 - upright.left });
    expect(turned).toMatchObject({ top: 24 - upright.bottom, bottom: 24 - upright.top });
  });

  it('[VP20] are those of the code page, and of the country', () => {
    const åäö = [0x86, 0x84, 0x94];
    for (const page of [0, 2, 5, 13, 19])
      expect(åäö.map((byte) => letterOf(byte, page, 0)).join('')).toBe('åäö');
    expect([0xe5, 0xe4, 0xf6].map((byte) => letterOf(byte, 16, 0)).join('')).toBe('åäö');
    expect(letterOf(0xd5, 19, 0)).toBe('€');
    expect(letterOf(0x95, 1, 0)).toBe('─');
    expect([...'}{|'].map((letter) => letterOf(letter.charCodeAt(0), 0, 5)).join('')).toBe('åäö');
    expect(letterOf(0x80, 99, 0)).toBe('\ufffd');
  });
});

describe('paper between lines', () => {
  it.each([
    ['of three lines', 'H\x1bd\x03', 90],
    ['of dots', 'H\x1bJ\x28', 40],
    ['of a chosen height', '\x1b3\x50H\nH\n', 160],
    ['of the usual height again', '\x1b3\x50\x1b2H\n', 30],
  ])('[VP20] is fed: %s', async (_what, text, heightDots) => {
    expect((await printed(text)).heightDots).toBe(heightDots);
  });
});

describe('what is drawn between letters', () => {
  it('[VP20] a ruled line reaches from edge to edge', async () => {
    expect(inkOf(await printed('\x1bt\x01', '\x95'.repeat(48), '\n'))).toMatchObject({
      ...{ left: 0, right: 576, bottom: 13 },
    });
  });

  it('[VP20] a picture stands as the text does', async () => {
    const block = `\x1dv0\0\x02\0\x08\0${'\xff'.repeat(16)}`;
    expect(inkOf(await printed('\x1ba\x01', block))).toEqual({
      ...{ left: 280, right: 296, top: 0, bottom: 8, dots: 128 },
    });
    const kept = `\x1d8L\x1a\0\0\0\x30\x70\x30\x01\x01\x31\x10\0\x08\0${'\xff'.repeat(16)}`;
    const ink = { left: 280, right: 296, top: 0, bottom: 8, dots: 128 };
    expect(inkOf(await printed('\x1ba\x01', kept, '\x1d(L\x02\0\x30\x32'))).toEqual(ink);
  });

  it('[VP20] a QR code is of as large modules as were asked for', async () => {
    const data = 'https://example.se/k/A042';
    const symbol = await printed(
      '\x1d(k\x03\0\x31\x43\x06',
      `\x1d(k${String.fromCharCode(data.length + 3)}\0\x31\x50\x30${data}`,
      '\x1d(k\x03\0\x31\x51\x30',
    );
    expect(symbol.heightDots % 6).toBe(0);
    const { left, right, top, bottom } = inkOf(symbol);
    expect([right - left, bottom - top]).toEqual([150, 150]); // version 2: 25 modules
  });
});

describe('a cut', () => {
  it('[VP20] where the paper stands leaves what is not past the knife to the next slip', async () => {
    host.send(INITIALISE, '\x1b3\0', 'H\n'.repeat(10), '\x1dV\0');
    await host.untilRest();
    expect(printer.papers.map(({ heightDots, cut }) => [heightDots, cut])).toEqual([
      [120, false],
      [120, true],
    ]);
  });

  it('[VP20] prints a line that was begun first', async () => {
    expect(inkOf(await printed('H')).dots).toBeGreaterThan(0);
  });
});
