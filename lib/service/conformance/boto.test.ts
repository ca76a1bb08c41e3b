/** boto3 with the CRT's signer, which says nothing of the payload's hash, against the real service. */
import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { REGION, temporaryService } from './service.ts'

const able = `
import boto3, botocore.compat
assert botocore.compat.HAS_CRT and 'backupstorage' in boto3.session.Session().get_available_services()
`

/** A Python whose boto3 knows the API and signs with the CRT: Debian 12 has one in python3-boto3 and python3-awscrt. */
const python = ['python3', '/usr/bin/python3'].find((candidate) => {
  try {
    execFileSync(candidate, ['-c', able], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})
if (!python) console.info('Skipped: no Python here has boto3 with the CRT (apt install python3-boto3 python3-awscrt)')

it.skipIf(!python)('boto3 with the CRT writes, lists, reads, deletes, and hears why it was refused', async () => {
  await using service = await temporaryService()
  const { stdout } = await promisify(execFile)(python!, [join(import.meta.dirname, 'boto.py')], {
    env: {
      ...process.env,
      ENDPOINT: service.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: service.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: service.credentials.secretAccessKey,
    },
  })
  expect(JSON.parse(stdout)).toEqual({
    job: expect.any(String),
    contents: { 'a/b c': 'first second', inline: 'inline', empty: '' },
    metadata: '{"kept":"whole"}',
    unknown: 'ResourceNotFoundException',
    wrong: 'AccessDeniedException', // the hash that was signed is neither said nor promised
    stranger: 'AccessDeniedException',
  })
})
