import type { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { firstObjects } from '#lib/storage/stored-object.ts'

/**
 * The prefix of object names that a person means by what they typed. Paths are written in many ways: `./doc/`, `/doc/`,
 * `doc//` and `doc/.` mean `doc/`; `.` and `/` mean everything. `..` stays as it is. Other writers may have used names
 * that begin with a slash or have empty parts: where the job has names that begin exactly as typed, these are meant.
 */
export async function objectPrefix(
  client: BackupStorageClient,
  of: { jobId: string; typed: string | undefined },
  signal?: AbortSignal,
): Promise<string> {
  const typed = (of.typed ?? '').replace(/(^|\/)\.$/, '$1')
  const usual = usualForm(typed)
  if (usual === typed) return typed
  const [exact] = await firstObjects(client, { jobId: of.jobId, prefix: typed, most: 1 }, signal)
  return exact ? typed : usual
}

/** Without empty parts and parts that are `.`; a slash at the end stays. */
function usualForm(typed: string): string {
  const parts = typed.split('/')
  const last = parts.pop() ?? ''
  return [...parts.filter((part) => part !== '' && part !== '.'), last].join('/')
}
