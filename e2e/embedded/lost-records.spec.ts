import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectAccessible } from '../accessibility.ts'
import { expect, nobody, signIn, test } from '../fixtures.ts'
import { startThaw } from '../thaw.ts'

test.use({ storageState: nobody })

test('records that were damaged and begun anew are told of on every page, until somebody has read it', async ({
  page,
}) => {
  await using thaw = await startThaw('embedded')
  const backup = await thaw.run('backup', 'e2e/mocks', '--resource', 'journey:before')
  const before = backup.stdout.trim()
  expect((await thaw.run('verify', before)).code).toBe(0)
  await thaw.restart(() => writeFile(join(thaw.dataDir, 'ledger.sqlite'), 'no ledger at all'.repeat(1000)))
  const after = (await thaw.run('backup', 'e2e/embedded', '--resource', 'journey:after')).stdout.trim()

  const link = (await thaw.run('sign-in')).stdout.trim()
  await signIn(page, link)
  const notice = page.getByRole('region', { name: 'Records were lost' })
  for (const path of ['/jobs', `/jobs/${before}`, '/damage', '/restores']) {
    await page.goto(thaw.url + path)
    await expect(notice).toContainText(/ledger\.sqlite\.damaged-\d{8}t\d{9}z/)
  }
  await expectAccessible(page)
  await page.goto(`${thaw.url}/jobs`)
  await expect(page.getByRole('main')).toContainText('each with a good backup, not known to be verified')
  const row = (name: string) => page.getByRole('table', { name: 'Resources' }).getByRole('row', { name })
  await expect(row('journey:before')).toContainText('Verification not known')
  await expect(row('journey:after')).toContainText('Never verified')

  await notice.getByRole('button', { name: 'Do not show this again' }).click()
  await expect(notice).toHaveCount(0)
  await page.goto(`${thaw.url}/jobs/${after}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(notice).toHaveCount(0)
})
