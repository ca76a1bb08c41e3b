import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { runningJob } from '../running-job.ts'

test('the page of a running job follows it, and moves no row that somebody looks at', async ({ page, thaw }) => {
  using job = await runningJob(thaw, 'journey:running')
  await page.goto(`/jobs/${job.id}`)
  await expect(page.getByText('No object has been completed yet')).toBeVisible()

  await job.put('m.txt')
  const row = page.getByRole('link', { name: 'm.txt', exact: true })
  await expect(row).toBeVisible()
  const header = page.getByRole('banner').or(page.locator('#work header')).filter({ hasText: 'Objects' })
  await expect(header).toContainText('Objects1')

  await row.hover()
  await job.put('a.txt')
  await expect(header).toContainText('Objects2')
  await expect(page.getByRole('link', { name: 'a.txt', exact: true })).toHaveCount(0)
  const offer = page.getByRole('status').filter({ hasText: 'More objects have come' })
  await expect(offer).toBeVisible()
  await expectAccessible(page)
  await offer.getByRole('button', { name: 'show them' }).click()
  await expect(page.locator('[data-row]')).toHaveText(['a.txt', 'm.txt'])
  await expect(offer).toHaveCount(0)

  await job.commit()
  await expect(header).toContainText('Completed')
  await expect(page.getByRole('button', { name: 'Delete' })).toBeVisible()
})
