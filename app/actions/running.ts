'use server'

import { z } from 'zod'
import { readRunning } from '#app/reads/running.ts'
import { readAction } from './read-action.ts'

/** What runs at this moment, and downloads begun in browsers since then (milliseconds since 1970), to follow them. */
export async function lookAtRunning(since?: number) {
  return readAction(z.number().optional(), since, readRunning)
}
