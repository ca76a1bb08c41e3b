/**
 * Writes to the ledger what a download can do without: a full disk must not keep anybody from reading their backup.
 */
export function bestEffort(write: () => void): void {
  try {
    write()
  } catch (error) {
    console.error(error)
  }
}
