import 'server-only'
import { cache } from 'react'
import type { ObjectFacts } from '#components/object/object-facts.ts'
import { type ListedObject, objectFacts } from '#lib/browse/row.ts'
import { findObject } from '#lib/storage/stored-object.ts'
import { backupStorage } from '../storage.ts'
import { attemptIn } from './attempt.ts'
import { moment } from './moment.ts'

/**
 * One object's facts, as its name stands for it in the job now; none where the job has no such object. Asked once a page.
 * Its token stays here: it may expire.
 */
export const readObject = cache((jobId: string, name: string) =>
  attemptIn<{ object?: ObjectFacts }>(jobId, async (signal) => {
    const found = await findObject(backupStorage(), { jobId, name }, signal)
    if (!found) return {}
    const listed = found as ListedObject
    return {
      object: {
        name,
        ...objectFacts(listed),
        metadata: listed.MetadataString,
        stored: moment(listed.CreationTime),
      },
    }
  }),
)
