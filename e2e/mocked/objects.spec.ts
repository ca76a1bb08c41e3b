import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { bearer, downloadPath, send } from '../http.ts'
import { thousandNames } from '../mocks/names.ts'
import { scrollThrough } from '../table.ts'

const thousand = Array.from({ length: 1000 }, (_, index) => thousandNames().at(index))
const flat = (page: Page) => page.getByRole('table', { name: 'Objects', exact: true })
const root = (page: Page) => page.getByRole('table', { name: 'Folders and objects' })

test('a thousand objects come as one scrolls: every name, in order, no request twice', async ({ page, thaw, job }) => {
  const id = job('thousand')
  await page.goto(`/jobs/${id}?view=flat`)
  expect(await scrollThrough(page, flat(page))).toEqual(thousand)
  await expect(page.getByText('1,000 objects', { exact: true })).toBeVisible()

  const listings = (await thaw.mocks.calls(id)).filter((call) => call.operation === 'ListObjects')
  expect(new Set(listings.map((call) => call.key)).size).toBe(listings.length)
  expect(listings.length).toBeLessThanOrEqual(11)
})

test('folders open and close by their links, and the address says where one is', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await expect(root(page).getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  await root(page).getByRole('link', { name: 'documents/' }).click()
  await page.getByRole('link', { name: '2024/' }).click()
  await page.getByRole('link', { name: '03/' }).click()
  await expect(page).toHaveURL(/folder=documents\/2024\/03\//)
  const here = thousand.filter((name) => name.startsWith('documents/2024/03/'))
  const table = page.getByRole('table', { name: 'Folder documents/2024/03/' })
  expect(await scrollThrough(page, table)).toEqual(here.map((name) => name.split('/').at(-1)))

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'documents' }).click()
  await expect(page).toHaveURL(/folder=documents\/$/)
  await page.goBack()
  await expect(table).toBeVisible()
  await page.reload()
  await expect(table).toBeVisible()
})

test('a folder of seven hundred files scrolls to its end', async ({ page }) => {
  await page.goto('/jobs/thousand?folder=photos/2025/')
  const names = await scrollThrough(page, page.getByRole('table', { name: 'Folder photos/2025/' }))
  expect(names).toEqual(thousand.filter((name) => name.startsWith('photos/2025/')).map((name) => name.slice(12)))
})

test('what names begin with is asked of the service, not of the rows that happen to be loaded', async ({ page }) => {
  await page.goto('/jobs/thousand?view=flat')
  await page.getByRole('textbox', { name: 'Names that begin with' }).pressSequentially('photos/2025/IMG_069')
  await expect(page.getByText('10 objects', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'photos/2025/IMG_0690.jpg', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
})

test('a path that is typed leads to what lies at its end, also from a folder', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await page.getByRole('textbox', { name: 'Names that begin with' }).pressSequentially('photos/2025/IMG_069')
  await expect(page.getByText('10 entries', { exact: true })).toBeVisible()
  await expect(root(page).getByRole('link', { name: 'photos/2025/IMG_0690.jpg', exact: true })).toBeVisible()

  await page.goto('/jobs/thousand?folder=photos/')
  await page.getByRole('textbox', { name: 'Names that begin with' }).pressSequentially('2025/IMG_069')
  await page.getByRole('link', { name: '2025/IMG_0690.jpg', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'IMG_0690.jpg' })).toBeVisible()
})

test('what is typed while the objects are on their way stays, and the focus with it', async ({ page, thaw, job }) => {
  const id = job('held')
  await page.goto(`/jobs/${id}?view=flat`, { waitUntil: 'commit' })
  const text = page.getByRole('textbox', { name: 'Names that begin with' })
  await text.pressSequentially('photos/')
  await expect(page).toHaveURL(/prefix=photos/)
  await expect(flat(page)).toHaveAttribute('aria-busy', 'true')
  await thaw.mocks.open(id)
  await expect(page.getByText('100 objects so far')).toBeVisible()
  await expect(text).toHaveValue('photos/')
  await expect(text).toBeFocused()
})

test('a listing that starts at a name says the way to the beginning', async ({ page }) => {
  await page.goto('/jobs/thousand?view=flat')
  await page.getByRole('textbox', { name: 'Start at name' }).fill('report-30')
  await expect(flat(page).locator('[data-row]').first()).toHaveText('report-30.txt')
  await expect(page.getByText('9 objects', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'To the beginning' }).click()
  await expect(flat(page).locator('[data-row]').first()).toHaveText('disk.img')
  await expect(page).toHaveURL(/view=flat$/)
})

test('days of storing are asked of the service, in folders as well', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await page.getByLabel('Stored from').fill('2026-01-02')
  await expect(page.getByText('Nothing in this job matches')).toBeVisible()
  await page.getByLabel('Stored from').fill('2026-01-01')
  await expect(root(page).getByRole('link', { name: 'photos/', exact: true })).toBeVisible()
  await root(page).getByRole('link', { name: 'photos/', exact: true }).click()
  await expect(page).toHaveURL(/folder=photos(\/|%2F).*after=2026-01-01/)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(/folder=photos(\/|%2F)$/)
})

