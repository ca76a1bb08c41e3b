import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

test('while the service takes no writes every page says so with the remedy, and stops when it is mended', async ({
  page,
  thaw,
}) => {
  await page.clock.install()
  await page.goto('/jobs/thousand')
  const bar = page.getByRole('region', { name: 'The service takes no writes' })
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  await expect(bar).toHaveCount(0)

  await thaw.mocks.shut('store')
  try {
    for (const path of ['/jobs', '/jobs/thousand', '/jobs/thousand/object?name=disk.img', '/restores']) {
      await page.goto(path)
      await expect(bar).toContainText('The index is damaged')
    }
    await page.goto('/jobs')
    await expect(page.getByText(/No new backup can be made now\.$/)).toBeVisible()
    await expect(bar).toContainText('bin/thaw rebuild')
    await expect(bar.getByRole('button', { name: 'Copy command' })).toBeVisible()
    await expectAccessible(page)
  } finally {
    await thaw.mocks.open('store')
  }
  await page.clock.runFor(10_000)
  await expect(bar).toHaveCount(0)
})

test('while the service takes no writes what would have to write says so, wherever it is offered', async ({
  page,
  thaw,
  job,
}) => {
  const refused = 'The storage service takes no writes at the moment'
  const vault = job('Own.shrunk')
  await page.goto(`/jobs?vault=${vault}`)
  const rows = page.getByRole('table', { name: 'Jobs', exact: true }).locator('tr[aria-rowindex]')
  const running = await rows.nth(0).getByRole('link').first().getAttribute('href')
  const shrunk = await rows.nth(2).getByRole('link').first().getAttribute('href')
  await page.clock.install()
  await page.goto(running!)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  const dialog = page.getByRole('dialog')
  const go = dialog.getByRole('button', { name: 'Stop the job' })
  await expect(go).not.toHaveAttribute('aria-disabled')

  const off = async (name: string) => {
    const button = page.getByRole('button', { name, exact: true })
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(button).toHaveAttribute('title', refused)
    await button.press('Enter')
    await expect(dialog).toHaveCount(0)
  }
  await thaw.mocks.shut('store')
  try {
    await page.clock.runFor(60_000)
    await expect(go).toHaveAttribute('title', refused)
    await page.keyboard.press('Escape')
    await off('Stop')
    await page.goto(shrunk!)
    await off('Delete')
    await off('Confirm this backup')
    await page.keyboard.press('Control+K')
    await expect(page.getByRole('option', { name: /^Delete/ })).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByRole('option', { name: /^Delete/ })).toContainText(refused)
    await page.keyboard.press('Escape')
    await page.goto(`/jobs?vault=${vault}`)
    await rows
      .nth(2)
      .getByRole('button', { name: /^Details/ })
      .click()
    await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toHaveAttribute('title', refused)
  } finally {
    await thaw.mocks.open('store')
  }
  await page.clock.runFor(10_000)
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).not.toHaveAttribute('aria-disabled')
})
