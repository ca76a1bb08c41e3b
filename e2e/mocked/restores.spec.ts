import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { bearer, downloadPath, send } from '../http.ts'
import type { ThawServer } from '../thaw.ts'

const record = (page: Page, subject: string) =>
  page.getByRole('table', { name: 'Downloads and restores' }).getByRole('row', { name: new RegExp(subject) })

async function download(thaw: ThawServer, job: string, name: string): Promise<void> {
  const { status } = await send(thaw.url + downloadPath(job, name), { headers: bearer })
  expect(status).toBe(200)
}

test('a record tells its job by resource and time, and the id to copy', async ({ page, thaw, job }) => {
  const id = job('thousand')
  await download(thaw, id, 'report-05.txt')
  await page.goto(`/restores?job=${id}`)
  const told = record(page, 'report-05').getByTitle(`Job ${id}`)
  await expect(told).toHaveText(/^scenario:thousand\d+ (hours?|days?) ago$/)
  await record(page, 'report-05').getByRole('link', { name: 'report-05.txt' }).click()
  await expect(page.getByRole('heading', { name: 'report-05.txt' })).toBeVisible()
  await expect(page.getByTitle(`Job ${id}`)).toHaveText(/^scenario:thousand/)
  await expect(page.getByRole('button', { name: 'Copy job id' })).toBeVisible()
  await page.getByTitle(`Job ${id}`).click()
  await expect(page).toHaveURL(`/jobs/${id}`)
})

test('where the endpoint does not tell of a job its id stays, and the list is there', async ({ page, thaw, job }) => {
  const id = job('AccessDeniedException.DescribeBackupJob')
  await download(thaw, id, 'report-05.txt')
  await page.goto(`/restores?job=${id}`)
  await expect(record(page, 'report-05').getByTitle(`Job ${id}`)).toHaveText(`AccessDe…${id.slice(-4)}`)
})
