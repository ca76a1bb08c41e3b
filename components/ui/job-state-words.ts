const words: Record<string, string> = {
  COMPLETED: 'Completed',
  ISSUES: 'With issues',
  RUNNING: 'Running',
  FAILED: 'Failed',
  ABORTED: 'Aborted',
  ABORTING: 'Aborting',
  PARTIAL: 'Partial',
  EXPIRED: 'Expired',
  CREATED: 'Created',
  PENDING: 'Pending',
}

/** A job's state as people say it. */
export function jobStateWord(state: string): string {
  return words[state] ?? state.charAt(0) + state.slice(1).toLowerCase()
}
