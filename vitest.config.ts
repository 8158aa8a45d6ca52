import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/test-order.ts';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['./scripts/test-services.ts'],
    // More than the two cores of a small machine: many files wait, for leases, take-overs and shutdowns.
    maxWorkers: 4,
    // Loading the packages costs more than most files' tests. A file thus finds the modules that others have loaded: it
    // takes databases of its own, and puts back what it changes of its process (variables, timers, signals).
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Generous: nothing passes by being quick, and machines are shared.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A test that passes on a second try is a test that fails.
    retry: 0,
    reporters: ['default'],
  },
});
