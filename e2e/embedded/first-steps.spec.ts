import { expectAccessible } from '../accessibility.ts'
import { expect, nobody, signIn, test } from '../fixtures.ts'
import { homeFolder } from '../folder.ts'
import { startThaw } from '../thaw.ts'

test('an empty store shows three steps, and each is done on the open page as it is done', async ({ browser }) => {
  await using thaw = await startThaw('embedded')
  await using home = await homeFolder()
  const context = await browser.newContext({ baseURL: thaw.url, storageState: nobody })
  const page = await context.newPage()
  await signIn(page, thaw.signInLink)
  await expect(page).toHaveURL('/jobs')

  const step = (name: string) =>
    page
      .getByRole('list', { name: 'First steps' })
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name }) })
  const backup = step('Back something up')
  const verify = step('Verify it')
  const restore = step('Get something back')
  for (const each of [backup, verify, restore]) {
    await expect(each).toContainText('To do')
  }
  await expect(page.getByRole('button', { name: 'Copy command' })).toHaveCount(1) // of the others there is no job to name
  await expect(backup).toContainText('bin/thaw backup ~/documents')
  await expectAccessible(page)

  const { stdout } = await thaw.run('backup', home.path, '--resource', 'journey:first')
  const job = stdout.trim().split('\n').at(-1)!
  await expect(backup).toContainText('Done')
  await expect(verify).toContainText(`bin/thaw verify ${job}`)
  await expect(restore).toContainText(`bin/thaw restore ${job} --to ./restored`)
  await expect(restore).toContainText('To do')

  await thaw.run('restore', job, 'notes.txt', '--to', home.path.concat('-restored'))
  await expect(restore).toContainText('Done')
  await expect(verify).toContainText('To do')

  await thaw.run('verify', job)
  await expect(page.getByRole('list', { name: 'First steps' })).toHaveCount(0)
  await expect(page.getByRole('table', { name: 'Resources' })).toContainText('journey:first')
  await context.close()
})

test('the sign-in link needs one press, of a key or a button', async ({ browser }) => {
  await using thaw = await startThaw('embedded')
  const context = await browser.newContext({ baseURL: thaw.url, storageState: nobody })
  const page = await context.newPage()
  await page.goto(thaw.signInLink)
  await expect(page.getByRole('button', { name: 'Sign in to Thaw' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/jobs')
  await context.close()
})
