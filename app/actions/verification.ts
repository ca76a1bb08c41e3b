'use server'

import { z } from 'zod'
import { readDamage } from '#app/reads/damage.ts'
import { readKnownDamageList } from '#app/reads/known-damage-list.ts'
import {
  beginVerification,
  changeVerification,
  readFindings,
  readVerification,
  readVerifications,
  recheck,
  type VerificationRequest,
} from '#app/reads/verification.ts'
import { isChecksum } from '#lib/search-params/damage.ts'
import { readAction } from './read-action.ts'

const jobId = z.string().min(1).max(1024)
const name = z.string().max(4096)
const checksum = z.string().refine(isChecksum)
const id = z.uuid()
const request = z.object({
  jobId,
  prefix: name.optional(),
  name: name.min(1).optional(),
  since: z.int().nonnegative().optional(),
}) satisfies z.ZodType<VerificationRequest>

/** Verifies a job, what begins with a prefix, or one object, in the background. */
export async function startVerification(asked: VerificationRequest) {
  return readAction(request, asked, beginVerification)
}

export async function pauseVerification(taskId: string) {
  return readAction(id, taskId, (valid) => changeVerification(valid, 'pause'))
}

export async function resumeVerification(taskId: string) {
  return readAction(id, taskId, (valid) => changeVerification(valid, 'resume'))
}

export async function cancelVerification(taskId: string) {
  return readAction(id, taskId, (valid) => changeVerification(valid, 'cancel'))
}

/** How a verification stands, to follow while it runs. */
export async function verificationStatus(taskId: string) {
  return readAction(id, taskId, readVerification)
}

/** Verifications, running ones first; of one job or of all. */
export async function listVerifications(ofJob?: string) {
  return readAction(jobId.optional(), ofJob, readVerifications)
}

/** What a verification found behind a cursor: also how new findings are asked for while it runs. */
export async function listFindings(taskId: string, after?: number) {
  return readAction(z.object({ id, after: z.int().nonnegative().optional() }), { id: taskId, after }, (valid) =>
    readFindings(valid.id, valid.after),
  )
}

/** Which objects and jobs a chunk hits, and where intact versions are: the next page of them. */
export async function damageHits(chunk: string, cursor?: string) {
  return readAction(
    z.object({ chunk: checksum, cursor: z.string().max(8192).optional() }),
    { chunk, cursor },
    async (valid) => {
      const found = await readDamage(valid.chunk, valid.cursor)
      if (!found.ok) return found
      const { hits: rows, from, cursor } = found
      return { ok: true as const, rows, from, ...(cursor && { cursor }) }
    },
  )
}

const knownDamageCursor = z.object({ foundAt: z.number(), checksum: checksum.nullable(), objectChecksum: z.string() })

/** All damage that is known: the next page of it. */
export async function knownDamage(cursor?: z.infer<typeof knownDamageCursor>) {
  return readAction(knownDamageCursor.optional(), cursor, readKnownDamageList)
}

/** Reads a damaged chunk of an object again, for one that may be healed. */
export async function recheckDamage(ofJob: string, object: string, chunk: string) {
  return readAction(z.object({ jobId, name, checksum }), { jobId: ofJob, name: object, checksum: chunk }, (valid) =>
    recheck(valid.jobId, valid.name, valid.checksum),
  )
}
