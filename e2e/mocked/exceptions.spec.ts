import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { bearer, downloadPath, send } from '../http.ts'

/*
 * Every exception of the storage API on every page that can meet it: what a person reads, whether the page goes on by
 * itself, and that it does go on in place once the fault is over.
 */

/** `waits`: the page tries again by itself. `asks`: only a person can do something, and the page says what. */
const exceptions = [
  { name: 'ThrottlingException', waits: true, words: 'asks to slow down' },
  { name: 'ServiceUnavailableException', waits: true, words: 'cannot answer right now' },
  { name: 'ServiceInternalException', waits: true, words: 'give its operator the request id' },
  { name: 'RetryableException', waits: true, words: 'was interrupted while it answered' },
  { name: 'NotReadableInputStreamException', waits: true, words: 'could not read the request to its end' },
  { name: 'AccessDeniedException', waits: false, words: 'Ask whoever manages the storage endpoint' },
  { name: 'ResourceNotFoundException', waits: false, words: 'does not know this' },
  { name: 'KMSInvalidKeyUsageException', waits: false, words: 'key that encrypts this backup cannot be used' },
  { name: 'IllegalArgumentException', waits: false, words: 'was refused on purpose' },
  { name: 'DataAlreadyExistsException', waits: false, words: 'has other data in this place' },
  { name: 'UnrecognizedClientException', waits: false, words: 'does not know the key this dashboard signs with' },
  { name: 'InvalidSignatureException', waits: false, words: 'secret key does not belong to the key id' },
]
const ofJobLists = [
  { name: 'InvalidParameterValueException', waits: false, words: 'refuses a filter' },
  { name: 'MissingParameterValueException', waits: false, words: 'refuses the question' },
  { name: 'InvalidRequestException', waits: false, words: 'refuses the question' },
]

const link = (name: string) => (page: Page) => page.getByRole('link', { name, exact: true }).first()

/** Places where a call fails; `whole` shows that what failed is there after all. */
const places = [
  {
    name: 'the list of jobs',
    operation: 'ListBackupJobs',
    path: (vault: string) => `/jobs?vault=${vault}`,
    whole: (page: Page) => page.getByText('No job matches these filters'),
    exceptions: [...exceptions, ...ofJobLists],
  },
  {
    name: 'a job',
    operation: 'DescribeBackupJob',
    path: (job: string) => `/jobs/${job}?view=flat`,
    whole: (page: Page) => page.getByText('Completed', { exact: true }),
  },
  {
    name: 'a folder',
    operation: 'ListObjects',
    path: (job: string) => `/jobs/${job}?folder=documents/`,
    whole: link('2024/'),
  },
  {
    name: 'objects by name',
    operation: 'ListObjects',
    path: (job: string) => `/jobs/${job}?view=flat`,
    whole: link('disk.img'),
  },
  {
    name: 'an object',
    operation: 'ListObjects',
    path: (job: string) => `/jobs/${job}/object?name=disk.img`,
    whole: (page: Page) => page.getByRole('heading', { name: 'disk.img' }),
  },
  {
    name: 'the chunks of an object',
    operation: 'ListChunks',
    within: (page: Page) => page.getByRole('region', { name: 'Chunks' }),
    path: (job: string) => `/jobs/${job}/object?name=disk.img`,
    whole: (page: Page) => page.getByRole('table', { name: 'Chunks' }).getByRole('row').nth(9),
  },
  {
    name: 'the metadata of an object',
    operation: 'GetObjectMetadata',
    path: (job: string) => `/jobs/${job}/object?name=disk.img`,
    whole: (page: Page) => page.getByRole('heading', { name: 'Chunks' }),
  },
]

const told = (page: Page | Locator, words: string) =>
  page.getByRole('alert').or(page.getByRole('status')).filter({ hasText: words })

for (const place of places)
  for (const { name, waits, words } of place.exceptions ?? exceptions)
    test(`${name} at ${place.name} is told in words, and over when the fault is`, async ({
      page,
      thaw,
      job,
      tolerate,
    }) => {
      tolerate(/status of (404|502)/) // the preview beside it
      const subject = job(`${name}.${place.operation}`)
      await page.goto(place.path(subject))
      const panel = told(place.within?.(page) ?? page, words)
      await expect(panel).toHaveCount(1)
      await expect(panel).toHaveText(/request [0-9a-f-]{36}/)
      await expect(panel.getByText('Trying again…')).toHaveCount(waits ? 1 : 0)
      await expect(panel).toHaveRole(waits ? 'status' : 'alert')

      const here = await page.evaluateHandle(() => document.body)
      await thaw.mocks.open(subject)
      if (!waits) await panel.getByRole('button', { name: 'Try again' }).click()
      await expect(place.whole(page)).toBeVisible()
      await expect(panel).toHaveCount(0)
      expect(await here.evaluate((body) => body.isConnected)).toBe(true)
    })

for (const { name, waits, words } of exceptions)
  test(`${name} behind the first page keeps the rows and goes on from there`, async ({ page, thaw, job }) => {
    const id = job(`${name}.ListObjects`)
    await thaw.mocks.open(id)
    await page.goto(`/jobs/${id}?view=flat`)
    await expect(page.getByText('100 objects so far, more as you scroll')).toBeVisible()
    await thaw.mocks.shut(id)
    await page.mouse.move(600, 500)
    await page.mouse.wheel(0, 20_000)
    const panel = told(page, words)
    await expect(panel).toBeVisible()
    await expect(page.getByRole('link', { name: /^documents/ }).first()).toBeVisible()
    await thaw.mocks.open(id)
    if (!waits) await panel.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText(/^(199|200) objects so far/)).toBeVisible()
  })

/** Of one chunk, asked for again and again, an internal failure means that it is lost: no waiting brings it back. */
const losesChunk = (name: string) => name === 'ServiceInternalException'

for (const { name, waits } of exceptions)
  test(`${name} of the first chunk fails a download before it begins`, async ({ thaw, job }) => {
    const answer = await send(thaw.url + downloadPath(job(`${name}.GetChunk`), 'report-01.txt'), { headers: bearer })
    const { error } = JSON.parse(answer.bytes.toString())
    expect(answer.status).toBe(502)
    expect(error).toEqual(
      expect.objectContaining({ message: expect.stringMatching(/\w+ \w+/), retryable: waits && !losesChunk(name) }),
    )
  })
