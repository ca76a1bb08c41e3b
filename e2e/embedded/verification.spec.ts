import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { expect, nobody, signIn, test } from '../fixtures.ts'
import { homeFolder } from '../folder.ts'
import { runningJob } from '../running-job.ts'
import { halt, storageOf } from '../storage-process.ts'
import { flipBitIn } from '../stored-chunk.ts'
import { startThaw } from '../thaw.ts'

const MiB = 1024 * 1024

test('a verification finds the damaged sample, and the damage map names what it hits', async ({ browser }) => {
  await using thaw = await startThaw('embedded') // the sample goes into an empty store only
  const { code, stderr } = await thaw.run('sample')
  expect(code, stderr).toBe(0)
  const context = await browser.newContext({ baseURL: thaw.url, storageState: nobody })
  const page = await context.newPage()
  await signIn(page, thaw.signInLink)

  await page.goto('/jobs?vault=Sample')
  await page
    .getByRole('table', { name: 'Jobs', exact: true })
    .getByRole('link', { name: /damaged-on-purpose/ })
    .click()
  await expect(page.getByText('changed in the store on purpose')).toBeVisible()
  await page.getByRole('button', { name: 'Verify all', exact: true }).click()

  const known = page.getByRole('region', { name: 'Known damage' })
  await expect(known).toContainText('1 object known to be damaged')
  await expect(page.getByRole('region', { name: 'Verifications' }).getByText('Damage found')).toBeVisible()
  // The damage is told in one place; how it was found, to whoever asks.
  await expect(page.getByText('chunk 1', { exact: true })).toHaveCount(1)
  await page.getByText('1 finding', { exact: true }).click()
  const findings = page.getByRole('list', { name: 'Findings' })
  await expect(findings.getByText('chunk 1', { exact: false }).first()).toBeVisible()
  await expectAccessible(page)

  await known.getByRole('link', { name: 'Damage map' }).click()
  await expect(page.getByRole('heading', { name: 'Damage map of a chunk' })).toBeVisible()
  const hits = page.getByRole('table', { name: 'What the chunk hits' })
  await expect(hits.getByRole('link', { name: 'damaged-on-purpose.bin', exact: true })).toBeVisible()
  await expect(hits.getByText('None known')).toBeVisible()
  await page.getByRole('button', { name: 'Read it again' }).click()
  await expect(page.getByText('It is still damaged.')).toBeVisible()
  await expectAccessible(page)
  await context.close()
})

test('a verification is paused, goes on, survives a restart of the server, and another is cancelled', async ({
  browser,
}) => {
  await using storage = await startThaw('embedded')
  await using home = await homeFolder()
  const { stdout } = await storage.run('backup', home.path, '--resource', 'verification:steered')
  const job = stdout.trim().split('\n').at(-1)!
  await using thaw = await startThaw(await storageOf(storage))
  const context = await browser.newContext({ baseURL: thaw.url, storageState: nobody })
  const page = await context.newPage()
  await signIn(page, thaw.signInLink)
  await page.goto(`/jobs/${job}`)
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  const tasks = page.getByRole('region', { name: 'Verifications' })
  const press = (name: string) => tasks.getByRole('button', { name, exact: true }).click()

  {
    using _still = await halt(storage) // so that nothing is done before it is to be seen
    await page.getByRole('button', { name: 'Verify all', exact: true }).click()
    await expect(tasks.getByText('Verifying')).toBeVisible()
    await press('Pause')
    await expect(tasks.getByText('Paused')).toBeVisible()
    await press('Resume')
    await expect(tasks.getByText('Verifying')).toBeVisible()

    await thaw.restart()
    await page.goto('/restores')
    await expect(page.getByTitle('Running verifications')).toBeVisible()
  }
  await page.goto(`/jobs/${job}`)
  await expect(tasks.getByText('Verified')).toBeVisible()

  {
    using _still = await halt(storage)
    await page.getByRole('button', { name: 'Verify all', exact: true }).click()
    await expect(tasks.getByText('Verifying')).toBeVisible()
    await press('Cancel')
    await expect(tasks.getByText('Cancelled')).toBeVisible()
  }
  await context.close()
})

test('damage on disk is found, mapped to what it hits and to what is intact, and healed by the same bytes', async ({
  page,
  thaw,
}) => {
  await using home = await homeFolder()
  const backup = async (...more: string[]) => {
    const { code, stdout, stderr } = await thaw.run('backup', home.path, '--resource', 'verification:healing', ...more)
    expect(code, stderr).toBe(0)
    return stdout.trim().split('\n').at(-1)!
  }
  const first = await backup()
  const album = randomBytes(5 * MiB)
  await home.write({ 'notes.txt': 'Milk is there.\n', 'disk.img': album, 'copy of disk.img': album })
  const second = await backup()
  const third = await backup()
  const chunk = await flipBitIn(thaw, album.subarray(0, 4 * MiB))

  await page.goto(`/jobs/${third}`)
  await page.getByRole('button', { name: 'Verify all', exact: true }).click()
  const known = page.getByRole('region', { name: 'Known damage' })
  await expect(known).toContainText('2 objects known to be damaged')
  await known
    .getByRole('listitem')
    .filter({ hasText: /^disk\.img/ })
    .getByRole('link', { name: 'Damage map' })
    .click()

  await expect(page.getByTitle(chunk)).toBeVisible()
  const hits = page.getByRole('table', { name: 'What the chunk hits' })
  const [disk, copy] = ['disk.img', 'copy of disk.img'].map((name) =>
    hits.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) }),
  ) as [Locator, Locator]
  for (const job of [second, third]) await expect(disk.getByTitle(`Job ${job}`)).toBeVisible()
  await expect(copy).toContainText('None known')
  const intact = disk.locator('[data-column="intact"]').getByRole('link')
  await expect(intact).toHaveAttribute('href', new RegExp(first))
  await expectAccessible(page)

  await expect(page.getByText('bin/thaw backup --read-all')).toBeVisible()
  await backup('--read-all')
  await page.getByRole('button', { name: 'Read it again' }).click()
  await expect(page.getByText('It is whole: healed.')).toBeVisible()
  await expect(page.getByText('Stored', { exact: true })).toBeVisible()

  await page.goto(`/jobs/${third}`)
  await page.getByText('2 findings, healed since').click()
  await expect(page.getByText('Healed since.')).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Known damage' })).toHaveCount(0)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download disk.img', exact: true }).click(),
  ])
  expect(await download.failure()).toBeNull()
  expect((await readFile(await download.path())).equals(album)).toBe(true)
})

