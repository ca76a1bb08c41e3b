import type { Page } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { alive } from '../alive.ts'
import { expect, test } from '../fixtures.ts'
import { bearer, downloadPath, send } from '../http.ts'

/*
 * Stopping a job and deleting a backup, on a timeline of the test's own: one running, one failed, three completed jobs.
 */

const rows = (page: Page) => page.getByRole('table', { name: 'Jobs', exact: true }).locator('tr[aria-rowindex]')
const change = (page: Page) => page.getByRole('dialog').last()

/** Opens the details of a row and asks for the change from there. */
async function ask(page: Page, row: number, verb: 'Stop' | 'Delete') {
  await rows(page)
    .nth(row)
    .getByRole('button', { name: /^Details/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).click()
  await expect(change(page)).toContainText('This cannot be undone.')
}

async function open(page: Page, vault: string) {
  await page.goto(`/jobs?vault=${vault}`)
  await expect(rows(page)).toHaveCount(5)
}

test('a running job is stopped after its consequences were read, and the list shows it in place', async ({
  page,
  job,
}) => {
  await open(page, job('Own'))
  await ask(page, 0, 'Stop')
  await expect(change(page)).toContainText('40 objects')
  await expect(change(page)).toContainText('3 other good backups of this resource')
  await expect(change(page).getByRole('button', { name: 'Let it run' })).toBeFocused()
  await expectAccessible(page)
  await change(page).getByRole('button', { name: 'Stop the job' }).click()
  await expect(change(page)).toContainText('Stopped on request')
  await page.keyboard.press('Escape')
  await expect(rows(page).first()).toContainText('Stopped')
  await expect(rows(page)).toHaveCount(5)
})

test('the overview shows by itself what was done elsewhere, but not under the hands of somebody', async ({
  page,
  context,
  job,
}) => {
  const vault = job('Own')
  await page.clock.install()
  await open(page, vault)
  await rows(page).nth(2).getByRole('link').first().focus() // held before anything changes elsewhere: the clock runs on
  const elsewhere = await context.newPage()
  await open(elsewhere, vault)
  await ask(elsewhere, 0, 'Stop')
  await change(elsewhere).getByRole('button', { name: 'Stop the job' }).click()
  await expect(change(elsewhere)).toContainText('Stopped on request')
  await elsewhere.close()

  await page.clock.runFor(30_000)
  await expect(rows(page).first()).toContainText('Running')
  await page.getByRole('textbox', { name: 'Find jobs' }).focus()
  await page.clock.runFor(30_000)
  await expect(rows(page).first()).toContainText('Stopped')
})

test('no is the answer at hand: Enter in the question changes nothing', async ({ page, job, thaw }) => {
  const vault = job('Own')
  await open(page, vault)
  await ask(page, 3, 'Delete')
  await expect(change(page).getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(rows(page).nth(3)).toContainText('Completed')
  expect(await thaw.mocks.calls(vault)).not.toContainEqual(
    expect.objectContaining({ operation: 'DeleteRecoveryPoint' }),
  )
})

test('an older backup is deleted at once, the newest good one only when it is named', async ({ page, job }) => {
  const vault = job('Own')
  await open(page, vault)
  await ask(page, 3, 'Delete')
  await expect(change(page)).not.toContainText('newest good backup of its resource')
  await change(page).getByRole('button', { name: 'Delete the backup' }).click()
  await expect(change(page)).toContainText('Its recovery point was deleted')
  await page.keyboard.press('Escape')
  await expect(rows(page).nth(3)).toContainText('Deleted')

  await ask(page, 2, 'Delete')
  await expect(change(page)).toContainText('This is the newest good backup of its resource.')
  await expect(change(page)).toContainText('38 objects')
  const go = change(page).getByRole('button', { name: 'Delete the backup' })
  await expect(go).toHaveAttribute('aria-disabled', 'true')
  await expect(go).toHaveAttribute('title', 'Type what is asked for above')
  await expectAccessible(page)
  await change(page).getByRole('textbox').fill(vault.replace('Own.', 'own/'))
  await go.click()
  await expect(change(page)).toContainText('Its recovery point was deleted')
  await page.keyboard.press('Escape')
  await expect(rows(page).nth(2)).toContainText('Deleted')
})

test('a job that left no backup says why it cannot be deleted', async ({ page, job }) => {
  await open(page, job('Own'))
  await alive(page)
  await rows(page).nth(1).getByRole('link').focus()
  await page.keyboard.press(' ')
  const button = page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true })
  await expect(button).toHaveAttribute('title', 'The job left no backup that could be deleted')
  await expect(page.getByRole('dialog')).toContainText('The disk of the storage service is full')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Copy job id' })).toBeVisible()
})

