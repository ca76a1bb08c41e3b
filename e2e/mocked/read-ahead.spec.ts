import { expect, test } from '../fixtures.ts'

/** Tall enough for five pages of rows at once; so many rows are too many to trace. */
test.use({ viewport: { width: 1280, height: 19_000 }, trace: 'off' })

test('five reads at once reach the service together instead of queueing behind each other', async ({
  page,
  thaw,
  job,
}) => {
  const id = job('turnstile')
  const listings = async () => (await thaw.mocks.calls(id)).filter((call) => call.operation === 'ListObjects').length
  const firstRow = page.locator('tr[aria-rowindex="120"]')
  await page.clock.install()
  await page.goto(`/jobs/${id}?view=flat`)
  await expect(firstRow).toBeVisible()
  while ((await page.getByText(/^1,[2-9]\d\d objects so far/).count()) === 0) {
    const before = await page.evaluate(() => document.body.scrollHeight)
    await page.evaluate((height) => window.scrollTo(0, height), before)
    await page.waitForFunction((height) => document.body.scrollHeight > height, before)
  }

  // Pages out of view for a minute are dropped; back at the top all of them are wanted at once.
  await page.clock.fastForward('02:00')
  await thaw.mocks.shut(id)
  const before = await listings()
  await page.evaluate(() => window.scrollTo(0, 0))
  await expect.poll(listings).toBeGreaterThanOrEqual(before + 5)
  await thaw.mocks.open(id)
  await expect(firstRow).toBeVisible()
})
