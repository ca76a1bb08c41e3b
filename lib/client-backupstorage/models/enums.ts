/** How the bytes of a chunk or of a metadata blob are summed: SHA-256, as base64 on the wire. */
export const DataChecksumAlgorithm = {
  SHA256: 'SHA256',
} as const
export type DataChecksumAlgorithm = (typeof DataChecksumAlgorithm)[keyof typeof DataChecksumAlgorithm]

/** How an object is summed: SHA-256 over the raw chunk digests in index order, as base64 on the wire. */
export const SummaryChecksumAlgorithm = {
  SUMMARY: 'SUMMARY',
} as const
export type SummaryChecksumAlgorithm = (typeof SummaryChecksumAlgorithm)[keyof typeof SummaryChecksumAlgorithm]
