import { forgetPlan, lookAtPlan, planArchive } from './actions/archives.ts'

/** What components that plan archives are handed. */
export const archiveActions = { plan: planArchive, look: lookAtPlan, forget: forgetPlan }
