import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { places } from './places.ts'

/*
 * Pictures of every page and state, for people to look at: test-results/screenshots/. They are not compared.
 */

const looks = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'phone', options: { viewport: { width: 375, height: 720 }, isMobile: true, deviceScaleFactor: 2 } },
] as const

for (const look of looks)
  test.describe(look.name, () => {
    test.use(look.options)

    test(`pictures, ${look.name}`, async ({ page, tolerate, thaw, job }) => {
      tolerate(/status of 404/)
      const picture = async (name: string) => {
        await page.evaluate(() => document.fonts.ready)
        await page.screenshot({
          path: join('test-results/screenshots', `${name}-${look.name}.png`),
          animations: 'disabled',
        })
      }
      for (const place of places) {
        await page.goto(place.path)
        await place.arrived(page)
        await picture(place.name)
      }

      const vault = job('Held')
      await page.goto(`/jobs?vault=${vault}`, { waitUntil: 'commit' })
      await expect(page.getByRole('table', { name: 'Jobs', exact: true })).toHaveAttribute('aria-busy', 'true')
      await picture('jobs-loading')
      await thaw.mocks.open(vault)

      const down = job('unavailable')
      await page.goto(`/jobs/${down}?view=flat`)
      await expect(page.getByText('cannot answer right now')).toBeVisible()
      await picture('objects-unavailable')
      await thaw.mocks.open(down)
    })
  })