test('damage found in one backup counts at once in every backup that has it, also in those that begin later', async ({
  page,
  thaw,
}) => {
  await using home = await homeFolder()
  const backup = async () => {
    const { code, stdout, stderr } = await thaw.run('backup', home.path, '--resource', 'verification:inherited')
    expect(code, stderr).toBe(0)
    return stdout.trim().split('\n').at(-1)!
  }
  const album = randomBytes(5 * MiB)
  const good = await backup()
  await home.write({ 'disk.img': album })
  const first = await backup()
  await home.write({ 'notes.txt': 'Bread is there.\n' })
  const second = await backup()
  await flipBitIn(thaw, album.subarray(0, 4 * MiB))

  await page.goto(`/jobs/${first}`)
  await page.getByRole('button', { name: 'Verify all', exact: true }).click()
  await expect(page.getByText('1 finding', { exact: true })).toBeVisible()
  // Of a client that knows of no damage and inherits what is there; `thaw backup` would heal it.
  using later = await runningJob(thaw, 'verification:inherited')
  await later.commit()
  const third = later.id

  await page.goto('/jobs')
  const resource = page
    .getByRole('table', { name: /esources$/ })
    .getByRole('row')
    .filter({ hasText: 'verification:inherited' })
  await expect(resource).toContainText('Damaged')
  await expect(resource.locator(`[data-column="good"] a`)).toHaveAttribute('href', `/jobs/${good}`)
  const jobs = page.getByRole('table', { name: 'Jobs', exact: true }).getByRole('row')
  for (const job of [third, second, first]) {
    const row = jobs.filter({ has: page.getByTitle(`Job ${job}`) })
    await expect(row.locator('[data-column="verified"]')).toHaveText('Damaged')
  }
  const { stdout } = await thaw.run('jobs', '--resource', 'arn:aws:thaw::000000000000:resource/verification:inherited')
  expect(stdout.match(/ damaged /g)).toHaveLength(3)

  await page.goto(`/jobs/${third}`)
  await expect(page.getByRole('region', { name: 'Known damage' })).toContainText('disk.img')
  await expect(page.getByRole('row').filter({ hasText: 'disk.img' })).toContainText('Damaged')
  const choice = page.getByRole('combobox', { name: 'Backup' })
  await expect(choice.getByRole('option', { name: /^Damaged: / })).toHaveCount(3)

  await page.getByRole('link', { name: 'disk.img', exact: true }).first().click()
  await expect(page.getByText('A download breaks off before its first byte.')).toBeVisible()

  await page.goto('/jobs')
  await page.getByRole('link', { name: /\d+ damaged chunks?$/ }).click()
  await expect(page).toHaveURL('/damage')
  const known = page.getByRole('table', { name: 'Known damage' }).getByRole('row').filter({ hasText: 'disk.img' })
  await expect(known.first()).toBeVisible()
  await expect(known.filter({ has: page.getByTitle(`Job ${third}`) })).toContainText('and 2 more')
  await expectAccessible(page)
})

test('a backup that was never verified says so, and what was read for one is verified in all that show it', async ({
  page,
  thaw,
}) => {
  await using home = await homeFolder()
  const backup = async () => {
    const { code, stdout, stderr } = await thaw.run('backup', home.path, '--resource', 'verification:shared')
    expect(code, stderr).toBe(0)
    return stdout.trim().split('\n').at(-1)!
  }
  const first = await backup()
  const second = await backup()
  await page.goto('/jobs?resource=arn:aws:thaw::000000000000:resource/verification:shared')
  const good = page.getByRole('table', { name: 'Resources' }).locator('tbody [data-column="good"]')
  await expect(good).toContainText('Never verified')
  await page.goto(`/jobs/${second}`)
  await page.getByRole('button', { name: 'Verify all', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Verifications' })).toContainText('Verified')
  await page.goto('/jobs?resource=arn:aws:thaw::000000000000:resource/verification:shared')
  await expect(good).toContainText('100 % verified')
  for (const job of [first, second]) {
    const row = page.getByRole('table', { name: 'Jobs', exact: true }).getByRole('row')
    await expect(row.filter({ has: page.getByTitle(`Job ${job}`) }).locator('[data-column="verified"]')).toContainText(
      '100 %',
    )
  }
})
