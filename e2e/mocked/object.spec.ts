import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Page } from '@playwright/test'
import { alive } from '../alive.ts'
import { expect, test } from '../fixtures.ts'
import { bytesOf, chunkChecksum, chunksOf, objectChecksum, sha256 } from '../mocks/content.ts'
import { scenarioOf } from '../mocks/scenarios.ts'
import { scrollThrough } from '../table.ts'

const address = (job: string, name: string) => `/jobs/${job}/object?${new URLSearchParams({ name })}`
const chunks = (page: Page) => page.getByRole('table', { name: 'Chunks' })

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('base64')
}

test('an object shows what it is, and every chunk of it', async ({ page }) => {
  const object = scenarioOf('large').object('many-chunks.bin')
  await page.goto(address('large', object.name))
  await expect(page.getByRole('heading', { name: 'many-chunks.bin' })).toBeVisible()
  await expect(page.getByTitle(objectChecksum(object))).toBeVisible()
  const seen = await scrollThrough(page, chunks(page))
  expect(seen).toEqual(chunksOf(object).map((chunk) => chunkChecksum(object, chunk.index)))
})

test('a chunk list whose token expired goes on at the same place', async ({ page, job }) => {
  const object = scenarioOf('expired-token').object('disk.img')
  await page.goto(address(job('expired-token'), object.name))
  const seen = await scrollThrough(page, chunks(page))
  expect(seen).toEqual(chunksOf(object).map((chunk) => chunkChecksum(object, chunk.index)))
})

test('an object and its chunks are found behind pages that are short or empty', async ({ page }) => {
  const object = scenarioOf('sparse').object('disk.img')
  await page.goto(address('sparse', object.name))
  await expect(page.getByRole('heading', { name: 'disk.img' })).toBeVisible()
  const seen = await scrollThrough(page, chunks(page))
  expect(seen).toEqual(chunksOf(object).map((chunk) => chunkChecksum(object, chunk.index)))
})

test('the download button gives exactly the bytes', async ({ page }) => {
  const { length } = scenarioOf('thousand').object('disk.img')
  await page.goto(address('thousand', 'disk.img'))
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('disk.img')
  expect(await hashOf(await download.path())).toBe(sha256(bytesOf('thousand', 'disk.img', 0, length)))
})

test('a download from the row of a list gives the bytes under the file’s own name', async ({ page }) => {
  const name = 'music/Björk & Friends/Débût [07] 100%.flac'
  const { length } = scenarioOf('thousand').object(name)
  await page.goto('/jobs/thousand?folder=music/Björk%20%26%20Friends/')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download Débût [07] 100%.flac' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^Débût \[07\] 100[%_-]?\.flac$/)
  expect(await hashOf(await download.path())).toBe(sha256(bytesOf('thousand', name, 0, length)))
})

for (const scenario of ['corrupt-chunk', 'missing-chunk', 'short-chunk'])
  test(`a download that meets damage fails in the browser: ${scenario}`, async ({ page }) => {
    await page.goto(address(scenario, 'data/first.bin'))
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ])
    expect(await download.failure()).not.toBeNull()
  })

test('an empty object says that it is', async ({ page }) => {
  await page.goto(address('large', 'empty.bin'))
  await expect(page.getByText('The object is empty: its checksum is that of nothing.')).toBeVisible()
})

test('a name that is not in the job says so and leads to its folder', async ({ page }) => {
  await page.goto(address('thousand', 'photos/2025/gone.jpg'))
  await expect(page.getByText('photos/2025/gone.jpg is not in this job')).toBeVisible()
  await page.getByRole('link', { name: 'Look at photos/2025/ in this job' }).click()
  await expect(page.getByRole('table', { name: 'Folder photos/2025/' })).toBeVisible()
})

test('a link to a version that was replaced says so', async ({ page }) => {
  const other = sha256(Buffer.from('another version'))
  await page.goto(`${address('thousand', 'disk.img')}&checksum=${encodeURIComponent(other)}`)
  await expect(page.getByText('This link was made for the version with checksum')).toBeVisible()
  await page.getByRole('link', { name: 'Go on with this one' }).click()
  await expect(page).not.toHaveURL(/checksum/)
})

test('metadata of other writers is shown as it is: text, JSON, bytes, markup', async ({ page }) => {
  await page.goto(address('foreign-metadata', 'json.dat'))
  await expect(page.getByText('{"app":"vault-keeper","rev":7}')).toBeVisible()
  const tree = page.getByRole('tree', { name: 'JSON of the metadata blob of json.dat' })
  await expect(tree.getByRole('treeitem', { name: 'owner "ops"' })).toBeVisible()
  const blob = page.getByRole('region', { name: 'Metadata blob' })
  await expect(blob.getByText('Verified', { exact: true })).toBeVisible()
  await blob.getByRole('tab', { name: 'Hex' }).click()
  await expect(blob.getByRole('grid')).toContainText('7b226f776e6572')
  await expect(page).toHaveURL(/blob=hex/)

  await page.goto(address('foreign-metadata', 'markup.dat'))
  await expect(page.getByText('<b onmouseover=alert(1)>bold</b>')).toBeVisible()
  await expect(page.getByText('<script>alert(1)</script>')).toBeVisible()
  await page.goto(address('foreign-metadata', 'unicode.dat'))
  await expect(page.getByText('naïve – 日本 😀')).toBeVisible()
  await page.goto(address('foreign-metadata', 'none.dat'))
  await expect(page.getByText('None was stored.')).toBeVisible()
})

test('a tree of JSON is walked, opened and shut by keys', async ({ page }) => {
  await page.goto(address('foreign-metadata', 'json.dat'))
  const tree = page.getByRole('tree')
  await tree.focus()
  await page.keyboard.press('End')
  await expect(tree.locator('[aria-selected=true]')).toHaveText('xnull')
  // To what is around it, which shuts; from there to what is around that.
  for (const _ of ['to the element', 'shut it', 'to the array']) await page.keyboard.press('ArrowLeft')
  await expect(tree.locator('[aria-selected=true]')).toHaveText('deep[ 3 elements ]')
  await page.keyboard.press('Enter')
  await expect(tree.getByText('null')).toHaveCount(0)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(tree.getByRole('treeitem')).toHaveCount(1)
})

test('the metadata blob is downloaded as it was stored', async ({ page }) => {
  await page.goto(address('foreign-metadata', 'json.dat'))
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the blob' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('json.dat.metadata')
  expect(await hashOf(await download.path())).toBe(
    sha256(scenarioOf('foreign-metadata').object('json.dat').metadataBlob!),
  )
})

test('the next object of the folder and the one before it are a step away', async ({ page }) => {
  const name = 'photos/2025/IMG_0003.jpg'
  await page.goto(address('thousand', name))
  await expect(page.getByRole('link', { name: /^Previous/ })).toHaveCount(0)
  await alive(page)
  await page.getByRole('link', { name: 'Next: photos/2025/IMG_0004.jpg' }).click()
  await expect(page.getByRole('heading', { name: 'photos/2025/IMG_0004.jpg' })).toBeVisible()
  await page.getByRole('link', { name: `Previous: ${name}` }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
})

test('what lies in folders between two objects is jumped over', async ({ page }) => {
  await page.goto(address('thousand', 'disk.img'))
  await expect(page.getByRole('link', { name: 'Next: report-00.txt' })).toBeVisible()
})
