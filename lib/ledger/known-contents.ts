/** What is known of an object's whole content beside its SUMMARY, found by reading it from first byte to last. */
export interface KnownContent {
  /** Of the whole content, base64. */
  sha256?: string | undefined
  crc32?: number | undefined
}

/** By SUMMARY checksum: what holds for one object holds for every object with the same. */
export interface KnownContents {
  find(checksum: string): Promise<KnownContent>
  /** Answer by answer. */
  findAll(checksums: readonly string[]): Promise<KnownContent[]>
  /** Adds to what is known; one write to disk for all of them. */
  learn(found: readonly ({ checksum: string } & KnownContent)[]): Promise<void>
}
