import { setImmediate } from 'node:timers/promises'
import type { ChunkUse as ListedUse } from '@aws-sdk/client-backupstorage/extensions'
import type { ChunkUse, ChunkUseCursor } from '../chunk-uses.ts'
import { illegalArgument, resourceNotFound } from '../errors.ts'
import type { Sha256 } from '../ports.ts'
import type { Engine, Parts } from './engine.ts'
import { checksum, pageSize } from './validate.ts'

/** How long a page may look for uses before it ends early. */
const PAGE_MS = 250

/** A page's continuation: the chunk and the place. */
interface UsesPage {
  checksum: Sha256
  cursor: ChunkUseCursor
}

/** ListChunkUses. */
export function createChunkUses({ index, chunks, tokens }: Parts): Pick<Engine, 'listChunkUses'> {
  function openPage(token: string | undefined, asked: Sha256): ChunkUseCursor | undefined {
    if (token === undefined) return undefined
    const content = tokens.open('chunk-uses-page', '', token)
    const page = content && (JSON.parse(content.toString()) as UsesPage)
    if (page?.checksum !== asked) throw illegalArgument('NextToken is not one that this listing gave')
    return page.cursor
  }

  /** Chunks known not to be whole. */
  async function damaged(): Promise<Sha256[]> {
    const found: Sha256[] = []
    for (const suspect of await chunks.suspects()) {
      const chunk = await index.chunk(suspect)
      if (chunk && (await chunks.condition(chunk)) !== 'stored') found.push(suspect)
    }
    return found
  }

  return {
    async listChunkUses({ ChunkChecksum, MaxResults, NextToken }, { signal }) {
      const asked = checksum(ChunkChecksum, 'ChunkChecksum')
      const limit = pageSize(MaxResults)
      let cursor = openPage(NextToken, asked)
      const chunk = await index.chunk(asked)
      if (!chunk) throw resourceNotFound('No object has this chunk')
      const until = performance.now() + PAGE_MS
      const uses: ChunkUse[] = []
      do {
        signal.throwIfAborted()
        const page = await index.chunkUses({ checksum: asked, limit: limit - uses.length, cursor })
        uses.push(...page.uses)
        cursor = page.cursor
        await setImmediate() // the index answers at once; others want their turn
      } while (cursor && uses.length < limit && performance.now() < until)

      const without = uses.length > 0 ? [asked, ...(await damaged())] : []
      const ChunkUseList: ListedUse[] = []
      for (const use of uses) {
        const intact = await index.intactVersion({ objectId: use.objectId, without })
        ChunkUseList.push({
          ObjectName: use.name,
          ObjectChecksum: use.checksum,
          ObjectLength: use.length,
          CreationTime: new Date(use.createdAt),
          ChunkIndex: use.index,
          ChunkCount: use.count,
          StorageJobIds: use.jobIds,
          StorageJobCount: use.jobCount,
          ResourceArn: use.resourceArn,
          BackupVaultName: use.vault,
          FirstJobCreationDate: new Date(use.firstJobAt),
          LastJobCreationDate: use.lastJobAt === undefined ? undefined : new Date(use.lastJobAt),
          IntactVersion: intact && {
            StorageJobId: intact.jobId,
            ObjectChecksum: intact.checksum,
            ObjectLength: intact.length,
            CreationTime: new Date(intact.createdAt),
          },
        })
      }
      const page: UsesPage | undefined = cursor && { checksum: asked, cursor }
      return {
        ChunkState: (await chunks.condition(chunk)).toUpperCase(),
        ChunkLength: chunk.length,
        ChunkUseList,
        NextToken: page && tokens.seal('chunk-uses-page', '', Buffer.from(JSON.stringify(page))),
      }
    },
  }
}
