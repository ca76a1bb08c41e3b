import { resourceNotFound } from '../errors.ts'
import type { Engine, Parts } from './engine.ts'
import { given } from './validate.ts'

/** Jobs in one answer. */
const MOST = 1000

/** ListSharedContent. */
export function createSharedContent({ index }: Parts): Pick<Engine, 'listSharedContent'> {
  return {
    async listSharedContent({ StorageJobId }) {
      const jobId = given(StorageJobId, 'StorageJobId')
      const job = await index.job(jobId)
      const shared = job && (await index.sharedContent({ jobId, limit: MOST }))
      if (!shared) throw resourceNotFound('There is no such completed job')
      return {
        ResourceArn: job.resourceArn,
        BackupVaultName: job.vault,
        SharedContentList: shared.map((other) => ({
          StorageJobId: other.jobId,
          ObjectCount: other.objects,
          ByteCount: other.bytes,
        })),
      }
    },
  }
}
