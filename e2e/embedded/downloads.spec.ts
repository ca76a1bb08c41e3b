import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { expect, nobody, signIn, test } from '../fixtures.ts'
import { homeFolder, temporaryFolder } from '../folder.ts'
import { bearer, downloadPath, send } from '../http.ts'
import { flipBitIn } from '../stored-chunk.ts'
import { bearerToken, type ThawServer } from '../thaw.ts'

const run = promisify(execFile)
const MiB = 1024 * 1024

async function backup(thaw: ThawServer, path: string, resource: string): Promise<string> {
  const { code, stdout, stderr } = await thaw.run('backup', path, '--resource', resource)
  expect(code, stderr).toBe(0)
  return stdout.trim().split('\n').at(-1)!
}

/** Takes the beginning of an answer, and the rest when it is told to. */
async function hesitantly(url: string, beginning: number): Promise<{ rest(): Promise<Buffer> }> {
  const asked = request(url, { headers: bearer, agent: false }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const reading: AsyncIterator<Buffer> = response[Symbol.asyncIterator]()
  const pieces: Buffer[] = []
  let taken = 0
  async function takeUpTo(most: number): Promise<void> {
    while (taken < most) {
      const { done, value } = await reading.next()
      if (done) return
      pieces.push(value)
      taken += value.length
    }
  }
  await takeUpTo(beginning)
  return { rest: () => takeUpTo(Number.POSITIVE_INFINITY).then(() => Buffer.concat(pieces)) }
}

const records = (page: Page) => page.getByRole('table', { name: 'Downloads and restores' })

test('a download shows up by itself while it runs, still after a reload, and then as verified with its SHA-256', async ({
  page,
  thaw,
}) => {
  await using folder = await temporaryFolder()
  const content = randomBytes(96 * MiB) // more than sockets and read-ahead hold for a reader that does not read
  await folder.write({ 'film.mkv': content, 'notes.txt': 'Remember the milk.\n' })
  const job = await backup(thaw, folder.path, 'downloads:live')
  await page.goto(`/restores?job=${job}`)
  await expect(page.getByText('Nothing matches these filters')).toBeVisible()

  const download = await hesitantly(thaw.url + downloadPath(job, 'film.mkv'), 30 * MiB)
  const row = records(page).getByRole('row').filter({ hasText: 'film.mkv' })
  await expect(row.getByText('Running')).toBeVisible()
  const progress = row.getByRole('progressbar', { name: 'Progress of film.mkv' })
  await expect(progress).toHaveAttribute('aria-valuenow', /^[2-7]\d$/)
  await expect(row).toContainText(/of 96\.0 MiB.*(iB\/s, .* left|no bytes for)/)
  await expectAccessible(page)
  await page.reload()
  await expect(row.getByText('Running')).toBeVisible()
  await expect(row).toContainText(/of 96\.0 MiB/)

  const sha256 = createHash('sha256').update(content).digest('hex')
  expect((await download.rest()).equals(content)).toBe(true)
  await expect(row.getByText('Verified')).toBeVisible()
  await expect(row.getByTitle(`SHA-256 ${sha256}`)).toBeVisible()
  await row.getByRole('link', { name: 'film.mkv' }).click()
  await expect(page.getByRole('heading', { name: 'film.mkv' })).toBeVisible()
  await expect(page.getByText('Verified', { exact: true })).toBeVisible()
  await expect(page.getByTitle(sha256, { exact: true })).toBeVisible()
})

test('an archive is verified with its own SHA-256, and one that was continued says that it has none', async ({
  page,
  thaw,
}) => {
  await using home = await homeFolder()
  const job = await backup(thaw, home.path, 'downloads:archive')
  const { href } = await plan(thaw, page, job, 'tar')
  await send(thaw.url + href, { headers: { ...bearer, range: 'bytes=1000000-' } })
  const whole = await send(thaw.url + href, { headers: bearer })
  const sha256 = createHash('sha256').update(whole.bytes).digest('hex')

  await page.goto(`/restores?job=${job}`)
  const rows = records(page).locator('tr[aria-rowindex]')
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(0).getByTitle(`SHA-256 ${sha256}`)).toBeVisible()
  await expect(rows.nth(1).getByTitle(/continued at 1,000,000 bytes/)).toBeVisible()
  await rows.nth(1).getByRole('link').first().click()
  await expect(
    page.getByText('It was continued at 1,000,000 bytes, so nobody saw all of its bytes at once'),
  ).toBeVisible()
})

