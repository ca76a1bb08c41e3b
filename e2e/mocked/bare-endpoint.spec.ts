import { expect, test } from '../fixtures.ts'
import { scrollThrough } from '../table.ts'

test.use({ storage: 'bare' })

test('an endpoint without a list of jobs opens one by its id and remembers it', async ({ page, job }) => {
  const id = job('foreign-metadata')
  await page.goto('/jobs')
  await expect(page.getByText('a job can still be opened by its id')).toBeVisible()
  await page.getByRole('textbox', { name: 'Job id' }).fill(id)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('link', { name: 'json.dat', exact: true })).toBeVisible()
  await page.goto('/jobs')
  await page.getByRole('link', { name: id }).click()
  await expect(page.getByRole('link', { name: 'json.dat', exact: true })).toBeVisible()
})

test('without lengths and times the columns say that they are not known', async ({ page }) => {
  await page.goto('/jobs/foreign-metadata')
  const row = page.getByRole('row', { name: /json\.dat/ })
  await expect(row).toContainText('–')
  await row.getByRole('link', { name: 'json.dat', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'json.dat' })).toBeVisible()
  expect(await scrollThrough(page, page.getByRole('table', { name: 'Chunks' }))).toHaveLength(3)
})

test('a download works with the nine operations alone', async ({ page }) => {
  await page.goto('/jobs/thousand/object?name=report-05.txt')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(await download.failure()).toBeNull()
})

test('the palette looks at the jobs opened here before, and says so', async ({ page, job }) => {
  const id = job('foreign-metadata')
  await page.goto(`/jobs/${id}`)
  await expect(page.getByRole('link', { name: 'json.dat', exact: true })).toBeVisible()
  await page.goto('/restores')
  await page.getByRole('button', { name: 'Go to or do' }).click()
  await page.getByRole('combobox', { name: 'Go to or do' }).fill(id.slice(-8))
  await expect(page.getByText('looked at those opened here before')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/jobs/${id}`)
})
