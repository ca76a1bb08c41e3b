import 'server-only'
import { ListObjectsCommand } from '@aws-sdk/client-backupstorage'
import { backupStorage } from '#lib/backup-storage/index.ts'
import { afterFolder, folderOf } from '#lib/browse/names.ts'
import { attempt } from './attempt.ts'

/** Folders that are jumped over at most on the way to the next object. */
const mostJumps = 5

/** The object behind one in its own folder, told where a few small listings find it. */
export function readNextObject(jobId: string, name: string) {
  const folder = folderOf(name)
  return attempt<{ next?: string }>(async (abortSignal) => {
    let from = name
    for (let jump = 0; jump < mostJumps; jump++) {
      const input = { StorageJobId: jobId, StartingObjectPrefix: folder, StartingObjectName: from, MaxResults: 2 }
      const { ObjectList = [] } = await backupStorage().send(new ListObjectsCommand(input), { abortSignal })
      const next = ObjectList.find(({ Name }) => Name !== undefined && Name !== name)?.Name
      if (next === undefined) return {}
      const inside = next.indexOf('/', folder.length)
      if (inside < 0) return { next }
      from = afterFolder(next.slice(0, inside + 1))
    }
    return {}
  })
}
