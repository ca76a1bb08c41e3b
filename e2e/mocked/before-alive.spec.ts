import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/*
 * What a person does with a page that can be seen already, while its scripts are still on their way.
 */

/** Holds the scripts of every page back. @returns what lets them go. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/_next/static/**/*.js', async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

test('a button that is pressed before the page has come alive does what it says once it has', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs?vault=Own.early', { waitUntil: 'commit' })
  await page
    .getByRole('button', { name: /^Details/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  letGo()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a switch that is pressed once, early, is turned once', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs', { waitUntil: 'commit' })
  const root = page.locator('html')
  await expect(root).not.toHaveAttribute('data-density')
  await page.getByRole('button', { name: /rows/i }).first().click()
  letGo()
  await expect(root).toHaveAttribute('data-density', 'compact')
})

test('a verification that begins before its list has come alive stands in it', async ({ page, job }) => {
  const letGo = await holdScripts(page)
  await page.goto(`/jobs/${job('slow-stream')}`, { waitUntil: 'commit' })
  await page.getByRole('button', { name: 'Verify all' }).click()
  letGo()
  await expect(page.getByRole('region', { name: 'Verifications' })).toContainText('The whole job')
})

test('text and choices that were entered early filter the list', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs', { waitUntil: 'commit' })
  await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Running' })
  letGo()
  await expect(page).toHaveURL(/\?state=RUNNING$/)
  await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('RUNNING')
})

test('another backup that is chosen early is opened', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs/nightly-0600?folder=home/ada/', { waitUntil: 'commit' })
  await page.getByRole('combobox', { name: 'Backup' }).selectOption('nightly-0596')
  letGo()
  await expect(page).toHaveURL(/\/jobs\/nightly-0596\?folder=home(\/|%2F)ada(\/|%2F)$/)
  await expect(page.getByRole('combobox', { name: 'Backup' })).toHaveValue('nightly-0596')
})

test('what is checked early is selected', async ({ page, job }) => {
  const letGo = await holdScripts(page)
  await page.goto(`/jobs/${job('thousand')}`, { waitUntil: 'commit' })
  await page.getByRole('checkbox', { name: 'Select disk.img' }).check()
  await page.getByRole('checkbox', { name: 'Select documents/' }).check()
  letGo()
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('Download 2 items')
})

test('keys that work everywhere are heard early', async ({ page }) => {
  const letGo = await holdScripts(page)
  await page.goto('/jobs', { waitUntil: 'commit' })
  await expect(page.getByText('jobs so far')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('scenario:thousand')
  letGo()
  await expect(page).toHaveURL(/text=scenario(:|%3A)thousand$/)
  await expect(page.getByText('1 job', { exact: true })).toBeVisible()
})

for (const [keys, dialog] of [
  ['?', 'Keys and words'],
  ['Control+k', 'Go to or do'],
] as const)
  test(`${keys} is heard early and opens one dialog`, async ({ page }) => {
    const letGo = await holdScripts(page)
    await page.goto('/jobs', { waitUntil: 'commit' })
    await expect(page.getByText('jobs so far')).toBeVisible()
    await page.keyboard.press(keys)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    letGo()
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
