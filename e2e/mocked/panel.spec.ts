import type { Page } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { compareNames, hostileNames } from '../mocks/names.ts'

const side = (page: Page, name: string) => page.getByRole('complementary', { name: `Details of ${name}`, exact: true })
const sheet = (page: Page, name: string) => page.getByRole('dialog', { name: `Details of ${name}`, exact: true })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

test('Space opens the row beside the list, arrows move it along, Esc gives the focus back', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await link(page, 'disk.img').focus()
  await page.keyboard.press('Space')
  await expect(side(page, 'disk.img')).toContainText('8,388,625 bytes')
  await expect(side(page, 'disk.img').getByRole('slider', { name: 'Chunk in hand' })).toBeVisible()
  await expect(page).toHaveURL(/[?&]open=disk\.img$/)
  await expect(link(page, 'disk.img')).toBeFocused()

  await page.keyboard.press('ArrowDown')
  await expect(side(page, 'documents/').getByRole('link', { name: 'Open folder' })).toBeVisible()
  await page.keyboard.press('End')
  await expect(side(page, 'report-38.txt')).toContainText('Mode')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await expect(link(page, 'report-38.txt')).toBeFocused()
  await expect(page).toHaveURL(/\/jobs\/thousand$/)
})

test('a click beside the name opens it, the name itself goes on to its page', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await page
    .getByRole('row', { name: /report-03\.txt/ })
    .getByText('File', { exact: true })
    .click()
  await expect(side(page, 'report-03.txt')).toContainText('report-03.txt')
  await page.getByRole('button', { name: 'Details of report-05.txt' }).click()
  await side(page, 'report-05.txt').getByRole('button', { name: 'Previous' }).click()
  await expect(side(page, 'report-04.txt')).toBeVisible()
  await side(page, 'report-04.txt').getByRole('button', { name: 'Close' }).click()
  await expect(link(page, 'report-04.txt')).toBeFocused()
  await link(page, 'report-05.txt').click()
  await expect(page.getByRole('heading', { name: 'Chunks' })).toBeVisible()
})

test('what is open is in the address: reload and Back keep it, switching the job as well', async ({ page }) => {
  await page.goto('/jobs/nightly-0600?folder=etc/')
  await page.getByRole('button', { name: 'Details of file-0.conf' }).click()
  await expect(side(page, 'etc/file-0.conf')).toContainText('First stored')
  await page.reload()
  await expect(side(page, 'etc/file-0.conf')).toContainText('First stored')
  await page.getByRole('combobox', { name: 'Backup' }).selectOption('nightly-0596')
  await expect(page).toHaveURL(/nightly-0596\?.*open=/)
  await expect(side(page, 'etc/file-0.conf')).toContainText('First stored')
  await side(page, 'etc/file-0.conf').getByRole('link', { name: 'Open page' }).click()
  await expect(page.getByRole('heading', { name: 'Chunks' })).toBeVisible()
  await page.goBack()
  await expect(side(page, 'etc/file-0.conf')).toContainText('First stored')
})

test('next goes on past what was read, and says where the list ends', async ({ page }) => {
  await page.goto('/jobs/thousand?folder=photos/2025/')
  await link(page, 'IMG_0000.jpg').focus()
  await page.keyboard.press('End')
  await expect(link(page, 'IMG_0099.jpg')).toBeFocused()
  await page.keyboard.press('Space')
  await side(page, 'photos/2025/IMG_0099.jpg').getByRole('button', { name: 'Next' }).click()
  await expect(side(page, 'photos/2025/IMG_0100.jpg')).toContainText('First stored')

  await page.goto('/jobs/thousand?folder=documents/2024/03/')
  await page.getByRole('button', { name: 'Details of Invoice 002.pdf' }).click()
  const first = side(page, 'documents/2024/03/Invoice 002.pdf')
  await first.getByRole('button', { name: 'Previous' }).click()
  await expect(first.getByRole('button', { name: 'Previous' })).toHaveAccessibleDescription('This is the first one')
})

