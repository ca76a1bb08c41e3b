import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

const check = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })
const crumb = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name, exact: true })

test('a selection grows from folder to folder, and says how much it is', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await check(page, 'Select disk.img').check()
  await expect(page.getByRole('button', { name: /^Download 1 item/ })).toBeVisible()
  await page.getByRole('link', { name: 'documents/', exact: true }).click()
  await page.getByRole('link', { name: '2024/', exact: true }).click()
  await page.getByRole('link', { name: '03/', exact: true }).click()
  await check(page, 'Select documents/2024/03/Invoice 002.pdf').check()
  await expect(page.getByRole('button', { name: /^Download 2 items, 8\.0 MiB$/ })).toBeVisible()
  await crumb(page, '2024').click()
  await check(page, 'Select documents/2024/04/').check()
  await page.getByRole('button', { name: 'Download 3 items, 8.0 MiB and more' }).click()
  await expect(page.getByRole('dialog', { name: 'Download 3 items' })).toContainText(/Objects\s*1[89]/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(check(page, 'Select documents/2024/04/')).not.toBeChecked()
})

test('all of a folder is the folder, read or not, and takes along what was selected in it', async ({ page }) => {
  await page.goto('/jobs/thousand?folder=photos/2025/')
  await check(page, 'Select photos/2025/IMG_0001.jpg').check()
  await check(page, 'Select all of photos/2025/, also what is not read yet').check()
  await expect(check(page, 'Select photos/2025/IMG_0002.jpg')).toBeChecked()
  await expect(check(page, 'Select photos/2025/IMG_0002.jpg')).toBeDisabled()
  await page.getByRole('button', { name: 'Download photos/2025/' }).click()
  await expect(page.getByRole('dialog', { name: 'Download photos/2025/' })).toContainText('700')
})

test('behind filters all is what was read so far, and says so', async ({ page }) => {
  await page.goto('/jobs/thousand?folder=photos/2025/&prefix=IMG_06')
  await expect(page.getByText('100 entries', { exact: true })).toBeVisible()
  await check(page, 'Select the rows read so far').click()
  await expect(page.getByRole('button', { name: /^Download 100 items, / })).toBeVisible()
})

test('Ctrl+A in the list selects the whole job', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await page.getByRole('link', { name: 'disk.img', exact: true }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.getByRole('button', { name: 'Download the whole job' }).click()
  await expect(page.getByRole('dialog', { name: 'Download the whole job' })).toContainText('1,000')
})
