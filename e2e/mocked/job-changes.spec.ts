import type { Page } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { alive } from '../alive.ts'
import { expect, test } from '../fixtures.ts'

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
  await expect(rows(page).first()).toContainText('Aborted')
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
  await expect(rows(page).first()).toContainText('Aborted')
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
  await expect(rows(page).nth(3)).toContainText('Aborted')

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
  await expect(rows(page).nth(2)).toContainText('Aborted')
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

test('the page of a job stops it as well, and shows it in place', async ({ page, job }) => {
  const suffix = job('Own').slice('Own.'.length)
  await page.goto(`/jobs/nightly-own-running.${suffix}`)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(change(page)).toContainText('This cannot be undone.')
  await change(page).getByRole('button', { name: 'Stop the job' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText('Stopped on request')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toHaveAttribute(
    'title',
    'The job left no backup that could be deleted',
  )
})
