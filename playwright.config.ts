import { defineConfig } from '@playwright/test'
import { browserOptions } from './e2e/browser.ts'
import type { ThawOptions } from './e2e/fixtures.ts'

export default defineConfig<object, ThawOptions>({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2, // a server and a browser each
  timeout: 90_000, // a bound for hangs on a busy machine, never a measurement
  expect: { timeout: 20_000 },
  reporter: [['list'], ['./e2e/places-report.ts']],
  use: {
    launchOptions: await browserOptions(),
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    video: 'off',
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
  },
  projects: [
    { name: 'embedded', testMatch: 'embedded/*.spec.ts', use: { storage: 'embedded' } },
    { name: 'mocked', testMatch: 'mocked/*.spec.ts', use: { storage: 'mocked' } },
  ],
})
