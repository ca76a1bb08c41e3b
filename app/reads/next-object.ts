import 'server-only'
import { afterFolder, folderOf } from '#lib/browse/names.ts'
import { firstObjects } from '#lib/storage/stored-object.ts'
import { backupStorage } from '../storage.ts'
import { attempt } from './attempt.ts'

/** Folders that are jumped over at most on the way to the next object. */
const mostJumps = 5

/** The object behind one in its own folder, told where a few small listings find it. */
export function readNextObject(jobId: string, name: string) {
  const folder = folderOf(name)
  return attempt<{ next?: string }>(async (abortSignal) => {
    let from = name
    for (let jump = 0; jump < mostJumps; jump++) {
      const asked = { jobId, prefix: folder, start: from, most: 2 }
      const objects = await firstObjects(backupStorage(), asked, abortSignal)
      const next = objects.find(({ Name }) => Name !== undefined && Name !== name)?.Name
      if (next === undefined) return {}
      const inside = next.indexOf('/', folder.length)
      if (inside < 0) return { next }
      from = afterFolder(next.slice(0, inside + 1))
    }
    return {}
  })
}
