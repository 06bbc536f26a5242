import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/vitest/longest-first.ts'

// The suite runs in one zone at a time; `pnpm check` runs it under both zones of scripts/check.ts. Workers inherit the variable.
process.env.TZ ??= 'America/Los_Angeles'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'packages/*/src/**/*.test.ts',
      'examples/*/test/**/*.test.ts',
      'bench/test/**/*.test.ts',
      'scripts/test/**/*.test.ts',
    ],
    globalSetup: ['scripts/vitest/setup.ts'],
    // What no test changes is loaded once a worker: a third of the time is saved.
    isolate: false,
    // Two busy cores: a time-out is for what hangs, not for what is slow.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
  },
})
