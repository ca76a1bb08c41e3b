import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/*
 * What a person does with a page that can be seen already, while its scripts are still on their way.
 */

/** Holds scripts of every page back: all of them, or those of which `which` says so. @returns what lets them go, once there is one. */
async function holdScripts(page: Page, which: (text: string) => boolean = () => true) {
  const { promise, resolve } = Promise.withResolvers<void>()
  let held = 0
  await page.route('**/_next/static/**/*.js', async (route) => {
    const response = await route.fetch()
    if (which(await response.text())) {
      held++
      await promise
    }
    await route.fulfill({ response })
  })
  return async () => {
    await expect.poll(() => held, { message: 'scripts held back' }).toBeGreaterThan(0)
    resolve()
  }
}

test.afterEach(({ page }) => page.unrouteAll({ behavior: 'ignoreErrors' }))

test('a button that is pressed before the page has come alive does what it says once it has', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs?vault=Own.early', { waitUntil: 'commit' })
  await page
    .getByRole('button', { name: /^Details/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await letGo()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a connection that is lost is told once there is something to tell it', async ({ page, tolerate }) => {
  tolerate(/ERR_INTERNET_DISCONNECTED/)
  const letGo = await holdScripts(page)
  await page.goto('/jobs', { waitUntil: 'commit' })
  await expect(page.getByRole('button', { name: 'Go to or do' })).toBeVisible()
  await page.route('**/jobs', (route) =>
    route.request().method() === 'HEAD' ? route.abort('internetdisconnected') : route.fallback(),
  )
  await page.evaluate(() => window.dispatchEvent(new Event('offline')))
  await letGo()
  await expect(page.getByRole('status').filter({ hasText: 'The dashboard does not answer.' })).toBeVisible()
})

test('a switch that is pressed once, early, is turned once', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs', { waitUntil: 'commit' })
  const root = page.locator('html')
  await expect(root).not.toHaveAttribute('data-density')
  await page.getByRole('button', { name: /rows/i }).first().click()
  await letGo()
  await expect(root).toHaveAttribute('data-density', 'compact')
})

test('a verification that begins before its list has come alive stands in it', async ({ page, job }) => {
  const letGo = await holdScripts(page)
  await page.goto(`/jobs/${job('slow-stream')}`, { waitUntil: 'commit' })
  await page.getByRole('button', { name: 'Verify all' }).click()
  await letGo()
  await expect(page.getByRole('region', { name: 'Verifications' })).toContainText('The whole job')
})

test('a download that is begun early and breaks off is told', async ({ page, job }) => {
  const letGo = await holdScripts(page)
  await page.goto(`/jobs/${job('corrupt-chunk')}/object?name=readme.txt`, { waitUntil: 'commit' })
  const begun = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download', exact: true }).click()
  await begun
  await letGo()
  await expect(page.getByRole('region', { name: 'A download broke off' })).toContainText('readme.txt')
})

test('text and choices that were entered early filter the list', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs', { waitUntil: 'commit' })
  await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Running' })
  await letGo()
  await expect(page).toHaveURL(/\?state=RUNNING$/)
  await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('RUNNING')
})

test('another backup that is chosen early is opened', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs/nightly-0600?folder=home/ada/', { waitUntil: 'commit' })
  await page.getByRole('combobox', { name: 'Backup' }).selectOption('nightly-0596')
  await letGo()
  await expect(page).toHaveURL(/\/jobs\/nightly-0596\?folder=home(\/|%2F)ada(\/|%2F)$/)
  await expect(page.getByRole('combobox', { name: 'Backup' })).toHaveValue('nightly-0596')
})

test('what is checked early is selected', async ({ page, job }) => {
  const letGo = await holdScripts(page)
  await page.goto(`/jobs/${job('thousand')}`, { waitUntil: 'commit' })
  await page.getByRole('checkbox', { name: 'Select disk.img' }).check()
  await page.getByRole('checkbox', { name: 'Select documents/' }).check()
  await letGo()
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('Download 2 items')
})

test('keys that work everywhere are heard early', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs', { waitUntil: 'commit' })
  await expect(page.getByText('jobs so far')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('scenario:thousand')
  await letGo()
  await expect(page).toHaveURL(/text=scenario(:|%3A)thousand$/)
  await expect(page.getByText('1 job', { exact: true })).toBeVisible()
})

for (const [keys, dialog] of [
  ['?', 'Keys and words'],
  ['Control+k', 'Go to or do'],
] as const)
  for (const [what, held] of [
    ['any script', undefined],
    ['the script of the frame', (text: string) => text.includes('Help and keys')],
  ] as const)
    test(`${keys} is heard before ${what} has come, and opens one dialog`, async ({ page }) => {
      const letGo = await holdScripts(page, held)
      await page.goto('/jobs', { waitUntil: 'commit' })
      await expect(page.getByText('jobs so far')).toBeVisible()
      if (held) await hydrating(page)
      await page.keyboard.press(keys)
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await letGo()
      await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    })

/** Until the framework has begun with the document. */
const hydrating = (page: Page) =>
  page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith('__reactContainer')))

const isRefresh = (headers: Record<string, string>) => 'rsc' in headers && !('next-router-prefetch' in headers)

test('a list whose script is still to come stays as the server sent it, and its buttons count', async ({
  page,
  context,
  thaw,
  job,
}) => {
  const id = job('held-download')
  const other = await context.newPage()
  await other.goto(`/jobs/${id}`)
  await other.getByRole('button', { name: 'Verify all' }).click()
  const pause = other.getByRole('button', { name: 'Pause' })
  await expect(pause).toBeVisible()

  const letGo = await holdScripts(page, (text) => text.includes('} earlier`'))
  await page.goto(`/jobs/${id}`, { waitUntil: 'commit' })
  const list = page.getByRole('region', { name: 'Verifications' })
  await list.getByRole('button', { name: 'Cancel' }).click()
  const alive = page.waitForRequest((request) => isRefresh(request.headers())) // as the page does when one has ended or is paused
  await pause.click()
  await alive
  await expect(list.getByRole('button', { name: 'Pause' })).toBeVisible()
  await letGo()
  await expect(list).toContainText('Cancelled')
  await thaw.mocks.open(id)
})
