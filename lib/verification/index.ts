/**
 * Verification: everything a scope holds is read and hashed, and what is damaged is named, with all it hits.
 *
 * 1. Objects come from a source (`lib/storage/source.ts`) in the order of their names.
 * 2. `walk` reads them, each distinct chunk once as far as memory goes, and counts by the order of names.
 * 3. `createVerifications` runs walks as tasks of the serving process and keeps them in the ledger; `bin/thaw verify`
 *    runs one walk in the terminal.
 * 4. `listDamage` asks which objects and jobs a chunk hits.
 * 5. `lookAgain` and `withKnown` tell of jobs what all of that means for them.
 */

export { type DamageHit, type DamagePage, listDamage, recheckChunk } from './damage.ts'
export { type KnownAt, lookAgain, lookAtDamage, withDamage, withKnown } from './known-of-jobs.ts'
export { createRecorder, type Recorder } from './record.ts'
export { isBeingWritten, type Scope } from './scope.ts'
export { secondsLeft } from './time-left.ts'
export { createVerifications, type Verifications } from './verifications.ts'
export { type WalkEvent, type WalkProgress, walk } from './walk.ts'
