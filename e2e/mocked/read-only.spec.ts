import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

test('while the service takes no writes every page says so with the remedy, and stops when it is mended', async ({
  page,
  thaw,
}) => {
  await page.clock.install()
  await page.goto('/jobs/thousand')
  const bar = page.getByRole('region', { name: 'The service takes no writes' })
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  await expect(bar).toHaveCount(0)

  await thaw.mocks.shut('store')
  try {
    for (const path of ['/jobs', '/jobs/thousand', '/jobs/thousand/object?name=disk.img', '/restores']) {
      await page.goto(path)
      await expect(bar).toContainText('The index is damaged')
    }
    await page.goto('/jobs')
    await expect(page.getByText(/No new one can be made now\.$/)).toBeVisible()
    await expect(bar).toContainText('bin/thaw rebuild')
    await expect(bar.getByRole('button', { name: 'Copy command' })).toBeVisible()
    await expectAccessible(page)
  } finally {
    await thaw.mocks.open('store')
  }
  await page.clock.runFor(10_000)
  await expect(bar).toHaveCount(0)
})
