import { expect, test } from '../fixtures.ts'
import { bearer, downloadPath, send } from '../http.ts'
import { jobs } from '../mocks/jobs.ts'
import { scrollThrough } from '../table.ts'

const nightly = jobs.filter((job) => job.BackupVaultName === 'Default')

test('hundreds of jobs come as one scrolls, newest first', async ({ page }) => {
  await page.goto('/jobs?vault=Default')
  const seen = await scrollThrough(page, page.getByRole('table', { name: 'Jobs', exact: true }))
  expect(seen).toEqual(nightly.map((job) => job.ResourceName))
  await expect(page.getByText(`${nightly.length} jobs`, { exact: true })).toBeVisible()
})

test('the address is the state: filters by state and day survive a reload and the way back', async ({ page }) => {
  await page.goto('/jobs')
  await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Running' })
  await expect(page).toHaveURL(/\?state=RUNNING$/)
  await expect(page.getByText('1 job', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('RUNNING')
  await expect(page.getByText('1 job', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(/\/jobs$/)
})

test('resources say how they stand: one runs, one fails since its last good backup', async ({ page }) => {
  await page.goto('/jobs')
  // Other journeys on the same server may have found damage by now.
  await expect(page.getByText(/^\d+ of \d+ resources needs? a look\./)).toBeVisible()
  const row = (name: RegExp) => page.getByRole('table', { name: 'Resources' }).getByRole('row', { name })
  await expect(row(/ada:\/home/)).toContainText('running, begun')
  await expect(row(/wiki:\/srv\/wiki/)).toContainText('Failing')

  await row(/ada:\/home/)
    .getByRole('link', { name: 'ada:/home' })
    .click()
  await expect(page).toHaveURL(/resource=/)
  await expect(page.getByText('100 jobs so far')).toBeVisible()
  const others = page.getByRole('table', { name: 'Jobs', exact: true }).getByRole('link', { name: 'mail:/var/mail' })
  await expect(others).toHaveCount(0)
})

test('a damaged backup is not called the newest good one', async ({ page, thaw }) => {
  await send(thaw.url + downloadPath('corrupt-chunk', 'readme.txt'), { headers: bearer })
  await page.goto('/jobs?resource=arn:aws:thaw::000000000000:resource/scenario:corrupt-chunk')
  const row = page.getByRole('table', { name: 'Resources' }).getByRole('row', { name: /scenario:corrupt-chunk/ })
  await expect(row).toContainText('Damaged')
  await expect(row.locator('[data-column="good"]')).toHaveText('None')
  await expect(row.getByRole('link', { name: /^damaged, begun/ })).toHaveAttribute('href', '/jobs/corrupt-chunk')
})

test('a text finds jobs by resource and id', async ({ page }) => {
  await page.goto('/jobs')
  await page.getByRole('textbox', { name: 'Find jobs' }).pressSequentially('hostile-names')
  await expect(page.getByText('1 job', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'scenario:hostile-names' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/jobs$/)
})

test('filters that nothing matches say so and can be cleared', async ({ page }) => {
  await page.goto('/jobs?state=CREATED')
  await expect(page.getByText('No job matches these filters')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the filters' }).click()
  await expect(page.getByRole('table', { name: 'Jobs', exact: true })).toBeVisible()
})

test('a job opens by its id, listed or not', async ({ page, job }) => {
  const id = job('thousand')
  await page.goto('/jobs')
  await page.getByRole('textbox', { name: 'Job id' }).fill(id)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page).toHaveURL(`/jobs/${id}`)
})

test('a service that is down is told in words, with a request id, and tried again', async ({ page, thaw, job }) => {
  const vault = job('Unavailable')
  await page.goto(`/jobs?vault=${vault}`)
  await expect(page.getByText('The storage service cannot answer right now.')).toBeVisible()
  await expect(page.getByText(/request [0-9a-f-]{36}/)).toBeVisible()
  await thaw.mocks.open(vault)
  await expect(page.getByText('No job matches these filters')).toBeVisible()
})

test('a key that may not list jobs is told as such, with what can be done', async ({ page }) => {
  await page.goto('/jobs?vault=Denied')
  await expect(page.getByRole('alert').filter({ hasText: 'may not do this' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('while the list is on its way its shape is there', async ({ page, thaw, job }) => {
  const vault = job('Held')
  await page.goto(`/jobs?vault=${vault}`, { waitUntil: 'commit' })
  const table = page.getByRole('table', { name: 'Jobs', exact: true })
  await expect(table).toHaveAttribute('aria-busy', 'true')
  await expect(table.getByRole('columnheader', { name: 'Resource' })).toBeVisible()
  await thaw.mocks.open(vault)
  await expect(page.getByText('No job matches these filters')).toBeVisible()
})

test('what is typed and chosen while the list is on its way stays, and the focus with it', async ({
  page,
  thaw,
  job,
}) => {
  const vault = job('Held')
  await page.goto(`/jobs?vault=${vault}`, { waitUntil: 'commit' })
  const text = page.getByRole('textbox', { name: 'Find jobs' })
  const state = page.getByRole('combobox', { name: 'State' })
  await state.selectOption({ label: 'Failed' })
  await text.pressSequentially('wiki')
  await expect(page).toHaveURL(/state=FAILED/)
  await expect(page).toHaveURL(/text=wiki/)
  await expect(page.getByRole('table', { name: 'Jobs', exact: true })).toHaveAttribute('aria-busy', 'true')
  await thaw.mocks.open(vault)
  await expect(page.getByText('No job matches these filters')).toBeVisible()
  await expect(text).toHaveValue('wiki')
  await expect(text).toBeFocused()
  await expect(state).toHaveValue('FAILED')
})

test('damage without a chunk is the list of all that is known; what is no chunk says how to go on', async ({
  page,
  thaw,
}) => {
  await send(thaw.url + downloadPath('corrupt-chunk', 'readme.txt'), { headers: bearer })
  await page.goto('/damage?chunk=garbage')
  await expect(page.getByRole('heading', { name: 'This is no SHA-256 of a chunk' })).toBeVisible()
  await page.getByRole('link', { name: 'All known damage' }).click()
  await expect(page).toHaveURL('/damage')
  const row = page.getByRole('table', { name: 'Known damage' }).getByRole('row').filter({ hasText: 'readme.txt' })
  await expect(row).toContainText('chunk 2')
  await row.getByRole('link', { name: 'Map' }).click()
  await expect(page.getByRole('heading', { name: 'Damage map of a chunk' })).toBeVisible()
})
