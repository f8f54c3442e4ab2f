/**
 * A program that is called as espeak-ng is and answers as it does: a real WAV file of a tone, with the
 * length that espeak-ng claims. It writes down how it was called.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Spoken = { options: readonly string[]; sentence: string };

/** How long it speaks, by voice, in seconds. */
export const SPEAKS_FOR: Readonly<Record<string, number>> = { sv: 0.5, 'en-gb': 0.6, ar: 0.8 };

export class MadeUpVoice {
  /** To be put first in PATH. */
  readonly folder = mkdtempSync(join(tmpdir(), 'torget-voice-'));
  readonly program = join(this.folder, 'espeak-ng');
  readonly #diary = join(this.folder, 'spoken');

  constructor() {
    writeFileSync(join(this.folder, 'voices'), VOICES);
    for (const [voice, seconds] of Object.entries(SPEAKS_FOR))
      writeFileSync(join(this.folder, `${voice}.wav`), tone(seconds));
    writeFileSync(this.program, PROGRAM);
    chmodSync(this.program, 0o755);
  }

  /** What it was asked to say, in order. */
  spoken(): Spoken[] {
    if (!existsSync(this.#diary)) return [];
    const lines = readFileSync(this.#diary, 'utf8').trim().split('\n');
    return lines.map((line) => {
      const [options = '', sentence = ''] = line.split('\t');
      return { options: options.split(' '), sentence };
    });
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Kurmanji and Amharic are near to Sorani and Tigrinya, and neither of them. */
const VOICES = `Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  sv              --/M      Swedish            gmq/sv
 5  en-gb           --/M      English_(Great_Britain) gmw/en            (en 2)
 5  ar              --/M      Arabic             sem/ar
 5  ku              --/M      Kurdish            ira/ku
 5  am              --/M      Amharic            sem/am
`;

/** The voice is the last of its options. */
const PROGRAM = `#!/bin/sh
here=$(dirname "$0")
for voice; do :; done
if [ "$voice" = --voices ]; then exec cat "$here/voices"; fi
sentence=$(cat)
printf '%s\\t%s\\n' "$*" "$sentence" >> "$here/spoken"
case $sentence in
  *hangs*) exec sleep 60 ;;
  *fails*) exit 3 ;;
  *mumbles*) exec echo 'this is no sound' ;;
  *) exec cat "$here/$voice.wav" ;;
esac
`;

const PER_SECOND = 22_050;

function tone(seconds: number): Buffer {
  const samples = Math.round(PER_SECOND * seconds);
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(0x7ffff024, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(PER_SECOND, 24);
  wav.writeUInt32LE(2 * PER_SECOND, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(0x7ffff000, 40);
  for (let at = 0; at < samples; at++)
    wav.writeInt16LE(Math.round(8_000 * Math.sin(at / 10)), 44 + 2 * at);
  return wav;
}
