import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionFromReplies, conditionFromReport, stateOf } from '#print/printer-condition.ts';
import { type StatusFrame, StatusFrames } from '#print/status-frames.ts';

/** More of the bytes that begin or end something than chance would give. */
const anyByte = fc.oneof(
  fc.nat(255),
  fc.constantFrom(0x00, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x18, 0x22, 0x37, 0x3d, 0x53, 0x5f),
);

describe('what a printer sends', () => {
  it('[PR6] is told apart: reply, report, paper, process id, block, and flow control left out', () => {
    const bytes = [
      0x12,
      0x11,
      0x18,
      0x00,
      0x0f,
      0x0f,
      0x13,
      0x03,
      ...ascii('\x37\x22k7q2\0_EPSON\0'),
    ];
    expect(new StatusFrames().push(Uint8Array.from(bytes))).toEqual<StatusFrame[]>([
      { frame: 'reply', byte: 0x12 },
      { frame: 'report', bytes: [0x18, 0x00, 0x0f, 0x0f] },
      { frame: 'paper', byte: 0x03 },
      { frame: 'process-id', id: 'k7q2' },
      { frame: 'block', header: 0x5f, text: 'EPSON' },
    ]);
  });

  it('[PR6] gives the same frames in one piece and byte by byte, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(anyByte, { maxLength: 300 }), (bytes) => {
        const frames = new StatusFrames();
        const oneByOne = bytes.flatMap((byte) => frames.push(Uint8Array.of(byte)));
        expect(oneByOne).toEqual(new StatusFrames().push(Uint8Array.from(bytes)));
      }),
    );
  });

  it('[PR6] is heard again soon after any noise', () => {
    const printed = Uint8Array.from(ascii('\x37\x22k7q2\0'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const frames = new StatusFrames();
        frames.push(noise);
        const heard = Array.from({ length: 3 }, () => frames.push(printed)).flat();
        expect(heard).toContainEqual({ frame: 'process-id', id: 'k7q2' });
      }),
    );
  });
});

describe('what status bytes mean', () => {
  it('[PR8] says the same of a printer whether it was asked or told by itself', () => {
    const told = [
      [
        [0x12, 0x12, 0x12, 0x12] as const,
        [0x10, 0, 0, 0x0f] as const,
        { state: 'ready', paperLow: false, confirms: 'printed' },
      ],
      [
        [0x12, 0x12, 0x12, 0x1e] as const,
        [0x10, 0, 0x03, 0x0f] as const,
        { state: 'ready', paperLow: true, confirms: 'printed' },
      ],
      [
        [0x1a, 0x32, 0x12, 0x7e] as const,
        [0x18, 0, 0x0f, 0x0f] as const,
        { state: 'fault', fault: 'paper-out' },
      ],
      [
        [0x1a, 0x36, 0x12, 0x7e] as const,
        [0x38, 0, 0x0f, 0x0f] as const,
        { state: 'fault', fault: 'cover-open' },
      ],
      [
        [0x1a, 0x52, 0x1a, 0x12] as const,
        [0x18, 0x08, 0, 0x0f] as const,
        { state: 'fault', fault: 'cutter-jammed' },
      ],
      [
        [0x1a, 0x52, 0x32, 0x12] as const,
        [0x18, 0x20, 0, 0x0f] as const,
        { state: 'fault', fault: 'error' },
      ],
      [
        [0x1a, 0x52, 0x52, 0x12] as const,
        [0x18, 0x40, 0, 0x0f] as const,
        { state: 'fault', fault: 'too-hot' },
      ],
      [
        [0x1a, 0x12, 0x12, 0x12] as const,
        [0x18, 0, 0, 0x0f] as const,
        { state: 'fault', fault: 'offline' },
      ],
    ] as const;
    for (const [replies, report, state] of told) {
      expect(stateOf(conditionFromReplies(replies), 'printed')).toEqual(state);
      expect(stateOf(conditionFromReport(report), 'printed')).toEqual(state);
    }
  });

  it('[PR6] AB-113 is something for any bytes', () => {
    fc.assert(
      fc.property(fc.tuple(anyByte, anyByte, anyByte, anyByte), (bytes) => {
        expect(['ready', 'fault']).toContain(stateOf(conditionFromReplies(bytes), 'printed').state);
        expect(['ready', 'fault']).toContain(stateOf(conditionFromReport(bytes), 'printed').state);
      }),
    );
  });
});

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
