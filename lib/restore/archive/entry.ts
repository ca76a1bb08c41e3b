/** One entry of an archive, as its plan fixed it. The archive's bytes are a function of its entries and nothing else. */
export interface ArchiveEntry {
  /** Safe relative path with `/`; a directory's ends with `/`. Unique in the archive. */
  name: string
  type: 'file' | 'directory' | 'symlink'
  /** Bytes of content; 0 for what is not a file. */
  size: number
  /** Nanoseconds since 1970; 0 where nobody knows. */
  mtime: bigint
  /** Permission bits, at most 0o777. */
  mode: number
  /** A symlink's target. */
  target?: string
  /** CRC-32 of the content, where an earlier read has found it. Only zip asks for it. */
  crc32?: number
}
