/**
 * The key of a storage in the ledger, which calls it `endpoint`: what is known of a store that is served here stays known
 * when it is served at another address.
 *
 * @param storage its base URL, and the UUID of the store where that lies here.
 */
export function ledgerKey({ endpoint, storeId }: { endpoint: string; storeId?: string | undefined }): string {
  return storeId === undefined ? endpoint : `store:${storeId}`
}
