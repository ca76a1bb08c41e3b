import { BackupJobState } from '@aws-sdk/client-backup'
import type { NormalizedSchema } from '@smithy/core/schema'
import { FormError } from './form.ts'

interface Constraint {
  enum?: readonly string[]
  range?: { min: number; max: number }
}

/** What the schemas do not say: AWS Backup's are generated without it, and one member of PutObject has no enum. */
const more: Record<string, Constraint> = {
  'PutObjectInput.InlineChunkChecksumAlgorithm': { enum: ['SHA256'] },
  'ListBackupJobsInput.ByState': { enum: Object.values(BackupJobState) },
  'ListBackupJobsInput.MaxResults': { range: { min: 1, max: 1000 } },
}

/** @throws {FormError} for a value outside its member's enumeration (exact spelling) or range. */
export function checkConstraint(
  structure: NormalizedSchema,
  member: string,
  schema: NormalizedSchema,
  value: unknown,
): void {
  const { enum: allowed, range } = more[`${structure.getName()}.${member}`] ?? (schema.getMergedTraits() as Constraint)
  if (allowed && !allowed.includes(value as string)) throw new FormError(`${member} must be ${allowed.join(' or ')}`)
  if (range && ((value as number) < range.min || (value as number) > range.max))
    throw new FormError(`${member} must be from ${range.min} to ${range.max}`)
}
