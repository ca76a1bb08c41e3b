import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

test.use({ viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })

test('a file is found and downloaded by touch', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await page.getByRole('link', { name: 'photos/', exact: true }).tap()
  await page.getByRole('link', { name: '2025/', exact: true }).tap()
  await page.getByRole('link', { name: 'IMG_0003.jpg', exact: true }).tap()
  await expect(page.getByRole('heading', { name: 'photos/2025/IMG_0003.jpg' })).toBeVisible()
  await expectAccessible(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download', exact: true }).tap(),
  ])
  expect(await download.failure()).toBeNull()
})
