import { resourceNotFound } from '../errors.ts'
import type { Engine, Parts } from './engine.ts'
import { given, nameText } from './validate.ts'

/** Jobs in one answer. */
const MOST = 1000

/** ListSharedContent. */
export function createSharedContent({ index }: Parts): Pick<Engine, 'listSharedContent'> {
  return {
    async listSharedContent({ StorageJobId, StartingObjectPrefix = '', EndingObjectName }) {
      const jobId = given(StorageJobId, 'StorageJobId')
      const prefix = nameText(StartingObjectPrefix, 'StartingObjectPrefix')
      const through = EndingObjectName === undefined ? undefined : nameText(EndingObjectName, 'EndingObjectName')
      const job = await index.job(jobId)
      const others = job && (await index.missingContent({ jobId, limit: MOST, prefix, through }))
      if (!others) throw resourceNotFound('There is no such completed job')
      return {
        ResourceArn: job.resourceArn,
        BackupVaultName: job.vault,
        SharedContentList: others.map((other) => ({
          StorageJobId: other.jobId,
          MissingObjectCount: other.objects,
          MissingByteCount: other.bytes,
        })),
      }
    },
  }
}
