/** One entry of an archive, as its plan fixed it. The archive's bytes are a function of its entries and nothing else. */
export interface ArchiveEntry {
  /** Safe relative path with `/`; a directory's ends with `/`. Unique in the archive. */
  name: string
  /** `link`: another name of the file `target`, which stands before it in the archive. Only tar has it. */
  type: 'file' | 'directory' | 'symlink' | 'link'
  /** Bytes of content; 0 for what is not a file. In a zip a symlink's target is its content. */
  size: number
  /** Nanoseconds since 1970; 0 where nobody knows. */
  mtime: bigint
  /** Permission bits and the sticky one. */
  mode: number
  /** A symlink's target, or the name in the archive that a link is another name of. */
  target?: string
  /** CRC-32 of the content, where it is known beforehand. Only zip asks for it. */
  crc32?: number
  /** Root where nobody knows. Only tar holds it. */
  owner?: { uid: number; gid: number; user?: string; group?: string }
  /** Bytes of a file whose content in the archive is a map and its data (`sparse.ts`). Only tar holds it. */
  sparseSize?: number
  /** Extended attributes, values in base64. Only tar holds them. */
  xattrs?: (readonly [name: string, value: string])[]
}
