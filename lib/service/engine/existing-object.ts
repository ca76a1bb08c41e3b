import type { IndexStore, ObjectRecord } from '../index-store.ts'
import { refused } from './refusals.ts'

type Objects = Pick<IndexStore, 'objects'>

/** The job's object of this name. */
export async function existingObject(index: Objects, jobId: string, name: string): Promise<ObjectRecord | undefined> {
  const page = await index.objects({ jobId, start: name, limit: 1 })
  const [first] = page?.objects ?? []
  return first?.name === name ? first : undefined
}

/** @throws {ServiceError} DataAlreadyExistsException. */
export async function refuseExisting(index: Objects, jobId: string, name: string): Promise<void> {
  const existing = await existingObject(index, jobId, name)
  if (existing) throw refused({ reason: 'object-exists', checksum: existing.checksum })
}
