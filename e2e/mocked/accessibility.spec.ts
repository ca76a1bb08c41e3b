import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { places } from './places.ts'

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    for (const place of places)
      test(`${place.name} is accessible`, async ({ page, tolerate }) => {
        if (place.name === 'not-found') tolerate(/status of 404/)
        await page.goto(place.path)
        await place.arrived(page)
        await expectAccessible(page)
      })

    test('the help is accessible', async ({ page }) => {
      await page.goto('/jobs')
      await expect(page.getByText('jobs so far')).toBeVisible()
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectAccessible(page)
    })

    test('the sign-in page is accessible', async ({ browser, thaw }) => {
      const context = await browser.newContext({ colorScheme, baseURL: thaw.url })
      const page = await context.newPage()
      for (const path of ['/sign-in', '/sign-in?code=x', '/sign-in?problem=code']) {
        await page.goto(path)
        await expectAccessible(page)
      }
      await context.close()
    })
  })