test('a folder in hand shows what is first in it, on the way to each', async ({ page }) => {
  await page.goto('/jobs/thousand?folder=photos/&open=photos/2025/')
  const inside = side(page, 'photos/2025/').getByRole('region', { name: 'In this folder' })
  await expect(inside.getByRole('listitem')).toHaveCount(12)
  await expect(inside).toContainText('The first 12.')
  await inside.getByRole('link', { name: 'IMG_0001.jpg', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'photos/2025/IMG_0001.jpg' })).toBeVisible()

  await page.goto('/jobs/thousand?open=documents/')
  await side(page, 'documents/').getByRole('link', { name: '2024/', exact: true }).click()
  await expect(page).toHaveURL(/folder=documents(\/|%2F)2024(\/|%2F)$/)
})

test('a folder in hand that the job lacks says where it was last seen, and offers nothing', async ({ page }) => {
  await page.goto('/jobs/nightly-0600?open=retired/')
  const folder = side(page, 'retired/')
  await expect(folder).toContainText('Not in this job')
  await expect(folder.getByRole('link', { name: /^the backup of/ })).toHaveAttribute(
    'href',
    /nightly-0584\?open=retired/,
  )
  await expect(folder.getByRole('button', { name: 'Verify' })).toHaveCount(0)
})

test('a folder in hand that holds nothing behind the filters stays a folder', async ({ page }) => {
  await page.goto('/jobs/thousand?after=2100-01-01&open=photos/')
  await expect(side(page, 'photos/')).toContainText('Nothing in it matches.')
  await expect(side(page, 'photos/').getByRole('button', { name: 'Verify' })).toBeVisible()
})

test('a folder in hand of which nothing was found so far does not pass for an empty one', async ({ page }) => {
  await page.goto('/jobs/without-rows?open=photos/')
  await expect(side(page, 'photos/')).toContainText('Nothing was found so far.')
})

test('what arrives for an object that was left is dropped', async ({ page, thaw, job }) => {
  const id = job('turnstile')
  await page.goto(`/jobs/${id}?folder=data/000/`)
  await expect(link(page, '000.bin')).toBeVisible()
  await thaw.mocks.shut(id)
  await page.getByRole('button', { name: 'Details of 000.bin' }).click()
  await expect(side(page, 'data/000/000.bin')).toBeVisible()
  await page.getByRole('button', { name: 'Details of 001.bin' }).click()
  await expect(side(page, 'data/000/001.bin')).toBeVisible()
  await thaw.mocks.open(id)
  await expect(side(page, 'data/000/001.bin').getByText('data/000/001.bin', { exact: true })).toBeVisible()
  await expect(page.getByText('data/000/000.bin', { exact: true })).toHaveCount(0)
})

test('a failure is told in the panel and gone once the service answers; a denied one says who can help', async ({
  page,
  thaw,
  job,
}) => {
  const id = job('outage')
  await page.goto(`/jobs/${id}`)
  await expect(link(page, 'disk.img')).toBeVisible()
  await thaw.mocks.shut(id)
  await page.getByRole('button', { name: 'Details of disk.img' }).click()
  await expect(side(page, 'disk.img').getByText('cannot answer right now')).toBeVisible()
  await thaw.mocks.open(id)
  await expect(side(page, 'disk.img')).toContainText('8,388,625 bytes')
  await page.goto('/jobs/denied?open=disk.img')
  await expect(side(page, 'disk.img').getByRole('alert')).toContainText('may not do this')
})

test('an object that this job lacks says where it was last seen', async ({ page }) => {
  await page.goto('/jobs/nightly-0600?folder=retired/&open=retired/plan.txt')
  const panel = side(page, 'retired/plan.txt')
  await expect(panel.getByText('Not in this job')).toBeVisible()
  await panel.getByRole('link', { name: /^the backup of/ }).click()
  await expect(page).toHaveURL(/\/jobs\/nightly-0584\?folder=retired(\/|%2F)&open=/)
  await expect(panel).toContainText('First stored')
})

