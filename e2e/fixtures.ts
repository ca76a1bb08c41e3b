import { randomUUID } from 'node:crypto'
import { test as base, expect, type Page } from '@playwright/test'
import { type StorageKind, startThaw, type ThawServer } from './thaw.ts'

export { expect } from '@playwright/test'

export interface ThawOptions {
  /** Which storage the server of this worker reads from. */
  storage: StorageKind
}

interface WorkerFixtures extends ThawOptions {
  /** A production server for this worker. */
  thaw: ThawServer
  /** Cookies of a browser that signed in by the link. */
  signedIn: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>
}

interface TestFixtures {
  /** Complaints of the browser this test expects, such as a download that has to break. */
  tolerate(pattern: RegExp): void
  /** Goes with every failed test: what the server wrote meanwhile. */
  serverLog: undefined
  /** A name for a scenario's job with a state of its own: `job('throttled')`. */
  job(scenario: string): string
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  storage: ['embedded', { option: true, scope: 'worker' }],

  thaw: [
    async ({ storage }, use) => {
      await using server = await startThaw(storage)
      await use(server)
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  signedIn: [
    async ({ browser, thaw }, use) => {
      const context = await browser.newContext()
      const page = await context.newPage()
      await signIn(page, thaw.signInLink)
      const state = await context.storageState()
      await context.close()
      await use(state)
    },
    { scope: 'worker' },
  ],

  baseURL: ({ thaw }, use) => use(thaw.url),
  storageState: ({ signedIn }, use) => use(signedIn),

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern
  job: ({}, use) => use((scenario) => `${scenario}.${randomUUID().slice(0, 8)}`),

  serverLog: [
    async ({ thaw }, use, info) => {
      const before = thaw.log().length
      await use(undefined)
      const body = thaw.log().slice(before)
      if (info.status !== info.expectedStatus && body)
        await info.attach('server.log', { body, contentType: 'text/plain' })
    },
    { auto: true },
  ],

  /** Every test fails on a complaint of the browser: an error on the console, an exception, a violated CSP, a title that went away. */
  tolerate: [
    async ({ context }, use) => {
      const complaints: string[] = []
      const tolerated: RegExp[] = []
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
          console.error(`Content security policy: ${violatedDirective} forbids ${blockedURI} in ${sourceFile}`),
        )
        let titled = ''
        new MutationObserver(() => {
          if (!document.title && titled === location.href) console.error('The title of the page went away')
          titled = document.title && location.href
        }).observe(document, { childList: true, subtree: true, characterData: true })
      })
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
      })
      context.on('weberror', (error) => complaints.push(String(error.error())))
      await use((pattern) => tolerated.push(pattern))
      expect(complaints.filter((complaint) => !tolerated.some((pattern) => pattern.test(complaint)))).toEqual([])
    },
    { auto: true },
  ],
})

/** What a context of its own begins with where nobody is signed in: without it Playwright hands it the cookies of this file. */
export const nobody = { cookies: [], origins: [] }

/** Signs a browser in as a person does: opens the link, presses the button. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}
