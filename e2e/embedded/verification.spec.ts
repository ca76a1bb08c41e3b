import { expectAccessible } from '../accessibility.ts'
import { expect, signIn, test } from '../fixtures.ts'
import { startThaw } from '../thaw.ts'

test('a verification finds the damaged sample, and the damage map names what it hits', async ({ browser }) => {
  await using thaw = await startThaw('embedded') // the sample goes into an empty store only
  const { code, stderr } = await thaw.run('sample')
  expect(code, stderr).toBe(0)
  const context = await browser.newContext({ baseURL: thaw.url, storageState: { cookies: [], origins: [] } })
  const page = await context.newPage()
  await signIn(page, thaw.signInLink)

  await page.goto('/jobs?vault=Sample')
  await page
    .getByRole('table', { name: 'Jobs', exact: true })
    .getByRole('link', { name: /damaged-on-purpose/ })
    .click()
  await expect(page.getByText('changed in the store on purpose')).toBeVisible()
  await page.getByRole('button', { name: 'Verify', exact: true }).click()

  const findings = page.getByRole('list', { name: 'Findings' })
  await expect(findings.getByText('chunk 1', { exact: false }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Verifications' }).getByText('Damage found')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Known damage' })).toContainText('1 object known to be damaged')
  await expectAccessible(page)

  await findings.getByRole('link', { name: 'Damage map' }).click()
  await expect(page.getByRole('heading', { name: 'Damage map of a chunk' })).toBeVisible()
  const hits = page.getByRole('table', { name: 'What the chunk hits' })
  await expect(hits.getByRole('link', { name: 'damaged-on-purpose.bin' })).toBeVisible()
  await expect(hits.getByText('None known')).toBeVisible()
  await page.getByRole('button', { name: 'Read it again' }).click()
  await expect(page.getByText('It is still damaged.')).toBeVisible()
  await expectAccessible(page)
  await context.close()
})
