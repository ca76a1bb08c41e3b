'use server'

import { z } from 'zod'
import { readInHand } from '#app/reads/in-hand.ts'
import { readLastSeen } from '#app/reads/last-seen.ts'
import { readAction } from './read-action.ts'

const input = z.object({ jobId: z.string().min(1).max(1024), name: z.string().min(1).max(4096) })

/** What the side panel shows of an object. */
export async function lookAtObject(jobId: string, name: string) {
  return readAction(input, { jobId, name }, (valid) => readInHand(valid.jobId, valid.name))
}

/** Where an object or a folder ('…/') that this job lacks was last seen. */
export async function lastSeen(jobId: string, name: string) {
  return readAction(input, { jobId, name }, (valid) => readLastSeen(valid.jobId, valid.name))
}
