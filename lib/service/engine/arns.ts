/** The account of everything: this service has one. */
export const ACCOUNT = '000000000000'

export const recoveryPointArn = (region: string, jobId: string) =>
  `arn:aws:backup:${region}:${ACCOUNT}:recovery-point:${jobId}`

export const vaultArn = (region: string, vault: string) => `arn:aws:backup:${region}:${ACCOUNT}:backup-vault:${vault}`

/** The job of a recovery point, whatever its region; undefined where the text is no such ARN. */
export function jobOfRecoveryPoint(arn: string): string | undefined {
  return /^arn:aws[a-z-]*:backup:[a-z0-9-]*:000000000000:recovery-point:(.+)$/.exec(arn)?.[1]
}

/** Parts of an ARN that concern what is backed up; undefined where it is none. */
export function parseResourceArn(arn: string): { type: string; name: string } | undefined {
  const match = /^arn:[^:]*:([^:]+):[^:]*:[^:]*:(.+)$/s.exec(arn)
  if (!match) return undefined
  const [, service = '', resource = ''] = match
  const [, kind, name] = /^([a-z-]+)[/:](.+)$/s.exec(resource) ?? [undefined, '', resource]
  return { type: resourceType(service, kind ?? ''), name: name ?? resource }
}

/** AWS Backup's names of what it backs up, where an ARN of theirs is given. */
const types: Record<string, string> = {
  s3: 'S3',
  dynamodb: 'DynamoDB',
  'ec2/instance': 'EC2',
  'ec2/volume': 'EBS',
  'rds/db': 'RDS',
  'rds/cluster': 'Aurora',
  elasticfilesystem: 'EFS',
  fsx: 'FSx',
}

function resourceType(service: string, kind: string): string {
  return types[`${service}/${kind}`] ?? types[service] ?? 'Thaw'
}
