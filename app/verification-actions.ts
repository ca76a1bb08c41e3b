import {
  cancelVerification,
  listFindings,
  listVerifications,
  pauseVerification,
  resumeVerification,
  startVerification,
} from './actions/verification.ts'

/** What components of verifications are handed. */
export const verificationActions = {
  start: startVerification,
  pause: pauseVerification,
  resume: resumeVerification,
  cancel: cancelVerification,
  list: listVerifications,
  findings: listFindings,
}
