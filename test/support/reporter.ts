/**
 * Counts a run: to whoever started vitest with a message channel (setup/test.mjs, which adds its own
 * checks), else as a last line `N passed, N failed, N skipped`.
 */
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      // A file that could not be read, or whose set-up failed, has errors and no failed test.
      if (module.errors().length > 0) counts.failed += 1;
      for (const suite of module.children.allSuites())
        if (suite.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'skipped' : state] += 1;
      }
    }
    if (process.send) process.send(counts);
    else
      process.stdout.write(
        `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
      );
  }
}
