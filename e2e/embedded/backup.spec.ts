import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { homeFolder, temporaryFolder } from '../folder.ts'
import { bearer, downloadPath, send } from '../http.ts'
import { flipBitIn } from '../stored-chunk.ts'
import type { ThawServer } from '../thaw.ts'

const MiB = 1024 * 1024

/** Backs a folder up from the command line. @returns the job's id. */
async function backup(thaw: ThawServer, path: string, resource: string): Promise<string> {
  const { code, stdout, stderr } = await thaw.run('backup', path, '--resource', resource)
  expect(code, stderr).toBe(0)
  return stdout.trim().split('\n').at(-1)!
}

async function download(page: Page, link: string): Promise<Buffer> {
  const [found] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link, exact: true }).click(),
  ])
  expect(await found.failure()).toBeNull()
  return readFile(await found.path())
}

const jobsTable = (page: Page) => page.getByRole('table', { name: 'Jobs', exact: true })

test('a folder is backed up, found in the browser and downloaded byte for byte', async ({ page, thaw }) => {
  await using home = await homeFolder()
  await backup(thaw, home.path, 'journey:home')

  await page.goto('/jobs')
  await jobsTable(page).getByRole('link', { name: 'journey:home' }).click()
  await expect(page.getByRole('heading', { name: 'journey:home' })).toBeVisible()
  await expect(page.getByText('Completed', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'photos/', exact: true }).click()
  await page.getByRole('link', { name: '2026/', exact: true }).click()
  const picture = 'Ærøskøbing (1).jpg'
  expect(await download(page, `Download ${picture}`)).toEqual(await readFile(join(home.path, 'photos/2026', picture)))

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'journey:home' }).click()
  await page.getByRole('link', { name: 'disk.img', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'disk.img' })).toBeVisible()
  await expect(page.getByText('3 chunks', { exact: true }).first()).toBeVisible()
  const disk = await readFile(join(home.path, 'disk.img'))
  const checksum = createHash('sha256').update(disk).digest('hex')
  await expect(page.getByTitle(checksum)).toBeVisible()
  expect((await download(page, 'Download')).equals(disk)).toBe(true)
})

test('an empty file and a link are shown as what they are', async ({ page, thaw }) => {
  await using home = await homeFolder()
  const job = await backup(thaw, home.path, 'journey:kinds')
  await page.goto(`/jobs/${job}`)
  await expect(page.getByRole('row', { name: /empty\.log/ })).toContainText('0 B')
  expect(await download(page, 'Download empty.log')).toHaveLength(0)
  await expect(page.getByRole('row', { name: /todo/ })).toContainText('Link')
  await page.getByRole('link', { name: 'todo', exact: true }).click()
  await expect(page.getByText('notes.txt').first()).toBeVisible()
})

test('the second backup holds the change and the first still what it held', async ({ page, thaw }) => {
  await using folder = await temporaryFolder()
  await folder.write({ 'kept.txt': 'same', 'changed.txt': 'first', 'deleted.txt': 'gone soon' })
  const first = await backup(thaw, folder.path, 'journey:twice')
  await folder.write({ 'changed.txt': 'second', 'added.txt': 'new' })
  await rm(join(folder.path, 'deleted.txt'))
  const second = await backup(thaw, folder.path, 'journey:twice')

  await page.goto('/jobs')
  await page.getByRole('table', { name: 'Resources' }).getByRole('link', { name: 'journey:twice' }).click()
  await expect(page.getByRole('status').filter({ hasText: '2 jobs' })).toBeVisible()
  await jobsTable(page).getByRole('link', { name: 'journey:twice' }).first().click()
  await expect(page).toHaveURL(new RegExp(`/jobs/${second}`))
  await expect(page.getByRole('link', { name: 'added.txt', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'deleted.txt', exact: true })).toHaveCount(0)
  expect((await download(page, 'Download changed.txt')).toString()).toBe('second')

  await page.getByRole('combobox', { name: 'Backup' }).selectOption(first)
  await expect(page.getByRole('link', { name: 'deleted.txt', exact: true })).toBeVisible()
  expect((await download(page, 'Download changed.txt')).toString()).toBe('first')
})

test('a flipped bit on disk never leaves: browser and curl fail, verify names the object', async ({ page, thaw }) => {
  await using home = await homeFolder()
  const job = await backup(thaw, home.path, 'journey:flipped')
  const disk = await readFile(join(home.path, 'disk.img'))
  await flipBitIn(thaw, disk.subarray(4 * MiB, 8 * MiB))
  await breakingDownload(page, job, 'disk.img')

  const url = thaw.url + downloadPath(job, 'disk.img')
  const answer = await send(url, { headers: bearer })
  expect(answer.complete).toBe(false)
  expect(answer.bytes.length).toBeLessThanOrEqual(4 * MiB)
  expect(answer.bytes.equals(disk.subarray(0, answer.bytes.length))).toBe(true)
  const curl = promisify(execFile)('curl', [
    '-sS',
    '-o',
    '/dev/null',
    '-H',
    `authorization: ${bearer.authorization}`,
    url,
  ])
  await expect(curl).rejects.toMatchObject({ code: expect.any(Number) })

  const verify = await thaw.run('verify', job)
  expect(verify.code).not.toBe(0)
  expect(verify.stdout + verify.stderr).toContain('disk.img')
  expect(verify.stdout + verify.stderr).not.toContain('notes.txt')
})

test('the page of an object says that its download broke on a damaged chunk', async ({ page, thaw }) => {
  await using home = await homeFolder()
  const job = await backup(thaw, home.path, 'journey:told')
  const disk = await readFile(join(home.path, 'disk.img'))
  await flipBitIn(thaw, disk.subarray(4 * MiB, 8 * MiB))
  await breakingDownload(page, job, 'disk.img')
  await page.reload()
  await expect(page.getByText(/damaged/i).first()).toBeVisible()
})

test('restored from the command line the folder is what it was', async ({ thaw }) => {
  await using home = await homeFolder()
  await using target = await temporaryFolder()
  const job = await backup(thaw, home.path, 'journey:restore')
  const { code, stderr } = await thaw.run('restore', job, '--to', join(target.path, 'back'))
  expect(code, stderr).toBe(0)
  await promisify(execFile)('diff', ['-r', '--no-dereference', home.path, join(target.path, 'back')])
})

async function breakingDownload(page: Page, job: string, name: string): Promise<void> {
  await page.goto(`/jobs/${job}/object?name=${name}`)
  const [found] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download', exact: true }).click(),
  ])
  expect(await found.failure()).not.toBeNull()
}
