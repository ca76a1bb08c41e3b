import { defineConfig } from 'vitest/config'

const reports = process.env.THAW_TEST_REPORTS

export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts', 'components/**/*.test.ts', 'bin/**/*.test.ts', 'e2e/**/*.test.ts'],
    reporters: reports ? ['default', ['json', { outputFile: `${reports}/unit.json` }]] : ['default'],
    testTimeout: 60_000, // a bound for hangs on a busy machine, never a measurement
  },
})
