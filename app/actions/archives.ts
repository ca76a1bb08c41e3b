'use server'

import { z } from 'zod'
import { beginPlan, dropPlan, readPlan } from '#app/reads/plans.ts'
import { type ArchiveInput, archiveInput } from '#lib/downloads/archive/archive-form.ts'
import { readAction } from './read-action.ts'

const id = z.uuid()
const begin = z.object({ jobId: z.string().min(1).max(1024), asked: archiveInput })
const look = z.object({ id, from: z.int().nonnegative() })

/** Plans an archive of a folder, a selection or a whole job; may answer before the plan is ready. */
export async function planArchive(jobId: string, asked: ArchiveInput) {
  return readAction(begin, { jobId, asked }, (valid) => beginPlan(valid.jobId, valid.asked))
}

/** A plan as far as it has come, with the objects to know of from a position on. */
export async function lookAtPlan(planId: string, from = 0) {
  return readAction(look, { id: planId, from }, (valid) => readPlan(valid.id, valid.from))
}

/** Forgets a plan that is not wanted any more. */
export async function forgetPlan(planId: string) {
  return readAction(id, planId, dropPlan)
}
