import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { runningJob } from '../running-job.ts'

/* What becomes of jobs, against the real service: stopped, given up, committed by hand, warned of and confirmed. */

const resource = (name: string) => `/jobs?resource=arn:aws:thaw::000000000000:resource/${name}`

test('a job that a person stopped is stopped, not failing, and every way to it says what it is', async ({
  page,
  thaw,
}) => {
  using first = await runningJob(thaw, 'journey:stopped')
  await first.put('kept.txt')
  await first.commit()
  using job = await runningJob(thaw, 'journey:stopped')
  await job.put('new.txt')
  await page.goto(`/jobs/${job.id}`)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await page.getByRole('button', { name: 'Stop the job' }).click()
  const ended = page.getByRole('region', { name: 'What became of this job' })
  await expect(ended).toContainText(/^This job was stopped .*It left no backup/)
  await expect(page.locator('[data-download]')).toHaveCount(0)
  await expectAccessible(page)

  await page.goto(`/jobs/${job.id}/object?name=kept.txt`)
  await expect(ended).toContainText('Last seen in')
  await expect(page.getByText('never was here')).toHaveCount(0)

  await page.goto(resource('journey:stopped'))
  const row = page.getByRole('table', { name: 'Resources' }).getByRole('row', { name: /journey:stopped/ })
  await expect(row).toContainText('Backed up')
  await expect(row).toContainText('stopped')
  await expect(row).not.toContainText('Failing')
  await expect(page.getByRole('table', { name: 'Jobs', exact: true })).toContainText('Stopped')

  for (const command of [['ls'], ['verify'], ['restore', '--to', '/nowhere']]) {
    const [name, ...flags] = command as [string, ...string[]]
    const { code, stderr } = await thaw.run(name, job.id, ...flags)
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Job \S+ was stopped on .*left no backup/)])
  }
})

test('the next job that takes the place of a foreign one is named on its page', async ({ page, thaw }) => {
  using job = await runningJob(thaw, 'journey:taken')
  using next = await runningJob(thaw, 'journey:taken', { TakeOver: 'true' })
  await page.goto(`/jobs/${job.id}`)
  const ended = page.getByRole('region', { name: 'What became of this job' })
  await expect(ended).toContainText('was ended by the next job of its resource')
  await ended.getByRole('link', { name: /^the one begun/ }).click()
  await expect(page).toHaveURL(`/jobs/${next.id}`)
})

test('a foreign writer’s job is committed by hand, without what was never completed', async ({ page, thaw }) => {
  using job = await runningJob(thaw, 'journey:foreign')
  await job.put('whole.txt')
  await job.begin('half.bin')
  await page.goto(`/jobs/${job.id}`)
  await page.getByRole('button', { name: 'Commit', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 object,')
  await expect(dialog).toContainText('1 upload is not complete')
  await expect(dialog.getByRole('button', { name: 'Let it run' })).toBeFocused()
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Commit the job' }).click()
  await expect(page.locator('#work header')).toContainText('Completed')
  await expect(page.locator('[data-row]')).toHaveText(['whole.txt'])
  expect((await thaw.run('verify', job.id)).code).toBe(0)
})

test('a backup with a warning is not the newest good one until somebody confirms it', async ({ page, thaw }) => {
  using before = await runningJob(thaw, 'journey:shrunk')
  for (const name of ['a', 'b', 'c']) await before.put(name)
  await before.commit()
  using job = await runningJob(thaw, 'journey:shrunk')
  await job.commit({
    Warning: 'shrunk: 3 of 40,000 left',
    Details: JSON.stringify({ excluded: { patterns: [{ pattern: '*.tmp', items: 3 }] } }),
  })
  const row = page.getByRole('table', { name: 'Resources' }).getByRole('row', { name: /journey:shrunk/ })
  await page.goto(resource('journey:shrunk'))
  await expect(row).toContainText('Needs a look')
  await expect(row).toContainText('shrunk: 3 of 40,000 left')
  await expect(row.locator('[data-column="good"]').getByRole('link')).toHaveAttribute('href', `/jobs/${before.id}`)

  await page.goto(`/jobs/${job.id}`)
  await page
    .getByRole('button', { name: /^Details/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toContainText('*.tmp, 3 items')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Confirm this backup' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm it' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0) // until then nothing behind it is there for roles
  await expect(page.getByRole('button', { name: 'Confirm this backup' })).toHaveCount(0)

  await page.goto(resource('journey:shrunk'))
  await expect(row).toContainText('Backed up')
  await expect(row.locator('[data-column="good"]').getByRole('link')).toHaveAttribute('href', `/jobs/${job.id}`)
})
