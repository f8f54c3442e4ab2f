/** One of our programs, run to its end as a process of its own. */
import { execFile } from 'node:child_process';
import { COMPILE_CACHE } from './compile-cache.ts';

/**
 * @param program from the project's root: 'server/verify-audit.ts'
 * @param env beside PATH: nothing else of whoever runs the tests
 */
export function runProgram(
  program: string,
  { args = [], env = {} }: { args?: readonly string[]; env?: Record<string, string> } = {},
): Promise<{ code: number | null; said: string; complaints: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      {
        env: { PATH: process.env['PATH'], ...COMPILE_CACHE, ...env },
        maxBuffer: 64 * 1024 * 1024,
      },
      (_fault, said, complaints) => resolve({ code: child.exitCode, said, complaints }),
    );
  });
}
