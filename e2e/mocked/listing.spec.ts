import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { jobs } from '../mocks/jobs.ts'
import { scrollThrough } from '../table.ts'

/*
 * What every long list does: tokens that expire, the way back to the row one left, memory while one scrolls far, rows of
 * two heights.
 */

const scrolled = (page: Page) => page.evaluate(() => window.scrollY)
const table = (page: Page) => page.getByRole('table', { name: 'Jobs', exact: true })

test('jobs whose page token has expired are listed again in place, each once', async ({ page, job }) => {
  await page.goto(`/jobs?vault=${job('Expired')}`)
  const seen = await scrollThrough(page, table(page))
  expect(seen).toEqual(jobs.map((one) => one.ResourceName))
  await expect(page.getByText('The token has expired')).toHaveCount(0)
})

test('the way back and a reload lead to the row one left, beyond the first page', async ({ page }) => {
  await page.goto('/jobs?vault=Default')
  await expect(page.getByText('100 jobs so far')).toBeVisible()
  while ((await page.getByText('400 jobs so far').count()) === 0) {
    const height = await page.evaluate(() => document.body.scrollHeight)
    await page.evaluate((bottom) => window.scrollTo(0, bottom), height)
    await page.waitForFunction((before) => document.body.scrollHeight > before, height)
  }
  const row = table(page).locator('tr[aria-rowindex="282"]')
  await page.evaluate(() => window.scrollTo(0, 282 * 36))
  await expect(row).toBeInViewport()
  const scroll = await scrolled(page)

  await row.getByRole('link').click()
  await expect(page.getByRole('combobox', { name: 'Backup' })).toBeVisible()
  await page.goBack()
  await expect(row).toBeInViewport()
  await expect.poll(async () => Math.abs((await scrolled(page)) - scroll)).toBeLessThan(40)
  await page.reload()
  await expect(row).toBeInViewport()

  // A visit of one's own begins at the top.
  await page.getByRole('link', { name: 'Thaw, all jobs' }).click()
  await expect(page).toHaveURL(/\/jobs$/)
  await expect(page.getByText(/\d00 jobs so far/)).toBeVisible()
  await expect.poll(() => scrolled(page)).toBe(0)
})

test('the way back leads to the row one left, though the page one leaves scrolls on the way', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 420 })
  await page.goto('/jobs?vault=Default')
  await expect(page.getByText('100 jobs so far')).toBeVisible()
  const row = table(page).locator('tr[aria-rowindex="72"]')
  await page.evaluate(() => window.scrollTo(0, 72 * 36 + 200))
  await expect(row).toBeInViewport()
  await row.getByRole('link').click()
  await expect(page.getByRole('link', { name: 'etc/' })).toBeVisible()
  const verify = page.getByRole('button', { name: 'Verify all' })
  await verify.click()
  await expect(page.getByRole('region', { name: 'Verifications' }).getByText('Verified')).toBeVisible()

  // What was verified makes the page draw anew, and what was kept of the list before is out of date: it is asked for.
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  await page.route(/\/jobs\?vault=Default/, (route) => held.then(() => route.continue()))
  await page.evaluate(() => window.scrollTo(0, 1))
  const asked = page.waitForRequest(/\/jobs\?vault=Default/)
  await page.goBack()
  await asked
  await page.evaluate(() => new Promise(requestAnimationFrame))
  letGo()
  await expect(row).toBeInViewport()
})

test('a reload far below stays there, though the listing goes on behind what was read', async ({ page }) => {
  await page.goto('/jobs/million?view=flat')
  await expect(page.getByText('100 objects so far')).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, 3_000))
  await expect(page.getByText(/^(199|200) objects so far/)).toBeVisible()
  const row = page.getByRole('table', { name: 'Objects', exact: true }).locator('tr[aria-rowindex="88"]')
  await expect(row).toBeInViewport()
  const name = await row.innerText()
  await page.reload()
  await expect(row).toBeInViewport()
  expect(await row.innerText()).toBe(name)
  await expect(page.getByText(/^(199|200) objects so far/)).toBeVisible()
  await page.reload()
  await expect(row).toBeInViewport()
  await expect.poll(async () => Math.abs((await scrolled(page)) - 3_000)).toBeLessThan(40)
})

test('compact rows are 28 px, and the row in view stays in view', async ({ page }) => {
  await page.goto('/jobs?vault=Default')
  await expect(page.getByText('100 jobs so far')).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, 2_600))
  const row = table(page).locator('tr[aria-rowindex="62"]')
  await expect(row).toBeInViewport()
  await page.evaluate(() => document.documentElement.setAttribute('data-density', 'compact'))
  await expect.poll(() => row.evaluate((element) => element.getBoundingClientRect().height)).toBe(28)
  await expect(row).toBeInViewport()
  const [first, second] = await table(page)
    .locator('tr[aria-rowindex]')
    .evaluateAll((rows) => rows.slice(0, 2).map((element) => element.getBoundingClientRect().top))
  expect(second! - first!).toBe(28)
})
