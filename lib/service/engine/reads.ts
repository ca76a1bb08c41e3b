import type { BackupObject } from '@aws-sdk/client-backupstorage'
import { illegalArgument, resourceNotFound } from '../errors.ts'
import type { ObjectQuery, ObjectRecord } from '../index-store.ts'
import type { ChunkRecord } from '../ports.ts'
import type { Engine, Parts } from './engine.ts'
import { readChunk } from './read-chunk.ts'
import { packNumbers, unpackNumber } from './tokens.ts'
import { given, nameText, pageSize, time } from './validate.ts'

/** A page's continuation: the place and the filters, which the caller need not send again. */
type ObjectsPage = Pick<ObjectQuery, 'prefix' | 'createdAfter' | 'createdBefore' | 'cursor'>

/** ListObjects, ListChunks, GetChunk, GetObjectMetadata. */
export function createReads(
  parts: Parts,
): Pick<Engine, 'listObjects' | 'listChunks' | 'getChunk' | 'getObjectMetadata'> {
  const { index, tokens } = parts

  function toBackupObject(jobId: string, object: ObjectRecord, chunk: ChunkRecord | undefined): BackupObject {
    return {
      Name: object.name,
      ChunksCount: object.chunkCount,
      MetadataString: object.metadata,
      ObjectChecksum: object.checksum,
      ObjectChecksumAlgorithm: 'SUMMARY',
      ObjectToken: tokens.seal('object', jobId, packNumbers(object.id)),
      ObjectLength: object.length,
      CreationTime: new Date(object.createdAt),
      MetadataBlobLength: object.blob?.length ?? 0,
      SingleChunk: chunk && {
        Length: chunk.length,
        Checksum: chunk.checksum,
        ChunkToken: tokens.seal('chunk', jobId, packNumbers(object.id, 0)),
      },
    }
  }

  function openObject(jobId: string, token: string | undefined): number {
    const content = tokens.open('object', jobId, given(token, 'ObjectToken'))
    if (!content) throw unknownToken()
    return unpackNumber(content, 0)
  }

  function objectsPage(jobId: string, token: string): ObjectsPage {
    const content = tokens.open('objects-page', jobId, token)
    if (!content) throw wrongNextToken()
    return JSON.parse(content.toString()) as ObjectsPage
  }

  return {
    async listObjects(input) {
      const jobId = given(input.StorageJobId, 'StorageJobId')
      const limit = pageSize(input.MaxResults)
      const filters: ObjectsPage & Pick<ObjectQuery, 'start'> =
        input.NextToken === undefined
          ? {
              prefix: nameText(input.StartingObjectPrefix ?? '', 'StartingObjectPrefix'),
              start: nameText(input.StartingObjectName ?? '', 'StartingObjectName'),
              createdAfter: time(input.CreatedAfter, 'CreatedAfter'),
              createdBefore: time(input.CreatedBefore, 'CreatedBefore'),
            }
          : objectsPage(jobId, input.NextToken)
      const page = await index.objects({ jobId, limit, ...filters })
      if (!page) throw unknownStorageJob()
      const single = page.objects.filter(({ chunkCount }) => chunkCount === 1).map(({ id }) => id)
      const found = await index.firstChunks(single)
      const chunkOf = new Map(single.map((id, i) => [id, found[i]]))
      const { prefix, createdAfter, createdBefore } = filters
      const next: ObjectsPage | undefined = page.cursor && { prefix, createdAfter, createdBefore, cursor: page.cursor }
      return {
        ObjectList: page.objects.map((object) => toBackupObject(jobId, object, chunkOf.get(object.id))),
        NextToken: next && tokens.seal('objects-page', jobId, Buffer.from(JSON.stringify(next))),
      }
    },

    async listChunks(input) {
      const jobId = given(input.StorageJobId, 'StorageJobId')
      const limit = pageSize(input.MaxResults)
      const objectId = openObject(jobId, input.ObjectToken)
      let from = 0
      if (input.NextToken !== undefined) {
        const page = tokens.open('chunks-page', jobId, input.NextToken)
        if (!page || unpackNumber(page, 0) !== objectId) throw wrongNextToken()
        from = unpackNumber(page, 1)
      }
      const found = await index.chunks({ jobId, objectId, from, limit: limit + 1 })
      if (!found) throw unknownToken()
      const page = found.slice(0, limit)
      const shared = await index.sharedChunks({ objectId, checksums: page.map(({ chunk }) => chunk.checksum) })
      return {
        ChunkList: page.map(({ index: position, chunk }) => ({
          Index: position,
          Length: chunk.length,
          Checksum: chunk.checksum,
          ChecksumAlgorithm: 'SHA256',
          ChunkToken: tokens.seal('chunk', jobId, packNumbers(objectId, position)),
          IsShared: shared.has(chunk.checksum),
        })),
        NextToken:
          found.length > limit ? tokens.seal('chunks-page', jobId, packNumbers(objectId, from + limit)) : undefined,
      }
    },

    async getChunk(input, { signal, reserve }) {
      const jobId = given(input.StorageJobId, 'StorageJobId')
      const content = tokens.open('chunk', jobId, given(input.ChunkToken, 'ChunkToken'))
      if (!content) throw unknownToken()
      const place = { objectId: unpackNumber(content, 0), from: unpackNumber(content, 1) }
      const [found] = (await index.chunks({ jobId, ...place, limit: 1 })) ?? []
      if (!found) throw unknownToken()
      await reserve?.(found.chunk.length)
      return {
        Data: await readChunk(parts, found.chunk, signal),
        Length: found.chunk.length,
        Checksum: found.chunk.checksum,
        ChecksumAlgorithm: 'SHA256',
      }
    },

    async getObjectMetadata(input, { signal, reserve }) {
      const jobId = given(input.StorageJobId, 'StorageJobId')
      const object = await index.object({ jobId, objectId: openObject(jobId, input.ObjectToken) })
      if (!object) throw unknownToken()
      const { blob, metadata } = object
      if (blob) await reserve?.(blob.length)
      return {
        MetadataString: metadata !== undefined && fitsHeader(metadata) ? metadata : undefined,
        ...(blob && {
          MetadataBlob: await readChunk(parts, blob, signal),
          MetadataBlobLength: blob.length,
          MetadataBlobChecksum: blob.checksum,
          MetadataBlobChecksumAlgorithm: 'SHA256',
        }),
      }
    },
  }
}

/** A header carries printable ASCII and loses outer spaces; what does not fit is left out and whole in ListObjects. */
const fitsHeader = (text: string) => /^[!-~]([ -~]*[!-~])?$/.test(text)

const unknownToken = () => resourceNotFound('The token is not known in this job, or what it stood for is gone')
const unknownStorageJob = () => resourceNotFound('There is no such storage job, or it was aborted')
const wrongNextToken = () => illegalArgument('NextToken is not one that this listing gave')
