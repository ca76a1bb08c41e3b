import { expectAccessible } from '../accessibility.ts'
import { test } from '../fixtures.ts'

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

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
