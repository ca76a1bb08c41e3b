import type { Page } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Go to or do' })
const option = (page: Page, name: string | RegExp) => dialog(page).getByRole('option', { name })

/** Opens the palette by its key once the page listens. */
async function openPalette(page: Page) {
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(dialog(page)).toBeVisible({ timeout: 1000 })
  }).toPass()
  await expect(page.getByRole('combobox', { name: 'Go to or do' })).toBeFocused()
}

test('goes to a page, to a job by a part of its resource, to a job by its id', async ({ page, job }) => {
  await page.goto('/restores')
  await openPalette(page)
  await page.keyboard.type('jobs')
  await expect(option(page, /^Jobs/)).toHaveAttribute('data-highlighted')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/jobs$/)

  await openPalette(page)
  await page.keyboard.type('hostile')
  await expect(option(page, /^scenario:hostile-names/)).toBeVisible()
  await expect(dialog(page).getByText('Looked at every job.')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/jobs\/hostile-names$/)

  const id = job('large')
  await openPalette(page)
  await page.keyboard.type(id)
  await expect(dialog(page).getByText('No job matches.')).toBeVisible()
  await option(page, `Job ${id}`).click()
  await expect(page).toHaveURL(`/jobs/${id}`)
})

test('goes to a folder and to an object of the job in view', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await openPalette(page)
  await page.keyboard.type('photos/2025/')
  await expect(option(page, /^Folder photos\/2025\//)).toHaveAttribute('data-highlighted')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'IMG_0003.jpg', exact: true })).toBeVisible()
  await expect(page.locator('#work')).toBeFocused()

  await openPalette(page)
  await page.keyboard.type('disk.img')
  await expect(dialog(page).getByText('No job matches.')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(option(page, /^Object disk\.img/)).toHaveAttribute('data-highlighted')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'disk.img' })).toBeVisible()
})

test('does what the page offers, where it stands', async ({ page, context, job }) => {
  const id = job('thousand')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`/jobs/${id}?folder=music/`)
  await expect(page.getByText('Restore this folder from the command line')).toBeVisible()
  await openPalette(page)
  await page.keyboard.type('copy')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Copied' })).toBeFocused()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    new RegExp(`^bin/thaw restore ${id} music/ --to DIR --data-dir /\\S+$`),
  )

  await openPalette(page)
  await page.keyboard.type('download folder')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Download music/' }).locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Download folder' })).toBeFocused()

  await openPalette(page)
  await page.keyboard.type('verify folder')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Verifications' }).getByText('Verified')).toBeVisible()
})

test('says why the page refuses something, and does not do it', async ({ page }) => {
  await page.goto('/jobs/nightly-running')
  await expect(page.getByRole('link', { name: 'etc/', exact: true })).toBeVisible()
  await openPalette(page)
  await page.keyboard.type('download all')
  await expect(option(page, /Download all.*not completed/)).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /^Download/ })).toHaveCount(0)
})

test('changes how things look, and the server renders it so from then on', async ({ page }) => {
  await page.goto('/jobs')
  await expect(page.getByText('100 jobs so far')).toBeVisible()
  const row = page.getByRole('table', { name: 'Jobs', exact: true }).getByRole('row').nth(1)
  const height = async () => (await row.boundingBox())?.height
  expect(await height()).toBe(36)
  await openPalette(page)
  await page.keyboard.type('height of rows')
  await page.keyboard.press('Enter')
  await expect.poll(height).toBe(28)
  await openPalette(page)
  await page.keyboard.type('theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  const html = await (await page.request.get('/jobs')).text()
  expect(html).toMatch(/<html[^>]*data-density="compact"[^>]*data-theme="light"/)
})

test('closes by Escape and gives the focus back', async ({ page }) => {
  await page.goto('/jobs')
  await expect(page.getByText('100 jobs so far')).toBeVisible()
  const field = page.getByLabel('Find jobs by resource, vault or id')
  await field.focus()
  await openPalette(page)
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await expect(field).toBeFocused()

  const button = page.getByRole('button', { name: 'Go to or do' })
  await button.click()
  await expect(page.getByRole('combobox', { name: 'Go to or do' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
})

test('tells what keeps it from finding jobs', async ({ page, context }) => {
  await page.goto('/jobs/thousand')
  await openPalette(page)
  await context.clearCookies({ name: /^thaw-session/ })
  await page.keyboard.type('mail')
  await expect(dialog(page).getByText('Jobs could not be looked at. Your session has ended.')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('the palette is accessible', async ({ page }) => {
      await page.goto('/jobs/thousand')
      await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
      await openPalette(page)
      await expectAccessible(page)
      await page.keyboard.type('mail')
      await expect(option(page, /^mail:/).first()).toBeVisible()
      await expectAccessible(page)
    })
  })

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true })

  test('it has what the bar has no room for, and fits', async ({ page }) => {
    await page.goto('/jobs')
    await expect(page.getByText('100 jobs so far')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden()
    await page.getByRole('button', { name: 'Go to or do' }).tap()
    await expect(option(page, 'Change the theme')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expectAccessible(page)
    await dialog(page).getByRole('button', { name: 'Close' }).tap()
    await expect(dialog(page)).toHaveCount(0)
  })
})
