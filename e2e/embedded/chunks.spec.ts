import { randomBytes } from 'node:crypto'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { temporaryFolder } from '../folder.ts'

const MiB = 1024 * 1024

test('a chunk says what else has it: another version, another object', async ({ page, thaw }) => {
  await using folder = await temporaryFolder()
  const [first, second, third] = [randomBytes(MiB), randomBytes(MiB), randomBytes(MiB)]
  const backup = async () => {
    const { stdout } = await thaw.run('backup', folder.path, '--resource', 'chunks:shared')
    return stdout.trim().split('\n').at(-1)!
  }
  const disk = (last: Buffer) =>
    Buffer.concat([...Array.from({ length: 8 }, () => first), ...Array.from({ length: 8 }, () => second), last])
  await folder.write({ 'disk.img': disk(third) })
  await backup()
  await folder.write({ 'disk.img': disk(randomBytes(MiB)) })
  const job = await backup()

  await page.goto(`/jobs/${job}/object?name=disk.img`)
  const table = page.getByRole('table', { name: 'Chunks' })
  const rows = table.locator('tr[aria-rowindex]')
  const all = await rows.count()
  await expect(rows.last()).toContainText('Only here')
  await page.getByRole('combobox', { name: 'State' }).selectOption('Shared')
  await expect(rows.last()).not.toContainText('Only here')
  expect(await rows.count()).toBeLessThan(all)
  await rows.first().getByRole('button', { name: 'What else has chunk 0' }).click()
  const dialog = page.getByRole('dialog', { name: 'What else has chunk 0' })
  await expect(dialog.getByRole('link', { name: 'disk.img' })).toBeVisible()
  await expect(dialog.getByRole('link', { name: /chunks:shared/ })).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, 0)) // what the bar half covers is too small a target
  await expectAccessible(page)
})
