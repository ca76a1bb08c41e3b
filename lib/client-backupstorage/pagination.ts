import { createPaginator } from '@smithy/core'
import type { PaginationConfiguration, Paginator } from '@smithy/types'
import { BackupStorageClient } from './client.ts'
import { ListChunksCommand, ListObjectsCommand } from './commands.ts'
import type {
  ListChunksCommandInput,
  ListChunksCommandOutput,
  ListObjectsCommandInput,
  ListObjectsCommandOutput,
} from './models/commands.ts'

export interface BackupStoragePaginationConfiguration extends PaginationConfiguration {
  client: BackupStorageClient
}

function paginator<I extends object, O extends object>(Command: new (input: I) => unknown) {
  const pages = createPaginator<BackupStoragePaginationConfiguration, I, O>(
    BackupStorageClient,
    Command,
    'NextToken',
    'NextToken',
    'MaxResults',
  )
  // The runtime writes tokens into the input it is given: without the copy a second walk would begin at the last page.
  return (config: BackupStoragePaginationConfiguration, input: I, ...rest: unknown[]): Paginator<O> =>
    pages(config, { ...input }, ...rest)
}

/** Walks all pages, short and empty ones included, until one carries no NextToken. */
export const paginateListObjects = paginator<ListObjectsCommandInput, ListObjectsCommandOutput>(ListObjectsCommand)

/** Walks all pages, short and empty ones included, until one carries no NextToken. */
export const paginateListChunks = paginator<ListChunksCommandInput, ListChunksCommandOutput>(ListChunksCommand)
