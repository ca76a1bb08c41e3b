import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '../fixtures.ts'
import { homeFolder, temporaryFolder } from '../folder.ts'

const run = promisify(execFile)

test('a folder and a file of another are planned, downloaded as one tar, and come out as they were', async ({
  page,
  thaw,
}) => {
  await using home = await homeFolder()
  await using target = await temporaryFolder()
  const { code, stderr } = await thaw.run('backup', home.path, '--resource', 'archives:home')
  expect(code, stderr).toBe(0)

  await page.goto('/jobs')
  await page.getByRole('table', { name: 'Jobs', exact: true }).getByRole('link', { name: 'archives:home' }).click()
  await page.getByLabel('Select photos/', { exact: true }).check()
  await page.getByRole('link', { name: 'music/', exact: true }).click()
  await page.getByLabel('Select music/100% [live].flac', { exact: true }).check()
  await page.getByRole('button', { name: 'Download 2 items' }).click()
  await expect(page.getByRole('dialog').getByText('exact')).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('dialog')
      .getByRole('link', { name: /^Download/ })
      .click(),
  ])
  expect(await download.failure()).toBeNull()

  await mkdir(target.path, { recursive: true })
  await run('tar', ['-xf', await download.path(), '-C', target.path])
  for (const name of ['photos', 'music']) await run('diff', ['-r', join(home.path, name), join(target.path, name)])

  await page.getByRole('dialog').getByRole('link', { name: 'Restores' }).click()
  const row = page.getByRole('row').filter({ hasText: download.suggestedFilename() })
  await expect(row.getByText('Verified')).toBeVisible()
})

test('a selection by Shift takes the rows between, and a folder what lies in it', async ({ page, thaw }) => {
  await using home = await homeFolder()
  const { stdout } = await thaw.run('backup', home.path, '--resource', 'archives:selection')
  const job = stdout.trim().split('\n').at(-1)!
  await page.goto(`/jobs/${job}`)
  await page.getByLabel('Select disk.img').check()
  await page.getByLabel('Select notes.txt').click({ modifiers: ['Shift'] })
  await expect(page.getByRole('button', { name: /^Download 4 items/ })).toBeVisible()
  await page.getByLabel('Select music/').uncheck()
  await expect(page.getByRole('button', { name: 'Download 3 items, 10.0 MiB' })).toBeVisible()
  await page.getByLabel('Select photos/').check()
  await page.getByRole('link', { name: 'photos/', exact: true }).click()
  await expect(page.getByLabel('Select photos/2026/')).toBeDisabled()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(page.getByLabel('Select photos/2026/')).not.toBeChecked()
})

test('a form that is posted leads to the archive, under the name the page gives it', async ({ page, thaw }) => {
  await using home = await homeFolder()
  const { stdout } = await thaw.run('backup', home.path, '--resource', 'archives:posted')
  const job = stdout.trim().split('\n').at(-1)!
  const answer = await page.request.post(`/download/${job}/archive`, {
    form: { format: 'zip' },
    headers: { origin: thaw.url },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(303)
  const archive = await page.request.get(answer.headers().location!, { headers: { 'sec-fetch-site': 'same-origin' } })
  expect(archive.headers()['content-disposition']).toMatch(/filename="posted \d{4}-\d\d-\d\d \d\d-\d\d\.zip"/)
  expect((await archive.body()).subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
})
