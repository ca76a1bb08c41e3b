import type { IndexStore, ObjectRecord } from '../index-store.ts'
import { refused } from './refusals.ts'

/** The object of this name in a job, unless it was undone. */
export async function objectNamed(index: IndexStore, jobId: string, name: string): Promise<ObjectRecord | undefined> {
  const page = await index.objects({ jobId, start: name, limit: 1 })
  const [first] = page?.objects ?? []
  return first?.name === name ? first : undefined
}

/** The SUMMARY of the job's object of this name. */
export async function existingObject(index: IndexStore, jobId: string, name: string): Promise<string | undefined> {
  return (await objectNamed(index, jobId, name))?.checksum
}

/** @throws {ServiceError} DataAlreadyExistsException. */
export async function refuseExisting(index: IndexStore, jobId: string, name: string): Promise<void> {
  const checksum = await existingObject(index, jobId, name)
  if (checksum !== undefined) throw refused({ reason: 'object-exists', checksum })
}
