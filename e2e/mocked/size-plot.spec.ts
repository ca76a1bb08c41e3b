import type { Page } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { jobs } from '../mocks/jobs.ts'

const arn = 'arn:aws:thaw::000000000000:resource/ada:/home'
const path = `/jobs?resource=${arn}`
const ada = jobs.filter((job) => job.ResourceArn === arn).slice(0, 100)
const plot = (page: Page) => page.getByRole('group', { name: /^Jobs over time/ })
const exact = (bytes: number) => `${bytes.toLocaleString('en-US')} bytes`

test('a resource shows its sizes over time; the resources lead there', async ({ page }) => {
  await page.goto('/jobs')
  await page.getByRole('table', { name: 'Resources' }).getByRole('link', { name: 'ada:/home' }).click()
  await expect(page.getByRole('heading', { name: 'Size over time' })).toBeVisible()
  await expect(page.getByText('The newest 100 jobs; older ones are in the list.')).toBeVisible()
  await expect(plot(page).getByRole('link')).toHaveCount(100)
  await expectAccessible(page)
})

test('the plot is read by keyboard: one stop, arrows between jobs, exact figures, Enter opens', async ({ page }) => {
  await page.goto(path)
  const newest = plot(page).getByRole('link').last()
  await expect(newest).toHaveAttribute('tabindex', '0')
  await expect(plot(page).locator('a[tabindex="0"]')).toHaveCount(1)
  await newest.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.locator(':focus')).toHaveAccessibleName(/Completed, never verified, size 2\.8 GiB, new/)
  await expect(page.getByText(exact(ada[1]!.BackupSizeInBytes), { exact: true })).toBeVisible()
  await expect(page.getByText(exact(ada[1]!.BytesTransferred), { exact: true })).toBeVisible()
  await page.keyboard.press('Home')
  await expect(plot(page).getByRole('link').first()).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(plot(page).getByRole('link').first()).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/jobs/${ada[1]!.BackupJobId}`)
})

test('the pointer reads exact figures, and a click opens the job', async ({ page }) => {
  await page.goto(path)
  const tenth = plot(page).getByRole('link').nth(10)
  await expect(async () => {
    await tenth.locator('rect').hover()
    await expect(page.getByText(exact(ada.at(-11)!.BackupSizeInBytes), { exact: true })).toBeVisible({ timeout: 500 })
  }).toPass()
  await tenth.locator('rect').click()
  await expect(page).toHaveURL(`/jobs/${ada.at(-11)!.BackupJobId}`)
})

test('jobs that are not good are marked by shape and word', async ({ page }) => {
  await page.goto(path)
  for (const word of ['Failed', 'Given up or expired', 'Running'])
    await expect(
      page.getByRole('region', { name: 'Size over time' }).getByText(word, { exact: true }).last(),
    ).toBeVisible()
})

test('the plot comes with the document and moves nothing when it comes alive', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { shifted: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
        if (!shift.hadRecentInput) Object.assign(window, { shifted: Reflect.get(window, 'shifted') + shift.value })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(path)
  await expect(page.getByText('100 jobs so far')).toBeVisible()
  expect(await page.evaluate(() => Reflect.get(window, 'shifted'))).toBeLessThan(0.02)
})

test.describe('by touch', () => {
  test.use({ viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true })

  test('a finger reads first and opens then', async ({ page }) => {
    await page.goto(path)
    await expect(page.getByText('100 jobs so far')).toBeVisible()
    const job = plot(page).getByRole('link').nth(40)
    await job.locator('rect').tap()
    await expect(job).toHaveAttribute('data-active')
    await expect(page).toHaveURL(/resource=/)
    await job.locator('rect').tap()
    await expect(page).toHaveURL(`/jobs/${ada.at(-41)!.BackupJobId}`)
  })
})