test('d downloads the object in hand, a folder by its plan, and the selection where there is one', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await link(page, 'disk.img').focus()
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('d')])
  expect(download.suggestedFilename()).toBe('disk.img')

  await page.keyboard.press('ArrowDown')
  await expect(link(page, 'documents/')).toBeFocused()
  await page.keyboard.press('d')
  await expect(page.getByRole('dialog', { name: 'Download documents/' })).toContainText('200')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await link(page, 'disk.img').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await expect(page.getByRole('button', { name: 'Download 2 items, 8.0 MiB and more' })).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByRole('dialog', { name: 'Download 2 items' })).toContainText('201')
})

test('N10 N12 hostile names are in the panel what they are in the list, and the address keeps them', async ({
  page,
}) => {
  await page.goto('/jobs/hostile-names?view=flat')
  const links = page.getByRole('table', { name: 'Objects', exact: true }).locator('[data-row]')
  await links.first().focus()
  await page.keyboard.press('Space')
  for (const name of [...hostileNames].sort(compareNames)) {
    await expect.poll(() => new URL(page.url()).searchParams.get('open')).toBe(name)
    await page.keyboard.press('ArrowDown')
  }
  const panel = page.getByRole('complementary')
  for (const [name, shown] of [
    ['exe\u202Etxt.gpj', 'exe\\u{202e}txt.gpj'],
    ['q?x=1&y=2#fragment', 'q?x=1&y=2#fragment'],
    ['a/', 'a/'],
    ['//', '//'],
    ['%2F..%2f%00', '%2F..%2f%00'],
  ] as const) {
    await page.goto(`/jobs/hostile-names?view=flat&open=${encodeURIComponent(name)}`)
    await expect(panel.getByRole('heading').first()).toHaveText(shown)
    await expect(panel).toContainText('First stored')
  }
})

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    for (const [what, path, name, text] of [
      ['an object', '/jobs/thousand?open=disk.img', 'disk.img', '8,388,625 bytes'],
      ['a folder', '/jobs/thousand?open=photos/', 'photos/', 'Open folder'],
      ['a missing object', '/jobs/nightly-0600?open=gone.txt', 'gone.txt', 'None of the 12 backups'],
    ] as const)
      test(`the panel with ${what} is accessible`, async ({ page }) => {
        await page.goto(path)
        await expect(side(page, name)).toContainText(text)
        await expectAccessible(page)
      })
  })

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })

  test('the panel is a sheet over the list, and gives the focus back', async ({ page }) => {
    await page.goto('/jobs/thousand')
    await page.getByRole('button', { name: 'Details of disk.img' }).tap()
    await expect(sheet(page, 'disk.img')).toContainText('8,388,625 bytes')
    await expectAccessible(page)
    await sheet(page, 'disk.img').getByRole('button', { name: 'Next' }).tap()
    await expect(sheet(page, 'documents/')).toBeVisible()
    await sheet(page, 'documents/').getByRole('button', { name: 'Close' }).tap()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page).toHaveURL(/\/jobs\/thousand$/)
    await page.getByRole('button', { name: 'Details of music/' }).tap()
    await expect(sheet(page, 'music/')).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(link(page, 'music/')).toBeVisible()
  })

  test('the selection bar covers no row and stays in view', async ({ page }) => {
    await page.goto('/jobs/thousand')
    await page.getByRole('checkbox', { name: 'Select disk.img' }).check()
    await expectAccessible(page)
    await page.mouse.wheel(0, 333)
    await page.getByRole('button', { name: 'All', exact: true }).tap()
    await expect(page.getByRole('button', { name: 'Download the whole job' })).toBeInViewport()
    await page.getByRole('button', { name: 'Clear' }).tap()
    await expect(page.getByRole('region', { name: 'Selection' })).toHaveCount(0)
  })
})
