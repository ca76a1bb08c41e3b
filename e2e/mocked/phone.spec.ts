import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { places } from './places.ts'

test.use({ viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })

for (const place of places)
  test(`on a phone nothing is wider than the screen: ${place.name}`, async ({ page, tolerate }) => {
    if (place.name === 'not-found') tolerate(/status of 404/)
    await page.goto(place.path)
    await place.arrived(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
  })

test('a file is found and downloaded by touch', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await page.getByRole('link', { name: 'photos/', exact: true }).tap()
  await page.getByRole('link', { name: '2025/', exact: true }).tap()
  await page.getByRole('link', { name: 'IMG_0003.jpg', exact: true }).tap()
  await expectAccessible(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download', exact: true }).tap(),
  ])
  expect(await download.failure()).toBeNull()
})
