/** A damaged chunk of a content, as it was found first. */
export interface ListedDamage {
  /** Counts the rows in the order they are listed: ask with the last one for those behind. */
  foundAt: number
  checksum: string | null
  objectChecksum: string
  chunkIndex: number
  /** The object it was found in, and one of the jobs. */
  object: string
  jobId: string
  /** What the read ran into, in words. */
  reason: string
}

/** Where a page of the list ended. */
export type DamageCursor = Pick<ListedDamage, 'foundAt' | 'checksum' | 'objectChecksum'>

export interface DamageList {
  /** All damage that is known: a row a chunk, or a content whose description is damaged; what was found last comes first. */
  page(endpoint: string, page: { limit: number; after?: DamageCursor | undefined }): Promise<ListedDamage[]>
  /** How many rows that list has. */
  count(endpoint: string): Promise<number>
}