test('what was typed a moment ago does not follow on the way back', async ({ page }) => {
  await page.clock.install()
  await page.goto('/jobs/thousand')
  await root(page).getByRole('link', { name: 'photos/', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Folder photos/' })).toBeVisible()
  const text = page.getByRole('textbox', { name: 'Names that begin with' })
  await page.clock.pauseAt(Date.now() + 3_600_000)
  await text.pressSequentially('20')
  await page.goBack()
  await expect(page).toHaveURL(/\/jobs\/thousand$/)
  await page.clock.runFor(10_000)
  await page.clock.resume()
  await expect(text).toHaveValue('')
  await expect(root(page)).toBeVisible()
  await page.getByRole('link', { name: 'Flat', exact: true }).click()
  await expect(page).toHaveURL(/\/jobs\/thousand\?view=flat$/)
})

test('a filter that is still on its way when a folder is opened is left behind', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await page.route(/after=2026-01-01/, () => {}) // is never answered
  const [asked] = await Promise.all([
    page.waitForRequest(/after=2026-01-01/),
    page.getByLabel('Stored from').fill('2026-01-01'),
  ])
  expect(asked.url()).not.toContain('folder')
  await root(page).getByRole('link', { name: 'photos/', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Folder photos/' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Names that begin with' }).fill('2025')
  await expect(page).toHaveURL(/\/jobs\/thousand\?folder=photos(\/|%2F)&prefix=2025$/)
})

test('ten thousand folders: as many requests as there are rows in view, none for what is in them', async ({
  page,
  thaw,
  job,
}) => {
  const id = job('wide')
  await page.goto(`/jobs/${id}`)
  await expect(page.getByText('100 entries so far')).toBeVisible()
  expect((await thaw.mocks.calls(id)).length).toBeLessThan(140)
  await page.goto(`/jobs/${id}?from=set-04000`)
  await expect(root(page).locator('[data-row]').first()).toHaveText('set-04000/')
})

test('a million objects open at once, at any place, at the cost of what is shown', async ({ page, thaw, job }) => {
  const id = job('million')
  await page.goto(`/jobs/${id}?view=flat&from=data/731/500`)
  await expect(flat(page).getByRole('link', { name: 'data/731/500.bin', exact: true })).toBeVisible()
  await page.goto(`/jobs/${id}?folder=data/`)
  await expect(page.getByRole('link', { name: '000/', exact: true })).toBeVisible()
  await expect(page.getByText('100 entries so far')).toBeVisible()
  expect((await thaw.mocks.calls(id)).length).toBeLessThan(300)
})

test('a page token that expired is done without, and nothing is missing or twice', async ({ page, job }) => {
  await page.goto(`/jobs/${job('expired-token')}?view=flat`)
  expect(await scrollThrough(page, flat(page))).toEqual(thousand)
})

test('throttling is waited out, and said meanwhile', async ({ page, thaw, job }) => {
  const id = job('throttled-always')
  await page.goto(`/jobs/${id}?view=flat`)
  await expect(page.getByText('The storage service asks to slow down.')).toBeVisible()
  await thaw.mocks.open(id)
  await expect(flat(page).getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
})

test('short throttling is not even noticed', async ({ page, job }) => {
  await page.goto(`/jobs/${job('throttled')}?view=flat`)
  await expect(flat(page).getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  await expect(page.getByText('slow down')).toHaveCount(0)
})

test('when a later page fails the rows so far stay, and it goes on where it stopped', async ({ page, thaw, job }) => {
  const id = job('outage')
  await page.goto(`/jobs/${id}?view=flat`)
  await expect(page.getByText('100 objects so far, more as you scroll')).toBeVisible()
  await thaw.mocks.shut(id)
  await page.mouse.move(600, 500)
  await page.mouse.wheel(0, 20_000)
  await expect(
    page.getByText('The storage service cannot answer right now: The service is not available.'),
  ).toBeVisible()
  await expect(flat(page).locator('[data-row]').first()).toBeVisible()
  await thaw.mocks.open(id)
  await expect(page.getByText('199 objects so far, more as you scroll')).toBeVisible()
})

test('a denied job says who can help; trying again stays on the page', async ({ page }) => {
  await page.goto('/jobs/denied?view=flat')
  const alert = page.getByRole('alert').filter({ hasText: 'may not do this' })
  await expect(alert).toBeVisible()
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(alert).toBeVisible()
})

test('an empty job, a folder that is not there and a job that is not there each say so', async ({ page }) => {
  await page.goto('/jobs/empty')
  await expect(page.getByText('This job has no objects')).toBeVisible()
  await page.goto('/jobs/thousand?folder=nowhere/')
  await expect(page.getByText('nowhere/ is not in this job')).toBeVisible()
  await page.goto('/jobs/no-such-job')
  await expect(page.getByRole('alert').filter({ hasText: 'does not know this' })).toHaveCount(1)
})

test('folders of hostile names open: a file beside a folder, empty segments, a leading slash', async ({ page }) => {
  await page.goto('/jobs/hostile-names')
  await expect(root(page).getByRole('link', { name: 'a', exact: true })).toBeVisible()
  await root(page).getByRole('link', { name: 'a/', exact: true }).click()
  const folder = page.getByRole('table', { name: 'Folder a/' })
  await expect(folder.getByRole('link', { name: 'b', exact: true })).toBeVisible()
  await expect(page.getByText('This folder is stored as an object of its own.')).toBeVisible()
  await folder.getByRole('link', { name: '/', exact: true }).click()
  await expect(
    page.getByRole('table', { name: 'Folder a//' }).getByRole('link', { name: 'b', exact: true }),
  ).toBeVisible()
})

test('another backup of the resource shows the same folder', async ({ page }) => {
  await page.goto('/jobs/nightly-0600?folder=home/ada/')
  const choice = page.getByRole('combobox', { name: 'Backup' })
  await choice.selectOption('nightly-0596')
  await expect(page).toHaveURL(/\/jobs\/nightly-0596\?folder=home(\/|%2F)ada(\/|%2F)$/)
  await expect(page.getByRole('table', { name: 'Folder home/ada/' })).toBeVisible()
})

test('a folder that the other backup lacks says where it was last seen', async ({ page }) => {
  await page.goto('/jobs/nightly-0584?folder=retired/')
  await expect(page.getByRole('link', { name: 'plan.txt', exact: true })).toBeVisible()
  await page.getByRole('combobox', { name: 'Backup' }).selectOption('nightly-0600')
  await expect(page.getByText('retired/ is not in this job')).toBeVisible()
  for (const name of ['Verify folder', 'Download folder'])
    await expect(page.getByRole('button', { name, disabled: true })).toHaveAttribute(
      'title',
      'This folder is not in this job',
    )
  await page.getByRole('link', { name: /^the backup of/ }).click()
  await expect(page.getByRole('button', { name: 'Verify folder', disabled: false })).toBeVisible()
  await expect(page).toHaveURL(/\/jobs\/nightly-0584\?folder=retired(\/|%2F)$/)
  await expect(page.getByRole('link', { name: 'plan.txt', exact: true })).toBeVisible()

  await page.goto('/jobs/nightly-0600/object?name=retired/plan.txt')
  await expect(page.getByRole('heading', { name: 'retired/plan.txt is not in this job' })).toBeVisible()
  await page.getByRole('link', { name: /^the backup of/ }).click()
  await expect(page.getByRole('heading', { name: 'Chunks' })).toBeVisible()
})

test('the page of an object goes to the same name in another backup', async ({ page }) => {
  const choice = page.getByRole('combobox', { name: 'Backup' })
  await page.goto('/jobs/nightly-0584/object?name=retired/plan.txt&view=hex')
  await choice.selectOption('nightly-0596')
  await expect(page).toHaveURL(/\/jobs\/nightly-0596\/object\?name=retired(\/|%2F)plan\.txt$/)
  await expect(page.getByRole('heading', { name: 'retired/plan.txt is not in this job' })).toBeVisible()
  await expect(page.getByText('Last seen in')).toBeVisible()
  await choice.selectOption('nightly-0584')
  await expect(page.getByRole('heading', { name: 'Chunks' })).toBeVisible()
})

test('a row that is known to be damaged says so, and a folder with something damaged in it', async ({
  page,
  thaw,
  job,
}) => {
  const id = job('corrupt-chunk')
  for (const name of ['readme.txt', 'data/first.bin']) {
    const { complete } = await send(thaw.url + downloadPath(id, name), { headers: bearer })
    expect(complete).toBe(false)
  }
  await page.goto(`/jobs/${id}`)
  const row = (table: Locator, name: string) =>
    table.getByRole('row').filter({ has: page.locator(`[data-name="${name}"]`) })
  await expect(row(root(page), 'readme.txt')).toContainText('Damaged')
  await expect(row(root(page), 'data/')).toContainText('Damage inside')
  await page.goto(`/jobs/${id}?view=flat`)
  await expect(row(flat(page), 'data/first.bin')).toContainText('Damaged')
  await expect(row(flat(page), 'data/second.bin')).not.toContainText('Damage')
})

test('without lengths from the service, sizes come from the metadata and are marked as such', async ({ page }) => {
  await page.goto('/jobs/no-extensions')
  const row = root(page).getByRole('row', { name: /disk\.img/ })
  await expect(row).toContainText('8.0 MiB')
  await page.goto('/jobs/thousand')
  await expect(root(page).getByRole('row', { name: /disk\.img/ })).toContainText('8.0 MiB')
})
