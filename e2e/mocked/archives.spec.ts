import { execFileSync } from 'node:child_process'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { bearer, send } from '../http.ts'
import { scenarioOf } from '../mocks/scenarios.ts'

/** It tells no lengths. */
test.use({ storage: 'bare' })

for (const format of ['tar', 'zip'] as const)
  test(`a ${format} has its exact length all the same, found in the lists of chunks, and goes on anywhere`, async ({
    page,
    thaw,
    job,
  }) => {
    const id = job('foreign-metadata')
    const objects = scenarioOf('foreign-metadata').names.count
    await page.goto(`/jobs/${id}`)
    await page.getByRole('button', { name: 'Download all' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: format }).check()
    const download = dialog.getByRole('link', { name: /^Download/ })
    await expect(download).toHaveAttribute('href', new RegExp(`\\.${format}$`))
    await expect(dialog.getByText('exact')).toBeVisible()
    const calls = (await thaw.mocks.calls(id)).map(({ operation }) => operation)
    expect(calls).not.toContain('GetChunk')
    expect(calls.filter((operation) => operation === 'ListChunks').length).toBeLessThanOrEqual(2 * objects)

    const url = thaw.url + (await download.getAttribute('href'))
    const whole = await send(url, { headers: bearer })
    expect([whole.status, whole.complete, whole.headers['accept-ranges']]).toEqual([200, true, 'bytes'])
    expect(whole.headers['content-length']).toBe(String(whole.bytes.length))
    const range = `bytes=${whole.bytes.length - 5_000}-`
    const rest = await send(url, { headers: { ...bearer, range, 'if-range': whole.headers.etag! } })
    expect([rest.status, rest.bytes.equals(whole.bytes.subarray(-5_000))]).toEqual([206, true])
  })

test('D18 N13 names that only Windows cannot hold stay where that is chosen, and none leads elsewhere', async ({
  page,
  thaw,
  job,
}) => {
  await page.goto(`/jobs/${job('hostile-names')}`)
  await page.getByRole('button', { name: 'Download all' }).click()
  const dialog = page.getByRole('dialog')
  const download = dialog.getByRole('link', { name: /^Download/ })
  const href = async () => (await download.getAttribute('href'))!
  const archived = async () => {
    const { bytes } = await send(thaw.url + (await href()), { headers: bearer })
    const listed = execFileSync('tar', ['--list', '--quoting-style=literal', '--file=-'], { input: bytes })
    return listed.toString().trimEnd().split('\n')
  }
  const renamed = { 'q?x=1&y=2#fragment': 'q_x=1&y=2#fragment', CON: '_CON', name: 'name (2)' }
  expect(await archived()).toEqual(expect.arrayContaining(Object.values(renamed)))

  const portable = await href()
  const keep = dialog.getByRole('checkbox', { name: 'Keep names that only Windows cannot hold' })
  await keep.focus()
  await page.keyboard.press('Space')
  await expect(download).not.toHaveAttribute('href', portable)
  await expect(keep).toBeChecked()
  await expect(keep).toBeFocused()
  await expectAccessible(page)
  const names = await archived()
  expect(names).toEqual(expect.arrayContaining([...Object.keys(renamed), 'Name', 'name.', 'caf\u00e9', 'cafe\u0301']))
  expect(names.filter((name) => name.startsWith('/') || name.split('/').includes('..'))).toEqual([])
})

test('a plan that nobody waits for is given up, however much there is to list', async ({ page, thaw, job }) => {
  const id = job('million')
  await page.goto(`/jobs/${id}`)
  await page.getByRole('button', { name: 'Download all' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/Listing, without reading data: [1-9]/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  const listings = async () => (await thaw.mocks.calls(id)).length
  let before = -1
  await expect
    .poll(async () => {
      const last = before
      before = await listings()
      return before === last
    })
    .toBe(true)
})
