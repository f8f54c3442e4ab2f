/**
 * A device file with somebody at its other end: a pseudo-terminal, the one kind of device that a test may make.
 * What is written to the file comes out of `line`, and the other way round, as on a printer's cable.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';

export type DeviceUnderTest = { path: string; line: Duplex; unplug(): void };

/** Made by `script`, of util-linux: part of every Linux. */
export async function makeDeviceFile(): Promise<DeviceUnderTest> {
  // It ends with the test, also with one that was killed.
  const untilWeEnd = `while kill -0 ${process.pid} 2>/dev/null; do sleep 1; done`;
  const child = spawn('script', ['-qfec', `stty raw -echo; tty; ${untilWeEnd}`, '/dev/null']);
  await once(child, 'spawn').catch((cause: unknown) => {
    throw new Error('The test needs `script`: apt-get install bsdutils', { cause });
  });
  const path = await new Promise<string>((resolve) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const [line] = /\/dev\/\S+(?=\n)/.exec(said) ?? [];
      if (line === undefined) return;
      child.stdout.off('data', read);
      child.stdout.pause();
      resolve(line);
    };
    child.stdout.on('data', read);
  });
  const line = new Duplex({
    allowHalfOpen: false,
    read: () => child.stdout.resume(),
    write: (bytes, _encoding, done) => child.stdin.write(bytes, done),
    destroy: (error, done) => done(error),
  });
  child.stdout.on('data', (bytes) => {
    if (!line.push(bytes)) child.stdout.pause();
  });
  child.stdin.on('error', () => {}); // unplugged
  line.on('error', () => {});
  return {
    path,
    line,
    unplug: () => {
      child.kill('SIGKILL');
      line.destroy();
    },
  };
}
