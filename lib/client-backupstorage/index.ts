export { BackupStorage } from './backup-storage.ts'
export { BackupStorageClient } from './client.ts'
export * from './commands.ts'
export type { BackupStorageClientConfig, BackupStorageClientResolvedConfig } from './config.ts'
export type * from './models/commands.ts'
export * from './models/enums.ts'
export * from './models/errors.ts'
export type * from './models/models.ts'
export {
  type BackupStoragePaginationConfiguration,
  paginateListChunks,
  paginateListObjects,
} from './pagination.ts'
export * from './schemas/index.ts'
export { InvalidInputError } from './validation.ts'