test('D25 a link works as long as its session and its plan, and there is no token in it, in the log, or for other sites', async ({
  browser,
  thaw,
}) => {
  await using home = await homeFolder()
  const job = await backup(thaw, home.path, 'downloads:link')
  const context = await browser.newContext({ baseURL: thaw.url, storageState: nobody })
  const page = await context.newPage()
  await signIn(page, (await thaw.run('sign-in')).stdout.trim())
  await page.goto(`/jobs/${job}`)
  await page.getByRole('button', { name: 'Download all' }).click()
  const dialog = page.getByRole('dialog')
  const links = [
    await dialog.getByRole('link', { name: /^Download/ }).getAttribute('href'),
    await page.getByRole('link', { name: 'Download notes.txt', includeHidden: true }).getAttribute('href'),
  ].map((href) => new URL(href!, thaw.url).href)
  const cookies = await context.cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const follow = async (headers: Record<string, string>) =>
    Promise.all(links.map(async (link) => send(link, { headers: { 'sec-fetch-site': 'same-origin', ...headers } })))
  const statuses = async (headers: Record<string, string>) => (await follow(headers)).map(({ status }) => status)

  const answers = await follow({ cookie })
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  for (const { headers } of answers) expect(headers['referrer-policy']).toBe('same-origin')
  expect(await statuses({})).toEqual([401, 401])
  expect(await statuses({ cookie, 'sec-fetch-site': 'cross-site' })).toEqual([403, 403])

  const forgotten = page.waitForResponse((response) => response.request().method() === 'POST')
  await dialog.getByRole('button', { name: 'Cancel' }).click() // nobody took the plan: it is forgotten
  await forgotten
  expect(await statuses({ cookie })).toEqual([410, 200])

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  expect(await statuses({ cookie })).toEqual([401, 401])
  const told = `${links} ${thaw.log()}`
  for (const secret of [bearerToken, ...cookies.map(({ value }) => value)]) expect(told).not.toContain(secret)
  await context.close()
})

for (const format of ['tar', 'zip'] as const)
  test(`a damaged ${format} is cut, its record says what broke, and the intact part lists what is missing`, async ({
    page,
    thaw,
  }) => {
    await using home = await homeFolder()
    await using target = await temporaryFolder()
    const job = await backup(thaw, home.path, `downloads:damaged-${format}`)
    const disk = await readFile(join(home.path, 'disk.img'))
    await flipBitIn(thaw, disk.subarray(4 * MiB, 8 * MiB))

    await page.goto(`/jobs/${job}`)
    await page.getByRole('button', { name: 'Download all' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: format }).check()
    await expect(dialog.getByText('exact')).toBeVisible()
    const [broken] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: /^Download/ }).click(),
    ])
    expect(await broken.failure()).not.toBeNull()
    const cut = await send(broken.url(), { headers: bearer })
    expect(cut.complete).toBe(false)
    const cutPath = join(target.path, `cut.${format}`)
    await writeFile(cutPath, cut.bytes)
    await expect(run(...listing(format, cutPath))).rejects.toMatchObject({ code: expect.any(Number) })

    await dialog.getByRole('link', { name: 'Restores' }).click()
    const row = records(page).getByRole('row').filter({ hasText: broken.suggestedFilename() }).first()
    await expect(row.getByText('Failed')).toBeVisible()
    await expect(row.getByText('Chunk 1 of disk.img')).toBeVisible()
    await row.getByRole('link').first().click()
    const record = page.locator('#work') // above it the other download of the same, which this tab began, is told
    await expect(record.getByText('Chunk 1 of disk.img, 4,194,304 bytes from its beginning, broke it.')).toBeVisible()
    await expect(record.getByText(/every byte handed over was checked/)).toBeVisible()
    await expectAccessible(page)

    await record.getByRole('button', { name: 'Download the intact part' }).click()
    const missing = dialog.getByRole('list', { name: 'Objects to know of' })
    await expect(missing.getByRole('listitem').filter({ hasText: 'disk.img' })).toContainText(
      'left out: Known to be damaged',
    )
    await expectAccessible(page)
    const [intact] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: /^Download/ }).click(),
    ])
    expect(await intact.failure()).toBeNull()
    expect(intact.suggestedFilename()).toContain('(intact part)')
    const out = join(target.path, 'out')
    await mkdir(out)
    await run(...unpacking(format, await intact.path(), out))
    const manifest = await readFile(join(out, 'THAW-MANIFEST.jsonl'), 'utf8')
    expect(manifest).toContain('"intactPartOnly":true')
    expect(manifest).toMatch(/"object":"disk\.img".*"damaged":true.*"skipped":"Known to be damaged\."/)
    for (const name of ['photos', 'music', 'notes.txt'])
      await run('diff', ['-r', join(home.path, name), join(out, name)])
  })

function listing(format: 'tar' | 'zip', path: string): [string, string[]] {
  return format === 'tar' ? ['tar', ['-tf', path]] : ['unzip', ['-t', path]]
}

function unpacking(format: 'tar' | 'zip', path: string, out: string): [string, string[]] {
  return format === 'tar' ? ['tar', ['-xf', path, '-C', out]] : ['unzip', ['-q', path, '-d', out]]
}

/** Plans an archive of a whole job as a script does that is signed in. */
async function plan(thaw: ThawServer, page: Page, job: string, format: 'tar' | 'zip'): Promise<{ href: string }> {
  const answer = await page.request.post(`${thaw.url}/download/${job}/archive`, {
    headers: { accept: 'application/json', origin: thaw.url },
    data: { format },
  })
  expect(answer.status()).toBe(201)
  return (await answer.json()).plan
}
