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
    await expect(dialog.getByText('exact')).toBeVisible()
    const calls = (await thaw.mocks.calls(id)).map(({ operation }) => operation)
    expect(calls).not.toContain('GetChunk')
    expect(calls.filter((operation) => operation === 'ListChunks').length).toBeLessThanOrEqual(2 * objects)

    const url = thaw.url + (await dialog.getByRole('link', { name: /^Download/ }).getAttribute('href'))
    const whole = await send(url, { headers: bearer })
    expect([whole.status, whole.complete, whole.headers['accept-ranges']]).toEqual([200, true, 'bytes'])
    expect(whole.headers['content-length']).toBe(String(whole.bytes.length))
    const range = `bytes=${whole.bytes.length - 5_000}-`
    const rest = await send(url, { headers: { ...bearer, range, 'if-range': whole.headers.etag! } })
    expect([rest.status, rest.bytes.equals(whole.bytes.subarray(-5_000))]).toEqual([206, true])
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
