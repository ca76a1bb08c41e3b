import 'server-only'
import { type BackupObject, ListObjectsCommand } from '@aws-sdk/client-backupstorage'
import { cache } from 'react'
import type { ObjectFacts } from '#components/object/object-facts.ts'
import { backupStorage } from '#lib/backup-storage/index.ts'
import { type ListedObject, objectFacts } from '#lib/browse/row.ts'
import { attempt } from './attempt.ts'
import { moment } from './moment.ts'

/** The object a name stands for in a job now. Tokens never leave the server's answers: they may expire. */
export async function resolveObject(
  jobId: string,
  name: string,
  abortSignal: AbortSignal,
): Promise<BackupObject | undefined> {
  const input = { StorageJobId: jobId, StartingObjectPrefix: name, StartingObjectName: name, MaxResults: 1 }
  const { ObjectList } = await backupStorage().send(new ListObjectsCommand(input), { abortSignal })
  const found = ObjectList?.[0]
  return found?.Name === name ? found : undefined
}

/** One object's facts; none where the job has no such object. Asked once a page. */
export const readObject = cache((jobId: string, name: string) =>
  attempt<{ object?: ObjectFacts }>(async (signal) => {
    const found = await resolveObject(jobId, name, signal)
    if (!found) return {}
    const listed = found as ListedObject
    return {
      object: {
        name,
        ...objectFacts(listed),
        metadata: listed.MetadataString,
        stored: moment(listed.CreationTime),
      },
    }
  }),
)