const refusals = [
  { name: 'AccessDeniedException', words: 'may not do this' },
  { name: 'InvalidRequestException', words: 'was refused on purpose' },
  { name: 'InvalidResourceStateException', words: 'does not allow this' },
  { name: 'ConflictException', words: 'Something else changes this' },
  { name: 'InvalidParameterValueException', words: 'was refused on purpose' },
  { name: 'MissingParameterValueException', words: 'something is missing' },
  { name: 'ResourceNotFoundException', words: 'does not know this' },
  { name: 'ServiceUnavailableException', words: 'cannot answer right now' },
  { name: 'DependencyFailureException', words: 'A service behind the storage service failed' },
  { name: 'ThrottlingException', words: 'asks to slow down' },
]
for (const { name, words } of refusals)
  test(`a change that meets ${name} says so, leaves everything as it was, and can be tried again`, async ({
    page,
    job,
  }) => {
    await open(page, job(`Own.${name}`))
    await ask(page, 4, 'Delete')
    const go = change(page).getByRole('button', { name: 'Delete the backup' })
    await go.click()
    await expect(change(page).getByRole('alert')).toContainText(new RegExp(words, 'i'))
    await expect(change(page).getByRole('alert')).toContainText(/request [0-9a-f-]{36}/)
    await expect(go).not.toHaveAttribute('aria-disabled')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(rows(page).nth(4)).toContainText('Completed')
  })

test('an endpoint without the operation is told as such, and then its button says why it is off', async ({
  page,
  job,
}) => {
  await open(page, job('Own.absent'))
  await ask(page, 0, 'Stop')
  await change(page).getByRole('button', { name: 'Stop the job' }).click()
  await expect(change(page).getByRole('alert')).toContainText('does not offer')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true })).toHaveAttribute(
    'title',
    'This endpoint does not offer it',
  )
})

