import { absentHandlers, controlPlaneHandlers } from './control-plane.ts'
import { hostileJobs, jobs } from './jobs.ts'
import { readHandlers } from './reads.ts'
import { writeHandlers } from './writes.ts'

/** An endpoint with a list of jobs and with lengths and times in its listings. */
export const fullEndpoint = 'http://backup-storage.test'

/** An endpoint with the nine storage operations only. */
export const bareEndpoint = 'http://bare-storage.test'

/** An endpoint whose list of jobs carries markup in every field. */
export const hostileEndpoint = 'http://hostile-storage.test'

export const handlers = [
  ...readHandlers(fullEndpoint),
  ...writeHandlers(fullEndpoint),
  ...controlPlaneHandlers(fullEndpoint, jobs),
  ...readHandlers(hostileEndpoint),
  ...controlPlaneHandlers(hostileEndpoint, hostileJobs),
  ...readHandlers(bareEndpoint, false),
  ...writeHandlers(bareEndpoint),
  ...absentHandlers(bareEndpoint),
  ...absentHandlers(fullEndpoint),
  ...absentHandlers(hostileEndpoint),
]
