import type { Page } from '@playwright/test'
import { alive, arrived } from '../alive.ts'
import { expect, test } from '../fixtures.ts'
import { bearer, downloadPath, send } from '../http.ts'
import { chunkChecksum, chunksOf } from '../mocks/content.ts'
import { scenarioOf } from '../mocks/scenarios.ts'
import { scrollThrough } from '../table.ts'

const many = scenarioOf('large').object('many-chunks.bin')
const address = (job: string, name: string, filters: Record<string, string> = {}) =>
  `/jobs/${job}/object?${new URLSearchParams({ name, ...filters })}`
const table = (page: Page) => page.getByRole('table', { name: 'Chunks' })
const rows = (page: Page) => table(page).locator('tr[aria-rowindex]')
const strip = (page: Page) => page.getByRole('slider', { name: 'Chunk in hand' })

test('a chunk is found by the beginning of its SHA-256, in hexadecimal and in base64', async ({ page }) => {
  const checksum = chunkChecksum(many, 777)
  const hex = Buffer.from(checksum, 'base64').toString('hex')
  await page.goto(address('large', many.name))
  await alive(page)
  const field = page.getByRole('textbox', { name: 'SHA-256 that begins with' })
  await page.keyboard.press('/')
  await expect(field).toBeFocused()
  await field.fill(hex.slice(0, 12))
  await expect(page).toHaveURL(`/jobs/large/object?name=many-chunks.bin&sha256=${hex.slice(0, 12)}`)
  await expect(page.getByText('1 chunk', { exact: true })).toBeVisible()
  await expect(rows(page)).toContainText(['777'])
  await expect(rows(page)).toContainText([checksum])

  await page.goto(address('large', many.name, { sha256: checksum.slice(0, 9) }))
  await expect(page.getByText('1 chunk', { exact: true })).toBeVisible()
  await expect(rows(page)).toContainText([checksum])
  await page.goto(address('large', many.name, { sha256: 'ffffffffffff' }))
  await expect(page.getByText('Every chunk was looked at.')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the filters' }).click()
  await expect(page.getByText('chunks so far')).toBeVisible()
})

test('a list begins at an index, at a byte, or where the strip is pressed, and goes on from there', async ({
  page,
}) => {
  await page.goto(address('large', many.name, { from: '600' }))
  const seen = await scrollThrough(page, table(page))
  expect(seen).toEqual(
    chunksOf(many)
      .slice(600)
      .map(({ index }) => chunkChecksum(many, index)),
  )
  await expect(page.getByText(/^Chunks 9\d\d to 99\d of 1,000$/)).toBeVisible()

  const field = page.getByRole('textbox', { name: 'Start at index or byte' })
  await field.fill('500.5 KiB') // each chunk has 1 KiB
  await expect(rows(page).first()).toContainText('500')
  await expect(page).toHaveURL(/from=500\.5/)

  await strip(page).click({ position: { x: 2, y: 10 } })
  await expect(page).toHaveURL(/from=0/)
  await expect(rows(page).first()).toContainText(chunkChecksum(many, 0))
  await strip(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^\d chunks$/)).toBeVisible()
  await expect(rows(page).last()).toContainText(chunkChecksum(many, 999))
})

test('what is damaged is found among the chunks, and what else is looked at stays as it is', async ({
  page,
  job,
  thaw,
}) => {
  const own = job('corrupt-chunk')
  await send(thaw.url + downloadPath(own, 'readme.txt'), { headers: bearer })
  await page.goto(address(own, 'readme.txt', { view: 'hex' }))
  await page.getByRole('combobox', { name: 'State' }).selectOption('Damaged')
  await expect(page).toHaveURL(/view=hex.*state=damaged/)
  await expect(page.getByText('1 chunk', { exact: true })).toBeVisible()
  await expect(rows(page)).toContainText(['Damaged2'])
  const others = chunksOf(scenarioOf('corrupt-chunk').object('readme.txt')).length - 1
  await page.getByRole('combobox', { name: 'State' }).selectOption('Not verified')
  await expect(page.getByText(`${others} chunks`, { exact: true })).toBeVisible()
  await page.getByRole('combobox', { name: 'State' }).selectOption('Verified')
  await expect(page.getByText('Verify the object to have every chunk read')).toBeVisible()
})

test('which chunks are shared is shown where the endpoint tells, and said where it does not', async ({ page }) => {
  await page.goto(address('large', many.name, { state: 'shared', from: '990' }))
  await expect(page.getByText('2 chunks', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'What else has chunk 993' }).click()
  // The one that is asked has nothing of the kind that names them.
  await expect(page.getByRole('dialog').getByText('This endpoint does not tell what has it.')).toBeVisible()

  await page.goto(address('no-extensions', 'disk.img'))
  await expect(rows(page).first().locator('[data-unknown]')).toBeVisible()
  await page.getByRole('combobox', { name: 'State' }).selectOption('Shared')
  await expect(page.getByText('This endpoint does not tell which chunks are shared')).toBeVisible()
  await page.goto(address('no-extensions', 'disk.img', { from: '7' }))
  await expect(rows(page)).toHaveCount(chunksOf(scenarioOf('no-extensions').object('disk.img')).length - 7)
})

test('a filter that means nothing says what it could be', async ({ page }) => {
  await page.goto(address('large', many.name, { from: 'the end' }))
  await expect(page.getByText('“the end” is no place in the object')).toBeVisible()
  await page.goto(address('large', many.name, { sha256: 'not a sum' }))
  await expect(page.getByText('No SHA-256 begins with “not a sum”')).toBeVisible()
  await page.goto(address('large', many.name, { from: '1000' }))
  await expect(page.getByText('No chunk matches')).toBeVisible()
})

test('filtered chunks are found behind short and empty pages and expired tokens', async ({ page, job }) => {
  for (const at of ['sparse', job('expired-token')]) {
    const object = scenarioOf(at.split('.')[0]!).object('disk.img')
    await page.goto(address(at, object.name, { from: '3' }))
    const seen = await scrollThrough(page, table(page))
    const wanted = chunksOf(object).slice(3)
    expect(seen).toEqual(wanted.map(({ index }) => chunkChecksum(object, index)))
  }
})

test('which chunks are in view stays true when what is above them grows', async ({ page }) => {
  await page.goto(address('large', many.name, { from: '300' }))
  await arrived(page)
  await page.locator('#chunks').evaluate((heading) => heading.scrollIntoView())
  await expect(page.getByText(/^Chunks 300 to 3[12]\d of 1,000$/)).toBeVisible()
  await arrived(page)
  await page.evaluate(() => {
    document.documentElement.style.overflowAnchor = 'none' // so that no scrolling tells of it
    document.querySelector<HTMLElement>('#content')!.style.height = '400px'
  })
  await expect(page.getByText(/^Chunks 300 to 30\d of 1,000$/)).toBeVisible()
})
