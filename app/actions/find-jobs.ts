'use server'

import { z } from 'zod'
import { findJobs as read } from '#app/reads/find-jobs.ts'
import { readAction } from './read-action.ts'

const text = z.string().min(1).max(2048)

/** Jobs by a part of their resource's name or their id, for jumping to one. */
export async function findJobs(asked: string) {
  return readAction(text, asked, read)
}
