import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expectAccessible } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

test.use({ storage: 'bare' })

test('a page that fails keeps the frame, is found in the log, and goes on in place once it can', async ({
  page,
  thaw,
  tolerate,
}) => {
  tolerate(/React error #441|status of 500/) // an error of the server, told to the browser without its words
  await page.goto('/jobs')
  await expect(page.getByText('This endpoint does not list jobs')).toBeVisible()
  const ledger = new Database(join(thaw.dataDir, 'ledger.sqlite'))
  ledger.exec(`
    ALTER TABLE remembered_job RENAME TO sound;
    INSERT INTO sound VALUES ('http://bare-storage.test', 'job', 1);
    CREATE VIEW remembered_job AS SELECT endpoint, job_id, abs(-9223372036854775808) AS remembered_at FROM sound;
  `)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'This page failed' })).toBeVisible()
  await expect(page.getByRole('banner').getByRole('link', { name: 'Restores' })).toBeVisible()
  await expectAccessible(page)

  const digest = await page.getByRole('alert').locator('code').innerText()
  const told = () =>
    thaw
      .log()
      .split('\n')
      .slice(0, -1)
      .find((line) => line.startsWith('{') && line.includes(digest))
  await expect.poll(told).toBeDefined()
  expect(JSON.parse(told()!)).toMatchObject({
    digest,
    msg: 'A page failed',
    path: '/jobs',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    err: { message: expect.stringContaining('integer overflow') },
  })

  ledger.exec(`
    DROP VIEW remembered_job;
    DELETE FROM sound;
    ALTER TABLE sound RENAME TO remembered_job;
  `)
  ledger.close()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('This endpoint does not list jobs')).toBeVisible()
})
