'use server'

import { z } from 'zod'
import { readRunning } from '#app/reads/running.ts'
import { readAction } from './read-action.ts'

/** What runs at this moment, to follow while something does. */
export async function lookAtRunning() {
  return readAction(z.undefined(), undefined, readRunning)
}
