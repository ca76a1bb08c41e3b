import type { BackupObject, BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { parseFolderItself } from '#lib/backup/folder-itself.ts'
import { parseThawBlob, parseThawMetadata, type ThawBlob, type ThawMetadata } from '#lib/browse/metadata.ts'
import type { Facts } from '#lib/restore/files/looks-of.ts'
import type { RestoreEntry, RestoreOptions } from '#lib/restore/files/restore-files.ts'
import { fetchVerified, type ObjectPlan, planObject, readVerified } from '#lib/restore/index.ts'
import { metadataBlob } from '#lib/storage/metadata-blob.ts'
import { smallBytes } from '#lib/storage/small-chunks.ts'
import { storedObject } from '#lib/storage/stored-object.ts'

/** A listed object as something to restore. Without the `thaw/1` convention it is a file, or a folder if it ends so. */
export function restoreEntry(
  client: BackupStorageClient,
  jobId: string,
  object: BackupObject,
): RestoreEntry & Required<Pick<RestoreEntry, 'plan'>> {
  const name = object.Name ?? ''
  const metadata = parseThawMetadata(object.MetadataString)
  const empty = object.ChunksCount === 0
  const checksum = object.ObjectChecksum ?? ''
  const source = storedObject(client, jobId, object)
  let planned: Promise<ObjectPlan> | undefined
  const plan = (signal: AbortSignal) => {
    planned ??= planObject(source, signal)
    return planned
  }
  const hasMore = metadata?.more || (metadata?.type === 'symlink' && metadata.target === undefined)
  let more: ReturnType<typeof blobOf> | undefined
  const moreOf = async (signal: AbortSignal) => {
    if (hasMore) more ??= blobOf(client, jobId, object, signal)
    return more
  }
  return {
    name,
    type: metadata?.type ?? (name.endsWith('/') && empty ? 'dir' : 'file'),
    size: object.ObjectLength ?? metadata?.size,
    mode: metadata?.mode,
    mtime: metadata?.mtime,
    // One piece, which a GetChunks brings together with others.
    ...((object.SingleChunk?.Length ?? Number.POSITIVE_INFINITY) <= smallBytes && {
      readSmall: async (signal: AbortSignal) => {
        const planned = await plan(signal)
        return fetchVerified(planned, planned.chunks[0]!, source.fetchChunk, signal)
      },
    }),
    async *read(signal, budgetBytes) {
      yield* readVerified(await plan(signal), { fetchChunk: source.fetchChunk, budgetBytes, signal })
    },
    plan,
    ...(metadata && { facts: async (signal: AbortSignal) => factsOf(metadata, await moreOf(signal), checksum) }),
    async target(signal) {
      const target = metadata?.target ?? (await moreOf(signal))?.target
      if (target === undefined) throw new Error('Nothing says where this symlink points')
      return target
    },
  }
}

/** How the target looks, where a restore makes it for a whole job; undefined where nobody noted it. */
export function folderItselfEntry(details: string | undefined): RestoreOptions['itself'] {
  const looks = parseFolderItself(details)
  if (!looks) return undefined
  const { metadata, more } = looks
  return { mode: metadata.mode, mtime: metadata.mtime, facts: async () => factsOf(metadata, more, '') }
}

/** @param more what its blob says, where it has one that can be read. */
function factsOf(metadata: ThawMetadata, more: ThawBlob | undefined, checksum: string): Facts {
  const { owner, link, holes, xattrs, attributes } = { ...metadata, ...more }
  return {
    owner,
    holes,
    // Only what has the same content may become one file.
    link: link && `${checksum} ${link}`,
    // Who keeps owners keeps attributes as well: then none means none, unless it says otherwise.
    xattrs:
      xattrs?.map(([name, value]) => [name, Buffer.from(value, 'base64')] as const) ??
      (owner && !attributes && !(metadata.more && !more) ? [] : undefined),
    attributes,
    damaged: metadata.more && !more,
  }
}

/** What the metadata blob says; undefined where it is not what it should be. */
async function blobOf(client: BackupStorageClient, jobId: string, object: BackupObject, signal: AbortSignal) {
  const blob = await metadataBlob(client, { jobId, token: object.ObjectToken }, signal)
  return blob && parseThawBlob(Buffer.from(blob).toString())
}
