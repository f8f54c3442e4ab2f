/** Kinds of test, the quick ones first. All of them under one runner; docs/spec.md has the rules they prove. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const CONTRACTS = 'test/**/*.contract.test.ts';
/** Real browsers, each of several processes: three at once took as long as one on two cores (118 and 119 s), and two 108. */
const SCREENS = ['test/journeys/**/*.test.ts', 'test/window/**/*.test.ts'];
/** Whole hubs that lose what they rest on. Most of their time is waiting. */
const FAULTS = [
  'test/faults/**/*.test.ts',
  'test/kill/**/*.test.ts',
  'test/journeys/window-days.journey.test.ts',
];

/** They put others in the place of modules, which whoever shares a process with them would have, too. */
const APART = ['test/simulation/**/*.test.ts'];

/** They take minutes: begun last, they would leave one core with nothing to do. */
const LONG = /window-days|book\.journey|hostile-words\.journey|simulation/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => Number(LONG.test(moduleId));
    return (await super.sort(files)).toSorted((one, other) => isLong(other) - isLong(one));
  }
}

export default defineConfig({
  test: {
    reporters: ['default', './test/support/reporter.ts'],
    maxWorkers: 3,
    // Of tests that say themselves that they may run beside one another.
    maxConcurrency: 3,
    sequence: { sequencer: LongFirst },
    // Half of a quick file's time was reading again what the file before it had read. Modules outlive a file, and with
    // them the process of hubs; what is put in the place of clocks, globals and functions does not (setupFiles).
    isolate: false,
    setupFiles: ['./test/support/leave-nothing.ts'],
    // For what hangs. A loaded machine must never turn a test red.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['test/**/*.test.ts'],
          exclude: [CONTRACTS, ...SCREENS, ...FAULTS, ...APART],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'apart',
          include: APART,
          isolate: true,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: [CONTRACTS],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'screens',
          include: SCREENS,
          exclude: FAULTS,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: FAULTS,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