test('the page of a job stops it as well, and then says what the job is, with nothing to download', async ({
  page,
  job,
}) => {
  const suffix = job('Own').slice('Own.'.length)
  await page.goto(`/jobs/nightly-own-running.${suffix}`)
  await expect(page.locator('[data-download]').first()).toBeVisible()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(change(page)).toContainText('This cannot be undone.')
  await change(page).getByRole('button', { name: 'Stop the job' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const ended = page.getByRole('region', { name: 'What became of this job' })
  await expect(ended).toContainText(/^This job was stopped .*\. It left no backup/)
  await expect(ended).toContainText('Stopped on request')
  await expect(ended.getByRole('listitem')).toHaveCount(3)
  await expect(page.locator('main').getByRole('button', { name: /Verify|Download/ })).toHaveCount(0)
  await expect(page.locator('[data-download]')).toHaveCount(0)
  await expectAccessible(page)
  await ended.getByRole('link').first().click()
  await expect(page).toHaveURL(`/jobs/nightly-own-newest.${suffix}`)
})

test('a job that left no backup is told as such on the page of an object, in the panel and by a download', async ({
  page,
  job,
  thaw,
  tolerate,
}) => {
  tolerate(/status of 410/)
  const id = `nightly-own-failed.${job('Own').slice('Own.'.length)}`
  await page.goto(`/jobs/${id}/object?name=etc/hosts`)
  await expect(page.getByRole('region', { name: 'What became of this job' })).toContainText('This job failed')
  await expect(page.getByText('never was here')).toHaveCount(0)
  await expectAccessible(page)
  await page.goto(`/jobs/${id}?folder=etc/&open=etc/hosts`)
  await expect(page.getByRole('region', { name: 'What became of this job' })).toBeVisible()
  await expect(page.getByRole('searchbox').or(page.getByRole('table'))).toHaveCount(0)
  for (const path of [downloadPath(id, 'etc/hosts'), `/preview/${id}?name=etc/hosts`]) {
    const { status, bytes } = await send(thaw.url + path, { headers: bearer })
    const { error } = JSON.parse(bytes.toString())
    expect([status, error.code]).toEqual([410, 'NoBackupError'])
    expect(error.message).toContain('failed on')
  }
})

test('the panel of an object whose job is stopped meanwhile says so', async ({ page, job, thaw }) => {
  const id = `nightly-own-running.${job('Own').slice('Own.'.length)}`
  await page.goto(`/jobs/${id}`)
  const name = page.locator('[data-row]').last()
  await expect(name).toBeVisible()
  await alive(page)
  await thaw.mocks.shut(id)
  await name.focus()
  await page.keyboard.press(' ')
  await expect(page.getByRole('complementary')).toContainText('was stopped')
})

test('a running job of a writer that cannot begin again is committed by hand, once its open uploads were decided on', async ({
  page,
  job,
}) => {
  const suffix = job('Own.foreign').slice('Own.'.length)
  await page.goto(`/jobs/nightly-own-running.${suffix}`)
  await page.getByRole('button', { name: 'Commit', exact: true }).click()
  await expect(change(page)).toContainText('40 objects')
  await expect(change(page)).toContainText('3 uploads are not complete')
  await expect(change(page).getByRole('button', { name: 'Let it run' })).toBeFocused()
  await expectAccessible(page)
  const go = change(page).getByRole('button', { name: 'Commit the job' })
  await expect(go).toHaveAttribute('title', 'Say above what becomes of the open uploads')
  await change(page).getByRole('checkbox').check()
  await go.click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.locator('#work header')).toContainText('Completed')
  await expect(page.getByRole('button', { name: 'Download all' })).not.toHaveAttribute('aria-disabled')
  await expect(page.getByRole('button', { name: 'Commit', exact: true })).toHaveCount(0)
})

test('thaw backup’s own running job has no Commit: it is to be left alone', async ({ page, job }) => {
  await page.goto(`/jobs/nightly-own-running.${job('Own').slice('Own.'.length)}`)
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Commit', exact: true })).toHaveCount(0)
})

test('a backup that shrank is told in every list, and is the newest good one only once somebody confirms it', async ({
  page,
  job,
}) => {
  const vault = job('Own.shrunk')
  const suffix = vault.slice('Own.'.length)
  await open(page, vault)
  await expect(rows(page).nth(2)).toContainText('Needs a look')
  await page.goto(`/jobs/nightly-own-newest.${suffix}`)
  await expect(page.getByText('shrunk: 3 of 40,000 left')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Backup' }).locator('option:checked')).toContainText('Needs a look')
  await expectAccessible(page)

  await page
    .getByRole('button', { name: /^Details/ })
    .first()
    .click()
  const details = page.getByRole('dialog')
  await expect(details).toContainText('node_modules/, 214 items')
  await expect(details).toContainText('shrunk: 3 of 40,000 left')
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Confirm this backup' }).click()
  await expect(change(page)).toContainText('3 objects')
  await expect(change(page)).toContainText('37 objects')
  await expect(change(page).getByRole('button', { name: 'Not now' })).toBeFocused()
  await expectAccessible(page)
  await change(page).getByRole('button', { name: 'Confirm it' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Confirm this backup' })).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: 'Backup' }).locator('option:checked')).not.toContainText('Needs')
  await open(page, vault)
  await expect(rows(page).nth(2)).toContainText('Completed')
})
