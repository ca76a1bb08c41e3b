'use server'

import { z } from 'zod'
import { readStoreStanding } from '#app/reads/store.ts'
import { readAction } from './read-action.ts'

/** Whether the service takes writes, to follow while one looks. */
export async function lookAtStore() {
  return readAction(z.undefined(), undefined, async () => ({ ok: true, standing: await readStoreStanding() }))
}
