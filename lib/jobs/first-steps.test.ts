import { expect, it } from 'vitest'
import { firstSteps } from './first-steps.ts'
import { type ResourceJob, resourceRows } from './resources.ts'

const job = (id: string, more: Partial<ResourceJob> = {}): ResourceJob & { id: string } => ({
  id,
  arn: 'arn:home',
  resource: 'home',
  vault: 'Default',
  created: 1,
  state: 'COMPLETED',
  objects: 2,
  size: 10,
  ...more,
})
const read = { objects: 2, bytes: 10, totalObjects: 2, totalBytes: 10, oldestAt: 1, newestAt: 1 }
const of = (jobs: ReturnType<typeof job>[], hasRestored = false) => firstSteps(resourceRows(jobs), hasRestored)

it('begins with a backup, and takes the sample for none', () => {
  const nothing = { backup: 'to-do', verify: 'to-do', restore: 'to-do' }
  expect(of([])).toEqual(nothing)
  const week = Array.from({ length: 7 }, (_, day) => job(`s${day}`, { vault: 'Sample', created: day }))
  expect(of(week)).toEqual({ ...nothing, restores: 's6' }) // to try a restore it will do
  expect(of([...week, job('a')])).toMatchObject({ verifies: 'a', restores: 'a' })
})

it('goes on with what runs, was stored, was read and came back', () => {
  expect(of([job('a', { state: 'RUNNING' })])).toMatchObject({ backup: 'running' })
  expect(of([job('a')])).toEqual({ backup: 'done', verify: 'to-do', restore: 'to-do', verifies: 'a', restores: 'a' })
  expect(of([job('a', { verified: read })])).toMatchObject({ verify: 'done', restore: 'to-do' })
  expect(of([job('a')], true)).toMatchObject({ verify: 'to-do', restore: 'done' })
  expect(of([job('a', { verified: read })], true)).toBeUndefined()
})

it('takes no step for done that is not', () => {
  expect(of([job('a', { state: 'FAILED' })])).toMatchObject({ backup: 'to-do' })
  expect(of([job('a', { verified: read, damaged: true })])).toMatchObject({ backup: 'to-do', verify: 'to-do' })
  expect(of([job('a', { verified: { ...read, objects: 1 } })])).toMatchObject({ verify: 'to-do' })
  expect(of([job('a', { vault: 'Sample', verified: read })])).toMatchObject({ backup: 'to-do', verify: 'to-do' })
})

it('leaves alone who knows the way', () => {
  expect(of(['a', 'b', 'c', 'd'].map((id) => job(id)))).toBeUndefined()
})
