import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../chunks/testing.ts'
import { IndexHealth } from '../../index-health.ts'
import { LEASE_MS } from '../../index-store.ts'
import { connect } from './connection.ts'
import { scribbleOver } from './damage.testing.ts'
import { INDEX_FILE, openSqliteIndex } from './index.ts'
import { migrate } from './migrations.ts'

const jobs = [
  { id: 'ours', resource: 'arn:ours', role: 'arn:aws:iam::000000000000:role/thaw' },
  { id: 'foreign', resource: 'arn:foreign', role: 'arn:aws:iam::000000000000:role/r' },
]

/** An index of format 3 with running jobs, each with an object of its own. */
function createFormat3(file: string): void {
  const db = connect(file, 'writer')
  migrate(db, 3)
  for (const [i, { id, resource, role }] of jobs.entries()) {
    db.prepare(`INSERT INTO timeline VALUES (?, 'Default', ?, 'Thaw', 1)`).run(i, resource)
    db.prepare(`INSERT INTO job VALUES (NULL, ?, ?, 1, 'RUNNING', NULL, ?, NULL, 0, NULL, ?, 1, 0, 0)`).run(
      id,
      i,
      role,
      LEASE_MS,
    )
    db.prepare(`INSERT INTO object VALUES (NULL, ?, 'x', 1, NULL, 0, ?, 0, 0, NULL, NULL)`).run(i, Buffer.alloc(32))
  }
  db.close()
}

it('what `thaw backup` left running before jobs said that they are resumable makes way as before, no other job does', async () => {
  await using folder = await temporaryFolder()
  createFormat3(join(folder.path, INDEX_FILE))
  await using index = await openSqliteIndex({ directory: folder.path })
  const starts = jobs.map(({ id, resource, role }) => {
    const timeline = { vault: 'Default', resourceArn: resource, resourceType: 'Thaw', roleArn: role }
    return index.createJob({ jobId: `next ${id}`, ...timeline, takeOver: false, now: LEASE_MS + 1 })
  })
  expect(await Promise.all(starts)).toMatchObject([
    { ok: true, aborted: 'ours' },
    { ok: false, refusal: { reason: 'job-unfinished', jobId: 'foreign' } },
  ])
})

it('damage that a step meets is known as damage, and nothing of the step is left', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, INDEX_FILE)
  createFormat3(file)
  await scribbleOver(file, 'job')
  const before = await readFile(file)
  const health = new IndexHealth()
  await expect(openSqliteIndex({ directory: folder.path, health })).rejects.toMatchObject({
    name: 'IndexDamagedError',
    message: expect.stringMatching(/index\.sqlite is damaged .*`thaw rebuild`/),
  })
  expect(health.readOnly?.reason).toMatch(/is damaged/)
  expect(await readFile(file)).toEqual(before)
})
