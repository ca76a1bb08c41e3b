import { expectAccessible } from '../accessibility.ts'
import { expect, nobody, test } from '../fixtures.ts'

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('the sign-in page is accessible', async ({ browser, thaw }) => {
      const context = await browser.newContext({
        colorScheme,
        baseURL: thaw.url,
        storageState: nobody,
      })
      const page = await context.newPage()
      for (const path of ['', '?code=x', '?problem=code', '?problem=signed-out']) {
        await page.goto(`/sign-in${path}`)
        await expect(page.getByRole('heading', { name: /^Sign in|You are signed out/ })).toBeVisible()
        await expectAccessible(page)
      }
      await context.close()
    })
  })
