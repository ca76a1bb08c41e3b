import type { Page } from '@playwright/test'
import { alive } from '../alive.ts'
import { expect, test } from '../fixtures.ts'

/** What has the focus, as a person hears it. */
const focused = (page: Page) => page.locator(':focus')

test('from the list of jobs to a downloaded file without a mouse', async ({ page }) => {
  await page.goto('/jobs')
  await expect(page.getByText('jobs so far')).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Find jobs by resource, vault or id')).toBeFocused()
  await page.keyboard.type('scenario:thousand')
  await expect(page.getByText('1 job', { exact: true })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveText('scenario:thousand')
  await page.keyboard.press('Enter')

  await expect(page.getByRole('link', { name: 'documents/', exact: true })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveText('disk.img')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/folder=documents(\/|%2F)$/)
  await expect(page.getByRole('link', { name: '2024/', exact: true })).toBeVisible()
  await page.keyboard.press('Backspace')
  await expect(page).toHaveURL(/\/jobs\/thousand$/)

  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveText('disk.img')
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('d')])
  expect(await download.failure()).toBeNull()
})

test('a filter that is still being typed gives way to the page that is opened', async ({ page }) => {
  await page.goto('/jobs')
  await alive(page)
  const filtered = page.waitForRequest(/text=/)
  await page.route(/\/jobs\/thousand\?/, async (route) => {
    await filtered
    await route.continue()
  })
  await page.keyboard.press('/')
  const jobs = page.getByRole('table', { name: 'Jobs', exact: true })
  await jobs.getByRole('link', { name: 'scenario:thousand' }).evaluate((link: HTMLElement) => {
    document.execCommand('insertText', false, 'scenario:thousand') // typed and clicked with no time in between
    link.click()
  })
  await expect(page.getByRole('link', { name: 'documents/', exact: true })).toBeVisible()
  await expect(page).toHaveURL(/\/jobs\/thousand$/)
})

test('the arrow down from a filter leads to the list it leaves, not to the one before', async ({ page }) => {
  await page.goto('/jobs')
  await alive(page)
  await page.keyboard.press('/')
  await page.keyboard.insertText('scenario:thousand')
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveText('scenario:thousand')
  await expect(page).toHaveURL(/text=scenario/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'documents/', exact: true })).toBeVisible()
})

test('arrows, Home and End move through rows that are not there yet', async ({ page }) => {
  await page.goto('/jobs/thousand?folder=photos/2025/')
  await alive(page)
  await page.keyboard.press('/')
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveText('IMG_0000.jpg')
  await page.keyboard.press('End')
  await expect(focused(page)).toHaveText('IMG_0099.jpg')
  await expect(page.getByRole('link', { name: 'IMG_0100.jpg', exact: true })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveText('IMG_0100.jpg')
  await page.keyboard.press('Home')
  await expect(focused(page)).toHaveText('IMG_0000.jpg')
})

test('the first Tab skips to the content, and the help opens and closes with keys', async ({ page }) => {
  await page.goto('/jobs')
  await expect(page.getByText('jobs so far')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(focused(page)).toHaveText('Skip to content')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys and words' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
