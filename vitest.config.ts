/** Three kinds of test, the quick ones first. All of them under one runner; docs/spec.md has the rules they prove. */
import { defineConfig } from 'vitest/config';

const CONTRACTS = 'test/**/*.contract.test.ts';
/** Whole hubs and real browsers. Much of their time is waiting, so two at once share two cores well. */
const WHOLE_HOUSE = [
  'test/journeys/**/*.test.ts',
  'test/kill/**/*.test.ts',
  'test/window/**/*.test.ts',
];

export default defineConfig({
  test: {
    reporters: ['default', './test/support/reporter.ts'],
    maxWorkers: 2,
    // Of tests that say themselves that they may run beside one another.
    maxConcurrency: 3,
    // For what hangs. A loaded machine must never turn a test red.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['test/**/*.test.ts'],
          exclude: [CONTRACTS, ...WHOLE_HOUSE],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: [CONTRACTS],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: WHOLE_HOUSE,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
