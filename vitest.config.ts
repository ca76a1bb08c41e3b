import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts', 'components/**/*.test.ts', 'bin/**/*.test.ts', 'e2e/**/*.test.ts'],
    testTimeout: 60_000, // a bound for hangs on a busy machine, never a measurement
  },
})
