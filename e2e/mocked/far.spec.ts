import { expect, test } from '../fixtures.ts'

/** A trace would hold what the page has long dropped. */
test.use({ trace: 'off' })

test('pages far away are dropped, memory stays flat, and what was dropped is read again', async ({
  page,
  thaw,
  job,
}) => {
  const id = job('turnstile')
  const calls = async () => (await thaw.mocks.calls(id)).filter((call) => call.operation === 'ListObjects').length
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value
  }
  const scrollUntil = (rows: number) =>
    page.evaluate(async (wanted) => {
      const text = () => [...document.querySelectorAll('p')].find((p) => p.textContent.includes('objects so far'))
      while (!(Number(text()?.textContent.replace(/\D/g, '')) >= wanted)) {
        window.scrollTo(0, document.body.scrollHeight)
        await new Promise(requestAnimationFrame)
      }
    }, rows)
  await page.goto(`/jobs/${id}?view=flat`)
  await expect(page.getByText('objects so far')).toBeVisible()
  await scrollUntil(3_000)
  const before = await heap()
  await scrollUntil(8_000)
  // What is on its way is collected in the end, what is kept is not: rows and queries of fifty pages, a million bytes.
  await expect.poll(async () => (await heap()) - before).toBeLessThan(700_000)

  const read = await calls()
  await page.evaluate(() => window.scrollTo(0, 150 * 36))
  await expect(page.locator('tr[aria-rowindex="152"] [data-row]')).toBeVisible()
  expect(await calls()).toBeGreaterThan(read)
})
