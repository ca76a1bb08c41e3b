import type { Page } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

/* A download that breaks off is told on the page whose button began it. */

const told = (page: Page) => page.getByRole('region', { name: 'A download broke off' })

test('of an object: on its page, with its record, once for all', async ({ page, job }) => {
  const id = job('corrupt-chunk')
  await page.goto(`/jobs/${id}/object?name=readme.txt`)
  await page.getByRole('link', { name: 'Download', exact: true }).click()
  await expect(told(page)).toContainText('The download of readme.txt broke off.')
  await expect(told(page)).toContainText('Chunk 2 of readme.txt')
  await expectAccessible(page)
  await page.reload()
  await expect(told(page)).toBeVisible()
  await told(page).getByRole('link', { name: 'Its receipt' }).click()
  await expect(page).toHaveURL(/\/restores\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { name: 'readme.txt' })).toBeVisible()
  await expect(told(page)).toHaveCount(0) // its record says all of it
  await page.goBack()
  await told(page).getByRole('button', { name: 'Dismiss' }).click()
  await expect(told(page)).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('link', { name: 'Download', exact: true })).toBeVisible()
  await expect(told(page)).toHaveCount(0)
})

test('of a job: beside the dialog that began it, with the way to the intact part', async ({ page, job }) => {
  await page.goto(`/jobs/${job('corrupt-chunk')}`)
  await page.getByRole('button', { name: 'Download all' }).click()
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /^Download/ })
    .click()
  await told(page).getByRole('button', { name: 'Download the intact part' }).click()
  const dialog = page.getByRole('dialog', { name: 'Download the intact part' })
  await expect(dialog.getByRole('checkbox', { name: /^Download the intact part/ })).toBeChecked()
  await expect(dialog.getByRole('link', { name: /^Download/ })).toBeVisible()
  await expectAccessible(page)
})

test('of a row, of the panel and of a selection', async ({ page, job }) => {
  const id = job('corrupt-chunk')
  await page.goto(`/jobs/${id}?view=flat`)
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'readme.txt', exact: true }) })
  await row.getByRole('link', { name: 'Download readme.txt' }).click()
  await expect(told(page)).toContainText('readme.txt')
  await told(page).getByRole('button', { name: 'Dismiss' }).click()

  await page.goto(`/jobs/${id}?view=flat&open=readme.txt`)
  await page.getByRole('complementary').getByRole('link', { name: 'Download', exact: true }).click()
  await expect(told(page)).toContainText('readme.txt')
  await told(page).getByRole('button', { name: 'Dismiss' }).click()

  await page.goto(`/jobs/${id}?view=flat`)
  await page.getByRole('checkbox', { name: 'Select readme.txt' }).check()
  await page.getByRole('button', { name: /^Download 1 item/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /^Download/ })
    .click()
  await expect(told(page).getByRole('button', { name: 'Download the intact part' })).toBeVisible()
})

test('one that ends well is told by nobody', async ({ page, job }) => {
  await page.goto(`/jobs/${job('thousand')}/object?name=report-01.txt`)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download', exact: true }).click(),
  ])
  expect(await download.failure()).toBeNull()
  await expect(page.getByTitle('Running downloads')).toHaveCount(0)
  await expect(told(page)).toHaveCount(0)
})
